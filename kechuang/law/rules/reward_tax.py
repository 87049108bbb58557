"""The income tax on a cash reward (财税〔2018〕58号): whether half of it counts, condition by condition; only ever an estimate."""

from __future__ import annotations

from kechuang.law.expression import (
    ON,
    Node,
    all_of,
    any_of,
    const,
    facts,
    given,
    governed,
    known,
    parameter,
    plus_months,
    share,
    when,
)
from kechuang.law.rule import entitlement, remark, rule
from kechuang.law.rules.net_income import income_day
from kechuang.law.rules.recipients import person
from kechuang.law.rules.rewards import reward
from kechuang.law.types import FEN, FLAG, MONTHS, SHARE
from kechuang.law.vocabulary import deal, unit

tax = facts(
    "reward_tax",
    amount=(FEN, "一人所得现金奖励", "Cash reward of one person"),
    of_unit=(FLAG, "受奖人是本单位人员", "The person belongs to the unit"),
    nonprofit_exemption=(
        FLAG,
        "民办单位已取得非营利组织免税资格",
        "The private unit holds the non-profit tax exemption",
    ),
    named_kind=(FLAG, "成果属于通知所列的种类", "The achievement is of a kind the notice names"),
    certificate=(FLAG, "技术合同已认定登记并取得证明", "The technical contract is registered, with its certificate"),
    published=(FLAG, "名单和相关信息已按规定公示", "The list was published as laid down"),
    kept_apart=(FLAG, "没有把正常工资奖金列入", "No ordinary pay is mixed in"),
)

NOTICE = "reward-tax-2018"
HALF = f"{NOTICE}:art1.p1"
YES = const(True, FLAG)
pay_day = given(reward.paid_on, ON)
_applies = governed(HALF, on=pay_day)

_of_the_state = all_of(unit.legal_form.is_("public_institution"), unit.funding.one_of("fiscal", "mixed"))
_private = all_of(unit.legal_form.is_("private_nonprofit"), tax.nonprofit_exemption)
_unit = all_of(
    unit.kind.one_of("research_institution", "university"),
    any_of(given(unit.state_established, _of_the_state), _of_the_state, _private),
).called("单位是非营利性研发机构或者高校", "The unit is a non-profit institute or university", f"{NOTICE}:art2.p1")  # fmt: skip
_person = all_of(
    tax.of_unit,
    any_of(person.contributor.is_("completer"), all_of(person.contributor.is_not("none"), person.important_contribution)),
).called(
    "受奖人是有重要贡献的本单位人员", "The person belongs to the unit and contributed in an important way",
    f"{NOTICE}:art5.p1.i1",
)  # fmt: skip
_published = tax.published.called("已按规定公示", "Published as laid down", f"{NOTICE}:art5.p1.i1")
_kind = tax.named_kind.called("成果属于所列种类", "The achievement is of a named kind", f"{NOTICE}:art5.p1.i2")
_mode = deal.mode.one_of("transfer", "licence").called(
    "向他人转让或者许可", "Transferred or licensed to others", f"{NOTICE}:art5.p1.i3"
)
_months = parameter("reward_tax.months", MONTHS, on=pay_day, zh="取得收入后的月数", en="Months from the income")
last_day = plus_months(income_day, _months).called(
    "可以减半计税的最后发放日", "Last day to pay with half counted", f"{NOTICE}:art5.p1.i3"
)
_in_time = (pay_day <= last_day).called("在取得收入后36个月内发放", "Paid within 36 months", f"{NOTICE}:art5.p1.i3")
_contract = tax.certificate.called(
    "技术合同已认定登记", "The technical contract is registered", f"{NOTICE}:art5.p1.i4.a"
)
_apart = tax.kept_apart.called("没有混入正常工资奖金", "No ordinary pay mixed in", f"{NOTICE}:art5.p1.i4.b")

CONDITIONS: dict[str, Node] = {
    "unit_nonprofit": _unit,
    "important_staff": _person,
    "published": _published,
    "named_kind": _kind,
    "mode": _mode,
    "in_time": _in_time,
    "certificate": _contract,
    "kept_apart": _apart,
}
"""The conditions as a checklist, in the order of the notice; each is an output of the rule by this name."""

_filing = remark(
    YES,
    "由单位在发放时代扣代缴，并向税务机关备案；这里只作估算。",
    "The unit withholds when it pays, and files with the tax authority; this is an estimate only.",
    "advice",
    f"{NOTICE}:art6.p1",
)

relief = entitlement(
    "reward_tax_relief",
    all_of(*CONDITIONS.values()),
    applies=_applies,
    zh="现金奖励减半计入当月工资薪金",
    en="Half of the cash reward counts as wages of the month",
    cites=[HALF, *(f"{NOTICE}:{c}" for c in (
        "art2.p1", "art3.p1", "art4.p1", "art5.p1.i1", "art5.p1.i2", "art5.p1.i3", "art5.p1.i4.a", "art5.p1.i4.b",
        "art6.p1",
    ))],
    module="rewards",
    outputs={**CONDITIONS, "last_day": last_day},
    remarks=[_filing],
    about=("各项条件须同时具备；缺一项就按全额计入。", "All conditions must hold; where one fails, the whole counts."),
)  # fmt: skip

_half = share(
    tax.amount,
    parameter("reward_tax.counted_share", SHARE, on=pay_day, zh="计入比例", en="Share that counts"),
    rounding="half_up",
)
_holds = all_of(*CONDITIONS.values())

counted = rule(
    "reward_taxed_amount",
    when(known(_holds), when(_holds, _half, tax.amount), tax.amount),
    applies=_applies,
    zh="计入当月工资薪金的金额（估算）",
    en="Counted as wages of the month (estimate)",
    cites=HALF,
    module="rewards",
    remarks=[
        remark(
            ~known(_holds),
            "有的条件还没有弄清，先按全额计入。",
            "Some conditions are not known yet: the whole is counted for now.",
            "advice",
            HALF,
        ),
        _filing,
    ],
    about=("条件都具备的计一半，否则计全额。", "Half where every condition holds, else the whole."),
)

__all__ = ["CONDITIONS", "counted", "last_day", "relief", "tax"]
