"""Searching, choosing, documents, history, imports and calendars in Chromium: they fit, axe finds nothing, keys suffice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from kechuang.casework.parties.models import Organisation
from kechuang.casework.sheets import runs
from kechuang.casework.sheets.declare import import_of
from kechuang.domains.platforms.models import Agreement, Platform
from tests.browser.test_office import AXE, OVERFLOWING, become, office
from tests.casework.office import AGREEMENT, PLATFORM, Office, act, agreement_data, drafted, platform_data, registered

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
WIDER = """() => [...document.querySelectorAll('.k-table--cases')].map(t => t.closest('.k-scroll'))
    .filter(s => s.scrollWidth > s.clientWidth + 1).map(s => [s.scrollWidth, s.clientWidth])"""


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def attached(office: Office, case: Any, name: str, data: bytes) -> None:
    act(f"{AGREEMENT}.attach", case, {"document_kind": "可研报告"}, office["kq-park-clerk"],
        files={"file": SimpleUploadedFile(name, data)})  # fmt: skip


def pages(office: Office) -> list[str]:
    """A platform with a history, an agreement with files, an import with mistakes, and what finds them."""
    platform = registered(office)
    changed = platform_data(office, title="现代纺织印染研究院", floor_area="12000", directions="绿色印染")
    act(f"{PLATFORM}.revise", platform, changed, office["kq-st_department-clerk"])
    agreement = drafted(office, Platform.objects.get(pk=platform.pk), title="纺织共建协议")
    for n, name in enumerate(("可行性研究报告.pdf", "可行性研究报告.pdf", "会议纪要.pdf")):
        attached(office, agreement, name, PDF + b"%d" % n)
    act(f"{AGREEMENT}.keep_paper", agreement, {"paper": "agreement", "format": "pdf"}, office["kq-park-clerk"])
    act(f"{AGREEMENT}.redraft", agreement, agreement_data(platform, title="纺织共建协议（二稿）", amount_1="2000000"),
        office["kq-park-clerk"])  # fmt: skip
    heads = "名称,所在地,类型,设立资金,法人形式,设立日\n"
    rows = f"{heads}甲院,330603,技术创新型,利用财政性资金设立,事业单位,2024-05-01\n乙院,999999,甲型,,,昨天\n"
    run = runs.upload(import_of(f"{PLATFORM}.register"), "平台.csv", rows.encode("utf-8-sig"), office["kq-park-clerk"])
    runs.work(run.pk)
    for n in range(3):
        registered(office, title=f"纺织材料第{n}研究院")
    case = f"/case/{agreement.number}/"
    return [
        "/search/?q=纺织", "/search/?q=纺织&kind=cases", "/search/?q=没有这样的词", "/search/",
        f"{case}?show=documents", case, f"{case}redraft/", f"/organisation/{platform.owner_id}/",
        "/calendars/", "/messages/", "/account/messages/", "/imports/", f"/imports/{PLATFORM}.register/",
        f"/imports/{run.pk}/", "/platforms/?q=纺织&state=preparing", "/agreements/", "/workbench/",
        "/new/platforms/register/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [(390, "light", "zh-hans"), (390, "dark", "en"), (1440, "dark", "zh-hans"), (1440, "light", "en")],
)
def test_pages_fit_and_axe_finds_nothing(
    page: Page, office: Office, width: int, theme: str, language: str, live_server: Any
) -> None:
    addresses = pages(office)
    page.set_viewport_size({"width": width, "height": 900})
    become(page, "kq-park-clerk")
    page.context.add_cookies(
        [
            {"name": "kc_theme", "value": theme, "url": str(live_server)},
            {"name": "django_language", "value": language, "url": str(live_server)},
        ]
    )
    axe = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    session = page.context.new_cdp_session(page)
    shots = Path(django_settings.VAR_DIR) / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, Any] = {}
    for number, address in enumerate(addresses):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        for folded in page.locator("details.k-changes > summary, .k-files details > summary").all():
            folded.click()
        if over := page.evaluate(OVERFLOWING):
            wrong[f"{address} reaches out"] = over
        if width == 1440 and (wide := page.evaluate(WIDER)):
            wrong[f"{address} scrolls sideways"] = wide
        page.screenshot(path=str(shots / f"finding-{number:02d}-{width}-{theme}-{language}.png"), full_page=True)
        if axe.is_file():
            # The page's policy refuses script elements of a test; the debugger may still run one.
            session.send("Runtime.evaluate", {"expression": axe.read_text()})
            if found := page.evaluate(AXE):
                wrong[address] = found
    assert wrong == {}


def test_the_search_is_walked_by_keys(page: Page, office: Office) -> None:
    platform = registered(office)
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, "kq-park-clerk")
    page.keyboard.press("/")
    page.keyboard.type("纺织")
    found = page.locator("#found-here")
    expect(found).to_contain_text(platform.number)
    expect(found.locator("mark").first).to_have_text("纺织")
    page.keyboard.press("Escape")
    expect(found).to_be_empty()
    expect(page.locator("[data-found]")).to_be_focused()
    page.keyboard.type("研究院")
    expect(found).to_contain_text(platform.number)
    page.keyboard.press("ArrowDown")
    expect(found.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/case/{platform.number}/")
    page.keyboard.press("/")
    page.keyboard.type("净收入")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("main mark").first).to_have_text("净收入")


def test_a_platform_is_chosen_by_keys_and_organisations_are_added_line_by_line(page: Page, office: Office) -> None:
    for name in "甲乙丙":
        registered(office, title=f"纺织材料{name}研究院")
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, "kq-park-clerk", "/new/agreements/draft/")
    field = page.locator("#id_platform")
    field.press_sequentially("材料乙")
    options = page.locator("#id_platform-options [role=option]")
    expect(options).to_have_count(1)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    chosen = Platform.objects.get(title="纺织材料乙研究院")
    expect(field).to_have_value(f"{chosen.number} {chosen.title}")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.get_by_label("协议名称").fill("协议")
    page.get_by_label("共建期起").fill("2027-01-01")
    page.get_by_label("共建期止").fill("2031-12-31")
    page.get_by_label("保障方式").select_option(label="定额保障")
    page.get_by_role("button", name="起草共建协议").click()
    expect(page.locator(".k-said")).to_contain_text("起草共建协议已办")
    assert Agreement.objects.get().platform_id == chosen.pk

    become(page, "kq-st_department-clerk", "/new/platforms/register/")
    lines, adding = page.locator("#id_founders"), page.locator("#id_founders-add")
    for name in ("kq-university", "kq-firm"):
        adding.press_sequentially(name)
        expect(page.locator("#id_founders-options [role=option]")).to_have_count(1)
        page.locator("#id_founders-options [role=option]").click()
        expect(adding).to_have_value("")
    expect(lines).to_have_value("kq-university\nkq-firm")
    assert Organisation.objects.filter(name="kq-firm").exists()


def test_a_file_is_added_in_the_tab_and_comes_down_as_it_was(page: Page, office: Office, tmp_path: Path) -> None:
    agreement = drafted(office, registered(office))
    (tmp_path / "批文.pdf").write_bytes(PDF)
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, "kq-park-clerk", f"/case/{agreement.number}/")
    page.get_by_role("link", name="文件").click()
    page.get_by_label("文件", exact=True).set_input_files(tmp_path / "批文.pdf")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.locator(".k-files")).to_contain_text("第 1 版")
    with page.expect_download() as downloaded:
        page.locator(".k-files").get_by_role("link", name="批文.pdf").click()
    assert downloaded.value.suggested_filename == "批文.pdf"
    assert Path(downloaded.value.path()).read_bytes() == PDF
    page.get_by_role("button", name="归档 .pdf").click()
    expect(page.locator(".k-files")).to_contain_text("协议文本.pdf")


def test_a_chosen_name_is_taken_without_script_too(browser: Any, office: Office, live_server: Any) -> None:
    platform = registered(office)
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    become(page, "kq-park-clerk", "/new/agreements/draft/")
    page.locator("#id_platform").fill(platform.number.lower())
    page.get_by_label("协议名称").fill("协议")
    page.get_by_label("共建期起").fill("2027-01-01")
    page.get_by_label("共建期止").fill("2031-12-31")
    page.get_by_label("保障方式").select_option(label="定额保障")
    page.get_by_role("button", name="起草共建协议").click()
    assert Agreement.objects.get().platform_id == platform.pk
    page.goto("/search/?q=纺织")
    expect(page.locator("main")).to_contain_text(platform.number)
    context.close()
