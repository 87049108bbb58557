"""What is typed of an effect that people carry out by hand: when, and by which decision or act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.core.money import fen_of, yuan
from kechuang.core.words import with_note
from kechuang.domains.evaluation.following import beyond_budgets
from kechuang.domains.evaluation.models import Effect

BY_HAND = (Effect.Kind.ADJUSTMENT, Effect.Kind.FUNDING_MEASURE, Effect.Kind.PRIORITY, Effect.Kind.EXIT)
"""Effects that no other step carries out: awards and cuts are money, rectifications and assessments cases of their own."""


def waiting(evaluation: Any) -> Any:
    """The effects of an evaluation that somebody has still to carry out by hand; none of a draft, none that is open.

    Also a cut that its budget cannot take any more, because the year was settled: how it was dealt with is recorded.
    """
    rows = Effect.objects.filter(evaluation_id=evaluation.pk, done_on=None, open=False, waived=False, simulation=False)
    late = beyond_budgets(list(rows.filter(kind=Effect.Kind.CUT)))
    return rows.filter(Q(kind__in=BY_HAND) | Q(pk__in=late)).order_by("pk")


class EffectChoice(forms.ModelChoiceField):
    """An effect, by its kind and measure."""

    def label_from_instance(self, obj: Any) -> str:
        kind = str(obj.get_kind_display())
        if obj.kind == Effect.Kind.CUT and obj.amount is not None:
            return with_note(kind, _("%(yuan)s 元，预算已决算") % {"yuan": yuan(fen_of(obj.amount))})
        return with_note(kind, str(obj.get_measure_display())) if obj.measure else kind


class CarryOutForm(ActionForm):
    """Which effect was carried out, when, and how."""

    effect = EffectChoice(label=_("效果"), queryset=Effect.objects.none())
    done_on = day_field(_("执行日"))
    done_note = forms.CharField(
        label=_("执行情况"),
        max_length=300,
        widget=forms.Textarea,
        help_text=_("做了什么，依据哪个决定，写文号；不能再入账的削减，写怎样处理和理由"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["effect"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None and self.case.pk:
            choice.queryset = waiting(self.case)

    def clean_done_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["done_on"]
        not_in_future(day)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        effect, day = data.get("effect"), data.get("done_on")
        if effect is not None and day is not None and day < effect.made_on:
            self.add_error("done_on", _("早于效果作出的 %(day)s") % {"day": effect.made_on})
        return data
