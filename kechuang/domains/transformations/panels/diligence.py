"""The due-diligence file on the page: each condition of exemption met or missing, and what was done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.predicates import takes_part
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Sheet
from kechuang.core.ui.words import in_clauses, labelled
from kechuang.domains.achievements.panels.words import badge, chips, day, remarks
from kechuang.domains.transformations import diligence
from kechuang.domains.transformations.models import Transformation


def conditions(deal: Transformation, user: Any) -> Sheet | None:
    """Each provision that excuses, condition by condition; the one that lacks is named."""
    if not takes_part(user, deal):
        return None
    found = diligence.exemptions(deal)
    if not found:
        return None
    rows = [
        [exemption.label, one.label, _mark(one), in_clauses(one.evidence) or "–"]
        for exemption in found for one in exemption.conditions
    ]  # fmt: skip
    lacking = [labelled(one.label, diligence.lacking_words(one.lacking)) for one in found if one.lacking]
    text = _("尚缺：%(names)s") % {"names": in_clauses(lacking)} if lacking else remarks([one.finding for one in found])
    return Sheet(
        _("尽职免责"), head=[_("免责"), _("条件"), _("状态"), _("证据")], rows=rows, text=text,
        badge=badge(found[0].finding), cites=chips([one.finding for one in found]),
    )  # fmt: skip


def _mark(condition: diligence.Condition) -> Badge:
    if condition.held is True:
        return Badge("met", _("具备"))
    if condition.held is False:
        return Badge("breach", _("不具备"))
    return Badge("open", _("有证据，待认定")) if condition.evidence else Badge("breach", _("缺"))


def steps(deal: Transformation, user: Any) -> Sheet | None:
    """What was done, by whom, and what shows it."""
    if not takes_part(user, deal):
        return None
    rows = [[day(step.on), step.what, step.who or "–", step.evidence or "–"] for step in diligence.steps(deal)]
    return Sheet(_("尽职档案"), head=[_("日期"), _("事项"), _("经办"), _("凭证")], rows=rows)
