"""Language and theme: chosen by the reader, applied by the server."""

from django.test import Client


def test_chinese_is_the_default_whatever_the_browser_sends() -> None:
    page = Client(headers={"accept-language": "en-US,en"}).get("/law/")
    assert 'lang="zh-Hans"' in page.content.decode()
    assert page.headers["Content-Language"] == "zh-hans"


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
