"""Agreements as a list and as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.core.words import day_words, in_chinese
from kechuang.domains.platforms import filters
from kechuang.domains.platforms.actions.agreements import drafter
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.models import Agreement, AgreementAmount, Consultation, Platform
from kechuang.domains.platforms.panels import agreements as panels
from kechuang.domains.platforms.papers.agreement import agreement_paper
from kechuang.domains.platforms.tables.registry import AREA
from kechuang.law.calendar import add_days, add_months


def _with_total(rows: QuerySet[Any]) -> QuerySet[Any]:
    amounts = AgreementAmount.objects.filter(agreement_id=OuterRef("pk")).order_by().values("agreement_id")
    total = Subquery(
        amounts.annotate(s=Sum("amount")).values("s"), output_field=DecimalField(max_digits=20, decimal_places=2)
    )
    return rows.annotate(total_amount=total)


def _agreement_sub(agreement: Agreement) -> str:
    return _("%(platform)s，%(mode)s，%(start)s至%(end)s") % {
        "platform": agreement.platform.title, "mode": agreement.get_support_mode_display(),
        "start": day_words(agreement.starts_on, weekday=False, year=True),
        "end": day_words(agreement.ends_on, weekday=False, year=True),
    }  # fmt: skip


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
    if (earlier := _earlier(user, platform, given)) is not None:
        return earlier
    today = clock.today()
    start = dt.date(today.year + today.month // 12, today.month % 12 + 1, 1)
    with in_chinese():
        title = _("共建%(name)s协议") % {"name": platform.title}
    return {
        "platform": platform.pk,
        "title": title,
        "starts_on": start,
        "ends_on": start.replace(year=start.year + 5) - dt.timedelta(days=1),
    }


def _earlier(user: Any, platform: Platform, given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A draft started from an agreement's page: an amendment has its text and term, a renewal its text and the years after."""
    number = given.get("amends") or given.get("renews")
    before = Agreement.objects.visible_to(user).filter(number=number, platform=platform).first() if number else None
    if before is None:
        return None
    texts = {f"topic_{name}": text for name, text in before.topics.items()}
    same = {"platform": platform.pk, "support_mode": before.support_mode, **texts}
    with in_chinese():
        words = _("变更%(name)s") if given.get("amends") else _("续签%(name)s")
        title = words % {"name": before.title}
    if given.get("amends"):
        amounts = {f"amount_{a.year - before.starts_on.year + 1}": a.amount for a in before.amounts.all()}
        term = {"starts_on": before.starts_on, "ends_on": before.ends_on, "special_reason": before.special_reason}
        return {**same, **amounts, **term, "title": title, "amends": before.pk}
    start = before.ends_on + dt.timedelta(days=1)
    last = add_days(add_months(start, months_of_term(before)), -1)
    return {**same, "title": title, "renews": before.pk, "starts_on": start, "ends_on": last}


def months_of_term(agreement: Agreement) -> int:
    """The length of a term in whole months, its last day counted."""
    end = add_days(agreement.ends_on, 1)
    return max((end.year - agreement.starts_on.year) * 12 + end.month - agreement.starts_on.month, 1)


def _agreement_links(agreement: Agreement, user: Any) -> Sequence[tuple[str, str]]:
    """For who could draft the next one: an amendment while it is in force, a renewal also when it has ended."""
    if agreement.signed_on is None or agreement.platform.state == "exited" or not drafter.test(user, agreement):
        return ()
    address = f"{reverse('case-new', args=['agreements', 'draft'])}?platform={agreement.platform.number}"
    renewal = (_("起草续签协议"), f"{address}&renews={agreement.number}")
    if agreement.state == "ended":
        return () if agreement.amendments.filter(signed_on__isnull=False).exists() else (renewal,)
    return ((_("起草变更协议"), f"{address}&amends={agreement.number}"), renewal)


def _reply_days(todos: Sequence[Any]) -> Mapping[int, dt.date]:
    asked = {
        (c.agreement_id, c.organisation_id): c.reply_by
        for c in Consultation.objects.filter(agreement_id__in=[t.case_id for t in todos if t.name == "reply"])
    }
    found = {t.pk: asked.get((t.case_id, t.organisation_id)) for t in todos if t.name == "reply"}
    return {pk: day for pk, day in found.items() if day is not None}


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
            PLATFORM,
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
        related=("platform", "platform__owner", "renews", "amends"),
        prepared=_with_total,
        main=(panels.signatures, panels.consultations, panels.topics),
        side=(panels.terms, panels.amounts),
        path=("draft", "consulting", "signing", "signed", "filed"),
        sub=_agreement_sub,
        initial=_agreement_values,
        initial_new=_new_agreement,
        links=_agreement_links,
        todo_days=_reply_days,
        papers=(CasePaper("agreement", gettext_lazy("协议文本"), agreement_paper),),
    )
)
