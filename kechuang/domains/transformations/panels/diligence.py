"""The due-diligence file on the page: each condition of exemption met or missing, and what was done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.predicates import takes_part
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Panel, Sheet
from kechuang.core.words import in_clauses
from kechuang.domains.achievements.panels.words import badge, chips, day, remarks
from kechuang.domains.transformations import diligence
from kechuang.domains.transformations.models import Transformation


def conditions(rule: str) -> Panel:
    """The panel of one provision that excuses, condition by condition; the one that lacks is named."""

    def panel(deal: Transformation, user: Any) -> Sheet | None:
        if not takes_part(user, deal):
            return None
        found = diligence.exemption(deal, rule)
        if found is None:
            return None
        lacking = diligence.lacking_words(found.lacking)
        text = _("尚缺：%(names)s") % {"names": lacking} if lacking else remarks([found.finding])
        return Sheet(
            found.title, note=found.label, head=[_("条件"), _("状态"), _("证据")],
            rows=[[one.label, _mark(one), in_clauses(one.evidence) or "–"] for one in found.conditions],
            text=text, badge=badge(found.finding), cites=chips([found.finding]),
        )  # fmt: skip

    return panel


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
    return Sheet(_("尽职档案"), head=[_("日期"), _("事项"), _("办理人"), _("证据")], rows=rows)
