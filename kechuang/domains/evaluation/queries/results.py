"""The results of a campaign as they are told: by class and grade, in the order of names. A notice is no ranking."""

from __future__ import annotations

from dataclasses import dataclass

from kechuang.domains.evaluation.models import GRADES, SCHEME_CLASSES, Campaign

ORDER = [code for code, _label in reversed(GRADES)]


@dataclass(frozen=True, slots=True)
class Group:
    """The platforms of one class with one grade, by their names."""

    platform_class: str
    class_label: str
    grade: str
    grade_label: str
    platforms: list[str]


def groups(campaign: Campaign) -> list[Group]:
    """Of the platforms that were graded: the final grades once they are published, else those proposed."""
    rows = campaign.evaluations.filter(state__in=("graded", "published")).select_related("platform")
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows.order_by("platform_class", "platform__title"):
        found.setdefault((row.platform_class, row.grade or row.proposed_grade), []).append(row.platform.title)
    kinds, grades = dict(SCHEME_CLASSES), dict(GRADES)
    keys = sorted(found, key=lambda key: (key[0], ORDER.index(key[1])))
    return [Group(kind, str(kinds[kind]), grade, str(grades[grade]), found[kind, grade]) for kind, grade in keys]
