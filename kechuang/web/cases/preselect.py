"""What a form need not ask: a place or an organisation of which this person has only one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField

from kechuang.casework.parties.models import Organisation, Region
from kechuang.casework.parties.reach import reach_of, under


def preselect(form: Any, user: Any) -> None:
    """Fill in, where a required choice says nothing yet, the one region the person's office reaches or the one row there is.

    Only the form as it is drawn: nothing is filled in for programs and sheets.
    """
    for name, field in form.fields.items():
        if not field.required or isinstance(field, ModelMultipleChoiceField) or not isinstance(field, ModelChoiceField):
            continue
        if form.get_initial_for_field(field, name) not in (None, "") or name in form.initial:
            continue
        rows = _rows(field.queryset, user)
        if rows is not None and len(only := list(rows.order_by()[:2])) == 1:
            form.initial[name] = only[0].pk


def _rows(rows: QuerySet[Any] | None, user: Any) -> QuerySet[Any] | None:
    """The rows among which one would be the person's own; None where having only one says nothing."""
    if rows is None:
        return None
    if rows.model is Region:
        reach = reach_of(user)
        prefixes = reach.prefixes or {post.prefix for post in reach.posts}
        return rows.filter(under(prefixes, "code")) if prefixes else None
    return rows if rows.model is Organisation else None
