"""The file kept on an organisation. What it is, its facts and its members stand with the parties; the file is the door to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked


@tracked()
class UnitFile(Case):
    """The file (单位档案) of one organisation; its owner is the organisation itself."""

    SERIES: ClassVar[str] = "DW"
    STATES: ClassVar[Any] = (("active", _("在册")), ("ended", _("已终止")))
    INITIAL: ClassVar[str] = "active"
    FINAL: ClassVar[frozenset[str]] = frozenset({"ended"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_unit_file"
    )
    organisation = models.OneToOneField(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="unit_file"
    )

    class Meta:
        verbose_name = _("单位档案")

    def search_text(self) -> str:
        """Also its English name, credit code and the organisation above it."""
        above = self.owner.parent.name if self.owner.parent else ""
        return " ".join((super().search_text(), self.owner.name_en, self.owner.credit_code, above))
