"""What a result does to the budget after it: scenario 22's cut to the fen, and the years ahead under other numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from unittest.mock import patch

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.inbox.models import Todo
from kechuang.core import clock
from kechuang.core.permissions import Ground
from kechuang.domains.evaluation.consequences import left
from kechuang.domains.evaluation.models import Effect
from kechuang.domains.evaluation.panels.effects import of_evaluation
from kechuang.domains.funding.editions import cut_amounts, fiscal_left
from kechuang.domains.funding.facts.budgets import result_facts
from kechuang.domains.funding.models import Budget
from kechuang.domains.funding.panels.budgets import result
from kechuang.domains.funding.projecting import CUT, Assumed, Changed, project, silent, stated
from tests.casework.office import Office, act
from tests.domains.evaluation.judging import binjiang
from tests.domains.evaluation.results import published
from tests.domains.funding.funded import BUDGET, approved, budgeted, line, refused, source, staffed

DAY = dt.date(2026, 11, 21)
BINJIANG, KEQIAO = "330108", "330603"
IUR = {"unit.iur_platform": True, "unit.platform_class": "basic_research"}


def judged(office: Office, grade: str, **more: object) -> Budget:
    """Binjiang: 12,500,000 of fiscal money approved for the year after an evaluation."""
    binjiang(office)
    platform = staffed(office, BINJIANG, "bj", platform_class="basic_research")
    fiscal = source(office, "bj", agreed=False)
    budget = budgeted(office, platform, 2027, "bj")
    line(office, budget, "fiscal", "区财政补助", "12500000.00", "bj", source=fiscal.pk)
    for title, amount in (("薪酬", "4166666.67"), ("设备", "4166666.67"), ("研发", "4166666.66")):
        line(office, budget, "staff", title, amount, "bj", source=fiscal.pk)
    approved(office, budget, "bj")
    if grade:
        published(office, {platform: grade}, mark="bj", **more)
    return Budget.objects.get(pk=budget.pk)


def test_an_unqualified_year_costs_a_fifth_of_the_next_budget_to_the_fen(office: Office) -> None:
    budget = judged(office, "unqualified", score=Decimal(92), veto=True)
    effect = Effect.objects.get(kind="cut")
    assert effect.amount == Decimal("2500000.00"), "evaluation is told what was approved"
    todo = Todo.objects.get(case_id=budget.pk, name="apply_result", closed_at=None)
    assert todo.organisation == office.organisations["bj-finance_department"]
    act(f"{BUDGET}.apply_result", budget, {}, office["bj-finance"])
    edition = budget.editions.latest("number")
    assert (edition.procedure, edition.spending, edition.income) == (
        "result",
        Decimal("10000000.00"),
        Decimal("10000000.00"),
    )
    assert budget.marks.get().earmark.amount == Decimal("10000000.00")
    amounts = sorted(one.approved for one in budget.lines.filter(side="spending"))
    assert sum(amounts) == Decimal("10000000.00")
    assert amounts[-1] - amounts[0] <= Decimal("0.01")
    effect.refresh_from_db()
    assert (effect.done_note, Todo.objects.filter(name="apply_result", closed_at=None).count()) == (budget.number, 0)
    given = result_facts(budget)
    assert given is not None
    assert given["budget.next_year_approved"] == 1_250_000_000, "the cut is of what was approved before it"
    again = refused(f"{BUDGET}.apply_result", budget, {}, office["bj-finance"])
    assert "已经执行" in again.reason


def test_a_budget_changed_since_the_result_is_cut_by_what_is_approved_now_and_that_is_said(office: Office) -> None:
    budget = judged(office, "unqualified")
    effect = Effect.objects.get(kind="cut")
    act(f"{BUDGET}.adjust", budget, {"note": "追加"}, office["bj-treasurer"])
    income, spending = (budget.lines.filter(side=side).order_by("position").first() for side in ("income", "spending"))
    amounts = {f"amount_{row.pk}": str(row.amount + 500_000) for row in (income, spending)}
    act(f"{BUDGET}.set_amounts", budget, amounts, office["bj-treasurer"])
    act(f"{BUDGET}.approve_adjustment", budget, {"note": "同意"}, office["bj-finance"])
    act(f"{BUDGET}.apply_result", budget, {}, office["bj-finance"])
    effect.refresh_from_db()
    assert budget.editions.latest("number").spending == Decimal("10400000.00")
    assert (effect.amount, "2,600,000.00" in effect.done_note) == (Decimal("2500000.00"), True)


def test_a_result_published_before_the_budget_is_approved_cuts_it_when_it_is(office: Office) -> None:
    """From the publication to the next year's approval: the cut waits, gets its amount, is asked for, made and shown."""
    binjiang(office)
    platform = staffed(office, BINJIANG, "bj", platform_class="basic_research")
    published(office, {platform: "unqualified"}, mark="bj")
    effect = Effect.objects.get(kind="cut")
    assert (effect.year, effect.amount, effect.open, effect.done_on) == (2027, None, True, None)
    fiscal = source(office, "bj", agreed=False)
    budget = budgeted(office, platform, 2027, "bj")
    line(office, budget, "fiscal", "区财政补助", "999999.99", "bj", source=fiscal.pk)
    line(office, budget, "staff", "薪酬", "666666.66", "bj", source=fiscal.pk)
    line(office, budget, "research", "研发", "333333.33", "bj", source=fiscal.pk)
    approved(office, budget, "bj")
    effect.refresh_from_db()
    assert (effect.amount, effect.open) == (Decimal("199999.99"), False), "a fifth of what was approved, in whole fen"
    assert "binjiang-2023:s4.5.e" in effect.clauses
    assert Todo.objects.filter(case_id=budget.pk, name="apply_result", closed_at=None).count() == 1
    done = act(f"{BUDGET}.apply_result", budget, {}, office["bj-finance"])
    assert "binjiang-2023:s4.5.e" in done.entry.cites
    budget.refresh_from_db()
    assert budget.marks.get().earmark.amount == budget.editions.latest("number").spending == Decimal("800000.00")
    client = Client()
    client.force_login(office["bj-manager"])
    page = client.get(f"/case/{budget.number}/").content.decode()
    for words in ("199,999.99", "800,000.00", "已执行", "按评价结果调整", "binjiang-2023/s4.5.e"):
        assert words in page, words
    effect.refresh_from_db()
    assert effect.done_on is not None


