"""The tabs of one's own account."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from kechuang.web.account.mine import TABS
from kechuang.web.navigation import tabs

register = template.Library()


@register.inclusion_tag("ui/tabs.html", takes_context=True)
def account_tabs(context: template.Context) -> dict[str, Any]:
    """The tabs, with the page one is on."""
    return {"tabs": tabs(TABS, context["request"]), "label": _("我的账户")}
