"""The law asked about many cases at once: the same answers as `law.ask` gives of each, by columns."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import polars as pl

import kechuang.law.rules  # noqa: F401  declares the rules
from kechuang.casework.cases.models import CaseDetermination
from kechuang.law import REGISTRY, Context, link, load
from kechuang.law.execution.polars import run
from kechuang.law.expression import FACTS
from kechuang.law.link import Program
from kechuang.law.types import SHARE_SCALE, Kind, read

TYPES: dict[Kind, Any] = {
    Kind.FEN: pl.Int64, Kind.COUNT: pl.Int64, Kind.SHARE: pl.Int64, Kind.DATE: pl.Date, Kind.FLAG: pl.Boolean,
    Kind.CHOICE: pl.String, Kind.REGION: pl.String,
}  # fmt: skip
"""How a fact of a kind stands in a column. Lists of items have none here."""
CASE = "case"


def series(name: str, values: Iterable[Any]) -> pl.Series | None:
    """A column of a fact from what was given of it, read as the law reads it; None for a fact that has no column."""
    kind = FACTS[name].type if name in FACTS else None
    if kind is None or kind.kind not in TYPES:
        return None
    return pl.Series(name, [_plain(value, kind, name) for value in values], dtype=TYPES[kind.kind])


def _plain(value: Any, kind: Any, name: str) -> Any:
    if value is None or value == "":
        return None
    typed = read(value, kind, name)
    return int(typed * SHARE_SCALE) if isinstance(typed, Fraction) else typed


def ask_many(rule: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the rule's answers (see law.execution.polars.run), in the same order.

    frame: a row a case, with its id as "case", "territory", "on" and "as_of" where the rule asks for days, and facts
    by their dotted names; a null is not known. What persons determined in a case fills what is not known, and settles how an
    open question is read.
    """
    facts, readings = _determined(frame)
    for name, told in facts.items():
        frame = _filled(frame, name, told)
    if not readings:
        return run(_program(rule, load().fingerprint, ()), frame)
    rows = frame.with_row_index("_row")
    groups: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for case, read_so in readings.items():
        groups.setdefault(tuple(sorted(read_so.items())), []).append(case)
    parts = [(key, rows.filter(pl.col(CASE).is_in(cases))) for key, cases in groups.items()]
    parts.append(((), rows.filter(~pl.col(CASE).is_in(list(readings)))))
    told_ = [run(_program(rule, load().fingerprint, key), part) for key, part in parts if part.height]
    return pl.concat(told_, how="vertical_relaxed").sort("_row").drop("_row") if told_ else frame


@lru_cache(maxsize=64)
def _program(rule: str, law: str, read_so: tuple[tuple[str, str], ...]) -> Program:
    """The rule linked to the shelf with this fingerprint, questions read so."""
    return link(REGISTRY[rule], load(), Context(interpretations=dict(read_so)))


def _filled(frame: pl.DataFrame, name: str, told: dict[int, Any]) -> pl.DataFrame:
    values = series(name, told.values())
    if values is None:
        return frame
    given = pl.DataFrame([pl.Series(CASE, list(told), dtype=frame.schema[CASE]), values.alias("_told")])
    joined = frame.join(given, on=CASE, how="left", maintain_order="left")
    known = pl.coalesce(name, "_told") if name in frame.columns else pl.col("_told")
    return joined.with_columns(known.alias(name)).drop("_told")


def _determined(frame: pl.DataFrame) -> tuple[dict[str, dict[int, Any]], dict[int, dict[str, str]]]:
    """Answers recorded in these cases: of facts by name and case, of open questions by case; as one case reads them."""
    facts: dict[str, dict[int, Any]] = {}
    readings: dict[int, dict[str, str]] = {}
    if not frame.height:
        return facts, readings
    cases, shelf = frame.get_column(CASE), load()
    rows = CaseDetermination.objects.filter(case_id__gte=cases.min(), case_id__lte=cases.max()).order_by("pk")
    found = rows.values_list("case_id", "question", "answer").iterator()
    among = None
    for case, question, answer in found:
        among = among or frozenset(cases.to_list())
        if case not in among:
            continue
        if question in shelf.interpretations:
            readings.setdefault(case, {})[question] = str(answer)
        else:  # of several the first stands, as it does where one case is asked
            facts.setdefault(question, {}).setdefault(case, answer)
    return facts, readings
