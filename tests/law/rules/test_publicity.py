"""The notice of an agreed price (zhejiang-2021 art17, national law art18): scenario 8 and what lies around it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

PUBLIC = {"unit.public_research_unit": True}
NOTICES = {"notice.unit_on": "2025-05-06", "notice.market_on": "2025-05-08"}
FIELDS = ["name", "summary", "mode", "price"]
WHOLE = {
    **PUBLIC, **NOTICES, "deal.pricing_method": "agreed_price", "notice.fields": FIELDS, "buyer.relation": "none",
    "pricing.objection_procedure_set": True, "pricing.objection_procedure_published": True,
    "notice.objection_pending": False,
}  # fmt: skip


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-05-06", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def cited(finding: Finding) -> set[str]:
    return {str(c) for c in finding.citations}


def told(finding: Finding, kind: str) -> list[str]:
    return [str(c) for said in finding.remarks if said.kind == kind for c in said.cites]


# -- the clock: scenario 8 -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "verdict", "early"),
    [
        ("2025-05-21", Verdict.BREACHED, 3),
        ("2025-05-23", Verdict.BREACHED, 1),
        ("2025-05-24", Verdict.MET, 0),
        ("2025-06-30", Verdict.MET, 0),
    ],
)
def test_scenario_8_signing(signed: str, verdict: Verdict, early: int) -> None:
    found = ask("price_publicity", {**PUBLIC, **NOTICES, "deal.contract_on": signed})
    assert (found.verdict, found.value, found.output("early_days")) == (verdict, day("2025-05-24"), early)
    assert found.output("notice_until") == day("2025-05-23")
    assert "zhejiang-2021:art17.p2.a" in cited(found)
    assert ("zhejiang-2021:art19.p1" in told(found, "consequence")) is (verdict is Verdict.BREACHED)


def test_scenario_8_first_day_without_a_contract() -> None:
    found = ask("price_publicity", {**PUBLIC, **NOTICES})
    assert (found.verdict, found.value) == (Verdict.COMPUTED, day("2025-05-24"))


@pytest.mark.parametrize(
    ("facts", "opens"),
    [
        # a company of the completer's spouse, not marked: only the corrected notice counts
        (
            {"buyer.relation": "family_company", "notice.insider_marked": False, "notice.corrected_on": "2025-05-20"},
            "2025-06-05",
        ),
        (
            {"buyer.relation": "family_company", "notice.insider_marked": False, "notice.changed_on": "2025-05-20"},
            "2025-06-05",
        ),
        ({"buyer.relation": "family_company", "notice.insider_marked": True}, "2025-05-24"),
        ({"buyer.relation": "none", "notice.insider_marked": False}, "2025-05-24"),
        ({"notice.changed_on": "2025-05-12"}, "2025-05-28"),
        ({"notice.changed_on": "2025-05-07"}, "2025-05-24"),  # before the later notice: it changes nothing
        ({"notice.unit_on": "2025-05-12"}, "2025-05-28"),  # the later of the two, whichever it is
        ({"notice.objection_settled_on": "2025-06-01"}, "2025-06-01"),
        ({"notice.objection_settled_on": "2025-05-10"}, "2025-05-24"),
    ],
)
def test_what_moves_the_first_day(facts: dict[str, Any], opens: str) -> None:
    assert ask("price_publicity", {**PUBLIC, **NOTICES, **facts}).value == day(opens)


def test_an_insider_hidden_and_not_corrected_opens_no_day() -> None:
    facts = {"buyer.relation": "spouse", "notice.insider_marked": False}
    found = ask("price_publicity", {**PUBLIC, **NOTICES, **facts})
    assert found.verdict is Verdict.NEEDS_DETERMINATION
    assert "notice.corrected_on" in found.missing
    assert "zhejiang-2021:art17.p2.b" in told(found, "warning")


def test_an_objection_pending_waits_for_its_settlement() -> None:
    found = ask("price_publicity", {**PUBLIC, **NOTICES, "notice.objection_pending": True})
    assert (found.verdict, found.missing) == (Verdict.NEEDS_DETERMINATION, ("notice.objection_settled_on",))


@pytest.mark.parametrize(
    ("switch", "opens"),
    [
        ({"A09.channels": "earlier"}, "2025-05-22"),
        ({"A09.start_day": "included"}, "2025-05-23"),
        ({"A09.days": "working"}, "2025-05-30"),  # 15 working days after 05-08 (a Thursday) end on 05-29
        ({"A30.minimum_notice": "moves"}, "2025-05-24"),  # 05-23 is a Friday
    ],
)
def test_other_readings(switch: dict[str, str], opens: str) -> None:
    assert ask("price_publicity", {**PUBLIC, **NOTICES}, interpretations=switch).value == day(opens)


def test_a_last_day_on_a_weekend_stays_unless_the_other_reading_is_taken() -> None:
    weekend = {**PUBLIC, "notice.unit_on": "2025-05-09", "notice.market_on": "2025-05-09"}  # ends Saturday 05-24
    assert ask("price_publicity", weekend).value == day("2025-05-25")
    moved = ask("price_publicity", weekend, interpretations={"A30.minimum_notice": "moves"})
    assert moved.value == day("2025-05-27")  # Monday 05-26 is the last day


def test_a_change_that_does_not_restart() -> None:
    facts = {**PUBLIC, **NOTICES, "notice.changed_on": "2025-05-12"}
    assert ask("price_publicity", facts, interpretations={"A09.change": "continues"}).value == day("2025-05-24")
    assert told(ask("price_publicity", facts), "advice").count("zhejiang-2021:art17.p2.a") == 1


@pytest.mark.parametrize(
    ("facts", "territory", "verdict"),
    [
        ({**PUBLIC, "notice.unit_on": "2025-05-06"}, "330802", Verdict.NEEDS_DETERMINATION),
        (NOTICES, "330802", Verdict.NEEDS_DETERMINATION),  # whose price it is, is not known
        ({"unit.public_research_unit": False, **NOTICES}, "330802", Verdict.NO_LAW_FOUND),
        ({**PUBLIC, **NOTICES}, "310115", Verdict.NO_LAW_FOUND),
        ({**PUBLIC, **NOTICES, "deal.pricing_method": "auction"}, "330802", Verdict.NOT_APPLICABLE),
        ({**PUBLIC, "notice.unit_on": "2017-09-01", "notice.market_on": "2017-09-01"}, "330802", Verdict.NO_LAW_FOUND),
    ],
)
def test_where_no_day_is_told(facts: dict[str, Any], territory: str, verdict: Verdict) -> None:
    assert ask("price_publicity", facts, territory).verdict is verdict


def test_not_known_before_it_was_adopted() -> None:
    early = ask("price_publicity", {**PUBLIC, **NOTICES}, known_on=dt.date(2017, 1, 1))
    assert early.verdict is Verdict.NO_LAW_FOUND


# -- who is an insider (A10) -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "default", "wider", "family"),
    [
        ("none", False, False, False),
        ("completer", True, True, True),
        ("spouse", True, True, True),
        ("sibling", True, True, True),
        ("grandchild", False, True, False),
        ("completer_company", True, True, False),
        ("family_company", True, True, False),
        ("wider_family_company", False, True, False),
    ],
)
def test_insiders(relation: str, default: bool, wider: bool, family: bool) -> None:
    facts = {**WHOLE, "buyer.relation": relation, "notice.insider_marked": False}
    for choice, insider in (
        ("family_and_companies", default), ("wider_family_and_companies", wider), ("family_only", family)
    ):  # fmt: skip
        found = ask("insider_marking", facts, interpretations={"A10": choice})
        assert found.verdict is (Verdict.BREACHED if insider else Verdict.NOT_APPLICABLE), choice


def test_a_person_may_find_an_insider_that_no_list_names() -> None:
    facts = {**WHOLE, "buyer.relation": "none", "buyer.insider": True, "notice.insider_marked": True}
    assert ask("insider_marking", facts).verdict is Verdict.MET


# -- what it says ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "territory", "fields", "verdict", "missing"),
    [
        (PUBLIC, "330802", FIELDS, Verdict.MET, frozenset()),
        (PUBLIC, "330802", ["name", "price"], Verdict.BREACHED, frozenset({"summary", "mode"})),
        (PUBLIC, "310115", ["name", "price"], Verdict.MET, frozenset()),  # national law: two are enough
        (PUBLIC, "310115", ["name"], Verdict.BREACHED, frozenset({"price"})),
        (
            {"unit.public_research_unit": False, "unit.state_established": False},
            "330802",
            [],
            Verdict.NO_LAW_FOUND,
            None,
        ),
    ],
)
def test_contents(unit: dict[str, Any], territory: str, fields: list[str], verdict: Verdict, missing: Any) -> None:
    found = ask("price_notice_contents", {**unit, "notice.fields": fields}, territory)
    assert (found.verdict, found.output("missing")) == (verdict, missing)


@pytest.mark.parametrize(
    ("channels", "territory", "verdict", "missing"),
    [
        (["unit", "technology_market"], "330802", Verdict.MET, frozenset()),
        (["unit"], "330802", Verdict.BREACHED, frozenset({"technology_market"})),
        (["unit"], "310115", Verdict.NO_LAW_FOUND, None),  # elsewhere the unit is enough
    ],
)
def test_two_channels_in_the_province(channels: list[str], territory: str, verdict: Verdict, missing: Any) -> None:
    found = ask("price_notice_channels", {**PUBLIC, "notice.channels": channels}, territory)
    assert (found.verdict, found.output("missing")) == (verdict, missing)


def test_the_abstract_tells_no_secret() -> None:
    secret = {**PUBLIC, "notice.secret_in_summary": True, "notice.secret_owner_consents": True}
    assert ask("price_notice_abstract", secret).verdict is Verdict.BREACHED
    assert ask("price_notice_abstract", secret, interpretations={"A34": "with_consent"}).verdict is Verdict.MET
    assert ask("price_notice_abstract", {**PUBLIC, "notice.secret_in_summary": False}).verdict is Verdict.MET


# -- the gate before signing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "signed", "verdict"),
    [
        ({}, "2025-05-23", Verdict.BREACHED),
        ({}, "2025-05-24", Verdict.MET),
        ({"notice.fields": ["name", "price"]}, "2025-05-24", Verdict.BREACHED),
        ({"notice.objection_pending": True}, "2025-05-24", Verdict.BREACHED),
        ({"pricing.objection_procedure_published": False}, "2025-05-24", Verdict.BREACHED),
        ({"buyer.relation": "spouse", "notice.insider_marked": True}, "2025-05-24", Verdict.MET),
        ({"buyer.relation": "spouse", "notice.insider_marked": False}, "2025-05-24", Verdict.BREACHED),
        ({"deal.pricing_method": "listing"}, "2025-05-24", Verdict.NOT_APPLICABLE),
    ],
)
def test_contract_signing(facts: dict[str, Any], signed: str, verdict: Verdict) -> None:
    assert ask("contract_signing", {**WHOLE, **facts, "deal.contract_on": signed}).verdict is verdict
    assert ask("contract_signing", {**WHOLE, **facts}, on=signed).verdict is verdict


def test_the_gate_names_what_is_not_said() -> None:
    found = ask("contract_signing", {**PUBLIC, **NOTICES, "notice.fields": FIELDS}, on="2025-05-24")
    assert found.verdict is Verdict.NEEDS_DETERMINATION
    assert {"buyer.relation", "notice.objection_pending", "pricing.objection_procedure_set"} <= set(found.missing)
    assert ask("contract_signing", {**PUBLIC, **NOTICES}, on="2025-05-21").verdict is Verdict.BREACHED


def test_the_national_law_asks_for_less() -> None:
    facts = {**PUBLIC, "notice.unit_on": "2025-05-06", "notice.fields": ["name", "price"]}
    found = ask("contract_signing", facts, "310115", "2025-05-06")
    assert found.verdict is Verdict.MET
    assert "prc-transformation-2015:art18.p1" in cited(found)
