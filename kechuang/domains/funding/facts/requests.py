"""What the law needs to know of the money a platform asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.core.money import fen_of, yuan
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.funding.models import FundRequest, FundSource, SupportYear
from kechuang.domains.funding.queries.requests import asked_in_year
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.law import Finding

SUPPORT = (FundSource.Use.OPERATING, FundSource.Use.CONSTRUCTION, FundSource.Use.RESEARCH, FundSource.Use.INCENTIVE)


def support_year(request: FundRequest) -> SupportYear | None:
    """What the agreement arranges for the platform in the year of a request."""
    programme = request.budget.programme if request.budget is not None else None
    if programme is None:
        return None
    return programme.years.filter(year=request.year).first()


def incentive_facts(request: FundRequest, year: SupportYear) -> dict[str, Any]:
    """Base and incentive of the year (fen), whether its targets were reached, and the platform as a unit."""
    met = {} if year.targets_met is None else {"support.targets_met": year.targets_met}
    return {
        **unit_facts(request.platform), "support.base": fen_of(year.base), "support.incentive": fen_of(year.incentive), **met,
    }  # fmt: skip


def support_finding(request: FundRequest) -> Iterable[Finding | Refusal]:
    """Incentive money is paid once the year's targets are reached; base and incentive together never above the agreement's."""
    if request.source is None or request.source.use != FundSource.Use.INCENTIVE:
        return
    year = support_year(request)
    if year is None:
        return
    finding = ask(request, "base_and_incentive", incentive_facts(request, year))
    if finding.value is not None:
        total = asked_in_year(request.platform_id, request.year, SUPPORT, request) + fen_of(request.amount)
        if total > finding.value:
            words = _("本年度按协议可付 %(most)s 元，连同这一笔已申请 %(total)s 元；激励资金在达到年度目标后支付") % {
                "most": yuan(finding.value), "total": yuan(total),
            }  # fmt: skip
            yield Refusal(Ground.LAW, words, finding.citations, finding=finding)
            return
    yield finding
