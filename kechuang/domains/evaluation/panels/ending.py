"""Panels of assessments and terminations: what was said, what the law says, which steps are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.casework.cases.law import ask
from kechuang.casework.parties.models import Role
from kechuang.casework.parties.reach import reach_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.evaluation.cycles import cycle_facts
from kechuang.domains.evaluation.facts.results import assessment_facts, rectification_facts
from kechuang.domains.evaluation.models import Assessment, CycleDecision, Rectification, Termination
from kechuang.domains.evaluation.queries.ending import lines
from kechuang.domains.platforms.panels.governance import chips, verdicts
from kechuang.domains.platforms.panels.words import day


def termination_links(case: Any, user: Any) -> Sequence[tuple[str, str]]:
    """Beginning to end the cooperation, for the leader, where this case is a ground for it that is not used yet."""
    if isinstance(case, Assessment):
        name, ready = "assessment", case.conclusion == "unfit"
    elif isinstance(case, Rectification):
        name, ready = "rectification", case.measure == "exit"
    else:
        name, ready = "evaluation", case.effects.filter(kind="exit").exists()
    if not ready or hasattr(case, "termination"):
        return ()
    if not reach_of(user).holds_office(case.region_id, (Role.LEADER,), ("st_department",)):
        return ()
    address = reverse("case-new", args=["terminations", "begin_termination"])
    return [(_("启动终止合作"), f"{address}?{name}={case.number}")]


def _simulated(case: Any) -> Badge | None:
    return Badge("draft", _("模拟")) if case.simulation else None


def _page(label: str, case: Any) -> Fact:
    return Fact(label, case.title, url=reverse("case", args=[case.number]))


def assessed(case: Assessment, user: Any) -> Sheet:
    """What opened it, what the platform says, and the conclusion."""
    facts = [
        _page(_("平台"), case.platform),
        _page(_("平台评价"), case.evaluation),
        Fact(_("连续不合格年数"), str(case.failures)),
        Fact(_("平台陈述"), case.statement or _("还没有陈述")),
        Fact(_("陈述日"), day(case.stated_on)),
    ]
    if case.conclusion:
        facts += [
            Fact(_("结论"), case.get_conclusion_display()),
            Fact(_("理由"), case.reasons),
            Fact(_("结论日"), day(case.concluded_on)),
        ]
    note = _("连续不合格只启动研判，合作不会自动终止。")
    return Sheet(_("综合评估研判"), facts=facts, badge=_simulated(case), foot=note)


def opinions(case: Assessment, user: Any) -> Sheet:
    """The opinions of experts, co-founders and departments."""
    rows = [[row.get_side_display(), row.name, row.get_view_display(), row.text, day(row.given_on)]
            for row in case.opinions.all()]  # fmt: skip
    if not rows:
        return Sheet(_("研判意见"), text=_("还没有记录意见。专家和共建方的意见都有了才能作结论。"))
    head = [_("哪一方"), _("单位或者姓名"), _("意见"), _("意见内容"), _("提出日")]
    return Sheet(_("研判意见"), head=head, rows=rows)


def assessment_in_law(case: Assessment, user: Any) -> Sheet | None:
    """Before the conclusion whether the failing years open an assessment, after it whether cooperation may end."""
    given = assessment_facts(case)
    if case.conclusion:
        return verdicts(case, ["cooperation_termination"], given, _("依据"))
    finding = ask(case, "evaluation_consecutive_failures", given)
    opens = next((output.value for output in finding.outputs if output.name == "assessment_opens"), None)
    word = "" if opens is None else _("启动研判") if opens else _("不启动研判")
    fact = Fact(_("连续不合格年数"), "–" if finding.value is None else str(finding.value), badge=badge(finding, word))
    return Sheet(_("依据"), facts=[fact], cites=chips(finding.citations, case.region_id)[:6])


def ended(case: Termination, user: Any) -> Sheet:
    """On what it rests, and why."""
    if case.assessment is not None:
        ground = _page(_("综合评估研判"), case.assessment)
    elif case.rectification is not None:
        ground = _page(_("整改"), case.rectification)
    else:
        ground = _page(_("周期综合评价"), case.evaluation)
    facts = [
        _page(_("平台"), case.platform), ground, Fact(_("理由"), case.reasons), Fact(_("文号"), case.document or "–"),
        Fact(_("决定日"), day(case.decided_on)),
    ]  # fmt: skip
    return Sheet(_("终止合作"), facts=facts, badge=_simulated(case))


def steps(case: Termination, user: Any) -> Sheet:
    """Every step: done or not, when and how."""
    found = lines(case)
    left = sum(not line.done for line in found)
    word = ngettext("还有 %(n)d 项", "还有 %(n)d 项", left) % {"n": left}
    rows = [
        [one.label, Badge("met", _("已完成")) if one.done else Badge("open", _("未完成")), day(one.on), one.text or "–"]
        for one in found
    ]
    return Sheet(
        _("步骤"), head=[_("步骤"), _("状态"), _("完成日"), _("办理情况")], rows=rows,
        badge=Badge("open", word) if left else Badge("met", _("全部完成")),
    )  # fmt: skip


def termination_in_law(case: Termination, user: Any) -> Sheet | None:
    if case.assessment is not None:
        return verdicts(case, ["cooperation_termination"], assessment_facts(case.assessment), _("依据"))
    if case.evaluation is not None:
        made = case.evaluation.decision
        given = cycle_facts(case.evaluation, passed=made.passed, other=made.other_exit_case)
        return verdicts(case, ["platform_exit"], given, _("依据"))
    assert case.rectification is not None
    return verdicts(case, ["dynamic_adjustment"], rectification_facts(case.rectification), _("依据"))


def next_round(evaluation: Any, user: Any) -> Sheet | None:
    """What was decided after a cycle evaluation."""
    made = CycleDecision.objects.filter(evaluation=evaluation.pk).select_related("agreement").first()
    if made is None:
        return None
    facts = [Fact(_("周期综合评价"), _("符合条件") if made.passed else _("不符合条件"))]
    if made.agreement is not None:
        facts.append(_page(_("共建协议"), made.agreement))
    if made.barred:
        facts.append(Fact(_("下一轮合作"), _("不再开展，协议约定的义务仍须履行")))
    else:
        facts += [Fact(_("下一轮合作形式"), made.form), Fact(_("下一轮支持内容"), made.support)]
    facts += [Fact(_("理由"), made.reasons), Fact(_("决定日"), day(made.decided_on))]
    return Sheet(
        _("下一轮合作"),
        facts=facts,
        cites=chips(["binjiang-2023:s4.5.a", "binjiang-2023:s2.p1.b"], evaluation.region_id),
    )
