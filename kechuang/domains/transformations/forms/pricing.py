"""What is typed about a price: agreed, listed or auctioned; its notice; and the completers' pre-emption."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field, money_field, not_in_future
from kechuang.casework.notices.forms import notice_form
from kechuang.core import clock
from kechuang.domains.achievements.actions.who import manager
from kechuang.domains.achievements.forms.registry import yes_or_no
from kechuang.domains.transformations.forms.deals import Relation, _check_partner, chosen
from kechuang.domains.transformations.models import Preemption, Transformation
from kechuang.domains.transformations.notices import PRICE
from kechuang.domains.transformations.queries import completers_of, open_preemptions, running_notice


class _PricedForm(ActionForm):
    """What every pricing says: the day, on what basis it was decided, and what shows it."""

    def clean_priced_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["priced_on"]
        not_in_future(day)
        return day


class AgreedForm(_PricedForm):
    """A price agreed with the other side."""

    price = money_field(
        _("价格（元）"), required=False, positive=True, help_text=_("按提成等方式支付、没有固定总价的可以不填")
    )
    price_words = forms.CharField(
        label=_("价格的其他约定"), max_length=200, required=False, help_text=_("例如 另按销售额的 3% 提成")
    )
    priced_on = day_field(_("定价日"))
    basis = forms.CharField(
        label=_("依据和决策经过"), widget=forms.Textarea, help_text=_("评估、询价、同类交易的比较；谁在什么会议上决定")
    )
    evidence = forms.CharField(label=_("凭证"), max_length=300, help_text=_("会议纪要、评估报告的名称或者编号"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "price" not in self.errors and data.get("price") is None and not str(data.get("price_words", "")).strip():
            self.add_error("price", _("写价格，或者写明怎样支付"))
        return data


class _SaleForm(_PricedForm):
    """A sale in the open: base price, outcome, buyer."""

    base_price = money_field(_("底价（元）"), positive=True)
    base_reasons = forms.CharField(label=_("底价的依据"), widget=forms.Textarea)
    venue = forms.CharField(label=_("交易场所"), max_length=200)
    priced_on = day_field(_("结果日"))
    sold = yes_or_no(_("成交"))
    price = money_field(_("成交价（元）"), required=False, positive=True)
    bidders = forms.IntegerField(label=_("应价人数"), min_value=0, max_value=30_000, required=False)
    partner = organisation_choice(_("买受人"), required=False)
    partner_name = forms.CharField(label=_("买受人名称（未登记的）"), max_length=200, required=False)
    relation = chosen(_("买受人与完成人的关系"), Relation.choices, required=False)
    relation_text = forms.CharField(label=_("关系说明"), max_length=300, required=False)
    basis = forms.CharField(label=_("经过"), widget=forms.Textarea)
    evidence = forms.CharField(label=_("凭证"), max_length=300, help_text=_("成交确认书、挂牌公告的名称或者编号"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("sold"):
            if data.get("price") is None and "price" not in self.errors:
                self.add_error("price", _("写成交价"))
            if not data.get("partner") and not data.get("partner_name"):
                self.add_error("partner", _("写买受人"))
            _check_partner(self, data)
            self.check_price(data)
        elif "sold" in data and data.get("price") is not None:
            self.add_error("price", _("没有成交的，不写成交价"))
        return data

    def check_price(self, data: dict[str, Any]) -> None:
        """A listing may end below its base price only where the base was lowered and listed again."""
        price, base = data.get("price"), data.get("base_price")
        if price is not None and base is not None and price < base:
            self.add_error("price", _("低于底价；底价降低的，先写明新的底价和依据"))


class ListingForm(_SaleForm):
    """The outcome of a listing on the technology market."""


class AuctionForm(_SaleForm):
    """The outcome of an auction."""

    venue = forms.CharField(label=_("拍卖人"), max_length=200)


class PriceNoticeForm(notice_form(PRICE)):  # type: ignore[misc]  # made from the kind of notice
    """The notice of the agreed price; name, mode, price and interest are the deal's own."""

    GROUPS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = (
        (_("公示的内容"), ("notice_summary", "secret", "relation*")),
        (_("公示渠道"), ("notice_*",)),
        (_("异议"), ("procedure", "answer_days")),
        (_("变更"), ("note",)),
    )
    notice_name = None
    notice_mode = None
    notice_price = None
    notice_insider = None
    relation = chosen(_("对方与完成人的关系"), Relation.choices, help_text=_("有利害关系的在公示中标明"))
    relation_text = forms.CharField(label=_("关系说明"), max_length=300, required=False)
    secret = yes_or_no(_("内容摘要含秘密内容"))
    procedure = forms.CharField(
        label=_("异议处理程序"), widget=forms.Textarea, help_text=_("单位规定的程序和办法，随公示公开")
    )
    answer_days = forms.IntegerField(label=_("答复异议的天数"), min_value=1, max_value=365, initial=15)
    note = forms.CharField(
        label=_("变更理由"), widget=forms.Textarea, required=False, help_text=_("公示的内容变了，期限重新计算")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Transformation) and running_notice(self.case) is None:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        _check_partner(self, data)
        return data


class OfferForm(ActionForm):
    """The terms put to the completers, and by when they answer."""

    offered_on = day_field(_("询问日"))
    answer_by = day_field(_("答复期限"))
    terms = forms.CharField(
        label=_("同等条件"), widget=forms.Textarea, help_text=_("价格、支付方式、履行期限等主要条件")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        offered, until = data.get("offered_on"), data.get("answer_by")
        if offered is not None and offered > clock.today():
            self.add_error("offered_on", _("日期在今天之后"))
        if offered is not None and until is not None and until <= offered:
            self.add_error("answer_by", _("应晚于询问日"))
        if isinstance(self.case, Transformation) and not completers_of(self.case):
            self.add_error(None, _("成果没有完成人"))
        return data


class AnswerForm(ActionForm):
    """A completer's answer. A completer answers for themself; the unit records the others' with what shows it."""

    preemption = forms.ModelChoiceField(
        label=_("完成人"), queryset=Preemption.objects.none(), empty_label=_("（请选择）")
    )
    answer = chosen(_("答复"), Preemption.Answer.choices)
    answered_on = day_field(_("答复日"))
    evidence = forms.CharField(label=_("答复的凭证"), max_length=300, help_text=_("书面答复的名称或者编号"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Transformation):
            field, rows = self.fields["preemption"], open_preemptions(self.case)
            if self.by is not None and not manager.test(self.by, self.case):
                rows = rows.filter(person_id=getattr(self.by, "person_id", None) or 0)
            field.queryset = rows  # type: ignore[attr-defined]
            field.label_from_instance = lambda row: str(row.person)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked, day = data.get("preemption"), data.get("answered_on")
        if asked is None or day is None:
            return data
        if day > clock.today():
            self.add_error("answered_on", _("日期在今天之后"))
        elif day < asked.offered_on:
            self.add_error("answered_on", _("早于询问日 %(day)s") % {"day": asked.offered_on.isoformat()})
        elif data.get("answer") == Preemption.Answer.LAPSED and day <= asked.answer_by:
            self.add_error("answer", _("答复期限 %(day)s 还没有过") % {"day": asked.answer_by.isoformat()})
        return data
