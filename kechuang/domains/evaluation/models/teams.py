"""Teams that a platform brought in, and the yearly figures by which they balance themselves within years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models import Platform


@tracked()
class Team(Case):
    """A team brought in by a platform (引进团队). Its owner is the platform's organisation; it judges no single person.

    balanced_on: the last day of the year whose income covered the costs, once the department confirmed it.
    """

    SERIES: ClassVar[str] = "TD"
    STATES: ClassVar[Any] = (
        ("running", _("平衡期内")),
        ("balanced", _("已自我平衡")),
        ("review", _("退出评价中")),
        ("kept", _("评价后保留")),
        ("exited", _("已退出")),
    )
    INITIAL: ClassVar[str] = "running"
    FINAL: ClassVar[frozenset[str]] = frozenset({"exited"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_team"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="teams")
    leader = models.CharField(_("带头人"), max_length=60)
    direction = models.CharField(_("研究方向"), max_length=200, blank=True)
    introduced_on = models.DateField(_("团队引进日"))
    document = models.CharField(_("文号"), max_length=100, blank=True)
    balanced_on = models.DateField(_("实现自我平衡之日"), null=True, blank=True, editable=False)
    reasons = models.TextField(_("理由"), blank=True, editable=False)
    decided_on = models.DateField(_("决定日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("引进团队")
        constraints = (
            models.CheckConstraint(name="team_decided_with_reasons", condition=Q(decided_on=None) | ~Q(reasons="")),
        )

    def search_text(self) -> str:
        """Also its platform, leader and direction."""
        return " ".join((super().search_text(), self.platform.title, self.leader, self.direction))[:4_000]


@tracked()
class TeamYear(models.Model):
    """What a team brought in and cost in one year, in yuan: the three sources the text names, and its costs."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("年度"))
    contract_funds = models.DecimalField(_("横向经费（元）"), max_digits=18, decimal_places=2)
    programme_funds = models.DecimalField(_("纵向经费（元）"), max_digits=18, decimal_places=2)
    transformation_income = models.DecimalField(_("成果转移转化收益（元）"), max_digits=18, decimal_places=2)
    costs = models.DecimalField(_("团队支出（元）"), max_digits=18, decimal_places=2)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("团队年度收支")
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(name="team_year_once", fields=("team", "year")),
            models.CheckConstraint(
                name="team_year_not_negative",
                condition=Q(contract_funds__gte=0, programme_funds__gte=0, transformation_income__gte=0, costs__gte=0),
            ),
        )

    def __str__(self) -> str:
        return f"{self.team_id} {self.year}"

    @property
    def income(self) -> Decimal:
        """Of the three sources together."""
        return self.contract_funds + self.programme_funds + self.transformation_income
