"""The four violations: what is ordered, the range of the fine in both readings, licence and credit record."""

from __future__ import annotations

from kechuang.law.expression import (
    Node,
    all_of,
    any_of,
    at_least,
    const,
    facts,
    governed,
    greatest,
    known,
    least,
    parameter,
    reading,
    when,
)
from kechuang.law.rule import Remark, check, remark, rule
from kechuang.law.types import FEN, FLAG, GAIN, Kind, Type, choice

__all__ = ["VIOLATION", "sanction"]

VIOLATION = choice(
    [
        ("fraud", "弄虚作假骗取奖励、荣誉、钱财或者牟利", "fraud to obtain rewards, honours, money or gain"),
        ("false_appraisal", "虚假检测结果或者评估证明", "false test result or appraisal"),
        ("misappropriation", "侵占他人科技成果", "taking another's achievement"),
        ("broker_deceit", "中介、经纪人员欺骗或者串通", "deceit or collusion by agents and brokers"),
    ]
)
ORDER = choice(
    [
        ("cessation", "责令停止违法行为", "order to stop"),
        ("correction", "责令改正", "order to correct"),
    ]
)
STRUCTURE = choice(
    [
        ("alternative", "有违法所得的以倍数罚款代替", "the multiple takes the place of the fixed range"),
        ("cumulative", "两项并处", "both together"),
    ]
)
GOVERNS = choice(
    [
        ("regulation", "适用本条例", "this regulation"),
        ("higher_law", "适用法律、行政法规", "the law or administrative regulation"),
    ]
)
TIMES = Type(Kind.COUNT, "times")

sanction = facts(
    "sanction",
    violation=(VIOLATION, "违法行为", "Violation"),
    illegal_income=(GAIN, "违法所得", "Illegal income"),
    serious=(FLAG, "情节严重", "Serious"),
    loss_caused=(FLAG, "给他人造成经济损失", "Others suffered a loss"),
    crime=(FLAG, "构成犯罪", "A crime"),
    final=(FLAG, "处罚决定已经生效", "The decision is final"),
    recorded=(FLAG, "已记入社会信用档案", "Entered in the credit record"),
    higher_law_states=(
        FLAG,
        "法律、行政法规已有法律责任规定",
        "A law or administrative regulation states the liability",
    ),
    fine=(GAIN, "拟处罚款", "Fine proposed"),
)

_PROVINCE = tuple(f"zhejiang-2021:art44.p1.i{number}" for number in range(1, 5))
_NATION = ("prc-transformation-2015:art47.p1", "prc-transformation-2015:art48.p1", "prc-transformation-2015:art50.p1")
_violation = sanction.violation


def _figure(name: str, kind: Type, zh: str, en: str) -> Node:
    # What may be fined (可处以) has the same range once it is fined, so the permitted figures are asked for too.
    return parameter(f"sanction.{name}", kind, optional=True, zh=zh, en=en, violation=_violation)


_low = _figure("fine_min", FEN, "定额罚款下限", "Fixed fine, least")
_high = _figure("fine_max", FEN, "定额罚款上限", "Fixed fine, most")
_times_low = _figure("gain_multiple_min", TIMES, "倍数下限", "Multiple, least")
_times_high = _figure("gain_multiple_max", TIMES, "倍数上限", "Multiple, most")
_structure = _figure("fine_structure", STRUCTURE, "罚款结构", "How the fines stand to each other")
_no_money = const(0, FEN)

# No multiple is stated for taking another's achievement: no gain is asked for, confiscated or multiplied there.
_has_multiple = any_of(~known(_violation), _violation.is_not("misappropriation"))
_income = when(_has_multiple, at_least(sanction.illegal_income, 0), _no_money).called(
    "违法所得（没收）", "Illegal income, confiscated"
)
_gain_low = when(_has_multiple, _income * _times_low, _no_money).called("倍数罚款下限", "Multiple fine, least")
_gain_high = when(_has_multiple, _income * _times_high, _no_money).called("倍数罚款上限", "Multiple fine, most")

