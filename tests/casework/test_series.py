"""Each kind of case counts in a series of its own."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from kechuang.casework.cases.series import check_series, kinds
from kechuang.domains.achievements.models import ManagementSystem
from kechuang.domains.platforms.models import Admission, InternalRule, Platform, Stewardship


def test_no_two_kinds_share_a_series(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(kinds())
    assert Platform in found
    check_series(found)
    monkeypatch.setattr(InternalRule, "SERIES", ManagementSystem.SERIES)
    with pytest.raises(ImproperlyConfigured, match="share the series ZD"):
        check_series(found)


def test_a_kind_without_letters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stewardship, "SERIES", "")
    with pytest.raises(ImproperlyConfigured, match="stewardship has no SERIES"):
        check_series(kinds())


def test_who_came_first_keeps_the_letters() -> None:
    assert (Admission.SERIES, Stewardship.SERIES) == ("ZR", "YR")
    assert (ManagementSystem.SERIES, InternalRule.SERIES) == ("ZD", "NZ")
