"""Who sees what: the filter over rows and the predicate over one case must say the same."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kechuang.casework.cases.models import Case, CaseParty
from kechuang.casework.cases.predicates import may_see
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Membership, Organisation, Role, User
from tests.casework.office import REGIONS, Office, drafted, make_office, registered


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
                st.sampled_from(Role.values),
                st.sampled_from(Organisation.Kind.values),
            ),
            max_size=3,
        ),
        party=st.booleans(),
        public=st.booleans(),
    )
    def test_filter_and_predicate_agree(self, posts: list[tuple[str, str, str]], party: bool, public: bool) -> None:
        user = User.objects.create(username=f"u{User.objects.count()}")
        for n, (region, role, kind) in enumerate(posts):
            department = "other" if kind == "department" else ""
            organisation = Organisation.objects.create(name=str(n), kind=kind, department=department, region_id=region)
            Membership.objects.create(user=user, organisation=organisation, role=role, valid_from="2020-01-01")
            if party:
                CaseParty.objects.create(
                    case=Case.objects.order_by("pk")[n], organisation=organisation, role="signatory"
                )
        Case.objects.filter(pk=Case.objects.order_by("-pk")[0].pk).update(public=public)
        visible = set(Case.objects.visible_to(user).values_list("pk", flat=True))
        assert visible == {case.pk for case in Case.objects.prefetch_related("parties") if may_see(user, case)}
