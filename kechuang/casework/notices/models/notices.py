"""Public notices: what each says in every version, where it stood from which day, and whom it names."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case, CaseQuerySet
from kechuang.casework.notices.kinds import CHANNELS, NoticeKind, find_kind
from kechuang.casework.parties.models import Organisation, Person, User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.core.crypto import SealedTextField


class NoticeQuerySet(CaseQuerySet):
    def running(self, day: dt.date) -> Any:
        """Those whose period has not ended on a day, or has not begun for want of a channel."""
        return self.filter(state="running").filter(Q(ends_on=None) | Q(ends_on__gte=day))


@tracked()
class Notice(Case):
    """A notice (公示) that serves another case. Its owner is the organisation that publishes it.

    live: it is the one that counts for its subject and kind. starts_on: the latest first day of its channels, not itself
    counted; ends_on: the last full day, None while a channel is missing or the law leaves it open. finding: the law's
    answer it rests on. fields: what it now says to readers; what is secret stands sealed in its contents alone.
    """

    SERIES: ClassVar[str] = "GS"
    STATES: ClassVar[Any] = (
        ("running", pgettext_lazy("state", "公示")),
        ("concluded", _("公示办结")),
        ("withdrawn", _("已撤回")),
    )
    INITIAL: ClassVar[str] = "running"
    FINAL: ClassVar[frozenset[str]] = frozenset({"concluded", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_notice"
    )
    subject = models.ForeignKey(Case, verbose_name=_("所服务的案件"), on_delete=models.PROTECT, related_name="notices")
    notice_kind = models.CharField(_("公示种类"), max_length=60)
    live = models.BooleanField(default=True, editable=False)
    fields = models.JSONField(_("公示内容"), default=dict)
    content_version = models.PositiveIntegerField(_("内容版次"), default=1, editable=False)
    starts_on = models.DateField(_("起算"), null=True, editable=False)
    ends_on = models.DateField(_("期满"), null=True, editable=False)
    provisional = models.BooleanField(_("暂定"), default=False, editable=False)
    finding = models.JSONField(null=True, editable=False)
    law = models.CharField(max_length=64, editable=False, blank=True)
    calendar = models.CharField(max_length=64, editable=False, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("异议答复期限（天）"))
    procedure = models.TextField(_("异议处理程序"), blank=True)

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("公示")
        indexes = (models.Index(fields=("notice_kind", "ends_on")), models.Index(fields=("ends_on",)))
        constraints = (
            models.UniqueConstraint(name="notice_live_once", fields=("subject", "notice_kind"), condition=Q(live=True)),
            models.CheckConstraint(
                name="notice_never_ends_on_its_first_day", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(name="notice_objections_have_days", condition=Q(answer_days__gte=1)),
        )

    @property
    def what(self) -> NoticeKind:
        """Its kind. Raises KeyError when no domain registers that any more."""
        return find_kind(self.notice_kind)

    @property
    def opens_on(self) -> dt.date | None:
        """The day after the last full day: what waits may be done from then on, unless an objection suspends it."""
        return self.ends_on + dt.timedelta(days=1) if self.ends_on else None

    @property
    def content(self) -> NoticeContent:
        """The present version of what it says."""
        return self.contents.get(version=self.content_version)

    def search_text(self) -> str:
        """Also what it tells its readers, never what is secret."""
        return " ".join((super().search_text(), str(self.what.label), *map(str, self.fields.values())))[:8_000]


@tracked()
class NoticeContent(models.Model):
    """One version of what a notice says. Never changed: a change is the next version, and the period begins anew.

    days: the days the publisher chose where the law's minimum is shorter or none. changed: names of the fields that
    differ from the version before.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="contents")
    version = models.PositiveIntegerField(_("版次"))
    fields = models.JSONField(_("公示内容"), default=dict)
    secret = SealedTextField(blank=True)
    days = models.PositiveIntegerField(_("公示天数"), null=True)
    changed = models.JSONField(_("变更的内容"), default=list)
    reason = models.TextField(_("变更理由"), blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("公示内容")
        ordering = ("notice_id", "version")
        constraints = (
            models.UniqueConstraint(name="notice_content_version_once", fields=("notice", "version")),
            models.CheckConstraint(
                name="notice_content_days_not_zero", condition=Q(days__isnull=True) | Q(days__gte=1)
            ),
            models.CheckConstraint(name="notice_content_change_has_reason", condition=Q(version=1) | ~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} v{self.version}"

    @property
    def secrets(self) -> dict[str, str]:
        """What is secret, for those who act on the notice; never for its readers."""
        return json.loads(self.secret) if self.secret else {}

    @property
    def filled(self) -> list[str]:
        """Names of the fields that say something."""
        return [name for name, text in {**self.fields, **self.secrets}.items() if str(text).strip()]


@tracked()
class Posting(models.Model):
    """Since when a version of a notice stands in a channel, and what shows it. Never changed; a later row corrects."""

    content = models.ForeignKey(NoticeContent, on_delete=models.PROTECT, related_name="postings")
    channel = models.CharField(_("渠道"), max_length=20, choices=list(CHANNELS.items()))
    first_on = models.DateField(_("公示首日"))
    evidence = models.CharField(_("证据"), max_length=300, blank=True)
    document_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("公示渠道")
        ordering = ("content_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="posting_evidence", condition=Q(channel="portal") | ~Q(evidence="") | Q(document_id__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.first_on}"


@tracked()
class Interest(models.Model):
    """Someone with an interest in what a notice announces. named: the law has the notice say so.

    They may read and object, and have no part in answering an objection.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="interests")
    who = models.CharField(_("姓名、名称"), max_length=200)
    relation = models.CharField(_("利害关系"), max_length=200)
    named = models.BooleanField(_("公示中标明"), default=False)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cite = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("利害关系人")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.who} {self.relation}"
