"""What comes next in each of several cases, who it falls to and by when: five queries however many cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.cases.models import Case
from kechuang.casework.inbox.models import Todo
from kechuang.casework.notices.models import Notice
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.words import language
from kechuang.domains.achievements import fees
from kechuang.domains.achievements.models import Achievement, Use
from kechuang.domains.transformations.models import Transformation
from kechuang.web.cases.basis import rule_words


@dataclass(frozen=True, slots=True)
class Ahead:
    """what: the step; who: whose it is; day: the last day the law or an agreement sets, None where none does."""

    what: str
    who: str = ""
    day: dt.date | None = None

    @property
    def left(self) -> int | None:
        return None if self.day is None else (self.day - clock.today()).days

    @property
    def late(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def soon(self) -> bool:
        return self.left is not None and 0 <= self.left <= 3

    @property
    def words(self) -> str:
        """How far off the day is; empty where there is none."""
        if self.left is None:
            return ""
        if self.late:
            return _("逾期 %(n)d 天") % {"n": -self.left}
        return _("还有 %(n)d 天") % {"n": self.left} if self.left else _("今天到期")


def ahead_of(cases: Iterable[Case]) -> dict[int, Ahead]:
    """By case: the first deadline that runs, else what someone is asked to do, else the end of its notice, else the
    main action of its state."""
    rows = {case.pk: case for case in cases}
    todos: dict[int, Todo] = {}
    for todo in Todo.objects.open().filter(case_id__in=rows).select_related("organisation", "user").order_by("-pk"):
        todos[todo.case_id] = todo
    due: dict[int, Obligation] = {}
    far = Q(rule=fees.RULE, due__gt=clock.today() + dt.timedelta(days=fees.AHEAD_DAYS))  # not what comes next
    running = Obligation.objects.running().filter(~far, case_id__in=rows, due__isnull=False).select_related("owner")
    for obligation in running.order_by(F("due").desc(), "-pk"):
        due[obligation.case_id] = obligation
    notices = Notice.objects.filter(subject_id__in=rows, live=True, state="running", ends_on__gte=clock.today())
    stands = {notice.subject_id: notice for notice in notices.select_related("owner").order_by("-ends_on")}
    held = [pk for pk, case in rows.items() if case.kind == Achievement.kind_name()]
    used = set(Use.objects.filter(achievement_id__in=held).values_list("achievement_id", flat=True)) if held else set()
    return {pk: _ahead(case, due.get(pk), todos.get(pk), stands.get(pk), pk in used) for pk, case in rows.items()}


def _registered(used: bool) -> Ahead:
    """What comes next for a registered achievement that no clock and nobody waits for: that somebody puts it to use."""
    if used:
        return Ahead(_("已投入转化"))
    plan = actions_of(Transformation)["plan"]
    return Ahead(str(plan.label), str(plan.who))


def _ahead(case: Case, due: Obligation | None, todo: Todo | None, notice: Notice | None, used: bool) -> Ahead:
    if case.closed_on is not None:
        return Ahead(_("已办结"))
    actions = actions_of(case)
    if due is not None:
        action = actions.get(due.settled_by)
        told = due.told(language()).get("label") or rule_words(due.rule)
        what = str(action.label) if action is not None and action.main else told
        return Ahead(what, str(due.owner), due.due)
    if todo is not None:
        action = actions.get(todo.name)
        return Ahead(todo.words or str(action.label if action else todo.text), str(todo.user or todo.organisation))
    if notice is not None:
        return Ahead(_("公示期满"), str(notice.owner), notice.ends_on)
    if case.kind == Achievement.kind_name() and case.state == "registered":
        return _registered(used)
    open_now = (a for a in actions.values() if a.main and not a.creates and a.leaves(case.state))
    step = next((a for a in open_now if not a.settles), None)  # what answers a to-do waits until it is asked
    return Ahead(str(step.label), str(step.who)) if step is not None else Ahead("–")
