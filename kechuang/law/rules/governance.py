"""How a platform is run: co-founders, council, director, internal rules, autonomy."""

from __future__ import annotations

from kechuang.law.expression import Node, all_of, complete, facts, governed, missing, parameter
from kechuang.law.rule import Rule, check, clock, remark, rule
from kechuang.law.types import DATE, FEN, FLAG, Kind, Type, items_of

DOCUMENT = Type(Kind.CHOICE, "code")

governance = facts(
    "governance",
    cofounders=(items_of("platform.cofounders"), "共同举办单位", "Co-founders"),
    purpose_proposed=(FLAG, "共建主体已提出宗旨和业务范围", "Purpose and scope proposed by the co-founders"),
    council_formed=(FLAG, "已组建管理委员会（理事会）", "Council formed"),
    council_appointed=(FLAG, "委员由共建主体委派任免", "Council members appointed by the co-founders"),
    director_appointed=(FLAG, "负责人由共建主体任免", "Director appointed by the co-founders"),
    provisions=(items_of("cofounder.provisions"), "共建主体已提供的保障", "What the co-founders provide"),
    internal_rules=(items_of("internal_rules.fields"), "已建立的内部制度", "Internal rules in place"),
    council_matters=(
        items_of("council.reserved_matters"),
        "章程列为管理委员会审定的事项",
        "Matters the council decides",
    ),
    director_fields=(items_of("director.fields"), "院长（主任）负总责的事项", "Fields the director answers for"),
    autonomy=(items_of("autonomy.fields"), "已赋予自主权的方面", "Fields of autonomy granted"),
    income_total=(FEN, "平台年度总收入", "Total income of the year"),
    income_fiscal=(FEN, "其中财政收入", "of which fiscal money"),
    costs_total=(FEN, "平台年度总成本", "Total costs of the year"),
)
resolution = facts(
    "resolution",
    reserved=(FLAG, "属于管理委员会（理事会）审定事项", "A matter reserved to the council"),
    adopted=(FLAG, "管理委员会（理事会）已通过决议", "Adopted by resolution of the council"),
    cofounders_present=(FLAG, "共建各方均有委员出席", "Every co-founder was present by a member"),
)
duty = facts(
    "duty",
    performance_due_on=(DATE, "督促履约的约定完成日", "Urging performance: day agreed"),
    performance_done_on=(DATE, "督促履约完成日", "Urging performance: done on"),
    support_due_on=(DATE, "支持协调的约定完成日", "Support and coordination: day agreed"),
    support_done_on=(DATE, "支持协调完成日", "Support and coordination: done on"),
    funds_due_on=(DATE, "兑现扶持、监督经费的约定完成日", "Delivering support, supervising funds: day agreed"),
    funds_done_on=(DATE, "兑现扶持、监督经费完成日", "Delivering support, supervising funds: done on"),
)


def _gate(
    name: str, held: Node, checklist: str, zh: str, en: str, *cites: str, outputs: dict[str, Node] | None = None
) -> Rule:
    """A list that a platform's papers must hold whole, with what is missing."""
    more = {"missing_items": missing(held, checklist).called("还缺的项目", "Still missing"), **(outputs or {})}
    return check(name, complete(held, checklist), zh=zh, en=en, cites=cites, module="governance", outputs=more)


cofounders = _gate(
    "cofounders", governance.cofounders, "platform.cofounders",
    "共同举办单位齐全", "Co-founders are complete", "keqiao-2025-draft:s2.1.a",
)  # fmt: skip

platform_purpose = check(
    "platform_purpose",
    governance.purpose_proposed,
    applies=governed("keqiao-2025-draft:s2.1.a", unit__cobuilt_platform=True),
    zh="共建主体提出宗旨和业务范围",
    en="The co-founders propose purpose and scope",
    cites="keqiao-2025-draft:s2.1.a",
    module="governance",
)

council_formation = check(
    "council_formation",
    all_of(governance.council_formed, governance.council_appointed, governance.director_appointed),
    applies=governed("keqiao-2025-draft:s2.1.b", unit__cobuilt_platform=True),
    zh="管理委员会（理事会）组建和任免",
    en="Council formed, members and director appointed",
    cites="keqiao-2025-draft:s2.1.b",
    module="governance",
)

cofounder_provisions = check(
    "cofounder_provisions",
    complete(governance.provisions, "cofounder.provisions"),
    zh="共建主体保障到位",
    en="The co-founders provide what is needed",
    cites="keqiao-2025-draft:s2.1.c",
    module="funding",
    outputs={
        "missing_items": missing(governance.provisions, "cofounder.provisions").called("还缺的项目", "Still missing")
    },
)

