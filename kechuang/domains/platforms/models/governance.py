"""How a platform is run: its council with the charter and the members, and who the director is."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import DateRange, Organisation, User, in_force_on
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models.registry import Platform, Staff

QUORUMS = (("half", _("全体委员过半数")), ("two_thirds", _("全体委员三分之二以上")))
MAJORITIES = (
    ("half_present", _("到会委员过半数")),
    ("half_all", _("全体委员过半数")),
    ("two_thirds_present", _("到会委员三分之二以上")),
    ("two_thirds_all", _("全体委员三分之二以上")),
)


def items() -> Any:
    return ArrayField(models.CharField(max_length=40), default=list, blank=True)


@tracked()
class Council(Case):
    """The council (管理委员会、理事会) of a platform, with its charter. Its owner is the platform's own organisation."""

    SERIES: ClassVar[str] = "LS"
    STATES: ClassVar[Any] = (("forming", _("组建")), ("seated", _("履职")), ("dissolved", _("撤销")))
    INITIAL: ClassVar[str] = "forming"
    FINAL: ClassVar[frozenset[str]] = frozenset({"dissolved"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_council"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="councils")
    purpose = models.TextField(_("宗旨"))
    scope = models.TextField(_("业务范围"))
    charter = models.CharField(_("章程名称和文号"), max_length=200)
    charter_on = models.DateField(_("章程日期"))
    notice_days = models.PositiveSmallIntegerField(_("会议提前通知天数"))
    quorum = models.CharField(_("开会须有"), max_length=20, choices=QUORUMS)
    majority = models.CharField(_("一般事项通过须有"), max_length=20, choices=MAJORITIES)
    reserved_majority = models.CharField(_("审定事项通过须有"), max_length=20, choices=MAJORITIES)
    term_years = models.PositiveSmallIntegerField(_("委员任期（年）"))
    reserved = items()
    director_fields = items()
    autonomy = items()
    provisions = items()
    charter_resolution = models.OneToOneField(
        "platforms.Resolution", verbose_name=_("修订章程的决议"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="charter",
    )  # fmt: skip
    seated_on = models.DateField(_("成立日"), null=True, blank=True, editable=False)
    dissolved_on = models.DateField(_("撤销日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("one", "理事会")
        constraints = (
            models.UniqueConstraint(name="council_one_at_a_time", fields=("platform",), condition=Q(dissolved_on=None)),
            models.CheckConstraint(name="council_term", condition=Q(term_years__gte=1, term_years__lte=10)),
            models.CheckConstraint(name="council_notice", condition=Q(notice_days__gte=1, notice_days__lte=60)),
        )

    def search_text(self) -> str:
        """Also its platform, purpose and members."""
        names = [] if self.pk is None else [m.name for m in self.members.all()]
        return " ".join((super().search_text(), self.platform.title, self.purpose, self.charter, *names))[:4_000]

    def members_on(self, day: dt.date) -> Any:
        """The members in office on a day, the chair first."""
        return self.members.filter(in_force_on(day)).select_related("delegated_by", "account").order_by("rank", "pk")


@tracked()
class CouncilMember(models.Model):
    """Someone a co-founder delegated to the council, for a term. account: with which they sign in, if they have one."""

    class Position(models.TextChoices):
        CHAIR = "chair", _("理事长（主任委员）")
        VICE_CHAIR = "vice_chair", _("副理事长（副主任委员）")
        MEMBER = "member", _("理事（委员）")

    RANKS: ClassVar[dict[str, int]] = {"chair": 0, "vice_chair": 1, "member": 2}

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="members")
    delegated_by = models.ForeignKey(
        Organisation, verbose_name=_("委派单位"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("姓名"), max_length=60)
    account = models.ForeignKey(
        User, verbose_name=_("账户"), null=True, blank=True, on_delete=models.PROTECT, related_name="council_seats"
    )
    position = models.CharField(_("职务"), max_length=20, choices=Position.choices)
    rank = models.PositiveSmallIntegerField(default=2, editable=False)
    document = models.CharField(_("委派文件"), max_length=200)
    valid_from = models.DateField(_("任期起"))
    valid_to = models.DateField(_("任期止"))
    ended_by = models.CharField(_("免去文件和原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("理事会成员")
        ordering = ("rank", "pk")
        indexes = (models.Index(fields=("account", "valid_from", "valid_to")),)
        constraints = (
            models.CheckConstraint(name="council_member_dates", condition=Q(valid_to__gte=F("valid_from"))),
            ExclusionConstraint(
                name="council_member_one_seat",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    ("account", RangeOperators.EQUAL),
                    (DateRange(F("valid_from"), F("valid_to"), Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(account__isnull=False),
            ),
            ExclusionConstraint(
                name="council_one_chair",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    (DateRange(F("valid_from"), F("valid_to"), Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(position="chair"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.get_position_display()}"

    def in_office(self, day: dt.date) -> bool:
        return self.valid_from <= day <= self.valid_to


@tracked()
class Appointment(models.Model):
    """The director appointed or removed by a resolution, and the fields they answer for."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="appointments")
    resolution = models.OneToOneField(
        "platforms.Resolution", null=True, blank=True, on_delete=models.PROTECT, related_name="appointment"
    )
    removal_resolution = models.OneToOneField(
        "platforms.Resolution", null=True, blank=True, on_delete=models.PROTECT, related_name="removal"
    )
    post = models.ForeignKey(Staff, verbose_name=_("岗位"), on_delete=models.PROTECT, related_name="+")
    fields = items()
    valid_from = models.DateField(_("任职起"))
    valid_to = models.DateField(_("任职止"), null=True, blank=True)
    removed_by = models.CharField(_("免去原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("院长（主任）任职")
        ordering = ("-valid_from",)
        constraints = (
            models.CheckConstraint(
                name="appointment_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            ExclusionConstraint(
                name="appointment_one_director",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    (
                        DateRange(F("valid_from"), Coalesce(F("valid_to"), Value(dt.date(9999, 12, 31))), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.post}"
