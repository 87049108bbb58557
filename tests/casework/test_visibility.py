"""Who sees what: the filter over rows and the predicate over one case must say the same."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kechuang.casework.cases.models import Case, CaseParty, CasePerson
from kechuang.casework.cases.predicates import may_see
from kechuang.casework.cases.queries import marks_of
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Membership, Organisation, Role, User
from kechuang.casework.search.models import Entry
from tests.casework.office import REGIONS, Office, drafted, make_office, registered

SEPARATED = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
"""Roles that one person cannot hold together."""


def test_a_region_role_reaches_the_regions_under_its_prefix_and_no_other(office: Office) -> None:
    kq, kc = drafted(office, registered(office)), drafted(office, registered(office, "330802", "kc"), "kc")
    city = office.organisation("qz-st", "330800", department="st_department")
    province = office.organisation("zj-st", "330000", department="st_department")
    seen = {
        name: set(Case.objects.filter(public=False).visible_to(user))
        for name, user in {
            "city": office.user("city", city, Role.CLERK),
            "province": office.user("province", province, Role.AUDITOR),
            "keqiao": office["kq-finance_department-clerk"],
            "firm": office["kq-firm-member"],
            "professor": office["kq-professor"],
        }.items()
    }
    assert {name: {case.pk for case in cases} for name, cases in seen.items()} == {
        "city": {kc.pk}, "province": {kq.pk, kc.pk}, "keqiao": {kq.pk}, "firm": set(), "professor": {kq.pk},
    }  # fmt: skip
    assert not Case.objects.filter(public=False).visible_to(AnonymousUser()).exists()


def test_a_membership_that_ended_shows_nothing(office: Office) -> None:
    drafted(office, registered(office))
    clerk = office["kq-park-clerk"]
    Membership.objects.filter(user=clerk).update(valid_to=dt.date(2025, 1, 1))
    assert not Case.objects.filter(public=False).visible_to(User.objects.get(pk=clerk.pk)).exists()
    assert not Obligation.objects.visible_to(User.objects.get(pk=clerk.pk)).exists()


def test_a_confined_case_is_seen_by_its_owner_its_parties_and_the_people_named_in_it_alone(office: Office) -> None:
    case = drafted(office, registered(office))
    everyone = list(office.users.values())
    before = {u.username for u in everyone if may_see(u, case)}
    Case.objects.filter(pk=case.pk).update(confined=True)
    case.refresh_from_db()
    CasePerson.objects.create(case=case, user=office["kq-firm-member"], role="reviewer")
    after = {u.username for u in everyone if may_see(u, case)}
    assert "kq-finance_department-clerk" in before - after, "office over the region is not enough"
    assert after - before == {"kq-firm-member"}
    assert {u.username for u in everyone if Case.objects.visible_to(u).filter(pk=case.pk).exists()} == after
    CasePerson.objects.update(until=dt.date(2020, 1, 1), since=dt.date(2019, 1, 1))
    assert not may_see(office["kq-firm-member"], case)


class ParityTest(TestCase):
    """Random posts and cases: visible_to() and may_see() agree on every pair."""

    def setUp(self) -> None:
        self.office = make_office()
        drafted(self.office, registered(self.office))
        drafted(self.office, registered(self.office, "330802", "kc"), "kc")

    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        posts=st.lists(
            st.tuples(
                st.sampled_from(sorted(REGIONS)),
                st.sampled_from([r for r in Role.values if r not in SEPARATED]),
                st.sampled_from(Organisation.Kind.values),
            ),
            max_size=3,
        ),
        party=st.booleans(),
        public=st.booleans(),
        confined=st.booleans(),
        named=st.sampled_from([None, dt.date(2020, 1, 1), dt.date(2999, 1, 1)]),
    )
    def test_filter_and_predicate_agree(
        self,
        posts: list[tuple[str, str, str]],
        party: bool,
        public: bool,
        confined: bool,
        named: dt.date | None,
    ) -> None:
        user = User.objects.create(username=f"u{User.objects.count()}")
        for n, (region, role, kind) in enumerate(posts):
            department = "other" if kind == "department" else ""
            organisation = Organisation.objects.create(name=str(n), kind=kind, department=department, region_id=region)
            Membership.objects.create(user=user, organisation=organisation, role=role, valid_from="2020-01-01")
            if party:
                CaseParty.objects.create(
                    case=Case.objects.order_by("pk")[n], organisation=organisation, role="signatory"
                )
        first, last = Case.objects.order_by("pk")[0], Case.objects.order_by("-pk")[0]
        Case.objects.filter(pk=last.pk).update(public=public and not confined, confined=confined)
        CasePerson.objects.create(case=first, user=user, role="reviewer", since=dt.date(2019, 1, 1), until=named)
        Case.objects.filter(pk=first.pk).update(public=False, confined=True)
        visible = set(Case.objects.visible_to(user).values_list("pk", flat=True))
        assert visible == {case.pk for case in Case.objects.prefetch_related("parties") if may_see(user, case)}
        marked = set(Entry.objects.filter(scope__overlap=marks_of(user)).values_list("case_id", flat=True))
        over = {first.pk} if named == dt.date(2020, 1, 1) else set()
        assert visible - marked == set(), "the index leads to all that one may see"
        assert marked - visible <= over, "and to no more but what one was named in until lately"
