"""The registry as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, register
from kechuang.core.words import in_parts, listed
from kechuang.domains.platforms import filters
from kechuang.domains.platforms.models import LEVELS, Platform, Recognition
from kechuang.domains.platforms.panels import governance, unit_facts
from kechuang.domains.platforms.panels import recognition as recognition_panels
from kechuang.domains.platforms.panels import registry as panels

AREA = "platforms"
LEVEL_WORDS = dict(LEVELS)


def _with_recognition(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The highest level of the recognitions valid today."""
    today = clock.today()
    order = When_(*(When(level=code, then=Value(n)) for n, (code, _w) in enumerate(LEVELS)))
    valid = Recognition.objects.filter(Recognition.valid_on(today), platform_id=OuterRef("pk")).order_by(order.desc())
    return rows.annotate(recognition_level=Subquery(valid.values("level")[:1], output_field=CharField()))


def _platform_sub(platform: Platform) -> str:
    parts = [str(platform.get_platform_class_display()), listed(platform.fields)]
    if platform.introducing_entity:
        parts.append(_("由%(who)s引进") % {"who": platform.introducing_entity})
    return in_parts(part for part in parts if part)


def _platform_values(platform: Platform) -> Mapping[str, Any]:
    return {
        "name_en": platform.owner.name_en,
        "credit_code": platform.owner.credit_code,
        "fields_of_industry": "；".join(platform.fields),
        "founders": [f.organisation_id for f in platform.founders.all()],
        "operating_since": platform.operating_since or clock.today(),
    }


def _platform_links(platform: Platform, user: Any) -> Sequence[tuple[str, str]]:
    """Its unit file, and drafting its agreement for those who belong to the entity that introduces it."""
    found = []
    file = unit_facts.file_of(platform, user)
    if file is not None:
        found.append((_("单位档案"), reverse("case", args=[file.number])))
    if platform.state != "exited" and platform.introducing_entity_id in reach_of(user).organisations:
        new = reverse("case-new", args=["agreements", "draft"])
        found.append((_("起草共建协议"), f"{new}?platform={platform.number}"))
    return found


PLATFORMS = register(
    CaseSite(
        Platform,
        slug="platforms",
        title=pgettext_lazy("page", "科创平台"),
        unit=gettext_lazy("家"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            Column("class", gettext_lazy("类型"), lambda p: p.get_platform_class_display(), sort="platform_class"),
            Column(
                "level",
                gettext_lazy("认定级别"),
                lambda p: str(LEVEL_WORDS.get(p.recognition_level, "")),
                sort="recognition_level",
            ),
            Column("fields", gettext_lazy("产业领域"), lambda p: p.fields, shown=False),
            Column("origin", gettext_lazy("设立资金"), lambda p: p.get_origin_display(), sort="origin", shown=False),
            Column(
                "introducing",
                gettext_lazy("引进责任主体"),
                lambda p: str(p.introducing_entity or ""),
                sort="introducing_entity__name",
            ),
            Column("founded", gettext_lazy("设立日"), lambda p: p.founded_on, "day", "founded_on"),
            Column("area", gettext_lazy("场地（平方米）"), lambda p: p.floor_area, "number", "floor_area", shown=False),
            "state",
            "due",
            "left",
        ),
        filters=(filters.CLASS, filters.ORIGIN, filters.LEVEL),
        quick=(filters.UNRECOGNISED, filters.RUNNING_OUT, filters.NO_COUNCIL),
        search=("owner__name", "owner__credit_code", "directions", "introducing_entity__name"),
        related=("introducing_entity",),
        prefetched=lambda: ("recognitions", "owner__unit_facts"),
        prepared=_with_recognition,
        main=(panels.agreements, recognition_panels.help_now, unit_facts.unit_facts, panels.staff),
        side=(panels.registry, governance.of_platform, panels.recognitions, panels.status_in_law),
        path=("preparing", "operating"),
        sub=_platform_sub,
        initial=_platform_values,
        claims=panels.claims,
        links=_platform_links,
    )
)
