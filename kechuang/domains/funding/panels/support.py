"""A support programme on its page: its mode, its years against the agreement, and what the law says of both."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.findings import badge as found_badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.evaluation.facts.teams import team_facts
from kechuang.domains.funding.facts.support import mode_facts, year_facts
from kechuang.domains.funding.models import SupportProgramme, SupportYear
from kechuang.domains.platforms.models import Agreement
from kechuang.domains.platforms.panels.governance import chips, verdicts
from kechuang.domains.platforms.panels.words import day, link
from kechuang.law import Verdict

MODES = ("binjiang-2023:s3.1.a", "binjiang-2023:s3.2.a", "binjiang-2023:s3.4.a", "keqiao-2025-draft:s4.6.b")


def about(programme: SupportProgramme, user: Any) -> Sheet:
    """Whose support, under which agreement, in which way."""
    finding = ask(programme, "support_mode", mode_facts(programme))
    lawful = finding.value if isinstance(finding.value, str) else ""
    fits = None
    if lawful:
        fits = (
            Badge("met", _("合规定"))
            if lawful == programme.mode
            else Badge("breach", str(Agreement.SupportMode(lawful).label))
        )
    return Sheet(_("保障方案"), facts=[
        Fact(_("平台"), programme.platform.title, url=reverse("case", args=[programme.platform.number])),
        Fact(_("共建协议"), programme.agreement.number, url=reverse("case", args=[programme.agreement.number])),
        Fact(_("保障方式"), str(programme.get_mode_display()), badge=fits),
        Fact(_("生效日"), day(programme.adopted_on)),
        Fact(_("结束日"), day(programme.ended_on)),
    ], cites=chips(MODES, programme.region_id))  # fmt: skip


def _payable(programme: SupportProgramme, year: SupportYear) -> str:
    """What of base and incentive is to be paid as things stand: the law's sum where it says one."""
    finding = ask(programme, "base_and_incentive", year_facts(programme, year))
    return yuan(finding.value) if isinstance(finding.value, int) else "–"


def years(programme: SupportProgramme, user: Any) -> Sheet:
    """Year by year: base, incentive, ceiling of matching, the agreement's amount, and what is payable."""
    agreed = {row.year: row.amount for row in programme.agreement.amounts.all()}
    rows = []
    for year in programme.years.all():
        met = {None: Badge("open", _("待认定")), True: Badge("met", _("已达到")), False: Badge("breach", _("没有达到"))}
        rows.append([
            str(year.year), yuan(fen_of(year.base)), yuan(fen_of(year.incentive)), yuan(fen_of(year.ceiling)),
            yuan(fen_of(agreed[year.year])) if year.year in agreed else "–", _payable(programme, year),
            met[year.targets_met] if year.incentive else "–",
        ])  # fmt: skip
    return Sheet(
        _("年度保障"), rows=rows, numeric=frozenset({1, 2, 3, 4, 5}), cites=chips(MODES, programme.region_id),
        head=[_("年度"), _("基础（元）"), _("激励（元）"), _("配套上限（元）"), _("协议约定（元）"), _("应付（元）"), _("年度目标")],
    )  # fmt: skip


def teams(programme: SupportProgramme, user: Any) -> Sheet | None:
    """Base and incentive carry teams until they balance themselves: each team, by when, and whether it does."""
    if programme.mode != Agreement.SupportMode.BASE_PLUS_INCENTIVE:
        return None
    rows: list[list[Any]] = []
    cited: list[Any] = []
    for team in programme.platform.teams.select_related("platform", "region").prefetch_related("years"):
        finding = ask(team, "team_self_balance", team_facts(team))
        if finding.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
            continue
        found = {output.name: output.value for output in finding.outputs}
        surplus = found.get("surplus")
        rows.append([
            link(team.title, team), day(team.introduced_on), day(found.get("due")),
            yuan(surplus) if isinstance(surplus, int) else "–", found_badge(finding),
        ])  # fmt: skip
        cited += finding.citations
    if not rows:
        return None
    return Sheet(
        _("引进团队自我平衡"), rows=rows, numeric=frozenset({3}), cites=chips(dict.fromkeys(cited), programme.region_id)[:4],
        head=[_("团队"), _("引进日"), _("自我平衡期限"), _("收支差额（元）"), _("状态")],
    )  # fmt: skip


def in_law(programme: SupportProgramme, user: Any) -> Sheet | None:
    """What the law of the place says on the mode of support."""
    return verdicts(programme, ("support_mode",), mode_facts(programme), _("法规怎么要求"))
