"""Writers of intellectual property and sci-tech reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.domains.achievements import fees
from kechuang.domains.achievements.actions.who import ALIVE, DISCLOSER, discloser, manager
from kechuang.domains.achievements.dormancy import LISTING_CLOCK, release
from kechuang.domains.achievements.forms import rights as forms
from kechuang.domains.achievements.models import Achievement, IPEvent, IPRight, SciTechReport

Data = Mapping[str, Any]
Kind = IPEvent.Kind
_AFTER = {
    Kind.GRANTED: IPRight.Status.GRANTED, Kind.LAPSED: IPRight.Status.LAPSED, Kind.REFUSED: IPRight.Status.REFUSED,
}  # fmt: skip


@action(
    Achievement,
    label=_("录入知识产权"),
    stays=ALIVE,
    by=discloser | manager,
    who=DISCLOSER,
    form=forms.RightForm,
    starts=[LISTING_CLOCK],
    cites="prc-transformation-2015:art11.p2",
)
def record_right(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a right with its dates; a granted one starts the idle time anew from its grant, its fee is a deadline."""

    def finish() -> None:
        status = IPRight.Status.GRANTED if data["granted_on"] else IPRight.Status.APPLIED
        right = IPRight.objects.create(achievement=achievement, status=status, **_fields(data))
        for kind, day in ((Kind.APPLIED, data["applied_on"]), (Kind.GRANTED, data["granted_on"])):
            if day is not None:
                IPEvent.objects.create(right=right, kind=kind, on=day)
        fees.follow(achievement)

    return finish


def _fields(data: Data) -> dict[str, Any]:
    names = ("kind", "number", "title", "applied_on", "granted_on", "expires_on", "fee_due_on")
    return {name: data[name] for name in names}


@action(
    Achievement,
    label=_("更正知识产权"),
    stays=ALIVE,
    by=discloser | manager,
    who=DISCLOSER,
    form=forms.RightCorrectionForm,
    starts=[LISTING_CLOCK],
    hint=_("号码、日期录错了，或者整条录到了别的成果上；原来写的留在历史里"),
)
def correct_right(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Put right what was typed wrong about a right, or strike one that is none of this achievement's; the clocks follow."""
    right = data["right"]

    if data["struck"]:
        right.events.all().delete()
        right.delete()
    else:
        for name, value in {**_fields(data), "status": data["status"]}.items():
            setattr(right, name, value)
        right.save()

    def finish() -> None:
        release(achievement)
        fees.follow(achievement)

    return finish


@action(
    Achievement,
    label=_("录入知识产权事项"),
    stays=ALIVE,
    by=discloser | manager,
    who=DISCLOSER,
    form=forms.RightEventForm,
    starts=[LISTING_CLOCK],
    hint=_("授权、缴费、转移、失效等；缴费后写下一次的期限"),
)
def record_right_event(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Record what happened to a right; its status and next fee follow."""

    def finish() -> None:
        right = data["right"]
        paid = fees.Paid(right.fee_due_on, data["on"]) if data["kind"] == Kind.FEE_PAID else None
        IPEvent.objects.create(right=right, kind=data["kind"], on=data["on"], note=data["note"])
        right.status = _AFTER.get(data["kind"], right.status)
        if data["kind"] == Kind.GRANTED:
            right.granted_on = data["on"]
        if data["expires_on"]:
            right.expires_on = data["expires_on"]
        if right.status in (IPRight.Status.LAPSED, IPRight.Status.REFUSED):
            right.fee_due_on = None
        elif data["kind"] in (Kind.FEE_PAID, Kind.GRANTED) or data["fee_due_on"]:
            right.fee_due_on = data["fee_due_on"]
        right.save()
        fees.follow(achievement, paid)

    return finish


@action(
    Achievement,
    label=_("录入科技报告"),
    stays=("screening", "registered"),
    by=discloser | manager,
    who=DISCLOSER,
    form=forms.ReportForm,
    cites=["prc-transformation-2015:art11.p2", "zhejiang-2021:art7.p1.a"],
)
def record_report(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a sci-tech report and what was handed in with it; what is missing or late shows on the page."""
    return lambda: SciTechReport(achievement=achievement, **data).save()
