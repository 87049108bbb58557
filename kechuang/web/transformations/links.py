"""Where the rows behind a number are."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def list_url(slug: str, of: Any, **chosen: str) -> str:
    """The list of a kind narrowed as a page is; empty where the kind has no list yet."""
    try:
        base = reverse(slug)
    except NoReverseMatch:
        return ""
    pairs = [(name, value) for name, value in (*chosen.items(), ("region", of.region)) if value]
    pairs += [] if of.office else [("f", "mine")]
    return f"{base}?{urlencode(pairs) or 'all=1'}"
