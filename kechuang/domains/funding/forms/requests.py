"""What is typed about money that a treasury appropriates and pays out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import money_field
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.choosing import Naming, SearchChoiceField
from kechuang.domains.funding.models import Appropriation, BudgetEarmark, FundRequest, FundSource
from kechuang.domains.funding.queries.requests import may_ask, requestable

MOST_REASON = 300


def reason_field(label: Any, **more: Any) -> forms.CharField:
    """Why something is done, in words that a reversal keeps."""
    return forms.CharField(label=label, max_length=MOST_REASON, widget=forms.Textarea, **more)


def _mark_text(mark: BudgetEarmark) -> str:
    return mark.earmark.number


def _mark_about(mark: BudgetEarmark) -> str:
    assert mark.source is not None
    parts = (
        mark.budget.title, mark.source.title, str(mark.source.get_level_display()),
        gettext("还可申请 %(left)s 元") % {"left": yuan(may_ask(mark))},
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def _suggest(rows: Any, text: str) -> Any:
    for word in text.split():
        rows = rows.filter(budget__title__icontains=word) | rows.filter(source__title__icontains=word) | rows.filter(
            earmark__number__istartswith=word
        )  # fmt: skip
    return rows


MARKS = Naming(
    paths=("earmark__number",), text=_mark_text, about=_mark_about, suggest=_suggest,
    hint=_("写专款编号，例如 ZK-2026-000001"),
)  # fmt: skip


class RequestForm(ActionForm):
    """How much of which money set aside, and what for. What is not set aside cannot be asked for."""

    mark = SearchChoiceField(
        BudgetEarmark.objects.none(), naming=MARKS, label=_("预算专款"),
        help_text=_("由已批准的预算按经费渠道设立；不同财政层级分别申请"),
    )  # fmt: skip
    amount = money_field(_("申请金额（元）"), positive=True)
    purpose = forms.CharField(label=_("用途和理由"), widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["mark"]
        assert isinstance(choice, forms.ModelChoiceField)
        from kechuang.casework.parties.reach import reach_of

        own = reach_of(self.by).organisations if self.by is not None else frozenset()
        choice.queryset = requestable().filter(budget__owner_id__in=own)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        mark, amount = data.get("mark"), data.get("amount")
        if mark is not None and amount is not None:
            self._within(mark, amount)
        return data

    def _within(self, mark: BudgetEarmark, amount: Any) -> None:
        case = self.case if isinstance(self.case, FundRequest) else None
        left = may_ask(mark, case)
        if fen_of(amount) > left:
            words = gettext("专款 %(mark)s 还可申请 %(left)s 元；需要更多的，先调整预算")
            self.add_error("amount", words % {"mark": mark.earmark.number, "left": yuan(left)})


class AmendForm(RequestForm):
    """The same money, asked for again after it was sent back: another amount, better reasons."""

    mark = None  # type: ignore[assignment]  # stays what it was

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        ActionForm.__init__(self, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = ActionForm.clean(self) or {}
        case = self.case
        if isinstance(case, FundRequest) and case.mark is not None and data.get("amount") is not None:
            self._within(case.mark, data["amount"])
        return data


class CheckForm(ActionForm):
    """The opinion of the department that checks."""

    note = forms.CharField(label=_("审核意见"), widget=forms.Textarea, required=False)


class ApproveForm(CheckForm):
    """The treasury's opinion; for an award, of which funds it is paid."""

    source = case_choice(
        _("经费渠道"), FundSource.objects.none(), required=False, help_text=_("评价奖励从哪项经费支付；其他申请不填")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["source"]
        assert isinstance(choice, forms.ModelChoiceField)
        if isinstance(self.case, FundRequest) and self.case.request_kind == FundRequest.Kind.AWARD:
            choice.queryset = FundSource.objects.filter(funder_id=self.case.payer_id, state="open")
            choice.required = self.case.source_id is None
        elif self.case is not None:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("source", None)
        return data


class AppropriationForm(ActionForm):
    """Money put to a kind of funds for a year, by the treasury's own document."""

    FRESH = frozenset({"document"})
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    amount = money_field(_("金额（元）"), positive=True)
    document = forms.CharField(label=_("预算指标文号"), max_length=100)


class ReverseAppropriationForm(ActionForm):
    """Which appropriation is taken back, and why."""

    appropriation = forms.ModelChoiceField(
        label=_("预算安排"), queryset=Appropriation.objects.none(), empty_label=_("（请选择）")
    )
    reason = reason_field(_("冲销理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["appropriation"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None and self.case.pk is not None:
            choice.queryset = Appropriation.objects.filter(source_id=self.case.pk, standing=True, reverses=None)