_added_low = (_low + _gain_low).called("相加读法：罚款下限", "Added: least fine")
_added_high = (_high + _gain_high).called("相加读法：罚款上限", "Added: most fine")
_instead_low = when(_income > 0, _gain_low, _low).called("代替读法：罚款下限", "Instead: least fine")
_instead_high = when(_income > 0, _gain_high, _high).called("代替读法：罚款上限", "Instead: most fine")


def _by_structure(added: Node, instead: Node, both: Node) -> Node:
    """A text that says itself how the two stand needs no reading; else A16 decides, or both are shown."""
    return when(
        known(_structure),
        when(_structure.is_("alternative"), instead, added),
        reading("A16", both_shown=both, added=added, instead=instead),
    )


_fine_low = _by_structure(_added_low, _instead_low, least(_added_low, _instead_low))
_fine_high = _by_structure(_added_high, _instead_high, greatest(_added_high, _instead_high)).called(
    "罚款上限", "Most fine"
)
_discretionary = _violation.is_("misappropriation").called(
    "罚款可以不处", "The fine is at discretion", "zhejiang-2021:art44.p1.i3"
)

# Where no text states a fine there is nothing to confiscate or to leave to discretion under it either.
_stated = (_low >= 0).called("有罚款的规定", "A fine is stated")
_confiscated = when(_stated, _income, _no_money).called("违法所得（没收）", "Illegal income, confiscated")
_may_be_left = when(_stated, _discretionary, const(False, FLAG)).called("罚款可以不处", "The fine is at discretion")

_liability_elsewhere: Remark = remark(
    governed("zhejiang-2021:art43.p1"),
    "法律、行政法规已有法律责任规定的，从其规定；处罚前应当查明并记录。",
    "Liability stated by a law or administrative regulation comes first: look and record it before a penalty.",
    "advice",
    "zhejiang-2021:art43.p1",
)

sanction_fine = rule(
    "sanction_fine",
    _fine_low,
    zh="罚款幅度（值为下限）",
    en="Range of the fine (the value is the least)",
    cites=[*_PROVINCE],
    module="supervision",
    outputs={
        "fine_min": _fine_low.called("罚款下限", "Least fine"),
        "fine_max": _fine_high,
        "fixed_min": _low,
        "fixed_max": _high,
        "gain_min": when(_stated, _gain_low, _no_money).called("倍数罚款下限", "Multiple fine, least"),
        "gain_max": when(_stated, _gain_high, _no_money).called("倍数罚款上限", "Multiple fine, most"),
        "added_min": _added_low,
        "added_max": _added_high,
        "instead_min": _instead_low,
        "instead_max": _instead_high,
        "confiscation": _confiscated,
        "discretionary": _may_be_left,
    },
    remarks=[
        remark(
            all_of(
                known(_low),
                ~known(_structure),
                _income > 0,
                reading("A16", both_shown=const(True, FLAG), added=const(False, FLAG), instead=const(False, FLAG)),
            ),
            "有违法所得时两种读法并列：倍数罚款与定额罚款相加，或者代替定额罚款。",
            "With illegal income both readings are shown: the multiple added to the fixed fine, or in its place.",
            cites=list(_PROVINCE),
        ),
        remark(
            all_of(known(_low), _discretionary),
            "由科技主管部门责令停止；可以处罚款，也可以不处，没有没收一项。",
            "The S&T department orders a stop; it may fine or not, and nothing is confiscated.",
            "advice",
            "zhejiang-2021:art44.p1.i3",
        ),
        _liability_elsewhere,
    ],
)

fine_within_range = check(
    "fine_within_range",
    any_of(
        all_of(sanction.fine >= _fine_low, sanction.fine <= _fine_high),
        all_of(_discretionary, sanction.fine <= 0),
    ),
    zh="拟处罚款在幅度内",
    en="The proposed fine is within the range",
    cites=[*_PROVINCE],
    module="supervision",
    outputs={"fine_min": _fine_low.called("罚款下限", "Least fine"), "fine_max": _fine_high},
)

