"""At what ratio a place matches money brought in, by kind of source and date (配套比例)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case, CaseQuerySet
from kechuang.casework.parties.models import DateRange
from kechuang.core.audit.tracking import tracked
from kechuang.domains.funding.models.moving import Income

WHOLE = 1_000_000


class RatioQuerySet(CaseQuerySet):
    def in_force(self, region: str, day: dt.date) -> Self:
        """The ratios of a place on a day, those of the place itself and of the places above it."""
        above = {region, f"{region[:4]}00", f"{region[:2]}0000"}
        rows = self.filter(region_id__in=above, withdrawn_on=None, valid_from__lte=day)
        return rows.filter(Q(valid_to=None) | Q(valid_to__gte=day))


@tracked()
class MatchingRatio(Case):
    """How much of a kind of money brought in the government of a place adds, as a document decided. Its owner records it.

    ratio: in millionths of the money brought in; it may be more than the whole.
    """

    SERIES: ClassVar[str] = "BL"
    STATES: ClassVar[Any] = (("in_force", _("有效")), ("ended", _("已终止")), ("withdrawn", _("撤回")))
    INITIAL: ClassVar[str] = "in_force"
    FINAL: ClassVar[frozenset[str]] = frozenset({"ended", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_matching_ratio"
    )
    place = models.CharField(max_length=6, editable=False)
    source_kind = models.CharField(
        _("引入资金种类"), max_length=20, choices=[(k, Income.Kind(k).label) for k in Income.MATCHED]
    )
    ratio = models.PositiveIntegerField(_("配套比例（百万分之）"))
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    document = models.CharField(_("决定文号"), max_length=100)
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = RatioQuerySet.as_manager()

    class Meta:
        verbose_name = _("配套比例")
        constraints = (
            models.CheckConstraint(
                name="matching_ratio_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="matching_ratio_positive", condition=Q(ratio__gt=0)),
            models.CheckConstraint(name="matching_ratio_decided", condition=~Q(document="")),
            ExclusionConstraint(
                name="matching_ratio_one_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    ("source_kind", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_on=None),
                violation_error_message=_("这一地方、这种资金在这段时间已有配套比例"),
            ),
        )

    @property
    def share(self) -> Fraction:
        """The ratio as the law takes it."""
        return Fraction(self.ratio, WHOLE)

    def search_text(self) -> str:
        """Also the kind of money and the document."""
        return f"{super().search_text()} {self.get_source_kind_display()} {self.document}"
