"""The two notices the law itself names, by its own clocks: an agreed price in two places, rewards in the unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import CaseDetermination
from kechuang.casework.notices import daily, facts, services
from kechuang.casework.notices.kinds import NoticeField, NoticeKind, notice_kind
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.queries import standing
from kechuang.casework.notices.services import Party
from kechuang.casework.parties.models import Role
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refused
from kechuang.law import Verdict
from tests.casework.notices.kit import SAID, UNIT, day, shown
from tests.casework.notices.test_objections import object_to
from tests.casework.office import Office, act

FIELDS = (
    NoticeField("name", "科技成果名称"), NoticeField("summary", "内容摘要", long=True), NoticeField("mode", "转化方式"),
    NoticeField("price", "拟交易价格"), NoticeField("insider", "利害关系", required=False),
    NoticeField("formula", "配方", required=False, secret=True),
)  # fmt: skip
BOTH = {"unit": day("2025-05-06"), "market": day("2025-05-08")}


def price_kind(insider: bool, **more: Any) -> NoticeKind:
    def given(notice: Notice) -> Mapping[str, Any]:
        return {**facts.price(notice), **UNIT, "buyer.insider": insider}

    return notice_kind(
        NoticeKind(
            "price", "协议定价公示", clock="price_publicity", facts=given, fields=FIELDS, channels=("unit", "market"),
            cites=("zhejiang-2021:art17.p2.a", "zhejiang-2021:art17.p2.b"),
            **{"checks": ("price_notice_contents", "price_notice_channels", "insider_marking"), **more},
        )
    )  # fmt: skip


def publish(platform: Any, office: Office, **more: Any) -> Notice:
    with moved_to(day("2025-05-08")), transaction.atomic():
        return services.publish(
            platform, "price", by=office["kq-manager"], channels=BOTH, evidence=shown("unit", "market"),
            **{"fields": SAID, **more},
        )  # fmt: skip


def test_an_insider_must_be_marked_before_it_is_put_up(platform: Any, office: Office) -> None:
    price_kind(insider=True)
    with pytest.raises(Refused) as caught:
        publish(platform, office)
    assert "zhejiang-2021:art17.p2.b" in [str(c) for c in caught.value.refusal.cites]
    marked = publish(
        platform, office, fields={**SAID, "insider": "受让方为完成人配偶控制的企业"},
        interests=[Party("澄源公司", "完成人配偶控制的企业", named=True, cite="zhejiang-2021:art17.p2.b")],
    )  # fmt: skip
    assert marked.ends_on == day("2025-05-23")


def test_a_notice_that_hid_an_insider_starts_again_with_its_correction(platform: Any, office: Office) -> None:
    price_kind(insider=True, checks=("price_notice_contents",))
    notice = publish(platform, office)
    assert standing(platform, "price").ends_on is None or standing(platform, "price").state == "running"
    again = {"unit": day("2025-05-20"), "market": day("2025-05-21")}
    with moved_to(day("2025-05-20")), transaction.atomic():
        services.amend(
            notice, fields={"insider": "完成人配偶控制的企业"}, by=office["kq-manager"], reason="补标利害关系",
            channels={"unit": again["unit"]}, evidence=shown("unit"),
        )  # fmt: skip
    with moved_to(day("2025-05-21")), transaction.atomic():
        services.post(notice, "market", again["market"], "公告", by=office["kq-manager"])
    assert Notice.objects.get(pk=notice.pk).ends_on == day("2025-06-05")


def test_signing_is_asked_with_the_facts_of_the_notice(platform: Any, office: Office) -> None:
    """Scenario 8: in the unit on 6 May, on the market on 8 May; the first possible day is 24 May."""
    price_kind(insider=False)
    notice = publish(platform, office, procedure="向办公室书面提出，十五日内答复。")
    colleague = office.user("kq-colleague", platform.owner, Role.AUDITOR)

    def may_sign(on: str) -> Verdict:
        fresh = Notice.objects.get(pk=notice.pk)
        given = {**facts.price(fresh), **facts.objections(fresh), **UNIT, "buyer.insider": False}
        with moved_to(day(on)):
            return ask(platform, "contract_signing", {**given, "deal.contract_on": day(on)}).verdict

    for on, verdict in (("2025-05-21", "breached"), ("2025-05-23", "breached"), ("2025-05-24", "met")):
        assert may_sign(on) == verdict, on
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
        assert may_sign("2025-05-24") == "breached"
        act("notices.objection.acknowledge", objection, {}, colleague)
    with moved_to(day("2025-05-26")):
        act("notices.objection.answer", objection, {"outcome": "rejected", "reasons": "无误"}, colleague)
    assert may_sign("2025-05-26") == "met"
    assert standing(platform, "price").notice == notice


def put_up_rewards(platform: Any, office: Office, unit: dict[str, Any]) -> Notice:
    notice_kind(
        NoticeKind(
            "reward", "奖励公示", clock="reward_notice", channels=("unit",), public=False, blocks=("pay",),
            facts=lambda notice: {**facts.reward(notice), **unit},
            fields=(NoticeField("plan", "奖励方案"),), cites=("zhejiang-2021:art39.p1.b",),
        )
    )  # fmt: skip
    with moved_to(day("2025-02-12")), transaction.atomic():
        return services.publish(
            platform, "reward", fields={"plan": "见附表"}, by=office["kq-manager"],
            channels={"unit": day("2025-02-12")}, evidence=shown("unit"),
        )  # fmt: skip


def test_rewards_are_put_up_in_the_unit_alone_for_fifteen_full_days(platform: Any, office: Office) -> None:
    notice = put_up_rewards(platform, office, {"unit.state_owned": True})
    assert not notice.public
    for moment, state in (("2025-02-27", "running"), ("2025-02-28", "clear")):
        with moved_to(day(moment)):
            assert standing(platform, "reward").state == state, "to pay by 28 February it is put up by the 12th"


def test_a_price_is_put_up_only_with_a_published_procedure_where_the_kind_asks_for_it(
    platform: Any, office: Office
) -> None:
    price_kind(insider=False, answer_cites=("zhejiang-2021:art17.p1.b",), procedure_check="objection_procedure")
    with pytest.raises(Refused) as caught:
        publish(platform, office)
    assert "zhejiang-2021:art17.p1.b" in [str(c) for c in caught.value.refusal.cites]
    assert not Notice.objects.exists()
    assert publish(platform, office, procedure="向科技部书面提出").state == "running"


def test_what_the_law_leaves_open_keeps_it_running_until_someone_determines_it(platform: Any, office: Office) -> None:
    notice = put_up_rewards(platform, office, {})
    with moved_to(day("2025-06-01")):
        found = standing(platform, "reward")
        assert (found.state, found.ends_on) == ("running", None)
        assert found.refusal is not None
        assert found.refusal.ground is Ground.DETERMINATION
        assert "unit.state_owned" in found.refusal.questions
        CaseDetermination.objects.create(
            case_id=platform.pk,
            question="unit.state_owned",
            answer=True,
            basis="批文",
            by=office["kq-st_department-leader"],
        )
        assert standing(platform, "reward").state == "clear"
        assert Notice.objects.get(pk=notice.pk).ends_on is None, "reading writes nothing"
        assert daily.recompute() == 1
        assert Notice.objects.get(pk=notice.pk).ends_on == day("2025-02-27")
