"""Language and theme: chosen by the reader, applied by the server."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh-hans"), ("*", "zh-hans"), ("fr-FR,de;q=0.8", "zh-hans"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-TW", "zh-hans"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("fr,en;q=0.5,zh;q=0.2", "en"),
        ("en;q=0.2,zh;q=0.5", "zh-hans"), ("en;q=0", "zh-hans"), ("en;q=wrong,,;", "zh-hans"),
    ],
)  # fmt: skip
def test_a_first_visit_is_answered_in_the_language_the_browser_asks_for(accepted: str, language: str) -> None:
    page = Client(headers={"accept-language": accepted} if accepted else {}).get("/law/")
    assert page.headers["Content-Language"] == language
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in page.content.decode()
    assert "Accept-Language" in page.headers["Vary"]


def test_what_the_reader_chose_stands_before_what_the_browser_asks_for() -> None:
    reader = Client(headers={"accept-language": "en"})
    reader.post("/preferences/", {"language": "zh-hans", "next": "/law/"})
    assert reader.get("/law/").headers["Content-Language"] == "zh-hans"
    assert reader.get("/law/?lang=en").headers["Content-Language"] == "en"


def test_a_link_may_name_its_language() -> None:
    page = Client().get("/law/?lang=en").content.decode()
    assert '<html lang="en"' in page
    assert "Instruments" in page


def test_a_choice_is_kept_and_leads_back() -> None:
    client = Client()
    answer = client.post("/preferences/", {"language": "en", "next": "/law/?lang=zh&x=1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/law/?x=1")
    assert "Instruments" in client.get("/law/").content.decode()


def test_theme_and_size_are_painted_by_the_server() -> None:
    client = Client()
    client.post("/preferences/", {"theme": "dark", "next": "/"})
    client.post("/preferences/", {"size": "large", "next": "/"})
    page = client.get("/law/").content.decode()
    assert 'data-bs-theme="dark" data-theme="dark" data-size="large"' in page


def test_a_choice_that_is_none_and_a_foreign_address_are_ignored() -> None:
    client = Client()
    answer = client.post("/preferences/", {"theme": "pink", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert 'data-theme="auto"' in client.get("/law/").content.decode()


def test_preferences_are_not_changed_by_reading() -> None:
    assert Client().get("/preferences/?theme=dark").status_code == 405
