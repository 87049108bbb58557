"""What is typed to draft a plan, to propose its shares, to put it on notice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field, money_field
from kechuang.casework.notices.forms import notice_form
from kechuang.core.money import fen_of
from kechuang.core.words import day_words
from kechuang.domains.achievements.forms.registry import maybe
from kechuang.domains.rewards import lines, sources
from kechuang.domains.rewards.models import RewardPlan, RewardShare
from kechuang.domains.rewards.notices import REWARD_NOTICE
from kechuang.domains.rewards.people import find_person, refuse_title_shares
from kechuang.domains.transformations.models import ContractFund, Transformation, YearProfit

Source = RewardPlan.Source
EARNING = ("performing", "completed", "ended")
"""States of a transformation in which income may have been obtained."""


class TermsForm(ActionForm):
    """What the law asks of the unit: whether a rule or agreement exists, and the time to pay that it sets."""

    agreed = maybe(_("单位有奖励规定，或者与人员有约定"), _("决定国家法的标准和支付期限是否适用"))
    agreed_months = forms.IntegerField(
        label=_("规定或者约定的支付期限（月）"), min_value=1, max_value=120, required=False
    )  # fmt: skip
    agreed_due_on = day_field(_("规定或者约定的支付日"), required=False)
    team_only = maybe(_("受奖人员均为项目组成员"), _("横向项目经费结余才要回答"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("agreed_months", "agreed_due_on"):
            if data.get(name) is not None and not data.get("agreed"):
                self.add_error(name, _("有规定或者约定的才填"))
        return data


class DraftForm(TermsForm):
    """What is shared out, how much at least, who carried the transformation. The shares are suggested and then proposed."""

    GROUPS = (
        (_("奖励什么"), ("source", "transformation", "until", "year", "contract_fund")),
        (_("奖励多少，给谁"), ("pool", "staff", "title")),
        (_("规定和约定"), ("agreed*", "team_only")),
    )

    source = forms.ChoiceField(label=_("奖励来源"), choices=[("", _("（请选择）")), *Source.choices])
    transformation = case_choice(
        _("成果转化"), Transformation.objects.filter(state__in=EARNING), required=False,
        help_text=_("除横向项目经费外都要填"),
    )  # fmt: skip
    until = day_field(_("到账截至"), required=False, help_text=_("不填就把还没有分配的到账都分了"))
    year = forms.IntegerField(
        label=_("利润年度"), min_value=2000, max_value=2999, required=False, help_text=_("按营业利润奖励的填")
    )  # fmt: skip
    contract_fund = case_choice(_("横向项目经费"), ContractFund.objects.exclude(state="open"), required=False)
    pool = money_field(
        _("奖励总额（元）"), required=False, positive=True, help_text=_("不填就正好按法定下限；单位可以给得更多")
    )  # fmt: skip
    staff = forms.CharField(
        label=_("承担转化的转移机构工作人员和管理人员"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一个姓名，同名的写 ORCID"),
    )  # fmt: skip
    title = forms.CharField(label=_("方案名称"), max_length=200, required=False, help_text=_("不填就按成果转化的名称"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.by is not None:
            for name in ("transformation", "contract_fund"):
                field = self.fields[name]
                assert isinstance(field, forms.ModelChoiceField)
                rows: Any = field.queryset
                field.queryset = rows.visible_to(self.by)

    def clean_staff(self) -> list[tuple[str, str]]:
        return lines.read_names(self.cleaned_data["staff"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        source = data.get("source")
        if source:
            getattr(self, f"_clean_{source}")(data)
        self._clean_people(data)
        return data

    def _clean_receipts(self, data: dict[str, Any]) -> None:
        deal = self._needed(data, "transformation")
        if deal is None:
            return
        found = sources.unrewarded(deal, data.get("until"))
        if not found:
            if data.get("until"):
                self.add_error("until", _("到这一天为止没有还没分配的到账"))
            else:
                self.add_error("transformation", _("没有还没分配的到账"))
        waiting = next((row for row in found if row.income is None), None)
        if waiting is not None:
            words = _("%(day)s到账的净收入还没有核定") % {"day": day_words(waiting.received_on)}
            self.add_error("transformation", words)
        data["receipts"] = found

    def _clean_equity(self, data: dict[str, Any]) -> None:
        deal = self._needed(data, "transformation")
        if deal is None:
            return
        if not hasattr(deal, "equity_stake"):
            self.add_error("transformation", _("这项转化还没有登记作价投资的股权"))
        self._once(deal, Source.EQUITY)

    def _clean_profit(self, data: dict[str, Any]) -> None:
        deal, year = self._needed(data, "transformation"), self._needed(data, "year")
        if deal is None or year is None:
            return
        found = YearProfit.objects.filter(transformation=deal, year=year, replaced_by=None).first()
        if found is None:
            self.add_error("year", _("还没有记录 %(year)d 年的营业利润") % {"year": year})
            return
        if found.profit <= 0:
            self.add_error("year", _("%(year)d 年没有盈利，没有可以奖励的") % {"year": year})
        if any(plan.profit_id == found.pk for plan in sources.standing_plans(deal, Source.PROFIT)):
            self.add_error("year", _("%(year)d 年的利润已有方案") % {"year": year})
        data["profit"] = found

    def _clean_contract_funds(self, data: dict[str, Any]) -> None:
        fund = self._needed(data, "contract_fund")
        if fund is None:
            return
        if data.get("transformation") is not None:
            self.add_error("transformation", _("一笔收入只走一条路：横向项目经费不与成果转化一起分"))
        if data.get("pool") is None and "pool" not in self.errors:
            self.add_error("pool", _("横向项目经费没有奖励下限，写明奖励总额"))

    def _needed(self, data: dict[str, Any], name: str) -> Any:
        found = data.get(name)
        if found is None and name not in self.errors:
            self.add_error(name, _("这样的奖励来源要填这一项"))
        return found

    def _once(self, deal: Transformation, source: str) -> None:
        if found := sources.standing_plans(deal, source):
            self.add_error("transformation", _("已有方案 %(number)s") % {"number": found[0].number})

    def _clean_people(self, data: dict[str, Any]) -> None:
        owner = next((data[n].owner for n in ("transformation", "contract_fund") if data.get(n) is not None), None)
        for name, orcid in data.get("staff") or ():
            if owner is None:
                return
            try:
                find_person(name, orcid, owner)
            except forms.ValidationError as error:
                self.add_error("staff", error)


class SharesForm(ActionForm):
    """Everybody the plan rewards, with amounts; the pool is their sum. Not in the timeline: not everybody may read them."""

    PRIVATE = frozenset({"shares"})

    shares = forms.CharField(label=_("奖励人员和金额"), widget=forms.Textarea(attrs={"rows": 8}), help_text=lines.HELP)

    def clean_shares(self) -> list[lines.Line]:
        found = lines.read_shares(self.cleaned_data["shares"])
        plan = self.case
        if isinstance(plan, RewardPlan) and plan.pk is not None:
            among = [share.person for share in plan.shares.select_related("person")]
            wanted = [(find_person(line.name, line.orcid, plan.owner, among), line.fen) for line in found]
            refuse_title_shares(plan, wanted)
            if plan.source == Source.EQUITY and sum(line.fen for line in found) > fen_of(plan.income):
                raise forms.ValidationError(_("超过作价投资额，股权不够分"))
        return found


class ChangedSharesForm(SharesForm):
    """Other shares while the plan is on notice: the notice says so, and its days begin anew."""

    reason = forms.CharField(label=_("变更理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000)
    unit_on = day_field(_("变更后在本单位公示的首日"), required=False)
    evidence = forms.CharField(label=_("本单位公示的证据"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit_on") and not data.get("evidence"):
            self.add_error("evidence", _("写明证据"))
        return data


class ShareForm(ActionForm):
    """One person of a plan, as a row of a sheet has them; who is there already is replaced."""

    PRIVATE = frozenset({"person", "orcid", "amount", "contribution", "leader", "direct", "proof"})

    person = forms.CharField(label=_("姓名"), max_length=60)
    orcid = forms.CharField(label="ORCID", max_length=19, required=False)
    group = forms.ChoiceField(label=_("类别"), choices=[("", _("（请选择）")), *RewardShare.Group.choices])
    part = forms.ChoiceField(label=_("身份"), choices=[("", _("按记录")), *RewardShare.Part.choices], required=False)
    amount = money_field(_("奖励（元）"))
    contribution = forms.CharField(label=_("贡献"), max_length=2_000, required=False)
    leader = forms.BooleanField(label=_("单位负责人"), required=False)
    direct = forms.BooleanField(label=_("对转化做出直接重要贡献"), required=False)
    proof = forms.CharField(label=_("贡献证明"), max_length=200, required=False)

    def clean_orcid(self) -> str:
        from kechuang.casework.parties import identifiers

        text: str = self.cleaned_data["orcid"].strip()
        return identifiers.orcid(text) if text else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        plan = self.case
        if isinstance(plan, RewardPlan) and plan.pk is not None and data.get("person"):
            among = [share.person for share in plan.shares.select_related("person")]
            try:
                person = find_person(data["person"].strip(), data.get("orcid", ""), plan.owner, among)
                refuse_title_shares(plan, [(person, fen_of(data["amount"]) if data.get("amount") else 0)])
            except forms.ValidationError as error:
                self.add_error("person", error)
        return data


class RecomputeForm(ActionForm):
    """How much to share out, and among whom; the suggestion is made anew."""

    pool = money_field(_("奖励总额（元）"), required=False, positive=True, help_text=_("不填就正好按法定下限"))
    staff = forms.CharField(
        label=_("承担转化的转移机构工作人员和管理人员"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一个姓名，同名的写 ORCID"),
    )  # fmt: skip

    def clean_staff(self) -> list[tuple[str, str]]:
        found = lines.read_names(self.cleaned_data["staff"])
        if self.case is not None:
            for name, orcid in found:
                find_person(name, orcid, self.case.owner)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        plan = self.case
        if isinstance(plan, RewardPlan) and plan.source == Source.CONTRACT_FUNDS and data.get("pool") is None:
            self.add_error("pool", _("横向项目经费没有奖励下限，写明奖励总额"))
        return data


_Notice: Any = notice_form(REWARD_NOTICE)


class PublicityForm(_Notice):
    """Since when the plan is on notice in the unit; what the notice says is taken from the plan."""

    notice_achievement = None
    notice_transformation = None
    notice_pool = None
    notice_people = None
    notice_leaders = None
