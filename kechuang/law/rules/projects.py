"""Projects: those a platform sets up itself, applications that need local money, and what reaches industry."""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, facts, given, governed
from kechuang.law.rule import check, entitlement, remark
from kechuang.law.types import DATE, FEN, FLAG

own_project = facts(
    "own_project",
    system=(FLAG, "已建立自主立项制度", "Own project system in place"),
    managed=(FLAG, "项目规范管理", "Projects managed by rule"),
    fits_direction=(FLAG, "契合平台主要研究方向", "Fits the platform's main directions"),
    staff_invited=(FLAG, "已引导科研人员申报", "Staff encouraged to apply"),
    consulted=(FLAG, "编制清单前已征求科技部门意见", "S&T department consulted before the list"),
    consulted_on=(DATE, "征求科技部门意见之日", "S&T department consulted on"),
    listed_on=(DATE, "年度立项清单编制日", "Yearly list compiled on"),
)
application = facts(
    "application",
    needs_district_money=(FLAG, "需要区级资金", "Needs district money"),
    approved_on=(DATE, "区级批准日", "Approved by the district on"),
    submitted_on=(DATE, "上报日", "Submitted on"),
    district_money=(FEN, "所需区级资金", "District money needed"),
    support_left=(FEN, "协议扶持总额余额", "Left of the agreement's total support"),
    exception_recorded=(FLAG, "不在协议总额列支的理由已记录", "Reason for money beyond the total recorded"),
)
industrial = facts(
    "industrialisation",
    managed=(FLAG, "实行全生命周期管理", "Managed over its whole life"),
    reached=(FLAG, "已进入产业化阶段", "Industrialisation reached"),
    settles_here=(FLAG, "首选在本区落地", "Settles in the district first"),
)

own_project_system = check(
    "own_project_system",
    all_of(own_project.system, own_project.managed),
    applies=governed("quzhou-2024:art14.p1.a", unit__public_platform=True),
    zh="自主立项制度",
    en="A system for own projects",
    cites="quzhou-2024:art14.p1.a",
    module="projects",
)

own_project_direction = check(
    "own_project_direction",
    all_of(own_project.fits_direction, own_project.staff_invited),
    applies=governed("quzhou-2024:art14.p1.b", unit__public_platform=True),
    zh="自主立项契合方向",
    en="Own projects fit the platform's directions",
    cites="quzhou-2024:art14.p1.b",
    module="projects",
)

own_project_consultation = check(
    "own_project_consultation",
    given(own_project.consulted, own_project.consulted_on <= own_project.listed_on),
    applies=governed("quzhou-2024:art14.p2", unit__public_platform=True),
    zh="编立项清单前征求科技部门意见",
    en="S&T department consulted before the yearly list",
    cites="quzhou-2024:art14.p2",
    module="projects",
)

project_district_money = check(
    "project_district_money",
    any_of(
        ~application.needs_district_money,
        all_of(
            (application.approved_on <= application.submitted_on).called(
                "先批准后上报", "Approved before it goes up", "binjiang-2023:s3.3.b"
            ),
            any_of(
                application.district_money <= application.support_left, application.exception_recorded
            ).called("在协议总额内列支", "Within the agreement's total", "binjiang-2023:s3.3.b"),
        ),
    ),
    applies=governed("binjiang-2023:s3.3.b", unit__iur_platform=True),
    zh="上级项目动用区级资金",
    en="District money for higher-level projects",
    cites="binjiang-2023:s3.3.b",
    module="funding",
)  # fmt: skip

industrialisation_support = entitlement(
    "industrialisation_support",
    industrial.reached,
    applies=governed("keqiao-2025-draft:s4.7.d"),
    zh="产业化项目政策支持",
    en="Support for a project that reaches industry",
    cites="keqiao-2025-draft:s4.7.d",
    module="transformation",
    outputs={
        "resources": all_of(industrial.reached, industrial.settles_here).called(
            "首选落地的要素保障", "Resources for settling here first", "keqiao-2025-draft:s4.7.d"
        )
    },
    remarks=[
        remark(
            ~industrial.managed,
            "转化项目须作全生命周期管理。",
            "Transformation projects are managed over their whole life.",
            "warning",
            "keqiao-2025-draft:s4.7.d",
        )
    ],
)
