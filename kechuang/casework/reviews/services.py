"""Opening a panel from within another case's action, and ending it with the matter it reviews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.direct import open_case, open_cases, step
from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation
from kechuang.casework.reviews import opening, seating
from kechuang.casework.reviews.models import Panel
from kechuang.core.permissions import Refused


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


def open_panels(
    subjects: Sequence[Case], purpose: str, *, by: Any, seats: Mapping[str, int] | None = None, fields: Sequence[str] = (),
    reply_by: dt.date | None = None, score_by: dt.date | None = None, owner: Organisation | None = None,
) -> list[Panel]:  # fmt: skip
    """A panel on each of many saved cases, each drawn by a lot of its own, written together; as `open_panel` says.

    All or none: Refused names the first case for which there cannot be one. Whoever opens them follows none of them.
    """
    pool, lots = opening.Pool(), []
    for subject in subjects:
        try:
            lots.append(
                opening.cast(
                    Panel(), subject, purpose, by=by, seats=seats, fields=fields, reply_by=reply_by, score_by=score_by,
                    owner=owner, pool=pool,
                )
            )  # fmt: skip
        except Refused as refused:
            found = refused.refusal
            words = f"{subject.title}：{found.reason}"
            raise Refused(replace(found, reason=words, errors={name: [words] for name in found.errors})) from refused
    panels = [lot.panel for lot in lots]
    if panels:
        open_cases(
            panels, "convene", by=by, cites=opening.cites_of(panels[0]),
            data=lambda panel: {"subject": panel.subject, "purpose": purpose, "seats": panel.seats_wanted},
        )  # fmt: skip
        opening.fill(lots, by=by)
    return panels


def end_panels(subject: Case, *, reason: str) -> list[Panel]:
    """Break off every panel still open on a case that is given up, refused or closed; in the caller's transaction.

    Its record stays; seats and to-dos end with it, and everybody who sits is told. reason: kept on the panel's timeline.
    Nobody is named as the one who did it: an applicant who withdraws has no part in the panel.
    """
    rows = Panel.objects.select_for_update(of=("self", "case_ptr")).filter(subject_id=subject.pk).open()
    ended = list(rows.order_by("pk"))
    for panel in ended:
        _end(panel, subject, reason)
    return ended


def _end(panel: Panel, subject: Case, reason: str) -> None:
    def why() -> str:
        return _("%(subject)s 已了结，评审不再进行，不用再办：%(title)s") % {
            "subject": subject.number,
            "title": panel.title,
        }

    step(panel, "end", to="void", note=reason)
    seating.void_all(panel, by=None, why=why)
