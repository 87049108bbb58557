"""The case: a numbered row with a region, an owner and a state, and everything that happened to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation, Region, User
from kechuang.casework.parties.reach import reach_of, under
from kechuang.core import clock
from kechuang.core.among import AmongArray, Selected
from kechuang.core.audit.tracking import tracked
from kechuang.core.labels import Labelled


class CaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The cases a person may see: public ones, their organisations', those they are named in, and those of the
        regions they hold office in, unless a case is confined.

        The predicate `may_see` says the same of one case; a parity test holds the two together.
        """
        reach = reach_of(user)
        seen = Q(public=True) | under(reach.prefixes, "region__code") & Q(confined=False)
        if getattr(user, "pk", None) is not None:
            seen |= Q(AmongArray(F("id"), _named(user)))
        if reach.organisations:
            seen |= Q(owner_id__in=reach.organisations) | Q(AmongArray(F("id"), _taken(user, reach.organisations)))
        if self.model is Case:
            return self.filter(seen)
        # A model of one kind holds no other; said again, it lets the indexes by kind serve.
        kind = self.model.kind_name()
        if reach.prefixes:
            return self.filter(seen, kind=kind)
        # Few among many: found in the one table of all cases, where indexes by owner, party and public join.
        return self.filter(kind=kind, pk__in=Case.objects.filter(seen, kind=kind).values("pk"))

    def owned_by(self, *organisations: int) -> Self:
        """Those of these organisations (ids). An organisation may own thousands of cases: the kind said again, the index
        of both finds those of this one.
        """
        rows = self.filter(owner_id__in=organisations)
        return rows if self.model is Case else rows.filter(kind=self.model.kind_name())

    def open(self) -> Self:
        return self.filter(closed_on=None)


def _named(user: Any) -> Selected:
    """The cases a person is named in today; the question is written once for the object that stands for them."""
    on = clock.today()
    kept: dict[Any, Selected] = user.__dict__.setdefault("_named_in", {})
    if on not in kept:
        kept[on] = Selected(CasePerson.objects.standing(on).filter(user_id=user.pk).values("case_id"))
    return kept[on]


def _taken(user: Any, organisations: Collection[int]) -> Selected:
    """The cases that these organisations are parties to; written once likewise."""
    kept: dict[Any, Selected] = user.__dict__.setdefault("_parties_to", {})
    key = frozenset(organisations)
    if key not in kept:
        kept[key] = Selected(CaseParty.objects.filter(organisation_id__in=organisations).values("case_id"))
    return kept[key]


SIGHT = ("public", "confined", "region", "owner")
"""What decides who sees a case; an index that holds it passes over a million cases of others without reading one."""


