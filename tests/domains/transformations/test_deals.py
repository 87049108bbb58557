"""A deal from its plan to its contract: what each step asks, and what it writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.inbox.models import Todo
from kechuang.casework.notices.models import Notice
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Person, Role
from kechuang.core import clock
from kechuang.core.permissions import Refused
from kechuang.domains.achievements.models import Use
from kechuang.domains.achievements.owning import holdings
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, registered
from tests.domains.transformations.dealing import (
    DEAL,
    contract_data,
    fresh,
    listing_data,
    notice_data,
    performing,
    plan_data,
    planned,
    priced,
    publicised,
    unit_of,
)


@pytest.mark.parametrize("mode", ["transfer", "licence", "equity", "self_implementation", "joint_implementation"])
def test_every_mode_reaches_performance_and_ends_the_idle_time(office: Office, mode: str) -> None:
    achievement = registered(office, unit_of(office))
    act(f"{KIND}.put_on_use_first", achievement, {"on": "2024-01-01"}, office["kc-st_department-clerk"])
    deal = performing(office, mode, achievement=achievement)
    assert deal.state == "performing"
    use = Use.objects.get(achievement=achievement)
    assert (use.mode, use.used_on, use.case_id) == (mode, clock.today(), deal.pk)
    assert Obligation.objects.get(case_id=achievement.pk, rule="idle_listing").status == "met"


def test_a_plan_says_what_is_wrong_at_its_field(office: Office) -> None:
    unit = unit_of(office)
    fine = plan_data(office)
    other = office.organisations["kc-university"]
    for changes, field in (
        ({"licence": ""}, "licence"), ({"owner": other.pk}, "owner"), ({"partner_name": "某公司"}, "partner_name"),
        ({"relation": "spouse", "relation_text": ""}, "relation_text"), ({"achievements": []}, "achievements"),
        ({"terms": "随便"}, "terms"), ({"mode": ""}, "mode"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            act(f"{DEAL}.plan", None, fine | changes, office["manager"])
        assert field in caught.value.refusal.errors, changes
    made = act(
        f"{DEAL}.plan", None, fine | {"terms": "一次 100万元 2026-12-01\n提成 3% 销售额"}, office["manager"]
    ).case
    assert made.owner == unit
    assert made.title == "高性能染料许可"
    assert [(t.kind, t.amount, t.rate) for t in made.terms.all()] == [
        ("once", 1_000_000, None),
        ("royalty", None, 30_000),
    ]


def test_state_security_leaves_the_route(office: Office) -> None:
    secret = registered(office, unit_of(office), screen={"national_security": "true"})
    with pytest.raises(Refused) as caught:
        planned(office, achievements=[secret.pk])
    assert {str(c) for c in caught.value.refusal.cites} >= {"zhejiang-2021:art16.p1", "quzhou-2024:art17.p2.a"}


def test_what_is_sold_is_not_sold_again(office: Office) -> None:
    deal = performing(office, "transfer")
    sold = deal.items.get().achievement
    with pytest.raises(Refused, match="已由"):
        planned(office, "licence", achievements=[sold.pk])


def test_an_agreed_price_waits_its_fifteen_days(office: Office) -> None:
    start = clock.today() - dt.timedelta(days=15)
    deal = publicised(office, on=start)
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.sign_contract", deal, contract_data(office, clock.today()), office["head"])
    assert caught.value.refusal.opens_on == start + dt.timedelta(days=16)
    assert fresh(deal).state == "in_notice"


def test_a_transfer_waits_for_every_completer(office: Office) -> None:
    day = clock.today() - dt.timedelta(days=20)
    deal = publicised(office, "transfer", on=day)
    data = contract_data(office, clock.today(), contract_kind="transfer")
    with pytest.raises(Refused, match="先按现在的条件询问"):
        act(f"{DEAL}.sign_contract", deal, data, office["head"])
    ask = {"offered_on": clock.today().isoformat(), "answer_by": "2999-01-01", "terms": "100 万元一次付清"}
    act(f"{DEAL}.offer_preemption", deal, ask, office["manager"])
    rows = list(fresh(deal).preemptions.all())
    assert len(rows) == 3
    for row in rows:
        with pytest.raises(Refused, match="等候"):
            act(f"{DEAL}.sign_contract", deal, data, office["head"])
        answer = {
            "preemption": row.pk,
            "answer": "waived",
            "answered_on": clock.today().isoformat(),
            "evidence": "书面",
        }
        act(f"{DEAL}.answer_preemption", deal, answer, office["manager"])
    assert act(f"{DEAL}.sign_contract", deal, data, office["head"]).case.state == "performing"


def test_who_takes_it_on_equal_terms_is_whom_the_contract_is_with(office: Office) -> None:
    """A completer takes it; what is typed at signing may not put another buyer in the completer's place."""
    taker = {"relation": "completer", "relation_text": "完成人张三"}
    deal = publicised(office, "transfer", on=clock.today() - dt.timedelta(days=20), **taker)
    ask = {"offered_on": clock.today().isoformat(), "answer_by": "2999-01-01", "terms": "100 万元一次付清"}
    act(f"{DEAL}.offer_preemption", deal, ask, office["manager"])
    for n, row in enumerate(fresh(deal).preemptions.all()):
        answer = {
            "preemption": row.pk,
            "answer": "waived" if n else "taken",
            "answered_on": clock.today().isoformat(),
            "evidence": "书面",
        }
        act(f"{DEAL}.answer_preemption", deal, answer, office["manager"])
    data = contract_data(office, clock.today(), contract_kind="transfer")
    with pytest.raises(Refused, match="行使优先受让"):
        act(f"{DEAL}.sign_contract", deal, data, office["head"])
    assert act(f"{DEAL}.sign_contract", deal, data | taker, office["head"]).case.state == "performing"


