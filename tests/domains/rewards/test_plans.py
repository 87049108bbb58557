"""A plan from draft to debt: suggested by the law's floors, proposed, put on notice, settled in the books, voided."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kechuang.casework.ledger import queries as ledger_queries
from kechuang.casework.ledger import services as ledger
from kechuang.casework.notices.models import Notice
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.rewards import planning as computing
from kechuang.domains.rewards.models import PlanReceipt, RewardAccrual, RewardPlan
from tests.casework.office import Office, act
from tests.domains.rewards.planning import PLAN, SHARES, drafted, earned, in_notice, proposed, settled
from tests.domains.transformations.earning import received


def amounts(plan: RewardPlan) -> dict[str, str]:
    return {share.person.name: str(share.amount) for share in plan.shares.select_related("person")}


def refused(office: Office, name: str, plan: Any, data: dict[str, Any], who: str = "manager") -> Any:
    with pytest.raises(Refused) as raised:
        act(f"{PLAN}.{name}", plan, data, office[who])
    return raised.value.refusal


def test_the_draft_is_the_floor_split_by_contribution(office: Office) -> None:
    """Scenario 1: a million net in Quzhou; 800,000 at least, 40,000 of it to who carried it, the rest 50/25/25."""
    plan = drafted(office, earned(office))
    assert (str(plan.income), str(plan.floor), str(plan.pool)) == ("1000000.00", "800000.00", "800000.00")
    assert amounts(plan) == {"张三": "380000.00", "李四": "190000.00", "王五": "190000.00", "赵六": "40000.00"}
    assert plan.number.startswith("JL-")
    assert plan.obtained_on == dt.date(2025, 6, 10)
    assert plan.due_on == dt.date(2025, 12, 10)
    assert [str(row.floor) for row in plan.receipts.all()] == ["800000.00"]
    assert [share.part for share in plan.shares.all()] == ["completer"] * 3 + ["transfer_staff"]
    assert [share.weight for share in plan.shares.all()] == [500_000, 250_000, 250_000, None]
    assert [share.main for share in plan.shares.all()] == [True, False, False, False]


def test_nothing_left_to_share_out_is_said_at_its_field(office: Office) -> None:
    deal = earned(office)
    drafted(office, deal)
    refusal = refused(office, "draft_plan", None, {"source": "receipts", "transformation": deal.pk})
    assert refusal.ground is Ground.INPUT
    assert "transformation" in refusal.errors
    assert refused(office, "draft_plan", None, {"source": "profit"}).errors.keys() == {"transformation", "year"}


def test_a_pool_below_the_floor_is_refused_in_yuan_with_its_clause(office: Office) -> None:
    """750,000 of a million: against the city's text, and no sanction is named (A32)."""
    plan = drafted(office, earned(office))
    proposed(office, plan, "张三 主要贡献 710000\n赵六 转移 40000 转移人员 洽谈")
    refusal = refused(office, "publicise_plan", plan, {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"})
    assert refusal.ground is Ground.LAW
    assert "750,000.00" in refusal.reason
    assert "50,000.00" in refusal.reason
    assert "没有规定制裁" in refusal.reason
    assert "quzhou-2024:art20.p1.i1" in [str(c) for c in refusal.cites]


def test_a_pool_of_more_than_the_income_is_refused_in_yuan(office: Office) -> None:
    """A reward is drawn from the net income; what is more than all of it could never be paid from its earmark."""
    plan = drafted(office, earned(office))
    over = "张三 主要贡献 960000.01 完成人\n赵六 转移 60000 转移人员 洽谈"
    act(f"{PLAN}.propose_shares", plan, {"shares": over}, office["manager"])
    data = {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"}
    with pytest.raises(Refused, match=r"多 20,000\.01 元"):
        act(f"{PLAN}.publicise_plan", plan, data, office["manager"])
    whole = "张三 主要贡献 940000 完成人\n赵六 转移 60000 转移人员 洽谈"
    act(f"{PLAN}.propose_shares", plan, {"shares": whole}, office["manager"])
    assert act(f"{PLAN}.publicise_plan", plan, data, office["manager"]).case.state == "in_notice"


def test_classes_below_their_floors_say_how_much_each_lacks(office: Office) -> None:
    plan = drafted(office, earned(office))
    shares = "张三 主要贡献 600000 完成人\n赵六 转移 20000 转移人员 洽谈\n钱七 其他 280000 科技人员 分析"
    proposed(office, plan, shares)
    refusal = refused(office, "publicise_plan", plan, {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"})
    assert "主要贡献人员合计少 30,000.00 元" in refusal.reason
    assert "转移机构工作人员和管理人员合计少 25,000.00 元" in refusal.reason
    assert {"zhejiang-2021:art37.p2.a", "zhejiang-2021:art37.p2.b"} <= {str(c) for c in refusal.cites}


def test_nobody_in_the_class_of_transfer_staff_is_for_a_person_to_determine(office: Office) -> None:
    plan = drafted(office, earned(office), staff="")
    refusal = refused(office, "publicise_plan", plan, {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"})
    assert refusal.ground is Ground.DETERMINATION
    assert refusal.questions == ("A07.empty_class",)
    answer = {"question": "A07.empty_class", "answer": "to_main", "basis": "本次转化由完成人自行洽谈"}
    act(f"{PLAN}.determine", plan, answer, office["kc-st_department-leader"])
    done = act(
        f"{PLAN}.publicise_plan",
        plan,
        {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"},
        office["manager"],
    )
    assert done.case.state == "in_notice"


def test_a_leader_needs_a_ground_and_its_proof_by_name(office: Office) -> None:
    plan = drafted(office, earned(office))
    shares = SHARES.replace("李四 主要贡献 190000 完成人", "李四 主要贡献 190000 完成人 负责人")
    proposed(office, plan, shares)
    data = {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"}
    refusal = refused(office, "publicise_plan", plan, data)
    assert refusal.reason.startswith("李四：")
    assert [str(c) for c in refusal.cites] == ["zhejiang-2021:art42.p1"]
    proposed(office, plan, shares.replace("负责人", "负责人 直接贡献 证明：转化过程记录"))
    act(f"{PLAN}.publicise_plan", plan, data, office["manager"])
    notice = Notice.objects.get(subject_id=plan.pk)
    assert "李四" in notice.fields["leaders"]
    assert "转化过程记录" in notice.fields["leaders"]


def test_someone_without_a_recorded_contribution_is_not_rewarded(office: Office) -> None:
    plan = drafted(office, earned(office))  # 赵六 stands there without a word of what they did
    refusal = refused(office, "publicise_plan", plan, {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"})
    assert refusal.reason.startswith("赵六：")
    assert "提出分配" in refusal.reason, "and how to mend it"
    assert [str(c) for c in refusal.cites] == ["zhejiang-2021:art28.p4"]


def test_the_notice_says_who_gets_what_and_settling_waits_for_its_fifteen_days(office: Office) -> None:
    plan = in_notice(office, drafted(office, earned(office)))
    notice = Notice.objects.get(subject_id=plan.pk)
    assert "张三，主要贡献人员，380,000.00 元" in notice.fields["people"]
    assert notice.fields["pool"] == "800,000.00 元"
    assert notice.ends_on == clock.today() + dt.timedelta(days=15)
    assert not notice.public
    refusal = refused(office, "settle_plan", plan, {}, "head")
    assert refusal.opens_on == clock.today() + dt.timedelta(days=16)
    with clock.moved_to(clock.today() + dt.timedelta(days=15)):
        assert refused(office, "settle_plan", plan, {}, "head").ground is Ground.LAW
    with clock.moved_to(clock.today() + dt.timedelta(days=16)):
        assert act(f"{PLAN}.settle_plan", plan, {}, office["head"]).case.state == "settled"


def test_settling_makes_each_share_a_debt_under_the_earmark_of_the_income(office: Office) -> None:
    plan = settled(office, drafted(office, earned(office)))
    owner = plan.owner
    payable, expense = ledger.account(owner, "reward_payable"), ledger.account(owner, "reward_expense")
    assert ledger_queries.balance(payable) == 80_000_000
    assert ledger_queries.balance(expense) == 80_000_000
    accruals = {a.share.person.name: fen_of(a.amount) for a in RewardAccrual.objects.select_related("share__person")}
    assert accruals == {"张三": 38_000_000, "李四": 19_000_000, "王五": 19_000_000, "赵六": 4_000_000}
    from kechuang.domains.rewards.accruing import owed

    assert sum(owed(share) for share in plan.shares.all()) == 80_000_000


def test_a_change_while_on_notice_begins_the_days_anew(office: Office) -> None:
    plan = in_notice(office, drafted(office, earned(office)))
    with clock.moved_to(clock.today() + dt.timedelta(days=10)):
        today = clock.today()
        more = SHARES.replace(" 40000", " 60000")
        data = {"shares": more, "reason": "追加单位留存", "unit_on": today, "evidence": "更正公示照片"}
        changed = act(f"{PLAN}.change_shares", plan, data, office["manager"]).case
        assert changed.pool == Decimal("820000.00")
        assert Notice.objects.get(subject_id=plan.pk).ends_on == today + dt.timedelta(days=15)
        below = refused(office, "change_shares", plan, {**data, "shares": SHARES.replace("380000", "370000")})
        assert below.ground is Ground.LAW


def test_voiding_reverses_the_books_and_frees_the_income(office: Office) -> None:
    deal = earned(office)
    plan = settled(office, drafted(office, deal))
    with clock.moved_to(clock.today() + dt.timedelta(days=17)):
        act(f"{PLAN}.void_plan", plan, {"note": "名单有误"}, office["head"])
        assert ledger_queries.balance(ledger.account(plan.owner, "reward_payable")) == 0
        assert ledger_queries.balance(ledger.account(plan.owner, "reward_expense")) == 0
        assert not PlanReceipt.objects.filter(plan=plan, standing=True).exists()
        assert drafted(office, deal).state == "drafted"


def test_a_new_receipt_comes_into_a_draft_when_it_is_recomputed(office: Office) -> None:
    deal = earned(office)
    plan = drafted(office, deal)
    received(office, deal, "500000.01", dt.date(2025, 7, 1))
    again = act(f"{PLAN}.recompute", plan, {"staff": "赵六"}, office["manager"]).case
    assert (str(again.income), str(again.floor)) == ("1500000.01", "1200000.01")
    assert sum(share.amount for share in again.shares.all()) == again.pool


def test_one_person_by_one_as_a_sheet_brings_them(office: Office) -> None:
    plan = drafted(office, earned(office))
    row = {"person": "钱七", "group": "other", "part": "st_personnel", "amount": "1000.50", "contribution": "分析测试"}
    plan = act(f"{PLAN}.record_share", plan, row, office["manager"]).case
    plan = act(f"{PLAN}.record_share", plan, {**row, "amount": "2000.50"}, office["manager"]).case
    assert amounts(plan)["钱七"] == "2000.50"
    assert str(plan.pool) == "802000.50"
    assert computing.sound(computing.whole(plan)) is False, "赵六 still lacks a word of what they did"


@pytest.mark.parametrize(("shares", "words"), [
    ("张三 主要贡献", "读不懂"), ("张三 主要 5", "没有“主要”这一类"), ("张三 主要贡献 五百", "不是金额"),
    ("张三 主要贡献 -5", "不是金额"), ("张三 主要贡献 5\n张三 其他 5", "写了两次"), ("", "填写这一栏"),
])  # fmt: skip
def test_what_is_mistyped_is_said_with_its_line(office: Office, shares: str, words: str) -> None:
    plan = drafted(office, earned(office))
    refusal = refused(office, "propose_shares", plan, {"shares": shares})
    assert refusal.ground is Ground.INPUT
    assert words in refusal.errors["shares"][0]
    assert len(amounts(plan)) == 4
