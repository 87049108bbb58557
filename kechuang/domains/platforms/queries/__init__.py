"""Reads that are more than a filter, a file for each subject."""
