"""What an action leaves to be done for many rows: beside the request, part by part, with its progress on the case's page.

    DRAW = long_step(LongKind("evaluation.draw_panels", Campaign, label=_("抽取专家"), keys=keys, part=part, may=evaluator))

    def finish() -> None:                      # what an action leaves to be done
        longsteps.start(campaign, DRAW, by=by, given={...})

    longsteps.at_once(campaign, ADVANCE, by=by, given={...})    the same for a few, while the person waits

A part and the count of it are written in one transaction, by one worker at a time: a step whose process died goes on where
it was, and nothing is done twice. What stopped it is told to the one who began it and stands on the page, with a way on.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from kechuang.casework.cases.models import Case, LongStep
from kechuang.casework.inbox import services as inbox
from kechuang.core import clock
from kechuang.core.audit.tracking import acting
from kechuang.core.jobs import Interrupted, in_job, last_try, pause_if_asked
from kechuang.core.permissions import Refused
from kechuang.core.words import labelled, with_note

STALE = dt.timedelta(seconds=90)
"""A step that says nothing for so long has died with its process; it may be taken up again."""

State = LongStep.State
log = logging.getLogger(__name__)

Keys = Callable[[Any, Mapping[str, Any], int], Sequence[int]]
"""(case, given, after) -> what is still to be dealt with beyond that key, ascending."""
Left = tuple[str, str, str]
"""A row that could not be done: its number, what it is, and why."""
Part = Callable[[Any, Sequence[int], LongStep], Sequence[Left] | None]
"""(case, keys, step): deal with these, in the transaction at hand, and name those that could not be done (the others go on);
Refused stops the step with its words."""


@dataclass(frozen=True, slots=True)
class LongKind:
    """A kind of long step. at_once: how many are dealt with in one transaction. may: who may let a stopped one go on.

    of(given): which of several it is, in words, where the label alone does not say.
    """

    name: str
    model: type[Case]
    label: Any
    keys: Keys
    part: Part
    may: Any
    at_once: int = 25
    of: Callable[[Mapping[str, Any]], Any] | None = None

    def words(self, given: Mapping[str, Any]) -> str:
        """The label, and which of several it is."""
        return str(self.label) if self.of is None else with_note(str(self.label), str(self.of(given)))


_KINDS: dict[str, LongKind] = {}


def long_step(made: LongKind) -> LongKind:
    """Register a kind. Raises ValueError when its name is taken."""
    if made.name in _KINDS:
        raise ValueError(f"the long step {made.name} is registered twice")
    _KINDS[made.name] = made
    return made


def kind_of(name: str) -> LongKind:
    """Raises KeyError."""
    return _KINDS[name]


def start(case: Any, kind: LongKind, *, by: Any, given: Mapping[str, Any] | None = None) -> LongStep:
    """Begin a step in the transaction of the action that leaves it to be done; a worker carries it out afterwards."""
    made = _begun(case, kind, by, dict(given or {}))
    _queue(made)
    return made


def at_once(case: Any, kind: LongKind, *, by: Any, given: Mapping[str, Any] | None = None) -> LongStep:
    """Carry a step out in the transaction of the action, for so few rows that the person can wait."""
    made = _begun(case, kind, by, dict(given or {}))
    while _next(made.pk, kind):
        pass
    made.refresh_from_db()
    return made


def _begun(case: Any, kind: LongKind, by: Any, given: Mapping[str, Any]) -> LongStep:
    return LongStep.objects.create(
        case_id=case.pk, name=kind.name, given=given, by=by, entry=case.step, total=len(kind.keys(case, given, 0)),
        language=get_language() or "zh-hans",
    )  # fmt: skip


def _queue(step: LongStep) -> None:
    from kechuang.casework.cases.jobs import carry

    carry.later(step=step.pk)


def running(case: Any, kind: LongKind) -> LongStep | None:
    """The step of this kind that is under way on a case, or stopped before its end."""
    rows = LongStep.objects.filter(case_id=case.pk, name=kind.name).exclude(state=State.DONE)
    return rows.order_by("-pk").first()


def latest(case: Any) -> list[LongStep]:
    """Those of a case that have not come to their end, in the order begun; and the last of a kind that left rows undone, while
    the case stays where it was."""
    if not any(issubclass(type(case), kind.model) for kind in _KINDS.values()):
        return []
    rows = LongStep.objects.filter(case_id=case.pk).select_related("entry").order_by("pk")
    newest = {row.name: row for row in rows}
    return [row for row in rows if row.state != State.DONE or (row == newest[row.name] and _leaves_some(row, case))]


def _leaves_some(step: LongStep, case: Any) -> bool:
    return bool(step.refused) and (step.entry is None or step.entry.to_state == case.state)


def stale(step: LongStep) -> bool:
    return step.state == State.RUNNING and clock.now() - step.beat_at > STALE


def resume(step: LongStep) -> bool:
    """Let a step that stopped, or whose process died, go on from where it was. False when it is under way or at its end."""
    with transaction.atomic():
        row = LongStep.objects.select_for_update().get(pk=step.pk)
        if row.state != State.STOPPED and not stale(row):
            return False
        row.state, row.beat_at, row.problem = State.RUNNING, clock.now(), ""
        row.save(update_fields=("state", "beat_at", "problem"))
        _queue(row)
    return True


def work(pk: int) -> None:
    """Deal with part after part until nothing is left. What stops it is kept with the step, never lost in a log.

    When the database goes away, or the worker is asked to stop, the job that this is in is queued again.
    """
    step = LongStep.objects.select_related("by").get(pk=pk)
    kind = kind_of(step.name)
    with override(step.language), acting(user=step.by_id, action=kind.name):
        try:
            while _next(pk, kind):
                pause_if_asked()
        except Interrupted:
            raise
        except Refused as refused:
            _stop(pk, kind, str(refused.refusal.reason))
        except Exception as error:
            if isinstance(error, OperationalError | InterfaceError) and in_job() and not last_try():
                raise
            log.exception("long step %s failed", pk)
            _stop(pk, kind, _("程序出错，已记录；已办的仍然有效，可以继续办理"))


def _next(pk: int, kind: LongKind) -> bool:
    """One part, with the count of it; False when nothing is left. Another worker at the same step waits for its turn."""
    with transaction.atomic():
        step = LongStep.objects.select_for_update(of=("self",)).select_related("by", "entry").get(pk=pk)
        if step.state != State.RUNNING:
            return False
        case: Any = kind.model._default_manager.get(pk=step.case_id)
        case.step = step.entry
        keys = list(kind.keys(case, step.given, step.at_key))
        part = keys[: kind.at_once]
        if part:
            step.refused += [list(one) for one in kind.part(case, part, step) or ()]
            step.at_key, step.done = part[-1], step.done + len(part)
            step.total = step.done + len(keys) - len(part)
        step.beat_at = clock.now()
        if len(part) == len(keys):
            step.state = State.DONE
            _tell(step, kind)
        step.save(update_fields=("at_key", "done", "total", "beat_at", "state", "refused"))
        return step.state == State.RUNNING


def _stop(pk: int, kind: LongKind, problem: str) -> None:
    with transaction.atomic():
        step = LongStep.objects.select_for_update(of=("self",)).select_related("by").get(pk=pk)
        step.state, step.problem, step.beat_at = State.STOPPED, problem[:1_000], clock.now()
        step.save(update_fields=("state", "problem", "beat_at"))
        _tell(step, kind)


def _tell(step: LongStep, kind: LongKind) -> None:
    if step.by is not None:
        inbox.tell([step.by], "import", partial(_words, step, kind), case_id=step.case_id)


def _words(step: LongStep, kind: LongKind) -> str:
    """What became of it, for the one who began it."""
    counted = {"done": step.done, "total": step.total}
    if step.state == State.DONE and step.refused:
        told = ngettext("已办完，其中 %(n)d 项没有办成", "已办完，其中 %(n)d 项没有办成", len(step.refused))
        return labelled(kind.words(step.given), told % {"n": len(step.refused)})
    if step.state == State.DONE:
        return labelled(kind.words(step.given), _("已办完，共 %(done)d 项") % counted)
    return labelled(kind.words(step.given), _("办到第 %(done)d 项（共 %(total)d 项）时停下：") % counted + step.problem)
