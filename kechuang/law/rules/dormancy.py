"""The idle ladder: three clocks over an achievement nobody uses, each with its own start, actors and conditions.

After over one year without use or agreement the completer may implement it (province); after over two years it is
pushed by open listing if on the provincial use-first list, after over three it may be licensed (Quzhou). The clocks
tell a date unless something known stands against it; the questions "is it open" ask for every condition.
"""

from __future__ import annotations

from kechuang.law.expression import (
    AS_OF,
    ON,
    Node,
    all_of,
    any_of,
    const,
    facts,
    given,
    governed,
    greatest,
    known,
    opens_after_over,
    parameter,
    reading,
    when,
)
from kechuang.law.rule import check, clock, entitlement, remark, rule
from kechuang.law.types import DATE, FLAG, SHARE, YEARS, choice
from kechuang.law.vocabulary import MODE, platform, unless_not_reached

__all__ = ["idle"]

STEP = choice(
    [
        ("none", "没有开放", "none"),
        ("completer", "完成人可以自行实施", "the completer may implement it"),
        ("listing", "公开挂牌推动转化", "open listing"),
        ("licence", "可以许可有条件的企业实施", "may be licensed to a qualified enterprise"),
    ]
)

idle = facts(
    "idle",
    ip_right_on=(DATE, "取得知识产权之日（专利为授权之日）", "IP right obtained on (a patent: granted on)"),
    filed_on=(DATE, "没有知识产权登记的成果登记备案之日", "Registered or filed on, where there is no IP right"),
    completed_on=(DATE, "成果完成之日", "Completed on"),
    used_on=(DATE, "已实施、转让、许可或者作价投资之日", "Implemented, transferred, licensed or invested on"),
    use=(MODE, "实施转化的方式", "How it was used"),
    agreement_on=(DATE, "与完成人签订实施协议之日", "Implementation agreement with the completer on"),
    fiscal=(FLAG, "利用财政性资金形成", "Came of fiscal funds"),
    applied=(FLAG, "应用类科技成果", "An applied achievement"),
    on_provincial_list=(FLAG, "纳入省“先用后转”实施清单", "On the provincial use-first list"),
    reason_recorded=(FLAG, "未实施的正当理由已记录", "A good reason for idleness is recorded"),
    reason_accepted=(FLAG, "正当理由经科技主管部门认可", "The S&T department accepts the reason"),
    holder_in_scope=(FLAG, "持有单位经认定属于适用范围", "The holder is found to be in scope"),
    completer_told_on=(DATE, "告知完成人之日", "Completer told on"),
    listed_on=(DATE, "公开挂牌之日", "Listed on"),
    licensee_qualified=(FLAG, "被许可企业具备条件，依据已记录", "The licensee qualifies, with the basis recorded"),
    licensee_declares=(FLAG, "被许可企业声明具备条件", "The licensee declares that it qualifies"),
    licensed_on=(DATE, "许可实施之日", "Licensed on"),
)

_OWN, _LISTING, _LICENCE = "zhejiang-2021:art38.p2", "quzhou-2024:art21.p1.a", "quzhou-2024:art21.p1.b"

_OWN_CLAUSES = (_OWN, "beijing-2019:art11.p2")

_COUNTS = ("许可算作实施", "A licence counts as use")
_REASON = ("有正当理由", "There is a good reason", _LISTING)
_SCOPE = ("持有单位属于适用范围", "The holder is in scope", "quzhou-2024:art2.p1")
_LISTED = ("许可不以列入清单为条件，或者已列入", "No list is needed for a licence, or it is on it", _LICENCE)

day = given(AS_OF, ON)
_force = parameter("idle.counts_from", DATE, on=day, zh="条例施行之日", en="Regulation in force from")


def _named(node: Node, zh: str, en: str, *cites: str) -> Node:
    """A branch of a reading under the name of the question, so that either branch tells it."""
    return node.called(zh, en, *cites)


# -- when it starts, what stops it -----------------------------------------------------------------

start = given(
    idle.ip_right_on, reading("A11.start", filing_date=idle.filed_on, completion_date=idle.completed_on)
).called("闲置起算日", "Idle from")
_city_start = reading(
    "A11.earlier_time",
    counts=start,
    from_effective_date=greatest(start, _force),
)

