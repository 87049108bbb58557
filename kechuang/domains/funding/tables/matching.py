"""Ratios of matching as a list and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, Filter, register
from kechuang.domains.funding.models import Income, MatchingRatio
from kechuang.domains.funding.panels import matching as panels
from kechuang.domains.funding.tables.budgets import AREA

KIND = Filter(
    "kind", gettext_lazy("引入资金种类"), lambda: [(k, Income.Kind(k).label) for k in Income.MATCHED],
    lambda value: Q(source_kind=value),
)  # fmt: skip


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    regions = sorted({post.prefix.ljust(6, "0") for post in reach_of(user).posts if post.over_regions})
    return {"valid_from": clock.today()} | ({"region": regions[0]} if len(regions) == 1 else {})


RATIOS = register(
    CaseSite(
        MatchingRatio,
        slug="matching-ratios",
        title=gettext_lazy("配套比例"),
        unit=pgettext_lazy("matching ratios", "项"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            Column("kind", gettext_lazy("引入资金种类"), lambda r: r.get_source_kind_display(), sort="source_kind"),
            Column("ratio", gettext_lazy("配套比例"), lambda r: panels.percent(r.share), sort="ratio"),
            Column("from", gettext_lazy("起"), lambda r: r.valid_from, "day", "valid_from"),
            Column("to", gettext_lazy("止"), lambda r: r.valid_to, "day", "valid_to"),
            Column("document", gettext_lazy("决定文号"), lambda r: r.document),
            "state",
        ),
        filters=(KIND,),
        search=("document",),
        main=(panels.ratio,),
        path=("in_force", "ended"),
        initial=lambda r: {"valid_to": clock.today()},
        initial_new=_new,
    )
)
