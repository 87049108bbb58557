"""The engine for many rows at once: the same grounds tested by the same functions, the writing done together.

    ready = prepare_many(action, items, by=user)    grounds, input, law and body for each; nothing is written
    done = write_many(action, ready, by=user)       cases, rows, timeline, followers and keys, a few statements in all
    done = write_rows(action, ready, by=user)       rows of cases that are there: one line of the timeline for each case

`perform_many` does both in one transaction. Each row stands or falls alone. Actions on cases that are there already go
one by one, each in a savepoint. A row the database itself refuses is found by carrying the rows out singly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace as Plain
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from kechuang.casework.cases import counting, engine
from kechuang.casework.cases.actions import Action
from kechuang.casework.cases.bounds import unreadable
from kechuang.casework.cases.engine import Done
from kechuang.casework.cases.models import SHEET_ROWS, Case, IdempotencyKey, TimelineEntry
from kechuang.casework.cases.rereading import Rereading
from kechuang.casework.inbox import services as inbox
from kechuang.casework.inbox.models import Following
from kechuang.casework.search.models import Entry
from kechuang.casework.search.services import index, tokens_of
from kechuang.core import bulk, clock
from kechuang.core.among import among
from kechuang.core.audit.tracking import acting
from kechuang.core.blanks import Blank
from kechuang.core.numbering import next_numbers
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.law import FactError, Finding

Data = Mapping[str, Any]
Outcome = Done | Refusal


@dataclass(frozen=True, slots=True)
class Item:
    """One request among many: the same as the arguments of `perform`."""

    data: Data
    case: int | None = None
    key: str = ""


@dataclass(slots=True)
class Ready:
    """A request that stands on all grounds and has yet to be written. case: unsaved for one that opens it."""

    item: Item
    case: Any
    cleaned: dict[str, Any]
    finish: Any
    warnings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Known:
    """Rows a form field may choose among, already read through its own queryset, so that no row asks again."""

    queryset: Any
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def model(self) -> Any:
        return self.queryset.model

    def all(self) -> Known:
        return self

    def none(self) -> list[Any]:
        return []

    def get(self, **lookup: Any) -> Any:
        ((_path, value),) = lookup.items()
        found = self.rows.get(str(value))
        return found if found is not None else self.queryset.get(**lookup)

    def filter(self, **lookup: Any) -> list[Any]:
        ((path, value),) = lookup.items()
        wanted = list(value) if path.endswith("__in") else [value]
        if any(str(one) not in self.rows for one in wanted):
            return list(self.queryset.filter(**lookup))
        return [self.rows[str(one)] for one in wanted]


def perform_many(
    action: Action, items: Sequence[Item], *, by: Any, known: Mapping[str, Mapping[str, Any]] | None = None
) -> list[Outcome]:
    """Carry out an action many times in one transaction; for each a Done, or the Refusal that kept it from happening."""
    with transaction.atomic():
        found = prepare_many(action, items, by=by, known=known)
        ready = [one for one in found if isinstance(one, Ready)]
        written = iter(write_many(action, ready, by=by))
        return [next(written) if isinstance(one, Ready) else one for one in found]


def prepare_many(
    action: Action, items: Sequence[Item], *, by: Any, known: Mapping[str, Mapping[str, Any]] | None = None
) -> list[Ready | Outcome]:
    """Test every ground for each. A request already carried out under its key answers as Done, as the first time.

    known: for form fields that choose a row, rows already read through the field's queryset, by primary key as text.
    For actions on cases that are there, what the bodies write is undone: only writing for real keeps it.
    """
    repeated = _repeated(action, items, by)
    form = _form(action, by, known) if action.creates else None
    blank = Blank(action.model, **engine.opened(action, by)) if action.creates else None
    answers: list[Ready | Outcome] = []
    for place, item in enumerate(items):
        old = repeated.get(place)
        answers.append(old if old is not None else _prepared(action, item, by, form, blank))
    return answers


def perform_in_turn(action: Action, items: Sequence[Item], *, by: Any) -> list[Ready | Outcome]:
    """Carry each out after the ones before it, to see whether it could be: for a transaction that is then undone."""
    answers: list[Ready | Outcome] = []
    for item in items:
        done = _singly(action, item, by)
        answers.append(Ready(item, done.case, {}, None, done.warnings) if isinstance(done, Done) else done)
    return answers


def write_many(action: Action, ready: Sequence[Ready], *, by: Any) -> list[Outcome]:
    """Write what was prepared in this same transaction."""
    if not ready:
        return []
    if action.creates:
        try:
            with transaction.atomic(), acting(user=by.pk, action=action.key):
                done = list(_opened(action, ready, by))
            counting.add(action, "done", len(done))
            return list(done)
        except (IntegrityError, FactError):
            pass  # one of them, or someone faster: singly, each gets its own answer
    return [_singly(action, one.item, by) for one in ready]


# -- grounds --------------------------------------------------------------------------------------------


def _form(action: Action, by: Any, known: Mapping[str, Mapping[str, Any]] | None) -> Any:
    """One form for all rows: they differ in data alone. It is read anew for each (see _read)."""
    form: Any = action.form(data={}, case=None, by=by)
    for name, rows in (known or {}).items():
        chooser: Any = form.fields[name]
        chooser.queryset = Known(chooser.queryset, dict(rows))
    form._clean_fields = Rereading(form).clean_fields
    return form


def _prepared(action: Action, item: Item, by: Any, form: Any, blank: Blank[Any] | None) -> Ready | Refusal:
    try:
        if blank is None:
            with transaction.atomic():
                case = engine.begin(action, item.case, by)
                form = action.form(data=engine._querydict(item.data), case=case, by=by)
                ready = _ready(action, item, case, form, by)
                transaction.set_rollback(True)
            return ready
        case = blank()
        typed = {name: value if isinstance(value, list) else [value] for name, value in item.data.items()}
        form.case, form.data, form._errors = case, MultiValueDict(typed), None
        return _ready(action, item, case, form, by)
    except Refused as refused:
        return refused.refusal
    except FactError as wrong:
        return unreadable(action, wrong)
    except action.model.DoesNotExist:
        return _out_of_sight()


def _ready(action: Action, item: Item, case: Any, form: Any, by: Any) -> Ready:
    cleaned = engine.read_input(form)
    finish, warnings = engine.decide(action, case, cleaned, by)
    return Ready(item, case, cleaned, finish, warnings)


def _out_of_sight() -> Refusal:
    return Refusal(Ground.PERMISSION, _("没有这个案件，或者你看不到它"))


def _repeated(action: Action, items: Sequence[Item], by: Any) -> dict[int, Outcome]:
    """Places whose key was used: with the same request the first answer, with another a refusal."""
    places = {item.key: place for place, item in enumerate(items) if item.key}
    rows = IdempotencyKey.objects.filter(among("key", places), user=by, entry__isnull=False).select_related("entry")
    old = {row.key: row for row in rows} if places else {}
    cases = action.model._default_manager.in_bulk([row.case_id for row in old.values()]) if old else {}
    found: dict[int, Outcome] = {}
    for key, row in old.items():
        item = items[places[key]]
        if row.entry is not None and row.request == engine._request(action, item.case, item.data):
            found[places[key]] = Done(cases[row.case_id], row.entry, repeated=True)
        else:
            found[places[key]] = engine.key_taken(key)
    return found


# -- writing --------------------------------------------------------------------------------------------


def _opened(action: Action, ready: Sequence[Ready], by: Any) -> Sequence[Done]:
    """New cases written together."""
    cases = [one.case for one in ready]
    numbers = next_numbers(action.model.SERIES, clock.today().year, len(cases))
    bulk.insert(list({id(owner): owner for owner in engine.unsaved_owners(cases)}.values()))
    for case, number in zip(cases, numbers, strict=True):
        case.number = number
        engine.stamp(case)
    insert_cases(action.model, cases)
    entry_of = Blank(TimelineEntry, by=engine.account(action, by))
    entries = [
        entry_of(case_id=one.case.pk, **engine.entry_fields(action, one.case, "", one.cleaned, one.warnings))
        for one in ready
    ]
    bulk.insert(entries)
    for case, entry in zip(cases, entries, strict=True):
        case.step = entry
    engine.settle(one.finish for one in ready)
    found_by = (Plain(case_id=case.pk, tokens=tokens_of(case.search_text()), scope=[]) for case in cases)
    bulk.insert_values(Entry, found_by, own_key=True)
    for one in ready:
        engine.follow_up(action, one.case, one.cleaned)
    # Nobody follows a case that has only now been opened, so there is nobody to tell: the opener follows it from here on.
    bulk.insert_values(Following, (Plain(user_id=by.pk, case_id=case.pk) for case in cases), own_key=False)
    now = clock.now()
    keys = (
        Plain(
            user_id=by.pk, key=one.item.key, request=engine._request(action, None, one.item.data), case_id=one.case.pk,
            entry_id=entry.pk, at=now,
        )
        for one, entry in zip(ready, entries, strict=True)
        if one.item.key
    )  # fmt: skip
    bulk.insert_values(IdempotencyKey, keys, own_key=False)
    return [Done(one.case, entry, warnings=one.warnings) for one, entry in zip(ready, entries, strict=True)]


def insert_cases(model: type[Case], cases: Sequence[Any]) -> None:
    """Insert rows of a kind of case and of Case itself. Django's bulk_create refuses models that inherit a table."""
    if model.__bases__ != (Case,) or not (bulk.insertable(Case) and bulk.insertable(model)):
        for case in cases:
            case.save()
        return
    bulk.take_related_keys(cases)
    link, alias = model._meta.pk.attname, connection.alias
    for case, pk in zip(cases, bulk.insert_values(Case, cases, own_key=False), strict=True):
        case.id = pk
        setattr(case, link, pk)
        case._state.adding, case._state.db = False, alias
    bulk.insert_values(model, cases, own_key=True)


