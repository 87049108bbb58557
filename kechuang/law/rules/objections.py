"""When an objection to a notice must be answered: by the procedure the unit has set and published; no text names the days."""

from __future__ import annotations

from kechuang.law.expression import facts
from kechuang.law.rule import clock, remark
from kechuang.law.rules.periods import act_by
from kechuang.law.types import DATE, DAYS

objection = facts(
    "objection",
    received_on=(DATE, "收到异议日", "Objection received on"),
    answer_days=(DAYS, "异议处理程序规定的答复天数", "Days to answer by the objection procedure"),
    answered_on=(DATE, "书面答复日", "Answered on"),
)

_ARTICLE = "zhejiang-2021:art17.p1.b"

objection_answer = clock(
    "objection_answer",
    act_by(objection.received_on, objection.answer_days).called("答复末日", "Last day to answer"),
    done=objection.answered_on,
    zh="异议的答复期限",
    en="Last day to answer an objection",
    cites=[_ARTICLE],
    module="notices",
    remarks=[
        remark(
            objection.answered_on > act_by(objection.received_on, objection.answer_days),
            "答复迟于程序规定的天数；条文没有另定后果，异议处理完毕前不得办理所等候的事项。",
            "Answered later than the procedure says; no consequence is named, and what waits stays closed until then.",
            "consequence",
            _ARTICLE,
        )
    ],
    about=(
        "天数由单位公布的异议处理程序规定，法规没有规定；当日不计，末日遇休假日顺延。",
        "The days are those of the unit's published procedure, no text sets them; the first day is not counted.",
    ),
)
