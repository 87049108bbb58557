"""Payment files for the bank: made from payments that entries order, handed out on record, with their checksum."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kechuang.casework.ledger.models import Handing, Payment, PaymentFile
from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.numbering import next_number
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.sheets.writing import safe

HEADS = ("序号", "收款人", "账号", "开户行", "金额（元）", "附言")


def waiting(organisation: Organisation | int) -> QuerySet[Payment]:
    """Payments of an organisation that no file holds yet, those of reversed entries left out."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    rows = Payment.objects.filter(file=None, entry__organisation_id=pk, entry__reversal=None)
    return rows.select_related("to", "entry__case").order_by("pk")


def may_pay(user: Any, organisation: Organisation | int) -> bool:
    """Whether someone makes and takes out payment files: the finance staff of the organisation that pays."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    return reach_of(user).acts_for(pk, (Role.FINANCE,))


def payment_file(payments: Sequence[Payment], *, by: Any) -> PaymentFile:
    """Put payments of one organisation into a file. Raises Refused for others than its finance staff, or taken ones."""
    keys = [payment.pk for payment in payments]
    with transaction.atomic():
        rows = list(
            Payment.objects.select_for_update(of=("self",)).filter(pk__in=keys, file=None, entry__reversal=None)
            .select_related("to", "entry").order_by("pk")
        )  # fmt: skip
        owners = {row.entry.organisation_id for row in rows}
        if not rows or len(rows) != len(set(keys)) or len(owners) != 1:
            raise Refused(Refusal(Ground.STATE, _("所选付款中有的已在别的文件里、已冲销或者属于别的单位")))
        (owner,) = owners
        _must_pay(by, owner)
        made = PaymentFile.objects.create(
            number=next_number(PaymentFile.SERIES, clock.today().year), organisation_id=owner, count=len(rows),
            total=sum(row.amount for row in rows), sha256=hashlib.sha256(_text(rows)).hexdigest(), by=by,
        )  # fmt: skip
        Payment.objects.filter(pk__in=keys).update(file=made)
    return made


def hand_out(file: PaymentFile, *, by: Any) -> bytes:
    """The file as the bank takes it, UTF-8 CSV, full account numbers; who took it is kept. Raises Refused.

    Raises ValueError when it is not the file that was made: its checksum differs.
    """
    _must_pay(by, file.organisation_id)
    text = _text(file.payments.select_related("to").order_by("pk"))
    if hashlib.sha256(text).hexdigest() != file.sha256:
        raise ValueError(f"{file.number} differs from its checksum")
    Handing.objects.create(file=file, by=by)
    return text


def _text(rows: Sequence[Payment] | QuerySet[Payment]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    for n, row in enumerate(rows, 1):
        to = row.to
        writer.writerow([n, safe(to.holder), to.number, safe(to.bank), f"{row.amount:.2f}", safe(row.remark)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _must_pay(by: Any, organisation: int) -> None:
    if not may_pay(by, organisation):
        raise Refused(Refusal(Ground.PERMISSION, _("由付款单位的财务人员办理")))
