"""Scenario 8, through the actions: an agreed price in the unit on 6 May and on the market on 8 May 2025."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from kechuang.casework.notices import services as notices
from kechuang.casework.notices.models import Notice, Objection
from kechuang.casework.parties.models import UnitFact
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from tests.casework.office import Office, act
from tests.domains.achievements.unit import registered
from tests.domains.transformations.dealing import DEAL, contract_data, fresh, notice_data, planned, unit_of

UNIT, MARKET = dt.date(2025, 5, 6), dt.date(2025, 5, 8)
OPEN = dt.date(2025, 5, 24)


def agreed(office: Office, on: dt.date, **changes: Any) -> Any:
    """A deal whose price was agreed on a day, with what it is about registered long before."""
    made = registered(office, unit_of(office))
    with clock.moved_to(on):
        deal = planned(office, achievements=[made.pk], **changes)
        data = {"price": "1230000", "priced_on": on.isoformat(), "basis": "院务会 3 号纪要", "evidence": "评估报告"}
        return act(f"{DEAL}.price_by_agreement", deal, data, office["manager"]).case


def put_up(office: Office, deal: Any, **changes: Any) -> Any:
    """The notice in the unit on the 6th; the market follows on the 8th."""
    with clock.moved_to(UNIT):
        data = notice_data(UNIT, **changes) | {"notice_market_on": "", "notice_market_evidence": ""}
        act(f"{DEAL}.publicise_price", deal, data, office["manager"])
    notice = Notice.objects.get(subject_id=deal.pk)
    with clock.moved_to(MARKET):
        notices.post(notice, "market", MARKET, "https://market.example/7", by=office["manager"])
    return fresh(deal)


def sign(office: Office, deal: Any, on: dt.date, **changes: Any) -> Any:
    with clock.moved_to(on):
        return act(f"{DEAL}.sign_contract", deal, contract_data(office, on, **changes), office["head"]).case


def refused(office: Office, deal: Any, on: dt.date, **changes: Any) -> Any:
    with pytest.raises(Refused) as caught:
        sign(office, deal, on, **changes)
    return caught.value.refusal


def test_signing_opens_on_the_24th_and_not_a_day_before(office: Office) -> None:
    deal = put_up(office, agreed(office, dt.date(2025, 5, 5)))
    for day in (dt.date(2025, 5, 21), dt.date(2025, 5, 23)):
        said = refused(office, deal, day)
        assert said.ground is Ground.LAW
        assert said.opens_on == OPEN
        assert "zhejiang-2021:art17.p2.a" in {str(c) for c in said.cites}
    assert sign(office, deal, OPEN).contract_on == OPEN


def test_a_contract_dated_back_into_the_notice_is_refused(office: Office) -> None:
    deal = put_up(office, agreed(office, dt.date(2025, 5, 5)))
    with clock.moved_to(dt.date(2025, 6, 30)), pytest.raises(Refused) as caught:
        act(f"{DEAL}.sign_contract", deal, contract_data(office, dt.date(2025, 5, 20)), office["head"])
    assert caught.value.refusal.opens_on == OPEN
    assert "zhejiang-2021:art19.p1" not in {str(c) for c in caught.value.refusal.cites}


def test_without_the_market_the_days_do_not_begin(office: Office) -> None:
    deal = agreed(office, dt.date(2025, 5, 5))
    with clock.moved_to(UNIT):
        data = notice_data(UNIT) | {"notice_market_on": "", "notice_market_evidence": ""}
        act(f"{DEAL}.publicise_price", deal, data, office["manager"])
    assert "技术交易市场" in refused(office, deal, dt.date(2025, 7, 1)).reason


def test_a_spouse_s_company_that_the_notice_hid_makes_it_start_again(office: Office) -> None:
    deal = put_up(office, agreed(office, dt.date(2025, 5, 5)))
    spouse = {"relation": "family_company", "relation_text": "完成人张三的配偶控制"}
    said = refused(office, deal, OPEN, **spouse)
    assert {"zhejiang-2021:art17.p2.b"} <= {str(c) for c in said.cites}
    fixed = dt.date(2025, 5, 26)
    with clock.moved_to(fixed):
        data = notice_data(fixed, fixed, note="补标利害关系", **spouse)
        act(f"{DEAL}.amend_notice", fresh(deal), data, office["manager"])
    notice = Notice.objects.filter(subject_id=deal.pk, live=True).get()
    assert "张三的配偶" in notice.fields["insider"]
    for day in (dt.date(2025, 6, 9), dt.date(2025, 6, 10)):
        assert refused(office, deal, day, **spouse).opens_on == dt.date(2025, 6, 11)
    assert sign(office, deal, dt.date(2025, 6, 11), **spouse).state == "performing"


def test_another_interest_than_the_notice_named_is_not_covered_by_it(office: Office) -> None:
    """The notice named the spouse's company; the contract would be with that of a brother."""
    spouse = {"relation": "family_company", "relation_text": "完成人张三的配偶控制"}
    deal = agreed(office, dt.date(2025, 5, 5))
    with clock.moved_to(UNIT):
        act(f"{DEAL}.publicise_price", deal, notice_data(UNIT, UNIT, **spouse), office["manager"])
    late = dt.date(2025, 6, 30)
    said = refused(office, deal, late, **(spouse | {"relation_text": "完成人李四的兄弟控制"}))
    assert "zhejiang-2021:art17.p2.b" in {str(c) for c in said.cites}
    assert "配偶" in said.reason
    assert sign(office, deal, late, **spouse).state == "performing"


def test_an_open_objection_keeps_the_pen_away(office: Office) -> None:
    deal = put_up(office, agreed(office, dt.date(2025, 5, 5)))
    notice = Notice.objects.get(subject_id=deal.pk)
    with clock.moved_to(dt.date(2025, 5, 23)):
        data = {
            "notice": notice.number, "name": "赵六", "contact": "13800000000", "arguments": "价格偏低", "remedy": "重新评估",
        }  # fmt: skip
        act("notices.objection.file", None, data, AnonymousUser())
    assert Objection.objects.get(notice=notice).state == "filed"
    said = refused(office, deal, dt.date(2025, 6, 2))
    assert "异议" in said.reason


def test_a_secret_in_the_abstract_is_refused(office: Office) -> None:
    deal = agreed(office, dt.date(2025, 5, 5))
    with clock.moved_to(UNIT), pytest.raises(Refused) as caught:
        act(f"{DEAL}.publicise_price", deal, notice_data(UNIT, UNIT, secret="true"), office["manager"])
    assert "zhejiang-2021:art17.p2.a" in {str(c) for c in caught.value.refusal.cites}
    assert not Notice.objects.filter(subject_id=deal.pk).exists()


def test_where_no_text_asks_for_a_notice_none_is_asked_for(office: Office) -> None:
    deal = agreed(office, dt.date(2025, 5, 5))
    UnitFact.objects.filter(organisation=deal.owner, name="unit.public_research_unit").update(value=False)
    assert sign(office, deal, dt.date(2025, 5, 6)).state == "performing"
