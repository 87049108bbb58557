"""What gives an expert away in a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

GONE = "（略）"


def names_of(expert: Any) -> set[str]:
    """The names an expert could be known by: their own, their account's, their organisation's in both languages."""
    person, organisation = expert.person, expert.organisation
    user = getattr(person, "user", None)
    found = {
        person.name, person.email, person.orcid, organisation.name, organisation.name_en, organisation.credit_code,
        getattr(user, "display_name", ""), expert.number,
    }  # fmt: skip
    return {name.strip() for name in found if name and len(name.strip()) > 1}


def stripped(text: str, names: Iterable[str]) -> str:
    """A text without these names; the longest first, so that a short one inside it leaves no rest."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, GONE)
    return text
