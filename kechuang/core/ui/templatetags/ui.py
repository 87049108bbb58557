"""Template tags and filters of the components. Each takes typed parts (see kechuang.core.ui.parts)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache, lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import (
    BoundField,
    ChoiceField,
    Form,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultipleChoiceField,
    Select,
    Widget,
)
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kechuang.core import clock, words
from kechuang.core.money import MINUS, money_capitals, yuan
from kechuang.core.ui.assets import HEAD_SCRIPT, SCRIPTS, STYLES
from kechuang.core.ui.charts import Chart
from kechuang.core.ui.drawing import table_rows, verdict_drawn
from kechuang.core.ui.parts import Badge, Cite, ConsideredTable, Crumb, Interp, Line, Ruler, Seal, Split, Switch, Tab
from kechuang.core.ui.preferences import Preferences, preferences

register = template.Library()

BLANK = BLANK_CHOICE_DASH[0][1]
"""What Django writes where nothing is chosen."""

# -- money, dates, words ---------------------------------------------------------------------------


@register.filter
def money(fen: int | None) -> SafeString:
    """¥1,000,000.00 with the sign and the fen lighter; a dash for what is not known."""
    if fen is None:
        return format_html('<span class="k-money">–</span>')
    whole, _, part = yuan(abs(fen)).partition(".")
    return format_html(
        '<span class="k-money">{}<i>¥</i>{}<s>.{}</s></span>', MINUS if fen < 0 else "", whole, part
    )  # fmt: skip


@register.filter
def money_plain(fen: int | None) -> str:
    """1,000,000.00: for columns, whose head names the unit."""
    return "–" if fen is None else yuan(fen)


@register.filter
def capitals(fen: int) -> str:
    """人民币捌拾万元整"""
    return "人民币" + money_capitals(fen)


@register.filter
def day(value: dt.date | None) -> str:
    return "–" if value is None else words.day_words(value)


@register.filter
def day_full(value: dt.date | None) -> str:
    """With its year, whatever year it is: for answers that are kept."""
    return "–" if value is None else words.day_words(value, year=True)


@register.filter
def day_short(value: dt.date | None) -> str:
    return "–" if value is None else words.day_words(value, weekday=False)


@register.filter
def iso(value: dt.date | None) -> str:
    return "–" if value is None else value.isoformat()


@register.filter
def in_words(thing: Any, attribute: str = "") -> str:
    """The attribute in the present language: {{ clause|in_words }} reads zh or en, {{ law|in_words:"title" }} title or title_en."""
    if attribute:
        return words.either(getattr(thing, attribute), getattr(thing, f"{attribute}_en"))
    return words.either(thing.zh, thing.en)


_HAN_RUN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]+(?:[\d〔〕-]+[\u3400-\u9fff]+)*")


@register.filter
def zh_parts(text: str) -> SafeString:
    """English that quotes Chinese words, with each marked as Chinese for readers and voices; Chinese pages as they are."""
    escaped = conditional_escape(text)
    if not words.in_english():
        return escaped
    return mark_safe(_HAN_RUN.sub(lambda found: f'<span lang="zh-Hans">{found.group()}</span>', escaped))  # noqa: S308  escaped above


@register.filter
def question_words(name: str) -> str:
    """A fact or a question of the law that somebody must determine, in words."""
    from kechuang.core.ui import findings

    return findings.question_words(name)


@register.filter
def is_question(name: str) -> bool:
    """Whether a name is an open question of the law, rather than a fact that nobody has recorded."""
    from kechuang.law.library import load

    return name in load().interpretations


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping.get(key, "")


# -- the page ---------------------------------------------------------------------------------------


@register.simple_tag
@cache
def styles() -> SafeString:
    """Made once: which files there are comes with the code."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in STYLES))


@register.simple_tag
def head_script() -> SafeString:
    return format_html('<script src="{}"></script>', static(HEAD_SCRIPT))


@register.simple_tag
@cache
def scripts() -> SafeString:
    return format_html_join("\n", '<script src="{}" defer></script>', ((static(name),) for name in SCRIPTS))


@register.simple_tag(takes_context=True)
def reader(context: template.Context) -> Preferences:
    """The reader's preferences; the defaults where there is no request (a page made by a job)."""
    request: HttpRequest | None = context.get("request")
    return preferences(request) if request is not None else Preferences()


@register.simple_tag
def today() -> dt.date:
    return clock.today()


@register.inclusion_tag("ui/crumbs.html")
def crumbs(trail: Sequence[Crumb]) -> dict[str, Any]:
    return {"trail": trail}


@register.inclusion_tag("ui/tabs.html")
def subnav(tabs: Sequence[Tab], label: str) -> dict[str, Any]:
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("ui/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", level: int = 2) -> dict[str, Any]:
    """What is empty, why, and what to do."""
    return {"title": title, "text": text, "url": url, "action": action, "level": level}


