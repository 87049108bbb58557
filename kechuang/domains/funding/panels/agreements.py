"""On an agreement's page: what it promises in all and year by year, and what of it was planned, asked for and paid."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.predicates import takes_part
from kechuang.core.money import yuan
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Sheet
from kechuang.domains.funding.queries.agreements import Promised, promised, total
from kechuang.domains.platforms.models import Agreement


def of_agreement(agreement: Agreement, user: Any) -> Sheet | None:
    """For those who take part in it; nothing before it is signed."""
    if agreement.signed_on is None or not takes_part(user, agreement):
        return None
    rows = promised(agreement)
    if not rows:
        return None
    whole = total(rows)
    over = [str(row.year) for row in rows if row.left < 0]
    return Sheet(
        _("协议支持的执行"), head=[
            _("年度"), _("协议约定（元）"), _("保障方案（元）"), _("列入预算（元）"), _("已申请（元）"), _("已拨付（元）"),
            _("还未拨付（元）"),
        ],
        rows=[*(_row(str(row.year), row) for row in rows), _row(_("合计"), whole)], numeric=frozenset(range(1, 7)),
        badge=Badge("breach", _("拨付超过约定")) if over else None,
        foot=_("只计协议约定的经费渠道；评价奖励、结转和自筹不在其中"),
    )  # fmt: skip


def _row(label: str, row: Promised) -> list[Any]:
    return [label, *(yuan(fen) for fen in (row.agreed, row.arranged, row.planned, row.asked, row.paid, row.left))]
