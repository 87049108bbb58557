"""Fiscal money for platforms: how it is given, kept apart, planned and spent."""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, complete, const, facts, governed, missing, parameter, share, when
from kechuang.law.rule import check, remark, rule
from kechuang.law.rules.periods import found
from kechuang.law.types import COUNT, FEN, FLAG, SHARE, choice, items_of
from kechuang.law.vocabulary import unit

SUPPORT_MODE = choice(
    [
        ("fixed_support", "定额保障", "fixed support"),
        ("base_plus_incentive", "保底+激励", "base plus incentive"),
        ("purchased_service", "政府购买服务", "purchased service"),
    ]
)

funding = facts(
    "funding",
    lump_sum=(FLAG, "已实行经费包干制", "Lump sum in use"),
    negative_list=(FLAG, "已建立负面清单", "Negative list in place"),
    controls=(items_of("funding.controls"), "已落实的资金控制", "Controls on the money in place"),
    internal_control=(FLAG, "已落实内部控制管理制度", "Internal control in place"),
    separate_account=(FLAG, "经费单独核算", "Separate accounts"),
    audit_accepted=(FLAG, "接受审计与监督", "Open to audit and supervision"),
    total=(FEN, "研究经费合计", "Research money in all"),
    basic_research=(FEN, "其中基础研究经费", "of which for basic research"),
    basic_research_ceiling=(SHARE, "基础研究经费比重上限", "Most that basic research may take"),
    support_delivered=(FLAG, "扶持政策已兑现", "Promised support delivered"),
    use_supervised=(FLAG, "引进责任主体已监督经费使用", "Use of money supervised"),
    spending_standards=(FLAG, "已建立经费支出标准", "Spending standards in place"),
)
spending = facts(
    "spending",
    on_negative_list=(FLAG, "支出在负面清单上", "The spending is on the negative list"),
    within_purpose=(FLAG, "支出合于专项用途", "The spending serves the earmarked purpose"),
    misused=(FLAG, "有截留、挪用、挤占", "Money withheld, diverted or encroached on"),
    prohibited_acts=(
        items_of("funding.prohibited_acts"),
        "发现的禁止行为（没有的填空列表）",
        "Forbidden handling found (an empty list if none)",
    ),
)
support = facts(
    "support",
    base=(FEN, "保底资金", "Base support"),
    incentive=(FEN, "激励资金", "Incentive"),
    targets_met=(FLAG, "年度目标和指标已达到", "Yearly targets reached"),
)
budget = facts(
    "budget",
    this_year=(FEN, "本年度平台建设预算", "Budget for platforms this year"),
    last_year=(FEN, "上年度平台建设预算", "Budget for platforms last year"),
    planned=(
        FEN,
        "平台年度支出预算（本年安排的财政资金）",
        "Spending planned for the year, fiscal money of the year itself",
    ),
    approved_plan=(FEN, "批准的财政资金安排", "Fiscal money in the approved plan"),
    budgets_in_year=(COUNT, "本年度编制的收支预算数", "Budgets drawn up for the year"),
    spent=(FEN, "预算支出", "Spent"),
    approved=(FEN, "核定预算", "Approved budget"),
    adjustment_approved=(FLAG, "预算调整已按程序批准", "Change of budget approved"),
)

# -- Quzhou: budget and lump sum (art. 26) -------------------------------------------------------------------

budget_growth = check(
    "budget_growth",
    budget.this_year > budget.last_year,
    applies=governed("quzhou-2024:art26.p1"),
    zh="预算支持力度加大",
    en="Budget support grows",
    cites="quzhou-2024:art26.p1",
    module="funding",
    outputs={"increase": (budget.this_year - budget.last_year).called("比上年增加", "More than last year")},
    about=("条文没有写明增幅。", "The text names no rate of growth."),
)

lump_sum_rules = check(
    "lump_sum_rules",
    all_of(funding.lump_sum, funding.negative_list),
    applies=governed("quzhou-2024:art26.p2"),
    zh="经费包干制加负面清单",
    en="Lump sum with a negative list",
    cites="quzhou-2024:art26.p2",
    module="funding",
)

lump_sum_spending = check(
    "lump_sum_spending",
    ~spending.on_negative_list,
    applies=governed("quzhou-2024:art26.p2"),
    zh="包干经费支出不在负面清单",
    en="Lump-sum spending keeps off the negative list",
    cites="quzhou-2024:art26.p2",
    module="funding",
)

# -- Keqiao: earmarked, apart, within the plan (s2.3, s3.2, s4.2, s4.6) --------------------------------------

_EARMARK = "keqiao-2025-draft:s3.2.a"
_forbidden = found(spending.prohibited_acts, "funding.prohibited_acts", spending.misused)

earmark_kept = check(
    "earmark_kept",
    all_of(spending.within_purpose, ~_forbidden),
    applies=governed(_EARMARK),
    zh="财政经费专款专用",
    en="Fiscal money serves its purpose",
    cites=_EARMARK,
    module="funding",
    remarks=[
        remark(
            _forbidden,
            "不得截留、挪用、挤占；该条没有写明后果。",
            "Withholding, diverting and encroaching are forbidden; the clause names no consequence.",
            "consequence",
            _EARMARK,
        )
    ],
)

separate_accounts = check(
    "separate_accounts",
    all_of(funding.separate_account, funding.audit_accepted),
    applies=governed("keqiao-2025-draft:s3.2.b", unit__cobuilt_platform=True),
    zh="经费单独核算并接受审计",
    en="Separate accounts, open to audit",
    cites="keqiao-2025-draft:s3.2.b",
    module="supervision",
)

