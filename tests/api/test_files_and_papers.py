"""Files and papers by the API: listed, downloaded, added by the action, for those who take part."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Calls, bearer, session
from tests.casework.office import AGREEMENT, PLATFORM, Office, act, drafted, registered

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def attached(office: Office, case: Any, by: str, kind: str = AGREEMENT, data: bytes = PDF) -> None:
    act(f"{kind}.attach", case, {}, office[by], files={"file": SimpleUploadedFile("批文.pdf", data)})


def test_files_are_listed_and_come_down_as_they_were_kept(office: Office) -> None:
    agreement = drafted(office, registered(office))
    attached(office, agreement, "kq-park-clerk")
    attached(office, agreement, "kq-park-clerk", data=PDF + b"2")
    calls = bearer(office["kq-finance_department-clerk"], scope="read")
    status, body = calls.get(f"/cases/{agreement.number}/documents")
    assert status == 200
    newest, oldest = body["items"]
    assert (newest["version"], newest["latest"], oldest["version"], oldest["latest"]) == (2, True, 1, False)
    assert oldest["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert body["papers"] == [{"name": "agreement", "label": "协议文本", "formats": ["docx", "pdf"]}]
    answer = calls.client.get(f"/api/cases/{agreement.number}/documents/{oldest['id']}", headers=calls.headers)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[arg-type]
    assert answer["Content-Security-Policy"].endswith("sandbox")
    paper = calls.client.get(f"/api/cases/{agreement.number}/papers/agreement/pdf", headers=calls.headers)
    assert paper.content.startswith(b"%PDF-")
    assert calls.get(f"/cases/{agreement.number}/papers/agreement/odt")[0] == 404


def test_a_file_is_sent_by_the_action(office: Office) -> None:
    agreement = drafted(office, registered(office))
    calls = bearer(office["kq-park-clerk"])
    address = f"/api/agreements/{agreement.number}/actions/attach"
    sent = {"file": SimpleUploadedFile("批文.pdf", PDF), "document_kind": "批文"}
    assert calls.client.post(address, sent, headers=calls.headers).status_code == 200
    assert calls.get(f"/cases/{agreement.number}/documents")[1]["items"][0]["kind"] == "批文"
    filed = calls.post(f"/agreements/{agreement.number}/actions/keep_paper", {"paper": "agreement", "format": "pdf"})
    assert filed[0] == 200
    assert len(calls.get(f"/cases/{agreement.number}/documents")[1]["items"]) == 2


def test_what_is_public_of_a_case_does_not_include_its_files(office: Office, nobody: Calls) -> None:
    platform = registered(office)
    attached(office, platform, "kq-st_department-clerk", PLATFORM)
    calls = session(office["kq-st_department-clerk"])
    pk = calls.get(f"/cases/{platform.number}/documents")[1]["items"][0]["id"]
    assert nobody.get(f"/cases/{platform.number}/")[0] == 200
    assert nobody.get(f"/cases/{platform.number}/documents")[0] == 401
    assert nobody.get(f"/cases/{platform.number}/documents/{pk}")[0] == 401
    stranger = session(office["stranger"])
    assert stranger.get(f"/cases/{platform.number}/documents")[0] == 404
    assert stranger.get(f"/cases/{platform.number}/documents/{pk}")[0] == 404
