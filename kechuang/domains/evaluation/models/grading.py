"""What grades rest on: the lines and quota of each class, ties decided, the opinions of the departments, the meeting."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.evaluation.models.campaigns import Campaign
from kechuang.domains.evaluation.models.evaluations import GRADES, Evaluation
from kechuang.domains.evaluation.models.schemes import SCHEME_CLASSES


class OfOfficeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """To those who may see the campaign: the office, never the platform that is judged."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user).values("pk"))


@tracked()
class ClassLine(models.Model):
    """How one class of a campaign is graded. Scores are 0 to 100 with two decimals; no text of law sets lines.

    excellent: the least score for it, none where the quota alone decides; wanted: how many are to be excellent, none for as
    many as may be. failing: the place's word for failing. tie_rule: codes of the nodes compared, in order, when scores are
    equal. evaluated, registered: how many platforms of the class took part and are on the register; quota: the most that may be
    excellent, as the law counts them when grades were last proposed; none where the law sets none.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="lines")
    platform_class = models.CharField(_("平台类型"), max_length=30, choices=SCHEME_CLASSES)
    excellent = models.DecimalField(_("优秀线"), max_digits=5, decimal_places=2, null=True, blank=True)
    good = models.DecimalField(_("良好线"), max_digits=5, decimal_places=2)
    qualified = models.DecimalField(_("合格线"), max_digits=5, decimal_places=2)
    failing = models.CharField(_("不合格等次的用词"), max_length=20, choices=GRADES[:3], default="unqualified")
    wanted = models.PositiveIntegerField(_("拟定优秀数"), null=True, blank=True)
    tie_rule = ArrayField(models.CharField(max_length=20), verbose_name=_("同分比较"), default=list, blank=True)
    reason = models.TextField(_("依据和理由"))
    evaluated = models.PositiveIntegerField(_("参评数"), default=0)
    registered = models.PositiveIntegerField(_("在册数"), default=0)
    quota = models.PositiveIntegerField(_("优秀名额"), null=True, blank=True)
    open = models.BooleanField(_("名额待认定"), default=False)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("等次线")
        constraints = (
            models.UniqueConstraint(name="class_line_once", fields=("campaign", "platform_class")),
            models.CheckConstraint(
                name="class_lines_in_order",
                condition=Q(good__gte=F("qualified"), qualified__gte=0, good__lte=100)
                & (Q(excellent=None) | Q(excellent__gte=F("good"), excellent__lte=100)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.platform_class}"


@tracked()
class TieDecision(models.Model):
    """Which of several with equal scores comes first, where the recorded rule does not tell; with the reason."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ties")
    evaluation = models.OneToOneField(
        Evaluation, verbose_name=_("平台评价"), on_delete=models.PROTECT, related_name="+"
    )
    place = models.PositiveSmallIntegerField(_("次序"))
    reason = models.TextField(_("理由"))
    decided_on = models.DateField(_("决定日"), default=clock.today)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("同分决定")
        constraints = (models.CheckConstraint(name="tie_decision_place", condition=Q(place__gte=1)),)

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.place}"


@tracked()
class JointOpinion(models.Model):
    """What one department says of the proposed grades. department: the law's word for it (review.co_departments)."""

    class Stance(models.TextChoices):
        AGREE = "agree", _("同意")
        REMARKS = "remarks", _("同意，附意见")
        DISAGREE = "disagree", _("不同意")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="opinions")
    department = models.CharField(_("部门"), max_length=40, choices=Organisation.Department.choices)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stance = models.CharField(_("意见"), max_length=10, choices=Stance.choices)
    text = models.TextField(_("意见内容"), blank=True)
    source = models.CharField(_("书面意见出处"), max_length=200, blank=True)
    given_on = models.DateField(_("提出日"))
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("部门意见")
        constraints = (
            models.UniqueConstraint(name="joint_opinion_once", fields=("campaign", "department")),
            models.CheckConstraint(name="joint_opinion_worded", condition=Q(stance="agree") | ~Q(text="")),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.department}"


@tracked()
class JointReview(models.Model):
    """The meeting that settled the grades: who led it, when, under which paper."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="joint_review")
    leader = models.CharField(_("牵头人"), max_length=60)
    district_leader = models.BooleanField(_("区分管领导牵头"), default=False)
    met_on = models.DateField(_("会商日期"))
    document = models.CharField(_("会议纪要文号"), max_length=100)
    note = models.TextField(_("审定意见"), blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("联合审定会商")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.met_on}"
