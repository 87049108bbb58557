"""Grades of one round or of many at once: veto first, then the best within the quota, then the lines.

    graded = grade(platforms, classes)
    graded.platforms    # rank, vetoed, excellent, undecided, proposed, grade, open
    graded.classes      # evaluated, quota, limited, open, excellent, cut

platforms: round, platform (int64), class, score (hundredths, null while none), decided (the place in a tie that people
    gave by a recorded decision, 1 first, null), and facts by their dotted names (evaluation.veto_matters, unit.* ...);
    tie_1, tie_2 ...: what the recorded rule for ties compares, larger first.
classes: round, class, territory, on, registered, chosen (how many are wanted, null for as many as allowed), the lines
    excellent, good, qualified (hundredths, null where none is recorded), failing (the word for failing), evaluation.kind.

The law names no scores: lines are what the region's own decision says, and without them nothing is graded by score. Where no
line for excellent is set, that for good holds (A23.excellent_line): grades are an order and a quota is a ceiling, so the best of a
weak class is not excellent because the quota has room. The other reading, the quota alone, is a switch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

import kechuang.law.rules  # noqa: F401  the rules register themselves
from kechuang.law import REGISTRY, Context, link, load
from kechuang.law.execution.polars import run

QUOTA_RULE = "evaluation_excellent_quota"
GRADE_RULE = "evaluation_grade"
LINE_QUESTION = "A23.excellent_line"
KEYS = ("round", "class")
SILENT = ("not_applicable", "no_law_found")
LAST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Graded:
    """platforms: as given, with rank, vetoed, excellent, undecided, proposed, grade, open. classes: as given, with
    evaluated, quota (null where the law sets none), open, limit, excellent, undecided and cut.

    rank: place in the class among those that may be excellent, ties alike. undecided: tied across the cut, waiting for a
    decision, meanwhile not excellent. open: the law waits for a determination (of a veto; of the quota). proposed: the
    grade before the law's last word, null without a score or a line. cut: the lowest excellent score.
    """

    platforms: pl.DataFrame
    classes: pl.DataFrame


Known = dict[tuple[Any, ...], pl.DataFrame]
"""Graded platforms by the limits of their classes."""


def grade(
    platforms: pl.DataFrame, classes: pl.DataFrame, context: Context | None = None, known: Known | None = None
) -> Graded:
    """Grade whole rounds by the law as the context has it read. Never more excellent in a class than its quota.

    known: what was graded before of the same platforms and lines, under contexts that read the veto and the grade alike.
    """
    within = context or Context()
    counted = platforms.group_by(KEYS).agg(evaluated=pl.len().cast(pl.Int64))
    laid = _quotas(classes.join(counted, on=KEYS, how="left").with_columns(pl.col("evaluated").fill_null(0)), within)
    limits = (quota_alone(within), *laid.sort(KEYS).select("limit", "limited").iter_rows())
    told = known.get(limits) if known is not None else None
    if told is None:
        told = _graded(platforms, laid, within)
    if known is not None:
        known[limits] = told
    sums = told.group_by(KEYS).agg(
        chosen_count=pl.col("excellent").sum().cast(pl.Int64),
        undecided=pl.col("undecided").any(),
        cut=pl.col("score").filter(pl.col("excellent")).min(),
    )
    kept = laid.drop("excellent").rename({"chosen": "wanted"})
    full = kept.join(sums, on=KEYS, how="left").with_columns(
        pl.col("chosen_count").fill_null(0).alias("excellent"), pl.col("undecided").fill_null(False)
    )
    return Graded(told, full.drop("chosen_count"))


def _graded(platforms: pl.DataFrame, laid: pl.DataFrame, within: Context) -> pl.DataFrame:
    """The platforms of Graded: ranked, with who is excellent within the limits laid down, and their grades."""
    shared = ["territory", "on", "evaluation.kind"]
    lines = ["excellent", "good", "qualified", "failing"]
    rows = platforms.with_row_index("_row").join(
        laid.select(*KEYS, *shared, "limit", pl.col("limited").alias("_limited"), *[pl.col(n).alias(f"_{n}") for n in lines]),
        on=KEYS, how="left",
    )  # fmt: skip
    rows = _ranked(_vetoes(rows, within), alone=quota_alone(within))
    rows = rows.with_columns(excellent=_is_excellent()).with_columns(undecided=_is_undecided())
    rows = rows.with_columns(proposed=_proposed())
    said = _asked(rows.with_columns(pl.col("proposed").alias("evaluation.grade")), GRADE_RULE, within)
    silent = said.get_column(f"{GRADE_RULE}.verdict").cast(pl.String).is_in(list(SILENT))
    final = said.get_column(GRADE_RULE).cast(pl.String)
    rows = rows.with_columns(_silent=silent, _final=final).with_columns(
        grade=pl.when(pl.col("_silent")).then(pl.col("proposed")).otherwise(pl.col("_final"))
    )
    return rows.sort("_row").select(
        *platforms.columns, "rank", "vetoed", "excellent", "undecided", "proposed", "grade", "open"
    )


def _asked(frame: pl.DataFrame, rule: str, context: Context) -> pl.DataFrame:
    return run(link(REGISTRY[rule], load(), context), frame)


def _quotas(classes: pl.DataFrame, context: Context) -> pl.DataFrame:
    """quota and open by the law; limit: the most that may be excellent, whoever wants more."""
    asked = classes.with_columns(
        pl.col("evaluated").alias("evaluation.class_count"), pl.col("registered").alias("evaluation.class_registered")
    )
    said = _asked(asked, QUOTA_RULE, context)
    verdict = said.get_column(f"{QUOTA_RULE}.verdict").cast(pl.String)
    made = classes.with_columns(
        quota=said.get_column(QUOTA_RULE).cast(pl.Int64), _silent=verdict.is_in(list(SILENT))
    ).with_columns(open=pl.col("quota").is_null() & ~pl.col("_silent"))
    ceiling = pl.when(pl.col("open")).then(0).otherwise(pl.col("quota"))
    made = made.with_columns(limit=pl.min_horizontal(ceiling, pl.col("chosen")).cast(pl.Int64))
    # Without quota, wish or line there is no word on who would be excellent.
    limited = pl.col("limit").is_not_null() | pl.col("excellent").is_not_null()
    return made.with_columns(limited=limited).drop("_silent")


def _vetoes(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """vetoed and open: the law asked with a passing grade, so that only a veto can change it."""
    said = _asked(rows.with_columns(pl.lit("qualified").alias("evaluation.grade")), GRADE_RULE, context)
    verdict = said.get_column(f"{GRADE_RULE}.verdict").cast(pl.String)
    silent = verdict.is_in(list(SILENT))
    made = rows.with_columns(_value=said.get_column(GRADE_RULE).cast(pl.String), _silent=silent)
    return made.with_columns(
        vetoed=(pl.col("_value") == "unqualified").fill_null(False) & ~pl.col("_silent"),
        open=pl.col("_value").is_null() & ~pl.col("_silent"),
    ).drop("_value", "_silent")


def quota_alone(context: Context) -> bool:
    """Whether, where no line for excellent is set, the quota alone decides; else that for good holds."""
    return context.interpretations.get(LINE_QUESTION, load().interpretations[LINE_QUESTION].default) == "quota_alone"


def _ranked(rows: pl.DataFrame, *, alone: bool) -> pl.DataFrame:
    """rank and its last place: by score, then what the rule for ties compares, then the recorded decision."""
    least = ["_excellent"] if alone else ["_excellent", "_good"]
    ties = sorted((name for name in rows.columns if name.startswith("tie_")), key=lambda n: int(n[4:]))
    may = (
        ~pl.col("vetoed")
        & ~pl.col("open")
        & pl.col("score").is_not_null()
        & pl.col("_limited")
        & (pl.col("score") >= pl.coalesce(*least, pl.lit(0)))
    )
    candidates = rows.filter(may)
    keys = [-pl.col("score"), *[-pl.col(n).fill_null(-1).cast(pl.Int64) for n in ties]]
    placed = candidates.with_columns(
        _key=pl.struct(
            *[key.alias(f"k{n}") for n, key in enumerate(keys)],
            pl.col("decided").cast(pl.Int64).fill_null(LAST).alias("last"),
        )
    ).with_columns(
        rank=pl.col("_key").rank("min").over(KEYS).cast(pl.Int64),
        _last=pl.col("_key").rank("max").over(KEYS).cast(pl.Int64),
    )
    return rows.join(placed.select("_row", "rank", "_last"), on="_row", how="left")


def _is_excellent() -> pl.Expr:
    """The whole of a tie fits, or none of it is in."""
    within = pl.col("limit").is_null() | (pl.col("_last") <= pl.col("limit"))
    return (pl.col("rank").is_not_null() & within).fill_null(False)


def _is_undecided() -> pl.Expr:
    crosses = (pl.col("rank") <= pl.col("limit")) & (pl.col("_last") > pl.col("limit"))
    return crosses.fill_null(False)


def _proposed() -> pl.Expr:
    """The grade by score; a veto stands above all, and an open one is no grade."""
    score = pl.col("score")
    return (
        pl.when(pl.col("open")).then(None)
        .when(pl.col("vetoed")).then(pl.lit("unqualified"))
        .when(score.is_null()).then(None)
        .when(pl.col("excellent")).then(pl.lit("excellent"))
        .when(pl.col("_good").is_null() | pl.col("_qualified").is_null()).then(None)
        .when(score >= pl.col("_good")).then(pl.lit("good"))
        .when(score >= pl.col("_qualified")).then(pl.lit("qualified"))
        .otherwise(pl.col("_failing"))
    )  # fmt: skip
