"""Writers of a plan until it is settled: drafted by the law's floors, proposed by the unit, put on notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices import forms as notice_forms
from kechuang.casework.notices import services as notices
from kechuang.core.money import fen_of, yuan_of
from kechuang.core.permissions import Refusal
from kechuang.domains.rewards import lawful, planning, sources
from kechuang.domains.rewards.actions.who import PLANNER, books, department, planner
from kechuang.domains.rewards.following import ASKED
from kechuang.domains.rewards.forms import plans as forms
from kechuang.domains.rewards.lines import Line
from kechuang.domains.rewards.models import PlanReceipt, RewardPlan
from kechuang.domains.rewards.noticing import said, tell_named
from kechuang.domains.rewards.paying import clocks
from kechuang.domains.rewards.people import known_of, named
from kechuang.law import Finding

Data = Mapping[str, Any]
CITES = [
    "quzhou-2024:art20.p1", "zhejiang-2021:art37.p1", "zhejiang-2021:art37.p2.a", "zhejiang-2021:art37.p2.b",
    "prc-transformation-2015:art44.p1", "prc-transformation-2015:art45.p1",
]  # fmt: skip


def pool_of(data: Data) -> int | None:
    """The pool as typed, in fen; None for exactly the floor."""
    return None if data.get("pool") is None else fen_of(data["pool"])


@action(
    RewardPlan,
    label=_("拟订奖励方案"),
    creates=True,
    by=planner,
    who=PLANNER,
    form=forms.DraftForm,
    cites=CITES,
    hint=_("按每笔收入当日的规定算出下限，按贡献份额给出建议"),
)
def draft_plan(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Measure what was obtained by the law of its day, and suggest who gets what."""
    plan.source = data["source"]
    of_fund = plan.source == RewardPlan.Source.CONTRACT_FUNDS
    about: Any = data["contract_fund"] if of_fund else data["transformation"]
    setattr(plan, "contract_fund" if of_fund else "transformation", about)
    plan.profit = data.get("profit")
    plan.owner, plan.region = about.owner, about.region
    plan.title = (data["title"] or gettext("%(title)s 收益分配方案") % {"title": about.title})[:200]
    _terms(plan, data)
    taken = sources.taking(plan, data.get("receipts") or ())
    plan.obtained_on = sources.obtained_on(plan, taken)
    found = planning.set_amounts(plan, pool_of(data), taken)

    def finish() -> None:
        for row in taken:
            row.plan = plan
        PlanReceipt.objects.bulk_create(taken)
        known = known_of(plan.transformation, plan.owner, plan.obtained_on)
        planning.write_suggestion(plan, found, named(data["staff"], plan.owner, known.completers))
        inbox.close_todos(about, (ASKED,))
        clocks.follow(plan)

    return finish


def _terms(plan: RewardPlan, data: Data) -> None:
    for name in ("agreed", "agreed_months", "agreed_due_on", "team_only"):
        setattr(plan, name, data[name])


