"""A form read for many rows answers each as if it were read for that row alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.cases.rereading import Rereading


class Sample(forms.Form):
    name = forms.CharField(max_length=5)
    amount = forms.DecimalField(required=False, max_digits=5, decimal_places=2)
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    agreed = forms.BooleanField(required=False)
    when = forms.SplitDateTimeField(required=False)
    fixed = forms.CharField(disabled=True, initial="x", required=False)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name == (self.data.get("agreed") or ""):
            raise ValidationError("the same")
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if data.get("kinds"):
            data["kinds"].append(data.get("name"))  # what one row does to its own answer is not another's
        return data


texts = st.sampled_from(["", " ", "a", "on", "bb", "1.25", "1.255", "123456", "2026-01-01", "\x00"])
rows = st.lists(
    st.dictionaries(
        st.sampled_from(["name", "amount", "kinds", "agreed", "when_0", "when_1", "fixed"]),
        st.lists(texts, min_size=1, max_size=2),
    ),
    min_size=1,
    max_size=8,
)


@given(rows)
def test_as_if_alone(rows: list[dict[str, list[str]]]) -> None:
    shared: Any = Sample(data={})
    shared._clean_fields = Rereading(shared).clean_fields
    for row in rows:
        alone = Sample(data=MultiValueDict(row))
        shared.data, shared._errors = MultiValueDict(row), None
        assert shared.is_valid() == alone.is_valid()
        assert shared.errors == alone.errors
        assert shared.cleaned_data == alone.cleaned_data
