"""What an achievement is, what counts as transforming it, and what must be handed in about it."""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, complete, facts, governed, known, missing
from kechuang.law.rule import check, entitlement, remark, rule
from kechuang.law.types import DATE, FLAG, choice, items_of
from kechuang.law.vocabulary import deal

__all__ = ["achievement", "materials_complete"]

ACTIVITY = choice(
    [
        ("none", "尚无转化活动", "none yet"),
        ("follow_up_testing", "后续试验", "follow-up testing"),
        ("development", "开发", "development"),
        ("application", "应用", "application"),
        ("promotion", "推广", "promotion"),
        ("new_product", "形成新技术、工艺、材料、产品", "new technology, process, material or product"),
        ("new_service_or_standard", "形成新服务、新标准", "new service or standard"),
        ("new_industry", "发展新产业", "new industry"),
    ]
)

achievement = facts(
    "achievement",
    from_research=(FLAG, "通过科学研究与技术开发产生", "Comes of research and development"),
    practical_value=(FLAG, "具有实用价值", "Of practical value"),
    on_unit_task=(FLAG, "执行单位的工作任务完成", "Made on the unit's task"),
    mainly_unit_means=(FLAG, "主要利用单位的物质技术条件完成", "Made mainly with the unit's means"),
    activity=(ACTIVITY, "转化活动", "Transformation activity"),
    other_way_agreed=(FLAG, "协商确定的其他转化方式", "Another way of transformation is agreed"),
)
submission = facts(
    "submission",
    fiscal_project=(FLAG, "利用财政资金设立的科技项目", "Project set up with fiscal funds"),
    materials=(items_of("submission.materials"), "已提交、汇交的材料", "Materials handed in"),
    due_on=(DATE, "规定的提交日", "Due day set by the project rules"),
    submitted_on=(DATE, "提交日", "Handed in on"),
    kept_from_public=(FLAG, "有不予公布的信息", "Some information is withheld from the public"),
    undertaker_told=(FLAG, "已告知项目承担者", "The undertaker was told"),
)
information = facts(
    "information",
    unified_reports=(FLAG, "已建立统一的科技报告制度", "One S&T report scheme stands"),
    unified_system=(FLAG, "已建立统一的科技成果信息系统", "One achievement information system stands"),
    orderly_processing=(FLAG, "信息采集、加工与服务有规范", "Collection and processing are regulated"),
)

_everywhere = governed("zhejiang-2021:art2.p2", "prc-transformation-2015:art2.p1")

is_achievement = rule(
    "is_achievement",
    all_of(achievement.from_research, achievement.practical_value),
    applies=_everywhere,
    zh="是否科技成果",
    en="Is it a sci-tech achievement?",
    cites=["zhejiang-2021:art2.p2", "prc-transformation-2015:art2.p1"],
    module="achievements",
)

is_service_achievement = rule(
    "is_service_achievement",
    any_of(achievement.on_unit_task, achievement.mainly_unit_means),
    applies=governed("prc-transformation-2015:art2.p1"),
    zh="是否职务科技成果",
    en="Is it a service achievement?",
    cites=["prc-transformation-2015:art2.p1"],
    module="achievements",
)

is_transformation = rule(
    "is_transformation",
    any_of(
        achievement.activity.one_of(
            "follow_up_testing", "development", "application", "promotion", "new_product", "new_industry"
        ),
        # New services and standards are the province's addition to the national definition.
        all_of(governed("zhejiang-2021:art2.p3"), achievement.activity.is_("new_service_or_standard")),
    ),
    applies=governed("zhejiang-2021:art2.p3", "prc-transformation-2015:art2.p2"),
    zh="是否科技成果转化",
    en="Is it transformation?",
    cites=["zhejiang-2021:art2.p3", "prc-transformation-2015:art2.p2"],
    module="transformation",
)

transformation_mode = entitlement(
    "transformation_mode",
    any_of(
        known(deal.mode),
        achievement.other_way_agreed.called("协商确定的其他方式", "Another agreed way"),
    ),
    applies=governed("prc-transformation-2015:art16.p1"),
    zh="可以采用的转化方式",
    en="Ways of transformation open to the holder",
    cites=[
        "prc-transformation-2015:art16.p1",
        *(f"prc-transformation-2015:art16.p1.i{number}" for number in range(1, 7)),
    ],
    module="transformation",
)

materials_complete = complete(submission.materials, "submission.materials").called(
    "三类材料齐全", "All three materials are there", "prc-transformation-2015:art11.p2"
)
_late = all_of(known(submission.due_on), known(submission.submitted_on), submission.submitted_on > submission.due_on)

report_submission = check(
    "report_submission",
    all_of(materials_complete, ~_late),
    applies=all_of(governed("prc-transformation-2015:art11.p2"), submission.fiscal_project),
    zh="财政科技项目提交科技报告、汇交成果和知识产权信息",
    en="Undertaker of a fiscal project hands in the report, achievement and IP information in time",
    cites=["prc-transformation-2015:art11.p2"],
    module="achievements",
    outputs={
        "missing": missing(submission.materials, "submission.materials"),
        "late": _late.called("逾期", "Late"),
    },
    remarks=[
        remark(
            any_of(~materials_complete, _late),
            "由组织实施项目的部门责令改正；情节严重的通报批评，一定期限内不得承担财政科技项目。",
            "The department orders correction; in serious cases public criticism and a ban from fiscal projects.",
            "consequence",
            "prc-transformation-2015:art46.p1",
        )
    ],
)

information_system = check(
    "information_system",
    all_of(information.unified_reports, information.unified_system, information.orderly_processing),
    applies=governed("zhejiang-2021:art7.p1.a", "prc-transformation-2015:art11.p1"),
    zh="统一的科技报告制度和成果信息系统",
    en="One S&T report scheme and achievement information system",
    cites=["zhejiang-2021:art7.p1.a", "prc-transformation-2015:art11.p1"],
    module="achievements",
)

withheld_information_notice = check(
    "withheld_information_notice",
    submission.undertaker_told,
    applies=all_of(governed("prc-transformation-2015:art11.p1"), submission.kept_from_public),
    zh="不予公布的信息已告知项目承担者",
    en="The undertaker is told of information withheld from the public",
    cites=["prc-transformation-2015:art11.p1"],
    module="achievements",
)
