"""What is wrong with something typed, in words that say what to write. Only where Django's own words would be said: what a
form says itself stays."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

from kechuang.core.words import half_width

_CHOOSE = {
    "required": _("选一项"),
    "invalid_choice": _("不在可选的值之中，重新选"),
    "invalid_list": _("不在可选的值之中，重新选"),
}
_FILL = {"required": _("填写这一栏")}
_WORDS: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (forms.ModelMultipleChoiceField, _CHOOSE | {"invalid_pk_value": _("“%(pk)s”不是编号，重新选")}),
    (forms.ChoiceField, _CHOOSE),
    (forms.BooleanField, {"required": _("须勾选才能办")}),
    (forms.FileField, {
        "required": _("选一个文件"), "missing": _("选一个文件"), "empty": _("文件是空的，换一个"),
        "invalid": _("文件没有传上来，再选一次"), "max_length": _("文件名太长：最多 %(max)d 个字符，现在 %(length)d 个"),
    }),
    (forms.DateTimeField, _FILL | {"invalid": _("写成日期和时间，例如 2026-03-02 09:00")}),
    (forms.DateField, _FILL | {"invalid": _("写成日期，例如 2026-03-02")}),
    (forms.IntegerField, _FILL | {"invalid": _("写成数字")}),
    (forms.EmailField, _FILL),
    (forms.URLField, _FILL | {"invalid": _("写成网址，例如 https://example.cn")}),
    (forms.Field, _FILL),
)  # fmt: skip
"""What a kind of field says, by what is wrong; the first kind that fits."""

_WHOLE = _("写成整数，例如 3")
_LIMITS: dict[type[validators.BaseValidator], Any] = {
    validators.MinValueValidator: _("不能小于 %(limit_value)s"),
    validators.MaxValueValidator: _("不能大于 %(limit_value)s"),
    validators.MinLengthValidator: _("太短：至少 %(limit_value)d 个字，现在 %(show_value)d 个"),
    validators.MaxLengthValidator: _("太长：最多 %(limit_value)d 个字，现在 %(show_value)d 个"),
}
_FORMS: dict[type[Any], Any] = {
    validators.EmailValidator: _("写成电子邮箱，例如 name@example.cn"),
    validators.URLValidator: _("写成网址，例如 https://example.cn"),
    validators.ProhibitNullCharactersValidator: _("有不能用的字符，删掉再填"),
}


class Places(validators.DecimalValidator):
    """How many digits a number may have, said plainly."""

    messages: dict[str, Any] = {  # as Django declares them
        "invalid": _("写成数字"),
        "max_digits": _("太长：最多 %(max)s 位数字"),
        "max_decimal_places": _("最多 %(max)s 位小数"),
        "max_whole_digits": _("太大：小数点前最多 %(max)s 位"),
    }


class Fen(Places):
    """The same of an amount of money."""

    messages: dict[str, Any] = Places.messages | {
        "max_decimal_places": _("金额写到分：最多两位小数"),
        "invalid": _("写成金额，例如 1000000.00"),
    }


class NumberField(forms.DecimalField):
    """A number, typed with commas or full-width digits as people write it: 1,000.5, １，０００．５."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = half_width(value).replace(",", "").strip()
        return super().to_python(value)


class MoneyField(NumberField):
    """An amount in yuan, to the fen. Typed with its sign and commas as people write it: ¥1,000,000.00."""

    default_error_messages = {"invalid": _("写成金额，例如 1000000.00")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 18, "decimal_places": 2} | kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = half_width(value).strip().lstrip("¥￥").removesuffix("元")
        return super().to_python(value)


def say_plainly(field: forms.Field) -> None:
    """Put plain words in the place of Django's on one field of a form at hand."""
    words = dict(next(words for kind, words in _WORDS if isinstance(field, kind)))
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField | forms.FloatField):
        words["invalid"] = _WHOLE
    for code, said in words.items():
        if _by_django(field, code):
            field.error_messages[code] = said
    field.validators = [_plain(one, field) for one in field.validators]


def _by_django(field: forms.Field, code: str) -> bool:
    """Whether what a field says of this is what Django says."""
    for kind in type(field).__mro__:
        said = getattr(kind, "default_error_messages", {}).get(code)
        if "default_error_messages" in vars(kind) and said is not None:
            return kind.__module__.startswith("django.") and field.error_messages.get(code) is said
    return True


def _plain(one: Any, field: forms.Field) -> Any:
    if type(one) is validators.DecimalValidator:
        return (Fen if isinstance(field, MoneyField) else Places)(one.max_digits, one.decimal_places)
    said = _LIMITS.get(type(one)) or _FORMS.get(type(one))
    if said is None or getattr(one, "message", None) is not type(one).message:
        return one
    made = copy(one)
    made.message = said
    return made
