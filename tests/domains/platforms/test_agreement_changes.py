"""Amendments and renewals: what counts towards the term of an agreement, and what a signed amendment takes the place of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Refused
from kechuang.domains.platforms.facts import agreement_facts, counted_from
from kechuang.domains.platforms.models import Agreement, AgreementAmount
from kechuang.domains.platforms.papers.agreement import agreement_paper
from kechuang.law import explain
from tests.casework.office import AGREEMENT, Office, act, drafted, registered


def signed(office: Office, case: Any, on: dt.date | None = None) -> Agreement:
    """Through signature by its three parties, without a consultation's wait."""
    act(f"{AGREEMENT}.open_signing", case, {}, office["kq-park-clerk"])
    data = {"signatory": "某某", "signed_on": (on or clock.today()).isoformat()}
    for who in ("kq-park-clerk", "kq-manager", "kq-professor"):
        made = act(f"{AGREEMENT}.sign", case, data, office[who]).case
    made = Agreement.objects.get(pk=case.pk)
    assert made.state == "signed"
    return made


def verdict(agreement: Agreement) -> tuple[str, Any]:
    found = explain("agreement_term", agreement_facts(agreement), territory="330603", on=clock.today())
    return found.verdict.value, found.output("total_years")


@pytest.fixture
def first(office: Office) -> Agreement:
    """Four years and eleven months, from the first of 2021."""
    draft = drafted(office, registered(office), starts_on="2021-01-01", ends_on="2025-11-30")
    return signed(office, draft)


def test_parts_of_years_of_earlier_rounds_count_too(office: Office, first: Agreement) -> None:
    """4 years 11 months and 5 years 2 months are over ten years, though whole years make nine."""
    reason = {"special_reason": "重大专项", "renews": first.pk}
    over = drafted(office, first.platform, starts_on="2025-12-01", ends_on="2031-01-31", **reason)
    found = Agreement.objects.get(pk=over.pk)
    assert counted_from(found) == dt.date(2021, 1, 1)
    assert verdict(found)[0] == "breached"
    just = drafted(office, first.platform, starts_on="2025-12-01", ends_on="2030-12-31", **reason)
    assert verdict(Agreement.objects.get(pk=just.pk)) == ("met", 10)


def test_days_between_two_rounds_do_not_count(office: Office, first: Agreement) -> None:
    later = drafted(office, first.platform, starts_on="2026-06-01", ends_on="2031-06-30", renews=first.pk)
    found = Agreement.objects.get(pk=later.pk)
    assert counted_from(found) == dt.date(2021, 7, 1), "4 years and 11 months before June 2026"


def test_an_amendment_counts_with_what_it_amends_and_what_that_renews(office: Office, first: Agreement) -> None:
    """A renewal to the end of 2029, amended to run to 2031: eleven years in all, for the first round counts as before."""
    second = drafted(office, first.platform, starts_on="2025-12-01", ends_on="2029-12-31", renews=first.pk)
    second = signed(office, second)
    longer = drafted(
        office, first.platform, starts_on="2025-12-01", ends_on="2031-12-31", amends=second.pk, special_reason="专项"
    )
    longer = Agreement.objects.get(pk=longer.pk)
    assert counted_from(longer) == dt.date(2021, 1, 1)
    assert verdict(longer) == ("breached", 11)
    within = drafted(office, first.platform, starts_on="2028-01-01", ends_on="2030-12-31", amends=second.pk,
                     special_reason="专项")  # fmt: skip
    assert counted_from(Agreement.objects.get(pk=within.pk)) == dt.date(2021, 1, 1)


