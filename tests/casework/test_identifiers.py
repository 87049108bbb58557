"""Identifiers of the field, with the vectors everyone can check by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from kechuang.casework.parties import identifiers
from kechuang.casework.parties.models import Person


@pytest.mark.parametrize(
    ("check", "value", "kept"),
    [
        (identifiers.credit_code, "91350100m000100y43", "91350100M000100Y43"),
        (identifiers.credit_code, "91110000600037341L", "91110000600037341L"),
        (identifiers.citizen_number, "11010519491231002x", "11010519491231002X"),
        (identifiers.patent_number, "ZL201710601862.3", "ZL201710601862.3"),
        (identifiers.patent_number, "95115608X", "95115608.X"),
        (identifiers.orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
    ],
)
def test_good_identifiers_are_kept_in_one_form(check: Callable[[str], str], value: str, kept: str) -> None:
    assert check(value) == kept


@pytest.mark.parametrize(
    ("check", "value", "words"),
    [
        (identifiers.credit_code, "91350100M000100Y4Z", "不用字母"),
        (identifiers.credit_code, "91350100M000100Y44", "末位应为 3"),
        (identifiers.credit_code, "9135", "18 位"),
        (identifiers.citizen_number, "110105194912310021", "末位应为 X"),
        (identifiers.citizen_number, "110105194902300021", "出生日期"),
        (identifiers.patent_number, "201710601862.4", "末位应为 3"),
        (identifiers.orcid, "0000-0002-1825-0098", "校验位"),
    ],
)
def test_bad_identifiers_are_told_what_is_wrong(check: Callable[[str], str], value: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        check(value)


def test_the_organisation_code_stands_inside_the_credit_code() -> None:
    assert identifiers.organisation_code("91350100M000100Y43") == "M000100Y-4"


@pytest.mark.django_db
def test_personal_data_is_sealed_in_the_database_and_found_by_digest() -> None:
    person = Person.objects.create(name="张某", id_number="11010519491231002X", phone="13800000000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone FROM parties_person WHERE id = %s", [person.pk])
        stored = cursor.fetchone()
    assert not any("1101" in text or "138" in text for text in stored)
    again = Person.objects.get(pk=person.pk)
    assert (again.id_number, again.masked_id_number) == ("11010519491231002X", "110105***********X")
    assert again.masked_phone == "138******00"
