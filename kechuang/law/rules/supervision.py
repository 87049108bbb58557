"""What a unit must have in place, what follows when it has not, and the order to put a reward right."""

from __future__ import annotations

from kechuang.law.expression import (
    AS_OF,
    ON,
    all_of,
    any_of,
    complete,
    const,
    facts,
    given,
    governed,
    known,
    minimum_until,
    missing,
    parameter,
    plus_days,
    reading,
    when,
)
from kechuang.law.rule import check, clock, remark, rule
from kechuang.law.rules.periods import act_by
from kechuang.law.types import DATE, DAYS, FLAG, YEARS, choice, items_of

__all__ = ["bar", "correction"]

MEASURE = choice(
    [
        ("none", "没有", "none"),
        ("correction", "责令改正", "order to correct"),
        ("criticism_and_bar", "通报批评，三年内不得承担财政科技项目", "public criticism and the project bar"),
    ]
)
DEFAULT = choice(
    [
        ("none", "没有", "none"),
        ("reported", "报告违反，条文未规定制裁", "the breach is reported; no sanction is named"),
        ("correction", "责令限期改正", "order to correct within a period"),
        ("personal_liability", "追究直接责任人员的责任", "persons directly responsible are held to account"),
    ]
)

management = facts(
    "management",
    contents=(items_of("management_system.contents"), "管理制度的内容", "What the management system covers"),
    implemented=(FLAG, "管理制度已实施", "The management system is applied"),
)
conduct = facts(
    "conduct",
    cooperates=(FLAG, "完成人配合登记备案和转化", "Completer cooperates in registration and transformation"),
    keeps_achievement=(FLAG, "将成果及其资料、数据占为己有", "Keeps the achievement or its data"),
    obstructs=(FLAG, "阻碍成果转化", "Hinders the transformation"),
)
bar = facts(
    "bar",
    notified_on=(DATE, "处理决定送达日", "Decision notified on"),
    decided_on=(DATE, "作出处理决定日", "Decided on"),
    serious=(FLAG, "认定情节严重", "Found to be serious"),
    repeated=(FLAG, "再次违反", "A repeated breach"),
    own_department=(FLAG, "项目属于责任部门", "The project is that of the department responsible"),
    fiscal_project=(FLAG, "利用财政资金设立的科技项目", "A project set up with fiscal funds"),
    taken_on=(DATE, "承担项目日", "Project taken on, on"),
    applied_on=(DATE, "申报项目日", "Project applied for on"),
    ends_on=(DATE, "禁止期末日（决定载明）", "Last day of the bar, as the decision says"),
)
correction = facts(
    "correction",
    issued_on=(DATE, "责令改正日", "Order issued on"),
    days=(DAYS, "责令改正期限（日）", "Days allowed"),
    due_on=(DATE, "责令改正期限末日", "Due day in the order"),
    corrected_on=(DATE, "改正日", "Put right on"),
)
reward_breach = facts(
    "reward_breach",
    provincial=(
        FLAG,
        "未按省条例第三十七条、第四十条给予奖励",
        "Reward not given as provincial arts. 37 and 40 require",
    ),
    city_only=(FLAG, "低于市条例比例但不低于省条例比例", "Below the city's share but not below the province's"),
)
misconduct = facts(
    "misconduct",
    kinds=(items_of("misconduct.kinds"), "工作人员的违法情形", "Misconduct of officials"),
)

# -- management system and the bar (arts. 15, 45) --------------------------------------------------

_system = all_of(
    complete(management.contents, "management_system.contents"),
    any_of(~known(management.implemented), management.implemented),
)

management_system = check(
    "management_system",
    _system,
    zh="职务科技成果管理制度齐全并实施",
    en="The service-achievement management system is whole and applied",
    cites=["zhejiang-2021:art15.p1"],
    module="governance",
    outputs={"missing": missing(management.contents, "management_system.contents")},
    remarks=[
        remark(
            ~_system,
            "由主管部门责令改正；情节严重的通报批评，三年内不得承担财政科技项目。",
            "The department orders correction; if serious, public criticism and a three-year bar from fiscal projects.",
            "consequence",
            "zhejiang-2021:art45.p1",
        )
    ],
)

