"""What is mistyped is told at its field, before the law or the database is asked."""

from __future__ import annotations

import datetime as dt

import pytest

from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.facts import agreement_facts, signature_facts
from kechuang.domains.platforms.forms.agreements import AgreementForm
from kechuang.domains.platforms.forms.registry import PlatformForm
from kechuang.domains.platforms.models import Agreement
from tests.casework.office import (
    AGREEMENT,
    PLATFORM,
    Office,
    act,
    agreement_data,
    drafted,
    make_office,
    platform_data,
    registered,
)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def refused(office: Office, name: str, case: object, data: dict[str, object], by: str) -> dict[str, list[str]]:
    with pytest.raises(Refused) as told:
        act(name, case, data, office[by])
    assert told.value.refusal.ground is Ground.INPUT
    return told.value.refusal.errors


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"floor_area": "99999999999"}, "floor_area", "10000000"),
        ({"floor_area": "-1"}, "floor_area", "0"),
        ({"operating_since": "2024-04-30"}, "operating_since", "早于设立日 2024-05-01"),
        ({"founded_on": "0001-01-01"}, "founded_on", "年份是 1，请核对"),
        ({"founded_on": "2999-01-01"}, "founded_on", "日期在今天之后"),
    ],
)
def test_a_platform_has_possible_figures(office: Office, changes: dict[str, str], field: str, words: str) -> None:
    errors = refused(office, f"{PLATFORM}.register", None, platform_data(office, **changes), "kq-st_department-clerk")
    assert list(errors) == [field]
    assert words in errors[field][0]


def test_operation_does_not_begin_before_the_platform_is_founded(office: Office) -> None:
    platform = registered(office)
    by = "kq-st_department-clerk"
    errors = refused(office, f"{PLATFORM}.start_operation", platform, {"operating_since": "2020-01-01"}, by)
    assert "早于设立日" in errors["operating_since"][0]


def test_a_mistyped_year_of_a_term_is_told(office: Office) -> None:
    data = agreement_data(registered(office), ends_on="2929-12-31")
    assert "请核对年份" in refused(office, f"{AGREEMENT}.draft", None, data, "kq-park-clerk")["ends_on"][0]


def test_a_signed_agreement_without_rows_of_signatures_has_its_facts(office: Office) -> None:
    """As when it was taken over from paper: the day is known, the first signature is not."""
    agreement = Agreement.objects.get(pk=drafted(office, registered(office)).pk)
    agreement.signed_on = dt.date(2026, 1, 31)
    assert signature_facts(agreement) == {"agreement.signed_on": dt.date(2026, 1, 31)}
    assert "agreement.first_signed_on" not in agreement_facts(agreement)


@pytest.mark.parametrize("form", [PlatformForm, AgreementForm])
def test_every_field_of_a_long_form_stands_in_one_of_its_parts(db: None, form: type) -> None:
    made = form(case=None, by=None)
    groups = made.groups()
    assert all(title for title, _fields in groups)
    assert sorted(b.name for _title, fields in groups for b in fields) == sorted(made.fields)
