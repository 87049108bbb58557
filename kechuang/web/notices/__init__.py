"""The public board of notices, the page of each, and the doors of those who object."""