_counts = any_of(
    ~known(idle.use),
    reading("A11.licence", counts=_named(const(True, FLAG), *_COUNTS), does_not_count=idle.use.is_not("licence")),
)
_used = all_of(known(idle.used_on), _counts).called("已有终止闲置的使用", "A use ended the idle state")

_reason = reading(
    "A12",
    department_accepts=_named(all_of(idle.reason_recorded, idle.reason_accepted), *_REASON),
    holder_records=_named(idle.reason_recorded, *_REASON),
)
_in_scope = reading(
    "A13.holders",
    platforms_certain=_named(any_of(platform, idle.holder_in_scope), *_SCOPE),
    platforms_only=_named(platform, *_SCOPE),
    any_holder=_named(const(True, FLAG), *_SCOPE),
)
_list_for_licence = reading(
    "A13.list",
    not_needed=_named(const(True, FLAG), *_LISTED),
    needed=_named(idle.on_provincial_list, *_LISTED),
)


def _not_denied(flag: Node) -> Node:
    """True unless it is known to be false."""
    return any_of(~known(flag), flag)


def _unused_before(opening: Node) -> Node:
    return ~all_of(_used, idle.used_on < opening)


def _open(opening: Node) -> Node:
    """Whether the day has come and no use ended the idle state by then."""
    idle_then = (~all_of(_used, idle.used_on <= day)).called("截至当日仍闲置", "Still idle on the day")
    return all_of(day >= opening, idle_then)


# -- one year: the completer -----------------------------------------------------------------------

_agreed = all_of(known(idle.agreement_on), idle.agreement_on <= day).called(
    "已签订实施协议", "An implementation agreement is signed"
)
_own_years = parameter("idle.self_implementation_years", YEARS, on=day, agreed=_agreed, zh="闲置年限", en="Idle years")
_own_from = opens_after_over(start, _own_years).called(
    "完成人可以自行实施的第一日", "First day the completer may implement it"
)

idle_completer = clock(
    "idle_completer",
    _own_from,
    applies=all_of(unless_not_reached(_own_years, *_OWN_CLAUSES, on=day), _unused_before(_own_from)),
    zh="闲置超过一年：完成人可以自行实施之日起",
    en="Idle for over one year: the completer may implement it from",
    cites=[_OWN],
    module="transformation",
)
_own_open = all_of(~_agreed, _open(_own_from))

completer_own_implementation = entitlement(
    "completer_own_implementation",
    _own_open,
    applies=unless_not_reached(_own_years, *_OWN_CLAUSES, on=day),
    zh="完成人可以自行或者与他人合作实施，收益归己",
    en="The completer may implement it, alone or with others, and keeps the income",
    cites=[_OWN],
    module="transformation",
    outputs={
        "opens_on": _own_from,
        "income_share": parameter(
            "idle.completer_income_share",
            SHARE,
            on=day,
            agreed=_agreed,
            zh="收益归完成人的比例",
            en="Share of the income",
        ),
    },
)

# -- two years: listing ----------------------------------------------------------------------------

_listing_years = parameter("idle.listing_years", YEARS, on=day, zh="挂牌闲置年限", en="Idle years before listing")
_two_years_over = opens_after_over(_city_start, _listing_years)
# The duty cannot be older than the regulation, though idle time before it counts.
_listing_from = greatest(_two_years_over, _force).called("公开挂牌之日起", "Open listing from", _LISTING)
_listing_conditions = (_in_scope, idle.fiscal, idle.applied, idle.on_provincial_list, ~_reason)
_listing_open = all_of(_open(_listing_from), *_listing_conditions)
_tell_first = reading("A11.order", completer_first=~known(idle.completer_told_on), independent=const(False, FLAG))

