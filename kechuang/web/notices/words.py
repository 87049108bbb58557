"""A notice in a line, as the board, the portal and the feed tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.notices.models import Interest, Notice
from kechuang.casework.notices.panels import standing_badge
from kechuang.casework.notices.queries import standing_of
from kechuang.core import clock
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.parts import Badge, Cite
from kechuang.core.words import day_words
from kechuang.law.library import load

SOON = 3


@dataclass(frozen=True, slots=True)
class Line:
    """left: days left, 0 on the last; None when it has not begun or no longer runs."""

    notice: Notice
    url: str
    title: str
    about: str
    left: int | None
    badge: Badge
    cite: Cite | None
    named: str = ""

    @property
    def soon(self) -> bool:
        return self.left is not None and self.left <= SOON


def left_of(notice: Notice) -> int | None:
    today = clock.today()
    if notice.state != "running" or notice.ends_on is None or notice.ends_on < today:
        return None
    return (notice.ends_on - today).days


def lines_of(notices: list[Notice]) -> list[Line]:
    """Rows with n_open annotated; one more query for those whom the law has named."""
    named: dict[int, str] = {}
    for row in Interest.objects.filter(notice__in=notices, named=True):
        named.setdefault(row.notice_id, row.relation)
    return [_line(notice, named.get(notice.pk, "")) for notice in notices]


def _line(notice: Any, named: str) -> Line:
    kind = notice.what
    found = standing_of(notice, notice.n_open, kind)
    badge = standing_badge("withdrawn" if notice.state == "withdrawn" else found.state)
    if notice.ends_on is None:
        about = _("%(owner)s　%(kind)s，尚未起算") % {"owner": notice.owner, "kind": kind.label}
    else:
        about = _("%(owner)s　%(kind)s至 %(day)s") % {
            "owner": notice.owner, "kind": kind.label, "day": day_words(notice.ends_on, weekday=False),
        }  # fmt: skip
    governing = [c for c in kind.citations if _governs(c.instrument, notice.region_id)]
    return Line(
        notice, reverse("public-notice", args=[notice.number]), notice.title, about, left_of(notice), badge,
        cite_of(governing[0], load()) if governing else None, named,
    )  # fmt: skip


def _governs(instrument: str, region: str) -> bool:
    home = load().instruments.get(instrument)
    return home is not None and region.startswith(home.region)
