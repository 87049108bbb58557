"""A platform comes to Binjiang by the law of that district: from the application to the agreement that is signed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kechuang.casework.cases.law import ask
from kechuang.casework.notices.models import Notice
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms import facts
from kechuang.domains.platforms.models import Agreement, Platform
from kechuang.domains.platforms.panels import admission as panels
from kechuang.law import Verdict
from tests.casework.office import AGREEMENT, Office, act
from tests.domains.platforms.admitting import ADMISSION, ASSESSED, BUDGET, day, reviewed

Department = Organisation.Department
HERE = "330108"


@pytest.fixture
def binjiang(office: Office) -> Office:
    """The departments of the district, a park, a university and a firm there, under the mark bj."""
    for department in (
        Department.ST,
        Department.FINANCE,
        Department.TALENT,
        Department.HR,
        Department.AUDIT,
        Department.PARK,
    ):
        made = office.organisation(f"bj-{department}" if department != Department.PARK else "bj-park", HERE,
                                   department=department)  # fmt: skip
        for role in (Role.CLERK, Role.LEADER):
            office.user(f"{made.name}-{role}", made, role)
    office.user("bj-professor", office.organisation("bj-university", HERE, kind="university"), Role.RESEARCHER)
    office.user("bj-firm-member", office.organisation("bj-firm", HERE, kind="enterprise"), Role.FIRM_MEMBER)
    return office


def admitted(office: Office, **changes: Any) -> Any:
    """Reviewed, budgeted, argued without a consultation (no text asks for one here), admitted, and its notice run."""
    clerk, leader = office["bj-st_department-clerk"], office["bj-st_department-leader"]
    admission = reviewed(office, "bj", HERE, **changes)
    act(f"{ADMISSION}.arrange_budget", admission, BUDGET, office["bj-finance_department-clerk"])
    admission = act(f"{ADMISSION}.conclude", admission, ASSESSED, clerk).case
    data = {"decision": "admit", "reasons": "论证齐备", "notice_until": day(7)}
    admission = act(f"{ADMISSION}.decide", admission, data, leader).case
    with pytest.raises(Refused) as caught:
        act(f"{ADMISSION}.open_platform", admission, {"founded_on": day(0), "agreement_starts_on": "2027-01-01"}, clerk)
    assert caught.value.refusal.opens_on == clock.today() + dt.timedelta(days=8)
    with clock.moved_to(clock.today() + dt.timedelta(days=8)):
        opening = {"founded_on": day(0), "agreement_starts_on": "2027-01-01"}
        return act(f"{ADMISSION}.open_platform", admission, opening, clerk).case


def cited(case: Any) -> set[str]:
    return {place for entry in case.timeline.all() for place in entry.cites}


def test_a_platform_is_opened_in_binjiang_and_its_agreement_drafted_from_the_application(binjiang: Office) -> None:
    admission = admitted(binjiang)
    platform, agreement = Platform.objects.get(), Agreement.objects.get()
    assert (admission.state, platform.region_id, platform.state) == ("admitted", HERE, "preparing")
    assert (agreement.state, agreement.region_id, agreement.owner.name) == ("draft", HERE, "bj-park")
    assert agreement.topics["construction"] == admission.construction
    assert [f"{a.year} {a.amount}" for a in agreement.amounts.all()] == ["2027 2000000.00", "2028 2500000.50"]


def test_what_is_said_of_it_is_the_law_of_the_district_and_of_no_other(binjiang: Office) -> None:
    admission = admitted(binjiang)
    agreement = Agreement.objects.get()
    leader = binjiang["bj-st_department-leader"]
    sheet = str(panels.argument(admission, leader))
    assert "衢州" not in sheet
    assert "柯桥" not in sheet
    notice = Notice.objects.get(subject=admission)
    page = Client().get(f"/public/notices/{notice.number}/").content.decode()
    assert "/law/quzhou-2024/" not in page
    client = Client()
    client.force_login(leader)
    for case in (admission, admission.platform, agreement):
        for show in ("", "?show=basis"):
            page = client.get(f"/case/{case.number}/{show}")
            assert page.status_code == 200, (case.number, show)
            text = page.content.decode()
            assert "/law/quzhou-2024/" not in text, (case.number, show)
            assert "/law/keqiao-2025-draft/" not in text, (case.number, show)
    assert "/law/binjiang-2023/" in client.get(f"/case/{admission.number}/?show=basis").content.decode()


def test_its_agreement_goes_from_the_draft_to_the_signatures_there(binjiang: Office) -> None:
    admitted(binjiang)
    agreement = Agreement.objects.get()
    found = ask(agreement, "agreement_term", facts.agreement_facts(agreement))
    assert found.verdict is not Verdict.BREACHED
    clerk = binjiang["bj-park-clerk"]
    with clock.moved_to(clock.today() + dt.timedelta(days=9)):
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": day(10)}, clerk)
        for name in ("st_department", "finance_department", "talent_office", "hr_department", "audit_office"):
            user = binjiang.users.get(f"bj-{name}-clerk")
            if user is not None:
                act(f"{AGREEMENT}.reply", agreement, {"opinion": "agree"}, user)
        act(f"{AGREEMENT}.open_signing", agreement, {}, clerk)
        manager = binjiang.user("bj-manager", Platform.objects.get().owner, Role.PLATFORM_MANAGER)
        for user in (clerk, binjiang["bj-professor"], binjiang["bj-firm-member"], manager):
            act(f"{AGREEMENT}.sign", agreement, {"signatory": "王某", "signed_on": day(0)}, user)
    agreement = Agreement.objects.get()
    assert agreement.state == "signed"
    filing = Obligation.objects.exclude(rule="cycle_evaluation")
    assert not filing.exists(), "no text of the district asks for a filing, so no clock of it runs"
    with clock.moved_to(clock.today() + dt.timedelta(days=10)):
        since = {"operating_since": day(0)}
        act("platforms.platform.start_operation", Platform.objects.get(), since, binjiang["bj-st_department-clerk"])
    assert Platform.objects.get().state == "operating"


def test_without_a_class_the_district_names_no_support(binjiang: Office) -> None:
    """What the district asks of the class of a platform is asked before it is handed in."""
    with pytest.raises(Refused) as caught:
        reviewed(binjiang, "bj", HERE, platform_class="")
    assert caught.value.refusal.ground in (Ground.LAW, Ground.INPUT)
    assert "platform_class" in caught.value.refusal.errors
