"""The days to answer an objection: the unit's published procedure sets them, no text does."""

from __future__ import annotations

import datetime as dt

import pytest

from kechuang.law import REGISTRY, LawError, Verdict, explain
from kechuang.law.expression import act_within
from kechuang.law.rule import clock
from kechuang.law.rules.objections import objection


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-09-11", 15, "2026-09-28"),  # day 15 is 26 September, a holiday
        ("2026-09-17", 15, "2026-10-08"),
        ("2026-02-01", 15, "2026-02-24"),  # day 15 is 16 February, in the Spring Festival
    ],
)
def test_the_last_day_moves_off_a_rest_day(received: str, days: int, due: str) -> None:
    found = explain(
        "objection_answer", {"objection.received_on": received, "objection.answer_days": days}, territory="330802",
        on=received,
    )  # fmt: skip
    assert found.value == dt.date.fromisoformat(due)
    assert {str(c) for c in found.citations} == {"zhejiang-2021:art17.p1.b"}


def test_a_late_answer_is_said_to_be_late_and_no_sanction_is_invented() -> None:
    facts = {"objection.received_on": "2026-03-02", "objection.answer_days": 15, "objection.answered_on": "2026-03-20"}
    found = explain("objection_answer", facts, territory="330603", on="2026-03-20")
    assert found.verdict is Verdict.BREACHED
    [remark] = found.remarks
    assert remark.kind == "consequence"
    assert "没有另定后果" in remark.zh


def test_without_the_days_of_a_procedure_no_day_is_made_up() -> None:
    found = explain("objection_answer", {"objection.received_on": "2026-03-02"}, territory="330603", on="2026-03-02")
    assert found.verdict is Verdict.NEEDS_DETERMINATION
    assert found.missing == ("objection.answer_days",)


def test_for_a_notice_no_text_speaks_of_the_published_procedure_counts_and_nothing_is_cited() -> None:
    facts = {"objection.received_on": "2026-09-11", "objection.answer_days": 15}
    found = explain("objection_reply", facts, territory="330802", on="2026-09-11")
    assert (found.value, found.citations) == (dt.date(2026, 9, 28), ())
    late = explain(
        "objection_reply", {**facts, "objection.answered_on": "2026-09-29"}, territory="330802", on="2026-09-29"
    )
    assert late.verdict is Verdict.BREACHED
    assert [(r.kind, r.cites) for r in late.remarks] == [("consequence", ())]
    assert "没有条文" in REGISTRY["objection_reply"].about_zh


def test_a_rule_that_cites_nothing_must_say_so_in_words() -> None:
    due = act_within(objection.received_on, objection.answer_days)
    with pytest.raises(LawError):
        clock("uncited", due, zh="甲", en="A", cites=(), module="notices")
    with pytest.raises(LawError):
        clock("uncited", due, zh="甲", en="A", cites=(), module="notices", unnamed=True)