def test_a_changed_price_is_publicised_anew(office: Office) -> None:
    deal = publicised(office, on=clock.today() - dt.timedelta(days=30))
    data: dict[str, Any] = {
        "price": "900000", "priced_on": clock.today().isoformat(), "basis": "院务会 4 号纪要", "evidence": "纪要",
    }  # fmt: skip
    again = act(f"{DEAL}.change_price", deal, data, office["manager"]).case
    assert again.state == "priced"
    with pytest.raises(Refused, match="重新公示"):
        act(f"{DEAL}.sign_contract", deal, contract_data(office, clock.today()), office["head"])
    act(f"{DEAL}.publicise_price", deal, notice_data(note="价格变了"), office["manager"])
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.sign_contract", deal, contract_data(office, clock.today()), office["head"])
    assert caught.value.refusal.opens_on == clock.today() + dt.timedelta(days=16)


def test_prices_are_only_for_what_is_sold(office: Office) -> None:
    deal = planned(office, "self_implementation", partner="")
    data = {"price": "1", "priced_on": clock.today().isoformat(), "basis": "无", "evidence": "无"}
    with pytest.raises(Refused, match="不定价"):
        act(f"{DEAL}.price_by_agreement", deal, data, office["manager"])
    with pytest.raises(Refused, match="先定价"):
        act(f"{DEAL}.start_implementation", planned(office), {"on": clock.today().isoformat()}, office["manager"])
    assert priced(office).state == "priced"


def test_a_changed_notice_asks_why_at_its_field(office: Office) -> None:
    deal = publicised(office)
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.amend_notice", deal, notice_data(notice_summary="另一种染料"), office["manager"])
    assert "note" in caught.value.refusal.errors


def test_what_was_sold_is_the_buyer_s_when_the_contract_is_performed(office: Office) -> None:
    deal = performing(office, "transfer")
    achievement = deal.items.get().achievement
    entry = TimelineEntry.objects.filter(case_id=achievement.pk).latest("pk")
    assert (entry.action, entry.data["transformation"]) == ("put_to_use", deal.number)
    today = clock.today()
    act(f"{DEAL}.complete", deal, {"on": today.isoformat(), "note": "资料移交完毕"}, office["manager"])
    assert [(o.organisation_id, o.share) for o in holdings(achievement, today)] == [
        (office.organisations["kc-firm"].pk, 1_000_000)
    ]
    before = today - dt.timedelta(days=1)
    assert [o.organisation_id for o in holdings(achievement, before)] == [deal.owner_id]


