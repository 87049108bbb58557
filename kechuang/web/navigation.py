"""What the bars lead to. A word appears once the page behind it exists, so no link leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kechuang.core.ui.parts import Tab


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a bar: the url name it leads to, and the path under which it is current."""

    label: Promise
    url_name: str
    under: str = ""


BAR = (
    Entry(gettext_lazy("工作台"), "workbench"),
    Entry(gettext_lazy("平台"), "platforms"),
    Entry(gettext_lazy("治理"), "councils"),
    Entry(gettext_lazy("评价"), "evaluations"),
    Entry(gettext_lazy("评审"), "panels"),
    Entry(gettext_lazy("成果转化"), "achievements"),
    Entry(gettext_lazy("仪器"), "equipment"),
    Entry(gettext_lazy("经费"), "budgets"),
    Entry(gettext_lazy("资金"), "ledger"),
    Entry(gettext_lazy("服务"), "services"),
    Entry(gettext_lazy("监督统计"), "supervision"),
    Entry(gettext_lazy("公示"), "notice-board"),
    Entry(gettext_lazy("单位"), "units"),
    Entry(gettext_lazy("法规"), "law-index"),
    Entry(gettext_lazy("测算"), "calc-index"),
)
"""The bar of the whole house; the portal and the signed-in pages share it."""

DOCK = (
    Entry(gettext_lazy("首页"), "portal"),
    Entry(gettext_lazy("今日"), "workbench"),
    Entry(gettext_lazy("查法"), "law-index"),
    Entry(gettext_lazy("测算"), "calc-index"),
)
"""The bar at the foot of a phone."""

LAW = (
    Entry(gettext_lazy("法规文件"), "law-index"),
    Entry(gettext_lazy("规则"), "law-rules"),
    Entry(gettext_lazy("解释"), "law-interpretations"),
    Entry(gettext_lazy("条文落在哪里"), "law-coverage"),
)
CALC = (
    Entry(gettext_lazy("奖励下限"), "calc-reward"),
    Entry(gettext_lazy("公示与发放日期"), "calc-dates"),
    Entry(gettext_lazy("闲置成果"), "calc-idle"),
    Entry(gettext_lazy("优秀名额"), "calc-quota"),
)

AREAS = {
    "equipment": (
        Entry(gettext_lazy("公开名录"), "equipment-library"),
        Entry(gettext_lazy("开放统计"), "equipment-use"),
    ),
    "budgets": (
        Entry(gettext_lazy("经费总览"), "funding-overview"),
        Entry(gettext_lazy("经费预测"), "funding-projection"),
    ),
    "achievements": (
        Entry(gettext_lazy("转化看板"), "transformation-board"),
        Entry(gettext_lazy("我的成果"), "my-achievements"),
        Entry(gettext_lazy("我的奖励"), "my-rewards"),
        Entry(gettext_lazy("转化统计"), "transformation-statistics"),
    ),
}
"""Pages of an area of work that are no lists; they stand beside its lists in the second row of the bar."""


def tabs(entries: tuple[Entry, ...], request: HttpRequest, *, exact: bool = False) -> list[Tab]:
    """The entries whose pages exist. Current: the page itself, or with exact=False also the longest address above it."""
    found = [(str(entry.label), reverse(entry.url_name)) for entry in entries if _stands(entry.url_name)]
    area = getattr(request, "area", "")  # set by pages that belong to an area without standing under its address
    path = reverse(area) if any(area == entry.url_name for entry in entries) else request.path
    matching = [url for _, url in found if path == url or (not exact and url != "/" and path.startswith(url))]
    current = max(matching, key=len, default="")
    return [Tab(label, url, url == current) for label, url in found]


@cache
def _stands(url_name: str) -> bool:
    """Whether there is such a page; pages come with the code, so it is tried once."""
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True
