"""Identifiers of the field, checked: credit codes, citizen numbers, patent numbers, ORCID, region codes."""

from __future__ import annotations

import datetime as dt
import re
from operator import mul

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.iso7064 import mod_11_2

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {c: n for n, c in enumerate(_CREDIT)}
_CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(value: str) -> str:
    """A unified social credit code (GB 32100), upper case; ValidationError names what the last character should be."""
    code = value.strip().upper()
    if len(code) != 18:
        raise ValidationError(_("统一社会信用代码应为 18 位，填了 %(n)d 位") % {"n": len(code)})
    wrong = [c for c in code if c not in _CREDIT_VALUES]
    if wrong:
        raise ValidationError(_("统一社会信用代码不用字母 I、O、S、V、Z，也不用 %(c)s") % {"c": wrong[0]})
    total = sum(map(mul, map(_CREDIT_VALUES.__getitem__, code[:17]), _CREDIT_WEIGHTS))
    check = _CREDIT[(31 - total % 31) % 31]
    if code[17] != check:
        raise ValidationError(_("统一社会信用代码校验位不对，末位应为 %(c)s") % {"c": check})
    return code


def organisation_code(code: str) -> str:
    """The nine-digit organisation code inside a credit code (characters 9 to 17), as 12345678-X."""
    body = code[8:17]
    return f"{body[:8]}-{body[8]}"


def citizen_number(value: str) -> str:
    """A citizen identity number (GB 11643): its date must exist and its last character must check."""
    number = value.strip().upper()
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise ValidationError(_("公民身份号码应为 18 位，末位可为 X"))
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValidationError(_("公民身份号码中的出生日期不存在")) from None
    check = "10X98765432"[sum(int(c) * w for c, w in zip(number, _CITIZEN_WEIGHTS, strict=False)) % 11]
    if number[17] != check:
        raise ValidationError(_("公民身份号码校验位不对，末位应为 %(c)s") % {"c": check})
    return number


def masked(value: str, head: int = 3, tail: int = 2) -> str:
    """The value with its middle hidden, as lists and pages show it."""
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]


def patent_number(value: str) -> str:
    """A Chinese application or patent number, as 201710601862.3 or with ZL before it; the check digit must fit."""
    text = value.strip().upper().replace(" ", "")
    mark = "ZL" if text.startswith("ZL") else ""
    number = text.removeprefix("ZL").removeprefix("CN")
    found = re.fullmatch(r"(\d{8}|\d{12})\.?([\dX])", number)
    if not found:
        raise ValidationError(_("专利号应为 8 位或 12 位数字加校验位，例如 201710601862.3"))
    digits = found[1]
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=False)) % 11
    check = "X" if rest == 10 else str(rest)
    if found[2] != check:
        raise ValidationError(_("专利号校验位不对，末位应为 %(c)s") % {"c": check})
    return f"{mark}{digits}.{check}"


def orcid(value: str) -> str:
    """An ORCID as 0000-0002-1825-0097."""
    digits = value.strip().upper().removeprefix("HTTPS://ORCID.ORG/").replace("-", "")
    if not re.fullmatch(r"\d{15}[\dX]", digits):
        raise ValidationError(_("ORCID 应为 16 位，例如 0000-0002-1825-0097"))
    check = mod_11_2.calc_check_digit(digits[:15])
    if digits[15] != check:
        raise ValidationError(_("ORCID 校验位不对，末位应为 %(c)s") % {"c": check})
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def registration_number(value: str, *, applied: bool) -> str:
    """The number of the national registration of an achievement: 3 characters of the place or department, the year, a type.

    Applied ones: 3 digits, year, Y, 4 digits. How other types are lettered is not known, so they are kept as written.
    """
    number = re.sub(r"\s", "", value).upper()
    if applied and not re.fullmatch(r"\d{3}(19|20)\d{2}Y\d{4}", number):
        raise ValidationError(
            _("应用类成果的登记号应为 3 位地区或者部门代码、4 位年份、Y、4 位顺序号，例如 9332024Y0012")
        )
    if not re.fullmatch(r"[0-9A-Z-]{6,30}", number):
        raise ValidationError(_("成果登记号应为 6 至 30 位数字、字母或者连字符"))
    return number


def report_number(value: str) -> str:
    """The number of a sci-tech report: nine characters of an organisation code, the project, a slash and a serial number.

    The check character of the organisation code (GB 11714) must fit.
    """
    number = re.sub(r"\s", "", value).upper()
    found = re.fullmatch(r"([0-9A-Z]{8})-?([0-9X])-{0,2}([^/]+)/(\d+[^/]*)", number)
    if not found:
        raise ValidationError(
            _("科技报告编号应为 9 位组织机构代码、项目编号、斜线和顺序号，例如 400010021--2019YFB01/01")
        )
    check = _organisation_check(found[1])
    if found[2] != check:
        raise ValidationError(_("编号开头的组织机构代码校验位不对，第 9 位应为 %(c)s") % {"c": check})
    return number


def _organisation_check(body: str) -> str:
    values = (int(c) if c.isdigit() else ord(c) - 55 for c in body)
    rest = 11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return "X" if rest == 10 else "0" if rest == 11 else str(rest)
