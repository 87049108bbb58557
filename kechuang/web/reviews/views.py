"""A draw, for anyone to do again; and how evenly experts are called and score, for the office that keeps the pool."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.reviews import fairness as figures
from kechuang.casework.reviews import redrawing
from kechuang.casework.reviews.actions.who import OFFICERS
from kechuang.casework.reviews.models import Expert
from kechuang.casework.reviews.tables import EXPERTS
from kechuang.casework.reviews.words import stratum_word
from kechuang.core import clock
from kechuang.core.ui.parts import Badge, Crumb
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.lists import area_tabs

PAGE = 50
NEAR = 12
"""How many candidates of a stratum stand on the page before the rest is folded."""
OUTCOMES = {
    "seated": gettext_lazy("入席"),
    "left": gettext_lazy("入席后更换"),
    "passed": gettext_lazy("跳过：不能参加"),
    "elsewhere": gettext_lazy("已在另一方面入席"),
}
SORTS = {"panels": "panels", "year": "this_year", "deviation": "deviation", "spread": "spread", "lapsed": "lapsed"}


def _found(number: str) -> redrawing.PublicDraw:
    found = redrawing.of(number)
    if found is None:
        raise Http404(_("没有这次抽取。"))
    return found


@require_safe
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """The record of a draw and the draw done again now. Public; candidates stand there by keys, not by names."""
    found = _found(number)
    strata = [
        {
            "name": stratum_word(s.name),
            "wanted": s.wanted,
            "excluded": s.excluded,
            "near": [_line(c) for c in s.candidates[: max(NEAR, s.wanted + 5)]],
            "rest": len(s.candidates) - max(NEAR, s.wanted + 5),
            "code": s.name,
        }
        for s in found.strata
    ]
    context = {"draw": found, "strata": strata, "wide_bar": True, "same": Badge("met", _("重抽结果相同"))}
    return render(request, "reviews/draw.html", context)


def _line(candidate: redrawing.Candidate) -> dict[str, Any]:
    return {"candidate": candidate, "place": candidate.place + 1, "outcome": OUTCOMES.get(candidate.outcome, "")}


@require_safe
def pool(request: HttpRequest, number: str) -> HttpResponse:
    """The recorded pool as lines of key and stratum: what the hash of the pool is made of."""
    found = _found(number)
    lines = "".join(sorted(f"{key}\t{stratum}\n" for key, stratum in found.pool))
    answer = HttpResponse(lines, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}-pool.txt"'
    return answer


@require_safe
@signed_in
def fairness(request: HttpRequest) -> HttpResponse:
    """Every expert of one's own pool: how often called, how far from the others, how reliable."""
    reach = reach_of(request.user)
    pools = [
        p.organisation
        for p in reach.posts
        if p.over_regions and p.role in OFFICERS and p.department == Organisation.Department.ST
    ]
    if not pools:
        raise PermissionDenied(_("专家的工作量和公平，由建专家库的科技主管部门的经办人和负责人看；你没有这样的岗位。"))
    request.area = EXPERTS.area  # type: ignore[attr-defined]  # read by the bar
    sort = request.GET.get("sort", "-panels")
    name = SORTS.get(sort.removeprefix("-"), "panels")
    order = F(name).desc(nulls_last=True) if sort.startswith("-") else F(name).asc(nulls_last=True)
    rows = figures.with_load(
        Expert.objects.filter(owner_id__in=pools).exclude(state__in=("applied", "refused"))
    ).select_related("person", "organisation")
    page = Paginator(rows.order_by(order, "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"expert": row, "load": figures.load(row)} for row in page],
        "heads": [_head(sort, *head) for head in _heads()],
        "query": f"?sort={sort}&",
        "tabs": area_tabs(EXPERTS),
        "crumbs": [Crumb(str(EXPERTS.title), reverse("experts")), Crumb(_("工作量和公平"))],
        "year": clock.today().year,
    }
    return render(request, "reviews/fairness.html", context)


def _heads() -> list[tuple[str, str]]:
    return [
        ("year", _("今年（次）")), ("panels", _("累计（次）")), ("deviation", _("平均差（分）")),
        ("spread", _("离散（分）")), ("lapsed", _("逾期更换")),
    ]  # fmt: skip


def _head(sort: str, name: str, label: str) -> dict[str, str]:
    up, down = sort == name, sort == f"-{name}"
    return {
        "label": label, "url": f"?sort={name if down else '-' + name}", "arrow": "↑" if up else "↓" if down else "",
        "sort": "ascending" if up else "descending" if down else "",
    }  # fmt: skip
