"""What counts as a platform, of which kind, and how far each text reaches."""

from __future__ import annotations

from kechuang.law.expression import (
    all_of,
    any_of,
    complete,
    const,
    facts,
    given,
    governed,
    known,
    reading,
    trait,
    when,
)
from kechuang.law.rule import check, entitlement, remark, rule
from kechuang.law.rules.agreements import agreement
from kechuang.law.rules.plans import draft_status
from kechuang.law.types import FLAG, REGION, choice, items_of
from kechuang.law.vocabulary import (
    PLATFORM_CLASS,
    converted,
    iur_platform,
    public_platform,
    public_research_unit,
    unit,
)

MAIN_WORK = choice(
    [
        ("frontier_research", "前沿基础研究、技术研究", "frontier and basic research"),
        ("applied_innovation", "应用创新、关键技术、工程和产业化研究", "applied, engineering, industrial research"),
        (
            "innovation_service",
            "技术服务、孵化、概念验证、设施共享、科技咨询",
            "services, incubation, shared facilities",
        ),
    ]
)

scope = facts("scope", activities=(items_of("scope.activities"), "活动类别", "Kinds of activity"))
enclave = facts(
    "enclave",
    located=(FLAG, "设在科创飞地", "Set up in an innovation enclave"),
    home_region=(REGION, "设立企业所在地", "Home region of the founding enterprise"),
    premises_secured=(FLAG, "飞地管理机构已保障科研用房", "Research premises secured by the enclave"),
)
cobuilt = facts(
    "unit",
    built_with_government=(
        FLAG,
        "由区政府或其授权单位与高校、院所、企业共建",
        "Built by the district government with universities, institutes or companies",
    ),
    included_as_cobuilt=(FLAG, "按要求或者依申请纳入共建平台", "Included as co-built, by requirement or application"),
    main_work=(MAIN_WORK, "主要业务", "Main work"),
)

# -- where the Quzhou regulation reaches (art. 2(1), 29(2); A26) ---------------------------------------------

_in_scope = all_of(
    governed("quzhou-2024:art2.p1"),
    when(known(scope.activities), complete(scope.activities, "scope.activities"), const(True, FLAG)),
)
_from_home = all_of(enclave.located, governed("quzhou-2024:art2.p1", territory=enclave.home_region))
_premises_reach = all_of(enclave.located, governed("quzhou-2024:art29.p2", territory=enclave.home_region))

quzhou_scope = rule(
    "quzhou_scope",
    any_of(_in_scope, reading("A26", premises_only=const(False, FLAG), whole_regulation=_from_home)),
    zh="衢州条例是否适用",
    en="Does the Quzhou regulation apply?",
    cites="quzhou-2024:art2.p1",
    module="policy",
    outputs={
        "premises_duty": _premises_reach.called(
            "飞地用房保障是否适用", "Does the duty of enclave premises apply?", "quzhou-2024:art29.p2"
        )
    },
    remarks=[
        remark(
            _premises_reach,
            "科创飞地在市域以外：默认解释下只有用房保障一款适用，其余各条不适用。",
            "The enclave lies outside the city: by the default reading only the duty to secure premises reaches it.",
            "advice",
            "quzhou-2024:art29.p2",
        )
    ],
)

enclave_premises = check(
    "enclave_premises",
    enclave.premises_secured,
    applies=_premises_reach,
    zh="科创飞地科研用房保障",
    en="Research premises in an enclave",
    cites="quzhou-2024:art29.p2",
    module="services",
    about=(
        "本市企业在科创飞地设平台的，飞地管理机构须保障科研用房；这是条例唯一及于市域外的条款。",
        "Where a local company sets up a platform in an enclave, its administration secures research premises.",
    ),
)

# -- platform, public platform (art. 2(2); A01, A02, A40) ----------------------------------------------------

_unrecognised = all_of(known(unit.recognised), ~unit.recognised, unit.funding.one_of("fiscal", "mixed"))
_public = given(
    unit.public_platform,
    when(
        _unrecognised,
        reading("A01", both=unit.public_platform, social_only=public_platform),
        public_platform,
    ),
)
_governing = when(
    converted, all_of(_public, reading("A40", platform_rule=const(True, FLAG), enterprise_rule=const(False, FLAG))),
    _public,
)  # fmt: skip
_also_institute = reading("A02", per_unit=public_research_unit, always=_public, never=const(False, FLAG)).called(
    "同时为政府设立的研究开发机构、高等院校", "Also a research unit set up by government", "quzhou-2024:art2.p2"
)
_unrecognised_remark = remark(
    _unrecognised,
    "利用财政性资金设立但未经认定：默认解释下两类平台都须经认定，是否属于科创平台由人认定。",
    "Set up with fiscal funds but not recognised: by the default reading a person must decide.",
    "warning",
    "quzhou-2024:art2.p2",
)
_two_labels = remark(
    all_of(_public, ~known(public_research_unit)),
    "财政平台不当然是政府设立的研究开发机构、高等院校；省条例是否适用须另行认定。",
    "A public platform is not by itself a research unit set up by government; that is asked apart.",
    "advice",
    "quzhou-2024:art2.p2",
)

