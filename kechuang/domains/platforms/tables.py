"""Lists and pages of platforms and agreements, as declarations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, register
from kechuang.core.ui.words import day_words, listed
from kechuang.domains.platforms import filters, panels
from kechuang.domains.platforms.models import LEVELS, Agreement, AgreementAmount, Consultation, Platform, Recognition

AREA = "platforms"
LEVEL_WORDS = dict(LEVELS)


def _with_recognition(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The highest level of the recognitions valid today."""
    today = clock.today()
    order = When_(*(When(level=code, then=Value(n)) for n, (code, _w) in enumerate(LEVELS)))
    valid = (
        Recognition.objects.filter(platform_id=OuterRef("pk"), valid_from__lte=today)
        .filter(Q(valid_to=None) | Q(valid_to__gte=today))
        .order_by(order.desc())
    )
    return rows.annotate(recognition_level=Subquery(valid.values("level")[:1], output_field=CharField()))


def _with_total(rows: QuerySet[Any]) -> QuerySet[Any]:
    amounts = AgreementAmount.objects.filter(agreement_id=OuterRef("pk")).order_by().values("agreement_id")
    total = Subquery(
        amounts.annotate(s=Sum("amount")).values("s"), output_field=DecimalField(max_digits=20, decimal_places=2)
    )
    return rows.annotate(total_amount=total)


def _platform_sub(platform: Platform) -> str:
    parts = [str(platform.get_platform_class_display()), listed(platform.fields)]
    if platform.introducing_entity:
        parts.append(_("由%(who)s引进") % {"who": platform.introducing_entity})
    return "，".join(part for part in parts if part)


def _agreement_sub(agreement: Agreement) -> str:
    return _("%(platform)s，%(mode)s，%(start)s至%(end)s") % {
        "platform": agreement.platform.title, "mode": agreement.get_support_mode_display(),
        "start": day_words(agreement.starts_on, weekday=False, year=True),
        "end": day_words(agreement.ends_on, weekday=False, year=True),
    }  # fmt: skip


def _platform_values(platform: Platform) -> Mapping[str, Any]:
    return {
        "name_en": platform.owner.name_en,
        "credit_code": platform.owner.credit_code,
        "fields_of_industry": "；".join(platform.fields),
        "founders": [f.organisation_id for f in platform.founders.all()],
        "operating_since": platform.operating_since or clock.today(),
    }


def _agreement_values(agreement: Agreement) -> Mapping[str, Any]:
    first = agreement.starts_on.year - 1
    return {
        **{f"topic_{name}": text for name, text in agreement.topics.items()},
        **{f"amount_{a.year - first}": a.amount for a in agreement.amounts.all()},
        "reply_by": clock.today() + dt.timedelta(days=15),
        "signed_on": clock.today(),
        "filed_on": clock.today(),
    }


def _new_agreement(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A draft started from a platform's page takes its name and a term of five years from next month."""
    platform = Platform.objects.visible_to(user).filter(number=given.get("platform", "")).first()
    if platform is None:
        return {}
    today = clock.today()
    start = dt.date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return {
        "platform": platform.pk,
        "title": _("共建%(name)s协议") % {"name": platform.title},
        "starts_on": start,
        "ends_on": start.replace(year=start.year + 5) - dt.timedelta(days=1),
    }


def _reply_days(todos: Sequence[Any]) -> Mapping[int, dt.date]:
    asked = {
        (c.agreement_id, c.organisation_id): c.reply_by
        for c in Consultation.objects.filter(agreement_id__in=[t.case_id for t in todos if t.name == "reply"])
    }
    found = {t.pk: asked.get((t.case_id, t.organisation_id)) for t in todos if t.name == "reply"}
    return {pk: day for pk, day in found.items() if day is not None}


def _platform_links(platform: Platform, user: Any) -> Sequence[tuple[str, str]]:
    """Drafting its agreement, for those who belong to the entity that introduces it."""
    if platform.state == "exited" or platform.introducing_entity_id not in reach_of(user).organisations:
        return ()
    return [(_("起草共建协议"), f"{reverse('case-new', args=['agreements', 'draft'])}?platform={platform.number}")]


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
        quick=(filters.UNRECOGNISED,),
        search=("owner__name", "owner__credit_code", "directions", "introducing_entity__name"),
        related=("introducing_entity",),
        prepared=_with_recognition,
        main=(panels.agreements,),
        side=(panels.registry, panels.recognitions, panels.status_in_law),
        path=("preparing", "operating"),
        sub=_platform_sub,
        initial=_platform_values,
        claims=panels.claims,
        links=_platform_links,
    )
)

AGREEMENTS = register(
    CaseSite(
        Agreement,
        slug="agreements",
        title=gettext_lazy("共建协议"),
        unit=gettext_lazy("份"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("platform", gettext_lazy("平台"), lambda a: a.platform.title, sort="platform__title"),
            "region",
            "owner",
            Column("support", gettext_lazy("保障方式"), lambda a: a.get_support_mode_display(), sort="support_mode"),
            Column("total", gettext_lazy("支持总额（元）"), lambda a: a.total_amount, "yuan", "total_amount"),
            Column("starts", gettext_lazy("共建期起"), lambda a: a.starts_on, "day", "starts_on", shown=False),
            Column("ends", gettext_lazy("共建期止"), lambda a: a.ends_on, "day", "ends_on"),
            Column("signed", gettext_lazy("最后签署"), lambda a: a.signed_on, "day", "signed_on", shown=False),
            Column("filed", gettext_lazy("备案日"), lambda a: a.filed_on, "day", "filed_on", shown=False),
            "state",
            "due",
            "left",
        ),
        filters=(filters.SUPPORT,),
        quick=(filters.ENDING,),
        search=("platform__title", "platform__number", "owner__name"),
        related=("platform", "platform__owner", "renews"),
        prepared=_with_total,
        main=(panels.signatures, panels.consultations, panels.topics),
        side=(panels.terms, panels.amounts),
        path=("draft", "consulting", "signing", "signed", "filed"),
        sub=_agreement_sub,
        initial=_agreement_values,
        initial_new=_new_agreement,
        todo_days=_reply_days,
    )
)