@action(
    RewardPlan,
    label=_("规定和约定"),
    stays=("drafted",),
    by=planner,
    who=PLANNER,
    form=forms.TermsForm,
    cites=["prc-transformation-2015:art44.p2", "zhejiang-2021:art40.p1"],
    hint=_("单位有没有奖励规定、与人员有没有约定，以及其中的支付期限"),
)
def set_terms(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Say whether a rule or agreement exists; floors and the day to pay by follow."""
    _terms(plan, data)
    planning.remeasure(plan)
    return lambda: clocks.follow(plan)


@action(
    RewardPlan,
    label=_("提出分配"),
    stays=("drafted",),
    by=planner,
    who=PLANNER,
    form=forms.SharesForm,
    cites=["zhejiang-2021:art37.p2.a", "zhejiang-2021:art37.p2.b", "zhejiang-2021:art28.p4"],
    main=True,
    hint=_("写明每个人的类别和金额；总额可以高于下限，低于下限的会指出差多少"),
)
def propose_shares(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Put the unit's own shares in the place of the suggested ones; the pool is their sum."""
    return _propose(plan, data["shares"])


def _propose(plan: RewardPlan, lines: Sequence[Line]) -> Callable[[], None]:
    plan.pool = yuan_of(planning.total(lines))
    planning.set_stake(plan)

    def finish() -> None:
        among = [share.person for share in plan.shares.select_related("person")]
        people = named([(line.name, line.orcid) for line in lines], plan.owner, among)
        planning.write_lines(plan, lines, people)

    return finish


@action(
    RewardPlan,
    label=_("记一个人的奖励"),
    stays=("drafted",),
    by=planner,
    who=PLANNER,
    form=forms.ShareForm,
    cites=["zhejiang-2021:art28.p4"],
    hint=_("加一个人，或者改已在方案里的人；奖励总额随之改变"),
)
def record_share(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Write one person's line, as a sheet brings it; the pool follows."""
    line = Line(
        data["person"].strip(), data["group"], fen_of(data["amount"]), data["part"], data["orcid"], data["leader"],
        data["direct"], data["proof"].strip(), data["contribution"].strip(),
    )  # fmt: skip
    kept = [share for share in plan.shares.select_related("person") if not _same(share.person, line)]
    plan.pool = yuan_of(sum(fen_of(share.amount) for share in kept) + line.fen)
    planning.set_stake(plan)

    def finish() -> None:
        among = [share.person for share in plan.shares.select_related("person")]
        (person,) = named([(line.name, line.orcid)], plan.owner, among)
        known = known_of(plan.transformation, plan.owner, plan.obtained_on)
        planning.write_share(plan, planning.share_of(plan, known, line, person))

    return finish


def _same(person: Any, line: Line) -> bool:
    return person.orcid == line.orcid if line.orcid else person.name == line.name


@action(
    RewardPlan,
    label=_("重新测算"),
    stays=("drafted",),
    by=planner,
    who=PLANNER,
    form=forms.RecomputeForm,
    cites=CITES,
    hint=_("按现在的到账和规定重新算下限，重新给出建议，原来提出的分配不保留"),
)
def recompute(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Take in what has come since, measure anew, suggest anew."""
    taken: list[PlanReceipt] | None = None
    if plan.source == RewardPlan.Source.RECEIPTS and plan.transformation is not None:
        own = [row.receipt for row in sources.receipts(plan) if row.receipt.standing]
        found_receipts = sorted(
            {r.pk: r for r in [*own, *sources.unrewarded(plan.transformation)] if r.income is not None}.values(),
            key=lambda r: (r.received_on, r.position),
        )
        taken = sources.taking(plan, found_receipts)
        plan.obtained_on = sources.obtained_on(plan, taken)
    found = planning.set_amounts(plan, pool_of(data), taken)

    def finish() -> None:
        if taken is not None:
            plan.receipts.all().delete()
            PlanReceipt.objects.bulk_create(taken)
        known = known_of(plan.transformation, plan.owner, plan.obtained_on)
        planning.write_suggestion(plan, found, named(data["staff"], plan.owner, known.completers))
        clocks.follow(plan)

    return finish


# -- on notice ---------------------------------------------------------------------------------------------


def _lawful(plan: RewardPlan, *, data: Data, by: Any) -> list[Finding | Refusal]:
    return lawful.refusals(plan)


@action(
    RewardPlan,
    label=_("公示奖励"),
    moves={"drafted": "in_notice"},
    by=planner,
    who=PLANNER,
    form=forms.PublicityForm,
    law=_lawful,
    cites=["zhejiang-2021:art39.p1.b", "zhejiang-2021:art42.p1"],
    main=True,
    hint=_("在本单位公示奖励人员和金额；期满没有异议才能确定"),
)
def publicise_plan(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Put the plan on notice in the unit, with everybody's share and the leaders' ground."""

    def finish() -> None:
        given = notice_forms.arguments("reward_plan", data)
        notices.publish(plan, "reward_plan", by=by, **{**given, "fields": said(plan)})
        tell_named(plan, _("你列入的奖励方案已公示"))

    return finish


def _still_lawful(plan: RewardPlan, *, data: Data, by: Any) -> list[Finding | Refusal]:
    return lawful.refusals(plan, data["shares"]) if data else []


@action(
    RewardPlan,
    label=_("变更公示中的分配"),
    stays=("in_notice",),
    by=planner,
    who=PLANNER,
    form=forms.ChangedSharesForm,
    law=_still_lawful,
    law_needs_data=True,
    cites=["zhejiang-2021:art39.p1.b"],
    hint=_("公示内容随之更正，公示期重新计算"),
)
def change_shares(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Change the shares while on notice; the notice is amended and its days begin anew."""
    propose = _propose(plan, data["shares"])

    def finish() -> None:
        propose()
        given = {"unit": data["unit_on"]} if data["unit_on"] else {}
        notices.amend(
            lawful.notice_of(plan), fields=said(plan), by=by, reason=data["reason"], channels=given,
            evidence={"unit": data["evidence"]} if given else {},
        )  # fmt: skip
        tell_named(plan, _("你列入的奖励方案变更了，重新公示"))

    return finish


attach_to_plan = attachment_for(RewardPlan, planner | books | department)
determine_plan = determination_for(RewardPlan)
keep_plan_paper = paper_filing_for(RewardPlan, planner)
