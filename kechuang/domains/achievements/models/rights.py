"""Rights in an achievement: intellectual property, and who owns how much since when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation, Person
from kechuang.core.audit.tracking import tracked
from kechuang.domains.achievements.models.achievement import WHOLE, Achievement


@tracked()
class IPRight(models.Model):
    """A patent or another registered right, with the dates the law counts from."""

    class Kind(models.TextChoices):
        INVENTION = "invention", _("发明专利")
        UTILITY = "utility", _("实用新型")
        DESIGN = "design", _("外观设计")
        SOFTWARE = "software", _("软件著作权")
        LAYOUT = "layout", _("集成电路布图设计")
        VARIETY = "variety", _("植物新品种")
        OTHER = "other", _("其他")

    class Status(models.TextChoices):
        APPLIED = "applied", _("已申请")
        GRANTED = "granted", _("已授权（登记）")
        LAPSED = "lapsed", _("已失效")
        REFUSED = "refused", _("未获授权")

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="rights")
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    number = models.CharField(_("申请号（登记号）"), max_length=30)
    title = models.CharField(_("名称"), max_length=200, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.APPLIED)
    applied_on = models.DateField(_("申请日"), null=True, blank=True)
    granted_on = models.DateField(_("授权（登记）日"), null=True, blank=True)
    expires_on = models.DateField(_("届满日"), null=True, blank=True)
    fee_due_on = models.DateField(_("下次缴费期限"), null=True, blank=True)

    class Meta:
        verbose_name = _("知识产权")
        ordering = ("achievement_id", "pk")
        constraints = (
            models.UniqueConstraint(name="ip_right_once", fields=("kind", "number")),
            models.CheckConstraint(
                name="ip_right_granted_with_its_day", condition=~Q(status="granted") | Q(granted_on__isnull=False)
            ),
            models.CheckConstraint(
                name="ip_right_granted_after_application",
                condition=Q(granted_on=None) | Q(applied_on=None) | Q(granted_on__gte=F("applied_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


@tracked()
class IPEvent(models.Model):
    """Something that happened to a right: granted, fee paid, transferred, lapsed, contested."""

    class Kind(models.TextChoices):
        APPLIED = "applied", _("申请")
        GRANTED = "granted", _("授权（登记）")
        FEE_PAID = "fee_paid", _("缴费")
        TRANSFERRED = "transferred", _("著录变更、转移")
        PLEDGED = "pledged", _("质押")
        CONTESTED = "contested", _("无效、异议")
        LAPSED = "lapsed", _("失效")
        REFUSED = "refused", _("驳回")

    right = models.ForeignKey(IPRight, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("事项"), max_length=12, choices=Kind.choices)
    on = models.DateField(_("日期"))
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("知识产权事项")
        ordering = ("right_id", "on", "pk")

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


@tracked()
class OwnershipShare(models.Model):
    """Who owns how much of an achievement, since when and why; an organisation or a person.

    share: whole millionths. On every day the shares in force of one achievement sum to at most WHOLE.
    """

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="ownership")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("个人"), null=True, blank=True, on_delete=models.PROTECT, related_name="owned_shares"
    )
    share = models.PositiveIntegerField(_("份额（百万分之）"))
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=300)

    class Meta:
        verbose_name = _("权属份额")
        ordering = ("achievement_id", "valid_from", "pk")
        constraints = (
            models.CheckConstraint(
                name="ownership_share_one_holder",
                condition=Q(organisation=None, person__isnull=False) | Q(organisation__isnull=False, person=None),
            ),
            models.CheckConstraint(name="ownership_share_within_whole", condition=Q(share__range=(1, WHOLE))),
            models.CheckConstraint(
                name="ownership_share_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation or self.person} {self.share / 10_000:g}%"
