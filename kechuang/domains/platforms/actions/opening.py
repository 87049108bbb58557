"""From an admission that stood its notice to the platform in the registry and the draft of its agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action, find_action
from kechuang.casework.cases.direct import open_case
from kechuang.casework.cases.engine import perform, read_input
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices.queries import cleared
from kechuang.casework.parties.models import Organisation, UnitFact
from kechuang.core.words import in_chinese, listed
from kechuang.domains.platforms.actions import agreements
from kechuang.domains.platforms.actions.registry import registrar
from kechuang.domains.platforms.forms import admission as forms
from kechuang.domains.platforms.forms.agreements import AgreementForm
from kechuang.domains.platforms.models import Admission, AdmissionBudget, Agreement, Platform
from kechuang.domains.platforms.notices import ADMISSION
from kechuang.domains.platforms.queries.offices import own_office
from kechuang.law.library import load

Data = Mapping[str, Any]
TOPICS = ("construction", "talent", "transformation", "incubation")
"""Topics of an agreement that an application already speaks of, under the same names."""


@action(
    Admission,
    label=_("准入并登记平台"),
    moves={"noticed": "admitted"},
    by=registrar,
    who=_("由登记部门在公示无异议后办理"),
    form=forms.OpenPlatformForm,
    law=cleared(ADMISSION.name),
    cites=["quzhou-2024:art2.p2", "quzhou-2024:art9.p1", "quzhou-2024:art9.p2", "keqiao-2025-draft:s1.1.a",
           "keqiao-2025-draft:s1.1.b", "binjiang-2023:s2.p1.a"],
    main=True,
    hint=_("平台登记为筹建，共建协议草案按申请内容填好"),
)  # fmt: skip
def open_platform(admission: Admission, *, data: Data, by: Any) -> Callable[[], None]:
    """Enter the platform into the registry and draft its agreement, from what the application says."""
    platform = perform(find_action(Platform.kind_name(), "register"), None, _registry(admission, data), by=by).case
    admission.platform = platform

    def finish() -> None:
        if admission.route == Admission.Route.INCLUSION:
            UnitFact(
                organisation=platform.owner, name="unit.included_as_cobuilt", value=True, valid_from=data["founded_on"],
                evidence=admission.number, recorded_by=by,
            ).save()  # fmt: skip
        draft_agreement(admission, platform, data["agreement_starts_on"], by)

    return finish


def _registry(admission: Admission, data: Data) -> dict[str, Any]:
    """The registry's form, filled from the application."""
    lists = {item.id: item.zh for name in forms.INDUSTRIES for item in load().checklist_items(name)}
    fields = [lists.get(code, code) for code in admission.industries] + forms.lines(admission.other_industries)
    founders = [admission.owner, *(p.organisation for p in admission.partners.select_related("organisation"))]
    return {
        "title": admission.title, "credit_code": data["credit_code"], "region": admission.region_id,
        "platform_class": admission.platform_class, "origin": admission.origin, "legal_form": admission.legal_form,
        "fields_of_industry": "；".join(fields), "directions": admission.directions,
        "introducing_entity": admission.introducing_entity_id or "",
        "founders": [o.pk for o in founders if o.kind != Organisation.Kind.PLATFORM],
        "founded_on": data["founded_on"], "established_by": admission.number, "address": admission.address,
        "floor_area": "" if admission.floor_area is None else admission.floor_area,
    }  # fmt: skip


def support_words(admission: Admission) -> str:
    """The budget arranged, as the agreement's topic on support says it."""
    sources: dict[str, Decimal] = {}
    for row in admission.budget.all():
        sources[row.source] = sources.get(row.source, Decimal(0)) + row.amount
    labels = dict(AdmissionBudget.Source.choices)
    return listed([f"{labels[source]} {amount:,.2f} 元" for source, amount in sources.items()])


def agreement_values(admission: Admission, platform: Platform, starts_on: dt.date) -> dict[str, Any]:
    """The agreement's form, filled from the application and its budget: nothing is asked twice."""
    years = admission.term_years or 5
    ends = _years_on(starts_on, years) - dt.timedelta(days=1)
    amounts: dict[int, Decimal] = {}
    rows = [r for r in admission.budget.all() if r.source != AdmissionBudget.Source.SELF_RAISED]
    first = min((row.year for row in rows), default=starts_on.year)
    for row in rows:
        amounts[row.year - first + 1] = amounts.get(row.year - first + 1, Decimal(0)) + row.amount
    return {
        "title": gettext("共建%(name)s协议") % {"name": platform.title}, "platform": platform.pk,
        "support_mode": admission.support_mode or Agreement.SupportMode.FIXED_SUPPORT,
        "starts_on": starts_on, "ends_on": ends, "special_reason": admission.exception_reason,
        "topic_support": support_words(admission), **{f"topic_{name}": getattr(admission, name) for name in TOPICS},
        **{f"amount_{n}": amount for n, amount in sorted(amounts.items())},
    }  # fmt: skip


def draft_agreement(admission: Admission, platform: Platform, starts_on: dt.date, by: Any) -> Agreement:
    """Open the agreement's draft for the introducing entity, as a consequence of opening the platform.

    What the law finds wanting in it shows on its page and is mended before it is signed; it never holds the platform up.
    """
    with in_chinese():
        typed = {name: str(value) for name, value in agreement_values(admission, platform, starts_on).items()}
    cleaned = read_input(AgreementForm(data=typed, case=None, by=by))
    owner: Any = platform.introducing_entity_id or own_office(by, platform.region_id)
    agreement = Agreement(
        kind=Agreement.kind_name(), state=Agreement.INITIAL, region_id=platform.region_id, owner_id=owner
    )
    finish = agreements.write_draft(agreement, cleaned)
    cites = [str(c) for c in find_action(Agreement.kind_name(), "draft").cites]
    open_case(agreement, "draft", by=by, cites=cites, note=admission.number, finish=finish)
    inbox.tell(
        inbox.members(agreement.owner), "case",
        inbox.worded(_("共建协议草案已按准入申请填好：%(title)s"), title=agreement.title), case_id=agreement.pk,
    )  # fmt: skip
    return agreement


def _years_on(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
