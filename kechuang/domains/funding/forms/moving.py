"""What is typed about money spent under a budget and money brought in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field, money_field
from kechuang.casework.documents import services as documents
from kechuang.core.money import fen_of, yuan
from kechuang.core.words import labelled
from kechuang.domains.funding.forms.requests import reason_field
from kechuang.domains.funding.models import Budget, BudgetLine, Income, NegativeListItem, Spending
from kechuang.domains.funding.queries.moving import (
    left_on,
    payment_taken,
    spending_lines,
    spent_by_line,
    voucher_taken,
)
from kechuang.domains.transformations.forms.deals import chosen
from kechuang.domains.transformations.forms.money import PastForm

CLEAR = "clear"


class SpendingForm(PastForm):
    """Money spent on a line of the approved budget, with its voucher."""

    DAY = "spent_on"
    GROUPS: ClassVar[Any] = (
        (_("支出"), ("line", "amount", "spent_on", "purpose", "payee")),
        (_("支出凭证"), ("voucher", "part_of", "file")),
        (_("核对"), ("negative", "meant")),
    )

    line = forms.CharField(label=_("预算项目"), max_length=200, help_text=_("写序号或者内容，照预算"))
    amount = money_field(_("金额（元）"), positive=True)
    spent_on = day_field(_("发生日"))
    purpose = forms.CharField(label=_("用途"), max_length=200)
    payee = forms.CharField(label=_("收款方"), max_length=200)
    voucher = forms.CharField(label=_("原始凭证号"), max_length=60, help_text=_("发票号或者单据号"))
    part_of = forms.CharField(
        label=_("同一凭证分列说明"), max_length=200, required=False, help_text=_("同一凭证分几项列支的才填")
    )
    file = forms.FileField(label=_("凭证文件"), required=False, help_text=_("可以以后补"))
    negative = forms.CharField(
        label=_("负面清单"),
        max_length=300,
        required=False,
        help_text=_("有负面清单的经费必须核对；写项号，或者“不在清单”"),
    )
    meant = forms.BooleanField(label=_("用途符合批准的预算项目"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = list(spending_lines(self.case)) if isinstance(self.case, Budget) and self.case.pk else []
        if self._lines and isinstance(self.case, Budget):
            spent = spent_by_line(self.case)
            words = [(str(line.pk), self._words(line, spent.get(line.pk, 0))) for line in self._lines]
            self.fields["line"].widget = forms.Select(choices=[("", _("（请选择）")), *words])
            items = [(str(i.pk), labelled(i.code, i.text)) for i in self._items()]
            options = [("", _("（请选择）")), (CLEAR, _("不在清单")), *items]
            self.fields["negative"].widget = forms.Select(choices=options)
            self.fields["line"].help_text, self.fields["negative"].help_text = "", _("有负面清单的经费必须核对")

    @staticmethod
    def _words(line: BudgetLine, spent: int) -> str:
        return gettext("%(position)d %(title)s · %(category)s · 余 %(left)s 元") % {
            "position": line.position, "title": line.title, "category": line.get_category_display(),
            "left": yuan(fen_of(line.approved or Decimal(0)) - spent),
        }  # fmt: skip

    def _items(self) -> list[NegativeListItem]:
        sources = {line.source_id for line in self._lines if line.source_id is not None}
        return list(NegativeListItem.objects.filter(source_id__in=sources).order_by("source", "code", "valid_from"))

    def clean_line(self) -> BudgetLine:
        """By its key, its position or its title, as a sheet has it."""
        typed: str = self.cleaned_data["line"].strip()
        exact = [one for one in self._lines if typed == str(one.pk)] if self.data.get("line") == typed else []
        found = exact or [one for one in self._lines if typed in (str(one.position), one.title)]
        if len(found) != 1:
            raise forms.ValidationError(_("预算没有这一支出项目") if not found else _("有几项都这样写，写它的序号"))
        return found[0]

    def clean_voucher(self) -> str:
        return "".join(str(self.cleaned_data["voucher"]).split())

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        return None if upload is None else documents.check_upload(upload)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        line: BudgetLine | None = data.get("line")
        year = getattr(self.case, "year", None)
        if year is not None and data.get("spent_on") and data["spent_on"].year != year:
            self.add_error("spent_on", gettext("发生日不在 %(year)d 年，登记到那一年的预算") % {"year": year})
        if line is not None and data.get("amount") is not None and fen_of(data["amount"]) > left_on(line):
            words = gettext("这一项还可支出 %(left)s 元；需要更多的，先调整预算") % {"left": yuan(left_on(line))}
            self.add_error("amount", words)
        if data.get("voucher") and not data.get("part_of", "").strip() and self.case is not None:
            taken = voucher_taken(self.case.owner_id, data["voucher"])
            if taken is not None:
                words = gettext("凭证 %(voucher)s 已在 %(case)s 列支 %(amount)s 元；分列的写明")
                self.add_error("voucher", words % {
                    "voucher": data["voucher"], "case": taken.case.number, "amount": yuan(fen_of(taken.amount)),
                })  # fmt: skip
        if line is not None and not data.get("meant"):
            self.add_error("meant", _("不符合批准用途的不能列支，先调整预算"))
        if line is not None and "negative" not in self.errors:
            data["negative"] = self._negative(line, data)
        return data

    def _negative(self, line: BudgetLine, data: dict[str, Any]) -> NegativeListItem | None:
        """The item the spending is on; None where it is on none or its funds have no list."""
        typed = str(data.get("negative") or "").strip()
        rows = NegativeListItem.objects.filter(source_id=line.source_id) if line.source_id is not None else None
        held = list(rows.in_force(data["spent_on"])) if rows is not None and data.get("spent_on") else []
        data["list_document"] = "；".join(dict.fromkeys(item.document for item in held))[:200]
        if typed in ("", CLEAR, "不在清单", "not on the list"):
            if held and not typed:
                self.add_error("negative", gettext("这项经费有负面清单（%(n)d 项），核对后选择") % {"n": len(held)})
            return None
        found = [item for item in held if typed in (str(item.pk), item.code)]
        if not found:
            self.add_error("negative", _("这项经费的负面清单当日没有这一项"))
            return None
        return found[0]


class ReverseSpendingForm(ActionForm):
    """Which spending is taken back, and why."""

    spending = forms.ModelChoiceField(label=_("支出"), queryset=Spending.objects.none(), empty_label=_("（请选择）"))
    reason = reason_field(_("冲销理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["spending"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None and self.case.pk is not None:
            choice.queryset = Spending.objects.filter(case_id=self.case.pk, standing=True)


class VoucherForm(ActionForm):
    """The file of a voucher, for a spending that has none yet."""

    spending = forms.ModelChoiceField(label=_("支出"), queryset=Spending.objects.none(), empty_label=_("（请选择）"))
    file = forms.FileField(label=_("凭证文件"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["spending"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None and self.case.pk is not None:
            choice.queryset = Spending.objects.filter(case_id=self.case.pk, standing=True, document=None)

    def clean_file(self) -> Any:
        return documents.check_upload(self.cleaned_data["file"])


class IncomeForm(PastForm):
    """Money a platform earned, was given or brought in from outside."""

    DAY = "received_on"

    kind = chosen(_("来源种类"), Income.Kind.choices, help_text=_("前三种可以按配套比例申请政府配套"))
    received_on = day_field(_("到账日"))
    amount = money_field(_("到账金额（元）"), positive=True)
    payer = forms.CharField(label=_("付款方"), max_length=200)
    reference = forms.CharField(
        label=_("银行流水号"), max_length=60, help_text=_("照银行回单填写；同一笔流水只登记一次")
    )
    agreement = forms.CharField(
        label=_("立项、投资或捐赠文书"),
        max_length=200,
        required=False,
        help_text=_("引入的资金必填，例如立项文号、投资协议号"),
    )

    def clean_reference(self) -> str:
        reference = "".join(str(self.cleaned_data["reference"]).split())
        taken = payment_taken(self.case.owner_id, reference) if self.case is not None and self.case.pk else ""
        if taken:
            raise forms.ValidationError(_("这笔流水已登记在 %(case)s") % {"case": taken})
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") in Income.MATCHED and not data.get("agreement", "").strip():
            self.add_error("agreement", _("引入的资金写明立项、投资或者注资的文书"))
        year = getattr(self.case, "year", None)
        if year is not None and data.get("received_on") and data["received_on"].year != year:
            self.add_error("received_on", gettext("到账日不在 %(year)d 年，登记到那一年的预算") % {"year": year})
        return data


class ReverseIncomeForm(ActionForm):
    """Which income is taken back, and why."""

    income = forms.ModelChoiceField(label=_("收入"), queryset=Income.objects.none(), empty_label=_("（请选择）"))
    reason = reason_field(_("冲销理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["income"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None and self.case.pk is not None:
            choice.queryset = Income.objects.filter(budget_id=self.case.pk, standing=True)
