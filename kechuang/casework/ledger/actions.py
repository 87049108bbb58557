"""The action of reversing an entry, defined once for each kind of case that posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Action, ActionForm, action
from kechuang.casework.cases.models import Case
from kechuang.casework.ledger import services
from kechuang.casework.ledger.models import Entry


class ReversalForm(ActionForm):
    """Which entry of this case, and why. Only entries that stand are offered."""

    entry = forms.ModelChoiceField(label=_("凭证"), queryset=Entry.objects.none())
    reason = forms.CharField(label=_("冲销理由"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["entry"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None and self.case.pk is not None:
            rows = Entry.objects.visible_to(self.by).filter(case_id=self.case.pk)
            choice.queryset = rows.filter(reverses=None, reversal=None)


def reversal_for(model: type[Case], by: Any, *, who: Any = "") -> Action:
    """Let those who `by` admits reverse an entry of a case of this kind, as long as the case is open."""
    open_states = [code for code, _label in model.STATES if code not in model.FINAL]

    @action(
        model,
        label=_("冲销凭证"),
        stays=open_states,
        by=by,
        who=who or _("由记账单位的财务人员办理"),
        form=ReversalForm,
        hint=_("记一笔相反的账，写明理由；原凭证保留"),
    )
    def reverse_entry(case: Case, *, data: Any, by: Any) -> Callable[[], None]:
        def finish() -> None:
            services.reverse(data["entry"], reason=data["reason"], by=by, case=case)

        return finish

    return reverse_entry
