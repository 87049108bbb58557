"""The fee that keeps a right in intellectual property alive: by the day the office's own notice sets.

The patent law is not among the instruments; the day is the one on the notice of the fee, and the clock says so.
"""

from __future__ import annotations

from kechuang.law.expression import AS_OF, facts, known, when
from kechuang.law.rule import clock, remark
from kechuang.law.types import DATE

ip_fee = facts(
    "ip_fee",
    due_on=(DATE, "知识产权下次缴费期限", "Fee of the right due on"),
    paid_on=(DATE, "缴费日", "Fee paid on"),
)

ip_fee_payment = clock(
    "ip_fee_payment",
    ip_fee.due_on.called("缴费末日", "Last day to pay the fee"),
    done=ip_fee.paid_on,
    zh="知识产权缴费期限",
    en="Last day to pay the fee of an IP right",
    cites=(),
    unnamed=True,
    module="achievements",
    remarks=[
        remark(
            when(known(ip_fee.paid_on), ip_fee.paid_on, AS_OF) > ip_fee.due_on,
            "逾期未缴，权利可能终止；能否补缴、滞纳多少，以缴费通知为准。",
            "Unpaid after its day the right may lapse; whether and how it may still be paid, the notice of the fee says.",
            "consequence",
        )
    ],
    about=(
        "末日是缴费通知书写明的日期；专利法没有收入法规库，这个日期不是由条文算出的。",
        "The day is the one on the notice of the fee; the patent law is not in the library, so no clause computes it.",
    ),
)
