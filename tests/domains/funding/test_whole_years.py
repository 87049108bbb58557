"""Two years of a platform's money in any order: planned, paid, earned, spent, awarded, cut, taken back and carried over.

After every step the database has nothing to say against it, no earmark is below nothing or over what is set aside, and each
fen stands in exactly one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kechuang.casework.ledger.checking import verify
from kechuang.casework.ledger.models import Balance, Earmark
from kechuang.casework.ledger.queries import use
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.core.permissions import Refused
from kechuang.domains.funding.models import Appropriation, Budget, FundRequest, Income, Spending
from kechuang.domains.funding.queries.lines import by_source, lines_of
from kechuang.domains.funding.queries.statement import statement
from kechuang.domains.funding.queries.trace import ways
from tests.casework.office import Office, act
from tests.domains.evaluation.results import fact, published
from tests.domains.funding.funded import BUDGET, approved, budgeted, line
from tests.domains.funding.moving import (
    REQUEST,
    appropriated,
    brought_in,
    funded,
    requested,
    source,
    spent,
)
from tests.domains.platforms.test_binjiang import binjiang

__all__ = ["binjiang"]

NOW, THEN = dt.date(2026, 11, 21), dt.date(2027, 1, 8)
STEPS = ("change", "spend", "unspend", "earn", "unearn", "ask", "unpay", "award", "cut", "turn")
HISTORY = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.integers(1, 6_000_000)), max_size=10)
EVERYTHING: list[tuple[str, int, int]] = [
    ("earn", 0, 51_234), ("spend", 0, 4_000_001), ("unpay", 0, 1), ("award", 0, 7_000), ("change", 1, 100),
    ("unspend", 0, 1), ("spend", 0, 123_456), ("turn", 0, 1), ("ask", 0, 2_000_000), ("spend", 1, 77), ("cut", 0, 1),
    ("spend", 0, 6_000_000), ("unearn", 0, 1), ("unpay", 1, 1), ("change", 0, 1), ("cut", 0, 1),
]  # fmt: skip


@dataclass
class Story:
    """A platform of Binjiang in its two years. day: where its clock stands."""

    office: Office
    platform: Any
    fiscal: Any
    prize: Any
    day: dt.date = NOW

    @property
    def budget(self) -> Budget:
        """The one that runs."""
        return (
            Budget.objects.filter(platform=self.platform, state__in=("approved", "adjusting")).order_by("year").last()
        )  # type: ignore[return-value]

    def act(self, name: str, case: Any, data: dict[str, Any], who: str) -> None:
        act(name, case, data, self.office[f"bj-{who}"])


@pytest.fixture
def story(binjiang: Office) -> Story:
    """Good in 2025, so that an award waits; failing in 2026, so that the budget of 2027 is cut."""
    if "bj-finance_department-leader" not in binjiang.users:
        binjiang.user("bj-finance_department-leader", binjiang.organisations["bj-finance_department"], "leader")
    platform, fiscal, _budget = funded(binjiang, mark="bj", region="330108")
    type(platform).objects.filter(pk=platform.pk).update(platform_class="innovation_service")
    platform.refresh_from_db()
    fact(platform, "unit.iur_platform")
    prize = source(binjiang, "bj", "330108", use="incentive", title="评价奖励资金", agreed=False)
    published(binjiang, {platform: "excellent"}, mark="bj", year=2025)
    published(binjiang, {platform: "unqualified"}, mark="bj", year=2026)
    request = FundRequest.objects.get(request_kind="award")
    act(f"{REQUEST}.approve_request", request, {}, binjiang["bj-finance_department-leader"])
    appropriated(binjiang, prize, int(request.amount), "bj", request.year)
    appropriated(binjiang, fiscal, 100_000, "bj", 2027)
    _held_to()  # as at the end of each step that led here, not later, when budgets have changed
    return Story(binjiang, platform, fiscal, prize)


def change(story: Story, which: int, yuan: str) -> None:
    budget = story.budget
    lines = [one for one in lines_of(budget) if one.side == "spending"]
    story.act(f"{BUDGET}.adjust", budget, {"note": "变动"}, "treasurer")
    try:
        with transaction.atomic():
            story.act(f"{BUDGET}.set_amounts", budget, {f"amount_{lines[which % len(lines)].pk}": yuan}, "treasurer")
            story.act(f"{BUDGET}.approve_adjustment", budget, {"note": "同意"}, "finance")
    except Refused:
        story.act(f"{BUDGET}.drop_adjustment", budget, {"note": "不改"}, "treasurer")


def award(story: Story, which: int, yuan: str) -> None:
    """Paid, then planned by an adjustment."""
    request = FundRequest.objects.get(request_kind="award")
    if request.state == "approved":
        story.act(f"{REQUEST}.pay_request", request, {}, "finance")
    budget = story.budget
    story.act(f"{BUDGET}.adjust", budget, {"note": "列入奖励"}, "treasurer")
    story.act(f"{BUDGET}.bring_award", budget, {}, "treasurer")
    line(story.office, budget, "equipment", "奖励购置设备", yuan, "bj", source=story.prize.pk)
    story.act(f"{BUDGET}.approve_adjustment", budget, {"note": "同意"}, "finance")


def turn(story: Story, which: int, yuan: str) -> None:
    """The year is settled; the next is planned with what is left of it."""
    if story.day == THEN:
        return
    story.day = THEN
    with clock.moved_to(THEN):
        story.act(f"{BUDGET}.close", story.budget, {}, "finance")
        draft = budgeted(story.office, story.platform, 2027, "bj", start="empty")
        line(story.office, draft, "fiscal", "区财政补助", "100000.00", "bj", source=story.fiscal.pk)
        try:
            with transaction.atomic():
                story.act(f"{BUDGET}.carry_over", draft, {}, "treasurer")
        except Refused:
            pass
        for title, amount in (("研发", "60000.00"), ("设备", "40000.00")):
            line(story.office, draft, "research", title, amount, "bj", source=story.fiscal.pk)
        approved(story.office, draft, "bj")


def spend(story: Story, which: int, yuan: str) -> None:
    lines = [one for one in lines_of(story.budget) if one.side == "spending"]
    spent(story.office, lines[which % len(lines)], yuan, "bj")


def unspend(story: Story, which: int, yuan: str) -> None:
    row = Spending.objects.filter(standing=True).order_by("pk").first()
    if row is not None:
        story.act(f"{BUDGET}.reverse_spending", story.budget, {"spending": row.pk, "reason": "登错"}, "manager")


def earn(story: Story, which: int, yuan: str) -> None:
    brought_in(story.office, story.budget, ("donation", "service")[which % 2], yuan, "bj")


def unearn(story: Story, which: int, yuan: str) -> None:
    row = Income.objects.filter(standing=True).order_by("pk").first()
    if row is not None:
        story.act(f"{BUDGET}.reverse_income", story.budget, {"income": row.pk, "reason": "登错"}, "manager")


def ask(story: Story, which: int, yuan: str) -> None:
    request = requested(story.office, story.budget, yuan, "bj", story.fiscal)
    story.act(f"{REQUEST}.check_request", request, {}, "st_department-clerk")
    story.act(f"{REQUEST}.approve_request", request, {}, "finance_department-leader")
    story.act(f"{REQUEST}.pay_request", request, {}, "finance")


def unpay(story: Story, which: int, yuan: str) -> None:
    rows = list(FundRequest.objects.filter(state="paid").order_by("pk"))
    if rows:
        story.act(f"{REQUEST}.reverse_payment", rows[which % len(rows)], {"note": "重付"}, "finance")


def cut(story: Story, which: int, yuan: str) -> None:
    story.act(f"{BUDGET}.apply_result", story.budget, {}, "finance")


DOES: dict[str, Callable[[Story, int, str], None]] = {
    "change": change, "spend": spend, "unspend": unspend, "earn": earn, "unearn": unearn, "ask": ask, "unpay": unpay,
    "award": award, "cut": cut, "turn": turn,
}  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY)
@example(history=EVERYTHING)
def test_any_two_years_keep_budgets_earmarks_and_books(story: Story, history: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        story.day = NOW
        for what, which, fen in history:
            _tried(story, what, which, f"{fen // 100}.{fen % 100:02d}")
        assert list(verify()) == []
        for budget in Budget.objects.filter(platform=story.platform):
            _planned(budget)
        _every_fen(story)
        transaction.set_rollback(True)


def test_the_story_reaches_everything(story: Story) -> None:
    """The example above is not refused from its first step on: money is awarded, carried, cut and taken back in it."""
    with transaction.atomic():
        for what, which, fen in EVERYTHING:
            _tried(story, what, which, f"{fen // 100}.{fen % 100:02d}")
        second = Budget.objects.get(platform=story.platform, year=2027)
        assert second.lines.filter(carried_from__isnull=False).count() >= 2
        assert second.editions.filter(procedure="result").count() == 1
        assert FundRequest.objects.get(request_kind="award").brought_by is not None
        assert Spending.objects.exclude(reverses=None).exists()
        transaction.set_rollback(True)


def _tried(story: Story, what: str, which: int, yuan: str) -> None:
    """One step as it would be committed, or its refusal in words; the database itself never has to refuse."""
    day = story.day
    try:
        with transaction.atomic(), clock.moved_to(THEN) if story.day == THEN else transaction.atomic():
            DOES[what](story, which, yuan)
            _held_to()
    except Refused:
        story.day = day


def _planned(budget: Budget) -> None:
    """What is set aside is what was approved, never more than comes in; nothing is spent beyond it."""
    marks = {(m.money, m.source_id): m.earmark for m in budget.marks.select_related("earmark")}
    for key, sums in by_source(lines_of(budget)).items():
        mark = marks.get(key)
        assert 0 <= sums.approved_spending <= sums.approved_income
        assert (mark.amount if mark is not None else Decimal(0)) == sums.approved_spending
        if mark is not None:
            told = use(mark)
            assert 0 <= told.spent <= fen_of(sums.approved_spending)
            assert told.spent <= told.received
    assert all(way.whole for way in ways(budget)), [(w.came, w.went, w.told) for w in ways(budget)]


def _every_fen(story: Story) -> None:
    """What a treasury gave is what the platform got; what it got is spent, under a budget, or an award that waits."""
    held = {
        row.earmark_id: fen_of(row.amount)
        for row in Balance.objects.filter(account__code="bank", account__organisation=story.platform.owner)
    }
    assert all(fen >= 0 for fen in held.values())
    found = [way for budget in Budget.objects.filter(platform=story.platform) for way in ways(budget)]
    for way in found:
        assert way.came - way.went == held.get(way.earmark.pk, 0)
    waiting = Earmark.objects.filter(project__kind=FundRequest.kind_name(), organisation=story.platform.owner)
    rest = sum(held.get(mark.pk, 0) for mark in waiting)
    assert sum(way.came - way.went for way in found) + rest == sum(held.values())
    for year in (2026, 2027):
        told = statement(story.office["bj-finance"], year)
        assert all(row.whole for row in told), "the place's statement agrees with the books"
        ours = [
            way for way in found if way.earmark.project_id in {row.budget.pk for row in told if row.budget is not None}
        ]
        assert sum(row.rest for row in told) == sum(way.came - way.went for way in ours)
    paid = sum(fen_of(r.amount) for r in FundRequest.objects.filter(state="paid"))
    earned = sum(fen_of(r.amount) for r in Income.objects.filter(standing=True))
    used = sum(fen_of(r.amount) for r in Spending.objects.filter(standing=True))
    assert sum(held.values()) == paid + earned - used
    given = sum(fen_of(a.amount) for a in Appropriation.objects.filter(standing=True))
    treasury = Balance.objects.filter(account__code="bank", account__organisation=story.fiscal.funder)
    assert sum(fen_of(row.amount) for row in treasury) == given - paid


def _held_to() -> None:
    """What the database says at the end of a transaction, said now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
