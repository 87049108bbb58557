"""The facts that rules of more than one subject ask for, and what follows from them about a unit.

A trait (public platform, public research unit, ...) may be stated, or determined by a person; else it follows from how
the unit was founded, funded, recognised and converted. No label of a unit is trusted to mean two of them (A02).
"""

from __future__ import annotations

from kechuang.law.expression import ON, Node, all_of, any_of, fact, facts, given, governed, known, reading, trait, when
from kechuang.law.types import DATE, FLAG, GAIN, REGION, Type, choice

LEVEL: Type = choice(
    [
        ("county", "县级", "county"),
        ("city", "市级", "city"),
        ("province", "省级", "provincial"),
        ("national", "国家级", "national"),
    ]
)
MODE: Type = choice(
    [
        ("transfer", "转让", "transfer"),
        ("licence", "许可", "licence"),
        ("equity", "作价投资", "equity"),
        ("self_implementation", "自行实施", "own implementation"),
        ("joint_implementation", "合作实施", "joint implementation"),
    ]
)
PLATFORM_CLASS: Type = choice(
    [
        ("basic_research", "基础研究型", "basic research"),
        ("technology_innovation", "技术创新型", "technology innovation"),
        ("innovation_service", "创新服务型", "innovation service"),
    ]
)
FOUNDER: Type = choice(
    [
        ("government", "政府", "government"),
        ("state_enterprise", "国有企业", "state-owned enterprise"),
        ("social", "社会力量", "social forces"),
        ("mixed", "政府与社会力量共同", "government and social forces together"),
    ]
)
UNIT_KIND: Type = choice(
    [
        ("research_institution", "研究开发机构", "research institution"),
        ("university", "高等院校", "university"),
        ("enterprise", "企业", "enterprise"),
        ("other", "其他", "other"),
    ]
)
LEGAL_FORM: Type = choice(
    [
        ("public_institution", "事业单位", "public institution"),
        ("private_nonprofit", "科技类民办非企业单位（社会服务机构）", "private non-profit"),
        ("enterprise", "企业", "enterprise"),
        ("none", "不具独立法人资格", "no legal person of its own"),
    ]
)
FUNDING: Type = choice(
    [
        ("fiscal", "财政性资金", "fiscal funds"),
        ("mixed", "财政与社会资金", "fiscal and social funds"),
        ("social", "社会资金", "social funds"),
    ]
)

unit = facts(
    "unit",
    kind=(UNIT_KIND, "单位类别", "Kind of unit"),
    founder=(FOUNDER, "设立者", "Founder"),
    legal_form=(LEGAL_FORM, "法人形式", "Legal form"),
    funding=(FUNDING, "设立资金", "Founding funds"),
    recognised=(FLAG, "经县级以上政府或部门认定", "Recognised at county level or above"),
    recognition_level=(LEVEL, "认定级别", "Level of recognition"),
    research_activity=(FLAG, "从事研究开发或者成果转化", "Does research, development or transformation"),
    converted_on=(DATE, "转制为企业之日", "Day of conversion to an enterprise"),
    platform_class=(PLATFORM_CLASS, "平台类型", "Class of platform"),
    enterprise_led=(FLAG, "企业为主体承建", "Led by an enterprise"),
    region=(REGION, "登记地", "Place of registration"),
    platform=(FLAG, "科创平台", "Sci-tech innovation platform"),
    public_platform=(FLAG, "利用财政性资金设立的科创平台", "Platform set up with fiscal funds"),
    public_research_unit=(
        FLAG,
        "政府设立的研究开发机构、高等院校",
        "Research institution or university set up by government",
    ),
    state_established=(
        FLAG,
        "国家设立的研究开发机构、高等院校",
        "Research institution or university set up by the state",
    ),
    state_owned=(FLAG, "国有企业、事业单位", "State-owned enterprise or institution"),
    iur_platform=(FLAG, "产学研平台（滨江）", "Industry-university-research platform (Binjiang)"),
    cobuilt_platform=(FLAG, "共建科创平台（柯桥）", "Co-built platform (Keqiao)"),
)

