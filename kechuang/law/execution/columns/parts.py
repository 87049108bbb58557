"""whole × amount ÷ total in int64: by long division, a few digits of the amount at a time, so that no product leaves int64.

whole = q·total + b, and b·amount ÷ total is divided as on paper: with digits of base B, the highest first, each
step takes remainder·B + b·digit, which is below 2·B·total, and keeps the remainder below the total. B is the largest power
of two for which that fits; a quotient and a remainder are all that comes out, so that rounding is exact.
"""

from __future__ import annotations

from kechuang.law.errors import LawError
from kechuang.law.execution.columns.flow import Flow, Graph
from kechuang.law.execution.ranges import INT64


def part_of(g: Graph, whole: Flow, amount: Flow, total: Flow, rounding: str) -> Flow:
    """As part_of in scalar.py. Raises LawError where the total could be too large for columns."""
    some = g.greatest(total, g.zero)
    within = g.least(g.greatest(amount, g.zero), some)  # nothing of no total
    by = g.greatest(total, g.const(1))
    if whole.range.low >= 0:
        return _rounded(g, *_divided(g, whole, within, by), by, rounding)
    size = g.within(g.greatest(whole, g.sub(g.zero, whole)), 0, max(whole.range.high, -whole.range.low))
    quotient, rest = _divided(g, size, within, by)
    upright = _rounded(g, quotient, rest, by, rounding)
    turned = g.sub(g.zero, _rounded(g, quotient, rest, by, _TURNED[rounding]))
    return g.select(g.compare("lt", whole, g.zero), turned, upright)


_TURNED = {"up": "down", "down": "up", "half_up": "half_down"}
"""How the size of what is negative is rounded."""


def _rounded(g: Graph, quotient: Flow, rest: Flow, by: Flow, rounding: str) -> Flow:
    if rounding == "down":
        return quotient
    if rounding == "up":
        more = g.compare("gt", rest, g.zero)
    else:
        more = g.compare("ge" if rounding == "half_up" else "gt", g.mul(rest, g.const(2)), by)
    return g.add(quotient, g.number(more))


def _divided(g: Graph, whole: Flow, amount: Flow, by: Flow) -> tuple[Flow, Flow]:
    """Quotient and remainder of whole × amount by `by`; nothing is negative, and the amount is at most `by`."""
    most, high = whole.range.high, by.range.high
    bits = (INT64.high // high).bit_length() - 2  # 2·B·high fits
    if bits < 1 or whole.wide:
        raise LawError("总额太大，不能按列计算", "the total is too large for columns")
    times = g.quotient(whole, by, most)
    left = g.within(g.sub(whole, g.mul_within(times, by, most)), 0, min(most, high - 1))
    base, quotient, rest = 1 << bits, g.zero, g.zero
    for place in reversed(range(-(-max(amount.range.high.bit_length(), 1) // bits))):
        above = g.floordiv(amount, base**place)
        digit = above if (amount.range.high >> bits * place) < base else g.modulo(above, base)
        step = g.add(g.mul(rest, g.const(base)), g.mul(left, digit))
        more = g.quotient(step, by, 2 * base)
        rest = g.within(g.sub(step, g.mul_within(more, by, step.range.high)), 0, high - 1)
        quotient = g.within(g.add(g.mul(quotient, g.const(base)), more), 0, most)
    return g.within(g.add(g.mul_within(times, amount, most), quotient), 0, most), rest
