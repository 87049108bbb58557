"""Kinds of funds and support programmes as lists and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, DecimalField, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.ledger.models import Earmark
from kechuang.casework.ledger.panels import case_entries
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, Filter, Quick, register
from kechuang.domains.funding.models import FundSource, SupportProgramme
from kechuang.domains.funding.panels import sources as panels
from kechuang.domains.funding.panels import support
from kechuang.domains.funding.tables.budgets import AREA
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.models import LEVELS, Agreement


def _new_source(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The person's own place."""
    posts = [p for p in reach_of(user).posts if p.over_regions]
    return {"region": posts[0].prefix.ljust(6, "0")} if posts else {}


def _controls(source: FundSource) -> Mapping[str, Any]:
    return {
        "funder": source.funder_id, "lump_sum": source.lump_sum, "document": source.document, "valid_to": source.valid_to,
        "valid_from": clock.today(),
    }  # fmt: skip


_MONEY = DecimalField(max_digits=18, decimal_places=2)

SUPPORT_PROGRAMMES = register(
    CaseSite(
        SupportProgramme,
        slug="support-programmes",
        title=gettext_lazy("保障方案"),
        unit=pgettext_lazy("support-programmes", "份"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("agreement", gettext_lazy("共建协议"), lambda p: p.agreement.number, sort="agreement__number"),
            Column("mode", gettext_lazy("保障方式"), lambda p: p.get_mode_display(), sort="mode"),
            Column("base", gettext_lazy("基础合计（元）"), lambda p: p.base_total, "yuan", "base_total"),
            Column("incentive", gettext_lazy("激励合计（元）"), lambda p: p.incentive_total, "yuan", "incentive_total"),
            Column(
                "ceiling",
                gettext_lazy("配套上限合计（元）"),
                lambda p: p.ceiling_total,
                "yuan",
                "ceiling_total",
                shown=False,
            ),
            "state",
        ),
        filters=(
            Filter(
                "mode", gettext_lazy("保障方式"), lambda: Agreement.SupportMode.choices, lambda value: Q(mode=value)
            ),
        ),
        search=("platform__title", "platform__number", "agreement__number"),
        related=("platform__owner", "platform__introducing_entity", "agreement"),
        prepared=lambda rows: rows.annotate(
            base_total=Coalesce(Sum("years__base"), 0, output_field=_MONEY),
            incentive_total=Coalesce(Sum("years__incentive"), 0, output_field=_MONEY),
            ceiling_total=Coalesce(Sum("years__ceiling"), 0, output_field=_MONEY),
        ),
        main=(support.years, support.teams, support.in_law),
        side=(support.about,),
        path=("draft", "in_force", "ended"),
        sub=lambda p: p.platform.title,
        initial=lambda p: {"year": clock.today().year},
    )
)

FUND_SOURCES = register(
    CaseSite(
        FundSource,
        slug="fund-sources",
        title=gettext_lazy("经费渠道"),
        unit=pgettext_lazy("fund-sources", "项"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            Column("use", gettext_lazy("经费种类"), lambda s: s.get_use_display(), sort="use"),
            Column("money", gettext_lazy("资金来源"), lambda s: s.get_money_display(), sort="money"),
            Column("level", gettext_lazy("财政层级"), lambda s: s.get_level_display() or None, sort="level"),
            Column("items", gettext_lazy("负面清单（项）"), lambda s: s.items or None, "number", "items"),
            Column("from", gettext_lazy("起"), lambda s: s.valid_from, "day", "valid_from", shown=False),
            "state",
        ),
        filters=(
            Filter("use", gettext_lazy("经费种类"), lambda: FundSource.Use.choices, lambda value: Q(use=value)),
            Filter("money", gettext_lazy("资金来源"), lambda: Earmark.Source.choices, lambda value: Q(money=value)),
            Filter("level", gettext_lazy("财政层级"), lambda: LEVELS, lambda value: Q(level=value)),
        ),
        quick=(
            Quick(
                "unlisted",
                gettext_lazy("包干而没有负面清单"),
                lambda user, today: Q(lump_sum=True, items=0, state="open"),
            ),
        ),
        search=("funder__name", "document"),
        related=("funder",),
        prepared=lambda rows: rows.annotate(items=Count("negative_list", filter=Q(negative_list__valid_to=None))),
        main=(panels.negative_list, panels.appropriations, panels.used_by, case_entries),
        side=(panels.about,),
        path=("open", "closed"),
        sub=lambda s: str(s.get_use_display()),
        initial=_controls,
        initial_new=_new_source,
    )
)
