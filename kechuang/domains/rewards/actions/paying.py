"""Writers of payment: through the books and one file for the bank, stakes at their registration; what comes back; wages, tax."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.law import breach, open_question
from kechuang.casework.cases.predicates import member_of_owner
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Role
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import either, in_clauses
from kechuang.domains.rewards import facts
from kechuang.domains.rewards.forms import paying as forms
from kechuang.domains.rewards.models import RewardPayment, RewardPlan, TaxStatement
from kechuang.domains.rewards.noticing import tell_named
from kechuang.domains.rewards.paying import clocks, owing, paying, taxing, wages
from kechuang.law import Finding, Verdict

Data = Mapping[str, Any]
Source = RewardPlan.Source
CLOCK = ["zhejiang-2021:art40.p1", "zhejiang-2021:art40.p2.a", "prc-transformation-2015:art44.p2"]
WAGES = [
    "zhejiang-2021:art39.p1.a",
    "prc-transformation-2015:art45.p3",
    "quzhou-2024:art19.p1.b",
    "zhejiang-2021:art41.p2",
]
NOTICE = "reward-tax-2018:art1.p1"

cashier = member_of_owner(Role.FINANCE)
CASHIER = _("由奖励单位的财务人员支付")
keeper = member_of_owner(Role.FINANCE, Role.PLATFORM_MANAGER, Role.LEADER)
KEEPER = _("由奖励单位的财务人员、管理人员或者负责人办理")


# -- paying ------------------------------------------------------------------------------------------------


def _payable(plan: RewardPlan, *, data: Data, by: Any) -> list[Finding | Refusal]:
    if refused := _replaced(plan):
        return [refused]
    if plan.source == Source.EQUITY:
        return [Refusal(Ground.STATE, gettext("奖励的是股权：登记到个人用“登记股权到个人”"))]
    if not data:
        return []
    said: list[Finding | Refusal] = []
    common = taxing.unit_conditions(plan, data["paid_on"])
    for one in data["owed"]:
        if str(one.share.pk) in data["half"]:
            finding = taxing.taxed(one.share, data["paid_on"], common).relief
            if finding.verdict is not Verdict.MET:
                said.append(_not_half(one.name, finding))
    given = clocks.plan_facts(plan)
    if given is not None:
        said.append(_told(facts.asker(plan)("reward_payment", given | {"reward.paid_on": data["paid_on"]})))
    return said


def _replaced(plan: RewardPlan) -> Refusal | None:
    later = owing.successor(plan)
    if later is None:
        return None
    return Refusal(Ground.STATE, gettext("已由 %(number)s 替代，按它办理") % {"number": later.number})


def _not_replaced(plan: RewardPlan, *, data: Data, by: Any) -> Refusal | None:
    return _replaced(plan)


def _something_paid(plan: RewardPlan, *, data: Data, by: Any) -> Refusal | None:
    """What is undone was done: money that left by an entry and stands."""
    if RewardPayment.objects.standing().filter(share__plan=plan.pk, entry__isnull=False).exists():
        return _replaced(plan)
    return Refusal(Ground.STATE, gettext("还没有支付过，没有可以冲销的"))


def _told(finding: Finding) -> Finding:
    """The clock, told and never a bar: a late reward is paid all the same, and its lateness stands."""
    return finding if finding.verdict is Verdict.MET else replace(finding, verdict=Verdict.COMPUTED)


def _not_half(name: str, finding: Finding) -> Refusal:
    """Why half is not counted for a person: the condition that fails, or what is not known yet."""
    refusal = open_question(finding) if finding.verdict is Verdict.NEEDS_DETERMINATION else breach(finding)
    failed = [either(o.zh, o.en) for o in finding.outputs if o.value is False]
    words = gettext("%(who)s不能减半计税，不具备的条件：%(why)s") if failed else gettext("%(who)s：%(why)s")
    return replace(refusal, reason=words % {"who": name, "why": in_clauses(failed) or str(refusal.reason)})


@action(
    RewardPlan,
    label=_("支付奖励"),
    moves={"settled": ("settled", "paid")},
    by=cashier,
    who=CASHIER,
    form=forms.PayForm,
    law=_payable,
    law_needs_data=True,
    cites=[*CLOCK, *WAGES, NOTICE],
    main=True,
    hint=_("记账、生成一份银行代发文件；都付清了，支付期限随之停下"),
)
def pay(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Pay these people what is owed to them: one entry each, one file for the bank, wages of the year."""
    whole = paying.completes(plan, data["owed"])
    if whole:
        plan.state, plan.paid_on = "paid", data["paid_on"]

    def finish() -> None:
        made = paying.pay(
            plan, data["owed"], on=data["paid_on"], accounts=data["accounts_of"], withheld=data["withheld_of"],
            half=data["half"], by=by,
        )  # fmt: skip
        for row in made:
            paying.tell_paid(row)
        if made:
            wages.record(plan, data["paid_on"].year)
        _after(plan, whole)

    return finish


