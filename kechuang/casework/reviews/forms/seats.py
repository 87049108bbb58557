"""What an expert fills in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.reviews.forms.panels import revealing
from kechuang.casework.reviews.models import Conflict, Score
from kechuang.casework.reviews.models.scores import Phase
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.casework.reviews.words import weight_words
from kechuang.core.ui.plain import NumberField


class AcceptForm(ActionForm):
    no_conflict = forms.BooleanField(label=_("我与评审事项的单位和人员没有任职、亲属、合作署名、投资等利害关系"))
    confidential = forms.BooleanField(label=_("我对评审内容和评审组成员保密"))


class RecuseForm(ActionForm):
    kind = forms.ChoiceField(label=_("关系"), choices=Conflict.Kind.choices)
    note = forms.CharField(label=_("情况说明"), widget=forms.Textarea)


class UpholdForm(RecuseForm):
    PRIVATE = frozenset({"objector"})

    objector = forms.CharField(label=_("谁提出"), max_length=100)
    field_order = ("objector", "kind", "note")


class SayForm(ActionForm):
    PRIVATE = frozenset({"text"})

    text = forms.CharField(label=_("发言"), widget=forms.Textarea, max_length=4000)


class ScoreForm(ActionForm):
    """Points and words for each criterion of the seat's track. Kept out of the timeline, which holds the receipt alone."""

    PRIVATE = frozenset({"scores"})
    phase = Phase.BLIND

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seat: Any = self.case
        reasoned = seat is not None and purpose_of(seat.panel.purpose).reasoned
        for criterion in seat.panel.criteria_of(seat.track) if seat is not None else ():
            name, most = criterion["name"], criterion["points"]
            share = weight_words(criterion["weight"])
            self.fields[f"points_{name}"] = NumberField(
                label=_("%(label)s（0–%(most)d 分，权重 %(share)s）")
                % {"label": criterion["label"], "most": most, "share": share},
                min_value=Decimal(0), max_value=Decimal(most), decimal_places=2, max_digits=7,
                help_text=criterion["hint"], initial=self._before(name, "points"),
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
            )  # fmt: skip
            self.fields[f"comment_{name}"] = forms.CharField(
                label=_("%(label)s：意见") % {"label": criterion["label"]}, required=reasoned, max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}), initial=self._before(name, "comment"),
            )  # fmt: skip

    def _before(self, criterion: str, column: str) -> Any:
        """In the final phase a member starts from their own blind score."""
        if self.phase == Phase.BLIND or self.case is None:
            return None
        rows = Score.objects.filter(seat_id=self.case.pk, criterion=criterion, phase=Phase.BLIND)
        return rows.values_list(column, flat=True).first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seat: Any = self.case
        scores = []
        for criterion in seat.panel.criteria_of(seat.track) if seat is not None else ():
            name = criterion["name"]
            comment = data.pop(f"comment_{name}", "")
            try:
                revealing(comment, seat.expert)
            except ValidationError as error:
                self.add_error(f"comment_{name}", error)
            scores.append((name, data.pop(f"points_{name}", None), criterion["points"], comment.strip()))
        return {"scores": scores, "receipt": ""}


class FinalForm(ScoreForm):
    phase = Phase.FINAL
