"""Which text governs, what a guide must hold, and support that a place gives by its own ratio."""

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
    least,
    missing,
    reading,
    share,
    when,
)
from kechuang.law.rule import Rule, check, entitlement, remark, rule
from kechuang.law.types import FEN, FLAG, SHARE, choice, items_of
from kechuang.law.vocabulary import deal

__all__ = ["support"]

SURPLUS_USE = choice(
    [
        ("same_project", "用于该项目科技成果转化", "transformation of that project"),
        ("other_research", "用于其他科研活动", "other research"),
        ("other", "其他用途", "another use"),
    ]
)

guide = facts("guide", contents=(items_of("guide.contents"), "工作指南的内容", "What the guide holds"))
lead = facts(
    "lead",
    fiscal_project=(FLAG, "利用财政资金设立的科技项目", "Project set up with fiscal funds"),
    market_prospect=(FLAG, "具有市场应用前景", "With a market"),
)
purchase = facts(
    "purchase",
    fiscal_buyer=(FLAG, "国家机关或者使用财政资金的组织", "State organ or user of fiscal money"),
    green_available=(
        FLAG,
        "有可用的节能环保新产品、新技术、新服务",
        "A green new product, technology or service is available",
    ),
    green_chosen=(FLAG, "选用节能环保新产品、新技术、新服务", "It is chosen"),
)
surplus = facts(
    "surplus",
    fiscal_project=(FLAG, "利用财政资金设立的科技项目的结余", "Surplus of a fiscally funded project"),
    use=(SURPLUS_USE, "结余用途", "Use of the surplus"),
)
applied_project = facts(
    "applied_project",
    industry_heard=(FLAG, "编制规划、指南听取了相关行业、企业意见", "Industry was heard on plans and guides"),
    duty_stated=(FLAG, "已明确承担者的转化义务", "The undertaker's duty to transform is stated"),
    counts_at_acceptance=(
        FLAG,
        "转化和知识产权作为立项、验收的依据",
        "Transformation and IP count at start and acceptance",
    ),
)
fiscal_money = facts(
    "fiscal_money", uses=(items_of("funding.uses"), "转化财政经费的用途", "Uses of fiscal money for transformation")
)
lawful = facts(
    "lawful",
    keeps_law=(FLAG, "转化活动遵守法律法规", "The transformation keeps the law"),
    harms_public=(FLAG, "损害国家利益或者社会公共利益", "It harms the national or public interest"),
    harms_others=(FLAG, "损害他人合法权益", "It harms others' rights"),
)
support = facts(
    "support",
    ratio=(SHARE, "当地规定的比例", "Share set locally"),
    cap=(FEN, "当地规定的上限", "Cap set locally"),
    loan_loss=(FEN, "质押贷款损失", "Loss of the pledge loan"),
    loan_interest=(FEN, "已付贷款利息", "Loan interest paid"),
    premium=(FEN, "已付保险费", "Insurance premium paid"),
    civil_military_cost=(FEN, "军民融合项目、平台或者机构的支出", "Cost of the civil-military project or body"),
)

# -- scope and force -------------------------------------------------------------------------------

provincial_scope = rule(
    "provincial_scope",
    governed("zhejiang-2021:art2.p1"),
    zh="省条例适用于发生在本省的转化活动",
    en="The provincial regulation governs transformation inside the province",
    cites=["zhejiang-2021:art2.p1"],
    module="policy",
    about=(
        "以活动发生地为准：省内飞地适用，省外飞地不适用。",
        "By the place of the activity: enclaves inside the province are covered, those outside are not.",
    ),
)

_version_day = reading("A04", income_day=given(deal.received_on, ON), contract_day=given(deal.contract_on, ON)).called(
    "适用规则版本之日", "Day that chooses the version", "zhejiang-2021:art48.p1"
)

provincial_regulation_in_force = rule(
    "provincial_regulation_in_force",
    governed("zhejiang-2021:art48.p1", on=_version_day),
    zh="省条例当日有效",
    en="The provincial regulation is in force on the day",
    cites=["zhejiang-2021:art48.p1"],
    module="policy",
    outputs={"day": _version_day},
)

national_law_in_force = rule(
    "national_law_in_force",
    governed("prc-transformation-2015:art52.p1"),
    zh="促进转化法（2015年修正）当日有效",
    en="The national law, as amended in 2015, is in force on the day",
    cites=["prc-transformation-2015:art52.p1"],
    module="policy",
)