_serious = reading("A17.serious", recorded_finding=bar.serious, repeated=bar.repeated).called(
    "情节严重", "Serious", "zhejiang-2021:art45.p1"
)
_bound = governed("zhejiang-2021:art45.p1", unit__public_research_unit=True)

management_system_sanction = rule(
    "management_system_sanction",
    when(
        _system,
        const("none", MEASURE),
        when(_serious, const("criticism_and_bar", MEASURE), const("correction", MEASURE)),
    ),
    applies=_bound,
    zh="未建立、实施管理制度的处理",
    en="What follows a missing management system",
    cites=["zhejiang-2021:art45.p1"],
    module="supervision",
)

_from = reading("A17.start", notice=bar.notified_on, decision=bar.decided_on).called(
    "禁止期起算日", "The bar counts from", "zhejiang-2021:art45.p1"
)
_years = parameter("sanction.project_ban_years", YEARS, on=_from, zh="禁止承担项目年限", en="Years of the bar")
_until = reading(
    "A30.minimum_notice", stays=minimum_until(_from, _years), moves=minimum_until(_from, _years, roll=True)
).called("禁止期末日", "Last day of the bar", "zhejiang-2021:art45.p1")
_free_from = plus_days(_until, 1)
_reached = all_of(
    _serious,
    reading("A17.scope", whole_unit=const(True, FLAG), department=bar.own_department),
    any_of(~known(bar.fiscal_project), bar.fiscal_project),
)

project_bar = clock(
    "project_bar",
    _free_from,
    done=bar.taken_on,
    not_before=True,
    applies=all_of(_reached, ~all_of(known(bar.taken_on), bar.taken_on < _from)),
    zh="可以再承担财政科技项目的第一日",
    en="First day on which fiscal projects may be taken on again",
    cites=["zhejiang-2021:art45.p1"],
    module="supervision",
    outputs={"bar_from": _from, "bar_until": _until},
)

_asked_on = given(bar.taken_on, ON)
project_taking_on = check(
    "project_taking_on",
    any_of(_asked_on >= _free_from, _asked_on < _from),
    applies=_reached,
    zh="单位可以承担财政科技项目",
    en="The unit may take on a fiscal project",
    cites=["zhejiang-2021:art45.p1"],
    module="supervision",
    outputs={"free_from": _free_from.called("可以承担的第一日", "First day to take on")},
)

_applied_on = given(bar.applied_on, ON)
_applies_within = all_of(_applied_on >= _from, _applied_on < _free_from)
project_application = check(
    "project_application",
    reading("A38", taking_on=any_of(_applies_within, ~_applies_within), applying_too=~_applies_within),
    applies=_reached,
    zh="单位可以申报财政科技项目",
    en="The unit may apply for a fiscal project",
    cites=["zhejiang-2021:art45.p1"],
    module="supervision",
    outputs={"free_from": _free_from.called("可以承担的第一日", "First day to take on")},
    remarks=[
        remark(
            _applies_within,
            "单位在禁止期内，期满前不得承担该项目。",
            "The unit is barred: the project may not be taken on before the bar ends.",
            cites="zhejiang-2021:art45.p1",
        )
    ],
)

_ban_years = parameter("sanction.application_ban_years", YEARS, on=given(bar.notified_on, ON))
_ban_until = given(
    bar.ends_on, when(known(_ban_years), minimum_until(bar.notified_on, _ban_years), bar.ends_on)
).called("禁止期末日", "Last day of the bar")

report_default_bar = clock(
    "report_default_bar",
    plus_days(_ban_until, 1),
    done=bar.taken_on,
    not_before=True,
    applies=all_of(governed("prc-transformation-2015:art46.p1"), bar.serious),
    zh="不提交科技报告、不汇交信息情节严重的：可以再承担财政科技项目的第一日",
    en="After a serious failure to hand in reports or data: first day to take on fiscal projects again",
    cites=["prc-transformation-2015:art46.p1"],
    module="supervision",
    about=(
        "法律只说一定期限，期限以决定载明的为准；地方有规定年限的从其规定。",
        "The law says for a certain period: the decision names it, or a local text that states years.",
    ),
)

