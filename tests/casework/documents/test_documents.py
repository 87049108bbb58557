"""Files kept with a case: judged by content, versioned, hashed; and papers written as .docx and .pdf."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import docx
import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.documents.models import Document
from kechuang.casework.documents.papers import to_docx, to_pdf
from kechuang.casework.documents.services import check, intact, keep, media_type
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.models import Agreement
from kechuang.domains.platforms.papers.agreement import agreement_paper
from tests.casework.office import AGREEMENT, Office, act, drafted, make_office, registered

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000")


@pytest.fixture
def office(db: None, settings: object, tmp_path: Path) -> Office:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return make_office()


def workbook() -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write("A1", "x")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (PDF, "看起来是.png", "application/pdf"),
        (PNG, "a.pdf", "image/png"),
        (workbook(), "a.bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("名称,金额\n".encode(), "a.csv", "text/csv"),
        ("一段文字".encode(), "a.doc", "text/plain"),
    ],
)
def test_the_content_decides_what_a_file_is(data: bytes, name: str, found: str) -> None:
    assert media_type(data, name) == found
    assert check(data, name) == found


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"MZ\x90\x00\x03" + b"\x00" * 64, "不在可收的种类"),
        (b"<html><script>alert(1)</script></html>", "不在可收的种类"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不在可收的种类"),
        (b"PK\x03\x04broken", "不在可收的种类"),
    ],
)
def test_what_may_not_be_kept_is_refused_with_what_may(data: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        check(data, "文件.pdf")


def test_a_file_that_is_too_large_is_refused(settings: object) -> None:
    settings.LARGEST_DOCUMENT = 2**20  # type: ignore[attr-defined]
    with pytest.raises(ValidationError, match="超过 1 MB"):
        check(PDF + b" " * 2**20, "大.pdf")


def test_versions_follow_each_other_and_equal_content_is_kept_once(office: Office) -> None:
    case = registered(office)
    first = keep(case.pk, "批文.pdf", PDF, by=None)
    again = keep(case.pk, "批文.pdf", PDF, by=None)
    second = keep(case.pk, "批文.pdf", PDF + b"\n", by=None)
    copy = keep(case.pk, "另存.pdf", PDF, by=None)
    assert (first.pk, first.version, second.version, copy.version) == (again.pk, 1, 2, 1)
    assert copy.content.name == first.content.name
    assert first.sha256 == hashlib.sha256(PDF).hexdigest()
    assert intact(first)
    Path(first.content.path).write_bytes(b"changed")
    assert not intact(first)


def test_a_file_is_added_through_an_action_and_a_bad_one_leaves_nothing(office: Office) -> None:
    agreement = drafted(office, registered(office))
    clerk = office["kq-park-clerk"]
    good = {"file": SimpleUploadedFile("可研.pdf", PDF)}
    act(f"{AGREEMENT}.attach", agreement, {"document_kind": "可研报告"}, clerk, files=good)
    assert Document.objects.get(case_id=agreement.pk).kind == "可研报告"
    bad = {"file": SimpleUploadedFile("可研.pdf", b"MZ\x90\x00\x03" + b"\x00" * 64)}
    with pytest.raises(Refused) as caught:
        act(f"{AGREEMENT}.attach", agreement, {}, clerk, files=bad)
    assert caught.value.refusal.ground is Ground.INPUT
    assert list(caught.value.refusal.errors) == ["file"]
    assert Document.objects.count() == 1


def test_the_agreement_is_written_as_word_and_pdf_with_capitals_and_clauses(office: Office) -> None:
    agreement = Agreement.objects.get(pk=drafted(office, registered(office), topic_incubation="").pk)
    paper = agreement_paper(agreement)
    assert to_pdf(paper).startswith(b"%PDF-")
    document = docx.Document(BytesIO(to_docx(paper)))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "合计人民币叁佰伍拾万元伍角整" in text
    assert "（尚未约定）" in text
    assert "征求意见稿，模拟" in text
    assert "柯桥意见稿三（一）" in text
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["2026", "1,000,000.00"]


def test_what_was_damaged_in_the_store_is_mended_by_keeping_it_again(office: Office) -> None:
    """The same content sent once more is not tied to a stored file that no longer is that content."""
    case = registered(office)
    first = keep(case.pk, "批文.pdf", PDF, by=None)
    Path(first.content.path).write_bytes(b"altered")
    again = keep(case.pk, "批文.pdf", PDF, by=None)
    assert (again.version, intact(again), intact(first)) == (2, True, False)
    other = keep(case.pk, "副本.pdf", PDF, by=None)
    assert intact(other)
