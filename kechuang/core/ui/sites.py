"""How a kind of case is shown: its columns, filters, panels and path, declared once by the domain that owns it.

    register(CaseSite(Agreement, slug="agreements", title=_("共建协议"), columns=("number", "title", Column(...)), ...))

The lists, case pages, action forms, bulk actions and exports are made from these declarations; no kind has a copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Q, QuerySet

from kechuang.core.ui.parts import Badge, Cite, Ruler, Split

Align = Literal["", "num"]
CellKind = Literal["text", "link", "title", "day", "yuan", "number", "left", "state"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list. value(row) is what is exported; `kind` says how the page draws it.

    sort: the ORM path it is ordered by, empty when it cannot be. shown: whether it stands there before anybody chooses.
    indexed: an index gives the order, so that a list of any length can be sorted by it and not only one that can be counted.
    """

    name: str
    label: Any
    value: Callable[[Any], Any]
    kind: CellKind = "text"
    sort: str = ""
    shown: bool = True
    indexed: bool = False

    @property
    def align(self) -> Align:
        return "num" if self.kind in ("yuan", "number", "left") else ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition of a list, as a choice in its filter row.

    choices(): (value, words) pairs. where(value): the condition; a value that is no choice is not applied.
    seen(user): those of them that a person is offered, where they are cases and not everybody sees all.
    """

    name: str
    label: Any
    choices: Callable[[], Iterable[tuple[str, Any]]]
    where: Callable[[str], Q]
    seen: Callable[[Any], Iterable[tuple[str, Any]]] | None = None

    def offered(self, user: Any) -> Iterable[tuple[str, Any]]:
        return self.choices() if self.seen is None else self.seen(user)


@dataclass(frozen=True, slots=True)
class Quick:
    """A condition behind one press, with its count: 逾期 3. where(user, today) is the condition.

    order: how the rows stand while it is pressed and no column is asked for; for a condition that holds of few of the
    newest, an order in which an index finds the first page at once. of_case: it asks for nothing but columns of the case,
    so that it is counted by the case alone.
    """

    name: str
    label: Any
    where: Callable[[Any, dt.date], Q]
    order: tuple[str, ...] = ()
    of_case: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a panel: label and value, perhaps with a chip or a verdict."""

    label: str
    value: Any
    cite: Cite | None = None
    badge: Badge | None = None
    url: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A panel as it is drawn: facts as a definition list, or a head and rows as a table; badge and note beside its title.

    ruler: days drawn to scale, under the text; split: money drawn to scale. foot: a small line at the end.
    """

    title: str
    facts: Sequence[Fact] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()
    badge: Badge | None = None
    note: str = ""
    text: str = ""
    cites: Sequence[Cite] = ()
    numeric: frozenset[int] = frozenset()
    ruler: Ruler | None = None
    split: Split | None = None
    foot: str = ""

    @property
    def stacks(self) -> bool:
        """Whether its table is too wide for a phone, where each row then becomes a card."""
        return len(self.head) > 3

    @property
    def asked(self) -> list[str]:
        """What the verdicts drawn here wait for: names of facts and open questions, each once."""
        cells = (cell for row in self.rows for cell in row if isinstance(cell, Badge))
        badges = (self.badge, *(fact.badge for fact in self.facts), *cells)
        return list(dict.fromkeys(name for badge in badges if badge is not None for name in badge.asks))


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the law gives an organisation without its asking: whose, what, and the finding behind it."""

    whose: str
    url: str
    finding: Any


@dataclass(frozen=True, slots=True)
class CasePaper:
    """An official paper made from a case, as .docx and .pdf. make(case) -> Paper; ready(case, user): whether there is one.

    `name` is part of its address.
    """

    name: str
    label: Any
    make: Callable[[Any], Any]
    ready: Callable[[Any, Any], bool] = lambda case, user: True


