"""The figures of the chapter on platforms, for a place and a year: each with the address of the list it was counted from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.domains.platforms.models import CLASSES, AgreementAmount, Platform, Recognition, Target, YearPlan


def labels() -> dict[str, str]:
    """The figures by name, in the order they are told."""
    return {
        "platforms": _("科创平台"),
        "operating": _("运行中的平台"),
        **{f"class_{code}": str(label) for code, label in CLASSES},
        "recognitions": _("有效认定"),
        "support": _("协议约定的当年支持（元）"),
        "plans_filed": _("已备案的年度计划"),
        "evaluations_filed": _("已备案的自评"),
        "targets": _("绩效目标"),
        "targets_reached": _("完成的绩效目标"),
    }


def figures(prefix: str, year: int) -> list[dict[str, Any]]:
    """Values of a year for all that lies under a region prefix. Amounts in yuan."""
    region = prefix.ljust(6, "0")
    rows = Platform.objects.filter(region__code__startswith=prefix).exclude(state="exited")
    plans = YearPlan.objects.filter(region__code__startswith=prefix, year=year, withdrawn_on=None)
    targets = Target.objects.filter(plan__in=plans, actual__isnull=False)
    support = AgreementAmount.objects.standing().filter(
        agreement__platform__in=rows, agreement__signed_on__isnull=False, year=year
    ).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    recognised = Recognition.objects.filter(
        platform__in=rows, valid_from__year__lte=year
    ).exclude(valid_to__year__lt=year)  # fmt: skip
    found: Sequence[tuple[str, Any, str]] = (
        ("platforms", rows.count(), _list("platforms", region=region)),
        ("operating", rows.filter(state="operating").count(), _list("platforms", region=region, state="operating")),
        *(
            (f"class_{code}", rows.filter(platform_class=code).count(), _list("platforms", region=region, **{"class": code}))
            for code, _label in CLASSES
        ),
        ("recognitions", recognised.count(), _list("platforms", region=region)),
        ("support", f"{support:.2f}", _list("agreements", region=region)),
        ("plans_filed", plans.filter(filed_on__isnull=False).count(), _list("year-plans", region=region, year=year)),
        (
            "evaluations_filed", plans.filter(evaluation_filed_on__isnull=False).count(),
            _list("year-plans", region=region, year=year, state="closed"),
        ),
        ("targets", targets.count(), _list("year-plans", region=region, year=year)),
        ("targets_reached", targets.filter(actual__gte=F("goal")).count(), _list("year-plans", region=region, year=year)),
    )  # fmt: skip
    return [{"name": name, "value": value, "source": source} for name, value, source in found]


def _list(slug: str, **narrowed: Any) -> str:
    return f"{reverse(slug)}?{urlencode(narrowed)}"
