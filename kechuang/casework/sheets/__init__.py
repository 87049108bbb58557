"""Rows of a spreadsheet as actions of a person: declared by a domain, checked without writing, carried out, reported.

declare.py   which action a sheet is for, and how its columns are read    rows.py   cells to the input of an action
judging.py   a part of the rows on every ground, written when asked       runs.py   a whole file, with its progress
"""
