"""What is typed about money that arrives, what it cost, a stake, and the profit of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field, money_field, not_in_future
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.core.words import labelled
from kechuang.domains.transformations import due
from kechuang.domains.transformations.income import reference_taken, standing_receipts
from kechuang.domains.transformations.models import Cost, Receipt, Term, Transformation

WHOLE = 1_000_000
MOST_REASON = 300

OWN_COSTS: Mapping[str, str] = {
    "appraisal": Cost.Kind.APPRAISAL, "agency": Cost.Kind.AGENCY, "travel": Cost.Kind.TRAVEL,
    "other_cost": Cost.Kind.OTHER, "taxes": Cost.Kind.TAXES,
}  # fmt: skip
"""Fields of costs that a receipt alone brought -> their kind."""


def reason_field(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=MOST_REASON, widget=forms.Textarea, **more)


class PastForm(ActionForm):
    """A step dated in the field DAY, not after today."""

    DAY: ClassVar[str] = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get(self.DAY)
        if isinstance(day, dt.date):
            try:
                not_in_future(day)
            except forms.ValidationError as error:
                self.add_error(self.DAY, error)
        return data


class ArrivalForm(PastForm):
    """Money that arrived, as the bank states it. One payment is recorded once in a unit, on one route."""

    DAY = "received_on"

    received_on = day_field(_("到账日"))
    amount = money_field(_("到账金额（元）"), positive=True)
    payer = forms.CharField(label=_("付款方"), max_length=200)
    reference = forms.CharField(
        label=_("银行流水号"), max_length=60, help_text=_("照银行回单填写；同一笔流水只登记一次")
    )

    def clean_reference(self) -> str:
        reference: str = "".join(self.cleaned_data["reference"].split())
        unit = getattr(self.case, "owner_id", None)
        taken = reference_taken(unit, reference) if unit is not None else None
        if taken is not None:
            words = _("这笔流水已登记在 %(case)s（%(day)s，%(amount)s 元）")
            raise forms.ValidationError(
                words % {"case": taken.case.number, "day": taken.received_on.isoformat(), "amount": taken.amount}
            )
        return reference


class ReceiptForm(ArrivalForm):
    """A receipt of a transformation, with the costs and taxes that it alone brought."""

    GROUPS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = (
        (_("到账"), ("received_on", "amount", "payer", "reference", "term")),
        (_("本次到账单独发生的费用和税金（元，没有的不填）"), (*OWN_COSTS, "evidence")),
    )

    term = forms.CharField(
        label=_("支付约定"),
        required=False,
        max_length=300,
        help_text=_("合同约定的哪一笔；不选的，是唯一的一笔，或者金额正好的一笔"),
    )
    appraisal = money_field(_("评估费"), required=False, positive=True)
    agency = money_field(_("中介服务费"), required=False, positive=True)
    travel = money_field(_("差旅费"), required=False, positive=True)
    other_cost = money_field(_("其他费用"), required=False, positive=True)
    taxes = money_field(_("税金"), required=False, positive=True)
    evidence = forms.CharField(
        label=_("费用和税金的凭证"), max_length=200, required=False, help_text=_("发票号、完税证明号")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = self._terms()
        if terms:
            options = [("", _("（请选择）")), *((str(t.pk), labelled(t.get_kind_display(), t.text)) for t in terms)]
            self.fields["term"].widget = forms.Select(choices=options)

    def _terms(self) -> list[Term]:
        known = isinstance(self.case, Transformation) and self.case.pk is not None
        return list(Term.objects.filter(transformation_id=self.case.pk)) if known and self.case is not None else []

    def clean_term(self) -> Term | None:
        """The payment of this deal that was chosen, or whose words were written, as a sheet has them."""
        typed: str = self.cleaned_data["term"].strip()
        if not typed:
            return None
        found = [t for t in self._terms() if typed in (str(t.pk), t.text)]
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            _("合同没有这一笔支付约定") if not found else _("有几笔支付约定都这样写，到页面上选")
        )

    def _meant(self, deal: Transformation, amount: Decimal | None) -> Term | None:
        """The payment of the contract that money is for where none was chosen: the only one, or the first to the fen."""
        terms = self._terms()
        if len(terms) == 1:
            return terms[0]
        fen = None if amount is None else fen_of(amount)
        return next((one.term for one in due.payments(deal) if fen is not None and one.left == fen), None)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        deal = self.case if isinstance(self.case, Transformation) else None
        signed = deal.contract_on if deal is not None else None
        if signed is not None and data.get("received_on") and data["received_on"] < signed:
            self.add_error("received_on", _("早于合同签订日 %(day)s") % {"day": signed.isoformat()})
        if deal is not None and "term" not in self.errors and not data.get("term"):
            kinds = {t.kind for t in self._terms()}
            if Term.Kind.ROYALTY in kinds and len(kinds) > 1:
                self.add_error("term", _("合同既有提成又有其他付款，选这是哪一笔"))
            else:
                data["term"] = self._meant(deal, data.get("amount"))
        if any(data.get(name) for name in OWN_COSTS) and not data.get("evidence", "").strip():
            self.add_error("evidence", _("填了费用或者税金，写明凭证"))
        own = sum((data.get(name) or Decimal(0) for name in OWN_COSTS), Decimal(0))
        if data.get("amount") and own > data["amount"]:
            self.add_error("amount", _("单独发生的费用和税金合计 %(own)s 元，比到账还多，核对一下") % {"own": own})
        return data


class CostForm(PastForm):
    """A cost or tax of the whole transformation, or of one receipt."""

    DAY = "spent_on"

    kind = forms.ChoiceField(label=_("种类"), choices=[("", _("（请选择）")), *Cost.Kind.choices])
    amount = money_field(_("金额（元）"), positive=True)
    fiscal = forms.BooleanField(
        label=_("财政研发经费"), required=False, help_text=_("研发成本中用财政资金支出的，不算成本")
    )
    spent_on = day_field(_("发生日"))
    evidence = forms.CharField(label=_("凭证"), max_length=200, help_text=_("发票号、合同号或者完税证明号"))
    receipt = forms.ModelChoiceField(
        label=_("属于哪次到账"), queryset=Receipt.objects.none(), required=False, empty_label=_("整个转化"),
        help_text=_("整个转化的成本按到账金额分摊；已到账的不改，由以后的到账补扣"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["receipt"]
        assert isinstance(choice, forms.ModelChoiceField)
        if isinstance(self.case, Transformation) and self.case.pk is not None:
            choice.queryset = standing_receipts(self.case)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        research = data.get("kind") == Cost.Kind.RESEARCH
        if data.get("fiscal") and not research:
            self.add_error("fiscal", _("只有研发成本才区分财政经费"))
        if research and data.get("receipt"):
            self.add_error("receipt", _("研发成本属于整个转化"))
        return data


class ReverseReceiptForm(ActionForm):
    """Which receipt is taken back, and why. Its own costs and taxes go with it."""

    receipt = forms.ModelChoiceField(label=_("到账"), queryset=Receipt.objects.none(), empty_label=_("（请选择）"))
    reason = reason_field(_("冲销理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["receipt"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None and self.case.pk is not None:
            choice.queryset = Receipt.objects.filter(case_id=self.case.pk, standing=True)


class ReverseCostForm(ActionForm):
    """Which cost is taken back, and why."""

    cost = forms.ModelChoiceField(label=_("成本或者税金"), queryset=Cost.objects.none(), empty_label=_("（请选择）"))
    reason = reason_field(_("冲销理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["cost"]
        assert isinstance(choice, forms.ModelChoiceField)
        if isinstance(self.case, Transformation) and self.case.pk is not None:
            choice.queryset = Cost.objects.filter(transformation=self.case, standing=True)


class RestateForm(ActionForm):
    """Why the net income of what arrived is found anew."""

    note = reason_field(_("重新核算的理由"))


class TaxForm(PastForm):
    """Taxes paid over to the tax office."""

    DAY = "on"

    amount = money_field(_("缴纳金额（元）"), positive=True)
    on = day_field(_("缴纳日"))
    evidence = forms.CharField(label=_("完税证明"), max_length=150)


class EquityForm(PastForm):
    """The stake that was registered for the unit, and the proof."""

    DAY = "registered_on"

    company = organisation_choice(_("公司"), required=False)
    company_name = forms.CharField(label=_("公司名称（未登记的）"), max_length=200, required=False)
    share = forms.CharField(
        label=_("股权（出资）比例"), max_length=40, help_text=_("例如 40% 或者 1/3，精确到百万分之一")
    )
    shares = forms.IntegerField(label=_("股份数"), min_value=1, required=False, help_text=_("股份有限公司填写"))
    value = money_field(_("作价投资额（元）"), positive=True)
    registered_on = day_field(_("股权登记日"))
    evidence = forms.CharField(label=_("登记凭证"), max_length=200, help_text=_("变更登记通知书文号、股权证编号"))

    def clean_share(self) -> int:
        return millionths(self.cleaned_data["share"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("company") and not data.get("company_name", "").strip() and "company" not in self.errors:
            self.add_error("company", _("写是哪家公司"))
        signed = getattr(self.case, "contract_on", None)
        if signed is not None and data.get("registered_on") and data["registered_on"] < signed:
            self.add_error("registered_on", _("早于合同签订日 %(day)s") % {"day": signed.isoformat()})
        return data


class CorrectEquityForm(EquityForm):
    """The stake as it truly was registered, and what was wrong."""

    reason = reason_field(_("更正理由"))


def millionths(text: str, most: int = 1) -> int:
    """40%, 0.4, 2/5 as whole millionths; up to so many times the whole. Raises ValidationError where it is none, or finer."""
    bare = text.strip().replace("％", "%").replace(" ", "")
    try:
        share = Fraction(bare[:-1]) / 100 if bare.endswith("%") else Fraction(bare)
    except (ValueError, ZeroDivisionError):
        raise forms.ValidationError(_("比例写成 40%、0.4 或者 2/5")) from None
    if share <= 0 or (most == 1 and share > 1):
        raise forms.ValidationError(_("比例大于零，不超过 100%") if most == 1 else _("比例大于零"))
    if share > most:
        raise forms.ValidationError(_("比例超过 %(most)d%%，请核对") % {"most": most * 100})
    if (share * WHOLE).denominator != 1 and "/" not in bare:
        raise forms.ValidationError(_("比例精确到百万分之一（百分数四位小数）"))
    whole = int(share * WHOLE)  # a fraction finer than that is rounded down: never more of the company than there is
    if whole == 0:
        raise forms.ValidationError(_("比例小于百万分之一"))
    return whole


class ProfitForm(ActionForm):
    """The operating profit that implementing the achievement brought in a year."""

    year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)
    profit = money_field(_("营业利润（元）"), min_value=None, help_text=_("亏损填负数；只算实施这项成果的"))
    production_on = day_field(_("成功投产日"))
    evidence = forms.CharField(label=_("凭证"), max_length=200, help_text=_("审计报告或者决算表编号"))
    reason = forms.CharField(
        label=_("更正理由"), max_length=MOST_REASON, required=False, help_text=_("当年已有数字的，说明为什么更正")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        year, start = data.get("year"), data.get("production_on")
        today = clock.today()
        if year is not None and year > today.year:
            self.add_error("year", _("这一年还没有到"))
        if start is not None and start > today:
            self.add_error("production_on", _("日期在今天之后"))
        if year is not None and start is not None and year < start.year:
            self.add_error("year", _("早于投产的 %(year)d 年") % {"year": start.year})
        if isinstance(self.case, Transformation) and self.case.pk is not None:
            rows = [p for p in self.case.profits.select_related("replaced_by") if not hasattr(p, "replaced_by")]
            others = {p.production_on for p in rows if p.year != year}
            if start is not None and others and start not in others:
                self.add_error("production_on", _("别的年度记的是 %(day)s") % {"day": min(others).isoformat()})
            if any(p.year == year for p in rows) and not data.get("reason", "").strip():
                self.add_error("reason", _("%(year)d 年已有数字，写更正理由") % {"year": year})
        return data