funding_controls = check(
    "funding_controls",
    all_of(complete(funding.controls, "funding.controls"), funding.internal_control),
    applies=governed("keqiao-2025-draft:s4.2.b", unit__cobuilt_platform=True),
    zh="专账、专款、专项支出和内控",
    en="Separate account, earmark, dedicated spending, internal control",
    cites="keqiao-2025-draft:s4.2.b",
    module="funding",
    outputs={"missing_controls": missing(funding.controls, "funding.controls").called("还缺的控制", "Still missing")},
)

# The plan of a year arranges the money of that year. A rest was in the plan of the year it comes from, and an award is given
# besides any plan ("另奖", binjiang-2023:s4.5.d): neither uses up this year's, here as in the agreement's amount for the year.
budget_within_plan = check(
    "budget_within_plan",
    budget.planned <= budget.approved_plan,
    applies=governed("keqiao-2025-draft:s4.2.b", unit__cobuilt_platform=True),
    zh="年度预算不超批准方案",
    en="The year's budget stays within the approved plan",
    cites="keqiao-2025-draft:s4.2.b",
    module="funding",
    outputs={"left": (budget.approved_plan - budget.planned).called("方案余额", "Left in the plan")},
    about=(
        "只计本年安排的财政资金：上年结转已在上年方案之内，评价奖励在方案之外另给，都不占本年方案。",
        "Only the year's own fiscal money counts: a rest was within the plan of its year, an award is given besides any plan.",
    ),
)

annual_budget = check(
    "annual_budget",
    budget.budgets_in_year >= parameter("budget.per_year", COUNT, zh="每年预算数", en="Budgets a year"),
    applies=governed("keqiao-2025-draft:s4.2.b", unit__cobuilt_platform=True),
    zh="年度收支预算",
    en="A budget for the year",
    cites="keqiao-2025-draft:s4.2.b",
    module="funding",
)

introducing_entity_support = check(
    "introducing_entity_support",
    all_of(funding.support_delivered, funding.use_supervised),
    applies=governed("keqiao-2025-draft:s2.3.c", unit__cobuilt_platform=True),
    zh="引进责任主体兑现政策并监督经费",
    en="The introducing entity delivers support and supervises money",
    cites="keqiao-2025-draft:s2.3.c",
    module="funding",
)

_most_basic = share(funding.total, funding.basic_research_ceiling, "down").called(
    "基础研究经费上限", "Most for basic research", "keqiao-2025-draft:s4.6.a"
)

basic_research_share = check(
    "basic_research_share",
    funding.basic_research <= _most_basic,
    applies=governed("keqiao-2025-draft:s4.6.a", unit__cobuilt_platform=True),
    zh="控制基础研究经费比重",
    en="Share of basic research held down",
    cites="keqiao-2025-draft:s4.6.a",
    module="funding",
    outputs={"ceiling": _most_basic, "left": (_most_basic - funding.basic_research).called("余额", "Left")},
    about=(
        "条文没有写明比重，上限由平台方案确定并填入。",
        "The text names no share; the ceiling is that of the platform's plan.",
    ),
)

# -- Binjiang: support by class, binding budget (s3, s5.4) ---------------------------------------------------

support_mode = rule(
    "support_mode",
    when(
        unit.platform_class.is_("basic_research"),
        const("fixed_support", SUPPORT_MODE),
        when(
            unit.platform_class.is_("technology_innovation"),
            const("base_plus_incentive", SUPPORT_MODE),
            const("purchased_service", SUPPORT_MODE),
        ),
    ),
    applies=governed("binjiang-2023:s3.1.a", unit__iur_platform=True),
    zh="支持方式",
    en="Mode of support",
    cites=["binjiang-2023:s3.1.a", "binjiang-2023:s3.2.a", "binjiang-2023:s3.4.a"],
    module="funding",
    remarks=[
        remark(
            all_of(unit.platform_class.is_("technology_innovation"), unit.enterprise_led),
            "企业牵头的，另按国家和省建设要求落实配套资金和场地。",
            "Company-led: matching money and premises besides, by national and provincial requirements.",
            "advice",
            "binjiang-2023:s3.3.a",
        ),
        remark(
            unit.platform_class.is_("innovation_service"),
            "列入企业创新券使用范围。",
            "Within the range where companies' vouchers may be used.",
            "advice",
            "binjiang-2023:s3.4.b",
        ),
    ],
)

base_and_incentive = rule(
    "base_and_incentive",
    support.base + when(support.targets_met, support.incentive, const(0, FEN)),
    applies=all_of(
        governed("binjiang-2023:s3.2.a", unit__iur_platform=True), unit.platform_class.is_("technology_innovation")
    ),
    zh="保底加激励资金",
    en="Base plus incentive",
    cites="binjiang-2023:s3.2.a",
    module="funding",
    about=(
        "保底部分照付，激励部分在达到年度目标和绩效指标后支付；数额由协议约定。",
        "The base is paid; the incentive once the year's targets are reached. Amounts are those of the agreement.",
    ),
)

budget_binding = check(
    "budget_binding",
    all_of(any_of(budget.spent <= budget.approved, budget.adjustment_approved), funding.spending_standards),
    applies=governed("binjiang-2023:s5.4", unit__iur_platform=True),
    zh="预算刚性",
    en="The budget binds",
    cites="binjiang-2023:s5.4",
    module="funding",
    outputs={"left": (budget.approved - budget.spent).called("预算余额", "Left in the budget")},
)
