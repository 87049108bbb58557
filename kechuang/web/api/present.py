"""Cases and what belongs to them as JSON values, from their models alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse

from kechuang.casework.cases.actions import Offer, actions_of
from kechuang.casework.cases.changes import changes_of
from kechuang.casework.cases.engine import offers
from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import may_see, takes_part
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.api.problems import refusal_dict
from kechuang.core.crypto import SealedTextField
from kechuang.core.words import language
from kechuang.law.bilingual import reading
from kechuang.law.present import as_dict
from kechuang.web.api.kinds import model_of, slug_of

MOST_ROWS = 500


def row(case: Case) -> dict[str, Any]:
    """A case as lists show it; region and owner must have been read with it."""
    region = case.region
    return {
        "number": case.number, "kind": slug_of(case.kind), "title": case.title, "state": state_of(case),
        "version": case.version, "region": {"code": region.code, "name": region.name, "name_en": region.name_en},
        "owner": named(case.owner), "public": case.public, "opened_on": case.opened_on, "closed_on": case.closed_on,
        "updated_at": case.updated_at,
    }  # fmt: skip


def state_of(case: Case) -> dict[str, str]:
    labels = dict(model_of(case.kind).STATES)
    return {"code": case.state, "label": str(labels.get(case.state, case.state))}


def named(organisation: Any) -> dict[str, Any]:
    return {"id": organisation.pk, "name": str(organisation)}


def whole(case: Any, user: Any) -> dict[str, Any]:
    """A case of its own kind with everything this person may know of it."""
    found = row(case) | {"fields": values(case, user, case._meta.local_fields)}
    if not takes_part(user, case):
        return found
    return found | {
        "rows": rows(case, user),
        "parties": [
            {"organisation": named(p.organisation), "role": p.role}
            for p in case.parties.select_related("organisation").order_by("pk")
        ],
        "timeline": timeline(case, user),
        "obligations": [
            obligation(o, case.number) for o in Obligation.objects.filter(case_id=case.pk).select_related("owner")
        ],
        "determinations": [
            {"question": d.question, "answer": d.answer, "basis": d.basis, "by": str(d.by), "on": d.on}
            for d in case.determinations.select_related("by")
        ],
        "offers": [offered(offer, case) for offer in offers(case, user)],
    }


def timeline(case: Case, user: Any) -> list[dict[str, Any]]:
    """What happened, oldest first, and what each step changed."""
    known = actions_of(model_of(case.kind))
    entries = list(case.timeline.select_related("by").order_by("pk"))
    changed = changes_of(case, entries, user)
    return [
        {
            "at": e.at, "by": str(e.by or ""), "from_state": e.from_state, "to_state": e.to_state, "note": e.note,
            "action": {"code": e.action, "label": str(known[e.action].label) if e.action in known else e.action},
            "data": e.data, "cites": e.cites, "findings": [reading(finding, language()) for finding in e.findings],
            "changes": [asdict(change) for change in changed.get(e.pk, ())],
        }
        for e in entries
    ]  # fmt: skip


def offered(offer: Offer, case: Case) -> dict[str, Any]:
    action = offer.action
    return {
        "name": action.name, "label": str(action.label), "hint": str(action.hint), "open": offer.open,
        "refusal": refusal_dict(offer.refusal) if offer.refusal is not None else None,
        "warnings": [as_dict(finding, language()) for finding in offer.warnings], "cites": [str(c) for c in action.cited(case)],
        "href": f"{reverse('api:api-root')}cases/{case.number}/actions/{action.name}",
    }  # fmt: skip


def obligation(found: Obligation, number: str) -> dict[str, Any]:
    running = found.status == Obligation.Status.DUE
    return {
        "id": found.pk, "case": number, "rule": found.rule, "owner": named(found.owner), "starts_on": found.starts_on,
        "due": found.due, "days_left": found.days_left(clock.today()) if running else None,
        "overdue_days": found.overdue_days, "status": found.status, "done_on": found.done_on,
        "provisional": found.provisional, "simulation": found.simulation, "cites": found.cites,
        "consequence": found.consequence_in(language()),
    }  # fmt: skip


# -- what a kind of case says of itself ------------------------------------------------------------------


def related(model: type[models.Model]) -> list[str]:
    """The foreign keys to read with a row."""
    return [f.name for f in model._meta.local_fields if isinstance(f, models.ForeignKey) and not _parent(f)]


def values(found: models.Model, user: Any, columns: Iterable[Any], without: str = "") -> dict[str, Any]:
    """A row by column. Sealed values and what a model names in UNTOLD are never told; other cases only by number to those
    who may not see them."""
    untold: frozenset[str] = getattr(type(found), "UNTOLD", frozenset())
    return {
        column.name: _value(found, column, user)
        for column in columns
        if not (
            _parent(column) or column.name == without or column.name in untold or isinstance(column, SealedTextField)
        )
    }


def rows(case: Any, user: Any) -> dict[str, list[dict[str, Any]]]:
    """The tables of its own app that belong to a case, each up to 500 rows."""
    made = {}
    for relation in case._meta.related_objects:
        model = relation.related_model
        name = relation.get_accessor_name()
        own = model._meta.app_label == case._meta.app_label and not issubclass(model, Case)
        if name and relation.one_to_many and own and relation.model is type(case):
            found = getattr(case, name).select_related(*related(model)).order_by("pk")
            found = (found.visible_to(user) if hasattr(found, "visible_to") else found)[:MOST_ROWS]
            made[name] = [values(r, user, model._meta.local_fields, without=relation.field.name) for r in found]
    return made


def _parent(column: Any) -> bool:
    return bool(getattr(column.remote_field, "parent_link", False))


def _value(found: models.Model, column: Any, user: Any) -> Any:
    value = getattr(found, column.name)
    if isinstance(column, models.ForeignKey):
        return None if value is None else _other(value, user)
    if column.choices and value not in (None, ""):
        return {"code": value, "label": str(dict(column.flatchoices).get(value, value))}
    return _plain(value)


def _other(value: Any, user: Any) -> dict[str, Any]:
    if isinstance(value, Case):
        seen = may_see(user, value)
        return {"id": value.pk, "number": value.number, "title": value.title if seen else ""}
    return {"id": value.pk, "name": str(value)}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | dt.date | dt.datetime):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return str(value)
