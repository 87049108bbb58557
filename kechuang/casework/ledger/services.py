"""The only way money moves: entries posted and reversed by an action of a case, under earmarks.

Amounts are fen (int). PostgreSQL itself refuses what must not be (migrations/0002_guards.py); what a person can run into
is told here beforehand, as a Refusal. Call these in what an action leaves to be done (`finish`): an entry names its step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.chart import CHART
from kechuang.casework.ledger.models import (
    Account,
    Balance,
    BankAccount,
    Closing,
    Earmark,
    EarmarkUse,
    Entry,
    Payment,
    Posting,
)
from kechuang.casework.parties.models import Organisation, Person
from kechuang.core import bulk, clock
from kechuang.core.crypto import digest
from kechuang.core.money import fen_of, yuan, yuan_of
from kechuang.core.numbering import next_number, next_numbers
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.law.model import Citation


@dataclass(frozen=True, slots=True)
class Line:
    """A posting to be: fen in an account under an earmark, debit positive."""

    account: Account
    earmark: Earmark
    fen: int


@dataclass(frozen=True, slots=True)
class Payee:
    """A payment to be: to which bank account, how many fen, with what remark."""

    to: BankAccount
    fen: int
    remark: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be. payees: when it takes money out of the bank to be paid by file; they sum to what is taken."""

    text: str
    lines: Sequence[Line]
    on: dt.date | None = None
    payees: Sequence[Payee] = ()


def debit(account: Account, earmark: Earmark, fen: int) -> Line:
    """More in an asset or expense, less in the others. Raises ValueError for an amount that is not above zero."""
    return Line(account, earmark, _positive(fen))


def credit(account: Account, earmark: Earmark, fen: int) -> Line:
    """More in a liability, fund or income, less in the others. Raises ValueError as `debit`."""
    return Line(account, earmark, -_positive(fen))


def post(
    case: Case, *, by: Any, text: str, lines: Sequence[Line], on: dt.date | None = None, payees: Sequence[Payee] = ()
) -> Entry:
    """Post one entry from a case, today unless another day is said. Raises Refused (see `post_many`)."""
    return post_many(case, [Draft(text, lines, on, payees)], by=by)[0]


def post_many(case: Case, drafts: Sequence[Draft], *, by: Any, cites: tuple[Citation, ...] = ()) -> list[Entry]:
    """Post entries of one organisation or several, together.

    Raises Refused where an earmark is spent past its amount or outside its time, an account would go below zero, is
    closed, or the books of that day are (cites: what the refusal rests on); ValueError where a draft is no entry at all.
    """
    if not drafts:
        return []
    for draft in drafts:
        _sound(draft)
    with transaction.atomic():
        today = clock.today()
        entries = [
            Entry(
                organisation_id=draft.lines[0].account.organisation_id, on=draft.on or today, text=draft.text, case_id=case.pk,
                step_id=_step(case), by=by,
            )
            for draft in drafts
        ]  # fmt: skip
        _refuse_closed(entries, [draft.lines for draft in drafts], cites)
        _write(entries, [draft.lines for draft in drafts])
        payments = [
            Payment(entry=entry, to=payee.to, amount=yuan_of(payee.fen), remark=payee.remark[:100])
            for entry, draft in zip(entries, drafts, strict=True)
            for payee in draft.payees
        ]
        if payments:
            Payment.objects.bulk_create(payments)
        _refuse_overspent([line for draft in drafts for line in draft.lines], cites)
    return entries


def reverse(entry: Entry, *, reason: str, by: Any, case: Case | None = None, on: dt.date | None = None) -> Entry:
    """Post the exact opposite of an entry, with the reason; the entry itself stays. case: whose action does it (its own).

    Raises Refused where it is reversed already or is a reversal, or as `post_many`; ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a reversal needs a reason")
    with transaction.atomic():
        original = Entry.objects.select_for_update().get(pk=entry.pk)
        if original.reverses_id is not None or Entry.objects.filter(reverses=original).exists():
            words = _("凭证 %(number)s 已冲销或者本身是冲销凭证，不能再冲销") % {"number": original.number}
            raise Refused(Refusal(Ground.STATE, words))
        acting = case or entry.case
        made = Entry(
            organisation_id=original.organisation_id, on=on or clock.today(), text=_("冲销：%(text)s") % {"text": original.text[:190]},
            case_id=acting.pk, step_id=_step(acting), by=by, reverses=original, reason=reason.strip(),
        )  # fmt: skip
        postings = original.postings.select_related("account", "earmark")
        lines = [Line(p.account, p.earmark, -fen_of(p.amount)) for p in postings]
        _refuse_closed([made], [lines], ())
        _write([made], [lines])
        _refuse_overspent(lines, ())
    return made


# -- accounts, earmarks, closings ---------------------------------------------------------------------------


def account(organisation: Organisation | int, code: str) -> Account:
    """An account of the chart by its code, opened when it is first asked for. Raises KeyError for another code."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    found = Account.objects.filter(organisation_id=pk, code=code).first()
    if found is not None:
        return found
    kind, name = CHART[code]
    return Account.objects.get_or_create(organisation_id=pk, code=code, defaults={"name": name, "kind": kind})[0]


