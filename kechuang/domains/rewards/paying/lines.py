"""What the finance staff write of each person: the account to pay to, the tax withheld. One person a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.core.money import read_yuan
from kechuang.core.words import half_width

ACCOUNTS = gettext_lazy("还没有收款账户或者换了账户的才写，一行一个人：姓名，开户行，账号")
WITHHELD = gettext_lazy("代扣了个人所得税的写，一行一个人：姓名 税额（元）；不写的按全额支付")
_NUMBER = re.compile(r"^[0-9]{6,30}$")


@dataclass(frozen=True, slots=True)
class Written:
    """A person's account as written."""

    name: str
    bank: str
    number: str


def _rows(text: str) -> list[list[str]]:
    return [_words(row) for row in re.split(r"[\n\r]+", text) if row.strip()]


def _words(row: str) -> list[str]:
    """Parts by commas or bars where there are any, else by spaces: a bank's name may hold a space."""
    marks = r"[，,|｜\t]+" if re.search(r"[，,|｜\t]", row) else r"[\s　]+"
    return [word.strip() for word in re.split(marks, row) if word.strip()]


def read_accounts(text: str, names: Iterable[str]) -> dict[str, Written]:
    """Accounts by name. Raises ValidationError for a line that is none, a name not of the plan, or one written twice."""
    known = set(names)
    found: dict[str, Written] = {}
    for words in _rows(text):
        if len(words) < 3:
            raise ValidationError(_("“%(row)s”应写成：姓名，开户行，账号") % {"row": " ".join(words)[:40]})
        name, bank, number = words[0], " ".join(words[1:-1]), "".join(half_width(words[-1]).replace("-", "").split())
        if not _NUMBER.match(number):
            raise ValidationError(_("%(who)s的账号应是 6 到 30 位数字") % {"who": name})
        _once(name, known, found)
        found[name] = Written(name, bank, number)
    return found


def read_withheld(text: str, owed: dict[str, int]) -> dict[str, int]:
    """Tax withheld by name, in fen. owed: what each is paid. Raises ValidationError as `read_accounts`."""
    found: dict[str, int] = {}
    for row in re.split(r"[\n\r]+", text):
        words = [word for word in re.split(r"[\s　|｜\t]+", row.replace("，", " ")) if word]
        if not words:
            continue
        if len(words) < 2:
            raise ValidationError(_("“%(row)s”应写成：姓名 税额") % {"row": row.strip()[:40]})
        name, amount = " ".join(words[:-1]), words[-1]
        _once(name, set(owed), found)
        try:
            fen = read_yuan(amount)
        except ValueError as error:
            raise ValidationError(_("“%(text)s”不是金额，例如 1,250.00") % {"text": amount[:40]}) from error
        if not 0 <= fen < owed[name]:
            raise ValidationError(_("%(who)s的税额应不小于零，并且少于奖励") % {"who": name})
        found[name] = fen
    return found


def _once(name: str, known: set[str], found: object) -> None:
    if name not in known:
        raise ValidationError(_("“%(who)s”不在要支付的人里") % {"who": name})
    if isinstance(found, dict) and name in found:
        raise ValidationError(_("“%(who)s”写了两次") % {"who": name})
