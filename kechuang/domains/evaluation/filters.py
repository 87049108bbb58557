"""What lists of evaluation are narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.core import clock
from kechuang.core.ui.sites import Filter
from kechuang.domains.evaluation.models import SCHEME_CLASSES, Campaign

AREA = "evaluations"
"""The word of the bar under which the lists stand."""


OFFERED = 50
"""So many of the newest campaigns a person sees are offered."""


def _pairs(rows: Any) -> list[tuple[str, str]]:
    return [(str(pk), title) for pk, title in rows.order_by("-pk").values_list("pk", "title")]


CAMPAIGN = Filter(
    "campaign", _("评价工作"), lambda: _pairs(Campaign.objects.all()), lambda value: Q(campaign=int(value)),
    lambda user: _pairs(Campaign.objects.visible_to(user))[:OFFERED],
)  # fmt: skip


def _years() -> list[tuple[str, str]]:
    now = clock.today().year
    return [(str(year), str(year)) for year in range(now + 1, now - 9, -1)]


YEAR = Filter("year", _("年度"), _years, lambda value: Q(year=int(value)))
YEAR_OF_CAMPAIGN = Filter("year", _("年度"), _years, lambda value: Q(campaign__year=int(value)))
CLASS = Filter("class", _("平台类型"), lambda: SCHEME_CLASSES, lambda value: Q(platform_class=value))
KIND = Filter("kind", _("评价种类"), lambda: Campaign.Kind.choices, lambda value: Q(kind_of=value))
KIND_OF_CAMPAIGN = Filter(
    "kind", _("评价种类"), lambda: Campaign.Kind.choices, lambda value: Q(campaign__kind_of=value)
)
YEAR_OF_EVALUATION = Filter("year", _("年度"), _years, lambda value: Q(evaluation__campaign__year=int(value)))
