"""The files of a case as they are read: each name once with its latest version, the earlier ones behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kechuang.casework.documents.models import Document


@dataclass(frozen=True, slots=True)
class File:
    """One name in a case: its latest version and the earlier ones, newest first."""

    latest: Document
    earlier: Sequence[Document] = ()


def files_of(case_id: int) -> list[File]:
    """Every file of a case, the one last changed first."""
    by_name: dict[str, list[Document]] = {}
    for row in Document.objects.filter(case_id=case_id).select_related("by").order_by("name", "-version"):
        by_name.setdefault(row.name, []).append(row)
    found = [File(rows[0], rows[1:]) for rows in by_name.values()]
    return sorted(found, key=lambda file: file.latest.pk, reverse=True)


def names_of(case_id: int) -> list[str]:
    """The names under which a case keeps files."""
    rows = Document.objects.filter(case_id=case_id).order_by("name").values_list("name", flat=True)
    return list(rows.distinct())
