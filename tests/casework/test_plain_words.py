"""What is mistyped is told in words that say what to write, in both languages; never in the framework's own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, override

from kechuang.casework.cases.actions import ActionForm, all_actions
from kechuang.casework.cases.forms import day_field, money_field
from kechuang.core.ui.plain import MoneyField

FOREIGN = {"zh-hans": ("这个字段", "输入一个", "确保", "请输入", "有效"), "en": ("Ensure", "Enter a", "This field")}


class Sample(ActionForm):
    amount = money_field("金额（元）", positive=True)
    points = forms.DecimalField(max_digits=5, decimal_places=1, max_value=100)
    years = forms.IntegerField(min_value=1, max_value=30)
    on = day_field("日期")
    kind = forms.ChoiceField(choices=(("a", "甲"),))
    title = forms.CharField(max_length=4)
    email = forms.EmailField()
    file = forms.FileField()
    own = forms.IntegerField(error_messages={"invalid": gettext_lazy("我们自己的话")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["later"] = money_field("后加的（元）", required=False)


def told(**typed: str) -> dict[str, str]:
    return {name: " ".join(map(str, errors)) for name, errors in Sample(typed).errors.items()}


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("amount", "1.234", "金额写到分：最多两位小数"),
        ("later", "1.234", "金额写到分：最多两位小数"),
        ("amount", "abc", "写成金额，例如 1000000.00"),
        ("amount", "0", "不能小于 0.01"),
        ("amount", "9" * 17, "太大：小数点前最多 16 位"),
        ("points", "1.25", "最多 1 位小数"),
        ("points", "101", "不能大于 100"),
        ("years", "1.5", "写成整数，例如 3"),
        ("on", "昨天", "写成日期，例如 2026-03-02"),
        ("kind", "b", "不在可选的值之中，重新选"),
        ("kind", "", "选一项"),
        ("title", "一二三四五", "太长：最多 4 个字，现在 5 个"),
        ("title", "", "填写这一栏"),
        ("email", "x", "写成电子邮箱，例如 name@example.cn"),
        ("file", "", "选一个文件"),
        ("own", "x", "我们自己的话"),
    ],
)
def test_what_to_write_is_said(name: str, typed: str, words: str) -> None:
    assert words in told(**{name: typed})[name]


def test_money_is_read_as_people_write_it() -> None:
    for typed in ("1000000", "1,000,000.00", "¥1，000，000", " ￥1000000.0 "):
        assert MoneyField().clean(typed) == Decimal(1_000_000)
    with pytest.raises(ValidationError):
        MoneyField().clean("一百万")


@pytest.mark.django_db
def test_no_form_of_any_action_speaks_in_the_framework_s_words() -> None:
    """Every field of every action: mistyped, it says none of Django's sentences, in either language."""
    for action in all_actions():
        for name, declared in action.form.base_fields.items():
            form = type("One", (ActionForm,), {name: declared})({name: "1.23456789\n不是"})
            for language, foreign in FOREIGN.items():
                with override(language):
                    words = " ".join(str(e) for e in form.errors.get(name, ()))
                    assert not any(one in words for one in foreign), (action.key, name, words)


def test_amounts_of_money_share_one_field() -> None:
    for action in all_actions():
        for name, field in action.form.base_fields.items():
            if isinstance(field, forms.DecimalField) and "（元）" in str(field.label):
                assert isinstance(field, MoneyField), (action.key, name)


@pytest.mark.parametrize(
    "text", ["2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日", "２０２６年３月２日", " 2026 年 3 月 2 日 "]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_field("日期").clean(text) == dt.date(2026, 3, 2)


@pytest.mark.parametrize("text", ["0001-01-01", "1799-12-31", "2026-02-30", "2026年13月1日", "明天"])
def test_a_day_that_cannot_be_is_told(text: str) -> None:
    with pytest.raises(ValidationError):
        day_field("日期").clean(text)


@pytest.mark.parametrize("text", ["1000000.50", "１，０００，０００．５０", "￥1,000,000.50元"])
def test_an_amount_is_read_as_people_write_it(text: str) -> None:
    assert money_field("金额").clean(text) == Decimal("1000000.50")
