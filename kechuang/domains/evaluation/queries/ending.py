"""How far the end of a cooperation has come: what was recorded, and what the registry itself shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kechuang.domains.evaluation.models import Termination, TerminationStep


@dataclass(frozen=True, slots=True)
class Line:
    """One step: done, on which day where one was recorded, and in what words."""

    label: str
    done: bool
    on: Any = None
    text: str = ""


def lines(case: Termination) -> list[Line]:
    """Every step in order. A simulation ends no agreement and strikes nobody off, so those two are not asked of it."""
    kept = {row.step: row for row in case.steps.all()}
    found = []
    for step in TerminationStep.Step:
        row = kept.get(step)
        found.append(Line(str(step.label), row is not None, row and row.done_on, row.text if row else ""))
    if case.simulation:
        return found
    running = case.platform.agreements.filter(state__in=("signed", "filed")).order_by("pk")
    found.append(Line(_("协议已终止"), not running, text=" ".join(one.number for one in running)))
    found.append(Line(_("平台已登记退出"), case.platform.state == "exited", case.platform.closed_on))
    return found


def left_to_do(case: Termination) -> list[str]:
    return [line.label for line in lines(case) if not line.done]
