"""What is typed about a panel."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import CharField, F, Func
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import ChecksField, day_field, not_in_future
from kechuang.casework.cases.models import Case
from kechuang.casework.reviews.models import Expert, Panel, Seat
from kechuang.casework.reviews.results import names_in
from kechuang.casework.reviews.schemes import Side, purpose_of, purposes
from kechuang.casework.reviews.words import field_word, law_fields
from kechuang.core import clock

ROWS = 6
"""As many lines of side, field and number as the form has."""


class OpenForm(ActionForm):
    """A panel on a case: what for, how many of each side, and of which fields, by when.

    row_n_side, row_n_field, row_n_many: so many of a side who work in one field, drawn before the rest of the side.
    """

    GROUPS = (
        (_("评审什么"), ("subject", "purpose", "reply_by", "score_by")),
        (_("各方面人数"), ("seats_*", "fields_wanted")),
        (_("指定领域的人数"), ("row_*",)),
    )

    subject = case_choice(_("评审事项"), Case.objects.none())
    purpose = forms.ChoiceField(label=_("评审种类"))
    fields_wanted = ChecksField(
        label=_("领域专家的专业领域"), required=False, help_text=_("没有指定领域的领域专家至少占其中一项；不选则不限")
    )
    reply_by = day_field(_("请专家于此日前确认"))
    score_by = day_field(_("请专家于此日前评分"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject, purpose = self.fields["subject"], self.fields["purpose"]
        subject.queryset = (  # type: ignore[attr-defined]
            Case.objects.visible_to(self.by).open().exclude(kind__startswith="reviews.")
        )
        purpose.choices = [(p.name, p.label) for p in purposes()]  # type: ignore[attr-defined]
        fields = field_choices(self.by)
        self.fields["fields_wanted"].choices = fields  # type: ignore[attr-defined]
        for side in Side:
            self.fields[f"seats_{side.value}"] = forms.IntegerField(
                label=_("%(side)s人数") % {"side": side.label}, required=False, min_value=0, max_value=30,
                help_text=_("各项都不写时按该种类的规定"),
            )  # fmt: skip
        for n in range(1, ROWS + 1):
            self.fields[f"row_{n}_side"] = forms.ChoiceField(
                label=_("第 %(n)d 行：方面") % {"n": n}, required=False, choices=[("", "—"), *Side.choices]
            )
            self.fields[f"row_{n}_field"] = forms.ChoiceField(
                label=_("第 %(n)d 行：领域") % {"n": n}, required=False, choices=[("", "—"), *fields]
            )
            self.fields[f"row_{n}_many"] = forms.IntegerField(
                label=_("第 %(n)d 行：人数") % {"n": n}, required=False, min_value=1, max_value=30
            )

    def clean_reply_by(self) -> dt.date:
        return _coming(self.cleaned_data["reply_by"])

    def clean_score_by(self) -> dt.date:
        return _coming(self.cleaned_data["score_by"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reply, score = data.get("reply_by"), data.get("score_by")
        if reply and score and score < reply:
            self.add_error("score_by", _("早于确认日"))
        asked = {side.value: n for side in Side if (n := data.get(f"seats_{side.value}"))}
        places = {side: f"seats_{side}" for side in asked}
        for n in range(1, ROWS + 1):
            self._row(n, data, asked, places)
        name = data.get("purpose")
        if name:
            for stratum, place in places.items():
                if stratum.partition("/")[0] not in purpose_of(name).sides:
                    self.add_error(place, _("这种评审没有这一方面"))
        data["seats"] = asked or None
        return data

    def _row(self, n: int, data: dict[str, Any], asked: dict[str, int], places: dict[str, str]) -> None:
        """One line of the second part: nothing, or a side, a field and a number, each pair once."""
        names = [f"row_{n}_{part}" for part in ("side", "field", "many")]
        side, field, many = (data.get(name) for name in names)
        if not (side or field or many):
            return
        for name, value in zip(names, (side, field, many), strict=True):
            if not value and name not in self.errors:
                self.add_error(name, _("方面、领域和人数要一起填"))
        if not (side and field and many):
            return
        stratum = f"{side}/{field}"
        if stratum in asked:
            self.add_error(names[1], _("这一方面和领域前面已有一行"))
        asked[stratum], places[stratum] = many, names[0]


def field_choices(by: Any) -> list[tuple[str, str]]:
    """The fields of the law's lists, and those the experts of the pools this person keeps work in."""
    codes = list(law_fields())
    if by is not None:
        experts = Expert.objects.visible_to(by).active_on(clock.today()).order_by()
        held = experts.annotate(one=Func(F("fields"), function="unnest", output_field=CharField()))
        codes += sorted(set(held.values_list("one", flat=True).distinct()) - set(codes))
    return [(code, field_word(code)) for code in codes]


def _coming(day: dt.date) -> dt.date:
    if day < clock.today():
        raise forms.ValidationError(_("日期已过"))
    return day


class ChairForm(ActionForm):
    seat = forms.ModelChoiceField(label=_("组长"), queryset=Seat.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["seat"]
        assert isinstance(choice, forms.ModelChoiceField)
        rows = Seat.objects.filter(panel_id=getattr(self.case, "pk", None) or 0, state__in=("accepted", "submitted"))
        choice.queryset = rows.select_related("expert__person").order_by("label")
        choice.label_from_instance = lambda obj: f"{obj.label} {obj.expert.person.name}"  # type: ignore[method-assign]


RECOMMENDS = [choice for choice in Panel.Opinion.choices if choice[0] != Panel.Opinion.SCORED]
"""What a panel may recommend."""


class ConcludeForm(ActionForm):
    """The panel's conclusion, and where it met."""

    opinion = forms.ChoiceField(label=_("结论"), choices=RECOMMENDS)
    opinion_text = forms.CharField(
        label=_("评审意见"), widget=forms.Textarea, max_length=4000,
        help_text=_("申请方会看到这段话，不要写专家的姓名和单位"),
    )  # fmt: skip
    met_on = day_field(_("会议日期"))
    place = forms.CharField(label=_("地点"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scores_only = isinstance(self.case, Panel) and not purpose_of(self.case.purpose).recommends
        if self.scores_only:
            del self.fields["opinion"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.scores_only:
            data["opinion"] = Panel.Opinion.SCORED
        return data

    def clean_met_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["met_on"]
        not_in_future(day)
        return day

    def clean_opinion_text(self) -> str:
        text: str = self.cleaned_data["opinion_text"]
        if self.case is not None:
            for seat in Seat.objects.filter(panel_id=self.case.pk).select_related("expert__person"):
                revealing(text, seat.expert)
        return text


def revealing(text: str, expert: Any) -> None:
    """Refuse a text for the applicant that holds an expert's own name or organisation."""
    found = names_in(text, expert)
    if found:
        raise forms.ValidationError(_("这段话里有“%(names)s”，申请方会认出专家，请改写") % {"names": "”“".join(found)})
