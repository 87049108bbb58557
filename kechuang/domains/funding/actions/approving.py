"""Writers of what is approved: checked, approved, changed by procedure, changed by the result of an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm, Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.evaluation.effects import budget_known
from kechuang.domains.funding import editions
from kechuang.domains.funding.actions.budgets import FOLLOWS, YEARLY
from kechuang.domains.funding.actions.who import CHECKER, PLANNER, TREASURY, checker, planner, treasury
from kechuang.domains.funding.consequences import cut_made
from kechuang.domains.funding.facts.budgets import agreed_for, agreed_income, budget_facts, result_facts
from kechuang.domains.funding.forms import budgets as forms
from kechuang.domains.funding.models import Budget, BudgetEdition, BudgetLine
from kechuang.domains.funding.queries.lines import lacking, lines_of
from kechuang.domains.funding.queries.moving import spent_by_line
from kechuang.domains.funding.queries.results import last_result
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.law import Finding, Verdict

Data = Mapping[str, Any]
BINDING, BASIC, LUMP = "binjiang-2023:s5.4", "keqiao-2025-draft:s4.6.a", "quzhou-2024:art26.p2"
CUT, VETO = "binjiang-2023:s4.5.e", "binjiang-2023:s4.5.f"


def _within(budget: Budget) -> list[Finding | Refusal]:
    """The rules a budget is held to, whoever decides on it."""
    why = lacking(budget)
    if why:
        return [Refusal(Ground.STATE, why)]
    lines = lines_of(budget)
    agreed, promised = agreed_income(lines), agreed_for(budget)
    if agreed and promised is not None and agreed > promised:
        words = gettext("协议约定的支持 %(year)d 年是 %(promised)s 元，预算列了 %(planned)s 元") % {
            "year": budget.year, "promised": yuan(fen_of(promised)), "planned": yuan(fen_of(agreed)),
        }  # fmt: skip
        return [Refusal(Ground.STATE, words)]
    facts = budget_facts(budget, lines)
    found: list[Finding | Refusal] = [
        ask(budget, rule, facts) for rule in ("annual_budget", "budget_within_plan", "basic_research_share")
    ]
    if "funding.lump_sum" in facts:
        found.append(ask(budget, "lump_sum_rules", facts))
    return found


def _checked(budget: Budget, *, data: Data, by: Any) -> list[Finding | Refusal]:
    return _within(budget)


def _finance(budget: Budget, data: Data) -> list[Organisation]:
    return departments_over(budget.region_id, Organisation.Department.FINANCE)


@action(
    Budget,
    label=_("审核通过"),
    moves={"submitted": "checked"},
    by=checker,
    who=CHECKER,
    law=_checked,
    cites=[YEARLY, BASIC, *FOLLOWS],
    asks=(Ask("approve", _finance, _("批准平台年度预算"), (Role.FINANCE, Role.LEADER)),),
    settles=("check",),
    bulk=True,
    main=True,
)
def check(budget: Budget, *, data: Data, by: Any) -> None:
    """The science department finds the budget within the law, the agreement and the last evaluation."""
    budget.checked_on = clock.today()


def _approvable(budget: Budget, *, data: Data, by: Any) -> list[Finding | Refusal]:
    return [*_within(budget), ask(budget, "budget_binding", budget_facts(budget))]


@action(
    Budget,
    label=_("批准预算"),
    moves={"checked": "approved"},
    by=treasury,
    who=TREASURY,
    form=forms.ApproveForm,
    law=_approvable,
    cites=[YEARLY, BINDING, LUMP, BASIC],
    settles=("approve",),
    bulk=True,
    main=True,
    hint=_("批准后按来源设立专款，支出不能超过专款"),
)
def approve(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Approve the budget; its money is set aside by source."""
    budget.edition, budget.approved_on = 1, clock.today()

    def finish() -> None:
        editions.approve(budget, procedure=BudgetEdition.Procedure.FIRST, by=by, document=data["document"])
        budget_known(budget.platform_id, budget.year, case=budget, by=by)

    return finish


# -- changes ------------------------------------------------------------------------------------------------


@action(
    Budget,
    label=_("申请调整"),
    moves={"approved": "adjusting"},
    by=planner,
    who=PLANNER,
    form=forms.AdjustForm,
    cites=BINDING,
    hint=_("预算有刚性：要改先申请，改好项目由财政部门批准；批准以前仍按原预算执行"),
)
def adjust(budget: Budget, *, data: Data, by: Any) -> None:
    """Open an approved budget for change; what was approved holds until the change is."""


