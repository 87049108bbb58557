"""Writers of use and idleness: one year the completer, two years open listing, three years a licence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, Stop, action
from kechuang.casework.cases.law import entitled
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_clauses
from kechuang.domains.achievements.actions.who import (
    COMPLETER_OR_MANAGER,
    DEPARTMENT,
    MANAGER,
    completer,
    department,
    manager,
)
from kechuang.domains.achievements.dormancy import LISTING, LISTING_CLOCK, asked_on, release
from kechuang.domains.achievements.forms import idle as forms
from kechuang.domains.achievements.models import Achievement, IdleReason, Use
from kechuang.law import Finding

Data = Mapping[str, Any]
IN = ("registered",)


def _offices(achievement: Achievement, data: Data) -> Iterable[Organisation]:
    """The science department of the region."""
    return Organisation.objects.filter(
        kind=Organisation.Kind.DEPARTMENT, department=Organisation.Department.ST, region=achievement.region_id
    )


@action(
    Achievement,
    label=_("记录使用"),
    stays=IN,
    by=manager,
    who=MANAGER,
    form=forms.UseForm,
    cites="prc-transformation-2015:art16.p1",
    stops=[Stop(LISTING, done_on=lambda case, data: data["on"])],
    hint=_("已实施、转让、许可或者作价投资：闲置终止"),
)
def record_use(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Record that it is used: the idle time ends on that day."""
    return lambda: Use(achievement=achievement, mode=data["mode"], used_on=data["on"], note=data["note"]).save()


def _own_open(achievement: Achievement, *, data: Data, by: Any) -> list[Finding | Refusal]:
    return [entitled(asked_on(achievement, "completer_own_implementation", data.get("on")))]


@action(
    Achievement,
    label=_("完成人自行实施"),
    stays=IN,
    by=completer | manager,
    who=COMPLETER_OR_MANAGER,
    form=forms.PastDayForm,
    law=_own_open,
    cites="zhejiang-2021:art38.p2",
    stops=[Stop(LISTING, done_on=lambda case, data: data["on"])],
    hint=_("闲置超过一年又没有实施协议的，完成人可以自行或者与他人合作实施，收益归己"),
)
def implement_alone(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """The completer implements what lay idle for over a year, and keeps the income."""
    mode = Use.Mode.SELF
    return lambda: Use(
        achievement=achievement, mode=mode, used_on=data["on"], by_completer=True, note=data["note"]
    ).save()  # fmt: skip


@action(
    Achievement,
    label=_("记录闲置理由"),
    stays=IN,
    by=manager,
    who=MANAGER,
    form=forms.ReasonForm,
    cites="quzhou-2024:art21.p1.a",
    asks=[Ask("judge_idle_reason", to=_offices, text=_("答复成果闲置的理由"))],
    starts=[LISTING_CLOCK],
)
def record_idle_reason(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Say why it is not used; the science department accepts or refuses the reason. A new reason replaces an open one."""

    def finish() -> None:
        achievement.idle_reasons.filter(accepted=None).delete()
        IdleReason.objects.create(achievement=achievement, reason=data["reason"], recorded_by=by)
        for office in _offices(achievement, data):
            CaseParty.objects.get_or_create(case_id=achievement.pk, organisation=office, role="department")
        release(achievement)

    return finish


def _open_reason(achievement: Achievement, *, data: Data, by: Any) -> Any:
    if any(reason.accepted is None for reason in achievement.idle_reasons.all()):
        return None
    return Refusal(Ground.STATE, gettext("没有等候答复的理由"))


@action(
    Achievement,
    label=_("答复闲置理由"),
    stays=IN,
    by=department,
    who=DEPARTMENT,
    form=forms.JudgeForm,
    law=_open_reason,
    cites="quzhou-2024:art21.p1.a",
    settles=("judge_idle_reason",),
    starts=[LISTING_CLOCK],
    main=True,
)
def judge_idle_reason(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Accept or refuse the reason, in writing; an accepted one stops the listing and the licence."""

    def finish() -> None:
        achievement.idle_reasons.filter(accepted=None).update(
            accepted=data["accepted"], answer=data["answer"], decided_on=clock.today(), decided_by=by
        )
        release(achievement)

    return finish


@action(
    Achievement,
    label=_("纳入“先用后转”清单"),
    stays=IN,
    by=department,
    who=DEPARTMENT,
    form=forms.PastDayForm,
    cites="quzhou-2024:art21.p1.a",
    starts=[LISTING_CLOCK],
    bulk=True,
    hint=_("记录省“先用后转”实施清单已列入"),
)
def put_on_use_first(achievement: Achievement, *, data: Data, by: Any) -> None:
    """Record that it stands on the provincial use-first list: after two idle years it is listed openly."""
    achievement.use_first_on = data["on"]


@action(
    Achievement,
    label=_("告知完成人"),
    stays=IN,
    by=manager,
    who=MANAGER,
    form=forms.PastDayForm,
    cites=["zhejiang-2021:art38.p2", "quzhou-2024:art21.p1.a"],
    bulk=True,
)
def tell_completers(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Tell the completers that it lies idle and what they may do; those with an account hear it here."""
    achievement.told_on = data["on"]

    def finish() -> None:
        people = User.objects.filter(person__completed__achievement=achievement, is_active=True).distinct()
        text = inbox.worded(_("成果“%(title)s”闲置，完成人可以实施，先看期限"), title=achievement.title)
        inbox.tell(people, "case", text, case_id=achievement.pk)

    return finish


def _listing_open(achievement: Achievement, *, data: Data, by: Any) -> list[Finding]:
    """Listing is free at any time; what the law says of the day is told as it is."""
    finding = asked_on(achievement, LISTING)
    return [finding] if finding.remarks and finding.verdict.value not in ("breached", "needs_determination") else []


@action(
    Achievement,
    label=_("公开挂牌"),
    stays=IN,
    by=manager,
    who=MANAGER,
    form=forms.PastDayForm,
    law=_listing_open,
    cites="quzhou-2024:art21.p1.a",
    stops=[Stop(LISTING, done_on=lambda case, data: data["on"])],
    main=True,
    bulk=True,
)
def list_openly(achievement: Achievement, *, data: Data, by: Any) -> None:
    """List it openly so that others take it up."""
    achievement.listed_on = data["on"]


def _licence_open(achievement: Achievement, *, data: Data, by: Any) -> list[Finding | Refusal]:
    given = {"idle.licensee_qualified": data["qualified"], "idle.licensee_declares": data["declares"]}
    return [entitled(asked_on(achievement, "idle_licence_grant", data["on"], **given))]


@action(
    Achievement,
    label=_("许可闲置成果"),
    stays=IN,
    by=manager | department,
    who=MANAGER,
    form=forms.IdleLicenceForm,
    law=_licence_open,
    law_needs_data=True,
    cites="quzhou-2024:art21.p1.b",
    stops=[Stop(LISTING, done_on=lambda case, data: data["on"])],
)
def license_idle(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """License what lay idle for over three years to an enterprise that qualifies, paid or free."""
    achievement.licensed_on = data["on"]

    def finish() -> None:
        paid = gettext("有偿许可") if data["paid"] else gettext("无偿许可")
        note = in_clauses(filter(None, (str(data["licensee"]), paid, data["note"].strip())))
        Use.objects.create(achievement=achievement, mode=Use.Mode.LICENCE, used_on=data["on"], note=note)
        CaseParty.objects.get_or_create(case_id=achievement.pk, organisation=data["licensee"], role="licensee")

    return finish
