"""What a treasury appropriated to a kind of funds and what was paid out of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.ledger.queries import use
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.sites import Sheet
from kechuang.domains.funding.models import FundSource
from kechuang.domains.transformations.panels.money import standing_badge


def appropriations(source: FundSource, user: Any) -> Sheet | None:
    """Each year's appropriations, what is paid out and what is left."""
    rows = list(source.appropriations.select_related("earmark", "entry").order_by("-year", "-pk"))
    if not rows:
        return None
    lines = [
        [
            str(row.year), row.document, yuan(fen_of(row.amount)),
            {"label": row.entry.number, "url": reverse("ledger-entry", args=[row.entry.number])},
            row.reason or "–", standing_badge(row),
        ]
        for row in rows
    ]  # fmt: skip
    head = [_("年度"), _("预算指标文号"), _("金额（元）"), _("凭证号"), _("冲销理由"), _("状态")]
    marks = {row.year: row.earmark for row in rows}
    parts = []
    for year, mark in sorted(marks.items(), reverse=True):
        now = use(mark)
        words = _("%(year)d 年：安排 %(received)s 元，已拨付 %(spent)s 元，结余 %(left)s 元")
        parts.append(
            words % {"year": year, "received": yuan(now.received), "spent": yuan(now.spent), "left": yuan(now.left)}
        )
    return Sheet(_("预算安排"), head=head, rows=lines, numeric=frozenset({2}), text="\n".join(parts))
