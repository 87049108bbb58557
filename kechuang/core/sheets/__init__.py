"""Spreadsheets in and out, for any office: what a column is, templates, reading, typing cells, writing, annotating.

    columns.py   what a column takes and how it is called       reading.py   a file to a grid, its head found
    cells.py     a cell to what a form reads, or why not        template.py  an empty table to fill in
    writing.py   rows out, streamed and formula-safe            annotate.py  the file back, with what is wrong in it

Nothing here knows of cases, people or the law.
"""
