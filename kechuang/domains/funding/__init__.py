"""Funding: where a platform's money comes from, what it may be used for, its budget of each year and what follows from it."""
