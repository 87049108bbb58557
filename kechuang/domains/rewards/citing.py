"""Clauses that are shown beside a date or a record, where they govern."""

from __future__ import annotations

from kechuang.law.library import load
from kechuang.law.model import Citation


def where_it_governs(cite: str, region: str) -> tuple[Citation, ...]:
    """The citation, in a region (GB/T 2260 code) under that of its instrument; nothing elsewhere."""
    place = Citation.parse(cite)
    return (place,) if region.startswith(load().instruments[place.instrument].region) else ()