def test_two_deals_about_one_achievement_the_second_is_refused(office: Office) -> None:
    made = registered(office, unit_of(office))
    both = [planned(office, "equity", achievements=[made.pk]) for _n in range(2)]
    for deal in both:
        act(f"{DEAL}.record_listing", deal, listing_data(office, clock.today()), office["manager"])
    data = contract_data(office, clock.today(), contract_kind="transfer", equity_manager="资产公司")
    act(f"{DEAL}.sign_contract", both[0], data, office["head"])
    with pytest.raises(Refused, match="已由"):
        act(f"{DEAL}.sign_contract", both[1], data, office["head"])


def test_a_stake_needs_its_manager(office: Office) -> None:
    deal = planned(office, "equity")
    act(f"{DEAL}.record_auction", deal, listing_data(office, clock.today()), office["manager"])
    with pytest.raises(Refused) as caught:
        act(
            f"{DEAL}.sign_contract",
            deal,
            contract_data(office, clock.today(), contract_kind="transfer"),
            office["head"],
        )
    assert "zhejiang-2021:art36.p1" in {str(c) for c in caught.value.refusal.cites}


def test_a_sale_that_found_nobody_is_planned_again(office: Office) -> None:
    deal = planned(office)
    data = listing_data(office, clock.today(), sold="false", partner="", relation="") | {"price": ""}
    again = act(f"{DEAL}.record_listing", deal, data, office["manager"]).case
    assert (again.state, again.method, again.price) == ("planned", "", None)
    assert again.pricings.get().price is None
    for changes, field in (
        ({"price": "1"}, "price"),
        ({"partner": ""}, "partner"),
        ({"base_price": "0"}, "base_price"),
    ):
        with pytest.raises(Refused) as caught:
            act(f"{DEAL}.record_listing", again, listing_data(office, clock.today()) | changes, office["manager"])
        assert field in caught.value.refusal.errors, changes


def test_another_mode_needs_another_price(office: Office) -> None:
    deal = publicised(office)
    data = plan_data(office, deal.items.get().achievement, licence="exclusive", note="改为独占")
    again = act(f"{DEAL}.change_plan", deal, data, office["manager"]).case
    assert (again.state, again.method) == ("planned", "")
    assert Notice.objects.get(subject_id=deal.pk).state == "withdrawn"


def test_a_completer_answers_for_themself_alone(office: Office) -> None:
    made = registered(office, unit_of(office))
    user = office.user("completer", office.organisations["kc-university"], Role.RESEARCHER)
    user.person = Person.objects.get(name="张三")
    user.save()
    deal = priced(office, "transfer", achievements=[made.pk])
    today = clock.today()
    ask = {"offered_on": today.isoformat(), "answer_by": (today + dt.timedelta(days=15)).isoformat(), "terms": "同价"}
    act(f"{DEAL}.offer_preemption", deal, ask, office["manager"])
    assert Todo.objects.get(user=user).closed_at is None
    own, other = (deal.preemptions.get(person__name=name) for name in ("张三", "李四"))
    answer = {"preemption": other.pk, "answer": "waived", "answered_on": today.isoformat(), "evidence": "书面"}
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.answer_preemption", deal, answer, user)
    assert "preemption" in caught.value.refusal.errors
    act(f"{DEAL}.answer_preemption", deal, answer | {"preemption": own.pk, "answer": "taken"}, user)
    assert Todo.objects.get(user=user).closed_at is not None
    lapsed = answer | {"answer": "lapsed"}
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.answer_preemption", deal, lapsed, office["manager"])
    assert "answer" in caught.value.refusal.errors
