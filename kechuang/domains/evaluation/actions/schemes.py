"""Writers of evaluation schemes: drafted anew or carried over, their tree set node by node, adopted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.standard import attachment_for
from kechuang.domains.evaluation.actions.who import EVALUATOR, evaluator
from kechuang.domains.evaluation.forms import schemes as forms
from kechuang.domains.evaluation.models import Scheme
from kechuang.domains.platforms.queries.filing import department_of

Data = Mapping[str, Any]
BY_CLASS = ["quzhou-2024:art5.p1.b", "binjiang-2023:s1.2.i1"]


def set_out(scheme: Scheme, platform_class: str, year: int, document: str, by: Any) -> None:
    """Whose scheme it is, for which class and year; the next edition where the year has one."""
    department = department_of(by)
    if department is not None:
        scheme.owner, scheme.region = department, department.region
        scheme.place = department.region_id
    scheme.platform_class, scheme.year, scheme.document = platform_class, year, document
    rows = Scheme.objects.filter(place=scheme.place, platform_class=platform_class, year=year)
    scheme.edition = (rows.aggregate(last=Max("edition"))["last"] or 0) + 1
    scheme.title = gettext("%(place)s%(class)s平台 %(year)d 年度评价指标体系") % {
        "place": scheme.region.name if department is not None else "",
        "class": scheme.get_platform_class_display(), "year": year,
    }  # fmt: skip


@action(
    Scheme,
    label=_("起草指标体系"),
    creates=True,
    by=evaluator,
    who=EVALUATOR,
    form=forms.DraftSchemeForm,
    cites=BY_CLASS,
)
def draft_scheme(scheme: Scheme, *, data: Data, by: Any) -> None:
    """Begin the indicators of a class and year; a later one of the same year is its next edition."""
    set_out(scheme, data["platform_class"], data["year"], data["document"], by)


attach_to_scheme = attachment_for(Scheme, evaluator)
