"""Parquet, in parts; a row's number counts from 2 as in a spreadsheet, the heads being row 1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kechuang.law.batch.tables import PART_ROWS, Part, Table, TableError, checked_heads


def open_parquet(path: Path) -> Table:
    """The table of a Parquet file. Raises TableError when it is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowException) as error:
        raise TableError(
            f"{path} 不是完好的 Parquet 文件：{error}", f"{path} is not a sound Parquet file: {error}"
        ) from None
    heads = checked_heads(file.schema_arrow.names)
    total, done = file.metadata.num_rows, [0]

    def parts() -> Iterator[Part]:
        for batch in file.iter_batches(batch_size=PART_ROWS):
            first = done[0] + 2
            done[0] += batch.num_rows
            yield Part(list(range(first, first + batch.num_rows)), [column.to_pylist() for column in batch.columns])

    return Table(heads, parts, lambda: (done[0], max(1, total)), file.close, types=list(file.schema_arrow.types))
