"""`kechuang law clock`: clock rules told plainly, and bare counting (the worked dates of the Civil Code)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kechuang.law.cli import today as today_module

Law = Callable[..., Any]
PAY = [
    "clock", "reward_payment", "--territory", "330802", "--fact", "deal.received_on=2024-08-31", "--fact", "deal.agreed=否",
    "--fact", "deal.mode=licence", "--fact", "unit.public_research_unit=是",
]  # fmt: skip


def test_without_arguments_the_clock_rules(law: Law) -> None:
    names = {one["name"] for one in law("clock", "--json").json}
    assert {"reward_payment", "price_publicity", "annual_report_due"} <= names
    assert "reward_payment" in law("clock").out


@pytest.mark.parametrize(
    ("more", "status", "days", "said"),
    [
        (["--as-of", "2025-02-18"], "due", 10, "最迟 2025-02-28；截至 2025-02-18 还有 10 日"),
        (["--as-of", "2025-02-28"], "due", 0, "还有 0 日"),
        (["--as-of", "2025-03-01"], "overdue", 1, "最迟 2025-02-28；截至 2025-03-01 已逾期 1 日"),
        (["--fact", "reward.paid_on=2025-02-28"], "in_time", None, "已按时完成"),
        (["--fact", "reward.paid_on=2025-03-05"], "done_late", 5, "晚了 5 日完成"),
    ],
)
def test_due_and_overdue_are_told_plainly(law: Law, more: list[str], status: str, days: int | None, said: str) -> None:
    told = law(*PAY, *more, "--json").json
    assert told["value"] == "2025-02-28"
    assert told["clock"]["due"] == "2025-02-28"
    assert (told["clock"]["status"], told["clock"]["days"]) == (status, days)
    assert said in law(*PAY, *more).out.splitlines()[0]


def test_as_of_is_today_unless_given(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    monkeypatch.setattr(today_module, "today", lambda: dt.date(2025, 3, 3))
    assert law(*PAY, "--json").json["clock"] == {
        "due": "2025-02-28",
        "as_of": "2025-03-03",
        "status": "overdue",
        "days": 3,
    }
    assert law(*PAY, "--fact", "as_of=2025-02-27", "--json").json["clock"]["days"] == 1
    assert "写了两次" in law(*PAY, "--fact", "as_of=2025-02-27", "--as-of", "2025-02-27", code=2).err


@pytest.mark.parametrize(
    ("signed", "status", "said"),
    [
        ("2025-05-23", "too_early", "not before 2025-05-24; 1 days early"),
        ("2025-05-24", "in_time", "not before 2025-05-24; not early"),
        (None, "dated", "not before 2025-05-24"),
    ],
)
def test_a_day_before_which_nothing_may_be_done(law: Law, signed: str | None, status: str, said: str) -> None:
    facts = ["notice.unit_on=2025-05-06", "notice.market_on=2025-05-08", "unit.public_research_unit=true"]
    facts += [f"deal.contract_on={signed}"] if signed else []
    arguments = [
        "clock",
        "price_publicity",
        "--territory",
        "330802",
        *(part for fact in facts for part in ("--fact", fact)),
    ]
    assert law(*arguments, "--json").json["clock"]["status"] == status
    assert law(*arguments, "--lang", "en").out.splitlines()[0] == said


def test_a_clock_without_a_date(law: Law) -> None:
    told = law("clock", "reward_payment", "--territory", "330802", "--json").json
    assert (told["clock"]["due"], told["clock"]["status"]) == (None, "needs_determination")
    assert "没有日期：待认定" in law("clock", "reward_payment", "--territory", "330802").out


@pytest.mark.parametrize(
    ("arguments", "due", "provisional", "kinds"),
    [
        (["--from", "2026-09-17", "--days", "15"], "2026-10-08", False, {"rest_day_roll"}),
        (["--from", "2026-09-17", "--days", "15", "--minimum"], "2026-10-02", False, {"not_rolled_minimum"}),
        (["--from", "2026-09-17", "--workdays", "15"], "2026-10-14", False, {"make_up_workday"}),
        (["--from", "2026-09-11", "--days", "15"], "2026-09-28", False, {"rest_day_roll"}),
        (["--from", "2026-01-31", "--months", "1"], "2026-02-28", False, {"month_end", "make_up_workday"}),
        (["--from", "2026-08-31", "--months", "6"], "2027-03-01", True, {"provisional_year"}),
        (["--from", "2023-04-01", "--years", "2", "--over"], "2025-04-02", False, {"strictly_after"}),
    ],
)
def test_bare_counting(law: Law, arguments: list[str], due: str, provisional: bool, kinds: set[str]) -> None:
    told = law("clock", *arguments, "--json").json
    assert (told["due"], told["provisional"]) == (due, provisional)
    assert kinds <= {shift["kind"] for shift in told["shifts"]}
    assert all(shift["text"] and shift["basis_text"] for shift in told["shifts"])
    text = law("clock", *arguments, "--lang", "en").out
    assert due in text.splitlines()[0]
    assert ("[provisional]" in text) is provisional
    assert len(text.splitlines()) == 1 + len(told["shifts"])


def test_a_minimum_period_opens_the_day_after(law: Law) -> None:
    told = law("clock", "--from", "2025-05-08", "--days", "15", "--minimum", "--json").json
    assert (told["due"], told["opens"]) == ("2025-05-23", "2025-05-24")
