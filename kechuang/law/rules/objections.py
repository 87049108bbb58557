"""When an objection to a notice must be answered: by the procedure set and published; no text names the days.

For an agreed price a text asks for such a procedure (zhejiang-2021:art17.p1.b); for other notices none does, and the clock
of theirs says so instead of citing one.
"""

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

_last_day = act_by(objection.received_on, objection.answer_days).called("答复末日", "Last day to answer")

objection_answer = clock(
    "objection_answer",
    _last_day,
    done=objection.answered_on,
    zh="异议的答复期限",
    en="Last day to answer an objection",
    cites=[_ARTICLE],
    module="notices",
    remarks=[
        remark(
            objection.answered_on > _last_day,
            "答复迟于程序规定的天数；条文没有另定后果，异议处理完毕前不得办理所等候的事项。",
            "Answered later than the procedure says; no consequence is named, and what waits stays closed until then.",
            "consequence",
            _ARTICLE,
        )
    ],
    about=(
        "协议定价公示的异议：条文要求单位规定并公布异议处理程序，天数由程序规定；当日不计，末日遇休假日顺延。",
        "For a notice of an agreed price: the text asks for a published procedure, which sets the days; the first is not counted.",
    ),
)

objection_reply = clock(
    "objection_reply",
    _last_day,
    done=objection.answered_on,
    zh="异议的答复期限",
    en="Last day to answer an objection",
    cites=(),
    unnamed=True,
    module="notices",
    remarks=[
        remark(
            objection.answered_on > _last_day,
            "答复迟于公布的程序所定的天数；没有条文规定后果，异议处理完毕前所等候的事项仍不能办。",
            "Answered later than the published procedure says; no text names a consequence, and what waits stays closed.",
            "consequence",
        )
    ],
    about=(
        "没有条文规定这种公示怎样答复异议，按公布的异议处理程序；当日不计，末日遇休假日顺延。",
        "No text says how objections to such a notice are answered; the published procedure does. The first day is not counted.",
    ),
)
