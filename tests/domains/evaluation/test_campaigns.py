"""Campaigns: opened once a year and place, with phases that follow each other."""

from __future__ import annotations

import pytest

from kechuang.core.permissions import Refused
from tests.casework.office import Office, act
from tests.domains.evaluation.judging import CAMPAIGN, PHASES, opened

pytestmark = pytest.mark.django_db


def refused(office: Office, **changes: str) -> dict[str, list[str]]:
    with pytest.raises(Refused) as caught:
        opened(office, **changes)
    return caught.value.refusal.errors


def test_one_yearly_campaign_a_place_and_year(office: Office) -> None:
    campaign = opened(office)
    assert (campaign.state, campaign.place, campaign.owner.name) == ("prepared", "330603", "kq-st_department")
    assert campaign.phases.count() == 4
    assert list(refused(office)) == ["year"]
    assert opened(office, by="kc-st_department-clerk").place == "330802"
    assert opened(office, kind_of="cycle").kind_of == "cycle"


def test_phases_follow_each_other(office: Office) -> None:
    assert list(refused(office, scoring_from="2026-12-31")) == ["scoring_from"]
    assert list(refused(office, contest_to="2027-01-31")) == ["contest_to"]
    campaign = opened(office)
    act(
        f"{CAMPAIGN}.set_phases",
        campaign,
        PHASES | {"joint_review_to": "2027-03-31"},
        office["kq-st_department-leader"],
    )
    assert str(campaign.phases.get(phase="joint_review").ends_on) == "2027-03-31"


def test_a_year_that_has_not_begun_is_not_evaluated(office: Office) -> None:
    assert list(refused(office, year="2099")) == ["year"]


def test_another_place_or_a_platform_opens_none(office: Office) -> None:
    for who in ("kq-finance_department-clerk", "kq-park-clerk", "kq-professor"):
        with pytest.raises(Refused):
            opened(office, by=who)
