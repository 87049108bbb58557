"""Evaluation: how a platform is judged by its scheme, in a campaign of its region, and what it is graded."""
