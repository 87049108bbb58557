"""A rule over a table: CSV, Excel or Parquet in, the same rows with their answers out, and a file of what was refused.

    heads.py      which column is which fact, in which unit          cells.py      a cell to a typed value, or why not
    tables.py     what a table is while it is read                   read_*.py     the three kinds of file, in parts
    answering.py  rows to answers                                    writing.py    the three kinds of file, safely
    running.py    the run as a whole, and its counts

Nothing is dropped in silence: read = answered + rejected, and every rejected row says which cell and why.
"""

from kechuang.law.batch.running import Run, Summary, run_table
from kechuang.law.batch.tables import TableError

__all__ = ["Run", "Summary", "TableError", "run_table"]
