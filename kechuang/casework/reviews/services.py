"""Opening a panel from within another case's action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from kechuang.casework.cases.direct import open_case
from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation
from kechuang.casework.reviews import opening
from kechuang.casework.reviews.models import Panel


def open_panel(
    subject: Case,
    purpose: str,
    *,
    by: Any,
    seats: Mapping[str, int] | None = None,
    fields: Sequence[str] = (),
    seed: str | None = None,
    reply_by: dt.date | None = None,
    score_by: dt.date | None = None,
    owner: Organisation | None = None,
) -> Panel:
    """Open a panel on a saved case and draw it, in the caller's transaction (finish() of an action, which has tested
    that `by` may). Raises Refused, with nothing written, when the law forbids the composition, the pool is too small,
    or such a panel is open already.

    seats: how many of each stratum, a side or a side and a field ("scientific": 3, "scientific/law": 1); the purpose's
    own when not said. fields: field experts (side scientific, where no field is named) share at least one of them.
    seed: only for a lot drawn by hand in public; otherwise taken from the operating system. reply_by, score_by: days
    for the experts, by default 3 and 10 days on. owner: the office that runs it; by default the department of `by`.
    """
    panel = Panel()
    filled = opening.prepare(
        panel, subject, purpose, by=by, seats=seats, fields=fields, seed=seed, reply_by=reply_by, score_by=score_by,
        owner=owner,
    )  # fmt: skip
    open_case(
        panel, "convene", by=by, data={"subject": subject, "purpose": purpose, "seats": panel.seats_wanted},
        cites=opening.cites_of(panel), finish=filled,
    )  # fmt: skip
    return panel