def _singly(action: Action, item: Item, by: Any) -> Outcome:
    try:
        with transaction.atomic():
            return engine.perform(action, item.case, item.data, by=by, key=item.key)
    except Refused as refused:
        return refused.refusal
    except action.model.DoesNotExist:
        return _out_of_sight()
    except IntegrityError as error:
        return _by_the_database(error)


def _by_the_database(error: IntegrityError) -> Refusal:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    return Refusal(Ground.INPUT, _("数据库拒绝写入这一行（%(name)s）：可能刚被别人登记，请重新检查") % {"name": name})


# -- rows of one case ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Step:
    """What the rows of a sheet did to one case: the case as it now is, its state before, and how many rows went in."""

    case: Any
    before: str
    cleaned: dict[str, Any]
    warnings: tuple[Finding, ...]
    rows: int = 1


def write_rows(action: Action, ready: Sequence[Ready], *, by: Any) -> list[Outcome]:
    """Rows that each set a part of a case that is there: each stands or falls alone, and the timeline of a case says it once,
    with how many. The line follows the rows, so that a body has no case.step to rest on; the history keeps each row."""
    steps: dict[int, _Step] = {}
    with transaction.atomic(), acting(user=by.pk, action=action.key):
        answers = [_row(action, one.item, by, steps) for one in ready]
        done = {pk: _told(action, step, by) for pk, step in steps.items()}
    counting.add(action, "done", sum(step.rows for step in steps.values()))
    return [answer if isinstance(answer, Refusal) else done[answer] for answer in answers]


