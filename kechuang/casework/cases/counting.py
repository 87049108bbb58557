"""Actions as figures: how many were carried out, repeated or refused and on which ground, and how long they took."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import ObjectDoesNotExist

from kechuang.casework.cases.actions import Action
from kechuang.core import metrics
from kechuang.core.permissions import Refused

P = ParamSpec("P")
Perform = Callable[Concatenate[Action, P], Any]


def counted(perform: Perform[P]) -> Perform[P]:
    """Count every call of `perform` by its outcome: done, repeated, refused_<ground>, unseen or failed."""

    @wraps(perform)
    def count(action: Action, *args: P.args, **more: P.kwargs) -> Any:
        start, outcome = time.perf_counter(), "failed"
        try:
            done = perform(action, *args, **more)
            outcome = "repeated" if done.repeated else "done"
            return done
        except Refused as refused:
            outcome = f"refused_{refused.refusal.ground}"
            raise
        except ObjectDoesNotExist:
            outcome = "unseen"
            raise
        finally:
            add(action, outcome)
            metrics.ACTION_DURATION.labels(action.model.kind_name()).observe(time.perf_counter() - start)

    return count


def add(action: Action, outcome: str, times: int = 1) -> None:
    """Count an action that ended in one way so many times."""
    metrics.ACTIONS.labels(action.model.kind_name(), action.name, outcome).inc(times)
