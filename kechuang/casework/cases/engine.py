"""The action engine: lock, test, run, write; one transaction, everything or nothing.

Grounds are tested in this order: may the person see the case, may they do this, is the state right, has the case
changed since they looked, is the input good, does the law allow it. The first that fails is told, with its clause and
the day it opens.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from kechuang.casework.cases import bounds, law
from kechuang.casework.cases.actions import Action, Offer, actions_of, step_label
from kechuang.casework.cases.constraints import broken_constraint
from kechuang.casework.cases.counting import counted
from kechuang.casework.cases.models import Case, IdempotencyKey, TimelineEntry
from kechuang.casework.cases.predicates import may_see
from kechuang.casework.cases.substitutes import acting_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.obligations import services as obligations
from kechuang.casework.search import services as search
from kechuang.core import bulk, clock
from kechuang.core.audit.tracking import acting
from kechuang.core.numbering import next_number
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.words import listed
from kechuang.law import FactError, Finding
from kechuang.law.bilingual import both


@dataclass(frozen=True, slots=True)
class Done:
    """A carried out action: the case as it now is, its timeline entry, and whether an earlier request had done it."""

    case: Any
    entry: TimelineEntry
    repeated: bool = False
    warnings: tuple[Finding, ...] = ()


def offers(case: Case, by: Any) -> list[Offer]:
    """Every action of the case as this person meets it: open, or blocked and why; the law is asked where it can be."""
    found = []
    for action in actions_of(case).values():
        if action.creates:
            continue
        refusal = _permission(action, case, by) or _state(action, case)
        warnings: tuple[Finding, ...] = ()
        if refusal is None and action.law is not None and not action.law_needs_data:
            refusal, warnings = _law(action, case, {}, by)
        comes_next = action.main and not (action.behind is not None and action.behind(case))
        found.append(Offer(action, refusal, warnings, comes_next))
    return found


def offer(action: Action, case: Case, by: Any) -> Offer:
    """One action as this person meets it on this case."""
    return next(o for o in offers(case, by) if o.action is action)


@counted
def perform(
    action: Action,
    case: int | None,
    data: Mapping[str, Any],
    *,
    by: Any,
    files: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
    key: str = "",
) -> Done:
    """Carry out an action on a case (None opens one).

    Raises Refused, or DoesNotExist when the person may not even see the case.

    data: as typed, from a form, JSON or a row. expected_version: what the person saw; someone was faster if it differs.
    key: idempotency key; the same key with the same request answers as the first time and changes nothing.
    """
    key = key if by.pk is not None else ""  # keys belong to accounts
    if key and (old := _repeated(action, case, data, by, key)) is not None:
        return old
    for left in reversed(range(bounds.TRIES)):
        try:
            with transaction.atomic(), acting(user=by.pk, action=action.key):
                done = _perform(action, case, data, by, files, expected_version)
                if key:
                    IdempotencyKey.objects.create(
                        user=by, key=key, request=_request(action, case, data), case=_plain(done.case), entry=done.entry
                    )
                return done
        except FactError as wrong:
            raise Refused(bounds.unreadable(action, wrong)) from wrong
        except Refused:
            # The same request beside this one was faster (a button pressed twice): what it did answers both.
            if key and (old := _repeated(action, case, data, by, key)) is not None:
                return old
            raise
        except IntegrityError as error:
            if key and (old := _repeated(action, case, data, by, key)) is not None:
                return old
            if not (left and bounds.was_faster(error)):
                raise
            bounds.rewound(files)
    raise AssertionError("the last try returns or raises")


def _perform(
    action: Action, pk: int | None, data: Mapping[str, Any], by: Any, files: Any, expected_version: int | None
) -> Done:
    case = begin(action, pk, by, expected_version)
    before = "" if action.creates else case.state
    cleaned = read_input(action.form(data=_querydict(data), files=files, case=case, by=by))
    finish, warnings = decide(action, case, cleaned, by)
    if action.creates:
        case.number = next_number(case.SERIES, clock.today().year)
    stamp(case)
    for row in unsaved_owners([case]):
        row.save()
    case.save()
    # Before what the body left to be done: money that moves says which step moved it.
    said = entry_fields(action, case, before, cleaned, warnings)
    entry = TimelineEntry(case_id=case.pk, by=account(action, by), **said)
    entry.save()
    case.step = entry
    settle([finish])
    search.index([(case.pk, case.search_text())])
    follow_up(action, case, cleaned)
    inbox.tell_followers(case, entry, action.label)
    return Done(case, entry, warnings=warnings)


# -- the steps of an action, shared with kechuang.casework.cases.batch -------------------------------------


def account(action: Action, by: Any) -> Any:
    """Who acts, as rows keep it: None for someone who is not signed in or whom the action does not name."""
    return None if by.pk is None or action.unnamed else by


def begin(action: Action, pk: int | None, by: Any, expected_version: int | None = None) -> Any:
    """The case, locked and open to this action by this person; a new unsaved one when the action opens it."""
    if pk is None:
        return action.model(**opened(action, by))
    case = action.model._default_manager.select_for_update().get(pk=pk)
    if not may_see(by, case):
        raise action.model.DoesNotExist
    _raise(_permission(action, case, by) or _state(action, case))
    if expected_version is not None and expected_version != case.version:
        raise Refused(_changed(case))
    return case


def opened(action: Action, by: Any) -> dict[str, Any]:
    """What a case is from the first when this action opens it."""
    return {"kind": action.model.kind_name(), "created_by": account(action, by), "state": action.model.INITIAL}


def read_input(form: Any) -> dict[str, Any]:
    """What was typed, cleaned; raises Refused with the mistakes by field."""
    if not form.is_valid():
        errors = {name: [str(e) for e in found] for name, found in form.errors.items()}
        raise Refused(Refusal(Ground.INPUT, _("有 %(n)d 处要改") % {"n": len(errors)}, errors=errors))
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned


def decide(action: Action, case: Any, cleaned: Mapping[str, Any], by: Any) -> tuple[Any, tuple[Finding, ...]]:
    """Ask the law and run the body. What the body leaves to be done after the case is saved, and warnings of the law."""
    if action.creates:
        # The body fills in the new case first, so that permission and law are asked of what would be opened.
        finish = action.run(case, data=cleaned, by=by)
        _raise(_permission(action, case, by))
        case.acting_for = acting_for(action, case, by)
        refusal, warnings = _law(action, case, cleaned, by)
        _raise(refusal)
    else:
        before = case.state
        case.acting_for = acting_for(action, case, by)
        refusal, warnings = _law(action, case, cleaned, by)
        _raise(refusal)
        finish = action.run(case, data=cleaned, by=by)
        targets = action.targets(before)
        if len(targets) == 1:
            case.state = targets[0]
        elif case.state not in targets:
            raise ValueError(f"{action.key} led to {case.state}, not to one of {', '.join(targets)}")
    _raise(broken_constraint(case))
    return finish, warnings


def stamp(case: Any) -> None:
    """The marks of a change: closed or open, one version on, now."""
    if case.state in case.FINAL and case.closed_on is None:
        case.closed_on = clock.today()
    elif case.state not in case.FINAL:
        case.closed_on = None
    case.version += 1
    case.updated_at = clock.now()


def unsaved_owners(cases: Iterable[Any]) -> list[Any]:
    """Organisations a body made for its new case: they are saved before it."""
    field = Case._meta.get_field("owner")
    owners = (field.get_cached_value(case, default=None) for case in cases)
    return [owner for owner in owners if owner is not None and owner.pk is None]


def settle(left: Iterable[Any]) -> None:
    """What bodies left for after their cases were saved: functions to call, or lists of rows to insert."""
    rows: dict[type, list[Any]] = {}
    for finish in left:
        if callable(finish):
            finish()
        else:
            for row in finish or ():
                rows.setdefault(type(row), []).append(row)
    for made in rows.values():
        bulk.insert(made)


def follow_up(action: Action, case: Any, cleaned: Mapping[str, Any]) -> None:
    """Clocks and to-dos, after the case is saved and its timeline written."""
    _clocks(action, case, cleaned)
    for ask in action.asks:
        to = list(ask.to(case, cleaned))
        if to:
            inbox.open_todo(case, ask.name, to, ask.text, ask.roles, ask.barred(case, cleaned))
    if action.settles:
        inbox.close_todos(case, action.settles)


def entry_fields(
    action: Action, case: Any, before: str, cleaned: Mapping[str, Any], warnings: tuple[Finding, ...]
) -> dict[str, Any]:
    """What the timeline says of a carried out action, besides which case and who."""
    hidden = {"note", *action.form.PRIVATE}
    return {
        "substitute_for_id": case.acting_for,
        "action": action.name,
        "from_state": before,
        "to_state": case.state,
        "note": str(cleaned.get("note", "") or ""),
        "data": _json({n: value for n, value in cleaned.items() if n not in hidden}),
        "cites": [str(c) for c in action.cited(case)],
        "finding": [both(warning) for warning in warnings] or None,
    }


def _clocks(action: Action, case: Case, cleaned: Mapping[str, Any]) -> None:
    for stop in action.stops:
        obligations.meet(case.pk, stop.rule, stop.done_on(case, cleaned) if stop.done_on else clock.today())
    for start in action.starts:
        facts = start.facts(case, cleaned)
        if facts is not None:
            obligations.start(
                case_id=case.pk, rule=start.rule, territory=case.region_id, owner=start.owner(case, cleaned),
                facts=facts, settled_by=start.settled_by,
            )  # fmt: skip


# -- the grounds -------------------------------------------------------------------------------------


def _raise(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused(refusal)


def _permission(action: Action, case: Case, by: Any) -> Refusal | None:
    if action.by.test(by, case):
        return None
    who = str(action.who) or _("此事不归你办")
    return Refusal(Ground.PERMISSION, who, action.cited(case))


def _state(action: Action, case: Case) -> Refusal | None:
    if action.leaves(case.state):
        return None
    labels = dict(action.model.STATES)
    wanted = listed(str(labels[s]) for s in action.moves)
    text = _("现在是“%(now)s”，要在“%(wanted)s”时才能%(label)s") % {
        "now": case.state_label, "wanted": wanted, "label": action.label,
    }  # fmt: skip
    return Refusal(Ground.STATE, text, action.cited(case))


def _changed(case: Case) -> Refusal:
    last = case.timeline.order_by("-pk").select_related("by").first()
    what = _("%(who)s 于 %(at)s 办了“%(action)s”，现在是“%(state)s”") % {
        "who": last.by if last else "", "at": last.at.astimezone(clock.CHINA).strftime("%H:%M") if last else "",
        "action": action_label(case, last.action) if last else "", "state": case.state_label,
    }  # fmt: skip
    return Refusal(Ground.CHANGED, _("你打开之后案件变了：%(what)s。你填的还在，看过再交") % {"what": what})


def action_label(case: Case, name: str) -> str:
    """The words of an action by name, for timelines that outlive it."""
    found = actions_of(case).get(name)
    return str(found.label if found else step_label(case.kind, name) or name)


def _law(action: Action, case: Case, data: Mapping[str, Any], by: Any) -> tuple[Refusal | None, tuple[Finding, ...]]:
    if action.law is None:
        return None, ()
    said = action.law(case, data=data, by=by)
    if said is None:
        return None, ()
    findings = list(said) if isinstance(said, Iterable) else [said]
    return law.refusal_of(findings)


# -- repeated requests -------------------------------------------------------------------------------


_TEXT = json.JSONEncoder(sort_keys=True, default=str)


def _request(action: Action, case: int | None, data: Mapping[str, Any]) -> str:
    text = _TEXT.encode([action.key, case, _json(data)])
    return hashlib.sha256(text.encode()).hexdigest()


def _repeated(action: Action, case: int | None, data: Mapping[str, Any], by: Any, key: str) -> Done | None:
    old = IdempotencyKey.objects.filter(user=by, key=key).select_related("entry").first()
    if old is None or old.entry is None:
        return None
    if old.request != _request(action, case, data):
        raise Refused(key_taken(key))
    found = action.model._default_manager.get(pk=old.entry.case_id)
    return Done(found, old.entry, repeated=True)


def key_taken(key: str) -> Refusal:
    """The refusal of a key that another request has used."""
    return Refusal(Ground.INPUT, _("这个幂等键已用于另一个请求"), errors={"idempotency_key": [key]})


def _plain(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _json(value: Any) -> Any:
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Mapping):
        return {str(k): v if type(v) in _AS_IT_IS else _json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset | QuerySet):
        return [v if type(v) in _AS_IT_IS else _json(v) for v in value]
    if isinstance(value, str | int | bool):
        return value
    if hasattr(value, "pk"):
        return value.pk
    return str(value)


def _querydict(data: Mapping[str, Any]) -> Any:
    """What forms read: a QueryDict as it is, a plain mapping with its lists kept as lists."""
    from django.http import QueryDict

    if isinstance(data, QueryDict):
        return data
    made = QueryDict(mutable=True)
    for name, value in data.items():
        if value is None:
            continue
        if isinstance(value, list | tuple | set | frozenset):
            made.setlist(name, [str(v) for v in value])
        elif isinstance(value, bool):
            if value:
                made[name] = "on"
        else:
            made[name] = str(value)
    return made
