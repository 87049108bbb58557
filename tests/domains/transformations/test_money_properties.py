"""No fen is lost or made: random receipts, splits, costs and reversals, seen by the law, the rows and the books alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.casework.ledger.models import Earmark
from kechuang.casework.ledger.queries import use
from kechuang.core.money import fen_of
from kechuang.core.permissions import Refused
from kechuang.domains.transformations.facts import receipt_facts
from kechuang.domains.transformations.income import contract_net_income, latest, net_income, received
from kechuang.domains.transformations.income import standing_receipts as standing
from kechuang.domains.transformations.models import Cost
from kechuang.law import explain
from tests.casework.office import Office
from tests.domains.transformations import earning
from tests.domains.transformations.dealing import fresh, performing

FEN = st.integers(1, 10**9)
KINDS = ("appraisal", "agency", "travel", "taxes", "other_deal_cost", "research")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("receipt"), FEN, st.integers(0, 100)),
        st.tuples(st.just("cost"), st.integers(1, 10**8), st.sampled_from(KINDS)),
        st.tuples(st.just("own"), st.integers(1, 10**7), st.integers(0, 9)),
        st.tuples(st.just("unreceive"), st.integers(0, 9), st.none()),
        st.tuples(st.just("uncost"), st.integers(0, 9), st.none()),
    ),
    min_size=1, max_size=7,
)  # fmt: skip


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def take(office: Office, deal: Any, step: tuple[str, int, Any]) -> None:
    """One step; what has nothing to work on is left out."""
    name, number, more = step
    receipts = list(standing(deal))
    costs = list(Cost.objects.filter(transformation=deal, standing=True).order_by("pk"))
    if name == "receipt":
        own = {"taxes": yuan(number * more // 1000)} if number * more // 1000 else {}
        earning.received(office, deal, yuan(number), **own)
    elif name == "cost":
        earning.cost(office, deal, more, yuan(number))
    elif name == "own" and receipts:
        earning.cost(office, deal, "taxes", yuan(number), receipt=receipts[more % len(receipts)].pk)
    elif name == "unreceive" and receipts:
        earning.reversed_(office, receipts[number % len(receipts)])
    elif name == "uncost" and costs:
        earning.uncosted(office, costs[number % len(costs)])


def check(deal: Any) -> None:
    """Rows, findings and books agree on every fen."""
    rows = list(standing(deal).prefetch_related("findings"))
    came = sum(fen_of(r.amount) for r in rows)
    assert received(deal) == came
    assert 0 <= net_income(deal) <= came
    for row in rows:
        finding = latest(row)
        assert finding is not None
        assert finding.income == row.income
        again = explain("receipt_net_income", receipt_facts(row), territory="330802")
        assert (again.value, again.output("part")) == (fen_of(finding.income), fen_of(finding.part))
    mark = Earmark.objects.filter(project_id=deal.pk).first()
    if mark is None:
        return
    held = earning.books(deal)
    booked = Cost.objects.filter(transformation=deal, standing=True).exclude(kind="research")
    taxes = sum(fen_of(c.amount) for c in booked if c.kind == "taxes")
    others = sum(fen_of(c.amount) for c in booked if c.kind != "taxes")
    assert held["transformation_income"] == came
    assert held["transformation_cost"] + held["tax_expense"] + held["receivable"] == taxes + others
    assert held["tax_payable"] == taxes
    # As much is taken as the income bears; what is left over of either is nothing.
    assert min(held["receivable"], use(mark).left) == 0
    assert held["bank"] + held["receivable"] == came - held["transformation_cost"] - held["tax_expense"] + (
        held["payable"] + held["tax_payable"]
    )


@pytest.mark.parametrize("price", ["1000000", "3.33"])
def test_no_fen_is_lost_or_made(office: Office, price: str) -> None:
    deal = performing(office, price=price)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(steps=STEPS)
    def run(steps: list[tuple[str, int, Any]]) -> None:
        with transaction.atomic():
            for step in steps:
                take(office, deal, step)
                check(deal)
            transaction.set_rollback(True)

    run()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(parts=st.lists(FEN, min_size=1, max_size=5), costs=st.integers(0, 3 * 10**8), late=st.integers(0, 10**8))
def _splits(office: Office, deal: Any, parts: list[int], costs: int, late: int) -> None:
    """A contract paid in whatever parts comes to its net income to the fen, a late cost among them."""
    with transaction.atomic():
        whole = sum(parts)
        deal.__class__.objects.filter(pk=deal.pk).update(price=yuan(whole))
        if costs:
            earning.cost(office, deal, "agency", yuan(costs))
        for n, part in enumerate(parts):
            if n == len(parts) - 1 and late and n:
                earning.cost(office, deal, "travel", yuan(late))
            earning.received(office, deal, yuan(part))
        found = contract_net_income(fresh(deal)).value
        spread = [fen_of(r.income) for r in standing(deal) if r.income is not None]
        if late and len(parts) > 1:
            assert sum(spread) == max(found, sum(spread[:-1]))  # a last receipt bears no more than it brings
        else:
            assert sum(spread) == found == max(whole - costs, 0)
        transaction.set_rollback(True)


def test_whatever_the_parts_they_come_to_the_whole(office: Office) -> None:
    _splits(office, performing(office))


def test_a_refused_step_leaves_nothing_behind(office: Office) -> None:
    deal = performing(office)
    row = earning.received(office, deal, 100)
    before = earning.books(deal)
    with pytest.raises(Refused):
        earning.received(office, deal, 100, reference=row.reference)
    assert earning.books(deal) == before
    assert standing(deal).count() == 1
