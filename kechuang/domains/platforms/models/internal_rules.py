"""The rules a platform gives itself (内部制度): fields, editions, when each is in force."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models.governance import items
from kechuang.domains.platforms.models.meetings import Resolution
from kechuang.domains.platforms.models.registry import Platform


@tracked()
class InternalRule(Case):
    """One version of a rule a platform gives itself (内部制度), in one of the fields the law names."""

    SERIES: ClassVar[str] = "NZ"
    STATES: ClassVar[Any] = (
        ("draft", _("起草")),
        ("adopted", _("已通过")),
        ("repealed", _("废止")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"repealed", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_internalrule"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="internal_rules"
    )
    field = models.CharField(_("制度类别"), max_length=40)
    edition = models.PositiveSmallIntegerField(_("版次"))
    covers = items()
    text = models.TextField(_("制度正文"))
    replaces = models.ForeignKey(
        "self", verbose_name=_("取代"), null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    resolution = models.OneToOneField(
        Resolution,
        verbose_name=_("决议"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="internal_rule",
    )
    repeal_resolution = models.OneToOneField(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="repealed_rule"
    )
    adopted_on = models.DateField(_("通过日"), null=True, blank=True, editable=False)
    in_force_on = models.DateField(_("施行日"), null=True, blank=True)
    repealed_on = models.DateField(_("废止日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("内部制度")
        indexes = (models.Index(fields=("platform", "field", "in_force_on")),)
        constraints = (
            models.UniqueConstraint(name="internal_rule_edition_once", fields=("platform", "field", "edition")),
            models.CheckConstraint(
                name="internal_rule_in_force_after_adoption",
                condition=Q(in_force_on=None) | Q(adopted_on__isnull=False, in_force_on__gte=F("adopted_on")),
            ),
            models.CheckConstraint(
                name="internal_rule_repealed_after", condition=Q(repealed_on=None) | Q(adopted_on__isnull=False)
            ),
        )

    def search_text(self) -> str:
        """Also its platform and its words."""
        return " ".join((super().search_text(), self.platform.title, self.text))[:4_000]
