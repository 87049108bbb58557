"""What a place's ratios would add to money brought in, now and under other ratios; part of the years ahead, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
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
from kechuang.domains.funding.matching import ceiling_of, ratios_on
from kechuang.domains.funding.models import Budget, Income, MatchingRatio
from kechuang.domains.funding.panels.matching import percent
from kechuang.domains.funding.projecting import match
from kechuang.domains.platforms.panels.governance import chips
from kechuang.law import Finding, Verdict

MOST = 300
"""Per cent at the end of a slider; more may be typed into the address."""


def ahead(request: HttpRequest, budget: Budget, unit: Mapping[str, Any]) -> dict[str, Any]:
    """The fields and the answer; nothing where no text of the place matches money brought in."""
    held = _held(budget)
    none = dict.fromkeys(Income.MATCHED, 0)
    silent = match(unit, budget.region_id, none, held, None, clock.today())
    if silent.verdict is not Verdict.COMPUTED:
        return {}
    form = _form(budget, held, request.GET if "in_own_funds" in request.GET else None)
    data = {name: field.initial for name, field in form.fields.items()}
    if form.is_bound and form.is_valid():
        data |= {name: value for name, value in form.cleaned_data.items() if value is not None}
    fen = {kind: fen_of(data[f"in_{kind}"]) for kind in Income.MATCHED}
    tried = {kind: Fraction(data[f"ratio_{kind}"]) / 100 for kind in Income.MATCHED}
    most = ceiling_of(budget)
    now, then = (match(unit, budget.region_id, fen, ratios, most, clock.today()) for ratios in (held, tried))
    return {
        "match_form": form, "match_sheet": _sheet(budget, fen, held, tried, now, then, most),
        "match_sliders": [(kind, Income.Kind(kind).label, data[f"ratio_{kind}"], percent(held[kind])) for kind in Income.MATCHED],
        "match_most": MOST,
    }  # fmt: skip


def _held(budget: Budget) -> dict[str, Fraction | None]:
    """The ratios in force today at the budget's place."""
    region = budget.region_id
    rows = MatchingRatio.objects.filter(place__in={region, f"{region[:4]}00", f"{region[:2]}0000"}, withdrawn_on=None)
    found = ratios_on(region, list(rows.select_related("region")), clock.today())
    return dict(zip(Income.MATCHED, found, strict=True))


def _form(budget: Budget, held: Mapping[str, Fraction | None], given: Any) -> forms.Form:
    came: dict[str, Decimal] = dict.fromkeys(Income.MATCHED, Decimal(0))
    for kind, amount in budget.incomes.filter(kind__in=Income.MATCHED).values_list("kind", "amount"):
        came[kind] += amount
    form = forms.Form(given)
    for kind in Income.MATCHED:
        label = Income.Kind(kind).label
        form.fields[f"in_{kind}"] = MoneyField(
            label=_("一年引入%(kind)s（元）") % {"kind": label},
            min_value=Decimal(0),
            initial=came[kind],
            required=False,
        )
        share = held[kind]
        form.fields[f"ratio_{kind}"] = forms.DecimalField(
            min_value=0, max_value=1000, max_digits=8, decimal_places=4, required=False,
            initial=Decimal(0) if share is None else Decimal(share.numerator * 100) / Decimal(share.denominator),
        )  # fmt: skip
    return form


def _sheet(
    budget: Budget, fen: Mapping[str, int], held: Mapping[str, Fraction | None], tried: Mapping[str, Fraction],
    now: Finding, then: Finding, most: int | None,
) -> Sheet:  # fmt: skip
    rows: list[list[Any]] = [
        [
            str(Income.Kind(kind).label), yuan(fen[kind]), percent(held[kind]), _of(now, kind), percent(tried[kind]), _of(then, kind),
        ]
        for kind in Income.MATCHED
    ]  # fmt: skip
    rows.append([_("政府配套"), yuan(sum(fen.values())), "", _whole(now), "", _whole(then)])
    text = _("配套上限 %(most)s 元。") % {"most": yuan(most)} if most is not None else _("没有约定配套上限。")
    return Sheet(
        _("引入资金的配套"), rows=rows, text=text, numeric=frozenset({1, 2, 3, 4, 5}), badge=badge(then),
        cites=chips(dict.fromkeys(then.citations), budget.region_id)[:4],
        head=[_("引入资金"), _("一年引入（元）"), _("现行比例"), _("现行配套（元）"), _("测算比例"), _("测算配套（元）")],
    )  # fmt: skip


def _of(finding: Finding, kind: str) -> str:
    value = next((output.value for output in finding.outputs if output.name == kind), None)
    return yuan(value) if isinstance(value, int) else "–"


def _whole(finding: Finding) -> str:
    return yuan(finding.value) if isinstance(finding.value, int) else "–"
