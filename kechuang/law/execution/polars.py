"""Columns of cases in Polars: a rule over a frame, or over a Parquet file larger than memory.

    program = link(REGISTRY["reward_pool_floor"], load())
    run(program, frame)     # the frame with reward_pool_floor, reward_pool_floor.verdict, .state, ... added

Columns are named by dotted facts (deal.amount, territory, on). A column that is not there, and a null, is a missing fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from kechuang.law.calendar import Workdays
from kechuang.law.errors import LawError
from kechuang.law.execution.columns.build import build
from kechuang.law.execution.columns.feed import Feed, feeds
from kechuang.law.execution.columns.kernel import Kernel
from kechuang.law.execution.columns.lower import HIDDEN, plan
from kechuang.law.execution.columns.plan import VERDICTS, Answer, Column, Plan, item_names, widest
from kechuang.law.execution.columns.run import Answers, compute
from kechuang.law.link import Program
from kechuang.law.types import Kind, Type

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

VERDICT = pl.Enum([str(verdict) for verdict in VERDICTS])
"""The type of a verdict column."""
STREAM_ROWS = 2_000_000


def run(
    program: Program,
    frame: Frame,
    *,
    outputs: bool = True,
    workdays: Workdays | None = None,
    threads: int | None = None,
) -> Frame:
    """The frame with the rule's answers added as columns.

    "<rule>": the value, null where there is none (fen, counts and shares as int64, a share in hundred-millionths; dates;
    flags; choices as Enum; items as text parted by ";"). "<rule>.verdict": Enum of the verdicts. "<rule>.state": the
    State as UInt8. "<rule>.simulation", "<rule>.provisional": flags. With `outputs` each output as "<rule>.<output>".
    Raises FactError for a value that cannot be, with its row; LawError if the rule cannot run over columns.
    """
    if isinstance(frame, pl.LazyFrame):
        schema = frame.collect_schema()
        extra = answer_schema(program, outputs=outputs)

        def some(part: pl.DataFrame) -> pl.DataFrame:
            return run(program, part, outputs=outputs, workdays=workdays, threads=threads)

        return frame.map_batches(some, schema=pl.Schema({**schema, **extra}), streamable=True)
    columns = feeds(program, frame)
    made, kernel = compiled(program, columns, workdays, outputs)
    answers = compute(made, kernel, columns, frame.height, threads)
    return frame.with_columns(_columns(made, answers))


def run_parquet(
    program: Program,
    source: Path | str,
    target: Path | str,
    *,
    rows: int = STREAM_ROWS,
    outputs: bool = True,
    keep: tuple[str, ...] | None = None,
    progress: Callable[[int, int], None] | None = None,
    workdays: Workdays | None = None,
) -> int:
    """Run over a Parquet file in a stream and write another; memory stays at a few times `rows` rows. Rows done.

    keep: which source columns the target repeats (all by default). progress(done, all) after each part.
    """
    file = pq.ParquetFile(source, pre_buffer=False)
    total, done = file.metadata.num_rows, 0
    names = file.schema_arrow.names
    kept = tuple(names) if keep is None else keep
    needed = [name for name in names if name in program.facts or name in kept]
    writer: pq.ParquetWriter | None = None
    try:
        for batch in file.iter_batches(batch_size=rows, columns=needed):
            part = run(program, _frame(batch), outputs=outputs, workdays=workdays)
            table = part.drop([name for name in needed if name not in kept]).to_arrow()
            if writer is None:
                writer = pq.ParquetWriter(target, table.schema, compression="zstd", compression_level=1)
            writer.write_table(table)
            done += batch.num_rows
            if progress is not None:
                progress(done, total)
    finally:
        if writer is not None:
            writer.close()
    return done


def _frame(batch: pa.RecordBatch) -> pl.DataFrame:
    made = pl.from_arrow(batch)
    assert isinstance(made, pl.DataFrame)
    return made


def answer_schema(program: Program, *, outputs: bool = True) -> dict[str, Any]:
    """The columns that `run` adds, with their Polars types."""
    name = program.rule.name
    found: dict[str, Any] = {
        name: _dtype(program.rule.type),
        f"{name}.verdict": VERDICT,
        f"{name}.state": pl.UInt8(),
        f"{name}.simulation": pl.Boolean(),
        f"{name}.provisional": pl.Boolean(),
    }
    if outputs:
        told = {key: index for key, index in program.outputs.items() if key not in HIDDEN}
        found |= {f"{name}.{key}": _dtype(program.slots[index].type) for key, index in told.items()}
    return found


# -- compiling ---------------------------------------------------------------------------------------------


def compiled(
    program: Program, columns: Mapping[str, Feed], workdays: Workdays | None = None, outputs: bool = True
) -> tuple[Plan, Kernel]:
    """By the widest ranges the types allow; where that could leave int64, by those the data really has."""
    shape = tuple((name, feed.column()) for name, feed in columns.items())
    found = _kernel(program, shape, workdays, outputs)
    if widest(found[0]) is None:
        return found
    narrow = tuple((name, feed.column(feed.bounds())) for name, feed in columns.items())
    return _kernel(program, narrow, workdays, outputs)


@lru_cache(maxsize=64)  # a kernel carries tables of a megabyte or two
def _kernel(
    program: Program, shape: tuple[tuple[str, Column], ...], workdays: Workdays | None, outputs: bool
) -> tuple[Plan, Kernel]:
    made = plan(program, dict(shape), workdays, outputs=outputs)
    return made, build(made.roots)


# -- answers as columns --------------------------------------------------------------------------------------


def _columns(made: Plan, answers: Answers) -> list[pl.Series]:
    name, rows = made.program.rule.name, answers.rows
    value, state, verdict, simulation, provisional, *more = range(len(made.roots))
    found = [
        _told(made, made.answer, answers, value, state).alias(name),
        pl.Series(f"{name}.verdict", _whole(answers, verdict, np.uint8)).cat.to(VERDICT),
        pl.Series(f"{name}.state", _whole(answers, state, np.uint8)),
        _flags(answers, simulation, rows).alias(f"{name}.simulation"),
        _flags(answers, provisional, rows).alias(f"{name}.provisional"),
    ]
    for output, at in zip(made.outputs, more[::2], strict=True):
        found.append(_told(made, output, answers, at, at + 1).alias(f"{name}.{output.name}"))
    return found


def _whole(answers: Answers, at: int, dtype: type[np.generic], state: int | None = None) -> Any:
    """A root as an array of this type."""
    constant = answers.constants[at]
    if constant is not None:
        return np.full(answers.rows, constant, dtype)
    array = answers.arrays[at]
    if array.dtype == np.object_:
        return _checked(array, None if state is None else _whole(answers, state, np.uint8))
    if array.dtype == dtype:
        return array
    return array.view(dtype) if array.dtype.itemsize == np.dtype(dtype).itemsize else array.astype(dtype)


def _checked(array: Any, states: Any) -> Any:
    """Python's whole numbers as int64; what means nothing is 0. Raises LawError, with its row, for one too large."""
    if states is not None:
        array[states != 0] = 0
    try:
        return array.astype(np.int64)
    except OverflowError:
        at = next(n for n, value in enumerate(array) if not -(2**63) <= value < 2**63)
        raise LawError(
            f"第 {at + 1} 行的结果 {array[at]} 超出 64 位整数",
            f"row {at + 1}: the result {array[at]} does not fit int64",
        ) from None