def test_what_was_spent_is_not_cut_and_a_cut_beyond_the_rest_is_refused(office: Office) -> None:
    budget = judged(office, "unqualified")
    shares = {one.pk: one.approved for one in budget.lines.filter(side="spending").order_by("position")}
    first, *others = shares
    left = {first: 0, **{pk: int((shares[pk] or 0) * 100) for pk in others}}
    spent = {first: int((shares[first] or 0) * 100)}
    with patch("kechuang.domains.funding.editions.spent_by_line", return_value=spent):
        made = cut_amounts(budget, 250_000_000)
        assert made[first] == shares[first], "spent to its last fen"
        assert sum((shares[pk] or 0) - made[pk] for pk in others) == Decimal("2500000.00")
        assert fiscal_left(budget) == sum(left.values())
    spent |= {pk: left[pk] for pk in others}
    with patch("kechuang.domains.funding.editions.spent_by_line", return_value=spent):
        refusal = refused(f"{BUDGET}.apply_result", budget, {}, office["bj-finance"])
    assert refusal.ground is Ground.DETERMINATION
    assert "2,500,000.00" in refusal.reason


def test_a_cut_published_after_its_budget_was_settled_is_closed_with_how_it_was_dealt_with(office: Office) -> None:
    budget = judged(office, "")
    with clock.moved_to(dt.datetime(2028, 1, 5, 9, tzinfo=clock.CHINA)):
        act(f"{BUDGET}.close", budget, {}, office["bj-finance"])
        campaign = published(office, {budget.platform: "unqualified"}, mark="bj")
        effect, evaluation = Effect.objects.get(kind="cut"), campaign.evaluations.get()
        assert (effect.done_on, effect.open) == (None, False)
        clerk = office["bj-st_department-clerk"]
        sheet = of_evaluation(evaluation, clerk)
        assert sheet is not None
        ((_what, _sum, badge, why),) = sheet.rows
        assert (badge.word, why) == ("不能入账，待登记处理", f"{budget.number} 已于 2028-01-05 决算，预算不能再削减")
        budget = Budget.objects.get(pk=budget.pk)
        assert "已决算，不能再削减" in str(result(budget, clerk))
        name, data = "evaluation.evaluation.carry_out", {"effect": effect.pk, "done_on": "2028-01-05"}
        assert "done_note" in refused(name, evaluation, data, clerk).errors
        act(name, evaluation, data | {"done_note": "在 2028 年预算中扣回，滨科〔2028〕1 号"}, clerk)
        effect.refresh_from_db()
        assert effect.done_on == dt.date(2028, 1, 5)
        assert not [one for one in left(campaign) if "削减" in one.words]
        sheet = of_evaluation(evaluation, clerk)
        assert sheet is not None
        assert sheet.rows[0][2].word == "已另行处理"
        assert "滨科〔2028〕1 号" in sheet.rows[0][3]
        assert "已另行处理" in str(result(budget, clerk))


