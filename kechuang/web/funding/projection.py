"""The next years of a platform's money under good results, failing ones and a changed text; changes nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kechuang.core import clock
from kechuang.core.money import fen_of, yuan, yuan_of
from kechuang.core.ui.charts import Row, chart, series
from kechuang.core.ui.plain import MoneyField, say_plainly
from kechuang.core.words import either
from kechuang.domains.funding.models import Budget
from kechuang.domains.funding.projecting import AWARD, CUT, Assumed, Changed, Year, project, silent, stated
from kechuang.domains.funding.queries.lines import lines_of, total
from kechuang.domains.funding.tables import AREA
from kechuang.domains.platforms.facts.governance import cobuilt_facts
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.panels.governance import chips
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.lists import page_tabs
from kechuang.web.funding.matching import Ahead, ahead

MOST_YEARS = 5
MOST_YUAN = Decimal(100_000_000_000)
"""No platform's year comes near it, and five years' growth on it can still be reckoned."""
SCENARIOS = {
    "good": gettext_lazy("优秀"),
    "fail": gettext_lazy("不合格"),
    "changed_good": gettext_lazy("改后优秀"),
    "changed_fail": gettext_lazy("改后不合格"),
}


class ProjectionForm(forms.Form):
    """What is assumed, and the numbers the text would state instead. Empty: as it is."""

    base = MoneyField(label=gettext_lazy("首年核定预算（元）"), min_value=Decimal(0), max_value=MOST_YUAN)
    growth = forms.DecimalField(
        label=gettext_lazy("每年增长（%）"), min_value=-50, max_value=50, max_digits=5, decimal_places=1
    )
    years = forms.IntegerField(label=gettext_lazy("年数"), min_value=1, max_value=MOST_YEARS)
    cut = forms.DecimalField(
        label=gettext_lazy("不合格削减（%）"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=1,
        required=False,
    )
    award = MoneyField(label=gettext_lazy("优秀奖励（元）"), min_value=Decimal(0), max_value=MOST_YUAN, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            say_plainly(field)


@require_safe
@signed_in
def projection(request: HttpRequest) -> HttpResponse:
    """Of one platform that the person may see; from its newest budget."""
    platforms = Platform.objects.visible_to(request.user).exclude(state="exited")
    mine = platforms.filter(budgets__in=Budget.objects.visible_to(request.user)).distinct().order_by("number")
    number = request.GET.get("platform", "")
    platform = mine.filter(number=number).select_related("owner", "introducing_entity").first() or mine.first()
    context: dict[str, Any] = {
        "tabs": page_tabs(AREA, "funding-projection"), "platform": platform,
        "platforms": list(mine.values_list("number", "title")[:200]),
    }  # fmt: skip
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    if platform is not None:
        context |= _projected(request, platform)
    return render(request, "funding_pages/projection.html", context)


def _projected(request: HttpRequest, platform: Platform) -> dict[str, Any]:
    budget = (
        Budget.objects.visible_to(request.user).filter(platform=platform, withdrawn_on=None).order_by("-year").first()
    )
    assert budget is not None
    lines = lines_of(budget)
    spending = total(lines).spending
    fiscal = sum((line.amount for line in lines if line.side == "spending" and line.money == "fiscal"), Decimal(0))
    unit = cobuilt_facts(platform)
    klass = str(platform.platform_class)
    cut, award = stated(CUT, platform.region_id), stated(AWARD, platform.region_id, klass)
    begin = {
        "base": spending, "growth": Decimal(0), "years": 3, "cut": _percent(cut), "award": None if award is None else yuan_of(award),
    }  # fmt: skip
    given = request.GET if "base" in request.GET else None
    form = ProjectionForm(given, initial=begin)
    data: dict[str, Any] = begin
    if given is not None and form.is_valid():
        data = form.cleaned_data
    base = fen_of(data["base"])
    part = Fraction(fen_of(fiscal), fen_of(spending)) if spending else Fraction(1)
    assumed = Assumed(budget.year + 1, base, int(base * part), Fraction(data["growth"]) / 100, data["years"])
    matching = ahead(request, budget, unit, assumed)
    changed = Changed(
        Fraction(data["cut"]) / 100 if data["cut"] is not None and cut is not None and Fraction(data["cut"]) / 100 != cut else None,
        fen_of(data["award"]) if data["award"] is not None and award is not None and fen_of(data["award"]) != award else None,
        matching is not None and matching.tried,
    )  # fmt: skip
    years = project(unit, platform.region_id, assumed, changed, clock.today())
    cited = [citation for one in years[:2] for finding in one.findings for citation in finding.citations]
    return {
        **(matching.context if matching is not None else {}), "matched": matching is not None,
        "form": form, "budget": budget, "silent": silent(years), "cites": chips(dict.fromkeys(cited), platform.region_id)[:6],
        "chart": _chart(years, matching), "rows": [_row(one, matching) for one in years], "changed": changed.anything,
        "stated_cut": _percent(cut), "stated_award": award, "values": data,
        "award_words": yuan(fen_of(data["award"])) if data["award"] is not None else "",
        "remarks": list(dict.fromkeys(either(r.zh, r.en) for one in years for f in one.findings for r in f.remarks)),
    }  # fmt: skip


def _percent(part: Any) -> Decimal | None:
    return None if part is None else Decimal(Fraction(part).numerator * 100) / Decimal(Fraction(part).denominator)


def _label(one: Year) -> str:
    return _("%(year)d %(scenario)s") % {"year": one.year, "scenario": SCENARIOS[one.scenario]}


def _matched(one: Year, matching: Ahead | None) -> int:
    """Fen of matching in a year of a scenario: at the ratios tried where the text is taken as changed."""
    found = () if matching is None else matching.years
    return sum(m.added(changed=one.scenario.startswith("changed")) for m in found if m.year == one.year)


def _row(one: Year, matching: Ahead | None) -> list[Any]:
    added = _matched(one, matching)
    shown = [_label(one), one.approved, one.cut, one.left, one.award]
    return [*shown, *([] if matching is None else [added]), one.left + one.award + added]


def _chart(years: list[Year], matching: Ahead | None) -> Any:
    labels: dict[str, Any] = {"left": _("预算"), "award": _("奖励")}
    words = _("各种情形下以后各年的预算和奖励")
    if matching is not None:
        labels["matched"] = _("政府配套")
        words = _("各种情形下以后各年的预算、奖励和政府配套")
    rows = [
        Row(_label(one), {"left": one.left, "award": one.award, "matched": _matched(one, matching)}) for one in years
    ]
    return chart("projection", words, series(labels), rows, yuan, _("情形"))
