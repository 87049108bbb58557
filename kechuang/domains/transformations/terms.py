"""Payment terms as people write them, one a line, and as the contract keeps them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kechuang.core.money import read_yuan, yuan_of
from kechuang.core.words import either
from kechuang.domains.achievements.completing import percent
from kechuang.domains.transformations.models import Term, Transformation

WHOLE = 1_000_000
MOST = 60
LONGEST = 300
_KINDS = {
    "一次": Term.Kind.ONCE, "once": Term.Kind.ONCE, "分期": Term.Kind.INSTALMENT, "instalment": Term.Kind.INSTALMENT,
    "里程碑": Term.Kind.MILESTONE, "milestone": Term.Kind.MILESTONE, "提成": Term.Kind.ROYALTY, "royalty": Term.Kind.ROYALTY,
}  # fmt: skip
_WORDS = {
    Term.Kind.ONCE: "一次", Term.Kind.INSTALMENT: "分期", Term.Kind.MILESTONE: "里程碑", Term.Kind.ROYALTY: "提成",
}  # fmt: skip
_LINE = re.compile(
    r"^(?P<kind>一次|分期|里程碑|提成|once|instalment|milestone|royalty)[\s　,，:：]+"
    r"(?:(?P<rate>\d+(?:\.\d+)?)\s*[%％]|(?P<amount>[¥￥]?[\d,，]+(?:\.\d{1,2})?(?:元|万元|亿元)?))"
    r"(?:[\s　]+(?P<due>\d{4}-\d{2}-\d{2}))?(?:[\s　,，:：]+(?P<text>.*))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A term as written: an amount (yuan), or for a royalty a rate (millionths)."""

    kind: str
    text: str
    amount: Decimal | None = None
    rate: int | None = None
    due_on: dt.date | None = None


def read_terms(text: str) -> list[Written]:
    """`分期 30万元 2026-06-30 首付款`, `提成 3% 销售额提成，每年结算`. Raises ValidationError naming the line that is wrong."""
    lines = [line.strip() for line in re.split(r"[;；\n\r]+", text) if line.strip()]
    if len(lines) > MOST:
        raise ValidationError(_("至多写 %(most)d 条") % {"most": MOST})
    found = [_line(line) for line in lines]
    if sum(1 for term in found if term.kind == Term.Kind.ONCE) and len(_paid(found)) > 1:
        raise ValidationError(_("一次总付的，不再写其他金额；分几次付的写“分期”或者“里程碑”"))
    return found


def _paid(found: Sequence[Written]) -> list[Written]:
    return [term for term in found if term.amount is not None]


def _line(line: str) -> Written:
    read = _LINE.match(line)
    if read is None:
        raise ValidationError(_("“%(line)s”读不懂：应如 分期 30万元 2026-06-30 首付款") % {"line": line[:60]})
    kind = _KINDS[read["kind"].lower()]
    text = (read["text"] or "").strip()
    if len(text) > LONGEST:
        raise ValidationError(_("“%(line)s”的约定超过 %(most)d 字") % {"line": line[:60], "most": LONGEST})
    due = _day(read["due"], line)
    if kind == Term.Kind.ROYALTY:
        if read["rate"] is None:
            raise ValidationError(_("“%(line)s”：提成写比例，例如 提成 3%%") % {"line": line[:60]})
        rate = Fraction(read["rate"]) / 100 * WHOLE
        if rate.denominator != 1 or not 1 <= rate <= WHOLE:
            raise ValidationError(_("“%(line)s”：比例应在 0.0001%% 与 100%% 之间，至多四位小数") % {"line": line[:60]})
        return Written(kind, text or _WORDS[kind], rate=int(rate), due_on=due)
    if read["amount"] is None:
        raise ValidationError(_("“%(line)s”：写金额，例如 30万元") % {"line": line[:60]})
    fen = read_yuan(read["amount"])
    if fen < 1 or fen >= 10**18:
        raise ValidationError(_("“%(line)s”：金额应大于零") % {"line": line[:60]})
    return Written(kind, text or _WORDS[kind], amount=yuan_of(fen), due_on=due)


def _day(text: str | None, line: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("“%(line)s”：没有这一天") % {"line": line[:60]}) from None


def line_of(term: Term | Written) -> str:
    """A term as `read_terms` reads it, in the language of the page."""
    figure = percent(term.rate) if term.rate is not None else either(f"{term.amount}元", f"{term.amount}")
    parts = [
        either(_WORDS[Term.Kind(term.kind)], term.kind),
        figure,
        term.due_on.isoformat() if term.due_on else "",
        term.text,
    ]
    return " ".join(part for part in parts if part)


def written(terms: Iterable[Term]) -> str:
    return "\n".join(line_of(term) for term in terms)


def kept(term: Term) -> bool:
    """Whether something rests on a term: money that came, or a milestone reached. Such a term stands as it is."""
    return term.reached_on is not None or term.receipts.exists()


def _same(term: Term, line: Written) -> bool:
    return (term.kind, term.text, term.amount, term.rate, term.due_on) == (
        line.kind, line.text, line.amount, line.rate, line.due_on,
    )  # fmt: skip


def check_kept(deal: Transformation, lines: Sequence[Written]) -> None:
    """Raises ValidationError where a term on which something rests is gone or says something else."""
    left = list(lines)
    for term in deal.terms.all():
        found = next((line for line in left if _same(term, line)), None)
        if found is not None:
            left.remove(found)
        elif kept(term):
            raise ValidationError(_("“%(line)s”已有到账或者已达成，不能改动") % {"line": line_of(term)})


def write_terms(deal: Transformation, lines: Sequence[Written]) -> None:
    """Keep what is the same, take away what is gone, add what is new; numbers once given stay."""
    left = list(lines)
    last = 0
    for term in deal.terms.all():
        found = next((line for line in left if _same(term, line)), None)
        if found is None:
            term.delete()
        else:
            left.remove(found)
        last = max(last, term.position)
    for n, line in enumerate(left, last + 1):
        Term.objects.create(
            transformation=deal, position=n, kind=line.kind, text=line.text, amount=line.amount, rate=line.rate,
            due_on=line.due_on,
        )  # fmt: skip
