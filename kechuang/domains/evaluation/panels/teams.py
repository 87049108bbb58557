"""Panels of teams: what they are, their years, and what the law says of their balance; and a platform's teams."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import takes_part
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either
from kechuang.domains.evaluation.facts.teams import QUESTION, team_facts
from kechuang.domains.evaluation.models import Team
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day, link
from kechuang.law import Verdict
from kechuang.law.finding import InterpretationUsed
from kechuang.law.library import load

MOST = 30
"""The latest teams that a platform's page shows."""


def about(team: Team, user: Any) -> Sheet:
    facts = [
        Fact(_("平台"), team.platform.title, url=reverse("case", args=[team.platform.number])),
        Fact(_("带头人"), team.leader),
        Fact(_("研究方向"), team.direction or "–"),
        Fact(_("团队引进日"), day(team.introduced_on)),
        Fact(_("文号"), team.document or "–"),
        Fact(_("实现自我平衡之日"), day(team.balanced_on)),
    ]
    if team.decided_on is not None:
        facts += [Fact(_("综合评价意见和理由"), team.reasons), Fact(_("决定日"), day(team.decided_on))]
    return Sheet(_("引进团队"), facts=facts)


def years(team: Team, user: Any) -> Sheet:
    """Each year's income by source, costs, and what is left or lacking; and all years together."""
    rows = list(team.years.all())
    if not rows:
        return Sheet(_("年度收支"), text=_("还没有登记年度收支。"))
    lines = [
        [str(r.year), *(_yuan(a) for a in (r.contract_funds, r.programme_funds, r.transformation_income, r.costs)),
         _yuan(r.income - r.costs)]
        for r in rows
    ]  # fmt: skip
    sums = [
        sum(getattr(r, n) for r in rows)
        for n in ("contract_funds", "programme_funds", "transformation_income", "costs")
    ]
    lines.append([_("合计"), *map(_yuan, sums), _yuan(sum(r.income - r.costs for r in rows))])
    head = [
        _("年度"),
        _("横向经费（元）"),
        _("纵向经费（元）"),
        _("成果转移转化收益（元）"),
        _("团队支出（元）"),
        _("差额（元）"),
    ]
    return Sheet(_("年度收支"), head=head, rows=lines, numeric=frozenset({1, 2, 3, 4, 5}))


def _yuan(amount: Any) -> str:
    return yuan(fen_of(amount))


def in_law(team: Team, user: Any) -> Sheet | None:
    """Whether it balances by the last year on record, by when it must, and what follows."""
    finding = ask(team, "team_self_balance", team_facts(team))
    if finding.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
        return None
    found = {output.name: output.value for output in finding.outputs}
    facts = [Fact(_("自我平衡期限"), day(found.get("due")))]
    if isinstance(found.get("surplus"), int):
        facts.append(Fact(_("收支差额（元）"), yuan(found["surplus"])))
    facts += [Fact(_("算法"), _reading(used)) for used in finding.interpretations if used.id == QUESTION]
    if isinstance(found.get("days_left"), int):
        facts.append(Fact(_("剩余日数"), str(found["days_left"])))
    return Sheet(_("自我平衡"), facts=facts, badge=badge(finding), cites=chips(finding.citations, team.region_id)[:4])


def _reading(used: InterpretationUsed) -> str:
    """The reading that was followed, in its own words."""
    asked = load().interpretations[used.id]
    return next((either(choice.zh, choice.en) for choice in asked.choices if choice.id == used.choice), _("待认定"))


def of_platform(platform: Platform, user: Any) -> Sheet | None:
    """The teams a platform brought in, for those who deal with it."""
    if not takes_part(user, platform):
        return None
    rows = list(platform.teams.order_by("-introduced_on", "-pk")[:MOST])
    if not rows:
        return None
    words = {"balanced": "met", "review": "open", "exited": "na"}
    lines = [
        [link(t.title, t), t.leader, day(t.introduced_on), Badge(words.get(t.state, "computed"), t.state_label)]  # type: ignore[arg-type]
        for t in rows
    ]
    return Sheet(_("引进团队"), head=[_("团队"), _("带头人"), _("引进日"), _("状态")], rows=lines)
