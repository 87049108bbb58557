"""Kinds of notice: what each must say, where it must stand, how long, and which steps wait for it.

A domain registers its kinds where its actions are defined:

    PRICE = notice_kind(
        NoticeKind(
            "agreed_price", _("协议定价公示"), clock="price_publicity", cites=("zhejiang-2021:art17.p2.a",),
            fields=(NoticeField("name", _("科技成果名称")), ...), channels=("unit", "market"), blocks=("sign_contract",),
        )
    )
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.law import Citation
from kechuang.law.coverage import lives

UNIT, MARKET, PORTAL = "unit", "market", "portal"
CHANNELS: dict[str, Any] = {UNIT: _("本单位"), MARKET: _("技术交易市场"), PORTAL: _("公示栏（本站）")}
"""Where a notice stands, by name. The portal is this site's own board: it stands there from the day it is published."""


@dataclass(frozen=True, slots=True)
class NoticeField:
    """One thing a notice says. secret: kept sealed, never shown to readers, exported, searched or fed.

    item: its name in the law's checklist, where that differs. long: typed in several lines.
    """

    name: str
    label: Any
    required: bool = True
    secret: bool = False
    item: str = ""
    long: bool = False
    help: Any = ""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice; names are unique in the house.

    clock: the law's clock of the minimum period, whose output `last_day` is the last day (None: the publisher's days).
    facts(notice): what the clock and the checks count from (see kechuang.casework.notices.facts); if_up(subject, day): the
    same as if it went up on that day, so that what waits for a notice can say how long that takes; checks: the law's
    checks asked before it is published or changed. channels: where it must stand; the latest of their first days counts.
    blocks: actions of the subject that wait for it, see queries.waits_for. public: anyone may read it; else the
    organisation's members, the parties and the offices over it. handled_by: who answers objections: "owner", people of
    the publishing organisation who had no hand in it, or "office", the science department alone. answer_days: days to
    answer an objection where the procedure published with the notice says no other; answer_cites: the clauses that ask for
    such a procedure; without any, what is said of objections cites nothing and says that the published procedure decides.
    procedure_check: the law's check that such a procedure is set and published, asked when the notice is put up or changed
    (the facts of `facts.objections` are given). cites: what the notice rests on; without a clock they set no period.
    by_hand: its content may be changed on the notice's own page; else only by the domain's action.
    """

    name: str
    label: Any
    clock: str | None = None
    fields: Sequence[NoticeField] = ()
    channels: Sequence[str] = (PORTAL,)
    cites: Sequence[str] = ()
    blocks: Sequence[str] = ()
    facts: Callable[[Any], Mapping[str, Any]] | None = None
    if_up: Callable[[Any, dt.date], Mapping[str, Any]] | None = None
    last_day: str = "notice_until"
    checks: Sequence[str] = ()
    public: bool = True
    handled_by: str = "owner"
    answer_days: int = 15
    answer_cites: Sequence[str] = ()
    procedure_check: str = ""
    by_hand: bool = True
    procedure: Any = ""
    citations: tuple[Citation, ...] = field(init=False, default=())
    answer_citations: tuple[Citation, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "citations", tuple(Citation.parse(c) for c in self.cites))
        object.__setattr__(self, "answer_citations", tuple(Citation.parse(c) for c in self.answer_cites))

    @property
    def answer_clock(self) -> str:
        """The clock of an answer to an objection: one that cites what asks for a procedure, or one that cites nothing."""
        return "objection_answer" if self.answer_cites else "objection_reply"

    def item_of(self, name: str) -> str:
        """The name of a field in the law's checklist; empty for one the kind does not have."""
        return next((f.item or f.name for f in self.fields if f.name == name), "")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    @property
    def secrets(self) -> frozenset[str]:
        return frozenset(f.name for f in self.fields if f.secret)


_KINDS: dict[str, NoticeKind] = {}


def notice_kind(kind: NoticeKind) -> NoticeKind:
    """Register a kind. Raises ValueError for a name taken, an unknown channel or handler, or a field named twice."""
    if kind.name in _KINDS:
        raise ValueError(f"the notice kind {kind.name} is registered twice")
    if unknown := set(kind.channels) - set(CHANNELS):
        raise ValueError(f"{kind.name}: no channel {', '.join(sorted(unknown))}")
    if not kind.channels or not kind.fields or len(set(kind.names)) != len(kind.names):
        raise ValueError(f"{kind.name}: needs a channel, and fields each named once")
    if kind.handled_by not in ("owner", "office") or kind.answer_days < 1:
        raise ValueError(f"{kind.name}: objections must be answered, by the owner or the office, within a day or more")
    if kind.clock is not None and kind.facts is None:
        raise ValueError(f"{kind.name}: the clock {kind.clock} needs facts")
    if kind.procedure_check and kind.facts is None:
        raise ValueError(f"{kind.name}: the check {kind.procedure_check} needs facts")
    _KINDS[kind.name] = kind
    lives("notice", kind.name, "kechuang/casework/notices/kinds.py", (*kind.citations, *kind.answer_citations))
    return kind


def find_kind(name: str) -> NoticeKind:
    """Raises KeyError."""
    return _KINDS[name]


def all_kinds() -> Iterable[NoticeKind]:
    """Every kind, in the order registered."""
    return tuple(_KINDS.values())


def kind_choices() -> list[tuple[str, Any]]:
    """(name, label) of every kind, for filters."""
    return [(kind.name, kind.label) for kind in _KINDS.values()]