def test_a_cut_its_budget_can_still_take_is_not_recorded_by_hand(office: Office) -> None:
    judged(office, "unqualified")
    effect = Effect.objects.get(kind="cut")
    data = {"effect": effect.pk, "done_on": "2026-11-21", "done_note": "不削了"}
    refusal = refused("evaluation.evaluation.carry_out", effect.evaluation, data, office["bj-st_department-clerk"])
    assert "effect" in refusal.errors


@pytest.mark.parametrize(("grade", "words"), [("", "还没有公布"), ("good", "不削减")])
def test_nothing_is_cut_without_a_failing_result(office: Office, grade: str, words: str) -> None:
    budget = judged(office, grade)
    assert words in refused(f"{BUDGET}.apply_result", budget, {}, office["bj-finance"]).reason


def test_the_years_ahead_ask_the_law_of_the_place() -> None:
    assumed = Assumed(2028, 1_250_000_000, 1_250_000_000, Fraction(0), 2)
    good, fail, *_later = project(IUR, BINJIANG, assumed, Changed(), DAY)
    assert (good.cut, good.award, fail.cut, fail.left) == (0, 500_000_000, 250_000_000, 1_000_000_000)
    assert stated(CUT, BINJIANG) == Fraction(1, 5)
    other = project(IUR, BINJIANG, assumed, Changed(cut=Fraction(3, 10), award=0), DAY)
    assert [(one.scenario, one.cut, one.award) for one in other[:4]] == [
        ("good", 0, 500_000_000), ("fail", 250_000_000, 0), ("changed_good", 0, 0), ("changed_fail", 375_000_000, 0),
    ]  # fmt: skip
    assert silent(project({"unit.cobuilt_platform": True}, KEQIAO, assumed, Changed(), DAY))
    assert stated(CUT, KEQIAO) is None


@given(base=st.integers(0, 10**11), growth=st.integers(-50, 50), years=st.integers(1, 4))
def test_what_is_left_and_what_is_cut_are_the_whole(base: int, growth: int, years: int) -> None:
    assumed = Assumed(2028, base, base, Fraction(growth, 100), years)
    for one in project(IUR, BINJIANG, assumed, Changed(), DAY):
        assert one.left + one.cut == one.approved >= one.cut >= 0


def test_the_page_of_the_years_ahead_changes_nothing_and_answers_wrong_input(office: Office) -> None:
    budget = judged(office, "")
    client = Client()
    client.force_login(office["bj-manager"])
    page = client.get("/budgets/projection/").content.decode()
    for words in (
        "12,500,000.00",
        "2,500,000.00",
        "10,000,000.00",
        "5,000,000.00",
        budget.number,
        budget.platform.number,
    ):
        assert words in page, words
    page = client.get("/budgets/projection/?base=100.00&growth=0&years=1&cut=30&award=5000000").content.decode()
    assert "70.00" in page
    assert "改后不合格" in page
    page = client.get("/budgets/projection/?base=x&growth=0&years=9").content.decode()
    assert "写成金额" in page
    assert client.post("/budgets/projection/").status_code == 405
    stranger = Client()
    stranger.force_login(office["kq-professor"])
    assert "还没有预算" in stranger.get("/budgets/projection/").content.decode()
    assert Client().get("/budgets/projection/").status_code == 302
