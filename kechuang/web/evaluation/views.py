"""What stands behind a value of an evaluation, and the simulator of grades."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.core.money import yuan
from kechuang.core.ui.charts import Chart, Row, Series, chart
from kechuang.core.ui.parts import Badge, Crumb
from kechuang.core.ui.sites import Sheet
from kechuang.core.words import day_words
from kechuang.domains.evaluation import readings, simulating
from kechuang.domains.evaluation.filters import AREA
from kechuang.domains.evaluation.models import Campaign, Evaluation
from kechuang.domains.evaluation.values import read_one, span
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.queries.indicators import find
from kechuang.web.account.guard import signed_in

SHOWN_CUTS = 10
"""How many platforms whose budget is cut are named on the page."""


@require_safe
@signed_in
def evidence(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The rows of an indicator: as they stood when the self-evaluation was submitted, else as they stand now."""
    rows = Evaluation.objects.visible_to(request.user).select_related("campaign", "platform", "scheme")
    evaluation = rows.filter(number=number).first()
    value = None
    if evaluation is not None:
        value = evaluation.values.select_related("node").filter(node__code=code).first()
    known = find(value.node.indicator) if value is not None else None
    if evaluation is None or value is None or known is None or not known.own:
        raise Http404(_("没有这个编号的案件，或者不归你看。"))
    if value.recorded_on is not None:
        found = [(label, Decimal(amount), url) for label, amount, url in value.evidence]
        when = _("%(day)s取数") % {"day": day_words(value.recorded_on, weekday=False, year=True)}
    else:
        now = read_one(evaluation, value.node)
        found = [(row.label, row.value, row.url) for row in now.rows] if now is not None else []
        when = _("现在的记录；提交自评时留存")
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    total = sum((amount for _label, amount, _url in found), Decimal(0))
    first, last = span(evaluation)
    lines: list[list[Any]] = [
        [{"label": label, "url": url} if url else label, f"{amount:,.10g}"] for label, amount, url in found
    ]
    sheet = Sheet(
        _("计入的各项"), head=[_("依据"), str(known.unit)], numeric=frozenset({1}), rows=lines, note=when,
        text="" if lines else _("期内没有可以计入的记录。"),
    )  # fmt: skip
    context = {
        "indicator": known, "platform": evaluation.platform, "sheet": sheet, "total": f"{total:,.10g}",
        "span": _("%(start)s至%(end)s") % {
            "start": day_words(first, weekday=False, year=True), "end": day_words(last, weekday=False, year=True),
        },
        "crumbs": [
            Crumb(_("平台评价"), reverse("evaluations")),
            Crumb(evaluation.number, reverse("case", args=[evaluation.number])),
            Crumb(str(known.label)),
        ],
    }  # fmt: skip
    return render(request, "platform_pages/indicator.html", context)


@require_safe
@signed_in
def simulator(request: HttpRequest, number: str) -> HttpResponse:
    """Grades of a campaign by other cuts, lines and readings, with what they would cost; for the office, and only to look.

    What other readings would change is worked out when it is asked for (readings=1); a page with script asks at once.
    """
    rows = Campaign.objects.visible_to(request.user).select_related("region", "owner")
    campaign = rows.filter(number=number).first()
    if campaign is None or campaign.state not in simulating.SCORED:
        raise Http404(_("没有这个编号的案件，或者不归你看。"))
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    what = simulating.tried(campaign, request.GET.dict())
    effects = request.GET.get("readings") == "1"
    context: dict[str, Any] = {
        "here": request.path, "switches": readings.switches(campaign, what, effects=effects), "effects": effects,
        "draft": Badge("draft", _("模拟")),
    }  # fmt: skip
    if request.GET.get("part") == "readings":
        return render(request, "evaluation_pages/readings.html", context)
    told = simulating.simulate(campaign, what)
    query = request.GET.copy()
    query["readings"] = "1"
    context |= {
        "campaign": campaign, "told": told, "chart": _money_chart(told), "with_readings": query.urlencode(),
        "shown_cuts": told.cuts[:SHOWN_CUTS], "more_cuts": max(len(told.cuts) - SHOWN_CUTS, 0),
        "cites": chips(["binjiang-2023:s4.5.c", "binjiang-2023:s4.5.d", "binjiang-2023:s4.5.e"], campaign.region_id),
        "back": reverse("case", args=[campaign.number]), "wide_bar": True,
        "crumbs": [
            Crumb(_("评价工作"), reverse("evaluation-campaigns")),
            Crumb(campaign.number, reverse("case", args=[campaign.number])), Crumb(_("等次模拟")),
        ],
    }  # fmt: skip
    return render(request, "evaluation_pages/simulator.html", context)


def _money_chart(told: simulating.Outcome) -> Chart:
    """What is awarded and what is cut, by class."""
    of = [Series("award", _("优秀奖励"), "c2"), Series("cut", _("削减下年预算"), "c5", falls=True)]
    rows = [Row(lane.label, {"award": lane.award or 0, "cut": lane.cut_fen}) for lane in told.lanes]
    return chart("money", _("各类平台的优秀奖励和削减的下年预算，单位元"), of, rows, yuan, _("平台类型"))
