"""What the panel of an agreement says of its term where a text limits it and where none does."""

from __future__ import annotations

import pytest

from kechuang.domains.platforms.models import Agreement
from kechuang.domains.platforms.panels import agreements as panels
from tests.casework.office import Office, drafted, registered


@pytest.mark.parametrize(("region", "looked", "rounds"), [("330802", "衢州", False), ("330108", "滨江", True)])
def test_where_no_text_limits_the_term_the_panel_says_so(
    office: Office, region: str, looked: str, rounds: bool
) -> None:
    made = drafted(office, registered(office), ends_on="2037-12-31")
    agreement = Agreement.objects.get(pk=made.pk)
    agreement.region_id = region
    agreement.platform.region_id = region
    sheet = panels.terms(agreement, office["kq-park-clerk"])
    assert sheet.badge is not None
    assert sheet.badge.word == "没有条文规定共建期"
    assert "没有规定共建期最长或者最短几年" in sheet.text
    assert looked in sheet.text
    assert "柯桥" not in sheet.text
    assert ("两轮" in sheet.text, bool(sheet.cites)) == (rounds, rounds)


def test_where_the_draft_of_the_place_has_a_term_nothing_of_the_kind_is_said(office: Office) -> None:
    agreement = drafted(office, registered(office))
    assert "没有规定共建期" not in panels.terms(agreement, office["kq-park-clerk"]).text