Panel = Callable[[Any, Any], Sheet | None]
"""(case, user) -> what to draw, or None for nothing."""


def _nothing(*_args: Any) -> Any:
    return ()


@dataclass(frozen=True, slots=True)
class CaseSite:
    """Everything the generic pages need to know of one kind of case.

    columns: names of the common ones (number, title, region, owner, state, opened, due, left) or Columns. related: for
    select_related. prefetched(): what its page reads besides, for prefetch_related. prepared: adds annotations to the
    list's rows. main, side: panels of the case page. path: the states drawn in order (branches are left out). sub: the
    line under the title. initial(case): what the forms of its actions start from. todo_days: to-dos -> the day each is
    asked for. claims(user): what the law gives the user's organisations. beside: panels shown beside the form of an
    action, by its name. papers: official papers offered on the case page. begins: in a sentence, what brings about a
    case of this kind, for a list that is empty; begins_in: the slug of the list where that is done, when it is another.
    """

    model: Any
    slug: str
    title: Any
    unit: Any
    columns: Sequence[str | Column]
    filters: Sequence[Filter] = ()
    quick: Sequence[Quick] = ()
    search: Sequence[str] = ()
    related: Sequence[str] = ()
    prefetched: Callable[[], Sequence[Any]] = _nothing
    prepared: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    main: Sequence[Panel] = ()
    side: Sequence[Panel] = ()
    path: Sequence[str] = ()
    sub: Callable[[Any], str] | None = None
    initial: Callable[[Any], Mapping[str, Any]] | None = None
    initial_new: Callable[[Any, Mapping[str, Any]], Mapping[str, Any]] | None = None
    todo_days: Callable[[Sequence[Any]], Mapping[int, dt.date]] | None = None
    claims: Callable[[Any], Iterable[Claim]] = _nothing
    area: str = ""
    default_sort: str = "-opened"
    links: Callable[[Any, Any], Sequence[tuple[str, str]]] = field(default=_nothing)
    beside: Mapping[str, Sequence[Panel]] = field(default_factory=dict)
    papers: Sequence[CasePaper] = ()
    begins: Any = ""
    begins_in: str = ""

    @property
    def kind(self) -> str:
        return str(self.model._meta.label_lower)


_SITES: dict[str, CaseSite] = {}
_ADDED: dict[str, tuple[list[Panel], list[Panel]]] = {}


def add_panel(kind: str, panel: Panel, *, side: bool = False) -> Panel:
    """Show a panel on the pages of a kind of case (platforms.platform) that a domain below owns, after its own panels."""
    _ADDED.setdefault(kind, ([], []))[side].append(panel)
    return panel


def panels_of(site: CaseSite, *, side: bool = False) -> Sequence[Panel]:
    """The panels of a kind's case page: its own, then those that domains above added."""
    added = _ADDED.get(site.kind, ([], []))[side]
    return (*(site.side if side else site.main), *added)


def register(site: CaseSite) -> CaseSite:
    """Show a kind of case. Raises ValueError when its slug or kind is taken."""
    if site.slug in _SITES or any(other.kind == site.kind for other in _SITES.values()):
        raise ValueError(f"{site.slug} ({site.kind}) is registered twice")
    _SITES[site.slug] = site
    return site


def sites() -> Sequence[CaseSite]:
    """Every kind of case that is shown, in the order registered."""
    return tuple(_SITES.values())


def site_of(kind: str) -> CaseSite:
    """The site of a kind of case (platforms.agreement). Raises KeyError."""
    for site in _SITES.values():
        if site.kind == kind:
            return site
    raise KeyError(kind)


def papers_of(kind: str) -> Sequence[CasePaper]:
    """The papers of a kind of case; none where it has no site."""
    return next((site.papers for site in _SITES.values() if site.kind == kind), ())


def site_at(slug: str) -> CaseSite:
    """The site under an address. Raises KeyError."""
    return _SITES[slug]
