"""Which notices a reader asks for: the query of the board, of its feed and of the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices.kinds import kind_choices
from kechuang.casework.notices.models import Notice, open_count
from kechuang.casework.parties.models import Region
from kechuang.casework.search.services import matching
from kechuang.core import clock
from kechuang.core.words import either

WHEN = (("running", _("公示中")), ("ended", _("已期满")), ("withdrawn", _("已撤回")), ("all", _("全部")))
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. region: a code that covers all under it. when: one of WHEN."""

    text: str = ""
    region: str = ""
    kind: str = ""
    when: str = "running"

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> Asked:
        """From a query; what is no choice is left out."""
        region = str(query.get("region", ""))
        kind = str(query.get("kind", ""))
        when = str(query.get("when", ""))
        return cls(
            str(query.get("q", "")).replace("\x00", "").strip()[:LONGEST],
            region if region.isascii() and region.isdigit() and 2 <= len(region) <= 6 else "",
            kind if kind in dict(kind_choices()) else "",
            when if when in dict(WHEN) else "running",
        )

    def query(self, **changes: str) -> str:
        pairs = {"q": self.text, "region": self.region, "kind": self.kind, "when": self.when, **changes}
        return urlencode(
            {name: value for name, value in pairs.items() if value and (name, value) != ("when", "running")}
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.query())

    def rows(self) -> QuerySet[Any]:
        """Public notices, those that end first before the others; what has ended, the latest first."""
        today = clock.today()
        rows = Notice.objects.filter(public=True).select_related("region", "owner")
        ended = Q(state="concluded") | Q(state="running", ends_on__lt=today)
        if self.when == "running":
            rows = rows.running(today)
        elif self.when == "ended":
            rows = rows.filter(ended)
        elif self.when == "withdrawn":
            rows = rows.filter(state="withdrawn")
        if self.region:
            rows = rows.filter(region__code__startswith=_prefix(self.region))
        if self.kind:
            rows = rows.filter(notice_kind=self.kind)
        if (found := matching(self.text)) is not None:
            rows = rows.filter(pk__in=found)
        rows = rows.annotate(n_open=open_count())
        return rows.order_by(*(("ends_on", "pk") if self.when == "running" else ("-ends_on", "-pk")))


def _prefix(code: str) -> str:
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def region_choices() -> list[tuple[str, str]]:
    return [(r.code, either(r.name, r.name_en)) for r in Region.objects.standing()]
