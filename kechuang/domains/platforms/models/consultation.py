"""Experts heard before a decision: who was asked, and what each said."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.documents.models import Document
from kechuang.casework.parties.models import User
from kechuang.casework.parties.reach import reach_of, under
from kechuang.casework.reviews.models import Expert
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked


@tracked()
class ExpertConsultation(Case):
    """Experts of the fields the law names, heard before a policy or a layout of platforms is decided."""

    SERIES: ClassVar[str] = "ZX"
    STATES: ClassVar[Any] = (
        ("asking", _("征询中")),
        ("concluded", _("已征询")),
        ("decided", _("已决定")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "asking"
    FINAL: ClassVar[frozenset[str]] = frozenset({"decided", "withdrawn"})

    class Purpose(models.TextChoices):
        LAYOUT = "layout", _("平台布局")
        POLICY = "policy", _("支持政策")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_expert_consultation"
    )
    purpose = models.CharField(_("征询事项"), max_length=20, choices=Purpose.choices)
    question = models.TextField(_("征询问题"))
    reply_by = models.DateField(_("请于此日前答复"))
    concluded_on = models.DateField(_("征询结束"), null=True, blank=True, editable=False)
    conclusion = models.TextField(_("意见综述"), blank=True)
    decided_on = models.DateField(_("决定日"), null=True, blank=True, editable=False)
    document = models.CharField(_("决定文号"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("专家征询")
        constraints = (
            models.CheckConstraint(
                name="consultation_before_decision",
                condition=Q(decided_on=None) | Q(concluded_on__isnull=False) & Q(concluded_on__lte=F("decided_on")),
            ),
        )

    def search_text(self) -> str:
        """Also what was asked and what came of it."""
        return " ".join((super().search_text(), self.question, self.conclusion))[:4_000]


class ExpertInvitationQuerySet(models.QuerySet["ExpertInvitation"]):
    def of(self, user: Any) -> Self:
        """Those of a person who may still answer."""
        return self.filter(user_id=getattr(user, "pk", None), declined_on=None)

    def waiting(self) -> Self:
        """Those asked who neither answered nor said that they cannot."""
        said = ExpertOpinion.objects.filter(
            consultation_id=models.OuterRef("consultation_id"), given_by_id=models.OuterRef("user_id")
        )
        return self.filter(~models.Exists(said), declined_on=None)

    def visible_to(self, user: Any) -> Self:
        """Whom the office asked is known to the office; each knows of their own invitation."""
        return self.filter(_office_of(user) | Q(user_id=getattr(user, "pk", None)))


@tracked()
class ExpertInvitation(models.Model):
    """An expert of the pool who is asked, speaking for one of the fields the law names, through their own account."""

    consultation = models.ForeignKey(ExpertConsultation, on_delete=models.PROTECT, related_name="invitations")
    expert = models.ForeignKey(Expert, verbose_name=_("专家"), on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(_("领域"), max_length=30)
    asked_on = models.DateField(_("邀请日"), default=clock.today)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declined_on = models.DateField(_("不便答复"), null=True, blank=True)
    declined_because = models.TextField(_("不便答复的理由"), blank=True)

    objects = ExpertInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("征询邀请")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="expert_invited_once", fields=("consultation", "expert")),)

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.expert_id}"


class ExpertOpinionQuerySet(models.QuerySet["ExpertOpinion"]):
    def visible_to(self, user: Any) -> Self:
        """The office sees every opinion, each expert their own; whoever sees the consultation all, once it is concluded."""
        seen = Q(
            consultation__state__in=("concluded", "decided"),
            consultation__in=ExpertConsultation.objects.visible_to(user).values("pk"),
        )
        own = Q(given_by_id=user.pk) if getattr(user, "pk", None) is not None else Q(pk__in=())
        return self.filter(_office_of(user) | own | seen)


def _office_of(user: Any) -> Q:
    reach = reach_of(user)
    return under(reach.prefixes, "consultation__region__code") | Q(consultation__owner_id__in=reach.organisations)


@tracked()
class ExpertOpinion(models.Model):
    """What one expert said, speaking for one of the fields the law names.

    source: given by the expert's own account (given_by), or received on paper and recorded by the office with the paper
    kept (evidence). Those recorded before the paper was asked for say so.
    """

    class Stance(models.TextChoices):
        SUPPORT = "support", _("赞成")
        RESERVE = "reserve", _("有保留")
        OPPOSE = "oppose", _("不赞成")

    class Source(models.TextChoices):
        OWN = "own", _("专家本人答复")
        PAPER = "paper", _("书面意见，附原件")
        EARLIER = "earlier", _("早前登记，未附原件")

    consultation = models.ForeignKey(ExpertConsultation, on_delete=models.PROTECT, related_name="opinions")
    field = models.CharField(_("领域"), max_length=30)
    expert = models.CharField(_("专家"), max_length=60)
    workplace = models.CharField(_("单位和职务"), max_length=200)
    stance = models.CharField(_("态度"), max_length=10, choices=Stance.choices)
    text = models.TextField(_("意见"))
    given_on = models.DateField(_("日期"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices)
    given_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ExpertOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("专家意见")
        ordering = ("given_on", "pk")
        constraints = (
            models.UniqueConstraint(name="expert_heard_once_a_field", fields=("consultation", "field", "expert")),
            models.UniqueConstraint(
                name="expert_speaks_once", fields=("consultation", "given_by"), condition=Q(given_by__isnull=False)
            ),
            models.CheckConstraint(
                name="opinion_is_the_experts_or_on_paper",
                condition=Q(source="own", given_by__isnull=False, recorded_by=F("given_by"))
                | Q(source="paper", given_by=None, evidence__isnull=False)
                | Q(source="earlier", given_by=None, evidence=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert} {self.get_stance_display()}"
