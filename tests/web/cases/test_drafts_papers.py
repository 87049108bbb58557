"""Forms not sent are kept for the one who typed them; papers come as Word and PDF for those who may see the case."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.urls import reverse

from kechuang.domains.platforms.models import Agreement
from kechuang.web.cases.models import FormDraft
from tests.casework.office import Office, agreement_data, drafted, registered

As = Callable[[str], Client]


def test_what_is_typed_is_kept_sealed_for_its_writer_alone_until_it_is_sent(office: Office, as_: As) -> None:
    platform = registered(office)
    address = reverse("case-new", args=["agreements", "draft"])
    clerk = as_("kq-park-clerk")
    assert f'data-draft="{address}draft/"' in clerk.get(address).content.decode()
    kept = clerk.post(
        f"{address}draft/", {"title": "写到一半的协议", "key": "x"}, headers={"X-Requested-With": "fetch"}
    )
    assert (kept.status_code, "只有你看得到" in kept.json()["said"]) == (200, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM case_pages_formdraft")
        assert "写到一半" not in cursor.fetchone()[0]
    assert 'value="写到一半的协议"' in clerk.get(address).content.decode()
    assert "写到一半" not in as_("kq-park-leader").get(address).content.decode()
    clerk.post(f"{address}draft/", {"title": "又改了"})
    assert FormDraft.objects.count() == 1
    answer = clerk.post(address, agreement_data(platform, key="k1"))
    assert answer.status_code == 302
    assert Agreement.objects.count() == 1
    assert not FormDraft.objects.exists()


def test_a_draft_on_a_case_wins_over_the_case_and_can_be_dropped(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    address = reverse("case-action", args=[agreement.number, "redraft"])
    clerk = as_("kq-park-clerk")
    clerk.post(f"{address}draft/", {"title": "另一个名称"})
    text = clerk.get(address).content.decode()
    assert 'value="另一个名称"' in text
    assert 'name="forget"' in text
    clerk.post(f"{address}draft/", {"forget": "1"})
    assert 'value="共建协议"' in clerk.get(address).content.decode()


def test_no_draft_on_a_case_out_of_sight_nor_of_an_action_that_is_not(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    address = reverse("case-action", args=[agreement.number, "redraft"])
    assert as_("kc-park-clerk").post(f"{address}draft/", {"title": "x"}).status_code == 404
    assert as_("kq-park-clerk").post(f"/case/{agreement.number}/nothing/draft/", {}).status_code == 404
    assert as_("kq-park-clerk").post(f"{address}draft/", {"title": "x" * 200_001}).status_code == 302
    assert not FormDraft.objects.exists()


def test_a_paper_for_those_who_see_the_case_and_no_others(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    address = reverse("case-paper", args=[agreement.number, "agreement", "docx"])
    assert address in as_("kq-park-clerk").get(f"/case/{agreement.number}/?show=documents").content.decode()
    assert as_("kq-park-clerk").get(address).content[:2] == b"PK"
    assert as_("kq-park-clerk").get(address.replace("docx", "pdf")).content[:5] == b"%PDF-"
    assert as_("kq-park-clerk").get(address.replace("docx", "exe")).status_code == 404
    assert as_("kc-park-clerk").get(address).status_code == 404
