"""Money asked for, checked, approved and paid out of a treasury's books into a platform's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError

from kechuang.casework.cases.direct import open_case, step
from kechuang.casework.ledger.models import Entry
from kechuang.casework.ledger.queries import use
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground
from kechuang.domains.funding.models import Appropriation, FundRequest, SupportProgramme, SupportYear
from tests.casework.office import Office, act, drafted
from tests.domains.funding.funded import refused
from tests.domains.funding.moving import (
    BUDGET,
    REQUEST,
    SOURCE,
    appropriated,
    approved,
    holds,
    paid,
    requested,
    source,
    staffed,
    written_now,
)


def test_money_goes_from_the_treasury_to_the_platform_in_both_books(office: Office) -> None:
    platform = staffed(office)
    of = source(office)
    budget = approved(office, platform, [(of, "fiscal", "research", 80_000)])
    appropriated(office, of, 200_000)
    request = paid(office, requested(office, budget, "50000.50"))
    theirs, mine = Appropriation.objects.get().earmark, budget.marks.get().earmark
    assert request.state == "paid"
    assert request.earmark == mine
    assert (holds(theirs, "bank"), holds(theirs, "grant_expense")) == (14_999_950, 5_000_050)
    assert (holds(mine, "bank"), holds(mine, "fiscal_income"), use(mine).spent) == (5_000_050, 5_000_050, 0)
    assert request.paid_entry is not None
    assert request.paid_entry.organisation_id == of.funder_id
    assert request.received_entry is not None
    assert request.received_entry.organisation_id == platform.owner_id


def test_no_more_is_asked_for_than_was_set_aside(office: Office) -> None:
    platform = staffed(office)
    of = source(office)
    budget = approved(office, platform, [(of, "fiscal", "research", 80_000)])
    first = requested(office, budget, 50_000)
    data = {"mark": budget.marks.get().pk, "amount": "30000.01", "purpose": "二季度"}
    refusal = refused(f"{REQUEST}.request_funds", None, data, office["kq-treasurer"])
    assert "30,000.00" in refusal.errors["amount"][0]
    act(f"{REQUEST}.withdraw_request", first, {"note": "数额写错"}, office["kq-treasurer"])
    assert requested(office, budget, 80_000).state == "submitted"


def test_the_database_refuses_more_than_is_set_aside(office: Office) -> None:
    platform = staffed(office)
    of = source(office)
    budget = approved(office, platform, [(of, "fiscal", "research", 80_000)])
    request = requested(office, budget, 80_000)
    with pytest.raises(IntegrityError, match="which allows"):
        written_now(FundRequest.objects.filter(pk=request.pk), amount="80000.01")


def test_who_approves_does_not_pay_and_nothing_is_paid_that_was_not_appropriated(office: Office) -> None:
    platform = staffed(office)
    of = source(office)
    budget = approved(office, platform, [(of, "fiscal", "research", 80_000)])
    request = requested(office, budget, 80_000)
    act(f"{REQUEST}.check_request", request, {}, office["kq-st_department-clerk"])
    act(f"{REQUEST}.approve_request", request, {}, office["kq-finance"])
    own = refused(f"{REQUEST}.pay_request", request, {}, office["kq-finance"])
    assert own.ground is Ground.PERMISSION
    clerk = office["kq-finance_department-clerk"]
    assert "预算安排" in refused(f"{REQUEST}.pay_request", request, {}, clerk).reason
    appropriated(office, of, 79_999)
    assert refused(f"{REQUEST}.pay_request", request, {}, clerk).ground is not Ground.PERMISSION
    assert Entry.objects.filter(case=request).count() == 0
    appropriated(office, of, 1)
    act(f"{REQUEST}.pay_request", request, {}, clerk)
    request.refresh_from_db()
    assert request.state == "paid"


def test_a_payment_made_wrongly_is_reversed_in_both_books_and_paid_again(office: Office) -> None:
    platform = staffed(office)
    of = source(office)
    budget = approved(office, platform, [(of, "fiscal", "research", 80_000)])
    appropriated(office, of, 80_000)
    request = paid(office, requested(office, budget, 80_000))
    act(f"{REQUEST}.reverse_payment", request, {"note": "付错专款"}, office["kq-finance"])
    mine = budget.marks.get().earmark
    assert (holds(mine, "bank"), use(mine).received) == (0, 0)
    row = Appropriation.objects.get()
    assert holds(row.earmark, "bank") == 8_000_000
    act(f"{REQUEST}.pay_request", request, {}, office["kq-finance"])
    assert holds(mine, "bank") == 8_000_000
    refusal = refused(
        f"{SOURCE}.reverse_appropriation", of, {"appropriation": row.pk, "reason": "文号错"}, office["kq-finance"]
    )
    assert refusal.ground is not Ground.PERMISSION


def test_the_share_of_the_city_is_asked_of_the_city_and_the_district_does_not_approve_it(office: Office) -> None:
    city = office.organisation("qz-finance", "330800", department="finance_department")
    office.user("qz-leader", city, "leader")
    office.user("qz-treasurer", city, "finance")
    platform = staffed(office, "330802", "kc")
    county, upper = (
        source(office, "kc", "330802"),
        source(office, "kc", "330802", funder=city, level="city", title="市级配套"),
    )
    budget = approved(
        office, platform, [(county, "fiscal", "research", 60_000), (upper, "fiscal", "research", 40_000)], mark="kc"
    )
    own, theirs = (requested(office, budget, yuan, "kc", of) for yuan, of in ((60_000, county), (40_000, upper)))
    for request in (own, theirs):
        act(f"{REQUEST}.check_request", request, {}, office["kc-st_department-clerk"])
    denied = refused(f"{REQUEST}.approve_request", theirs, {}, office["kc-finance_department-leader"])
    assert denied.ground is Ground.PERMISSION
    act(f"{REQUEST}.approve_request", theirs, {}, office["qz-leader"])
    act(
        f"{SOURCE}.appropriate",
        upper,
        {"year": budget.year, "amount": "40000", "document": "衢财指"},
        office["qz-treasurer"],
    )
    act(f"{REQUEST}.pay_request", theirs, {}, office["qz-treasurer"])
    assert holds(budget.marks.get(source=upper).earmark, "bank") == 4_000_000
    assert holds(budget.marks.get(source=county).earmark, "bank") == 0


def test_incentive_money_is_paid_once_the_targets_of_the_year_are_reached(office: Office) -> None:
    """Binjiang: the base in any case, the incentive after the targets."""
    finance = office.organisation("bj-finance_department", "330108", department="finance_department")
    office.user("bj-finance_department-leader", finance, "leader")
    for name, function in (("st_department", "st_department"), ("park", "park_administration")):
        department = office.organisation(f"bj-{name}", "330108", department=function)
        office.user(f"bj-{name}-clerk", department, "clerk")
    office.organisation("bj-university", "330108", kind="university")
    platform = staffed(office, "330108", "bj")
    of = source(office, "bj", "330108", use="incentive", title="激励资金")
    agreement = drafted(office, platform, "bj")
    programme = SupportProgramme(
        title="保障方案",
        platform=platform,
        agreement=agreement,
        mode="base_plus_incentive",
        region_id="330108",
        owner=finance,
    )
    open_case(programme, "draft", by=office["bj-finance"])
    year = SupportYear.objects.create(programme=programme, year=2026, base=100_000, incentive=50_000)
    step(programme, "adopt", by=office["bj-finance"], to="in_force")
    budget = approved(office, platform, [(of, "fiscal", "research", 50_000)], year=2026, mark="bj")
    assert budget.programme_id == programme.pk
    platform.owner.unit_facts.create(name="unit.iur_platform", value=True, valid_from="2024-01-01")
    data = {"mark": budget.marks.get().pk, "amount": "50000", "purpose": "激励"}
    open_question = refused(f"{REQUEST}.request_funds", None, data, office["bj-treasurer"])
    assert open_question.ground is Ground.DETERMINATION
    assert "support.targets_met" in open_question.questions
    year.targets_met, year.basis = True, "年度考核"
    year.save()
    assert requested(office, budget, 50_000, "bj").state == "submitted"


def test_no_money_is_paid_into_or_out_of_a_year_that_was_settled(office: Office) -> None:
    """Its rest was reckoned: what came later would be in no budget, what was taken back would be carried all the same."""
    platform, of = staffed(office), source(office)
    budget = approved(office, platform, [(of, "fiscal", "research", 100_000)])
    appropriated(office, of, 100_000)
    first = paid(office, requested(office, budget, 50_000))
    second = requested(office, budget, 50_000)
    act(f"{REQUEST}.check_request", second, {}, office["kq-st_department-clerk"])
    act(f"{REQUEST}.approve_request", second, {}, office["kq-finance_department-leader"])
    with moved_to(dt.date(budget.year + 1, 1, 10)):
        told = refused(f"{BUDGET}.close", budget, {}, office["kq-finance"])
        assert second.number in told.reason
        act(f"{REQUEST}.refuse_request", second, {"note": "跨年，改列下年"}, office["kq-finance_department-leader"])
        act(f"{BUDGET}.close", budget, {}, office["kq-finance"])
        taken = refused(f"{REQUEST}.reverse_payment", first, {"note": "付错"}, office["kq-finance"])
        assert budget.number in taken.reason
        mark = budget.marks.get()
        assert (mark.rest, use(mark.earmark).received) == (50_000, 5_000_000)
