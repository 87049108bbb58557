"""Fields that choose a case or an organisation among very many; see kechuang.core.ui.choosing.

    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    introducing_entity = organisation_choice(_("引进责任主体"), Organisation.objects.filter(kind="department"), required=False)
    founders = organisation_choices(_("共建主体"), required=False)

A form may narrow them for its person as any other choice of rows: self.fields["renews"].queryset = ....visible_to(self.by).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation
from kechuang.casework.search.services import matching
from kechuang.core.ui.choosing import Naming, SearchChoiceField, SearchMultipleChoiceField
from kechuang.core.words import either


def _suggest_cases(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    found = matching(text)
    if found is not None:
        rows = rows.filter(Q(pk__in=found) | Q(number__startswith=text.upper()))
    return rows.select_related("region", "owner").order_by("-pk")


def _suggest_organisations(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in text.split():
        bare = word.strip("（）()")
        rows = rows.filter(
            Q(name__icontains=bare) | Q(name_en__icontains=bare) | Q(credit_code__startswith=bare.upper())
        )
    return rows.select_related("region").order_by("name", "pk")


def _suggest_people(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(Q(name__icontains=text) | Q(orcid__startswith=text)).order_by("name", "pk")


PEOPLE = Naming(
    paths=("orcid", "name"),
    text=lambda one: f"{one.name}（{one.orcid}）" if one.orcid else f"{one.name} #{one.pk}",
    about=lambda one: one.orcid,
    suggest=_suggest_people,
    hint=_("写姓名或者 ORCID"),
)
CASES = Naming(
    paths=("number", "title"),
    text=lambda case: f"{case.number} {case.title}",
    about=lambda case: f"{either(case.region.name, case.region.name_en)} · {case.owner} · {case.state_label}",
    suggest=_suggest_cases,
    hint=_("写编号或者完整名称"),
)
ORGANISATIONS = Naming(
    paths=("credit_code", "name_en", "name"),
    text=lambda one: f"{one.name}（{one.credit_code}）" if one.credit_code else one.name,
    about=lambda one: f"{one.get_kind_display()} · {either(one.region.name, one.region.name_en)}",
    suggest=_suggest_organisations,
    hint=_("写统一社会信用代码或者全称"),
)


def case_choice(label: Any, queryset: QuerySet[Any], **more: Any) -> SearchChoiceField:
    """One case of a kind, by its number or title."""
    return SearchChoiceField(queryset, naming=CASES, label=label, **more)


def case_choices(label: Any, queryset: QuerySet[Any], **more: Any) -> SearchMultipleChoiceField:
    """Several cases of a kind, one a line."""
    return SearchMultipleChoiceField(queryset, naming=CASES, label=label, **more)


def organisation_choice(label: Any, queryset: QuerySet[Any] | None = None, **more: Any) -> SearchChoiceField:
    """One organisation, by its credit code or full name."""
    rows = Organisation.objects.all() if queryset is None else queryset
    return SearchChoiceField(rows, naming=ORGANISATIONS, label=label, **more)


def organisation_choices(label: Any, queryset: QuerySet[Any] | None = None, **more: Any) -> SearchMultipleChoiceField:
    """Several organisations, one a line."""
    rows = Organisation.objects.all() if queryset is None else queryset
    return SearchMultipleChoiceField(rows, naming=ORGANISATIONS, label=label, **more)


def person_choice(label: Any, queryset: QuerySet[Any], **more: Any) -> SearchChoiceField:
    """One person on record, by name or ORCID. Narrow the rows: nobody may look through all people."""
    return SearchChoiceField(queryset, naming=PEOPLE, label=label, **more)
