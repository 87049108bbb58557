"""A part of the rows of a file: each judged on every ground, and written when asked; the same judgement both times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.cases import engine
from kechuang.casework.cases.batch import Ready, perform_in_turn, prepare_many, write_many, write_rows
from kechuang.casework.cases.engine import Done
from kechuang.casework.cases.lookups import preloaded
from kechuang.casework.cases.models import Case, IdempotencyKey
from kechuang.casework.sheets.declare import CASE, Problem, SheetImport
from kechuang.casework.sheets.filled import standing
from kechuang.casework.sheets.rows import RowReader, Typed
from kechuang.core.among import among
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.sheets.reading import Row, shown
from kechuang.core.words import in_clauses
from kechuang.law import Finding

Level = Literal["good", "wrong", "doubtful", "before", "written"]


@dataclass(slots=True)
class Judged:
    """A row with what was found: good, wrong, doubtful, imported before, or (after writing) written."""

    typed: Typed
    level: Level = "good"
    problems: list[Problem] = field(default_factory=list)
    ready: Ready | None = None
    case: Any = None

    @property
    def number(self) -> int:
        return self.typed.row.number

    def told(self, problem: Problem) -> None:
        self.problems.append(problem)
        if problem.wrong:
            self.level = "wrong"
        elif self.level == "good":
            self.level = "doubtful"


class Judge:
    """Judges the rows of one file for one person, part after part, in order."""

    def __init__(self, declared: SheetImport, by: Any) -> None:
        self.declared, self.by = declared, by
        self.reader = RowReader(declared, by)
        self.doubts = declared.doubts()
        self.seen: dict[str, int] = {}
        self.stands: dict[int, list[dict[str, Any]]] = {}

    def skip(self, rows: Sequence[Row]) -> None:
        """Rows dealt with before: remembered, so that a later row that says the same is told."""
        for typed in self.reader.read(rows):
            self.seen.setdefault(typed.key, typed.row.number)

    def judge(self, rows: Sequence[Row]) -> list[Judged]:
        """Every ground for each row; nothing is written, if the transaction that it is called in is undone."""
        found = [Judged(typed) for typed in self.reader.read(rows)]
        for one in found:
            for problem in one.typed.problems:
                one.told(problem)
            self._twice(one)
        self._before(found)
        asked = [one for one in found if one.level in ("good", "wrong") and _worth_asking(one)]
        preload = [
            (model, path, {str(one.typed.data.get(column, "")).strip().upper() for one in asked})
            for model, path, column in self.declared.preload
        ]
        items = [one.typed.item for one in asked]
        with preloaded(*preload):
            if self.declared.in_turn:
                answers = perform_in_turn(self.declared.action, items, by=self.by)
            else:
                answers = prepare_many(self.declared.action, items, by=self.by, known=self.reader.known)
        for one, answer in zip(asked, answers, strict=True):
            self._answered(one, answer)
        for one in found:
            if one.level == "good":
                for problem in self.doubts(one.number, one.typed.data):
                    one.told(problem)
        return found

    def write(self, found: Sequence[Judged], *, take_doubtful: bool) -> None:
        """Carry out what may go: good rows, and doubtful ones when the person said so. Call inside a transaction.

        Rows may have been judged in an earlier one: who was faster since then is met by the keys and by the database's own
        constraints, and such a row is asked for again on every ground, by itself.
        """
        levels = ("good", "doubtful") if take_doubtful else ("good",)
        self._before([one for one in found if one.level in levels])
        going = [one for one in found if one.level in levels and one.ready is not None]
        write = write_rows if self.declared.filled is not None else write_many
        done = write(self.declared.action, [one.ready for one in going if one.ready], by=self.by)
        for one, outcome in zip(going, done, strict=True):
            if isinstance(outcome, Done):
                one.level, one.case = "before" if outcome.repeated else "written", outcome.case
            else:
                self._refused(one, outcome)

    # -- what is found of one row --------------------------------------------------------------------

    def _twice(self, one: Judged) -> None:
        first = self.seen.setdefault(one.typed.key, one.number)
        if first != one.number:
            columns = next((c for c in self.declared.identity if all(one.typed.data.get(n) for n in c)), ("",))
            one.told(Problem(columns[0], _("与第 %(n)d 行重复") % {"n": first}, _("请删去一行")))

    def _before(self, found: Sequence[Judged]) -> None:
        """Rows that went in from an earlier upload, of this person or a colleague, are not written twice."""
        if self.declared.filled is not None:
            self._as_it_stands(found)
            return
        keys = {one.typed.key: one for one in found if one.level in ("good", "doubtful")}
        old = IdempotencyKey.objects.filter(among("key", keys), entry__isnull=False)
        rows = list(old.values_list("key", "request", "case_id"))
        if not rows:
            return
        seen = {
            pk: f"{number} {title}"
            for pk, number, title in Case.objects.visible_to(self.by)
            .filter(pk__in={case for _k, _r, case in rows})
            .values_list("pk", "number", "title")
        }
        for key, request, case in rows:
            one = keys[key]
            if request == engine._request(self.declared.action, one.typed.case, one.typed.data):
                one.level, one.case = "before", case
            else:
                name = seen.get(case, _("另一案件"))
                one.told(
                    Problem(
                        self._identity_column(one), _("此前已导入为 %(case)s，内容与这一行不同") % {"case": name},
                        _("要改已登记的内容，到案件页更正；不改就删去这一行"),
                    )
                )  # fmt: skip

    def _as_it_stands(self, found: Sequence[Judged]) -> None:
        """Rows that say what the case already has."""
        for one in found:
            pk = one.typed.case
            if pk is None or one.level not in ("good", "doubtful"):
                continue
            if pk not in self.stands:
                case = self.declared.action.model.objects.get(pk=pk)
                self.stands[pk] = standing(self.declared, case, self.by, self.reader)
            if one.typed.data in self.stands[pk]:
                one.level, one.case = "before", pk

    def _identity_column(self, one: Judged) -> str:
        columns = next((c for c in self.declared.identity if all(one.typed.data.get(n) for n in c)), ("",))
        return columns[0]

    def _answered(self, one: Judged, answer: Any) -> None:
        if isinstance(answer, Ready):
            if one.level != "wrong":
                one.ready = answer
                for finding in answer.warnings:
                    one.told(_doubt(finding))
        elif isinstance(answer, Done):
            one.level, one.case = "before", answer.case
        else:
            self._refused(one, answer)

    def _refused(self, one: Judged, refusal: Refusal) -> None:
        unread = {problem.column for problem in one.typed.problems}
        if refusal.ground is not Ground.INPUT or not refusal.errors:
            if unread and refusal.ground is not Ground.PERMISSION:
                return  # asked with a cell missing: what the law says of that is not what it will say
            cites = tuple(str(c) for c in refusal.cites)
            one.told(Problem("", refusal.reason, _remedy(refusal), cites))
            return
        for name, errors in refusal.errors.items():
            if name in unread:
                continue
            column = name if self.declared.column(name) else ""
            remedy = self._remedy(name, one.typed.data.get(name))
            for error in errors:
                one.told(Problem(column, error, remedy))

    def _remedy(self, name: str, value: Any) -> str:
        if not value:
            return _("请填写这一栏")
        if name in self.declared.remedies:
            return str(self.declared.remedies[name])
        column = self.declared.column(name)
        return str(column.help) if column is not None and str(column.help) else _("请改正这一栏")


def _worth_asking(one: Judged) -> bool:
    """A row with unread cells is asked too, for its other mistakes, unless its case is unknown or it is a repetition."""
    return one.level == "good" or (all(p.column != CASE for p in one.problems) and bool(one.typed.problems))


_REMEDIES = {
    Ground.PERMISSION: gettext_lazy("由有权的人导入这一行"),
    Ground.STATE: gettext_lazy("等到可办的状态再导入"),
    Ground.CHANGED: gettext_lazy("重新检查后再导入"),
    Ground.LAW: gettext_lazy("按条款改正，或者到案件页办理"),
    Ground.DETERMINATION: gettext_lazy("先由有权的人认定，再到案件页办理"),
    Ground.INPUT: gettext_lazy("请重新检查"),
}


def _remedy(refusal: Refusal) -> str:
    if refusal.opens_on is not None:
        return _("%(day)s 起可办") % {"day": refusal.opens_on.isoformat()}
    return str(_REMEDIES[refusal.ground])


def _doubt(finding: Finding) -> Problem:
    from django.utils.translation import get_language

    english = (get_language() or "").startswith("en")
    remarks = [remark.en if english else remark.zh for remark in finding.remarks]
    label = finding.en if english else finding.zh
    text = in_clauses([label, *remarks])
    remedy = _("征求意见稿，只作提示；确认无误可照样导入") if finding.simulation else _("确认无误可照样导入")
    return Problem("", text, remedy, tuple(str(c) for c in finding.citations), wrong=False)


def typed_text(one: Judged, column: str) -> str:
    """The cell as the person typed it."""
    return shown(one.typed.row.cells.get(column))[:300]


def counts(found: Sequence[Judged]) -> Mapping[Level, int]:
    """How many rows of each level."""
    made: dict[Level, int] = {"good": 0, "wrong": 0, "doubtful": 0, "before": 0, "written": 0}
    for one in found:
        made[one.level] += 1
    return made