@register.inclusion_tag("ui/pagination.html")
def pagination(page: Page[Any], query: str, unit: str) -> dict[str, Any]:
    """query: the address of the list without its page, ending in ? or &."""
    return {"page": page, "query": query, "unit": unit}


@register.simple_tag
def mark(sign: str) -> str:
    """A mark between two parts of a sentence, as the language writes it: ： or a colon and a space."""
    return words.mark(sign)


# -- the law ----------------------------------------------------------------------------------------


@register.inclusion_tag("ui/seal.html")
def seal(of: Seal, large: bool = False) -> dict[str, Any]:
    return {"seal": of, "large": large}


@register.simple_tag
@lru_cache(maxsize=4096)
def cite(of: Cite, open_: bool = False, wrap: bool = False) -> SafeString:
    """A chip, drawn once: a page has dozens, and most pages the same."""
    return render_to_string("ui/cite.html", {"cite": of, "open": open_, "wrap": wrap})


@register.inclusion_tag("ui/interp.html")
def interp(of: Interp) -> dict[str, Any]:
    return {"interp": of}


register.filter(table_rows)


@register.simple_tag
def verdict(of: Badge) -> SafeString:
    return verdict_drawn(of.tone, of.word)


@register.inclusion_tag("ui/tree.html")
def tree(lines: Sequence[Line], unit: str = "") -> dict[str, Any]:
    """The explanation: nested lists, values right, citations in a column of their own."""
    return {"lines": lines, "unit": unit}


@register.inclusion_tag("ui/considered.html")
def considered(of: ConsideredTable) -> dict[str, Any]:
    return {"table": of}


@register.inclusion_tag("ui/split.html")
def split(of: Split) -> dict[str, Any]:
    return {"split": of}


@register.inclusion_tag("ui/bars.html")
def bars(of: Chart) -> dict[str, Any]:
    """Amounts to scale with their legend and, beneath, the table of the same numbers."""
    return {"chart": of}


@register.inclusion_tag("ui/ruler.html")
def ruler(of: Ruler) -> dict[str, Any]:
    return {"ruler": of}


@register.inclusion_tag("ui/switches.html")
def switches(of: Sequence[Switch]) -> dict[str, Any]:
    return {"switches": of}


# -- forms ------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, suffix: str = "") -> dict[str, Any]:
    """A labelled control with its help and its error below, tied to it by aria-describedby."""
    ident = str(bound.auto_id)
    described = [f"{ident}-help"] if bound.help_text else []
    described.append(f"{ident}-error")
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    kind = getattr(bound.field, "ui", "") or type(bound.field.widget).__name__.lower()
    options = []
    if kind == "segmented":
        chosen = bound.value()
        chosen = bound.field.initial if chosen in (None, "") and not bound.form.is_bound else chosen
        options = [
            {"value": value, "label": label, "checked": str(value) == str(chosen if chosen is not None else "")}
            for value, label in bound.field.choices  # type: ignore[attr-defined]  # only fields with choices are segmented
        ]
    control = bound.as_widget(widget=_unchosen(bound), attrs=attrs)
    return {"field": bound, "id": ident, "kind": kind, "control": control, "options": options, "suffix": suffix}


def _unchosen(bound: BoundField) -> Widget | None:
    """A select whose first option is no choice, in plain words: where its field is required and says nothing yet, or where
    it may be left empty; rows are named in the language of the page. None for the field's own.

    Otherwise the browser would choose the first option, and nobody would notice what they declared.
    """
    asked = bound.field
    if not isinstance(asked, ChoiceField) or isinstance(asked, MultipleChoiceField) or type(asked.widget) is not Select:
        return None
    choices = list(asked.widget.choices)
    if isinstance(asked, ModelChoiceField):
        if isinstance(asked, ModelMultipleChoiceField):
            return None
        choices = [(code, _named(code, label)) for code, label in choices]
        if asked.empty_label != BLANK:
            widget = deepcopy(asked.widget)
            widget.choices = choices
            return widget
        choices = choices[1:]
    elif not asked.required or bound.value() not in (None, "") or any(code in (None, "") for code, _label in choices):
        return None
    widget = deepcopy(asked.widget)
    widget.choices = [("", _("（请选择）") if asked.required else "—"), *choices]
    return widget


def _named(code: Any, label: Any) -> Any:
    """A row's name in the language of the page, where it has one in both."""
    row = getattr(code, "instance", None)
    if row is None or str(label) != str(getattr(row, "name", None)):
        return label
    return words.either(row.name, getattr(row, "name_en", "")) or label


@register.inclusion_tag("ui/errors.html")
def errors(form: Form) -> dict[str, Any]:
    """The summary above a form: each mistake once, linked to its field."""
    return {"form": form, "fields": [bound for bound in form if bound.errors], "general": form.non_field_errors()}


@register.filter
def slug_id(name: str) -> str:
    """The id of a field for a dotted fact name: deal.received_on -> deal-received-on."""
    return name.replace(".", "-").replace("_", "-")
