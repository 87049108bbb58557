"""Reads of evaluation that are more than a filter."""