_regional = governed("zhejiang-2021:art44.p1")
_agency = _violation.one_of("false_appraisal", "broker_deceit")
_warning = all_of(_regional, _agency).called(
    "警告", "Warning", "zhejiang-2021:art44.p1.i2", "zhejiang-2021:art44.p1.i4"
)
_licence = all_of(_agency, sanction.serious).called(
    "情节严重，吊销营业执照和资格证书", "Serious: licence and qualification revoked",
    "zhejiang-2021:art44.p1.i2", "zhejiang-2021:art44.p1.i4", "prc-transformation-2015:art48.p1",
)  # fmt: skip

sanction_measures = rule(
    "sanction_measures",
    when(_violation.is_("misappropriation"), const("cessation", ORDER), const("correction", ORDER)),
    applies=any_of(_regional, governed(*_NATION)),
    zh="违法行为的处理措施",
    en="Measures against a violation",
    cites=["zhejiang-2021:art44.p1", *_PROVINCE, *_NATION],
    module="supervision",
    outputs={
        "honours_revoked": _violation.is_("fraud").called(
            "取消奖励和荣誉称号", "Reward and honour revoked", _PROVINCE[0]
        ),
        "warning": _warning,
        "confiscation": when(_has_multiple, sanction.illegal_income > 0, const(False, FLAG)).called(
            "没收违法所得", "Illegal income confiscated"
        ),
        "fine_discretionary": _discretionary,
        "licence_revoked": _licence,
        "civil_liability": sanction.loss_caused.called("民事赔偿", "Civil damages", *_NATION),
        "prosecution": sanction.crime.called("追究刑事责任", "Prosecution", *_NATION),
    },
    remarks=[_liability_elsewhere],
)

# An entry before the decision is final, or none after, is wrong either way.
credit_record_entry = check(
    "credit_record_entry",
    all_of(any_of(~sanction.recorded, sanction.final), any_of(~sanction.final, sanction.recorded)),
    applies=governed("zhejiang-2021:art44.p2"),
    zh="违法信息在处罚决定生效后记入社会信用档案",
    en="The violation enters the credit record once the decision is final, not before",
    cites=["zhejiang-2021:art44.p2"],
    module="supervision",
    remarks=[
        remark(
            all_of(sanction.recorded, ~sanction.final),
            "处罚决定尚未生效，不得记入。",
            "The decision is not final: no entry yet.",
            cites="zhejiang-2021:art44.p2",
        )
    ],
)

liability_source = rule(
    "liability_source",
    when(sanction.higher_law_states, const("higher_law", GOVERNS), const("regulation", GOVERNS)),
    applies=governed("zhejiang-2021:art43.p1"),
    zh="法律责任适用哪一规定",
    en="Which text governs the liability",
    cites=["zhejiang-2021:art43.p1"],
    module="supervision",
)

# -- secrets and employees (national law) ----------------------------------------------------------

breach = facts(
    "breach",
    secret_leaked=(FLAG, "泄露国家秘密、商业秘密或者技术秘密", "A secret was leaked"),
    competing_work=(FLAG, "违反约定从事相同的转化活动", "The same transformation done against the agreement"),
    unauthorised_transfer=(FLAG, "擅自或者变相转让职务科技成果", "An achievement transferred without leave"),
)

employee_liability = rule(
    "employee_liability",
    all_of(any_of(breach.secret_leaked, breach.competing_work, breach.unauthorised_transfer), sanction.loss_caused),
    applies=governed("prc-transformation-2015:art51.p1"),
    zh="职工违约泄密、转让造成损失的民事赔偿责任",
    en="Damages owed by an employee who leaks, competes or transfers without leave",
    cites=["prc-transformation-2015:art51.p1"],
    module="supervision",
)

agency_secrecy = check(
    "agency_secrecy",
    ~breach.secret_leaked,
    applies=governed("prc-transformation-2015:art48.p2"),
    zh="中介服务机构保守国家秘密和商业秘密",
    en="Agencies keep state and trade secrets",
    cites=["prc-transformation-2015:art48.p2", "prc-transformation-2015:art30.p2"],
    module="supervision",
)
