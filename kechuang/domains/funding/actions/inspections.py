"""Writers of inspections: planned where the same was not looked at lately, done, given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import at_posts, in_office
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.funding.facts.inspections import inspection_facts
from kechuang.domains.funding.forms import inspections as forms
from kechuang.domains.funding.models import Inspection
from kechuang.domains.funding.queries.inspections import earlier, evaluation_before
from kechuang.domains.platforms.actions.participants import share
from kechuang.domains.platforms.queries.offices import own_office
from kechuang.law import Finding, Verdict

Data = Mapping[str, Any]
CLAUSE = "quzhou-2024:art26.p3"
Department = Organisation.Department
DEPARTMENTS = (Department.ST, Department.FINANCE, Department.AUDIT, Department.PARK)

inspector = in_office(Role.CLERK, Role.LEADER, Role.FINANCE, Role.AUDITOR, departments=DEPARTMENTS)
INSPECTOR = _("由科技、财政、审计部门或者园区管理机构办理")


def _not_twice(inspection: Inspection, *, data: Data, by: Any) -> Finding | Refusal:
    """What repeats an earlier one is refused with its number and the day from which it would not."""
    finding = ask(inspection, "duplicate_inspection", inspection_facts(inspection))
    last = earlier(inspection).first()
    if finding.verdict is not Verdict.BREACHED or finding.simulation or last is None or last.done_on is None:
        return finding
    judged = evaluation_before(inspection)
    if judged is not None and (judged.campaign.published_on or last.done_on) >= last.done_on:
        return finding  # it is not the inspection that is repeated
    opens = finding.output("opens_on")
    words = gettext("%(by)s %(day)s 已查过同一事项（%(number)s）；可以沿用它的结果，确需再查的写明理由") % {
        "by": last.owner, "day": last.done_on, "number": last.number,
    }  # fmt: skip
    errors = {"repeats": [words]} if "repeats" in data else {}
    return Refusal(Ground.LAW, words, finding.citations, opens_on=opens, finding=finding, errors=errors)


@action(
    Inspection,
    label=_("拟订检查"),
    creates=True,
    by=inspector,
    who=INSPECTOR,
    form=forms.InspectionForm,
    law=_not_twice,
    law_needs_data=True,
    cites=CLAUSE,
    opens=lambda user: at_posts(Inspection, user),
    hint=_("同一项目同一事项在间隔内查过的，不重复检查；确需再查的写明理由"),
)
def plan_inspection(inspection: Inspection, *, data: Data, by: Any) -> Callable[[], None]:
    """Plan to look at a platform or a project, where the same was not looked at within the interval."""
    for name in ("platform", "project", "subject", "planned_on", "interval_months"):
        setattr(inspection, name, data[name])
    inspection.interval_document, inspection.repeats = data["interval_document"].strip(), data["repeats"].strip()
    inspection.region = inspection.platform.region
    office = own_office(by, inspection.region_id, *DEPARTMENTS)
    if office is not None:  # who holds none is refused after this
        inspection.owner_id = office
    inspection.title = gettext("%(platform)s %(subject)s检查") % {
        "platform": inspection.platform.title[:120], "subject": inspection.get_subject_display(),
    }  # fmt: skip
    return lambda: share(inspection, inspection.platform)


@action(
    Inspection,
    label=_("登记检查结果"),
    moves={"planned": "done"},
    by=inspector,
    who=INSPECTOR,
    form=forms.ResultForm,
    law=_not_twice,
    cites=CLAUSE,
    asks=[Ask("read_result", to=lambda i, data: [i.platform.owner], text=_("查看检查结果"))],
    main=True,
    hint=_("其他部门可以沿用这次的结果"),
)
def record_result(inspection: Inspection, *, data: Data, by: Any) -> None:
    """What was found, for every department to use."""
    inspection.done_on, inspection.result = data["done_on"], data["result"]


@action(
    Inspection, label=_("取消检查"), moves={"planned": "withdrawn"}, by=inspector, who=INSPECTOR, form=NoteForm
)  # fmt: skip
def cancel_inspection(inspection: Inspection, *, data: Data, by: Any) -> None:
    """Give it up, with the reason."""


attach_to_inspection = attachment_for(Inspection, inspector)
determine_inspection = determination_for(Inspection)
