"""Tags of the shell's own templates."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kechuang.core.ui.findings import fact_label
from kechuang.core.ui.parts import Tab
from kechuang.core.words import listed
from kechuang.web.law.shelf import library
from kechuang.web.navigation import BAR, CALC, DOCK, LAW, tabs
from kechuang.web.search import marking

register = template.Library()
_BARS = {"bar": BAR, "dock": DOCK, "law": LAW, "calc": CALC}


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any], name: str) -> list[Tab]:
    """The tabs of a bar, with the current one marked. Empty without a request."""
    request: HttpRequest | None = context.get("request")
    return tabs(_BARS[name], request) if request is not None else []


@register.filter
def marked(text: str, query: str) -> SafeString:
    """The text with what the query is found in marked."""
    return marking.marked(text, query)


@register.filter
def fact_words(name: str) -> str:
    """The name of a fact the law asks for, in words."""
    return fact_label(name)


@register.filter
def value_words(value: Any) -> str:
    """A recorded value in words."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return listed([str(part) for part in value]) if isinstance(value, list) else str(value)


@register.simple_tag
def law_version() -> str:
    """The first twelve characters of the fingerprint of the law that answers come from."""
    return library().fingerprint[:12]