def _changed(budget: Budget, *, data: Data, by: Any) -> list[Finding | Refusal]:
    if not any(line.amount != (line.approved or Decimal(0)) for line in budget.lines.all()):
        return [Refusal(Ground.STATE, gettext("项目还没有改动"))]
    spent = spent_by_line(budget)
    for line in budget.lines.filter(pk__in=spent).order_by("position"):
        if fen_of(line.amount) < spent[line.pk]:
            words = gettext("%(line)s 已支出 %(spent)s 元，不能改为 %(amount)s 元：先冲销支出，或者改高") % {
                "line": str(line), "spent": yuan(spent[line.pk]), "amount": yuan(fen_of(line.amount)),
            }  # fmt: skip
            return [Refusal(Ground.STATE, words)]
    facts = budget_facts(budget) | {"budget.adjustment_approved": True}
    return [*_within(budget), ask(budget, "budget_binding", facts)]


@action(
    Budget,
    label=_("批准调整"),
    moves={"adjusting": "approved"},
    by=treasury,
    who=TREASURY,
    form=forms.ApproveAdjustmentForm,
    law=_changed,
    cites=[BINDING, YEARLY],
    main=True,
    hint=_("专款随之改变；已经支出的不能低于支出"),
)
def approve_adjustment(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Approve the change: another edition, whose procedure follows from what changed."""
    budget.edition += 1
    budget.approved_on = clock.today()

    def finish() -> None:
        editions.approve(
            budget, procedure=editions.procedure_of(lines_of(budget)), by=by, document=data["document"], reason=data["note"]
        )  # fmt: skip

    return finish


@action(
    Budget,
    label=_("放弃调整"),
    moves={"adjusting": "approved"},
    by=planner | treasury,
    who=_("由平台或者财政部门办理"),
    form=NoteForm,
)
def drop_adjustment(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """The change is not made: the lines are again what was approved."""

    def finish() -> None:
        BudgetLine.objects.filter(budget=budget, approved=None).delete()
        for line in budget.lines.all():
            if line.amount != line.approved and line.approved is not None:
                line.amount = line.approved
                line.save()

    return finish


# -- the result of an evaluation ------------------------------------------------------------------------------


def _cut_of(budget: Budget) -> tuple[int, Finding | Refusal]:
    """Fen the law takes from the approved budget for the last result, and why; zero with a refusal where it takes none."""
    facts = result_facts(budget)
    if facts is None:
        words = gettext("上一年度的评价结果还没有公布")
        return 0, Refusal(Ground.STATE, words)
    finding = ask(budget, "next_year_budget", facts)
    cut = finding.output("cut") if finding.verdict is Verdict.COMPUTED else 0
    if finding.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND) or (
        finding.verdict is Verdict.COMPUTED and not cut
    ):
        words = gettext("按上一年度的评价结果，本年预算不削减")
        return 0, Refusal(Ground.LAW, words, finding.citations, finding=finding)
    if finding.simulation:
        return 0, Refusal(
            Ground.LAW, gettext("依据的条文还是草案，只作模拟，不执行"), finding.citations, finding=finding
        )
    return int(cut or 0), finding


def _cut_due(budget: Budget, *, data: Data, by: Any) -> list[Finding | Refusal]:
    result = last_result(budget.platform_id, budget.year)
    if result is not None and budget.editions.filter(evaluation=result).exists():
        return [Refusal(Ground.STATE, gettext("这次评价的结果已经执行过"))]
    cut, why = _cut_of(budget)
    left = editions.fiscal_left(budget)
    if cut > left:
        words = gettext("应削减 %(cut)s 元，财政支出还没有花的只有 %(left)s 元：要先认定削减的基数，或者先冲销支出") % {
            "cut": yuan(cut), "left": yuan(left),
        }  # fmt: skip
        return [Refusal(Ground.DETERMINATION, words, (), questions=("A23.budget_base",))]
    return [why]


@action(
    Budget,
    label=_("按评价结果削减"),
    stays=("approved",),
    by=treasury,
    who=TREASURY,
    form=ActionForm,
    law=_cut_due,
    cites=[CUT, VETO, *FOLLOWS],
    settles=("apply_result",),
    hint=_("削减额按规定算出，按来源和项目的比例摊到财政支出上，合计分毫不差"),
)
def apply_result(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Take from the approved budget what the result of the year before costs it, in another edition."""
    cut, _why = _cut_of(budget)
    result = last_result(budget.platform_id, budget.year)
    assert result is not None
    budget.edition += 1
    budget.approved_on = clock.today()
    reason = gettext("%(campaign)s：%(grade)s，削减 %(cut)s 元") % {
        "campaign": result.campaign.title, "grade": result.get_grade_display(), "cut": yuan(cut),
    }  # fmt: skip

    def finish() -> None:
        editions.approve(
            budget, procedure=BudgetEdition.Procedure.RESULT, by=by, reason=reason, evaluation=result,
            amounts=editions.cut_amounts(budget, cut),
        )  # fmt: skip
        cut_made(result, clock.today(), budget.number, cut)

    return finish