is_public_platform = rule(
    "is_public_platform",
    _governing,
    applies=governed("quzhou-2024:art2.p2"),
    zh="是否为利用财政性资金设立的科创平台",
    en="Is it a platform set up with fiscal funds?",
    cites="quzhou-2024:art2.p2",
    module="platforms",
    outputs={"also_public_research_unit": _also_institute},
    remarks=[
        _unrecognised_remark,
        _two_labels,
        remark(
            all_of(converted, _public),
            "已转制为企业而仍是财政平台：适用哪一规定由人认定。",
            "Converted to an enterprise and still a fiscal platform: a person decides which rule governs.",
            "warning",
            "quzhou-2024:art2.p2",
        ),
    ],
)

is_platform = rule(
    "is_platform",
    given(unit.platform, any_of(_public, all_of(unit.recognised, unit.research_activity))),
    applies=governed("quzhou-2024:art2.p2"),
    zh="是否为科创平台",
    en="Is it a sci-tech innovation platform?",
    cites="quzhou-2024:art2.p2",
    module="platforms",
    outputs={"public_platform": _public.called("利用财政性资金设立", "Set up with fiscal funds")},
    remarks=[_unrecognised_remark],
)

# -- co-built platforms of Keqiao (s1.1) ---------------------------------------------------------------------

_agreed = any_of(
    *(
        known(fact)
        for fact in (
            agreement.signed_on,
            agreement.term_years,
            agreement.starts_on,
            agreement.consulted_departments,
        )
    )
)
cobuilt_platform = trait(
    "unit.cobuilt_platform",
    given(
        unit.cobuilt_platform,
        when(_agreed, const(True, FLAG), any_of(cobuilt.built_with_government, cobuilt.included_as_cobuilt)),
    ).called("是否为共建科创平台", "Is it a co-built platform?", "keqiao-2025-draft:s1.1.a"),
)
"""Stated, or following from a co-building agreement, from who built it, or from being included by analogy."""

is_cobuilt_platform = rule(
    "is_cobuilt_platform",
    cobuilt_platform,
    applies=governed("keqiao-2025-draft:s1.1.a"),
    zh="是否为共建科创平台",
    en="Is it a co-built platform?",
    cites=["keqiao-2025-draft:s1.1.a", "keqiao-2025-draft:s1.1.b"],
    module="platforms",
    outputs={
        "draft_binds": draft_status.called("意见稿是否具约束力", "Does the draft bind?"),
        "also_public_research_unit": reading(
            "A02", per_unit=public_research_unit, always=cobuilt_platform, never=const(False, FLAG)
        ).called("同时为政府设立的研究开发机构、高等院校", "Also a research unit set up by government"),
    },
    remarks=[
        remark(
            unit.funding.is_("social"),
            "一般应有政府财政支持；没有的须说明。",
            "Normally fiscally supported; without it, say why.",
            "warning",
            "keqiao-2025-draft:s1.1.a",
        ),
        remark(
            unit.legal_form.is_("none"),
            "一般应为独立法人（事业单位、民办非企业单位或者企业）。",
            "Normally a legal person: public institution, private non-enterprise unit or company.",
            "warning",
            "keqiao-2025-draft:s1.1.a",
        ),
    ],
)

treated_as_cobuilt = entitlement(
    "treated_as_cobuilt",
    cobuilt.included_as_cobuilt,
    applies=governed("keqiao-2025-draft:s1.1.b"),
    zh="比照共建平台执行",
    en="Treated as a co-built platform by analogy",
    cites="keqiao-2025-draft:s1.1.b",
    module="platforms",
)

# -- industry-university-research platforms of Binjiang and their classes (s1.2.i1, s2) ----------------------

is_iur_platform = rule(
    "is_iur_platform",
    iur_platform,
    applies=governed("binjiang-2023:s2.p1.a"),
    zh="是否为产学研平台",
    en="Is it an industry-university-research platform?",
    cites="binjiang-2023:s2.p1.a",
    module="platforms",
    outputs={
        "also_public_research_unit": reading(
            "A02", per_unit=public_research_unit, always=iur_platform, never=const(False, FLAG)
        ).called("同时为政府设立的研究开发机构、高等院校", "Also a research unit set up by government")
    },
    remarks=[
        remark(
            unit.legal_form.is_("none"),
            "不是事业单位、企业或者科技类民办非企业单位的，不属产学研平台。",
            "Without one of the three legal forms it is no such platform.",
            "warning",
            "binjiang-2023:s2.p1.a",
        ),
        remark(
            unit.funding.is_("social"),
            "没有财政拨款或者资助的，不属产学研平台。",
            "Without government funding it is no such platform.",
            "warning",
            "binjiang-2023:s2.p1.a",
        ),
    ],
)

_class_of_work = when(
    cobuilt.main_work.is_("frontier_research"),
    const("basic_research", PLATFORM_CLASS),
    when(
        cobuilt.main_work.is_("applied_innovation"),
        const("technology_innovation", PLATFORM_CLASS),
        const("innovation_service", PLATFORM_CLASS),
    ),
)

platform_class = rule(
    "platform_class",
    given(unit.platform_class, _class_of_work),
    applies=governed("binjiang-2023:s1.2.i1", unit__iur_platform=True),
    zh="产学研平台类型",
    en="Class of the platform",
    cites=["binjiang-2023:s2.1", "binjiang-2023:s2.2.a", "binjiang-2023:s2.3", "binjiang-2023:s1.2.i1"],
    module="platforms",
    remarks=[
        remark(
            _class_of_work.is_not(unit.platform_class),
            "登记类型与主要业务不一致，请核对；按登记类型处理。",
            "The class on record and the main work do not agree; the class on record is used.",
        )
    ],
)
