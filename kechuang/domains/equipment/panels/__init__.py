"""Panels of the pages, a file for each subject."""
