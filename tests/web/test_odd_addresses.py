"""Addresses and fields that nobody presses but anybody may type: told that there is nothing, never an error of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from kechuang.core.rowid import row_id
from tests.casework.conftest import office
from tests.casework.office import Office, registered

__all__ = ["office"]
ODD = ("²", "１２", "99999999999999999999", "-1", "1e3", "")


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_id_is_none(text: str) -> None:
    assert row_id(text) is None


def test_odd_ids_choose_nothing(office: Office) -> None:
    platform = registered(office)
    client = Client()
    client.force_login(office["kq-st_department-clerk"])
    assert row_id(str(platform.pk)) == platform.pk
    for odd in ODD:
        for address in (
            "/platforms/bulk/", "/platforms/bulk/start_operation/", "/obligations/", "/ledger/", "/platforms/",
        ):  # fmt: skip
            asked = {"id": odd, "owner": odd, "before": odd, "page": odd, "region": odd}
            assert client.get(address, asked).status_code in (200, 404), (address, odd)
        sent = {"version": odd, "note": "x", "message": odd}
        for address in (f"/case/{platform.number}/leave/", "/messages/read/"):
            assert client.post(address, sent).status_code < 500, (address, odd)


@pytest.mark.parametrize("address", ["/case/%00/", "/public/notices/%00/", "/my-rewards/%00/", "/api/cases/%00/"])
def test_a_null_character_names_nothing(office: Office, address: str) -> None:
    client = Client()
    assert client.get(address).status_code == 404
    client.force_login(office["kq-park-clerk"])
    answer = client.get(address)
    assert answer.status_code == 404
    assert "/workbench/" in answer.content.decode() or address.startswith("/api/"), "a page like any other"
