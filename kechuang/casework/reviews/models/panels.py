"""Panels, the draw that fills them, and the seats."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case, CaseQuerySet
from kechuang.casework.parties.models import User
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.reviews.models.experts import Expert
from kechuang.casework.reviews.schemes import Side, purpose_of
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked


def _said(kept: str) -> str:
    """Words kept in Chinese, as this reader is told them."""
    return gettext(kept) if kept else ""


@tracked()
class Panel(Case):
    """A panel that reviews a case. Its owner is the office that opened it; confined: nobody else knows who sits.

    criteria: as the purpose had them on the day it was opened, weights as "1/4". seats: how many of each side were asked
    for. fields: those an expert must share one of. reply_by, score_by: days set by the office.
    """

    SERIES: ClassVar[str] = "PS"
    STATES: ClassVar[Any] = (
        ("drawn", _("已抽取")),
        ("scoring", _("独立评分")),
        ("discussion", _("讨论")),
        ("final", _("终评")),
        ("closed", _("已出结论")),
        ("void", _("作废")),
    )
    INITIAL: ClassVar[str] = "drawn"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed", "void"})

    class Opinion(models.TextChoices):
        RECOMMEND = "recommend", _("建议通过")
        CHANGES = "changes", _("修改后再议")
        AGAINST = "against", _("建议不通过")
        SCORED = "scored", _("评分意见")  # of a purpose that recommends nothing

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_panel"
    )
    subject = models.ForeignKey(Case, verbose_name=_("评审事项"), on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("评审种类"), max_length=60)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("所需领域"), default=list, blank=True)
    seats_wanted = models.JSONField(_("各方面人数"), default=dict)
    criteria = models.JSONField(_("评分标准"), default=list)
    tracks = models.JSONField(_("评审类别"), default=list)
    reply_by = models.DateField(_("请于此日前确认"))
    score_by = models.DateField(_("请于此日前评分"))
    chair = models.ForeignKey(
        "Seat", verbose_name=_("组长"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opinion = models.CharField(_("结论"), max_length=20, choices=Opinion.choices, blank=True)
    opinion_text = models.TextField(_("评审意见"), blank=True)

    class Meta:
        verbose_name = _("评审组")
        indexes = (models.Index(fields=("subject", "purpose")),)
        constraints = (models.CheckConstraint(name="panel_days_in_order", condition=Q(score_by__gte=F("reply_by"))),)

    def criteria_of(self, track: str) -> list[dict[str, Any]]:
        """The criteria of a track, weights as exact fractions, in the reader's language."""
        return [
            {**c, "weight": Fraction(c["weight"]), "label": _said(c["label"]), "hint": _said(c["hint"])}
            for c in self.criteria if c["track"] in ("", track)
        ]  # fmt: skip

    @property
    def opinion_words(self) -> str:
        """The conclusion as it is told: of a review that only scores, that it is what the scores rest on."""
        if not self.opinion:
            return ""
        scored = not purpose_of(self.purpose).recommends
        return str(self.Opinion.SCORED.label if scored else self.get_opinion_display())

    @staticmethod
    def key_words(field: str, key: str) -> str:
        """A stratum of seats_wanted in words."""
        side, _slash, named = key.partition("/")
        return " ".join([str(Side(side).label), named]).strip() if field == "seats_wanted" else key

    @property
    def criterion_words(self) -> dict[str, str]:
        """Name -> what each criterion is called, in the reader's language."""
        return {c["name"]: _said(c["label"]) for c in self.criteria}

    @property
    def track_words(self) -> dict[str, str]:
        """Name -> what each track is called, in the reader's language."""
        return {t["name"]: _said(t["label"]) for t in self.tracks}


@tracked()
class Draw(models.Model):
    """How a panel was drawn, so that anyone can draw it again (see kechuang.casework.reviews.draw). Never changed.

    pool: [[key, stratum], ...], each key a stand-in for an expert; excluded: [[key, stratum, why], ...]; order: the
    keys of each stratum as drawn. names: which expert a key stands for, and salt, from which the keys were made, are
    for the office alone.
    """

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=20)
    seed = models.CharField(_("种子"), max_length=128)
    salt = models.CharField(max_length=64)
    pool = models.JSONField()
    pool_hash = models.CharField(_("专家池摘要"), max_length=64)
    excluded = models.JSONField(default=list)
    order = models.JSONField(_("抽取次序"))
    names = models.JSONField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("抽取记录")

    def __str__(self) -> str:
        return f"{self.panel_id} {self.seed}"


