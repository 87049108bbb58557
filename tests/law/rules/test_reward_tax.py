"""Half of a cash reward counts as wages when every condition of 财税〔2018〕58号 holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Verdict, explain
from kechuang.law.rules.reward_tax import CONDITIONS

ALL: dict[str, Any] = {
    "unit.kind": "research_institution", "unit.legal_form": "public_institution", "unit.funding": "fiscal",
    "deal.mode": "licence", "deal.received_on": "2025-06-10", "reward.paid_on": "2025-09-01", "person.contributor": "completer",
    "reward_tax.of_unit": True, "reward_tax.named_kind": True, "reward_tax.certificate": True, "reward_tax.published": True,
    "reward_tax.kept_apart": True, "reward_tax.amount": 25_200_001,
}  # fmt: skip


def relief(**changes: Any) -> Any:
    given = {**ALL, **{name.replace("__", "."): value for name, value in changes.items()}}
    given = {name: value for name, value in given.items() if value is not None}
    on = given.get("reward.paid_on", "2025-09-01")
    return tuple(
        explain(rule, given, territory="330802", on=on) for rule in ("reward_tax_relief", "reward_taxed_amount")
    )


def test_half_counts_when_every_condition_holds() -> None:
    right, counted = relief()
    assert right.verdict is Verdict.MET
    assert all(right.output(name) is True for name in CONDITIONS)
    assert counted.value == 12_600_001  # half a fen is rounded up
    assert {c.instrument for c in right.citations} == {"reward-tax-2018"}


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({"unit__legal_form": "enterprise"}, "unit_nonprofit"),
        ({"unit__kind": "enterprise"}, "unit_nonprofit"),
        ({"unit__legal_form": "private_nonprofit", "unit__funding": "social", "reward_tax__nonprofit_exemption": False}, "unit_nonprofit"),
        ({"deal__mode": "equity"}, "mode"),
        ({"reward_tax__certificate": False}, "certificate"),
        ({"reward_tax__published": False}, "published"),
        ({"reward_tax__named_kind": False}, "named_kind"),
        ({"reward_tax__kept_apart": False}, "kept_apart"),
        ({"reward_tax__of_unit": False}, "important_staff"),
        ({"person__contributor": "manager", "person__important_contribution": False}, "important_staff"),
        ({"reward__paid_on": "2028-06-11"}, "in_time"),
    ],
)  # fmt: skip
def test_where_one_fails_the_whole_counts(changes: dict[str, Any], failed: str) -> None:
    right, counted = relief(**changes)
    assert right.verdict is Verdict.NOT_APPLICABLE
    assert [name for name in CONDITIONS if right.output(name) is False] == [failed]
    assert counted.value == 25_200_001


def test_the_thirty_six_months_end_on_the_corresponding_day() -> None:
    right, _ = relief(reward__paid_on="2028-06-10")
    assert right.verdict is Verdict.MET
    assert right.output("last_day") == dt.date(2028, 6, 10)


def test_a_private_nonprofit_needs_its_exemption() -> None:
    private = {"unit__legal_form": "private_nonprofit", "unit__funding": "social"}
    assert relief(**private, reward_tax__nonprofit_exemption=True)[0].verdict is Verdict.MET
    assert relief(**private)[0].verdict is Verdict.NEEDS_DETERMINATION


def test_what_is_not_known_counts_whole_and_says_so() -> None:
    right, counted = relief(reward_tax__certificate=None)
    assert right.verdict is Verdict.NEEDS_DETERMINATION
    assert right.missing == ("reward_tax.certificate",)
    assert counted.value == 25_200_001
    assert any("not known" in said.en for said in counted.remarks)


def test_before_it_took_effect_it_does_not_apply() -> None:
    right, _ = relief(deal__received_on="2018-01-10", reward__paid_on="2018-06-30")
    assert right.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)