@tracked(in_bulk=True, exclude=["next_due"])
class Case(Labelled):
    """A case of any kind; each kind is a model of its own that inherits this row.

    SERIES is the prefix of its numbers, STATES its states as (code, label), INITIAL the first, FINAL those that close
    it. The action engine alone writes `state`, `version` and `closed_on`; a trigger refuses a state that changes alone.
    """

    SERIES: ClassVar[str] = ""
    STATES: ClassVar[tuple[tuple[str, Any], ...]] = ()
    INITIAL: ClassVar[str] = ""
    FINAL: ClassVar[frozenset[str]] = frozenset()

    acting_for: int | None = None
    """While an action is carried out: the user in whose place the actor acts. Not kept with the case."""

    step: TimelineEntry | None = None
    """While what an action left to be done is done: the action's own line of the timeline. Not kept with the case."""

    kind = models.CharField(_("类型"), max_length=60, editable=False)
    number = models.CharField(_("编号"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("名称"), max_length=200)
    region = models.ForeignKey(Region, verbose_name=_("所在地"), on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="owned_cases"
    )
    state = models.CharField(_("状态"), max_length=40, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    public = models.BooleanField(_("公开"), default=False)
    confined = models.BooleanField(
        _("限定范围"), default=False, editable=False,
        help_text=_("只有责任单位、参与方和点名的人看得到，所在地的其他部门看不到"),
    )  # fmt: skip
    opened_on = models.DateField(_("立案"), default=clock.today, editable=False)
    closed_on = models.DateField(_("办结"), null=True, blank=True, editable=False)
    next_due = models.DateField(_("法定日期"), null=True, editable=False)
    """The last day of the first obligation that runs. Kept by the database: whatever is written here, it puts the truth."""
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        ordering = ("-pk",)
        indexes = (
            models.Index(F("kind"), F("opened_on").desc(), F("id").desc(), name="case_newest"),
            models.Index(F("kind"), F("state"), F("opened_on").desc(), F("id").desc(), name="case_newest_in_state"),
            models.Index(F("kind"), F("title"), F("id").desc(), name="case_by_title"),
            models.Index(F("kind"), F("number"), name="case_by_number"),
            models.Index(F("kind"), F("next_due"), F("id").desc(), name="case_soonest_seen", include=SIGHT),
            models.Index(
                F("kind"), F("state"), F("next_due"), F("id").desc(), name="case_soonest_in_state", include=SIGHT
            ),
            models.Index(F("kind"), F("next_due").desc(nulls_last=True), F("id").desc(), name="case_latest"),
            models.Index(fields=("kind", "opened_on"), condition=Q(public=True), name="case_public"),
            models.Index(OpClass("region", name="varchar_pattern_ops"), name="case_region_prefix"),
            models.Index(fields=("owner", "kind")),
        )
        constraints = (
            models.CheckConstraint(
                name="case_closed_after_opened", condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on"))
            ),
            models.CheckConstraint(name="case_confined_not_public", condition=Q(public=False) | Q(confined=False)),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @classmethod
    def kind_name(cls) -> str:
        return cls._meta.label_lower

    @property
    def state_label(self) -> str:
        return str(dict(self.STATES).get(self.state, self.state))

    def search_text(self) -> str:
        """What the case is found by; kinds of case add their own words."""
        return f"{self.number} {self.title} {self.owner.name} {self.region.name}"

    def specific(self) -> Case:
        """This case as the model of its own kind."""
        from django.apps import apps

        model: type[Case] = apps.get_model(self.kind)
        if isinstance(self, model):
            return self
        return model.objects.get(pk=self.pk)


@tracked()
class CaseParty(models.Model):
    """An organisation that takes part in a case besides its owner, and as what."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("身份"), max_length=40)

    class Meta:
        verbose_name = _("参与方")
        constraints = (models.UniqueConstraint(name="case_party_once", fields=("case", "organisation", "role")),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.role} {self.organisation_id}"


class CasePersonQuerySet(models.QuerySet["CasePerson"]):
    def standing(self, day: dt.date) -> Self:
        """Those named on a day: the last day counts."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


@tracked()
class CasePerson(models.Model):
    """A person who takes part in a case by name, whatever organisation they belong to; as what, and for how long."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("身份"), max_length=40)
    since = models.DateField(_("起"), default=clock.today)
    until = models.DateField(_("止"), null=True, blank=True)

    objects = CasePersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("参与人")
        constraints = (models.UniqueConstraint(name="case_person_once", fields=("case", "user", "role")),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.role} {self.user_id}"

    def stands(self, day: dt.date) -> bool:
        """The same as `standing`, of one row."""
        return self.since <= day and (self.until is None or day <= self.until)


SHEET_ROWS = "sheet_rows"
"""In the data of a line: how many rows of a sheet it stands for."""


class TimelineEntry(models.Model):
    """One thing that happened: who did what, from which state to which, under which clauses. Never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timeline")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    substitute_for = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    cites = models.JSONField(default=list)
    finding = models.JSONField(null=True)
    """What the law warned of, in both languages, one after another; where only one was kept, that one by itself."""
    # Written by a trigger: the context and the transaction whose history is what this step changed.
    context = models.UUIDField(null=True, editable=False)
    written_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("case_id", "pk")
        verbose_name = _("经过")

    def __str__(self) -> str:
        return f"{self.case_id} {self.action}"

    @property
    def sheet_rows(self) -> int:
        """How many rows of a sheet this line stands for; zero where it is a step by itself."""
        return int(self.data.get(SHEET_ROWS, 0))

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Every warning of the law that went with it."""
        kept = self.finding or []
        return kept if isinstance(kept, list) else [kept]


class CaseDetermination(models.Model):
    """A person's recorded answer to a question the law leaves open in this case; cited afterwards like a clause."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="determinations")
    question = models.CharField(_("问题"), max_length=80)
    answer = models.JSONField(_("认定"))
    basis = models.TextField(_("理由和依据"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("日期"), default=clock.today)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("认定")

    def __str__(self) -> str:
        return f"{self.question} = {self.answer}"


class LongStep(models.Model):
    """What an action left to be done beside the request, for many rows, and how far it has come (cases.longsteps).

    given: what it was given, as JSON. at_key: the last row dealt with. entry: the step of the timeline that began it.
    refused: rows that could not be done, as [number, title, why]; they count as dealt with.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("正在办理")
        DONE = "done", _("已办完")
        STOPPED = "stopped", _("停下了")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    given = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(TimelineEntry, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    at_key = models.BigIntegerField(default=0)
    problem = models.TextField(_("问题"), blank=True)
    refused = models.JSONField(_("没有办成的"), default=list)
    started_at = models.DateTimeField(default=clock.now)
    beat_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("后台办理")
        constraints = (
            models.UniqueConstraint(
                name="long_step_one_at_a_time", fields=("case", "name"), condition=~Q(state="done")
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.name} {self.done}/{self.total}"


class IdempotencyKey(models.Model):
    """A request already carried out, so that sending it again changes nothing and answers the same."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    request = models.CharField(max_length=64)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(TimelineEntry, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(name="idempotency_key_once", fields=("user", "key")),)

    def __str__(self) -> str:
        return self.key
