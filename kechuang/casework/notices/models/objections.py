"""Objections to notices: who says what against which version, and the written answer."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.notices.models.notices import Notice, NoticeContent
from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.core.crypto import SealedTextField, digest

OPEN = ("filed", "acknowledged", "accepted")
"""States in which an objection holds up what waits for the notice; an accepted one until the notice is put right."""


def open_count(notice: str = "pk") -> Coalesce:
    """For annotate(): how many objections of a notice are open. A subquery, so that a page asks for its own rows alone."""
    rows = Objection.objects.filter(notice_id=OuterRef(notice), state__in=OPEN).order_by().values("notice_id")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


@tracked()
class Objection(Case):
    """An objection (异议) to a notice, by someone signed in or by anyone. Who objects stands apart, see Objector.

    content: the version objected to. summary: what the readers of the notice are told of the answer; reasons go to the
    objector.
    """

    SERIES: ClassVar[str] = "YY"
    STATES: ClassVar[Any] = (
        ("filed", _("已提出")),
        ("acknowledged", _("已受理")),
        ("accepted", _("成立，待更正")),
        ("remedied", _("成立，已更正")),
        ("rejected", _("不成立")),
        ("withdrawn", _("已撤回")),
    )
    INITIAL: ClassVar[str] = "filed"
    FINAL: ClassVar[frozenset[str]] = frozenset({"remedied", "rejected", "withdrawn"})

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("异议成立")
        REJECTED = "rejected", _("异议不成立")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_objection"
    )
    notice = models.ForeignKey(Notice, verbose_name=_("公示"), on_delete=models.PROTECT, related_name="objections")
    content = models.ForeignKey(NoticeContent, on_delete=models.PROTECT, related_name="objections")
    filed_at = models.DateTimeField(_("提出"), default=clock.now, editable=False)
    arguments = models.TextField(_("理由"))
    remedy = models.TextField(_("请求"))
    acknowledged_on = models.DateField(_("受理"), null=True, editable=False)
    answered_on = models.DateField(_("答复"), null=True, editable=False)
    outcome = models.CharField(_("处理结果"), max_length=10, choices=Outcome.choices, blank=True, editable=False)
    reasons = models.TextField(_("处理理由"), blank=True)
    summary = models.TextField(_("公开的处理情况"), blank=True)
    handler = models.ForeignKey(
        User, verbose_name=_("处理人"), null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    settled_on = models.DateField(_("更正"), null=True, editable=False)

    class Meta:
        verbose_name = _("异议")
        constraints = (
            models.CheckConstraint(
                name="objection_answered_with_reasons",
                condition=Q(outcome="", answered_on__isnull=True)
                | ~Q(outcome="") & Q(answered_on__isnull=False, handler__isnull=False) & ~Q(reasons=""),
            ),
            models.CheckConstraint(name="objection_says_something", condition=~Q(arguments="") & ~Q(remedy="")),
        )

    def search_text(self) -> str:
        """Also the notice it is about; never who objects."""
        return f"{super().search_text()} {self.notice.number}"


@tracked()
class Objector(models.Model):
    """Who objects, apart from what they say: nothing that shows an objection reaches this table. Name, contact and the
    token of the secret link stand sealed.

    user: for who was signed in; organisation: on whose behalf, where it is not the person's own.
    """

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(_("异议人"))
    contact = SealedTextField(_("联系方式"), blank=True)
    email = SealedTextField(_("电子邮箱"), blank=True)
    token = SealedTextField()
    token_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("异议人")
        constraints = (models.CheckConstraint(name="objector_has_a_name", condition=~Q(name="")),)

    def __str__(self) -> str:
        return str(self.objection_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new one gets its secret link."""
        if not self.token:
            self.token = secrets.token_urlsafe(32)
            self.token_digest = digest(self.token)
        super().save(*args, **kwargs)


class Source(models.Model):
    """Where an objection came from, as a keyed digest of the address, for a day: how one address is kept from flooding."""

    address_digest = models.CharField(max_length=64)
    submission = models.CharField(max_length=64, blank=True)
    objection = models.ForeignKey(Objection, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=("address_digest", "at")),)
        constraints = (
            models.UniqueConstraint(
                name="objection_submitted_once", fields=("submission",), condition=~Q(submission="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.objection_id} {self.at}"
