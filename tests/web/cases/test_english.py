"""Case pages in English: no word of the wrong kind, no mark of the other language."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.casework.office import Office, drafted, registered
from tests.web.cases.test_case_pages import page

As = Callable[[str], Client]


def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_the_files_of_a_case_are_not_called_instruments(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    text = page(english(as_("kq-park-clerk")), reverse("case", args=[agreement.number]))
    tab = re.search(r'href="\?show=documents#sections"[^>]*>\s*([^<]+?)\s*<', text)
    assert tab is not None
    assert tab[1] != "Instrument"


def test_what_the_law_says_is_joined_by_english_marks(office: Office, as_: As) -> None:
    """The term of an agreement, its remarks, and why a step cannot be taken yet."""
    agreement = drafted(office, registered(office), starts_on="2026-01-01", ends_on="2027-12-31")
    text = page(english(as_("kq-park-clerk")), reverse("case", args=[agreement.number]))
    words = re.sub(r"<[^>]+>", "\n", text)
    assert not re.search(r"[A-Za-z.)][，；、。（]|[，；、。）][A-Za-z]", words)


def test_places_are_chosen_by_their_english_names(office: Office, as_: As) -> None:
    text = page(english(as_("kq-st_department-clerk")), reverse("case-new", args=["platforms", "register"]))
    select = re.search(r'<select name="region".*?</select>', text, re.DOTALL)
    assert select is not None
    assert "Keqiao" in select[0]
    assert "柯桥区" not in select[0]