def _row(action: Action, item: Item, by: Any, steps: dict[int, _Step]) -> int | Refusal:
    try:
        with transaction.atomic():
            case = engine.begin(action, item.case, by)
            before = case.state
            cleaned = engine.read_input(action.form(data=engine._querydict(item.data), case=case, by=by))
            finish, warnings = engine.decide(action, case, cleaned, by)
            engine.stamp(case)
            case.save()
            engine.settle([finish])
    except Refused as refused:
        return refused.refusal
    except action.model.DoesNotExist:
        return _out_of_sight()
    except IntegrityError as error:
        return _by_the_database(error)
    found = steps.get(case.pk)
    if found is None:
        steps[case.pk] = _Step(case, before, cleaned, warnings)
    else:
        found.case, found.cleaned, found.rows = case, cleaned, found.rows + 1
        found.warnings += tuple(one for one in warnings if one not in found.warnings)
    return int(case.pk)


def _told(action: Action, step: _Step, by: Any) -> Done:
    """One line for the case, and what follows a step once."""
    said = engine.entry_fields(action, step.case, step.before, {}, step.warnings)
    entry = TimelineEntry(
        case_id=step.case.pk, by=engine.account(action, by), **said | {"data": {SHEET_ROWS: step.rows}}
    )
    entry.save()
    step.case.step = entry
    index([(step.case.pk, step.case.search_text())])
    engine.follow_up(action, step.case, step.cleaned)
    inbox.tell_followers(step.case, entry, action.label)
    return Done(step.case, entry, warnings=step.warnings)
