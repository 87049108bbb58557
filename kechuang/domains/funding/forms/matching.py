"""What is typed about matching: the ratios a place sets, and a request for what they come to."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field
from kechuang.casework.parties.models import Region
from kechuang.casework.parties.reach import reach_of, under
from kechuang.core.money import yuan
from kechuang.core.words import listed
from kechuang.domains.funding.matching import Matched, matched, matching_mark
from kechuang.domains.funding.models import Budget, Income, MatchingRatio
from kechuang.domains.funding.queries.requests import may_ask
from kechuang.domains.transformations.forms.deals import chosen
from kechuang.domains.transformations.forms.money import millionths

MOST_TIMES = 10
"""More than this is taken for a slip of the pen; no text names a most."""
_BARE = re.compile(r"\d{1,9}(\.\d{1,9})?")


class RatioForm(ActionForm):
    """A ratio for a kind of money brought in, in a place, from a day on, as a document decided."""

    region = forms.ModelChoiceField(label=_("适用地方"), queryset=Region.objects.none(), empty_label=_("（请选择）"))
    source_kind = chosen(_("引入资金种类"), [(k, Income.Kind(k).label) for k in Income.MATCHED])
    ratio = forms.CharField(
        label=_("配套比例"), max_length=20,
        help_text=_("每引入一元，政府配套多少：写成百分数，例如 50%；条文没有写上限，一倍半写成 150%"),
    )  # fmt: skip
    valid_from = day_field(_("起"))
    valid_to = day_field(_("止"), required=False)
    document = forms.CharField(label=_("决定文号"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["region"]
        assert isinstance(choice, forms.ModelChoiceField)
        prefixes = reach_of(self.by).prefixes if self.by is not None else ()
        choice.queryset = Region.objects.filter(under(prefixes, "code"))

    def clean_ratio(self) -> int:
        """A number of one and more without a sign could be meant either way: 50 is no fifty-fold."""
        typed = self.cleaned_data["ratio"].strip()
        if _BARE.fullmatch(typed) and Fraction(typed) >= 1:
            words = gettext("“%(typed)s”看不出是百分之几还是几倍：写成 %(part)s 或者 %(times)s")
            raise forms.ValidationError(
                words % {"typed": typed, "part": f"{typed}%", "times": f"{float(Fraction(typed) * 100):g}%"}
            )
        return millionths(typed, most=MOST_TIMES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("valid_from"), data.get("valid_to")
        if since and until and until < since:
            self.add_error("valid_to", _("早于起日"))
            return data
        if since and data.get("region") and data.get("source_kind"):
            rows = MatchingRatio.objects.filter(
                place=data["region"].code, source_kind=data["source_kind"], withdrawn_on=None
            )
            other = next((r for r in rows if _overlaps(r, since, until)), None)
            if other is not None:
                words = gettext("%(number)s 已定这段时间的比例；先终止它，或者从它终止的次日起")
                self.add_error("valid_from", words % {"number": other.number})
        return data


def _overlaps(row: MatchingRatio, since: Any, until: Any) -> bool:
    return (row.valid_to is None or since <= row.valid_to) and (until is None or row.valid_from <= until)


class EndForm(ActionForm):
    """The last day a ratio holds, and the document that ends it."""

    valid_to = day_field(_("最后一日"))
    note = forms.CharField(label=_("理由和文号"), widget=forms.Textarea)

    def clean_valid_to(self) -> Any:
        day = self.cleaned_data["valid_to"]
        if isinstance(self.case, MatchingRatio) and self.case.pk is not None:
            if day < self.case.valid_from:
                raise forms.ValidationError(_("早于起日"))
            if self.case.valid_to is not None and day > self.case.valid_to:
                raise forms.ValidationError(_("晚于原定的止日"))
        return day


class MatchForm(ActionForm):
    """Under which budget the match of what was brought in is asked for; the amount follows from the law."""

    budget = case_choice(_("年度预算"), Budget.objects.none())
    purpose = forms.CharField(label=_("用途和理由"), widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["budget"]
        assert isinstance(choice, forms.ModelChoiceField)
        own = reach_of(self.by).organisations if self.by is not None else frozenset()
        choice.queryset = Budget.objects.filter(owner_id__in=own, state__in=("approved", "adjusting"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        budget: Budget | None = data.get("budget")
        if budget is None:
            return data
        mark, found = matching_mark(budget), matched(budget)
        problem = self._problem(found)
        if mark is None:
            problem = gettext("预算没有安排配套资金：先在预算列入由财政拨付的配套经费")
        elif not problem and not may_ask(mark):
            problem = gettext("预算安排的配套资金已全部申请")
        if problem:
            self.add_error("budget", problem)
        data["mark"], data["matched"] = mark, found
        return data

    @staticmethod
    def _problem(found: Matched) -> str:
        if not found.parts:
            return gettext("还没有登记引入的资金")
        if found.unset:
            kinds = listed(str(Income.Kind(kind).label) for kind in found.unset)
            return gettext("到账时没有定配套比例的资金：%(kinds)s；由科技主管部门或者财政部门登记比例") % {
                "kinds": kinds
            }
        if found.fen is not None and not found.left:
            words = gettext("按比例应配套 %(all)s 元，已申请 %(claimed)s 元，没有可再申请的")
            return words % {"all": yuan(found.fen), "claimed": yuan(found.claimed)}
        return ""
