"""The management system of a unit for its service achievements."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked


@tracked()
class ManagementSystem(Case):
    """A unit's rules for service achievements (职务科技成果管理制度), content by content; its owner is the unit."""

    SERIES: ClassVar[str] = "ZD"
    STATES: ClassVar[Any] = (("draft", _("起草")), ("in_force", _("施行")), ("repealed", _("废止")))
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"repealed"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_management_system"
    )
    contents = models.JSONField(_("制度内容"), default=dict)
    in_force_on = models.DateField(_("施行日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("成果管理制度")