def _flags(answers: Answers, at: int, rows: int, valid: Any = None) -> pl.Series:
    constant = answers.constants[at]
    bits = answers.arrays[at] if constant is None else np.full((rows + 7) // 8, 255 if constant else 0, np.uint8)
    return _series(pa.bool_(), rows, bits, valid)


def _series(kind: pa.DataType, rows: int, data: Any, valid: Any = None) -> pl.Series:
    buffers = [None if valid is None else pa.py_buffer(valid), pa.py_buffer(data)]
    made = pl.from_arrow(pa.Array.from_buffers(kind, rows, buffers))
    assert isinstance(made, pl.Series)
    return made


def _valid(answers: Answers, at: int) -> Any:
    """The bitmap of rows whose state is KNOWN; None when all are."""
    constant = answers.constants[at]
    if constant is None:
        return np.packbits(answers.arrays[at] == 0, bitorder="little")
    return np.zeros((answers.rows + 7) // 8, np.uint8) if constant else None


def _told(made: Plan, answer: Answer, answers: Answers, at: int, state: int) -> pl.Series:
    valid, rows, kind = _valid(answers, state), answers.rows, answer.type
    match kind.kind:
        case Kind.FLAG:
            return _flags(answers, at, rows, valid)
        case Kind.DATE:
            return _series(pa.date32(), rows, _whole(answers, at, np.int32), valid)
    values = _series(pa.int64(), rows, _whole(answers, at, np.int64, state), valid)
    match kind.kind:
        case Kind.CHOICE:
            texts = dict(enumerate(kind.codes or made.words))
            return _texts(values, texts).cast(_dtype(kind))
        case Kind.REGION:
            return values.cast(pl.String)
        case Kind.ITEMS:
            names = item_names(made.program, kind.checklist)
            masks = [mask for mask in values.unique().to_list() if mask is not None]
            return _texts(values, {mask: ";".join(sorted(_names(mask, names))) for mask in masks})
    return values


def _texts(values: pl.Series, texts: Mapping[int, str]) -> pl.Series:
    if not texts:
        return pl.Series([None] * len(values), dtype=pl.String)
    return values.replace_strict(list(texts), list(texts.values()), return_dtype=pl.String)


def _names(mask: int, names: tuple[str, ...]) -> list[str]:
    return [name for bit, name in enumerate(names) if mask >> bit & 1]


def _dtype(kind: Type) -> Any:
    match kind.kind:
        case Kind.FLAG:
            return pl.Boolean()
        case Kind.DATE:
            return pl.Date()
        case Kind.CHOICE:
            return pl.Enum(list(kind.codes)) if kind.options else pl.String()
        case Kind.REGION | Kind.ITEMS:
            return pl.String()
    return pl.Int64()