idle_listing = clock(
    "idle_listing",
    _listing_from,
    applies=all_of(*(_not_denied(flag) for flag in _listing_conditions), _unused_before(_listing_from)),
    zh="闲置超过两年：依法公开挂牌推动转化之日起",
    en="Idle for over two years: pushed by open listing from",
    cites=[_LISTING],
    module="market",
    outputs={
        "open": _listing_open.called("截至当日须公开挂牌", "Listing is due on the day"),
        "years_over_on": _two_years_over.called("满两年后第一日", "First day over two years"),
    },
    remarks=[
        remark(
            all_of(day >= _listing_from, _tell_first),
            "先告知完成人：完成人实施的，闲置终止。",
            "Tell the completer first: if the completer implements it, it is idle no more.",
            "advice",
            [_LISTING, _OWN],
        ),
        remark(
            ~all_of(*(known(flag) for flag in _listing_conditions)),
            "挂牌的条件没有填全：财政资金、应用类、清单、正当理由、持有单位。",
            "Not every condition is stated: fiscal funds, applied, on the list, good reason, holder.",
            "advice",
            _LISTING,
        ),
    ],
)

# -- three years: licence --------------------------------------------------------------------------

_licence_years = parameter("idle.licence_years", YEARS, on=day, zh="许可闲置年限", en="Idle years before licence")
_three_years_over = opens_after_over(_city_start, _licence_years)
_licence_from = greatest(_three_years_over, _force).called("可以许可之日起", "May be licensed from", _LICENCE)
_licence_conditions = (_in_scope, idle.fiscal, idle.applied, _list_for_licence, ~_reason)
_licence_open = all_of(_open(_licence_from), *_licence_conditions)

idle_licence = clock(
    "idle_licence",
    _licence_from,
    done=idle.licensed_on,
    not_before=True,
    applies=all_of(*(_not_denied(flag) for flag in _licence_conditions), _unused_before(_licence_from)),
    zh="闲置超过三年：可以许可有条件的企业实施之日起",
    en="Idle for over three years: may be licensed from",
    cites=[_LICENCE],
    module="transformation",
    outputs={
        "open": _licence_open.called("截至当日可以许可", "A licence is open on the day"),
        "years_over_on": _three_years_over.called("满三年后第一日", "First day over three years"),
    },
)

_qualified = reading("A13.qualified", recorded=idle.licensee_qualified, self_declared=idle.licensee_declares).called(
    "被许可企业具备条件", "The licensee qualifies", _LICENCE
)

idle_licence_grant = entitlement(
    "idle_licence_grant",
    all_of(_licence_open, _qualified),
    applies=governed(_LICENCE, on=day),
    zh="许可有条件的企业有偿或者无偿实施闲置成果",
    en="A qualified enterprise may be licensed, paid or free",
    cites=[_LICENCE],
    module="transformation",
    outputs={"opens_on": _licence_from, "qualified": _qualified},
)

# -- the whole ladder ------------------------------------------------------------------------------

_province_asks = any_of(governed(_OWN, on=day, unit__public_research_unit=True), known(_own_years))
_city_asks = governed(_LISTING, on=day)
_step_own = all_of(_province_asks, _own_open).called("完成人可以实施", "The completer may implement it")
_step_listing = all_of(_city_asks, _listing_open).called("须公开挂牌", "Listing is due")
_step_licence = all_of(_city_asks, _licence_open).called("可以许可", "A licence is open")

idle_ladder = rule(
    "idle_ladder",
    when(
        _step_licence,
        const("licence", STEP),
        when(_step_listing, const("listing", STEP), when(_step_own, const("completer", STEP), const("none", STEP))),
    ),
    applies=any_of(_province_asks, _city_asks),
    zh="闲置成果走到哪一级",
    en="How far up the idle ladder",
    cites=[_OWN, _LISTING, _LICENCE],
    module="transformation",
    outputs={
        "completer_from": idle_completer,
        "listing_from": idle_listing,
        "licence_from": idle_licence,
        "completer_open": _step_own,
        "listing_open": _step_listing,
        "licence_open": _step_licence,
    },
    remarks=[
        remark(
            all_of(_step_listing, _tell_first),
            "挂牌前先告知完成人。",
            "Tell the completer before listing.",
            "advice",
            [_LISTING, _OWN],
        )
    ],
)

idle_listing_done = check(
    "idle_listing_done",
    all_of(known(idle.listed_on), idle.listed_on <= day),
    applies=all_of(_city_asks, _listing_open),
    zh="闲置成果已公开挂牌",
    en="The idle achievement is listed",
    cites=[_LISTING],
    module="market",
)