completer_conduct = check(
    "completer_conduct",
    all_of(conduct.cooperates, ~conduct.keeps_achievement, ~conduct.obstructs),
    applies=any_of(
        governed("zhejiang-2021:art15.p2", unit__public_research_unit=True),
        governed("prc-transformation-2015:art19.p2"),
    ),
    zh="完成人配合登记与转化，不占有成果和资料，不阻碍转化",
    en="Completers cooperate, keep nothing for themselves and do not hinder",
    cites=["zhejiang-2021:art15.p2", "prc-transformation-2015:art19.p2"],
    module="achievements",
)

# -- rewards not given (art. 46) -------------------------------------------------------------------

_liable = governed("zhejiang-2021:art46.p1", unit__public_research_unit=True)
_order_due = given(correction.due_on, act_by(correction.issued_on, correction.days)).called(
    "责令改正期限末日", "The order is due", "zhejiang-2021:art46.p1"
)
_day = given(AS_OF, ON)
_expired = all_of(
    known(_order_due),
    when(known(correction.corrected_on), correction.corrected_on > _order_due, _day > _order_due),
).called("逾期未改正", "Not put right in time", "zhejiang-2021:art46.p1")

reward_correction = clock(
    "reward_correction",
    _order_due,
    done=correction.corrected_on,
    applies=_liable,
    zh="未按规定奖励：责令限期改正的末日",
    en="Reward not given: the order to correct is due",
    cites=["zhejiang-2021:art46.p1"],
    module="supervision",
    remarks=[
        remark(
            _expired,
            "逾期未改正：依法追究直接负责的主管人员和其他直接责任人员的责任。",
            "Not put right in time: the persons directly responsible are held to account.",
            "consequence",
            "zhejiang-2021:art46.p1",
        )
    ],
)

_punishable = all_of(
    _liable,
    any_of(
        reward_breach.provincial,
        reading("A32", report_only=const(False, FLAG), provincial_sanction=reward_breach.city_only),
    ),
)
_city_reported = all_of(governed("quzhou-2024:art20.p1.i1", unit__public_platform=True), reward_breach.city_only)

reward_default_sanction = rule(
    "reward_default_sanction",
    when(
        _punishable,
        when(_expired, const("personal_liability", DEFAULT), const("correction", DEFAULT)),
        when(any_of(_city_reported, reward_breach.provincial), const("reported", DEFAULT), const("none", DEFAULT)),
    ),
    applies=any_of(_liable, governed("quzhou-2024:art20.p1.i1", unit__public_platform=True)),
    zh="未按规定给予奖励的处理",
    en="What follows a reward that was not given",
    cites=["zhejiang-2021:art46.p1"],
    module="supervision",
    remarks=[
        remark(
            all_of(~_punishable, _city_reported),
            "低于市条例比例而不低于省条例比例：违反属实，条文没有规定制裁。",
            "Below the city's share but not the province's: a breach, and no sanction is named.",
            cites=["quzhou-2024:art20.p1.i1", "zhejiang-2021:art46.p1"],
        )
    ],
)

official_misconduct = check(
    "official_misconduct",
    ~complete(misconduct.kinds, "misconduct.kinds"),
    zh="工作人员没有滥用职权、玩忽职守、徇私舞弊",
    en="No official abused power, neglected duty or showed favour",
    cites=["zhejiang-2021:art47.p1", "prc-transformation-2015:art49.p1"],
    module="supervision",
    remarks=[
        remark(
            complete(misconduct.kinds, "misconduct.kinds"),
            "依法给予处分；构成犯罪的追究刑事责任。",
            "Discipline under law; prosecution if criminal.",
            "consequence",
            ["zhejiang-2021:art47.p1", "prc-transformation-2015:art49.p1"],
        )
    ],
)