internal_rules = _gate(
    "internal_rules", governance.internal_rules, "internal_rules.fields",
    "六类内部制度齐全", "Internal rules in six fields", "keqiao-2025-draft:s2.2.b",
)  # fmt: skip

council_matters = _gate(
    "council_matters", governance.council_matters, "council.reserved_matters",
    "管理委员会（理事会）审定事项齐全", "Matters reserved to the council", "keqiao-2025-draft:s4.1.a",
)  # fmt: skip

reserved_decision = check(
    "reserved_decision",
    all_of(resolution.adopted, resolution.cofounders_present),
    applies=all_of(resolution.reserved, governed("keqiao-2025-draft:s4.1.a", unit__cobuilt_platform=True)),
    zh="审定事项由管理委员会（理事会）决议",
    en="A reserved matter is decided by the council",
    cites="keqiao-2025-draft:s4.1.a",
    module="governance",
    remarks=[
        remark(
            all_of(resolution.adopted, ~resolution.cofounders_present),
            "议事决策机构由共建各方负责人参加：作出决议的会议有共建方没有委员出席。",
            "The council is made up of leaders of all co-founders: one had no member at the meeting that decided.",
            "warning",
            "keqiao-2025-draft:s4.1.a",
        )
    ],
)

director_fields = _gate(
    "director_fields", governance.director_fields, "director.fields",
    "院长（主任）负总责", "The director answers for every field", "keqiao-2025-draft:s4.1.b",
)  # fmt: skip

autonomy_granted = _gate(
    "autonomy_granted", governance.autonomy, "autonomy.fields",
    "平台自主权落实", "Autonomy granted in every field", "keqiao-2025-draft:s3.4.a", "binjiang-2023:s4.1.a",
)  # fmt: skip

implemented_document = rule(
    "implemented_document",
    parameter("policy.implemented_document", DOCUMENT, zh="所落实的上级文件", en="Document carried out"),
    zh="所落实的上级文件",
    en="Provincial document carried out",
    cites="keqiao-2025-draft:s3.4.a",
    module="governance",
)

_own = (governance.income_total - governance.income_fiscal).called("自有收入", "Income of its own")

self_sustaining_income = rule(
    "self_sustaining_income",
    _own,
    applies=governed("keqiao-2025-draft:s4.1.c", unit__cobuilt_platform=True),
    zh="平台自我造血收入",
    en="Income a platform earns itself",
    cites="keqiao-2025-draft:s4.1.c",
    module="reports",
    outputs={
        "gap": (_own - governance.costs_total).called("自有收入减总成本", "Own income less total costs"),
        "covers_costs": (_own >= governance.costs_total).called("自有收入覆盖总成本", "Own income covers all costs"),
    },
    remarks=[
        remark(
            _own < governance.costs_total,
            "自有收入不足以覆盖总成本，自我造血能力须增强。",
            "What it earns does not cover its costs: its own strength should grow.",
            "advice",
            "keqiao-2025-draft:s4.1.c",
        ),
        remark(
            governance.income_fiscal > governance.income_total,
            "财政收入大于总收入，请核对。",
            "Fiscal money exceeds total income: check the figures.",
        ),
    ],
)


# -- what the introducing entity answers for (s2.3) ----------------------------------------------------------
# The text names no days: they are agreed for each platform, and run as clocks from there.


def _duty(name: str, due: Node, done: Node, zh: str, en: str, cited: str, module: str) -> Rule:
    return clock(
        name,
        due,
        done=done,
        applies=governed(cited, unit__cobuilt_platform=True),
        zh=zh,
        en=en,
        cites=cited,
        module=module,
        about=("条文没有写明日期，以约定的日期为准。", "The text names no day: the day agreed counts."),
    )


introducing_performance = _duty(
    "introducing_performance", duty.performance_due_on, duty.performance_done_on,
    "引进责任主体：落实规划和协议，督促履约", "Introducing entity: carries the agreement out and urges performance",
    "keqiao-2025-draft:s2.3.a", "agreements",
)  # fmt: skip
introducing_support = _duty(
    "introducing_support", duty.support_due_on, duty.support_done_on,
    "引进责任主体：支持平台并协调解决问题", "Introducing entity: supports the platform and solves problems",
    "keqiao-2025-draft:s2.3.b", "services",
)  # fmt: skip
introducing_funds = _duty(
    "introducing_funds", duty.funds_due_on, duty.funds_done_on,
    "引进责任主体：兑现扶持政策，监督经费使用", "Introducing entity: delivers support and supervises the money",
    "keqiao-2025-draft:s2.3.c", "funding",
)  # fmt: skip
