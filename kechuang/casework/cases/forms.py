"""Fields and forms that every kind of case uses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.parties.models import Region
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.plain import MoneyField
from kechuang.core.words import half_width
from kechuang.law.library import load

FIRST_YEAR = 1800
"""No unit, right or paper here is older: an earlier year is mistyped."""
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")


class DayField(forms.DateField):
    """A date as people write it: 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, in figures of either width."""

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str) and (found := _DAY.fullmatch(half_width(value).strip())):
            value = "-".join(found.groups())
        day: dt.date | None = super().to_python(value)
        if day is not None and day.year < FIRST_YEAR:
            raise forms.ValidationError(_("年份是 %(year)d，请核对") % {"year": day.year})
        return day


def day_field(label: Any, **kwargs: Any) -> DayField:
    """A date typed as 2026-11-21, with the browser's own picker."""
    return DayField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class RegionField(forms.ModelChoiceField):
    """A division that stands today; a case already in one that no longer does may stay there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Region.objects.all(), **kwargs)

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        """The choices are of the day on which the form is drawn or read."""
        case = getattr(form, "case", None)
        own = [code for name in ("region_id", f"{field_name}_id") if (code := getattr(case, name, None))]
        self.queryset = Region.objects.standing() | Region.objects.filter(pk__in=own)
        return super().get_bound_field(form, field_name)


def money_field(label: Any, *, required: bool = True, positive: bool = False, **more: Any) -> MoneyField:
    """An amount in yuan, to the fen, not below zero; positive: above it."""
    least = Decimal("0.01") if positive else Decimal(0)
    return MoneyField(label=label, required=required, **{"min_value": least} | more)


def for_own_unit(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the form of a new case says at first: its owner is the unit the person works for, where that is no department."""
    own = [post.organisation for post in reach_of(user).posts if post.kind != "department"]
    return {"owner": own[0]} if own else {}


class Checks(forms.CheckboxSelectMultiple):
    """Boxes to tick, in a frame that scrolls when there are many."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attrs.setdefault("class", "k-checks")

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("class", None)  # the frame's own
        return option


class ChecksField(forms.MultipleChoiceField):
    """Any of several, drawn as boxes under one legend."""

    ui = "items"
    widget = Checks


def items_field(*checklists: str, label: Any, **kwargs: Any) -> ChecksField:
    """Which items of the law's checklists of these names; in the language of the page, each item once."""
    return ChecksField(label=label, choices=lambda: item_choices(*checklists), **kwargs)


def item_choices(*checklists: str) -> list[tuple[str, str]]:
    """(id, words) of the items of the law's checklists, in the language of the page."""
    english = (get_language() or "").startswith("en")
    items = {item.id: item for name in checklists for item in load().checklist_items(name)}
    return [(item.id, item.en if english else item.zh) for item in items.values()]


def not_in_future(day: dt.date | None) -> None:
    """Refuse a day that has not come yet, for things said to have been done."""
    if day is not None and day > clock.today():
        raise forms.ValidationError(_("日期在今天之后"))


class NoteForm(ActionForm):
    """A step that needs a reason in words."""

    FRESH = frozenset({"note"})
    note = forms.CharField(label=_("理由"), widget=forms.Textarea)
