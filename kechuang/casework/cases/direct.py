"""Opening and moving a case without an action of its own: from the body of another case's action, or at a day's end.

The grounds were tested by whoever calls. What an action leaves behind is left here too: number, version, timeline,
the search index, and word to followers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace as Plain
from typing import Any

from kechuang.casework.cases import engine
from kechuang.casework.cases.actions import actions_of
from kechuang.casework.cases.batch import insert_cases
from kechuang.casework.cases.models import Case, TimelineEntry
from kechuang.casework.inbox import services as inbox
from kechuang.casework.search import services as search
from kechuang.casework.search.models import Entry as SearchEntry
from kechuang.core import bulk, clock
from kechuang.core.numbering import next_number, next_numbers

Data = Mapping[str, Any]


def open_case(
    case: Any, name: str, *, by: Any, data: Data | None = None, cites: Iterable[str] = (), note: str = "",
    finish: Callable[[], Any] | None = None,
) -> TimelineEntry:  # fmt: skip
    """Number and save an unsaved case in the caller's transaction. finish: what waits until it is saved."""
    case.kind, case.created_by = case.kind_name(), by
    case.state = case.state or case.INITIAL
    case.number = next_number(case.SERIES, clock.today().year)
    engine.stamp(case)
    case.save()
    return _written(case, name, "", by, data or {}, cites, note, finish)


def open_cases(
    cases: Sequence[Any], name: str, *, by: Any, cites: Iterable[str] = (), note: str = "",
    data: Callable[[Any], Data] = lambda case: {},
) -> list[TimelineEntry]:  # fmt: skip
    """Number and save many unsaved cases of one kind together, in a few statements. Their timelines say so.

    data(case): what the timeline of each tells. Whoever acts follows none of them.
    """
    if not cases:
        return []
    for case, number in zip(cases, next_numbers(cases[0].SERIES, clock.today().year, len(cases)), strict=True):
        case.kind, case.created_by, case.number = case.kind_name(), by, number
        case.state = case.state or case.INITIAL
        engine.stamp(case)
    insert_cases(type(cases[0]), cases)
    cited = [str(c) for c in cites]
    entries = [
        TimelineEntry(
            case_id=case.pk, by=by, action=name, to_state=case.state, note=note, cites=cited,
            data={key: engine._json(value) for key, value in data(case).items()},
        )
        for case in cases
    ]  # fmt: skip
    bulk.insert(entries)
    found_by = (Plain(case_id=case.pk, tokens=search.tokens_of(case.search_text()), scope=[]) for case in cases)
    bulk.insert_values(SearchEntry, found_by, own_key=True)
    for case, entry in zip(cases, entries, strict=True):
        case.step = entry
    return entries


def step(
    case: Any, name: str, *, by: Any = None, to: str = "", data: Data | None = None, cites: Iterable[str] = (),
    note: str = "",
) -> TimelineEntry:  # fmt: skip
    """Change a case its caller has locked: what was set on it is saved. to: the state it moves to. by: None is the clock."""
    before = case.state
    case.state = to or before
    engine.stamp(case)
    case.save()
    return _written(case, name, before, by, data or {}, cites, note)


def step_many(
    cases: Sequence[Any], name: str, *, to: str, by: Any = None, fields: Sequence[str] = (),
    data: Callable[[Any], Data] = lambda case: {}, cites: Iterable[str] = (), note: str = "",
) -> None:  # fmt: skip
    """The same step of many cases of one kind, locked by the caller, in a few statements. The one who acts follows none.

    to: the state all move to. fields: the columns of their own that were set on them. data(case): what its timeline tells.
    """
    if not cases:
        return
    before = [case.state for case in cases]
    for case in cases:
        case.state = to
        engine.stamp(case)
    columns = ["state", "version", "closed_on", "updated_at", *fields]
    for model in (Case, type(cases[0])):
        bulk.update_rows(model, columns, cases)
    cited = [str(c) for c in cites]
    entries = [
        TimelineEntry(
            case_id=case.pk, by=by, action=name, from_state=old, to_state=to, note=note, cites=cited,
            data={key: engine._json(value) for key, value in data(case).items()},
        )
        for case, old in zip(cases, before, strict=True)
    ]  # fmt: skip
    bulk.insert(entries)
    for case, entry in zip(cases, entries, strict=True):
        case.step = entry
    search.index((case.pk, case.search_text()) for case in cases)
    label = getattr(actions_of(cases[0]).get(name), "label", "")
    followed = inbox.followed(case.pk for case in cases)
    for case in cases:
        if case.pk in followed:
            inbox.tell_those_who_follow(case, case.step, label)


def _written(
    case: Case, name: str, before: str, by: Any, data: Data, cites: Iterable[str], note: str,
    finish: Callable[[], Any] | None = None,
) -> TimelineEntry:  # fmt: skip
    entry = TimelineEntry.objects.create(
        case_id=case.pk, by=by, action=name, from_state=before, to_state=case.state, note=note,
        data={key: engine._json(value) for key, value in data.items()}, cites=[str(c) for c in cites],
    )  # fmt: skip
    case.step = entry
    if finish is not None:
        finish()
    search.index([(case.pk, case.search_text())])
    inbox.tell_followers(case, entry, getattr(actions_of(case).get(name), "label", ""))
    return entry
