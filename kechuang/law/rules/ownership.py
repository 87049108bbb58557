"""Whose an achievement is, who may implement it by agreement, and the secrets kept around it."""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, complete, const, facts, governed, known, missing, when
from kechuang.law.rule import check, entitlement, remark, rule
from kechuang.law.types import FLAG, choice, items_of

__all__ = ["OWNER", "implementation", "ownership"]

OWNER = choice(
    [
        ("completing_unit", "项目完成单位", "the completing unit"),
        ("state_rule", "从国家规定", "as the state provides"),
        ("project_agreement", "从与项目主管部门的书面约定", "as agreed in writing with the project department"),
        ("unit_agreement", "从单位与完成人的协议", "as unit and completer agreed"),
        ("agreement_missing", "没有协议，依其他法律确定", "no agreement; other law decides"),
    ]
)
SHARED_OWNER = choice(
    [
        ("contract", "从合同约定", "as the contract says"),
        ("completing_unit", "科技成果完成单位", "the completing unit"),
        ("partners", "合作各方共有", "the partners in common"),
    ]
)

ownership = facts(
    "ownership",
    state_rule=(FLAG, "国家另有规定", "The state provides otherwise"),
    project_agreement=(
        FLAG,
        "项目主管部门与承担单位另有书面约定",
        "Department and undertaker agreed otherwise in writing",
    ),
    government_project=(FLAG, "执行政府科技计划项目形成", "Came of a government S&T plan project"),
    unit_means=(FLAG, "利用本单位的物质技术条件完成", "Made with the unit's means"),
    unit_agreement=(FLAG, "单位与完成人有权益归属协议", "Unit and completer agreed on the rights"),
)
joint = facts(
    "joint",
    contract_settles=(FLAG, "合作合同已约定权益归属", "The contract settles the rights"),
    new_invention=(FLAG, "合作转化中产生新的发明创造", "The cooperation brought a new invention"),
    all_agree=(FLAG, "合作各方同意转让", "All partners agree to the transfer"),
    agreement_topics=(items_of("cooperation.agreement_topics"), "合作协议约定的事项", "What the agreement covers"),
    secrecy_agreed=(FLAG, "合作各方已就保守技术秘密订立协议", "The partners agreed on keeping technical secrets"),
    secret_disclosed=(FLAG, "违反协议或者要求披露技术秘密", "A technical secret was disclosed against it"),
)
implementation = facts(
    "implementation",
    agreement_signed=(FLAG, "完成人与单位已签订实施协议", "Completer and unit signed an implementation agreement"),
    ownership_unchanged=(FLAG, "权属不变更", "Title does not change"),
)
secrecy = facts(
    "secrecy",
    rules_made=(FLAG, "单位已建立技术秘密保护制度", "The unit has rules that protect technical secrets"),
    rules_kept=(FLAG, "职工遵守技术秘密保护制度", "Employees keep them"),
    unauthorised_transfer=(
        FLAG,
        "职工擅自或者变相转让职务科技成果",
        "An employee transferred an achievement without leave",
    ),
)

_provincial = governed("zhejiang-2021:art35.p1")
_national = governed("prc-transformation-2015:art40.p1")

project_achievement_owner = rule(
    "project_achievement_owner",
    when(
        ownership.state_rule,
        const("state_rule", OWNER),
        when(ownership.project_agreement, const("project_agreement", OWNER), const("completing_unit", OWNER)),
    ),
    applies=all_of(_provincial, any_of(~known(ownership.government_project), ownership.government_project)),
    zh="政府科技计划项目成果的归属",
    en="Whose the achievement of a government S&T plan project is",
    cites=["zhejiang-2021:art35.p1"],
    module="achievements",
)

unit_means_owner = rule(
    "unit_means_owner",
    when(ownership.unit_agreement, const("unit_agreement", OWNER), const("agreement_missing", OWNER)),
    applies=all_of(governed("zhejiang-2021:art35.p2"), any_of(~known(ownership.unit_means), ownership.unit_means)),
    zh="利用单位物质技术条件完成的成果的归属",
    en="Whose an achievement made with the unit's means is",
    cites=["zhejiang-2021:art35.p2"],
    module="achievements",
)