# -- guide, lead, purchase, surplus ----------------------------------------------------------------

guide_contents = check(
    "guide_contents",
    complete(guide.contents, "guide.contents"),
    zh="科技成果转化工作指南的内容齐全",
    en="The guide to transformation work holds all it must",
    cites=["zhejiang-2021:art6.p2"],
    module="policy",
    outputs={"missing": missing(guide.contents, "guide.contents")},
)

enterprise_lead = entitlement(
    "enterprise_lead",
    all_of(lead.fiscal_project, lead.market_prospect),
    applies=governed("zhejiang-2021:art8.p1.b"),
    zh="财政科技项目可以由企业牵头组织实施",
    en="An enterprise may lead the fiscal project",
    cites=["zhejiang-2021:art8.p1.b"],
    module="projects",
)

green_purchase = check(
    "green_purchase",
    any_of(~purchase.green_available, purchase.green_chosen),
    applies=all_of(governed("zhejiang-2021:art25.p2"), purchase.fiscal_buyer),
    zh="优先采购节能环保的新产品、新技术、新服务",
    en="Green new products, technology and services are bought first",
    cites=["zhejiang-2021:art25.p2"],
    module="reports",
)

project_surplus_use = entitlement(
    "project_surplus_use",
    all_of(surplus.fiscal_project, surplus.use.one_of("same_project", "other_research")),
    applies=governed("zhejiang-2021:art29.p1.b"),
    zh="财政科技项目结余资金的用途",
    en="What the surplus of a fiscal project may be used for",
    cites=["zhejiang-2021:art29.p1.b"],
    module="funding",
)

applied_project_duties = check(
    "applied_project_duties",
    all_of(applied_project.industry_heard, applied_project.duty_stated, applied_project.counts_at_acceptance),
    applies=governed("prc-transformation-2015:art10.p1"),
    zh="应用类财政科技项目听取行业意见、明确转化义务并作为立项验收依据",
    en="An applied fiscal project hears industry, states the duty to transform and judges by it",
    cites=["prc-transformation-2015:art10.p1"],
    module="projects",
)

fiscal_money_use = check(
    "fiscal_money_use",
    complete(fiscal_money.uses, "funding.uses"),
    zh="转化财政经费用于引导资金、贴息、补助和风险投资等",
    en="Fiscal money for transformation serves guidance funds, interest, subsidies, venture capital and the like",
    cites=["prc-transformation-2015:art33.p1", "zhejiang-2021:art21.p1"],
    module="funding",
)

lawful_transformation = check(
    "lawful_transformation",
    all_of(lawful.keeps_law, ~lawful.harms_public, ~lawful.harms_others),
    applies=governed("prc-transformation-2015:art3.p3"),
    zh="转化活动守法，不损害国家利益、公共利益和他人权益",
    en="Transformation keeps the law and harms neither the public nor others",
    cites=["prc-transformation-2015:art3.p3"],
    module="policy",
)

# -- support by a local ratio ----------------------------------------------------------------------

_local = remark(
    known(support.ratio),
    "比例由当地规定，条文没有写明。",
    "The share is set locally; the text states none.",
    "advice",
)


def _support(name: str, base: Node, zh: str, en: str, clause: str, module: str) -> Rule:
    """An amount by the local ratio, within the local cap where one is set."""
    amount = share(base, support.ratio, "down")
    return rule(
        name,
        when(known(support.cap), least(amount, support.cap), amount),
        applies=governed(clause),
        zh=zh,
        en=en,
        cites=[clause],
        module=module,
        remarks=[_local],
    )


risk_compensation = _support(
    "risk_compensation", support.loan_loss, "成果质押贷款风险补偿", "Risk compensation for a pledge loan",
    "zhejiang-2021:art24.p2", "services",
)  # fmt: skip
interest_subsidy = _support(
    "interest_subsidy", support.loan_interest, "成果质押贷款贴息", "Interest subsidy for a pledge loan",
    "zhejiang-2021:art24.p2", "services",
)  # fmt: skip
premium_subsidy = _support(
    "premium_subsidy", support.premium, "转化保险保费补贴", "Premium subsidy for insurance of transformation",
    "zhejiang-2021:art24.p3", "services",
)  # fmt: skip
civil_military_subsidy = _support(
    "civil_military_subsidy", support.civil_military_cost, "军民融合补助", "Civil-military subsidy",
    "zhejiang-2021:art13.p1", "funding",
)  # fmt: skip
