"""What is typed to pay a plan, to take money back, to undo a payment, and to record wages and the conditions of tax."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import ChecksField, day_field, money_field, not_in_future
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.domains.achievements.forms.registry import maybe
from kechuang.domains.rewards.models import RewardPayment, RewardPlan
from kechuang.domains.rewards.paying import lines, owing


class PaidOnForm(ActionForm):
    """A day on which something was done by a settled plan: not before it was settled, not in the future."""

    paid_on = day_field(_("支付日"))

    @property
    def plan(self) -> RewardPlan | None:
        found = self.case
        return found if isinstance(found, RewardPlan) and found.pk is not None else None

    def clean_paid_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["paid_on"]
        not_in_future(day)
        settled = self.plan.settled_on if self.plan is not None else None
        if settled is not None and day < settled:
            raise forms.ValidationError(_("早于方案确定日 %(day)s") % {"day": settled})
        return day


class PayForm(PaidOnForm):
    """Whom to pay now, to which accounts, and what is withheld. Accounts and taxes are not kept in the timeline."""

    PRIVATE = frozenset({"accounts", "withheld"})
    GROUPS = (
        (_("支付给谁"), ("paid_on", "people", "accounts")),
        (_("个人所得税"), ("withheld", "preferential")),
    )

    people = ChecksField(label=_("支付的人"), help_text=_("不选的以后再付"))
    accounts = forms.CharField(
        label=_("收款账户"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=lines.ACCOUNTS
    )  # fmt: skip
    withheld = forms.CharField(
        label=_("代扣的个人所得税"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=lines.WITHHELD
    )  # fmt: skip
    preferential = ChecksField(
        label=_("按职务成果现金奖励减半计税的人"), required=False, help_text=_("通知的条件都具备的才能选")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed = owing.to_pay(self.plan) if self.plan is not None else []
        options = [(str(one.share.pk), f"{one.name} {yuan(one.fen)}") for one in self.owed]
        for name in ("people", "preferential"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = options
        # A correcting plan by which nobody gets more has nobody to pay.
        self.fields["people"].required = bool(options) or self.plan is None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [one for one in self.owed if str(one.share.pk) in (data.get("people") or ())]
        data["owed"] = chosen
        for name, read in (
            ("accounts", lambda text: lines.read_accounts(text, [one.name for one in chosen])),
            ("withheld", lambda text: lines.read_withheld(text, {one.name: one.fen for one in chosen})),
        ):
            try:
                data[f"{name}_of"] = read(data.get(name) or "")
            except forms.ValidationError as error:
                self.add_error(name, error)
        half = set(data.get("preferential") or ())
        if not half <= {str(one.share.pk) for one in chosen}:
            self.add_error("preferential", _("只能选这次支付的人"))
        data["half"] = half
        self._accounts(data, chosen)
        return data

    def _accounts(self, data: dict[str, Any], chosen: list[owing.Owed]) -> None:
        known = owing.accounts_of(one.share.person_id for one in chosen)
        written = data.get("accounts_of")
        lacking = [one.name for one in chosen if one.share.person_id not in known and one.name not in (written or ())]
        if lacking and written is not None:
            self.add_error("accounts", _("还缺收款账户：%(names)s") % {"names": "、".join(lacking)})
        data["known"] = known


class StakesForm(PaidOnForm):
    """The registration of stakes in the names of those rewarded."""

    paid_on = day_field(_("股权登记（变更）到个人之日"))
    evidence = forms.CharField(label=_("登记凭证"), max_length=200, help_text=_("例如 变更登记通知书编号"))

    def clean_paid_on(self) -> dt.date:
        """A stake may be registered in their names at once, before the plan was entered here as settled."""
        day: dt.date = self.cleaned_data["paid_on"]
        not_in_future(day)
        return day


class TakeBackForm(PaidOnForm):
    """What came back of a reward that a correcting plan lowered."""

    paid_on = day_field(_("收回日"))
    person = forms.ChoiceField(label=_("谁交回"))
    reference = forms.CharField(label=_("凭证"), max_length=100, help_text=_("银行流水号或者收据编号"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = owing.to_take_back(self.plan) if self.plan is not None else []
        self.owed = {str(one.share.pk): one for one in rows}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("（请选择）")),
            *((pk, f"{one.name} {yuan(-one.fen)}") for pk, one in self.owed.items()),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["owed"] = self.owed.get(data.get("person") or "")
        return data


class ReturnForm(ActionForm):
    """A payment the bank gave back, or that was made wrongly."""

    payment = forms.ChoiceField(label=_("哪一笔"))
    reason = forms.CharField(label=_("理由"), max_length=300, help_text=_("例如 账号有误，银行退汇"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = []
        if self.case is not None and self.case.pk is not None:
            found = RewardPayment.objects.standing().filter(share__plan=self.case.pk, entry__isnull=False)
            rows = list(found.select_related("share__person").order_by("pk"))
        self.rows = {str(row.pk): row for row in rows}
        field = self.fields["payment"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("（请选择）")),
            *(
                (pk, f"{row.share.person.name} {yuan(fen_of(row.amount))} {row.paid_on}")
                for pk, row in self.rows.items()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["row"] = self.rows.get(data.get("payment") or "")
        return data


class WagesForm(ActionForm):
    """The unit's wages of a year without this reward, as far as they are known."""

    PRIVATE = frozenset({"total", "performance_pay", "performance_cap"})

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)
    total = money_field(_("当年工资总额（不含本次奖励，元）"), required=False)
    performance_pay = money_field(_("当年绩效工资（不含本次奖励，元）"), required=False)
    performance_cap = money_field(_("绩效工资总额限额（元）"), required=False)
    capped = maybe(_("实行绩效工资总额管理"))

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        paid = RewardPayment.objects.filter(
            share__plan_id=getattr(self.case, "pk", None), paid_on__year=year, entry__isnull=False
        )
        if self.case is not None and self.case.pk is not None and not paid.exists():
            raise forms.ValidationError(_("%(year)d 年没有按本方案支付奖励") % {"year": year})
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("capped") is False and data.get("performance_cap") is not None:
            self.add_error("performance_cap", _("不实行绩效工资总额管理的没有限额"))
        return data


class TaxForm(ActionForm):
    """What the unit says of the conditions of the tax notice; what is left open stays open."""

    of_unit = maybe(_("受奖人都是本单位人员"), _("人事记录已有的不用填"))
    named_kind = maybe(_("成果属于通知所列的种类"), _("专利技术、软件著作权、布图设计、植物新品种、生物医药新品种等"))
    certificate = maybe(_("技术合同已认定登记并取得证明"), _("转化里已登记合同登记编号的不用填"))
    published = maybe(_("名单和相关信息已按规定公示"), _("国科发政〔2018〕103号的公示，与奖励方案的公示不是一回事"))
    published_on = day_field(_("公示的首日"), required=False)
    kept_apart = maybe(_("没有把正常工资奖金列入"))
    nonprofit_exemption = maybe(_("民办单位已取得非营利组织免税资格"), _("公办单位不用填"))
    evidence = forms.CharField(label=_("依据"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("published_on")
        if day is not None and data.get("published") is not True:
            self.add_error("published_on", _("已公示的才填"))
        if day is not None and day > clock.today():
            self.add_error("published_on", _("日期在今天之后"))
        if not self.errors and all(data.get(name) in (None, "") for name in self.base_fields):
            raise forms.ValidationError(_("每一项都没有说明，没有可以记录的：至少说明一项条件"))
        return data
