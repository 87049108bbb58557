"""Experts, their standing by date, and what binds them to others."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case, CaseQuerySet
from kechuang.casework.parties.models import DateRange, Organisation, Person, User, in_force_on
from kechuang.casework.reviews.schemes import Side
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked

NEVER = dt.date(9999, 12, 31)


class ExpertQuerySet(CaseQuerySet):
    def active_on(self, day: dt.date) -> Self:
        """Those whose standing is active on a day."""
        standing = Standing.objects.filter(in_force_on(day), expert_id=OuterRef("pk"), kind=Standing.Kind.ACTIVE)
        return self.filter(Exists(standing))


@tracked()
class Expert(Case):
    """An expert in the pool a department keeps (专家库). Its owner is that department; the expert sees their own file.

    side: for whom they speak; fields: words of the law's industry lists or others; confined: applicants never see it.
    """

    SERIES: ClassVar[str] = "ZJ"
    STATES: ClassVar[Any] = (
        ("applied", _("申请入库")),
        ("active", _("在库")),
        ("suspended", _("暂停")),
        ("retired", _("退库")),
        ("refused", _("未入库")),
    )
    INITIAL: ClassVar[str] = "applied"
    FINAL: ClassVar[frozenset[str]] = frozenset({"retired", "refused"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_expert"
    )
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("所在单位"), on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField(_("代表方面"), max_length=20, choices=Side.choices)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("专业领域"), default=list)
    post = models.CharField(_("职称或职务"), max_length=60, blank=True)
    about = models.TextField(_("简介"), blank=True)

    objects: ClassVar[Any] = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("专家")
        indexes = (GinIndex(fields=("fields",), name="expert_fields"), models.Index(fields=("side",)))
        constraints = (models.UniqueConstraint(name="expert_one_file_a_person", fields=("person",)),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A person whom the action made for a new file is saved before it."""
        if self.person.pk is None:
            self.person.save()
        super().save(*args, **kwargs)

    def search_text(self) -> str:
        """Also the organisation and the fields; found only by those who may see the file."""
        return " ".join((super().search_text(), self.organisation.name, *self.fields))

    def standing_on(self, day: dt.date) -> Standing | None:
        return self.standings.filter(in_force_on(day)).first()


@tracked()
class Standing(models.Model):
    """How an expert stood from day to day: active, suspended or retired. A draw takes those active on its day."""

    class Kind(models.TextChoices):
        ACTIVE = "active", _("在库")
        SUSPENDED = "suspended", _("暂停")
        RETIRED = "retired", _("退库")

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(_("状态"), max_length=10, choices=Kind.choices)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("专家状态")
        ordering = ("valid_from",)
        constraints = (
            ExclusionConstraint(
                name="expert_standing_one_at_a_time",
                expressions=[
                    ("expert", RangeOperators.EQUAL),
                    (
                        DateRange(F("valid_from"), Coalesce(F("valid_to"), Value(NEVER)), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="expert_standing_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} {self.kind} {self.valid_from}"


@tracked()
class Conflict(models.Model):
    """What binds an expert to an organisation or a person, for a time: whoever reviews them stays out of the draw.

    source: said by the expert, upheld from someone's objection, or found by the system (then it is not stored here but
    found anew at each draw; see kechuang.casework.reviews.conflicts).
    """

    class Kind(models.TextChoices):
        EMPLOYMENT = "employment", _("任职")
        KINSHIP = "kinship", _("亲属")
        COAUTHORSHIP = "coauthorship", _("合作署名")
        INVESTMENT = "investment", _("投资")
        OTHER = "other", _("其他利害关系")

    class Source(models.TextChoices):
        DECLARED = "declared", _("本人申报")
        OBJECTION = "objection", _("他人提出")

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(_("关系"), max_length=20, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("与哪个单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person_name = models.CharField(_("与哪个人"), max_length=60, blank=True)
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices, default=Source.DECLARED)
    valid_from = models.DateField(_("起"), default=clock.today)
    valid_to = models.DateField(_("止"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("利害关系")
        ordering = ("-valid_from", "pk")
        constraints = (
            models.CheckConstraint(
                name="conflict_with_someone", condition=Q(organisation__isnull=False) | ~Q(person_name="")
            ),
            models.CheckConstraint(
                name="conflict_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} {self.kind} {self.organisation_id or self.person_name}"
