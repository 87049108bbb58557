"""A recognition round: published before it opens, and again before it closes."""

from __future__ import annotations

import pytest

from kechuang.law import Verdict, explain

QUJIANG, KEQIAO, BINJIANG = "330803", "330603", "330108"
DAY = "2026-06-10"
MET, BREACHED, NONE = Verdict.MET, Verdict.BREACHED, Verdict.NOT_APPLICABLE


def asked(rule: str, territory: str = QUJIANG, on: str = DAY, **days: str):
    return explain(rule, {"recognition_round": days}, territory=territory, on=on)


@pytest.mark.parametrize(
    ("days", "verdict", "said"),
    [
        ({"conditions_on": "2026-06-01", "procedure_on": "2026-06-01"}, MET, []),
        ({"conditions_on": "2026-06-01", "procedure_on": "2026-06-10", "opened_on": "2026-06-10"}, MET, []),
        ({"conditions_on": "2026-06-01", "procedure_on": "2026-06-11", "opened_on": "2026-06-10"}, BREACHED,
         ["评审程序还没有公开。"]),
        ({"procedure_on": "2026-06-01"}, BREACHED, ["申报条件还没有公开。"]),
        ({"conditions_on": "2026-06-01"}, BREACHED, ["评审程序还没有公开。"]),
        ({}, BREACHED, ["申报条件还没有公开。", "评审程序还没有公开。"]),
    ],
)  # fmt: skip
def test_a_round_opens_once_conditions_and_procedure_are_published(days, verdict, said):
    finding = asked("recognition_round_opening", **days)
    assert finding.verdict is verdict
    assert [r.zh for r in finding.remarks] == said
    assert [str(c) for c in finding.citations] == ["quzhou-2024:art10.p3"]


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        ({"results_on": "2026-08-01"}, MET),
        ({"results_on": "2026-08-01", "closed_on": "2026-08-01"}, MET),
        ({"results_on": "2026-08-02", "closed_on": "2026-08-01"}, BREACHED),
        ({}, BREACHED),
    ],
)
def test_a_round_closes_once_its_results_are_published(days, verdict):
    published = {"conditions_on": "2026-06-01", "procedure_on": "2026-06-01", "opened_on": "2026-06-10"}
    assert asked("recognition_round_closing", **published, **days).verdict is verdict


def test_results_do_not_stand_in_for_conditions_never_published():
    assert asked("recognition_round_closing", procedure_on="2026-06-01", results_on="2026-08-01").verdict is BREACHED


@pytest.mark.parametrize("rule", ["recognition_round_opening", "recognition_round_closing"])
def test_it_is_the_duty_of_quzhou_from_march_2025_and_of_no_one_else(rule):
    assert asked(rule, KEQIAO).verdict is NONE
    assert asked(rule, BINJIANG).verdict is NONE
    assert asked(rule, QUJIANG, "2025-02-28").verdict is NONE
    assert asked(rule, QUJIANG, "2025-03-01").verdict is BREACHED
