"""What a treasury puts to a kind of funds, in its own books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.ledger import services as ledger
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.funding.actions.payers import PAYER_PAYS, payer_pays
from kechuang.domains.funding.forms import requests as forms
from kechuang.domains.funding.models import Appropriation, FundSource
from kechuang.domains.funding.queries.requests import treasury_earmark

Data = Mapping[str, Any]


@action(
    FundSource,
    label=_("登记预算安排"),
    stays=("open",),
    by=payer_pays,
    who=PAYER_PAYS,
    form=forms.AppropriationForm,
    hint=_("拨款单位安排给这一经费渠道的年度资金，记入拨款单位的账；拨付平台从这里出"),
)
def appropriate(source: FundSource, *, data: Data, by: Any) -> Callable[[], None]:
    """Book the money of a year in the treasury's books, under an earmark of that source and year."""

    def finish() -> None:
        assert source.funder_id is not None
        year, today = data["year"], clock.today()
        mark = treasury_earmark(source.pk, year) or ledger.open_earmark(
            source.funder_id, source=source.money, purpose=f"{source.title} {year}"[:200], project=source,
            starts_on=min(today, dt.date(year, 1, 1)),
        )  # fmt: skip
        fen = fen_of(data["amount"])
        lines = [
            ledger.debit(ledger.account(source.funder_id, "bank"), mark, fen),
            ledger.credit(ledger.account(source.funder_id, "fiscal_income"), mark, fen),
        ]
        text = gettext("预算安排 %(year)d：%(document)s") % {"year": year, "document": data["document"]}
        entry = ledger.post(source, by=by, text=text[:200], lines=lines)
        Appropriation(
            source=source, year=year, amount=data["amount"], document=data["document"], earmark=mark, entry=entry
        ).save()

    return finish


@action(
    FundSource,
    label=_("冲销预算安排"),
    stays=("open",),
    by=payer_pays,
    who=PAYER_PAYS,
    form=forms.ReverseAppropriationForm,
    hint=_("登错的不改，记相反的一笔；已经拨付出去的，先冲销拨付"),
)
def reverse_appropriation(source: FundSource, *, data: Data, by: Any) -> Callable[[], None]:
    """Take back an appropriation that was booked wrongly."""

    def finish() -> None:
        row: Appropriation = data["appropriation"]
        entry = ledger.reverse(row.entry, reason=data["reason"], by=by, case=source)
        Appropriation(
            source=source, year=row.year, amount=-row.amount, document=row.document, earmark=row.earmark, entry=entry,
            reverses=row, reason=data["reason"].strip(), standing=False,
        ).save()  # fmt: skip

    return finish
