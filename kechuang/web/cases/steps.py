"""How far the long steps of a case are, live on its page; and a way on for one that stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kechuang.casework.cases import longsteps
from kechuang.casework.cases.models import Case, LongStep
from kechuang.casework.cases.predicates import takes_part
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.found import find_case, missing


@dataclass(frozen=True, slots=True)
class Shown:
    """A long step as it stands on the page. url: where its progress is asked for; resume: where it is let go on, if it may."""

    step: LongStep
    label: str
    url: str
    running: bool
    resume: str

    @property
    def fine(self) -> int:
        """How many were done."""
        return self.step.done - len(self.step.refused)

    @property
    def percent(self) -> int:
        return 100 * self.step.done // self.step.total if self.step.total else 0


def shown_of(case: Any, user: Any) -> list[Shown]:
    """The long steps of a case that are under way or stopped."""
    return [_shown(case, step, user) for step in longsteps.latest(case)]


def _shown(case: Any, step: LongStep, user: Any) -> Shown:
    kind = longsteps.kind_of(step.name)
    stuck = step.state == LongStep.State.STOPPED or longsteps.stale(step)
    may = stuck and kind.may.test(user, case)
    address = [case.number, step.pk]
    return Shown(
        step, kind.words(step.given), reverse("case-step", args=address), step.state == LongStep.State.RUNNING and not stuck,
        reverse("case-step-resume", args=address) if may else "",
    )  # fmt: skip


def _found(request: HttpRequest, number: str, pk: int) -> tuple[Case, LongStep] | None:
    found = find_case(request, number)
    if found is None or not takes_part(request.user, found[0]):
        return None
    step = LongStep.objects.filter(pk=pk, case_id=found[0].pk).first()
    if step is None:
        raise Http404
    return found[0], step


@require_safe
@signed_in
def progress(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The line of progress alone; when there is no more of it, the page is asked for anew."""
    found = _found(request, number, pk)
    if found is None:
        return missing(request)
    one = _shown(*found, request.user)
    answer = render(request, "cases/long_step.html", {"one": one})
    if not one.running:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@signed_in
def resume(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """Let a step that stopped go on from where it was."""
    found = _found(request, number, pk)
    if found is None:
        return missing(request)
    case, step = found
    if not longsteps.kind_of(step.name).may.test(request.user, case):
        raise Http404
    if longsteps.resume(step):
        messages.success(request, _("继续办理，已办的不重办"))
    return HttpResponseRedirect(reverse("case", args=[case.number]))