deal = facts(
    "deal",
    mode=(MODE, "转化方式", "Mode of transformation"),
    amount=(GAIN, "实际成交额", "Contract amount"),
    costs=(GAIN, "成本", "Costs"),
    fiscal_research_cost=(GAIN, "其中财政研发经费", "of which fiscal research money"),
    taxes=(GAIN, "税金", "Taxes"),
    received_on=(DATE, "收入到账日", "Income received on"),
    contract_on=(DATE, "合同签订日", "Contract signed on"),
)
agreed = fact("deal.agreed", FLAG, "单位有规定或者与人员有约定", "Unit rule or agreement exists")

# -- what follows about the unit -----------------------------------------------------------------------

converted = all_of(known(unit.converted_on), unit.converted_on <= ON)
"""Whether the unit has become an enterprise by the day of the event (zhejiang-2021 art37.p5)."""

_set_up_by_government = all_of(
    unit.founder.is_("government"), unit.kind.one_of("research_institution", "university"), ~converted
)
_fiscal = when(unit.funding.is_("mixed"), unit.public_platform, unit.funding.is_("fiscal"))
_recognised = reading(
    "A01",
    both=any_of(unit.recognised, unit.public_platform),  # a fiscal platform without recognition needs a person (A01)
    social_only=any_of(unit.funding.is_("fiscal"), unit.recognised),
)

public_platform = trait(
    "unit.public_platform",
    given(unit.public_platform, all_of(_fiscal, _recognised, unit.research_activity)).called(
        "是否为利用财政性资金设立的科创平台", "Is it a platform set up with fiscal funds?", "quzhou-2024:art2.p2"
    ),
)
platform = trait(
    "unit.platform",
    given(unit.platform, any_of(public_platform, all_of(unit.recognised, unit.research_activity))).called(
        "是否为科创平台", "Is it a sci-tech innovation platform?", "quzhou-2024:art2.p2"
    ),
)
_stated_research_unit = given(unit.public_research_unit, _set_up_by_government)
public_research_unit = trait(
    "unit.public_research_unit",
    reading(
        "A02",
        per_unit=_stated_research_unit,
        always=any_of(_stated_research_unit, public_platform),
        never=all_of(_stated_research_unit, ~public_platform),
    ).called(
        "是否为政府设立的研究开发机构、高等院校",
        "Is it a research unit set up by government?",
        "zhejiang-2021:art37.p1",
        "zhejiang-2021:art37.p5",
    ),
)
state_established = trait(
    "unit.state_established",
    given(unit.state_established, given(unit.public_research_unit, _set_up_by_government)).called(
        "是否为国家设立的研究开发机构、高等院校", "Is it a research unit set up by the state?"
    ),
)
state_owned = trait(
    "unit.state_owned",
    given(
        unit.state_owned,
        any_of(
            public_research_unit,
            unit.founder.is_("state_enterprise"),
            all_of(unit.founder.is_("government"), unit.legal_form.is_not("none")),
        ),
    ).called("是否为国有企业、事业单位", "Is it a state-owned enterprise or institution?"),
)
iur_platform = trait(
    "unit.iur_platform",
    given(
        unit.iur_platform,
        all_of(
            unit.funding.one_of("fiscal", "mixed"),
            unit.legal_form.one_of("public_institution", "private_nonprofit", "enterprise"),
            unit.research_activity,
        ),
    ).called("是否为产学研平台", "Is it an industry-university-research platform?", "binjiang-2023:s2.p1.a"),
)
cobuilt_platform = trait("unit.cobuilt_platform", unit.cobuilt_platform)


def unless_not_reached(value: Node, *clauses: str, on: Node = ON) -> Node:
    """False where the clauses on public research units govern the place and day but not this unit: not applicable.

    Where no text governs at all it is true, so that the answer stays "no law found"; so it is where another text states
    the value for this unit.
    """
    reached = governed(*clauses, on=on, unit__public_research_unit=True)
    return any_of(known(value), ~governed(*clauses, on=on), reached)
