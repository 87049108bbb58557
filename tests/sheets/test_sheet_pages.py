"""The pages of imports and exports: upload, what was found, the word to go, progress, downloads; only one's own."""

from __future__ import annotations

import io
import re

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.casework.sheets.models import ImportRun
from kechuang.core.sheets.reading import read
from kechuang.domains.platforms.imports import platforms
from kechuang.domains.platforms.models import Platform
from tests.casework.office import Office, registered
from tests.sheets import files
from tests.sheets.files import platform_row

KEY = platforms.action.key
CLERK = "kq-st_department-clerk"


@pytest.fixture
def clerk(office: Office, client: Client) -> Client:
    client.force_login(office[CLERK])
    return client


def send(client: Client, content: bytes, name: str = "平台.xlsx") -> ImportRun:
    answer = client.post(reverse("import-new", args=[KEY]), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    return ImportRun.objects.get(pk=int(answer["Location"].strip("/").rpartition("/")[2]))


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_from_template_to_import(clerk: Client) -> None:
    page = clerk.get(reverse("import-new", args=[KEY]))
    assert "统一社会信用代码" in page.content.decode()
    for kind in ("xlsx", "csv"):
        template = clerk.get(reverse(f"import-template-{kind}", args=[KEY]))
        assert list(read(template.content, platforms.sheet_columns)) == []
    rows = [platform_row(n) for n in range(4)]
    rows[1] = platform_row(1, 类型="错的")
    run = send(clerk, files.platforms(rows))
    address = reverse("import-run", args=[run.pk])
    html = clerk.get(address).content.decode()
    assert "改好后重传" in html
    for words in ("尚未写入任何数据", "3 行可导入", "1 行有错", "错的", "不在可选的值之中", "先导入 3 行", "k-cellerr"):
        assert words in html
    assert not Platform.objects.exists()
    assert clerk.get(reverse("import-confirm", args=[run.pk])).status_code == 405
    clerk.post(reverse("import-confirm", args=[run.pk]))
    assert Platform.objects.count() == 3
    html = clerk.get(address).content.decode()
    assert "已导入 3 行" in html
    assert "改好后重传" in html, "one row is still wrong"
    for platform in Platform.objects.all():
        assert f'<a href="/case/{platform.number}/">' in html
    assert 'href="/platforms/?all=1"' in html
    back = body(clerk.get(reverse("import-annotated", args=[run.pk])))
    assert "可选" in python_calamine.load_workbook(io.BytesIO(back)).get_sheet_by_index(0).to_python()[2][-1]
    only = body(clerk.get(reverse("import-annotated", args=[run.pk]) + "?only=1"))
    assert len(list(read(only, platforms.sheet_columns))) == 1
    assert "平台.xlsx" in clerk.get(reverse("imports")).content.decode()


def test_a_file_that_came_in_whole_leads_to_its_cases_and_asks_for_no_mending(clerk: Client) -> None:
    run = send(clerk, files.platforms([platform_row(n) for n in range(2)]))
    address = reverse("import-run", args=[run.pk])
    html = clerk.get(address).content.decode()
    assert ("换一个文件" in html, "改好后重传" in html, "进来的" in html) == (True, False, False)
    clerk.post(reverse("import-confirm", args=[run.pk]))
    html = clerk.get(address).content.decode()
    assert ("再导入一个文件" in html, "改好后重传" in html, "进来的" in html) == (True, False, True)
    again = send(clerk, files.platforms([platform_row(n) for n in range(3)]))
    clerk.post(reverse("import-confirm", args=[again.pk]))
    assert again.pk != run.pk
    again.refresh_from_db()
    assert again.notes["cases"] == [Platform.objects.latest("pk").pk], "what came in before is not named again"


def test_a_bad_file_is_told_on_the_page(clerk: Client) -> None:
    assert clerk.post(reverse("import-new", args=[KEY])).status_code == 422
    run = send(clerk, b"PK\x03\x04nonsense")
    html = clerk.get(reverse("import-run", args=[run.pk])).content.decode()
    assert "不是完好的 Excel 文件" in html
    assert clerk.get(reverse("import-annotated", args=[run.pk])).status_code == 404


def test_what_was_typed_cannot_become_markup(clerk: Client) -> None:
    run = send(clerk, files.platforms([platform_row(1, 类型="<script>alert(1)</script>")]), "<b>.xlsx")
    html = clerk.get(reverse("import-run", args=[run.pk])).content.decode()
    assert "<script>alert" not in html
    assert "<b>.xlsx" not in html


def test_nobody_sees_anothers_import(office: Office, clerk: Client) -> None:
    run = send(clerk, files.platforms([platform_row(1)]))
    clerk.force_login(office["kq-st_department-leader"])
    for name in ("import-run", "import-progress", "import-annotated"):
        assert clerk.get(reverse(name, args=[run.pk])).status_code == 404
    for name in ("import-confirm", "import-resume"):
        assert clerk.post(reverse(name, args=[run.pk])).status_code == 404
    clerk.logout()
    for name in ("import-run", "imports"):
        assert clerk.get(reverse(name, args=[run.pk] if name == "import-run" else [])).status_code == 302
    assert not Platform.objects.exists()


def test_progress_is_a_line_that_asks_again_until_it_is_done(clerk: Client) -> None:
    run = send(clerk, files.platforms([platform_row(1)]))
    ImportRun.objects.filter(pk=run.pk).update(state="writing", done=500, total=2000)
    answer = clerk.get(reverse("import-progress", args=[run.pk]))
    html = answer.content.decode()
    assert 'hx-trigger="every 1s"' in html
    assert "500" in html
    assert "HX-Refresh" not in answer
    page = clerk.get(reverse("import-run", args=[run.pk])).content.decode()
    assert '<meta http-equiv="refresh"' in page, "without scripts the page asks for itself"
    ImportRun.objects.filter(pk=run.pk).update(state="done")
    assert clerk.get(reverse("import-progress", args=[run.pk]))["HX-Refresh"] == "true"


def test_an_import_left_by_a_dead_process_can_be_taken_up(clerk: Client) -> None:
    run = send(clerk, files.platforms([platform_row(1)]))
    ImportRun.objects.filter(pk=run.pk).update(state="writing", beat_at="2020-01-01T00:00:00Z")
    assert "接着办" in clerk.get(reverse("import-run", args=[run.pk])).content.decode()


def test_the_report_asks_the_database_the_same_at_one_row_and_at_thirty(clerk: Client) -> None:
    counts = []
    for many in (1, 30):
        run = send(clerk, files.platforms([platform_row(100 + n, 所在地="330802") for n in range(many)]))
        clerk.get(reverse("import-run", args=[run.pk]))
        with CaptureQueriesContext(connection) as asked:
            clerk.get(reverse("import-run", args=[run.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_way_out_shows_what_a_person_may_see_and_reads_back_in(office: Office, clerk: Client) -> None:
    registered(office, title="=HYPERLINK(1)", credit_code=files.credit_code(7))
    registered(office, title="乙院")
    book = body(clerk.get(reverse("export-xlsx", args=["platforms.platform"])))
    rows = python_calamine.load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows] == ["名称", "=HYPERLINK(1)", "乙院"]
    assert rows[1][4] == files.credit_code(7)
    assert rows[1][5] == "330603"
    text = body(clerk.get(reverse("export-csv", args=["platforms.platform"]))).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    grid = read(book, platforms.sheet_columns)
    assert {c.name for c in grid.heads.values()} == {c.name for c in platforms.sheet_columns}, (
        "the heads of the template"
    )
    assert clerk.get(reverse("export-xlsx", args=["platforms.nothing"])).status_code == 404
    agreements = body(clerk.get(reverse("export-csv", args=["platforms.agreement"]))).decode("utf-8-sig")
    assert len(agreements.splitlines()) == 1


def test_english(clerk: Client) -> None:
    run = send(clerk, files.platforms([platform_row(1)]))
    for address in (reverse("import-new", args=[KEY]), reverse("import-run", args=[run.pk]), reverse("imports")):
        answer = clerk.get(address, headers={"accept-language": "en"})
        assert answer.status_code == 200
        assert re.search("[A-Za-z]", answer.content.decode())