def open_earmark(
    organisation: Organisation | int,
    *,
    source: str,
    purpose: str,
    project: Case | None = None,
    fen: int | None = None,
    funder: Organisation | int | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Earmark:
    """Set money aside for a purpose. fen: the most that may be spent; None: as much as comes in under it."""
    return Earmark.objects.create(
        number=next_number(Earmark.SERIES, clock.today().year), organisation_id=_key(organisation), source=source,
        purpose=purpose, project_id=project.pk if project is not None else None, funder_id=_key(funder),
        amount=None if fen is None else yuan_of(fen), starts_on=starts_on or clock.today(), ends_on=ends_on,
    )  # fmt: skip


def change_earmark(earmark: Earmark, *, fen: int | None, ends_on: dt.date | None = None) -> Earmark:
    """Set another amount and last day. Raises Refused when more is spent already."""
    with transaction.atomic():
        row = Earmark.objects.select_for_update().get(pk=earmark.pk)
        use = EarmarkUse.objects.get(earmark=row)
        if fen is not None and fen_of(use.spent) > fen:
            raise Refused(_limit(row, fen, fen_of(use.spent), ()))
        row.amount, row.ends_on = None if fen is None else yuan_of(fen), ends_on
        row.save(update_fields=("amount", "ends_on"))
    return row


def close_earmark(earmark: Earmark) -> None:
    """Nothing is posted under it from now on."""
    Earmark.objects.filter(pk=earmark.pk, closed_on=None).update(closed_on=clock.today())


def close_account(account: Account) -> None:
    """Nothing is posted to it from now on. Raises Refused while it holds money."""
    if account.kind in (Account.Kind.ASSET, Account.Kind.LIABILITY, Account.Kind.FUND):
        rest = Balance.objects.filter(account=account).exclude(amount=0).first()
        if rest is not None:
            words = _("科目“%(name)s”还有余额，不能停用") % {"name": account}
            raise Refused(Refusal(Ground.STATE, words))
    Account.objects.filter(pk=account.pk, closed_on=None).update(closed_on=clock.today())


def close_books(organisation: Organisation, until: dt.date, *, by: Any) -> Closing:
    """Nothing more is posted on or before that day. Raises Refused for a day that is not over."""
    if until >= clock.today():
        raise Refused(Refusal(Ground.INPUT, _("只能结到今天以前"), errors={"until": [_("只能结到今天以前")]}))
    return Closing.objects.create(organisation=organisation, until=until, by=by)


def bank_account(
    *, holder: str, bank: str, number: str, person: Person | None = None, organisation: Organisation | None = None
) -> BankAccount:
    """The account of a person or organisation to pay to, recorded when it is new. The number: digits, spaces taken out."""
    made = BankAccount(
        holder=holder.strip(),
        bank=bank.strip(),
        number="".join(number.split()),
        person=person,
        organisation=organisation,
    )
    old = BankAccount.objects.filter(
        number_digest=digest(made.number), person=person, organisation=organisation, closed_on=None
    ).first()
    if old is not None:
        return old
    made.save()
    return made


# -- within ------------------------------------------------------------------------------------------------


def _positive(fen: int) -> int:
    if fen <= 0:
        raise ValueError(f"{fen} fen is no amount to post")
    return fen


def _key(row: Any) -> Any:
    return getattr(row, "pk", row)


def _step(case: Case) -> int:
    if case.step is None or case.step.pk is None:
        raise ValueError(f"{case}: money moves only in what an action leaves to be done")
    return case.step.pk


def _sound(draft: Draft) -> None:
    if not draft.text.strip() or len(draft.lines) < 2:
        raise ValueError("an entry says what for and has two lines at least")
    if (off := sum(line.fen for line in draft.lines)) != 0:
        raise ValueError(f"the entry {draft.text!r} is out of balance by {off} fen")
    if len({line.account.organisation_id for line in draft.lines}) > 1:
        raise ValueError(f"the entry {draft.text!r} stands in the books of more than one organisation")
    if draft.payees:
        taken = -sum(line.fen for line in draft.lines if line.account.kind == Account.Kind.ASSET)
        if taken != (ordered := sum(payee.fen for payee in draft.payees)):
            raise ValueError(f"the entry {draft.text!r} takes {taken} fen out of the bank and orders {ordered}")


def _write(entries: Sequence[Entry], lines: Sequence[Sequence[Line]]) -> None:
    years: dict[int, list[Entry]] = {}
    for entry in entries:
        years.setdefault(entry.on.year, []).append(entry)
    for year, of_year in years.items():
        for entry, number in zip(of_year, next_numbers(Entry.SERIES, year, len(of_year)), strict=True):
            entry.number = number
    bulk.insert(entries)
    bulk.insert(
        [
            Posting(entry_id=entry.pk, account_id=line.account.pk, earmark_id=line.earmark.pk, amount=yuan_of(line.fen))
            for entry, of_entry in zip(entries, lines, strict=True)
            for line in of_entry
        ]
    )


def _refuse_closed(entries: Sequence[Entry], lines: Sequence[Sequence[Line]], cites: tuple[Citation, ...]) -> None:
    """Closed books, accounts, earmarks and days outside an earmark's time, told in words. The database holds it true."""
    until = {
        row["organisation_id"]: row["until"]
        for row in Closing.objects.filter(organisation_id__in={e.organisation_id for e in entries})
        .order_by("organisation_id", "-until").distinct("organisation_id").values("organisation_id", "until")
    }  # fmt: skip
    accounts = Account.objects.in_bulk({line.account.pk for of_entry in lines for line in of_entry})
    marks = Earmark.objects.in_bulk({line.earmark.pk for of_entry in lines for line in of_entry})
    for entry, of_entry in zip(entries, lines, strict=True):
        closed = until.get(entry.organisation_id)
        if closed is not None and entry.on <= closed:
            words = _("账已结到 %(until)s，不能记 %(on)s 的账") % {"until": closed, "on": entry.on}
            raise Refused(Refusal(Ground.STATE, words, cites))
        for line in of_entry:
            kept, mark = accounts[line.account.pk], marks[line.earmark.pk]
            if kept.closed_on is not None:
                raise Refused(Refusal(Ground.STATE, _("科目“%(name)s”已停用") % {"name": kept}, cites))
            if mark.closed_on is not None:
                raise Refused(Refusal(Ground.STATE, _("专款 %(mark)s 已结账") % {"mark": mark}, cites))
            spends = kept.kind == Account.Kind.EXPENSE and line.fen > 0 and entry.reverses_id is None
            if spends and not (mark.starts_on <= entry.on and (mark.ends_on is None or entry.on <= mark.ends_on)):
                words = _("专款 %(mark)s 的使用期是 %(start)s 至 %(end)s，不含 %(on)s") % {
                    "mark": mark, "start": mark.starts_on, "end": mark.ends_on or "–", "on": entry.on,
                }  # fmt: skip
                raise Refused(Refusal(Ground.LAW, words, cites))


def _refuse_overspent(lines: Iterable[Line], cites: tuple[Citation, ...]) -> None:
    """After the postings, with their rows locked: what the database would refuse at the commit, told in words."""
    touched = {(line.account.pk, line.earmark.pk) for line in lines}
    marks = {earmark for _account, earmark in touched}
    for use in EarmarkUse.objects.filter(earmark_id__in=marks).select_related("earmark"):
        allowed = use.received if use.earmark.amount is None else use.earmark.amount
        if not 0 <= use.spent <= allowed:
            raise Refused(_limit(use.earmark, fen_of(allowed), fen_of(use.spent), cites))
    kinds = (Account.Kind.ASSET, Account.Kind.LIABILITY, Account.Kind.FUND)
    below = Balance.objects.filter(
        Q(amount__lt=0, account__kind=Account.Kind.ASSET) | Q(amount__gt=0, account__kind__in=kinds[1:]),
        account__overdraft=False, earmark_id__in=marks, account_id__in={account for account, _mark in touched},
    )  # fmt: skip
    for row in below.select_related("account", "earmark"):
        if (row.account_id, row.earmark_id) in touched:
            words = _("科目“%(name)s”在专款 %(mark)s 下差 %(fen)s 元") % {
                "name": row.account, "mark": row.earmark, "fen": yuan(abs(fen_of(row.amount))),
            }  # fmt: skip
            raise Refused(Refusal(Ground.LAW, words, cites))


def _limit(mark: Earmark, allowed: int, spent: int, cites: tuple[Citation, ...]) -> Refusal:
    words = _("专款 %(mark)s 可用 %(allowed)s 元，这一笔以后支出会到 %(spent)s 元") % {
        "mark": mark, "allowed": yuan(allowed), "spent": yuan(spent),
    }  # fmt: skip
    return Refusal(Ground.LAW, words, cites)