achievement_owner = rule(
    "achievement_owner",
    when(
        ownership.government_project,
        project_achievement_owner,
        when(ownership.unit_means, unit_means_owner, const("agreement_missing", OWNER)),
    ),
    applies=_provincial,
    zh="科技成果的归属",
    en="Whose the achievement is",
    cites=["zhejiang-2021:art35.p1", "zhejiang-2021:art35.p2"],
    module="achievements",
)

joint_achievement_owner = rule(
    "joint_achievement_owner",
    when(
        joint.contract_settles,
        const("contract", SHARED_OWNER),
        when(joint.new_invention, const("partners", SHARED_OWNER), const("completing_unit", SHARED_OWNER)),
    ),
    applies=_national,
    zh="合作转化中成果权益的归属",
    en="Whose the rights of a joint transformation are",
    cites=[
        "prc-transformation-2015:art40.p1", "prc-transformation-2015:art40.p1.i1",
        "prc-transformation-2015:art40.p1.i2",
    ],
    module="achievements",
    outputs={
        "all_may_implement": (~joint.contract_settles).called(
            "各方都可以实施", "Every partner may implement", "prc-transformation-2015:art40.p1.i3"
        ),
        "transfer_needs_all": (~joint.contract_settles).called(
            "转让须各方同意", "Transfer needs all to agree", "prc-transformation-2015:art40.p1.i3"
        ),
    },
)  # fmt: skip

cooperation_agreement = check(
    "cooperation_agreement",
    complete(joint.agreement_topics, "cooperation.agreement_topics"),
    zh="产学研合作协议的事项齐全",
    en="The cooperation agreement covers all it must",
    cites=["prc-transformation-2015:art26.p2"],
    module="agreements",
    outputs={"missing": missing(joint.agreement_topics, "cooperation.agreement_topics")},
)

joint_transfer = check(
    "joint_transfer",
    joint.all_agree,
    applies=all_of(_national, ~joint.contract_settles),
    zh="转让合作产生的成果经合作各方同意",
    en="All partners agree to the transfer of what came of the cooperation",
    cites=["prc-transformation-2015:art40.p1.i3"],
    module="achievements",
)

implementation_by_agreement = entitlement(
    "implementation_by_agreement",
    all_of(implementation.agreement_signed, implementation.ownership_unchanged),
    applies=any_of(
        governed("zhejiang-2021:art38.p1", unit__public_research_unit=True),
        governed("prc-transformation-2015:art19.p1", unit__state_established=True),
    ),
    zh="完成人依协议实施成果，权属不变，单位予以支持",
    en="Completers implement by agreement; title stays and the unit supports them",
    cites=["zhejiang-2021:art38.p1", "prc-transformation-2015:art19.p1"],
    module="transformation",
    outputs={
        "agreement_signed": implementation.agreement_signed,
        "ownership_unchanged": implementation.ownership_unchanged,
    },
)

# -- secrets ---------------------------------------------------------------------------------------

joint_secrecy = check(
    "joint_secrecy",
    all_of(joint.secrecy_agreed, ~joint.secret_disclosed),
    applies=governed("prc-transformation-2015:art41.p1"),
    zh="合作各方约定并保守技术秘密",
    en="Partners agree on technical secrets and keep them",
    cites=["prc-transformation-2015:art41.p1"],
    module="agreements",
)

technical_secret_rules = check(
    "technical_secret_rules",
    all_of(secrecy.rules_made, secrecy.rules_kept),
    applies=governed("prc-transformation-2015:art42.p1"),
    zh="技术秘密保护制度已建立并得到遵守",
    en="Rules that protect technical secrets stand and are kept",
    cites=["prc-transformation-2015:art42.p1"],
    module="governance",
)

unauthorised_transfer = check(
    "unauthorised_transfer",
    ~secrecy.unauthorised_transfer,
    applies=governed("prc-transformation-2015:art42.p3"),
    zh="职工不得擅自或者变相转让职务科技成果",
    en="No employee transfers a service achievement without leave",
    cites=["prc-transformation-2015:art42.p3"],
    module="achievements",
    remarks=[
        remark(
            secrecy.unauthorised_transfer,
            "造成单位经济损失的承担民事赔偿责任，构成犯罪的追究刑事责任。",
            "Damages for the unit's loss; prosecution if criminal.",
            "consequence",
            "prc-transformation-2015:art51.p1",
        )
    ],
)
