"""What must hold of every page: it renders in both languages, without the database, inline style or inline script."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.web.pages import plain_pages, rule_pages

HAN = re.compile(r"[\u3400-\u9fff]")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """Reads a page as the tests need it: attributes, scripts, headings, and the words outside Chinese parts."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[bool] = []
        self.styled: list[str] = []
        self.inline_scripts: list[str] = []
        self.h1 = 0
        self.words: list[str] = []
        self.script = False
        self.ids: list[str] = []
        self.unlabelled: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if "style" in found or any(name.startswith("on") for name in found):
            self.styled.append(self.get_starttag_text() or tag)
        if tag == "style":
            self.styled.append("<style>")
        self.script = tag == "script" and "src" not in found and found.get("type") != "application/json"
        if "id" in found:
            self.ids.append(found["id"] or "")
        self.h1 += tag == "h1"
        chinese = (found.get("lang") or "").startswith("zh") or "seal" in (found.get("class") or "")
        if not (self.stack and self.stack[-1]) and not chinese:
            self.words += [found[name] or "" for name in ("title", "aria-label", "placeholder") if name in found]
        if tag not in VOID:
            self.stack.append(chinese or bool(self.stack and self.stack[-1]) or tag == "script")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.stack:
            self.stack.pop()
        self.script = False

    def handle_data(self, data: str) -> None:
        if self.script and data.strip():
            self.inline_scripts.append(data.strip()[:80])
        if not (self.stack and self.stack[-1]):
            self.words.append(data)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self.stack:
            self.stack.pop()


def read(client: Client, address: str, *, status: int = 200) -> Reader:
    """The page, read. No database fixture is asked for: a page that queried would fail here."""
    answer = client.get(address)
    assert answer.status_code == status, address
    reader = Reader()
    reader.feed(answer.content.decode())
    return reader


@pytest.mark.django_db
@pytest.mark.parametrize("address", plain_pages())
def test_a_page_keeps_the_policy_and_has_one_heading(zh: Client, address: str) -> None:
    page = read(zh, address)
    assert page.styled == []
    assert page.inline_scripts == []
    assert page.h1 == (0 if "panel=" in address else 1)
    assert sorted({one for one in page.ids if page.ids.count(one) > 1}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", plain_pages())
def test_a_page_in_english_has_no_chinese_outside_chinese_parts(en: Client, address: str) -> None:
    words = " ".join(read(en, address).words).replace("没有这样的词", "").replace("净收入", "").replace("公示", "")
    assert HAN.findall(words) == [], words[max(0, (HAN.search(words) or re.match("", words)).start() - 60) :][:140]  # type: ignore[union-attr]


def test_every_rule_has_its_page_and_its_calculator(zh: Client, en: Client) -> None:
    for address in rule_pages():
        page = read(zh, address)
        assert (page.styled, page.inline_scripts, page.h1) == ([], [], 1), address
    for address in rule_pages()[:40]:
        assert HAN.findall(" ".join(read(en, address).words)) == [], address


def test_the_policy_header_allows_only_our_own_files(zh: Client) -> None:
    policy = zh.get("/law/").headers["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == "'self'"
    assert rules["default-src"] == "'none'"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nowhere/", "没有这一页"),
        ("/law/nothing/", "没有编号为 nothing 的法规"),
        ("/law/quzhou-2024/art99.p1/", "没有 art99.p1 这一条款"),
        ("/law/rules/nothing/", "没有名为 nothing 的规则"),
    ],
)
def test_a_missing_page_says_what_is_missing(zh: Client, address: str, words: str) -> None:
    answer = zh.get(address)
    assert answer.status_code == 404
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_an_error_page_tells_a_number_and_stays_in_the_house(zh: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("kechuang.web.search.sources.shelf.library", broken)
    zh.raise_request_exception = False
    answer = zh.get("/search/?q=净收入")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "这一步没有办成" in text
    assert re.search(r'k-code">[0-9A-F]{10}<', text)
    assert "broken on purpose" not in text
