"""What a council meets on and decides: meetings, agenda, attendance, votes, resolutions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models.governance import Council, CouncilMember

OTHER_MATTER = "other"
"""A matter of a meeting that the law does not reserve to the council."""


@tracked()
class Meeting(Case):
    """A meeting of a council: called with agenda and notice, held with a quorum, concluded with its decisions."""

    SERIES: ClassVar[str] = "HY"
    STATES: ClassVar[Any] = (
        ("planned", _("筹备")),
        ("called", _("已通知")),
        ("open", _("开会")),
        ("concluded", _("已结束")),
        ("minuted", _("已印发纪要")),
        ("lapsed", _("流会")),
        ("cancelled", _("取消")),
    )
    INITIAL: ClassVar[str] = "planned"
    FINAL: ClassVar[frozenset[str]] = frozenset({"minuted", "lapsed", "cancelled"})

    class Mode(models.TextChoices):
        ONSITE = "onsite", _("现场")
        REMOTE = "remote", _("线上")
        MIXED = "mixed", _("现场和线上")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_meeting"
    )
    council = models.ForeignKey(
        Council, verbose_name=pgettext_lazy("one", "理事会"), on_delete=models.PROTECT, related_name="meetings"
    )
    held_on = models.DateField(_("开会日"))
    mode = models.CharField(_("方式"), max_length=10, choices=Mode.choices)
    place = models.CharField(_("地点或者会议号"), max_length=200)
    called_on = models.DateField(_("通知日"), null=True, blank=True, editable=False)
    convened_on = models.DateField(null=True, blank=True, editable=False)
    concluded_on = models.DateField(_("结束日"), null=True, blank=True, editable=False)
    presided_by = models.ForeignKey(
        CouncilMember, verbose_name=_("主持人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    members_total = models.PositiveSmallIntegerField(_("在任委员"), null=True, blank=True, editable=False)
    summary = models.TextField(_("会议情况"), blank=True)

    class Meta:
        verbose_name = _("理事会会议")
        constraints = (
            models.CheckConstraint(
                name="meeting_called_before", condition=Q(called_on=None) | Q(held_on__gt=F("called_on"))
            ),
            models.CheckConstraint(
                name="meeting_convened_on_its_day", condition=Q(convened_on=None) | Q(convened_on__gte=F("held_on"))
            ),
        )

    def search_text(self) -> str:
        """Also its council's platform, its items and what was said."""
        titles = [] if self.pk is None else [item.title for item in self.items.all()]
        return " ".join((super().search_text(), self.council.platform.title, self.place, self.summary, *titles))[:4_000]


@tracked()
class AgendaItem(models.Model):
    """One matter of a meeting, with the motion as it is put to the vote, and what became of it."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("通过")
        REJECTED = "rejected", _("未通过")
        DEFERRED = "deferred", _("未表决")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("序号"))
    matter = models.CharField(_("事项类别"), max_length=40)
    title = models.CharField(_("议题"), max_length=200)
    motion = models.TextField(_("提请审议的内容"))
    subject = models.ForeignKey(
        Case, verbose_name=_("所涉案件"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True, editable=False)
    votes_for = models.PositiveSmallIntegerField(_("同意"), null=True, editable=False)
    votes_against = models.PositiveSmallIntegerField(_("反对"), null=True, editable=False)
    votes_abstain = models.PositiveSmallIntegerField(_("弃权"), null=True, editable=False)

    class Meta:
        verbose_name = _("议题")
        ordering = ("position",)
        constraints = (models.UniqueConstraint(name="agenda_item_position", fields=("meeting", "position")),)

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


@tracked()
class Attendance(models.Model):
    """How a member takes part in a meeting: in person, remotely, by a substitute with a written proxy, or not."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("到场")
        REMOTE = "remote", _("线上")
        PROXY = "proxy", _("委托他人")
        ABSENT = "absent", _("缺席")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="attendances")
    mode = models.CharField(_("出席方式"), max_length=10, choices=Mode.choices)
    proxy_name = models.CharField(_("受托人"), max_length=60, blank=True)
    proxy_account = models.ForeignKey(
        User, verbose_name=_("受托人账户"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.TextField(_("委托书"), blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("出席")
        ordering = ("member__rank", "member")
        constraints = (
            models.UniqueConstraint(name="attendance_once", fields=("meeting", "member")),
            models.CheckConstraint(
                name="attendance_proxy_is_written",
                condition=Q(mode="proxy") & ~Q(letter="") & ~Q(proxy_name="")
                | ~Q(mode="proxy") & Q(letter="", proxy_name="", proxy_account=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.get_mode_display()}"

    @property
    def present(self) -> bool:
        return self.mode != self.Mode.ABSENT


@tracked()
class Vote(models.Model):
    """The vote of one member on one matter, cast by themself or in their place. Never changed."""

    class Choice(models.TextChoices):
        FOR = "for", _("同意")
        AGAINST = "against", _("反对")
        ABSTAIN = "abstain", _("弃权")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(_("表决"), max_length=10, choices=Choice.choices)
    cast_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("表决")
        constraints = (models.UniqueConstraint(name="vote_once", fields=("item", "member")),)

    def __str__(self) -> str:
        return f"{self.member} {self.get_choice_display()}"


@tracked()
class Resolution(models.Model):
    """What a council decided: an item that was adopted, under a number of its own. Never changed."""

    number = models.CharField(_("决议编号"), max_length=20, unique=True)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="resolutions")
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="resolution")
    matter = models.CharField(_("事项类别"), max_length=40)
    title = models.CharField(_("决议事项"), max_length=200)
    adopted_on = models.DateField(_("通过日"))
    cofounders_present = models.BooleanField(_("共建各方均有委员出席"))

    class Meta:
        verbose_name = _("决议")
        ordering = ("-adopted_on", "-pk")
        indexes = (models.Index(fields=("council", "matter")),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
