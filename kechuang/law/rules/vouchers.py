"""Innovation vouchers: who may get them, what they buy and where, and how often they are settled."""

from __future__ import annotations

from kechuang.law.expression import (
    ON,
    Node,
    all_of,
    any_of,
    complete,
    facts,
    given,
    governed,
    known,
    on_month_day,
    parameter,
    reading,
    when,
    year_of,
)
from kechuang.law.rule import check, clock, entitlement, remark
from kechuang.law.rules.periods import act_by
from kechuang.law.types import COUNT, DATE, FLAG, MONTHS, choice, items_of

__all__ = ["voucher"]

HOLDER = choice(
    [
        ("enterprise", "企业", "enterprise"),
        ("entrepreneur", "创业者", "founder"),
        ("other", "其他", "other"),
    ]
)

voucher = facts(
    "voucher",
    holder=(HOLDER, "持有人", "Holder"),
    services=(items_of("voucher.uses"), "购买的服务", "Services bought"),
    similar_service=(FLAG, "属于同类的其他服务", "Another service of the kind"),
    expires_on=(DATE, "有效期末日", "Valid until"),
    used_on=(DATE, "使用日", "Used on"),
    provider_listed=(FLAG, "服务机构在公布的名录内", "The provider is on the published list"),
    directory_published_on=(DATE, "名录最近公布日", "List last published on"),
    territorial_limit=(FLAG, "当地规定设有地域限制", "The local rules set a limit of place"),
    holder_limit=(FLAG, "当地规定设有持有人限制", "The local rules set a limit on holders"),
    other_limit=(FLAG, "当地规定设有其他限制条件", "The local rules set another limit"),
    last_settled_on=(DATE, "上次结算日", "Last settled on"),
    opened_on=(DATE, "首次使用日（尚未结算过）", "First used on (never settled yet)"),
    settled_on=(DATE, "本次结算日", "Settled on"),
    settlements_in_half_year=(COUNT, "本半年结算次数", "Settlements in the half year"),
)

_USE, _LIMIT, _SETTLE, _LIST = (
    "zhejiang-2021:art22.p1.a", "zhejiang-2021:art22.p1.b", "zhejiang-2021:art22.p1.c", "zhejiang-2021:art22.p2",
)  # fmt: skip

voucher_grant = entitlement(
    "voucher_grant",
    voucher.holder.one_of("enterprise", "entrepreneur"),
    applies=governed(_USE),
    zh="企业和创业者可以获得科技创新券或者直接补助",
    en="Enterprises and founders may be given vouchers or a subsidy",
    cites=[_USE],
    module="vouchers",
)

# The list of uses is open (等服务): another service of the kind is for a person to accept.
_use = any_of(complete(voucher.services, "voucher.uses"), voucher.similar_service).called(
    "服务属于可用范围", "The service is one a voucher buys", _USE
)
_listed = voucher.provider_listed.called("服务机构在名录内", "The provider is listed", _LIST)
_expired = all_of(known(voucher.expires_on), given(voucher.used_on, ON) > voucher.expires_on).called(
    "已过有效期", "Expired"
)

voucher_use = check(
    "voucher_use",
    _use,
    applies=governed(_USE),
    zh="科技创新券用于购买成果和检测、设计、中试等服务",
    en="The voucher buys achievements, testing, design, pilot tests or the like",
    cites=[_USE],
    module="vouchers",
)

voucher_acceptance = check(
    "voucher_acceptance",
    all_of(_use, _listed, ~_expired),
    applies=governed(_USE),
    zh="科技创新券可以受理",
    en="The voucher is accepted",
    cites=[_USE, _LIMIT, _LIST],
    module="vouchers",
    outputs={"use_allowed": _use, "provider_listed": _listed, "expired": _expired},
    about=(
        "发券地、用券地不作为条件：全省通用。",
        "Where it was issued and where it is used play no part: it is good in the whole province.",
    ),
)

_territorial = voucher.territorial_limit
_limits = reading(
    "A19.limits",
    any_limit=any_of(_territorial, voucher.holder_limit, voucher.other_limit),
    territorial=_territorial,
).called("设有限制条件", "Limits are set", _LIMIT)

voucher_no_limits = check(
    "voucher_no_limits",
    ~_limits,
    applies=governed(_LIMIT),
    zh="各地不得对科技创新券设置限制条件",
    en="No locality limits vouchers",
    cites=[_LIMIT],
    module="vouchers",
    remarks=[
        remark(
            _limits,
            "当地规定可以增加服务机构，不得限制持有人或者地点。",
            "Local rules may add providers, not limit holders or places.",
            cites=_LIMIT,
        )
    ],
)

voucher_provider = check(
    "voucher_provider",
    _listed,
    applies=governed(_LIST),
    zh="服务机构在公布的名录内",
    en="The provider is on the published list",
    cites=[_LIST],
    module="vouchers",
    outputs={"directory_published_on": voucher.directory_published_on},
)

_from = given(voucher.last_settled_on, voucher.opened_on)


def _half_year_end(day: Node) -> Node:
    """The end of the half calendar year after the one of the day."""
    year = year_of(day)
    return when(day <= on_month_day(year, "06-30"), on_month_day(year, "12-31"), on_month_day(year + 1, "06-30"))


_months = parameter("voucher.settlement_months", MONTHS, on=_from, zh="结算间隔", en="Months between settlements")

voucher_settlement = clock(
    "voucher_settlement",
    reading("A19.half_year", rolling=act_by(_from, _months), calendar=when(_months > 0, _half_year_end(_from), _from)),
    done=voucher.settled_on,
    zh="科技创新券结算截止日",
    en="Voucher settlement due",
    cites=[_SETTLE],
    module="vouchers",
    about=("每半年至少结算一次。", "Settled at least once every half year."),
)

voucher_settlement_frequency = check(
    "voucher_settlement_frequency",
    voucher.settlements_in_half_year
    >= parameter("voucher.settlements_per_half_year", COUNT, zh="每半年结算次数", en="Settlements per half year"),
    zh="每半年至少结算一次",
    en="At least one settlement every half year",
    cites=[_SETTLE],
    module="vouchers",
)