def test_a_signed_amendment_takes_the_place_of_what_it_amends(office: Office) -> None:
    year = clock.today().year
    term = {"starts_on": f"{year}-01-01", "ends_on": f"{year + 3}-12-31"}
    first = signed(office, drafted(office, registered(office), **term))
    assert Obligation.objects.running().filter(case_id=first.pk).exists()
    other = drafted(office, first.platform, **term, amends=first.pk, amount_1="3000000", amount_2="")
    first.refresh_from_db()
    assert first.state == "signed", "a draft replaces nothing"
    other = signed(office, other)
    first.refresh_from_db()
    assert (first.state, first.closed_on) == ("ended", clock.today())
    assert not Obligation.objects.running().filter(case_id=first.pk).exists()
    assert other.number in first.timeline.latest("pk").note
    standing = AgreementAmount.objects.standing().filter(agreement__platform=first.platform, year=year)
    assert [row.amount for row in standing] == [Decimal("3000000.00")]
    assert any(first.number in part.text for part in agreement_paper(other).body if hasattr(part, "text"))
    with pytest.raises(Refused) as refused:
        drafted(office, first.platform, **term, amends=first.pk)
    assert "amends" in refused.value.refusal.errors


def test_only_what_was_signed_is_renewed_or_amended(office: Office) -> None:
    draft = drafted(office, registered(office))
    for name in ("renews", "amends"):
        with pytest.raises(Refused) as refused:
            drafted(office, draft.platform, **{name: draft.pk})
        assert "还没有签署" in refused.value.refusal.errors[name][0]


def test_the_next_agreement_is_begun_from_the_page_of_the_one_before(office: Office, first: Agreement) -> None:
    client = Client()
    client.force_login(office["kq-park-clerk"])
    page = client.get(reverse("case", args=[first.number])).content.decode()
    assert "起草变更协议" in page
    form = client.get(
        reverse("case-new", args=["agreements", "draft"]), {"platform": first.platform.number, "renews": first.number}
    ).content.decode()
    assert "2025-12-01" in form
    assert "2030-10-31" in form
    client.force_login(office["kq-professor"])
    assert "起草变更协议" not in client.get(reverse("case", args=[first.number])).content.decode()


def test_a_day_typed_wrong_is_put_right_and_what_counts_from_it_counts_anew(office: Office) -> None:
    """The last signature was the 5th, not the 1st: the month to file runs from it; filed on the 4th, not late on the 8th."""
    draft = drafted(office, registered(office))
    with moved_to(dt.date(2026, 3, 10)):
        made = signed(office, draft, dt.date(2026, 2, 1))
        clocked = Obligation.objects.get(case_id=made.pk, rule="agreement_filing")
        assert clocked.due == dt.date(2026, 3, 2), "1 March is a Sunday"
        last = made.signatures.order_by("pk").last()
        assert last is not None
        name, by = f"{AGREEMENT}.correct", office["kq-park-clerk"]
        data = {"signature": last.pk, "signed_on": "2026-02-05", "reason": "与签字页不符"}
        with pytest.raises(Refused) as refused:
            act(name, made, data | {"filed_on": "2026-03-04"}, by)
        assert set(refused.value.refusal.errors) == {"filed_on"}, "not filed yet"
        for wrong in ({}, {"signed_on": "2026-03-11"}, {"signed_on": ""}):
            with pytest.raises(Refused):
                act(name, made, {"reason": "错", **({"signature": last.pk, **wrong} if wrong else {})}, by)
        act(name, made, data, by)
        made.refresh_from_db()
        clocked.refresh_from_db()
        assert (made.signed_on, clocked.due) == (dt.date(2026, 2, 5), dt.date(2026, 3, 5))
        assert Obligation.objects.running().filter(case_id=made.pk).count() == 1
        act(f"{AGREEMENT}.file", made, {"filed_on": "2026-03-08"}, by)
        clocked.refresh_from_db()
        assert clocked.overdue_days == 3
        with pytest.raises(Refused) as refused:
            act(name, made, {"filed_on": "2026-02-04", "reason": "错"}, by)
        assert set(refused.value.refusal.errors) == {"filed_on"}
        act(name, made, {"filed_on": "2026-03-04", "reason": "收件章是四日"}, by)
        clocked.refresh_from_db()
        assert (clocked.status, clocked.overdue_days) == ("met", 0)
