"""Whether a plan may go on: what the law says of it as refusals that say how many yuan are lacking, and of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases import law
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.queries import Standing, standing
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_clauses
from kechuang.domains.rewards import facts, planning
from kechuang.domains.rewards.computing import Measured
from kechuang.domains.rewards.lines import Line
from kechuang.domains.rewards.models import RewardPlan, RewardShare
from kechuang.domains.rewards.people import find_person, known_of
from kechuang.law import Finding, Verdict

Said = list[Finding | Refusal]


def refusals(plan: RewardPlan, lines: Sequence[Line] | None = None) -> Said:
    """What keeps the plan from going on, the gravest first; findings that only warn come after. lines: other shares."""
    if lines is not None:
        plan = _with(plan, lines)
    shares = _shares(plan, lines)
    if not shares:
        return [Refusal(Ground.INPUT, _("方案里还没有人：先提出分配"))]
    found = planning.whole(plan, shares)
    if (total := sum(fen_of(share.amount) for share in shares)) != fen_of(plan.pool):
        words = _("各人合计 %(sum)s 元，与奖励总额 %(pool)s 元不等：先提出分配") % {
            "sum": yuan(total),
            "pool": yuan(fen_of(plan.pool)),
        }
        return [Refusal(Ground.INPUT, words)]
    said: Said = [*_beyond_income(plan, found), *(_of_pool(found, finding) for finding in found.checked.pool)]
    said += [_of_classes(found, finding) for finding in found.checked.classes]
    said += [_of_person(share, finding) for share, finding in found.people]
    return sorted(said, key=lambda one: 0 if isinstance(one, Refusal) else 1)


def _with(plan: RewardPlan, lines: Sequence[Line]) -> RewardPlan:
    """The plan as it would be with other shares; nothing is written."""
    from copy import copy

    from kechuang.core.money import yuan_of

    made = copy(plan)
    made.pool = yuan_of(planning.total(lines))
    planning.set_stake(made)
    return made


def _shares(plan: RewardPlan, lines: Sequence[Line] | None) -> list[RewardShare]:
    rows = list(plan.shares.select_related("person"))
    if lines is None:
        return rows
    known = known_of(plan.transformation, plan.owner, plan.obtained_on)
    among = [row.person for row in rows]
    from kechuang.casework.parties.models import Person

    return [
        planning.share_of(
            plan, known, line, find_person(line.name, line.orcid, plan.owner, among) or Person(name=line.name)
        )
        for line in lines
    ]


def _beyond_income(plan: RewardPlan, found: planning.Whole) -> list[Refusal]:
    """A reward is drawn from what was obtained: more than all of it is not there to be paid."""
    over = fen_of(plan.pool) - found.measured.income
    if plan.source not in (RewardPlan.Source.RECEIPTS, RewardPlan.Source.PROFIT) or over <= 0:
        return []
    words = _("奖励从所得收入中提取：奖励总额 %(pool)s 元比收入 %(income)s 元多 %(over)s 元") % {
        "pool": yuan(fen_of(plan.pool)), "income": yuan(found.measured.income), "over": yuan(over),
    }  # fmt: skip
    cited = (citation for finding in found.measured.findings for citation in finding.citations)
    return [Refusal(Ground.LAW, words, tuple(dict.fromkeys(cited))[:3])]


def _of_pool(found: planning.Whole, finding: Finding) -> Finding | Refusal:
    if finding.verdict is not Verdict.BREACHED or finding.simulation:
        return finding
    refusal = law.breach(finding)
    if found.lacking:
        words = _("奖励总额 %(pool)s 元，比下限 %(floor)s 元少 %(lack)s 元。%(more)s") % {
            "pool": yuan(found.measured.pool), "floor": yuan(found.measured.floor or 0), "lack": yuan(found.lacking),
            "more": refusal.reason,
        }  # fmt: skip
        return replace(refusal, reason=words)
    return refusal


def _of_classes(found: planning.Whole, finding: Finding) -> Finding | Refusal:
    if finding.verdict is not Verdict.BREACHED or finding.simulation:
        return finding
    refusal, lacking = law.breach(finding), []
    for name, fen in (
        (_("主要贡献人员"), found.checked.main_shortfall),
        (_("转移机构工作人员和管理人员"), found.checked.staff_shortfall),
    ):
        if fen:
            lacking.append(_("%(who)s合计少 %(lack)s 元") % {"who": name, "lack": yuan(fen)})
    return replace(refusal, reason=in_clauses([*lacking, str(refusal.reason)]))


def _of_person(share: RewardShare, finding: Finding) -> Finding | Refusal:
    """The same with the person's name before it."""
    refusal, _warnings = law.refusal_of([finding])
    if refusal is None:
        return finding
    why = refusal.reason
    if finding.rule == "important_contributor" and finding.verdict is Verdict.BREACHED:
        why = _("方案里没有写贡献了什么，用“提出分配”在这个人的一行末尾写明，例如“寻找受让方和谈判”")
    elif finding.rule == "leader_reward" and finding.verdict is Verdict.BREACHED:
        why = in_clauses([str(why), _("用“提出分配”在这个人的一行写明是主要完成人或者有直接贡献，并附证明")])
    return replace(refusal, reason=_("%(who)s：%(why)s") % {"who": share.person.name, "why": why})


# -- the notice --------------------------------------------------------------------------------------------


def noticed(plan: RewardPlan) -> list[Refusal]:
    """Why the plan waits for its notice; nothing where it has run, or where no text asks this unit for one and none was put up."""
    found = standing(plan, "reward_plan")
    if found.refusal is None or (plan.state == "drafted" and not notice_needed(plan)):
        return []
    return [found.refusal]


def notice_needed(plan: RewardPlan) -> bool:
    """Whether a text asks this unit to put its rewards on notice, or may ask it once facts are known."""
    said = {
        **facts.unit_facts(plan, clock.today()),
        "deal.received_on": plan.obtained_on,
        "reward.notice_on": clock.today(),
    }
    finding = facts.asker(plan)("reward_notice", said)
    return finding.verdict not in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)


def notice_of(plan: RewardPlan) -> Notice:
    """The live notice of a plan that is on notice."""
    found: Standing = standing(plan, "reward_plan")
    assert found.notice is not None
    return found.notice


def changed_since(plan: RewardPlan, found: Measured) -> Any:
    """A refusal where the floor is another than the plan says: what was obtained or the law has changed since."""
    now = found.floor
    kept = None if plan.floor is None else fen_of(plan.floor)
    if now == kept:
        return None
    words = _("下限现在是 %(now)s 元，方案按 %(kept)s 元：先重新测算") % {
        "now": "–" if now is None else yuan(now), "kept": "–" if kept is None else yuan(kept),
    }  # fmt: skip
    return Refusal(Ground.LAW, words)
