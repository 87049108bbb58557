"""What opens a case is offered to those who could open one, and to nobody who would be refused after filling in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.predicates import could_open
from kechuang.casework.parties.models import User
from tests.casework.office import AGREEMENT, Office, registered
from tests.web.cases.test_case_pages import page

As = Callable[[str], Client]
DRAFT = find_action(AGREEMENT, "draft")


def fresh(user: User) -> Any:
    return User.objects.get(pk=user.pk)


def offered(office: Office, name: str) -> bool:
    return could_open(DRAFT, fresh(office[name]))


def test_an_agreement_is_drafted_by_whoever_brought_a_platform_in(office: Office, as_: As) -> None:
    assert not offered(office, "kq-park-leader"), "no platform yet"
    registered(office)
    assert offered(office, "kq-park-leader")
    assert offered(office, "kq-park-clerk")
    for name in (
        "kq-st_department-leader",
        "kq-audit_department-clerk",
        "kc-park-leader",
        "kq-professor",
        "kq-manager",
    ):
        assert not offered(office, name), name
    address = reverse("case-new", args=["agreements", "draft"])
    listing = reverse("case-list", args=["agreements"])
    assert address in page(as_("kq-park-leader"), listing)
    assert address in page(as_("kq-park-leader"), reverse("workbench"))
    assert address not in page(as_("kc-park-leader"), listing)
    assert address not in page(as_("kc-park-leader"), reverse("workbench"))
    assert "由引进责任主体的经办人或者负责人办理" in page(as_("kc-park-leader"), address, 403)


def test_a_platform_that_nobody_brought_in_is_its_offices_own(office: Office) -> None:
    registered(office, introducing_entity="")
    assert offered(office, "kq-st_department-leader")
    assert not offered(office, "kc-st_department-leader"), "another district"
    firm = office.organisation("a firm", "330603", "enterprise")
    office.user("head of a firm", firm, "leader")
    assert not offered(office, "head of a firm")


def test_an_exited_platform_offers_nothing(office: Office) -> None:
    platform = registered(office)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state = 'exited', version = version + 1 WHERE id = %s", [platform.pk])
    assert not offered(office, "kq-park-leader")


@pytest.mark.parametrize("model", ["platforms.agreement.draft", "platforms.stewardship.take_charge",
                                   "platforms.recognitionapplication.apply"])  # fmt: skip
def test_asking_costs_the_same_for_many_platforms(office: Office, model: str) -> None:
    kind, _sep, name = model.rpartition(".")

    def cost() -> int:
        user = fresh(office["kq-park-leader"])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            could_open(find_action(kind, name), user)
        return len(asked)

    registered(office)
    few = cost()
    for n in range(12):
        registered(office, title=f"研究院 {n}")
    assert cost() == few
    assert few <= 3


def test_a_recognition_is_applied_for_by_a_platform_or_its_authority(office: Office) -> None:
    apply = find_action("platforms.recognitionapplication", "apply")
    assert not could_open(apply, fresh(office["kq-firm-member"]))
    registered(office)
    assert could_open(apply, fresh(office["kq-manager"]))
    assert could_open(apply, fresh(office["kq-st_department-clerk"]))
    assert not could_open(apply, fresh(office["kq-firm-member"]))
