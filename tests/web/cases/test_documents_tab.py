"""The documents tab: files with versions and hashes, safe downloads, papers written on demand and filed by an action."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.documents.models import Document
from kechuang.casework.documents.services import plain_name
from kechuang.domains.platforms.models import Agreement
from tests.casework.office import AGREEMENT, PLATFORM, Office, act, drafted, registered
from tests.web.cases.test_case_pages import hidden, page

As = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
TAB = "?show=documents"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def upload(name: str = "可研.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def attach(client: Client, case: Any, **fields: Any) -> Any:
    address = f"{reverse('case', args=[case.number])}attach/"
    tab = page(client, reverse("case", args=[case.number]) + TAB)
    return client.post(address, {"key": hidden(tab)["key"], "show": "documents", **fields})


def test_a_file_is_added_in_place_and_listed_with_who_when_size_and_hash(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    client = as_("kq-park-clerk")
    answer = attach(client, agreement, file=upload(), document_kind="可研报告")
    assert answer["Location"] == f"{reverse('case', args=[agreement.number])}{TAB}#sections"
    text = page(client, answer["Location"].partition("#")[0])
    for words in ("可研.pdf", "可研报告", "第 1 版", hashlib.sha256(PDF).hexdigest(), "kq-park-clerk"):
        assert words in text
    assert "添加文件已办" in text
    assert page(client, reverse("case", args=[agreement.number])).index("文件<small>1") > 0


def test_the_same_name_and_a_chosen_name_become_the_next_version(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    client = as_("kq-park-clerk")
    attach(client, agreement, file=upload())
    attach(client, agreement, file=upload(data=PDF + b"\n2"))
    attach(client, agreement, file=upload("可研（终稿）.pdf", PDF + b"\n3"), follows="可研.pdf")
    assert list(Document.objects.order_by("version").values_list("name", "version")) == [
        ("可研.pdf", 1), ("可研.pdf", 2), ("可研.pdf", 3)
    ]  # fmt: skip
    text = page(client, reverse("case", args=[agreement.number]) + TAB)
    assert "以前的 2 版" in text
    wrong = attach(client, agreement, file=upload("可研.txt", "文字".encode()), follows="可研.pdf").content.decode()
    assert "下一个版本也应是 .pdf 文件" in wrong
    nowhere = attach(client, agreement, file=upload(), follows="没有的.pdf").content.decode()
    assert "本案没有叫“没有的.pdf”的文件" in nowhere
    assert Document.objects.count() == 3


def test_a_refused_file_is_told_at_its_field(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    answer = attach(as_("kq-park-clerk"), agreement, file=upload("x.pdf", b"MZ\x90\x00\x03" + b"\x00" * 64))
    text = answer.content.decode()
    assert 'id="errors"' in text
    assert "不在可收的种类之内" in text
    assert not Document.objects.exists()


def test_a_download_is_an_attachment_that_nothing_runs(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    client = as_("kq-park-clerk")
    attach(client, agreement, file=upload("a'b\u202efdp.可研.pdf"))
    kept = Document.objects.get()
    assert kept.name == "a'bfdp.可研.pdf"
    answer = client.get(reverse("case-document", args=[agreement.number, kept.pk]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''a%27bfdp.%E5%8F%AF")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_who_does_not_take_part_gets_no_file_not_even_of_a_public_case(office: Office, as_: As) -> None:
    platform = registered(office)
    files = {"file": upload()}
    act(f"{PLATFORM}.attach", platform, {}, office["kq-st_department-clerk"], files=files)
    address = reverse("case-document", args=[platform.number, Document.objects.get().pk])
    assert as_("kq-st_department-clerk").get(address).status_code == 200
    assert as_("kc-park-clerk").get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/account/sign-in/")
    other = drafted(office, platform)
    crossed = reverse("case-document", args=[other.number, Document.objects.get().pk])
    assert as_("kq-park-clerk").get(crossed).status_code == 404, "a file is found under its own case alone"
    for outsider in (Client(), as_("kc-park-clerk")):
        text = page(outsider, reverse("case", args=[platform.number]) + TAB)
        assert "可研.pdf" not in text
        assert 'href="?show=documents' not in text
        assert "kq-st_department-clerk" not in text, "who did what is for those who take part"


def test_a_kept_name_has_no_folders_and_nothing_unseen() -> None:
    assert plain_name("C:\\x\\../批\r\n文\x00\u202e.pdf") == "批文.pdf"
    assert plain_name("\u202e") == "file"
    long = plain_name("长" * 300 + ".docx")
    assert (len(long), long[-6:]) == (200, "长.docx")


def test_an_altered_file_is_not_sent(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    client = as_("kq-park-clerk")
    attach(client, agreement, file=upload())
    kept = Document.objects.get()
    Path(kept.content.path).write_bytes(b"%PDF-1.7 other")
    address = reverse("case-document", args=[agreement.number, kept.pk])
    assert "SHA-256 不符" in page(client, address, 404)
    Path(kept.content.path).unlink()
    assert "SHA-256 不符" in page(client, address, 404)


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")])
def test_a_paper_is_written_on_the_way_out_and_nothing_is_kept(
    office: Office, as_: As, form: str, start: bytes
) -> None:
    agreement = drafted(office, registered(office))
    entries = TimelineEntry.objects.count()
    address = reverse("case-paper", args=[agreement.number, "agreement", form])
    client = as_("kq-park-clerk")
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.content.startswith(start)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f".{form}" in answer["Content-Disposition"]
    assert not Document.objects.exists()
    assert TimelineEntry.objects.count() == entries
    assert as_("kc-park-clerk").get(address).status_code == 404
    assert as_("kq-park-clerk").get(address.replace("/agreement.", "/nothing.")).status_code == 404


def test_a_paper_is_filed_by_an_action_and_again_as_the_next_version(office: Office, as_: As) -> None:
    agreement = Agreement.objects.get(pk=drafted(office, registered(office)).pk)
    client = as_("kq-park-clerk")
    tab = page(client, reverse("case", args=[agreement.number]) + TAB)
    address = f"{reverse('case', args=[agreement.number])}keep_paper/"
    assert f'action="{address}"' in tab
    client.post(address, {"key": "one", "show": "documents", "paper": "agreement", "format": "pdf"})
    act(f"{AGREEMENT}.keep_paper", agreement, {"paper": "agreement", "format": "docx"}, office["kq-park-leader"])
    kept = {d.name: d for d in Document.objects.all()}
    assert set(kept) == {"协议文本.pdf", "协议文本.docx"}
    assert {d.origin for d in kept.values()} == {"generated"}
    assert address not in page(as_("kq-finance_department-clerk"), reverse("case", args=[agreement.number]) + TAB)
    act(f"{AGREEMENT}.redraft", agreement, _redrafted(agreement), office["kq-park-clerk"])
    act(f"{AGREEMENT}.keep_paper", agreement, {"paper": "agreement", "format": "pdf"}, office["kq-park-leader"])
    assert Document.objects.filter(name="协议文本.pdf").count() == 2


def _redrafted(agreement: Agreement) -> dict[str, Any]:
    from tests.casework.office import agreement_data

    return agreement_data(agreement.platform, title="改过的名称")


def test_the_tab_costs_the_same_with_many_files(office: Office, as_: As) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    agreement = drafted(office, registered(office))
    client, address = as_("kq-park-clerk"), reverse("case", args=[agreement.number]) + TAB
    attach(client, agreement, file=upload())
    page(client, address)
    with CaptureQueriesContext(connection) as few:
        page(client, address)
    for n in range(15):
        act(f"{AGREEMENT}.attach", agreement, {}, office["kq-park-clerk"],
            files={"file": upload(f"{n % 5}.pdf", PDF + b"%d" % n)})  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page(client, address)
    assert len(many) == len(few) <= 45
