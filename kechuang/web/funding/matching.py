"""What a place's ratios would add to money brought in, now and under other ratios; part of the years ahead, changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.findings import badge
from kechuang.core.ui.plain import MoneyField
from kechuang.core.ui.sites import Sheet
from kechuang.domains.funding.matching import ceilings_of, ratios_on
from kechuang.domains.funding.models import Budget, Income, MatchingRatio
from kechuang.domains.funding.panels.matching import percent
from kechuang.domains.funding.projecting import Assumed, Incoming, Match, Ratios, match, match_years
from kechuang.domains.platforms.panels.governance import chips
from kechuang.law import Finding, Verdict

MOST = 300
"""Per cent at the end of a slider; more may be typed into the address."""
GROWS = 50
"""Per cent a year, up or down, at the ends of the slider."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The match of every year ahead, whether other ratios are tried, and what the page shows of it."""

    years: Sequence[Match]
    tried: bool
    context: Mapping[str, Any]


def ahead(request: HttpRequest, budget: Budget, unit: Mapping[str, Any], assumed: Assumed) -> Ahead | None:
    """The fields and the answer for every year; nothing where no text of the place matches money brought in."""
    held = _held(budget)
    today = clock.today()
    none = dict.fromkeys(Income.MATCHED, 0)
    if match(unit, budget.region_id, none, held(today.year), None, today).verdict is not Verdict.COMPUTED:
        return None
    form = _form(budget, held(today.year), request.GET if "in_own_funds" in request.GET else None)
    data = {name: field.initial for name, field in form.fields.items()}
    if form.is_bound and form.is_valid():
        data |= {name: value for name, value in form.cleaned_data.items() if value is not None}
    typed = {
        kind: Fraction(data[f"ratio_{kind}"]) / 100 for kind in Income.MATCHED
        if data[f"ratio_{kind}"] != form.fields[f"ratio_{kind}"].initial
    }  # fmt: skip
    fen = {kind: fen_of(data[f"in_{kind}"]) for kind in Income.MATCHED}
    incoming = Incoming(fen, Fraction(data["in_growth"]) / 100, ceilings_of(budget))
    years = match_years(
        unit, budget.region_id, assumed, incoming, held, lambda year: {**held(year), **typed}, today
    )  # fmt: skip
    shown = {
        "match_form": form, "match_sheets": [_first(budget, years[0]), _every(budget, years)], "match_grows": GROWS,
        "match_growth": data["in_growth"], "match_most": MOST,
        "match_sliders": [
            (kind, Income.Kind(kind).label, data[f"ratio_{kind}"], percent(held(today.year)[kind])) for kind in Income.MATCHED
        ],
    }  # fmt: skip
    return Ahead(years, bool(typed), shown)


def _held(budget: Budget) -> Callable[[int], Ratios]:
    """The ratios at the budget's place by year: of its first day, or of today while it runs."""
    region, today = budget.region_id, clock.today()
    rows = MatchingRatio.objects.filter(place__in={region, f"{region[:4]}00", f"{region[:2]}0000"}, withdrawn_on=None)
    known = list(rows.select_related("region"))

    def of(year: int) -> Ratios:
        found = ratios_on(region, known, max(dt.date(year, 1, 1), today))
        return dict(zip(Income.MATCHED, found, strict=True))

    return of


def _form(budget: Budget, held: Ratios, given: Any) -> forms.Form:
    came: dict[str, Decimal] = dict.fromkeys(Income.MATCHED, Decimal(0))
    for kind, amount in budget.incomes.filter(kind__in=Income.MATCHED).values_list("kind", "amount"):
        came[kind] += amount
    form = forms.Form(given)
    for kind in Income.MATCHED:
        label = Income.Kind(kind).label
        form.fields[f"in_{kind}"] = MoneyField(
            label=_("首年引入%(kind)s（元）") % {"kind": label},
            min_value=Decimal(0),
            initial=came[kind],
            required=False,
        )
        share = held[kind]
        form.fields[f"ratio_{kind}"] = forms.DecimalField(
            min_value=0, max_value=1000, max_digits=8, decimal_places=4, required=False,
            initial=Decimal(0) if share is None else Decimal(share.numerator * 100) / Decimal(share.denominator),
        )  # fmt: skip
    form.fields["in_growth"] = forms.DecimalField(
        label=_("引入资金每年增长（%）"), min_value=-GROWS, max_value=GROWS, max_digits=5, decimal_places=1,
        required=False, initial=Decimal(0),
    )  # fmt: skip
    return form


def _first(budget: Budget, one: Match) -> Sheet:
    """The first year by kind of money."""
    rows: list[list[Any]] = [
        [
            str(Income.Kind(kind).label), yuan(one.fen[kind]), percent(one.held[kind]), _of(one.now, kind),
            percent(one.tried[kind]), _of(one.then, kind),
        ]
        for kind in Income.MATCHED
    ]  # fmt: skip
    rows.append([_("政府配套"), yuan(sum(one.fen.values())), "", _whole(one.now), "", _whole(one.then)])
    most = one.ceiling
    text = _("配套上限 %(most)s 元。") % {"most": yuan(most)} if most is not None else _("没有约定配套上限。")
    return Sheet(
        _("%(year)d 年引入资金的配套") % {"year": one.year}, rows=rows, text=text, numeric=frozenset({1, 2, 3, 4, 5}),
        badge=badge(one.then), cites=chips(dict.fromkeys(one.then.citations), budget.region_id)[:4],
        head=[_("引入资金"), _("一年引入（元）"), _("现行比例"), _("现行配套（元）"), _("测算比例"), _("测算配套（元）")],
    )  # fmt: skip


def _every(budget: Budget, years: Sequence[Match]) -> Sheet:
    """Every year ahead: what comes in, the ceiling, and the match at the ratios set and at those tried."""
    rows = [
        [
            str(one.year), yuan(sum(one.fen.values())), _("没有约定") if one.ceiling is None else yuan(one.ceiling),
            _whole(one.now), _whole(one.then),
        ]
        for one in years
    ]  # fmt: skip
    return Sheet(
        _("以后各年的政府配套"), rows=rows, numeric=frozenset({1, 2, 3, 4}), badge=badge(years[-1].then),
        head=[_("年度"), _("引入资金（元）"), _("配套上限（元）"), _("现行配套（元）"), _("测算配套（元）")],
        foot=_("现行比例是当年年初有效的；没有安排的年份按最近一年的上限；引入多少、增长多少是你的假设"),
    )  # fmt: skip


def _of(finding: Finding, kind: str) -> str:
    value = next((output.value for output in finding.outputs if output.name == kind), None)
    return yuan(value) if isinstance(value, int) else "–"


def _whole(finding: Finding) -> str:
    return yuan(finding.value) if isinstance(finding.value, int) else "–"
