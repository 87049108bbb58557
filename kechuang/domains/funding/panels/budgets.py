"""A budget on its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.funding.models import Budget


def about(budget: Budget, user: Any) -> Sheet:
    """Whose budget it is, of which year, and what it starts from."""
    facts = [
        Fact(_("平台"), budget.platform.title, url=f"/case/{budget.platform.number}/"),
        Fact(_("年度"), str(budget.year)),
    ]
    if budget.previous is not None:
        facts.append(Fact(_("上年预算"), budget.previous.number, url=f"/case/{budget.previous.number}/"))
    if budget.programme is not None:
        facts.append(Fact(_("保障方案"), budget.programme.number, url=f"/case/{budget.programme.number}/"))
    return Sheet(_("预算"), facts=facts, text=budget.note)
