"""What is typed about a budget's lines, one by one or all at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import money_field
from kechuang.casework.ledger.models import Earmark
from kechuang.core.words import in_parts
from kechuang.domains.funding.models import Budget, BudgetLine, FundSource
from kechuang.domains.funding.queries.lines import lines_of, source_words, sources_for

TYPED = [c for c in BudgetLine.Category.choices if c[0] != BudgetLine.Category.CARRIED]
"""Categories a person may choose; what is carried over comes by its own action."""


class SourceField(forms.ModelChoiceField):
    """A kind of funds, by its title."""

    def label_from_instance(self, source: Any) -> str:
        return str(source.title)


class LineForm(ActionForm):
    """A line; the same category, text and source again replaces its amount."""

    FRESH = frozenset({"title", "note"})
    category = forms.ChoiceField(label=_("科目"), choices=TYPED)
    title = forms.CharField(label=_("内容"), max_length=200)
    source = SourceField(
        label=_("经费渠道"), queryset=FundSource.objects.all(), required=False,
        help_text=_("财政资金必选；自有收入等没有登记渠道的留空，在下一栏选资金来源"),
    )  # fmt: skip
    money = forms.ChoiceField(
        label=_("资金来源"), choices=[("", _("（同经费渠道）")), *Earmark.Source.choices], required=False
    )
    amount = money_field(_("金额（元）"), positive=True)
    basic_research = forms.BooleanField(label=_("用于基础研究"), required=False)
    note = forms.CharField(label=_("测算依据"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)
        if isinstance(self.case, Budget):
            mine = sources_for(self.case.region_id, self.case.year)
            field.queryset = FundSource.objects.filter(pk__in=[source.pk for source in mine])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        source, money, category = data.get("source"), data.get("money"), data.get("category")
        if source is not None:
            if money and money != source.money:
                self.add_error("money", _("与所选渠道的资金来源不同；留空即可"))
            data["money"] = source.money
        elif not money and "money" not in self.errors:
            self.add_error("money", _("没有选经费渠道的，要选资金来源"))
        elif money == Earmark.Source.FISCAL:
            self.add_error("source", _("财政资金要选经费渠道；没有的先请科技或者财政部门登记"))
        income = category in BudgetLine.INCOMES
        data["side"] = BudgetLine.Side.INCOME if income else BudgetLine.Side.SPENDING
        if income and data.get("basic_research"):
            self.add_error("basic_research", _("只有支出才分是否用于基础研究"))
        return data


class AmountsForm(ActionForm):
    """The amounts of all lines, each in its own field; a line that is empty stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[BudgetLine] = []
        if not isinstance(self.case, Budget):
            return
        self.lines = [line for line in lines_of(self.case) if not line.brought]
        for line in self.lines:
            self.fields[f"amount_{line.pk}"] = money_field(
                f"{line.position} {line.title}", required=False, initial=line.amount,
                help_text=in_parts([str(line.get_category_display()), source_words(line)]),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        changes: dict[int, Decimal] = {}
        for line in self.lines:
            typed = data.get(f"amount_{line.pk}")
            if typed is not None and typed != line.amount:
                changes[line.pk] = typed
        data["changes"] = changes
        if not changes and not self.errors:
            self.add_error(None, _("没有改动"))
        return data


class DropLineForm(ActionForm):
    """A line that was never approved."""

    line = forms.ModelChoiceField(label=_("项目"), queryset=BudgetLine.objects.filter(approved=None))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, forms.ModelChoiceField)
        if isinstance(self.case, Budget):
            field.queryset = BudgetLine.objects.filter(budget=self.case, approved=None)


class ConditionsForm(ActionForm):
    """What the budget rests on besides its lines."""

    note = forms.CharField(label=_("编制说明"), widget=forms.Textarea, max_length=4000, required=False)
    basic_ceiling = forms.DecimalField(
        label=_("基础研究经费比重上限（%）"), min_value=0, max_value=100, max_digits=7, decimal_places=4, required=False,
        help_text=_("平台建设方案写明的比重；没有写明的留空"),
    )  # fmt: skip
    standards = forms.TypedChoiceField(
        label=_("已建立经费支出标准"), required=False, empty_value=None,
        choices=(("", _("未定")), ("true", _("是")), ("false", _("否"))), coerce=lambda text: text == "true",
    )  # fmt: skip

    def clean_basic_ceiling(self) -> int | None:
        part: Decimal | None = self.cleaned_data["basic_ceiling"]
        return None if part is None else int(part * 10_000)
