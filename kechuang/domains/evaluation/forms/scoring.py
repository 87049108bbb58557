"""What is typed when experts are drawn and when their scores are taken over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import ChecksField, day_field
from kechuang.casework.reviews.forms.panels import field_choices
from kechuang.casework.reviews.schemes import Side
from kechuang.core import clock
from kechuang.core.words import with_note
from kechuang.domains.evaluation import advancing
from kechuang.domains.evaluation.models import Campaign
from kechuang.domains.evaluation.reviews import SCORING


class DrawForm(ActionForm):
    """How many experts of each side sit for each platform, of which fields, and by when."""

    fields_wanted = ChecksField(label=_("领域专家的专业领域"), required=False, help_text=_("不选则不限"))
    reply_by = day_field(_("请专家于此日前确认"))
    score_by = day_field(_("请专家于此日前评分"))
    field_order = ("seats_scientific", "seats_enterprise", "seats_investment", "seats_government")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in SCORING.sides:
            self.fields[f"seats_{side}"] = forms.IntegerField(
                label=_("每家平台的%(side)s人数") % {"side": Side(side).label}, required=False, min_value=0, max_value=30,
                initial=SCORING.seats.get(side, 0),
            )  # fmt: skip
        self.fields["fields_wanted"].choices = field_choices(self.by)  # type: ignore[attr-defined]
        self.order_fields([*(f"seats_{side}" for side in SCORING.sides), "fields_wanted", "reply_by", "score_by"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seats = {str(side): n for side in SCORING.sides if (n := data.get(f"seats_{side}"))}
        if not seats and not self.errors:
            self.add_error(f"seats_{SCORING.sides[0]}", _("至少一位专家"))
        reply, score = data.get("reply_by"), data.get("score_by")
        for name, day in (("reply_by", reply), ("score_by", score)):
            if isinstance(day, dt.date) and day < clock.today():
                self.add_error(name, _("日期已过"))
        if reply and score and score < reply:
            self.add_error("score_by", _("早于确认日"))
        data["seats"] = seats
        return data


class TakeOverForm(ActionForm):
    """Zero must be said: an indicator without a value earns no marks only by a decision."""

    missing_is_zero = forms.BooleanField(
        label=_("缺数的定量指标按零分计"), required=False, help_text=_("不选则有缺数时不能出分，先补齐或者更正")
    )


class AdvanceForm(ActionForm):
    """Which step the panels of a campaign take together; as many as stand where it is taken."""

    step = forms.ChoiceField(label=_("哪一步"), choices=[("", _("（请选择）"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["step"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("（请选择）")), *self._steps()]

    def _steps(self) -> list[tuple[str, str]]:
        """The steps; of a campaign those for which some panels stand ready, with how many."""
        if not isinstance(self.case, Campaign) or self.case.pk is None:
            return [(name, str(advancing.action_of(name).label)) for name in advancing.STEPS]
        counted = ((name, len(advancing.standing(self.case, name))) for name in advancing.STEPS)
        return [
            (name, with_note(str(advancing.action_of(name).label), ngettext("%(n)d 组", "%(n)d 组", n) % {"n": n}))
            for name, n in counted if n
        ]  # fmt: skip
