"""What stands on the workbench: obligations and to-dos by day, claims, messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.actions import Action, actions_of
from kechuang.casework.cases.models import Case
from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge, Cite
from kechuang.core.ui.sites import site_of, sites
from kechuang.core.words import day_words, either, in_parts, labelled, listed
from kechuang.law import Verdict
from kechuang.web.cases.basis import cites, due_of

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Item:
    """A line of what is due: from an obligation or a to-do. day None: no day is set by law."""

    day: dt.date | None
    number: str
    unit: str
    css: str
    title: str
    url: str
    why: str
    cites: Sequence[Cite]
    badge: Badge | None
    button: str
    button_url: str
    act: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    items: Sequence[Item]


def due_items(user: Any, *, office: bool) -> tuple[list[Item], bool]:
    """What a person's organisations must do, or with office=True everything due in the regions under them.

    At most SHOWN obligations and as many to-dos, the earliest; beside them whether there are others.
    """
    reach = reach_of(user)
    rows = Obligation.objects.running()
    rows = rows.visible_to(user) if office else rows.filter(owner_id__in=reach.organisations)
    obligations = list(rows.select_related("owner").order_by(F("due").asc(nulls_last=True), "pk")[: SHOWN + 1])
    todos = [] if office else list(Todo.objects.open().for_user(user).select_related("organisation")[: SHOWN + 1])
    more = max(len(obligations), len(todos)) > SHOWN
    obligations, todos = obligations[:SHOWN], todos[:SHOWN]
    wanted = {row.case_id for row in obligations} | {row.case_id for row in todos}
    found = Case.objects.visible_to(user).filter(pk__in=wanted).prefetch_related("parties")
    cases = {case.pk: case for case in found}
    # A confined case (an application under way, a panel) shows itself to its own people alone, not to the whole region.
    items = [_of_obligation(row, cases[row.case_id], user, office) for row in obligations if row.case_id in cases]
    days = todo_days(todos, cases)
    whole = _whole(todos, cases)
    items += [_of_todo(row, whole[row.case_id], user, days.get(row.pk)) for row in todos if row.case_id in cases]
    return sorted(items, key=lambda item: (item.day is None, item.day or dt.date.max)), more


def _whole(todos: Sequence[Todo], cases: Mapping[int, Case]) -> Mapping[int, Case]:
    """The cases, those whose clauses differ from case to case with their own columns; a query for each such kind."""
    kinds: dict[str, set[int]] = {}
    for row in todos:
        case = cases.get(row.case_id)
        action = actions_of(site_of(case.kind).model).get(row.name) if case is not None else None
        if case is not None and action is not None and action.cites_in is not None:
            kinds.setdefault(case.kind, set()).add(case.pk)
    found: dict[int, Case] = dict(cases)
    for kind, keys in kinds.items():
        found |= site_of(kind).model._default_manager.prefetch_related("parties").in_bulk(keys)
    return found


def _falls_to(user: Any, action: Action, case: Case) -> bool:
    """Whether a person of the unit that must act is who acts; where only the case itself can tell, it is left to its page."""
    try:
        return bool(action.by.test(user, case))
    except AttributeError:  # it asks for more than every case has
        return True


def _of_obligation(row: Obligation, case: Case, user: Any, office: bool) -> Item:
    drawn = due_of(row)
    site = site_of(case.kind)
    action = actions_of(site.model).get(row.settled_by)
    url = reverse("case", args=[case.number])
    mine = action is not None and not office and _falls_to(user, action, case)
    others = str(action.who) if action is not None and not office and not mine else ""
    why = in_parts(filter(None, [str(row.owner) if office else "", drawn.why, others]))
    return Item(
        row.due, drawn.number, drawn.unit, drawn.css, labelled(drawn.what, case.title), url, why, drawn.cites, drawn.state,
        str(action.label) if mine and action is not None else _("看案件"),
        reverse("case-action", args=[case.number, row.settled_by]) if mine else url, drawn.late,
    )  # fmt: skip


def _of_todo(row: Todo, case: Case, user: Any, day: dt.date | None) -> Item:
    action = actions_of(site_of(case.kind).model).get(row.name)
    url = reverse("case", args=[case.number])
    mine = action is not None and (row.user_id is not None or _falls_to(user, action, case))
    left = (day - clock.today()).days if day else None
    number, unit, css = "–", "", ""
    if left is not None:
        number, unit, css = (
            (_("今天"), "", "soon") if left == 0 else (str(abs(left)), _("天"), "soon" if left <= 3 else "")
        )
        if left < 0:
            unit, css = _("天 已过"), "late"
    what = row.words or str(action.label if action else row.text)
    since = _("%(day)s 起等 %(who)s 办") % {
        "day": day_words(row.opened_at.astimezone(clock.CHINA).date(), weekday=False), "who": row.organisation,
    }  # fmt: skip
    why = _("%(since)s，约定 %(day)s 前") % {"since": since, "day": day_words(day)} if day else since
    if action is not None and not mine:
        why = in_parts(filter(None, [why, str(action.who)]))
    return Item(
        day, number, unit, css, labelled(what, case.title), url, why,
        cites(action.cited(case), case.region_id) if action else (), None,
        str(action.label) if mine and action is not None else _("看案件"),
        reverse("case-action", args=[case.number, row.name]) if mine else url,
    )  # fmt: skip


def todo_days(todos: Iterable[Todo], cases: dict[int, Case]) -> dict[int, dt.date]:
    """The day each to-do is asked for, where the kind of case knows one."""
    found: dict[int, dt.date] = {}
    by_kind: dict[str, list[Todo]] = {}
    for todo in todos:
        by_kind.setdefault(cases[todo.case_id].kind, []).append(todo)
    for kind, rows in by_kind.items():
        site = site_of(kind)
        if site.todo_days is not None:
            found.update(site.todo_days(rows))
    return found


def grouped(items: Sequence[Item]) -> list[Group]:
    """Late; today and this week; thirty days; later; and what has no day."""
    today = clock.today()
    week, month = today + dt.timedelta(days=7), today + dt.timedelta(days=30)
    groups = [
        Group(_("已逾期"), [i for i in items if i.day and i.day < today]),
        Group(_("今天和七天内"), [i for i in items if i.day and today <= i.day <= week]),
        Group(_("三十天内"), [i for i in items if i.day and week < i.day <= month]),
        Group(_("三十天后"), [i for i in items if i.day and i.day > month]),
        Group(_("没有法定日期"), [i for i in items if i.day is None]),
    ]
    return [group for group in groups if group.items]


# -- 直达快享 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimLine:
    whose: str
    url: str
    what: str
    rule_url: str
    badge: Badge
    cites: Sequence[Cite]
    note: str = ""


def claims(user: Any) -> tuple[list[ClaimLine], list[ClaimLine]]:
    """What the law gives the person's organisations by the facts on record; and what one or two more facts would decide."""
    holds: list[ClaimLine] = []
    waits: list[ClaimLine] = []
    for site in sites():
        for claim in site.claims(user):
            finding = claim.finding
            line = ClaimLine(
                claim.whose, claim.url, either(finding.zh, finding.en), reverse("law-rule", args=[finding.rule]),
                badge(finding), cites(finding.citations), _missing(finding),
            )  # fmt: skip
            (holds if finding.verdict is Verdict.MET else waits).append(line)
    return holds, waits


def _missing(finding: Any) -> str:
    from kechuang.core.ui.findings import fact_label

    return listed([fact_label(name) for name in finding.missing])


def messages_of(user: Any) -> list[Message]:
    """What a person was told lately, the unread first."""
    rows = Message.objects.filter(user=user).annotate(fresh=Q(read_at=None))
    return list(rows.order_by("-fresh", "-at", "-pk")[:12])
