"""Tags of the shell's own templates."""

from typing import Any

from django import template
from django.http import HttpRequest

from kechuang.core.ui.parts import Tab
from kechuang.web.law.shelf import library
from kechuang.web.navigation import BAR, CALC, DOCK, LAW, tabs

register = template.Library()
_BARS = {"bar": BAR, "dock": DOCK, "law": LAW, "calc": CALC}


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any], name: str) -> list[Tab]:
    """The tabs of a bar, with the current one marked. Empty without a request."""
    request: HttpRequest | None = context.get("request")
    return tabs(_BARS[name], request) if request is not None else []


@register.simple_tag
def law_version() -> str:
    """The first twelve characters of the fingerprint of the law that answers come from."""
    return library().fingerprint[:12]
