"""What stands against handing an application in, to a call or to a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import listed


def incomplete(missing: Mapping[str, Any]) -> list[Refusal]:
    """The refusal of an application with fields to fill in: name of the field -> its label; none when nothing is missing."""
    if not missing:
        return []
    words = gettext("还缺：%(names)s") % {"names": listed(str(label) for label in missing.values())}
    return [Refusal(Ground.LAW, words, errors={name: [gettext("还没有填")] for name in missing})]


def not_open_yet(window: Any, today: dt.date) -> list[Refusal]:
    """The refusal until the first day of a call or round that is published but takes no applications yet."""
    if window.state != "open" or today >= window.opens_on:
        return []
    return [Refusal(Ground.STATE, gettext("%(day)s起受理") % {"day": window.opens_on}, opens_on=window.opens_on)]
