"""Co-building agreements: terms, yearly support, signatures, consultations."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.core.words import either
from kechuang.domains.platforms.models.registry import Platform
from kechuang.law.library import load


@tracked()
class Agreement(Case):
    """A co-building agreement (共建协议). Its owner is the introducing entity that drafts and files it."""

    SERIES: ClassVar[str] = "XY"
    STATES: ClassVar[Any] = (
        ("draft", _("起草")),
        ("consulting", _("征求意见")),
        ("signing", _("签署")),
        ("signed", _("已签署")),
        ("filed", _("已备案")),
        ("ended", _("终止")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"ended", "withdrawn"})

    class SupportMode(models.TextChoices):
        FIXED_SUPPORT = "fixed_support", _("定额保障")
        BASE_PLUS_INCENTIVE = "base_plus_incentive", _("保底+激励")
        MATCHING = "matching", _("配套保障")
        PURCHASED_SERVICE = "purchased_service", _("购买服务")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_agreement"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="agreements")
    renews = models.ForeignKey(
        "self", verbose_name=_("续签自"), null=True, blank=True, on_delete=models.PROTECT, related_name="renewals"
    )
    amends = models.ForeignKey(
        "self", verbose_name=_("变更自"), null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    topics = models.JSONField(_("约定事项"), default=dict)
    support_mode = models.CharField(_("保障方式"), max_length=30, choices=SupportMode.choices)
    starts_on = models.DateField(_("共建期起"))
    ends_on = models.DateField(_("共建期止"))
    special_reason = models.TextField(_("特殊情况和要求"), blank=True)
    consulted_on = models.DateField(_("征求意见结束"), null=True, blank=True, editable=False)
    signed_on = models.DateField(_("最后签署日"), null=True, blank=True, editable=False)
    filed_on = models.DateField(_("备案日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("共建协议")
        indexes = (
            models.Index(fields=("ends_on",)),
            models.Index(F("platform"), F("starts_on").desc(), F("case_ptr").desc(), name="agreement_newest"),
        )
        constraints = (
            models.CheckConstraint(name="agreement_term_in_order", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="agreement_filed_after_signing", condition=Q(filed_on=None) | Q(signed_on__isnull=False)
            ),
        )

    def search_text(self) -> str:
        """Also its platform and what was agreed."""
        return " ".join((super().search_text(), self.platform.title, *map(str, self.topics.values())))[:4_000]

    @staticmethod
    def key_words(field: str, key: str) -> str:
        """What a key of `topics` stands for, in the words of the law."""
        item = next((one for one in load().checklist_items("agreement.topics") if one.id == key), None)
        return either(item.zh, item.en) if item is not None else key

    @property
    def total(self) -> Any:
        """The agreed support in yuan over all years."""
        return self.amounts.aggregate(total=Sum("amount"))["total"] or 0

    @property
    def before(self) -> Agreement | None:
        """The agreement this one takes the place of (变更), or follows (续签)."""
        return self.amends or self.renews

    def earlier(self) -> list[tuple[Agreement, dt.date]]:
        """The agreements before this one, nearest first, each with the last day of its term that stood.

        A term ends early where the next one begins within it, or where the agreement was ended; one that never ran is left out.
        """
        found: list[tuple[Agreement, dt.date]] = []
        seen, after, before = {self.pk}, self, self.before
        while before is not None and before.pk not in seen:
            seen.add(before.pk)
            last = min(before.ends_on, after.starts_on - dt.timedelta(days=1))
            ended = before.state == "ended" and after.amends_id != before.pk
            if ended and before.closed_on is not None:
                last = min(last, before.closed_on)
            if last >= before.starts_on:
                found.append((before, last))
            after, before = before, before.before
        return found


class AmountQuerySet(models.QuerySet["AgreementAmount"]):
    def standing(self) -> Self:
        """Without what a signed amendment has put other amounts in the place of: its first year and those after."""
        other = Agreement.objects.filter(
            amends=OuterRef("agreement_id"), signed_on__isnull=False, starts_on__year__lte=OuterRef("year")
        )
        return self.exclude(Exists(other))


@tracked()
class AgreementAmount(models.Model):
    """Support agreed for one calendar year."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amounts")
    year = models.PositiveSmallIntegerField(_("年度"))
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)

    objects = AmountQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度金额")
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(name="agreement_amount_once_a_year", fields=("agreement", "year")),
            models.CheckConstraint(name="agreement_amount_not_negative", condition=Q(amount__gte=0)),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.amount}"


@tracked()
class Signature(models.Model):
    """A party that must sign, and when it did. The last signature is the day of signing (A25)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, verbose_name=_("签署方"), on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(_("签署日"), null=True, blank=True)
    signatory = models.CharField(_("签署人"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("签署")
        constraints = (
            models.UniqueConstraint(name="signature_once", fields=("agreement", "organisation")),
            models.CheckConstraint(name="signature_names_signatory", condition=Q(signed_on=None) | ~Q(signatory="")),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.signed_on or ''}"


@tracked()
class Consultation(models.Model):
    """A department asked for its opinion on a draft agreement, by when, and what it said."""

    class Opinion(models.TextChoices):
        AGREE = "agree", _("同意")
        CHANGES = "changes", _("修改后同意")
        OBJECT = "object", _("不同意")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="consultations")
    department = models.CharField(_("部门职能"), max_length=40, choices=Organisation.Department.choices)
    organisation = models.ForeignKey(Organisation, verbose_name=_("部门"), on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(_("发出"), default=clock.today)
    reply_by = models.DateField(_("请于此日前答复"))
    replied_on = models.DateField(_("答复日"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=10, choices=Opinion.choices, blank=True)
    text = models.TextField(_("意见内容"), blank=True)
    replied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("征求意见")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="consultation_once", fields=("agreement", "organisation")),
            models.CheckConstraint(
                name="consultation_reply_complete",
                condition=Q(replied_on=None, opinion="") | Q(replied_on__isnull=False) & ~Q(opinion=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_opinion_display()}"

    def timed_out(self, day: dt.date) -> bool:
        """Whether the day to reply has passed without a reply."""
        return self.replied_on is None and self.reply_by < day

    def settled(self, day: dt.date) -> bool:
        return self.replied_on is not None or self.timed_out(day)