def _after(plan: RewardPlan, whole: bool) -> None:
    clocks.follow(plan)
    if whole:
        inbox.close_todos(plan, ("pay",))


def _stakes(plan: RewardPlan, *, data: Data, by: Any) -> list[Refusal]:
    if plan.source != Source.EQUITY:
        return [Refusal(Ground.STATE, gettext("奖励的是钱：用“支付奖励”"))]
    return []


@action(
    RewardPlan,
    label=_("登记股权到个人"),
    moves={"settled": "paid"},
    by=keeper,
    who=KEEPER,
    form=forms.StakesForm,
    law=_stakes,
    cites=["zhejiang-2021:art40.p2.b"],
    hint=_("作价投资的，奖励在股权登记或者变更时完成；记下登记日和凭证"),
)
def register_stakes(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Record that the stakes stand in the names of those rewarded."""
    plan.paid_on = data["paid_on"]

    def finish() -> None:
        paying.give_stakes(plan, on=data["paid_on"], evidence=data["evidence"])
        tell_named(plan, _("奖励的股权已登记到你名下"))
        _after(plan, True)

    return finish


# -- what comes back ------------------------------------------------------------------------------------------


def _takes_back(plan: RewardPlan, *, data: Data, by: Any) -> list[Refusal]:
    if refused := _replaced(plan):
        return [refused]
    if not paying.to_take_back(plan):
        return [Refusal(Ground.STATE, gettext("本方案没有要收回的奖励"))]
    return []


@action(
    RewardPlan,
    label=_("收回多付的奖励"),
    moves={"settled": ("settled", "paid")},
    by=cashier,
    who=CASHIER,
    form=forms.TakeBackForm,
    law=_takes_back,
    cites=["zhejiang-2021:art37.p4"],
    hint=_("更正方案少给的，收回后记账"),
)
def take_back(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Book what a person gave back of a reward that a correcting plan lowered."""
    owed = data["owed"]
    whole = paying.completes(plan, [owed])
    if whole:
        plan.state, plan.paid_on = "paid", data["paid_on"]

    def finish() -> None:
        paying.take_back(plan, owed, on=data["paid_on"], reference=data["reference"], by=by)
        wages.record(plan, data["paid_on"].year)
        _after(plan, whole)

    return finish


@action(
    RewardPlan,
    label=_("冲销支付"),
    moves={"settled": "settled", "paid": "settled"},
    by=cashier,
    who=CASHIER,
    form=forms.ReturnForm,
    law=_something_paid,
    cites=CLOCK,
    hint=_("银行退汇或者付错的，记相反的一笔，写明理由；这个人重新等候支付，期限仍从取得收入起算"),
)
def reverse_payment(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Undo a payment by its opposite: the person is owed again, and the clock runs on from where it began."""
    plan.paid_on = None
    row = data["row"]

    def finish() -> None:
        paying.reverse(plan, row, reason=data["reason"], by=by)
        wages.record(plan, row.paid_on.year)
        clocks.follow(plan)
        roles = ("finance", "platform_manager", "leader")
        inbox.open_todo(plan, "pay", [plan.owner], _("支付奖励"), roles)

    return finish


# -- wages and tax ---------------------------------------------------------------------------------------------


@action(
    RewardPlan,
    label=_("记录工资总额"),
    stays=("settled", "paid"),
    by=keeper,
    who=KEEPER,
    form=forms.WagesForm,
    cites=WAGES,
    hint=_("奖励增加当年工资总额，不占绩效工资限额，不进绩效工资基数"),
)
def record_wages(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Record the unit's wages of a year, beside what the plan added to them."""
    figures = {name: data[name] for name in (*wages.FIGURES, "capped")}

    def finish() -> None:
        wages.record(plan, data["year"], **figures)

    return finish


@action(
    RewardPlan,
    label=_("说明个税条件"),
    stays=("drafted", "in_notice", "settled", "paid"),
    by=keeper,
    who=KEEPER,
    form=forms.TaxForm,
    cites=[
        "reward-tax-2018:art5.p1.i1", "reward-tax-2018:art5.p1.i2", "reward-tax-2018:art5.p1.i4.a",
        "reward-tax-2018:art5.p1.i4.b", "reward-tax-2018:art4.p1",
    ],
    hint=_("逐项说明减半计税的条件；只用于估算，不代替申报"),
)  # fmt: skip
def state_tax_conditions(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Say which conditions of the tax notice hold, as far as known."""

    def finish() -> None:
        TaxStatement.objects.update_or_create(
            plan=plan, defaults={name: data[name] for name in forms.TaxForm.base_fields}
        )

    return finish
