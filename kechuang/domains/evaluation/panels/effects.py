"""Panels of what follows from evaluations: on the evaluation, on the platform, and of a rectification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import takes_part
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import in_clauses, listed, with_note
from kechuang.domains.evaluation.facts.results import rectification_facts, result_facts
from kechuang.domains.evaluation.following import beyond_budgets
from kechuang.domains.evaluation.models import GRADES, Assessment, Effect, Evaluation, Rectification
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day, link
from kechuang.law import Verdict
from kechuang.law.model import Citation

MOST = 30
"""The latest effects that a platform's page shows."""


def standing(effect: Effect, *, beyond: bool = False) -> Badge:
    """Where an effect stands: simulated, open, waived, carried out or still to be. beyond: no budget can take it any more."""
    if effect.simulation:
        return Badge("draft", _("模拟，不执行"))
    if effect.open:
        return Badge("open", _("待认定"))
    if effect.waived:
        return Badge("na", _("经认定不发生"))
    if effect.done_on is not None:
        return Badge("met", _("已另行处理") if beyond else _("已执行"))
    if beyond:
        return Badge("open", _("不能入账，待登记处理"))
    return Badge("computed", _("待执行"))


def _given_up(evaluation: Evaluation) -> dict[str, Badge]:
    """By kind of effect: what its case came to where it was not carried through."""
    found: dict[str, Badge] = {}
    for case in Rectification.objects.filter(evaluation=evaluation, state__in=("dropped", "adjusted")):
        late = case.state == "adjusted"
        words = _("未完成，已动态调整") if late else _("不再整改")
        found[Effect.Kind.RECTIFICATION] = Badge("breach" if late else "na", words)
    if Assessment.objects.filter(evaluation=evaluation, state="dropped").exists():
        found[Effect.Kind.ASSESSMENT] = Badge("na", _("不再研判"))
    return found


def amount_words(effect: Effect) -> str:
    """The sum in yuan, the measure, or what the sum still waits for."""
    if effect.amount is not None:
        return yuan(fen_of(effect.amount))
    if effect.measure:
        return str(effect.get_measure_display())
    if effect.open and effect.kind == Effect.Kind.CUT:
        return _("待核定下一年度预算")
    return "–"


def of_evaluation(evaluation: Evaluation, user: Any) -> Sheet | None:
    """What follows from this result, each with its clause and whether it was carried out."""
    if evaluation.state != "published":
        return None
    found = list(evaluation.effects.all())
    silent = _no_rectification(evaluation, found)
    if not found:
        return Sheet(_("评价结果的效果"), text=silent or _("这一结果没有奖励、削减或者整改等后果。"))
    given_up, beyond = _given_up(evaluation), beyond_budgets(found)
    rows = [
        [
            with_note(str(e.get_kind_display()), str(e.year)),
            amount_words(e),
            given_up.get(e.kind) or standing(e, beyond=e.pk in beyond),
            in_clauses([words for words in (beyond.get(e.pk), e.done_note) if words]) or day(e.done_on),
        ]
        for e in found
    ]
    return Sheet(
        _("评价结果的效果"), head=[_("效果（年度）"), _("金额（元）或措施"), _("状态"), _("执行情况")], rows=rows,
        numeric=frozenset({1}), cites=chips([place for e in found for place in e.clauses], evaluation.region_id)[:6],
        text=silent,
    )  # fmt: skip


def _no_rectification(evaluation: Evaluation, found: Sequence[Effect]) -> str:
    """Where a platform failed and no text of its place speaks of putting it right: said, so that nobody looks for a button."""
    failed = evaluation.grade in dict(GRADES[:3])
    if not failed or any(e.kind == Effect.Kind.RECTIFICATION for e in found):
        return ""
    said = ask(evaluation, "rectification_required", result_facts([evaluation], {})[0])
    if said.verdict not in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
        return ""
    if found:
        return _("所在地的规定没有写不合格以后的整改，不立整改案件；后果只有下列各项，依据见所引条款。")
    return _("所在地的规定没有写不合格以后的整改，不立整改案件，也没有别的后果。")


def of_platform(platform: Platform, user: Any) -> Sheet | None:
    """A platform's published results and what followed, for those who deal with it; the public sees grades alone."""
    rows = list(
        platform.evaluations.filter(state="published").select_related("campaign").prefetch_related("effects")
        .order_by("-campaign__year", "-pk")[:MOST]
    )  # fmt: skip
    brought_in = list(platform.earlier_grades.filter(withdrawn_on=None).order_by("-year")[:MOST])
    if not rows and not brought_in:
        return None
    inside = takes_part(user, platform)
    seen = set(Evaluation.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    lines: list[Sequence[Any]] = []
    for row in rows:
        name: Any = with_note(str(row.campaign.get_kind_of_display()), str(row.campaign.year))
        kinds = [str(e.get_kind_display()) for e in row.effects.all() if not e.waived] if inside else []
        shown = link(name, row) if row.pk in seen else name
        grade = (
            with_note(str(row.get_grade_display()), _("模拟")) if row.campaign.simulation else row.get_grade_display()
        )
        lines.append([shown, grade, listed(kinds) or "–"] if inside else [shown, grade])
    for one in brought_in:
        name = with_note(_("%(year)d 年度") % {"year": one.year}, _("补录"))
        shown = link(name, one) if inside else name
        lines.append([shown, one.get_grade_display(), one.document] if inside else [shown, one.get_grade_display()])
    head = [pgettext("evaluations", "评价"), _("等次")]
    return Sheet(_("评价结果"), head=[*head, _("效果")] if inside else head, rows=lines)


def order(case: Rectification, user: Any) -> Sheet:
    """What is to be put right, by when, and what has been done about it."""
    late = case.state == "ordered" and case.due_on is not None and case.due_on < clock.today()
    facts = [
        Fact(_("平台评价"), case.evaluation.title, url=reverse("case", args=[case.evaluation.number])),
        Fact(_("等次"), case.evaluation.get_grade_display()),
        Fact(_("整改要求"), case.requirements or "–"),
        Fact(_("文号"), case.document or "–"),
        Fact(_("整改通知日"), day(case.ordered_on)),
        Fact(_("整改期限"), day(case.due_on), badge=Badge("breach", _("逾期未完成")) if late else None),
        Fact(_("整改方案"), case.plan or "–"),
        Fact(_("整改报告"), case.report or "–"),
        Fact(_("整改报告提交日"), day(case.submitted_on)),
        Fact(_("整改完成日"), day(case.completed_on)),
    ]
    if case.measure:
        facts += [Fact(_("措施"), case.get_measure_display()), Fact(_("理由"), case.reasons)]
    return Sheet(_("整改"), facts=facts, badge=Badge("draft", _("模拟")) if case.simulation else None)


def in_law(case: Rectification, user: Any) -> Sheet | None:
    """What the law says of it today: whether it must, and what follows when the day is over."""
    given = rectification_facts(case)
    lines = []
    cited: list[Citation] = []
    for name in ("rectification_required", "dynamic_adjustment"):
        finding = ask(case, name, given)
        if finding.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
            continue
        due = next((o.value for o in finding.outputs if o.name == "due"), finding.value)
        word = "" if due is None else _("是") if due else _("否")
        label = _("须整改") if name == "rectification_required" else _("应当动态调整")
        lines.append(Fact(label, " ", badge=badge(finding, word)))
        cited += finding.citations
    if not lines:
        return None
    return Sheet(_("依据"), facts=lines, cites=chips(cited, case.region_id)[:6])
