"""What the database itself refuses of a deal, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from kechuang.domains.transformations.models import Transformation
from tests.casework.office import Office
from tests.domains.transformations.dealing import performing, planned, priced


def refused(sql: str, *values: object) -> None:
    """The statement is refused, at the latest when the transaction would end."""
    with pytest.raises(IntegrityError), transaction.atomic():
        written(sql, values)


def written(sql: str, values: tuple[object, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nothing_is_performed_without_a_contract(office: Office) -> None:
    deal = priced(office)
    refused("UPDATE cases_case SET state = 'performing', version = version + 1 WHERE id = %s", deal.pk)
    signed = performing(office)
    refused(
        "UPDATE transformations_transformation SET contract_on = NULL, contract_kind = '' WHERE case_ptr_id = %s",
        signed.pk,
    )


def test_what_is_sold_is_sold_once(office: Office) -> None:
    first = performing(office, "transfer")
    second = performing(office, "equity")
    refused(
        "UPDATE transformations_transformedachievement SET achievement_id = %s WHERE transformation_id = %s",
        first.items.get().achievement_id, second.pk,
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "licence = ''", "mode = 'transfer'", "contract_number = '2026330800000123'", "price = -1", "method = 'listing'",
        "contract_kind = 'licence'",
    ],
)  # fmt: skip
def test_halves_are_refused(office: Office, change: str) -> None:
    deal = planned(office)
    refused(f"UPDATE transformations_transformation SET {change} WHERE case_ptr_id = %s", deal.pk)
    assert Transformation.objects.get(pk=deal.pk).licence == "ordinary"


def test_an_answer_is_whole(office: Office) -> None:
    deal = performing(office, "transfer")
    row = deal.preemptions.first()
    for change in ("answer = ''", "evidence = ''", "answered_on = NULL", "answer = 'lapsed'", "answer_by = offered_on"):
        refused(f"UPDATE transformations_preemption SET {change} WHERE id = %s", row.pk)
