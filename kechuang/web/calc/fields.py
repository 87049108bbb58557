"""Form fields made from the facts that rules ask for: one field a fact, read as the law floor reads it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.core.money import read_yuan, yuan
from kechuang.core.words import either, listed
from kechuang.law import FactError
from kechuang.law.expression import Node
from kechuang.law.library import Library
from kechuang.law.types import MOST_FEN, Kind, Type, read

UNKNOWN = gettext_lazy("未定")


class FactBoundField(BoundField):
    """A bound field whose id has no dots, so that style and script can name it."""

    @property
    def auto_id(self) -> str:
        return "f-" + self.html_name.replace(".", "-").replace("_", "-")


class FactField(forms.Field):
    """A fact of one name and type. Empty is unknown (None), never zero and never no. ui: how the control is drawn."""

    ui = ""

    def __init__(self, name: str, kind: Type, **kwargs: Any) -> None:
        self.fact, self.kind = name, kind
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        if value in (None, "", []):
            return None
        try:
            return read(value, self.kind, self.fact)
        except FactError as wrong:
            raise ValidationError(either(wrong.reason_zh, wrong.reason_en)) from None


class MoneyField(FactField):
    """Typed in yuan, kept in fen."""

    ui = "money"

    def clean(self, value: Any) -> int | None:
        if value is None or not str(value).strip():
            return None
        try:
            fen = read_yuan(str(value))
        except ValueError:
            raise ValidationError(_("金额写成 1,230,000.00，至多两位小数，单位是元")) from None
        if abs(fen) > MOST_FEN:
            raise ValidationError(_("金额超过十万亿元，核对单位"))
        return fen

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            try:
                return yuan(read_yuan(value))
            except ValueError:
                return value
        return yuan(value) if isinstance(value, int) else value


class ChoiceFact(FactField):
    """A choice; with few options it is drawn as one segmented control."""

    widget = forms.Select

    def __init__(self, name: str, kind: Type, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(name, kind, **kwargs)
        self.choices = choices
        if len(choices) <= 4 and sum(len(str(label)) for _, label in choices) <= 14:
            self.ui = "segmented"
        else:
            self.ui = "select"
            self.widget.choices = choices


class FlagField(ChoiceFact):
    def __init__(self, name: str, kind: Type, **kwargs: Any) -> None:
        super().__init__(name, kind, [("yes", _("是")), ("no", _("否")), ("", UNKNOWN)], **kwargs)
        self.ui = "segmented"

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value


class ItemsWidget(forms.CheckboxSelectMultiple):
    template_name = "web/calc/items.html"
    option_template_name = "web/calc/item.html"


class ItemsField(FactField):
    """Which items of a checklist are there. None ticked is unknown unless the box “一项都没有” says so."""

    ui = "items"
    widget = ItemsWidget
    NONE = "-"

    def __init__(self, name: str, kind: Type, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(name, kind, **kwargs)
        self.choices = [*choices, (self.NONE, _("一项都没有"))]
        self.widget.choices = self.choices

    def clean(self, value: Any) -> frozenset[str] | None:
        if not value:
            return None
        found = frozenset(value) - {self.NONE}
        strange = found - {code for code, _label in self.choices}
        if strange:
            raise ValidationError(_("不在清单内：%(items)s") % {"items": listed(sorted(strange))})
        if self.NONE in value and found:
            raise ValidationError(_("勾了项目，就不能再勾“一项都没有”"))
        return found


class DateInput(forms.DateInput):
    """ISO, as data and forms write dates; a browser's own picker would show the reader's locale instead."""

    input_type = "text"

    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, dt.date) else value


PLACES = (
    ("330802", "衢州市柯城区", "Kecheng, Quzhou"),
    ("330803", "衢州市衢江区", "Qujiang, Quzhou"),
    ("330800", "衢州市", "Quzhou"),
    ("330603", "绍兴市柯桥区", "Keqiao, Shaoxing"),
    ("330108", "杭州市滨江区", "Binjiang, Hangzhou"),
    ("330100", "杭州市", "Hangzhou"),
    ("330000", "浙江省（其他地方）", "Zhejiang, elsewhere"),
    ("110000", "北京市", "Beijing"),
    ("310000", "上海市", "Shanghai"),
)
"""Offered in the list beside the field; any GB/T 2260 code may be typed."""


def place_words(code: str) -> str:
    """The name of an offered place; empty for a code that is not among them."""
    padded = code.ljust(6, "0")
    return next((either(zh, en) for known, zh, en in PLACES if known == padded), "")


class PlaceWidget(forms.TextInput):
    template_name = "web/calc/place.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": "places", "inputmode": "numeric"})
        context["places"] = [(code, either(zh, en)) for code, zh, en in PLACES]
        return context


class RegionField(FactField):
    ui = "place"
    widget = PlaceWidget

    def clean(self, value: Any) -> str | None:
        text = str(value or "").strip().partition(" ")[0]
        for code, zh, en in PLACES:
            if value in (zh, en):
                text = code
        return super().clean(text)


def field_for(node: Node, library: Library, **kwargs: Any) -> FactField:
    """The form field of a fact."""
    name, kind = str(node.data["name"]), node.type
    kwargs.setdefault("label", either(node.zh, node.en))
    match kind.kind:
        case Kind.FEN:
            kwargs["label"] = _("%(label)s（元）") % {"label": kwargs["label"]}
            return MoneyField(
                name, kind, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs
            )
        case Kind.DATE:
            return FactField(name, kind, widget=DateInput(), **kwargs)
        case Kind.FLAG:
            return FlagField(name, kind, **kwargs)
        case Kind.CHOICE:
            options = [(option.id, either(option.zh, option.en)) for option in kind.options]
            return ChoiceFact(name, kind, [*options, ("", UNKNOWN)], **kwargs)
        case Kind.ITEMS:
            items = library.checklist_items(kind.checklist)
            return ItemsField(name, kind, [(item.id, either(item.zh, item.en)) for item in items], **kwargs)
        case Kind.REGION:
            return RegionField(name, kind, **kwargs)
        case Kind.COUNT:
            return FactField(name, kind, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)
    return FactField(name, kind, widget=forms.TextInput(), **kwargs)
