"""Writers of support programmes: drawn up under an agreement, year by year, put in force, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import at_posts
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.funding.actions.who import ARRANGER, Department, arranger
from kechuang.domains.funding.facts.support import mode_facts
from kechuang.domains.funding.forms import support as forms
from kechuang.domains.funding.models import SupportProgramme, SupportYear
from kechuang.domains.platforms.actions.participants import share
from kechuang.domains.platforms.queries.offices import own_office
from kechuang.law import Finding

Data = Mapping[str, Any]
MODES = (
    "binjiang-2023:s3.1.a", "binjiang-2023:s3.2.a", "binjiang-2023:s3.4.a", "keqiao-2025-draft:s4.6.b",
    "keqiao-2025-draft:s4.6.c",
)  # fmt: skip


@action(
    SupportProgramme,
    label=_("拟订保障方案"),
    creates=True,
    by=arranger,
    who=ARRANGER,
    form=forms.ProgrammeForm,
    cites=MODES,
    opens=lambda user: at_posts(SupportProgramme, user),
)
def draft_programme(programme: SupportProgramme, *, data: Data, by: Any) -> Callable[[], None]:
    """Draw up how an agreement is supported; each agreed year starts as fixed support of the whole amount."""
    agreement = data["agreement"]
    programme.agreement, programme.platform = agreement, agreement.platform
    programme.region, programme.owner = agreement.platform.region, agreement.owner
    programme.mode = agreement.support_mode
    programme.title = gettext("%(platform)s保障方案") % {"platform": agreement.platform.title}
    office = own_office(by, programme.region_id, Department.ST, Department.FINANCE)
    if office is not None:
        programme.owner_id = office

    def finish() -> None:
        share(programme, programme.platform)
        SupportYear.objects.bulk_create(
            SupportYear(programme=programme, year=row.year, base=row.amount) for row in agreement.amounts.all()
        )

    return finish


@action(
    SupportProgramme,
    label=_("设定年度保障"),
    stays=("draft",),
    by=arranger,
    who=ARRANGER,
    form=forms.YearForm,
    cites=MODES,
    hint=_("基础、激励和配套上限三项合计不超过协议约定的年度金额"),
)
def set_year(programme: SupportProgramme, *, data: Data, by: Any) -> Callable[[], None]:
    """What a year's support consists of."""
    values = {name: data[name] for name in ("base", "incentive", "ceiling")}
    return lambda: SupportYear.objects.update_or_create(
        programme=programme, year=data["year"], defaults=values
    ) and None  # fmt: skip


def _by_class(programme: SupportProgramme, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """The mode the place prescribes for this class of platform, where it prescribes one."""
    finding = ask(programme, "support_mode", mode_facts(programme))
    if isinstance(finding.value, str) and finding.value != programme.mode:
        from kechuang.domains.platforms.models import Agreement

        words = gettext("这类平台的保障方式是“%(lawful)s”，协议约定的是“%(agreed)s”") % {
            "lawful": Agreement.SupportMode(finding.value).label, "agreed": programme.get_mode_display(),
        }  # fmt: skip
        return [Refusal(Ground.LAW, words, finding.citations, finding=finding)]
    if not programme.years.exists():
        return [Refusal(Ground.STATE, gettext("还没有年度保障"))]
    return [finding]


@action(
    SupportProgramme,
    label=_("启用保障方案"),
    moves={"draft": "in_force"},
    by=arranger,
    who=ARRANGER,
    law=_by_class,
    cites=MODES,
    main=True,
)
def put_in_force(programme: SupportProgramme, *, data: Data, by: Any) -> None:
    """From now on budgets start from it and its years stand."""
    programme.adopted_on = clock.today()


@action(
    SupportProgramme,
    label=_("认定年度目标"),
    stays=("in_force",),
    by=arranger,
    who=ARRANGER,
    form=forms.TargetsMetForm,
    cites="binjiang-2023:s3.2.a",
    hint=_("激励资金在年度目标和绩效指标达到后支付"),
)
def judge_targets(programme: SupportProgramme, *, data: Data, by: Any) -> Callable[[], None]:
    """Whether a year's targets were reached, on which the incentive depends, with what that rests on."""

    def finish() -> None:
        row = programme.years.get(year=data["year"])
        row.targets_met, row.basis = data["targets_met"], data["basis"]
        row.save()

    return finish


@action(
    SupportProgramme, label=_("结束保障方案"), moves={"in_force": "ended"}, by=arranger, who=ARRANGER, form=NoteForm
)
def end_programme(programme: SupportProgramme, *, data: Data, by: Any) -> None:
    """The programme is over, or another takes its place."""
    programme.ended_on = clock.today()


@action(
    SupportProgramme, label=_("撤回保障方案"), moves={"draft": "withdrawn"}, by=arranger, who=ARRANGER, form=NoteForm
)
def withdraw_programme(programme: SupportProgramme, *, data: Data, by: Any) -> None:
    """Give the draft up; the agreement is free for another."""
    programme.ended_on = clock.today()


attach_to_programme = attachment_for(SupportProgramme, arranger)
determine_programme = determination_for(SupportProgramme)