class SeatQuerySet(CaseQuerySet):
    def sitting(self) -> Self:
        """Seats that are taken: asked, or scoring."""
        return self.exclude(state__in=Seat.EMPTY)

    def of(self, user: Any) -> Self:
        """A person's own seats."""
        person = getattr(user, "person_id", None)
        return self.filter(expert__person_id=person) if person else self.none()

    def named_to(self, user: Any) -> Self:
        """Seats whose expert a person may know by name: their own, and those of panels of their office."""
        reach = reach_of(user)
        own = Q(expert__person_id=user.person_id) if getattr(user, "person_id", None) else Q(pk__in=())
        return self.filter(own | Q(panel__owner_id__in=reach.organisations))


@tracked()
class Seat(Case):
    """One expert's place on a panel. A case of its own, so that what an expert does is seen by them and the office alone.

    label: the letter they are called by to others (专家A). stratum, place: where in the draw's orders they stood when they
    were drawn; one may stand in the orders of several strata, even at the same place.
    replaces: the seat that fell empty. due: the day the present step is asked for.
    """

    SERIES: ClassVar[str] = "XW"
    STATES: ClassVar[Any] = (
        ("asked", _("等候确认")),
        ("accepted", _("已接受")),
        ("submitted", _("已交评分")),
        ("done", _("评审完成")),
        ("declined", _("不能参加")),
        ("recused", _("回避")),
        ("lapsed", _("逾期更换")),
        ("void", _("作废")),
    )
    INITIAL: ClassVar[str] = "asked"
    FINAL: ClassVar[frozenset[str]] = frozenset({"done", "declined", "recused", "lapsed", "void"})
    EMPTY: ClassVar[frozenset[str]] = frozenset({"declined", "recused", "lapsed", "void"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_seat"
    )
    panel = models.ForeignKey(Panel, verbose_name=_("评审组"), on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, verbose_name=_("专家"), on_delete=models.PROTECT, related_name="seats")
    side = models.CharField(_("代表方面"), max_length=20, choices=Side.choices)
    track = models.CharField(_("评审类别"), max_length=40, blank=True)
    label = models.CharField(_("代号"), max_length=4)
    stratum = models.CharField(max_length=60, editable=False)
    place = models.PositiveIntegerField(_("次序"))
    replaces = models.OneToOneField(
        "self", verbose_name=_("替补"), null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    due = models.DateField(_("请于此日前"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("评审席位")
        constraints = (
            models.UniqueConstraint(name="seat_once_on_a_panel", fields=("panel", "expert")),
            models.UniqueConstraint(name="seat_label_once", fields=("panel", "label")),
            models.UniqueConstraint(name="seat_place_once", fields=("panel", "stratum", "place")),
        )
        indexes = (models.Index(fields=("expert", "panel")),)

    def search_text(self) -> str:
        """By its number and panel alone: no name of an expert is kept in the index."""
        return f"{self.number} {self.title}"


@tracked()
class Skip(models.Model):
    """Someone next in the order who could not be seated when a seat fell empty, and why."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    stratum = models.CharField(max_length=60)
    place = models.PositiveIntegerField()
    why = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("跳过记录")
        constraints = (models.UniqueConstraint(name="skip_once", fields=("draw", "key")),)

    def __str__(self) -> str:
        return f"{self.draw_id} {self.key} {self.why}"


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, user: Any) -> Self:
        """To those who sit on the panel and to its office, once the discussion is open."""
        opened = Q(panel__state__in=("discussion", "final", "closed"))
        sits = Q(panel__in=Seat.objects.of(user).exclude(state__in=Seat.EMPTY).values("panel_id"))
        return self.filter(opened & (sits | Q(panel__owner_id__in=reach_of(user).organisations)))


@tracked()
class Remark(models.Model):
    """What a member of a panel says in the discussion."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("发言"))
    at = models.DateTimeField(default=clock.now)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("讨论发言")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.panel_id} {self.seat_id}"
