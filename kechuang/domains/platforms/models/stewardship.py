"""Who looks after a platform: the introducing entity with its duties, the leaders and departments that keep in touch."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models.registry import Platform


@tracked()
class Stewardship(Case):
    """The introducing entity's care for a platform it brought in. Its owner is the introducing entity."""

    SERIES: ClassVar[str] = "YR"
    STATES: ClassVar[Any] = (("active", _("履责")), ("ended", _("结束")))
    INITIAL: ClassVar[str] = "active"
    FINAL: ClassVar[frozenset[str]] = frozenset({"ended"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_stewardship"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="stewardships"
    )
    ended_on = models.DateField(_("结束日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("引进责任")
        constraints = (
            models.UniqueConstraint(name="stewardship_one_at_a_time", fields=("platform",), condition=Q(ended_on=None)),
        )

    def search_text(self) -> str:
        """Also its platform and those who keep in touch."""
        names = [] if self.pk is None else [row.name for row in self.liaisons.all()]
        return " ".join((super().search_text(), self.platform.title, *names))[:4_000]


@tracked()
class Duty(models.Model):
    """One duty of the introducing entity for a time: by when it is agreed to be done, and how it was."""

    class Code(models.TextChoices):
        PERFORMANCE = "performance", _("落实规划和协议，督促履约")
        SUPPORT = "support", _("支持平台，协调解决问题")
        FUNDS = "funds", _("兑现扶持政策，监督经费使用")

    CLAUSES: ClassVar[dict[str, str]] = {
        "performance": "keqiao-2025-draft:s2.3.a",
        "support": "keqiao-2025-draft:s2.3.b",
        "funds": "keqiao-2025-draft:s2.3.c",
    }

    stewardship = models.ForeignKey(Stewardship, on_delete=models.PROTECT, related_name="duties")
    code = models.CharField(_("责任"), max_length=20, choices=Code.choices)
    task = models.TextField(_("要办到什么"))
    due_on = models.DateField(_("约定完成日"))
    agreed_on = models.DateField(_("约定日"), default=clock.today)
    done_on = models.DateField(_("完成日"), null=True, blank=True)
    account = models.TextField(_("办了什么"), blank=True)

    class Meta:
        verbose_name = _("引进责任事项")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(name="duty_runs_once", fields=("stewardship", "code"), condition=Q(done_on=None)),
            models.CheckConstraint(name="duty_due_after_agreed", condition=Q(due_on__gte=F("agreed_on"))),
            models.CheckConstraint(
                name="duty_done_with_account",
                condition=Q(done_on=None, account="") | Q(done_on__isnull=False) & ~Q(account=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.due_on}"

    @property
    def rule(self) -> str:
        """The clock of the law it runs under."""
        return f"introducing_{self.code}"


@tracked()
class Liaison(models.Model):
    """A leader, department or service officer assigned to a platform (联系), from when to when."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("联系领导")
        DEPARTMENT = "department", _("联系部门")
        SERVICE_OFFICER = "service_officer", _("驻点服务员")

    stewardship = models.ForeignKey(Stewardship, on_delete=models.PROTECT, related_name="liaisons")
    kind = models.CharField(_("联系身份"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("姓名"), max_length=60)
    organisation = models.ForeignKey(Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        User, verbose_name=_("账户"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("联系安排")
        ordering = ("kind", "valid_from")
        constraints = (
            models.CheckConstraint(name="liaison_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.get_kind_display()}"


@tracked()
class Visit(models.Model):
    """A visit to a platform by those who keep in touch with it: what was raised and what became of it."""

    stewardship = models.ForeignKey(Stewardship, on_delete=models.PROTECT, related_name="visits")
    liaison = models.ForeignKey(Liaison, verbose_name=_("谁去的"), on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("走访日"))
    raised = models.TextField(_("平台提出的问题"), blank=True)
    agreed = models.TextField(_("商定怎么办"), blank=True)
    settled_on = models.DateField(_("解决日"), null=True, blank=True)

    class Meta:
        verbose_name = _("走访")
        ordering = ("-visited_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="visit_settled_after", condition=Q(settled_on=None) | Q(settled_on__gte=F("visited_on"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.visited_on} {self.liaison}"
