"""Cells of rows to the input of an action: each cell by its column, rows named by natural keys found many at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kechuang.casework.cases.batch import Item
from kechuang.casework.sheets.declare import CASE, Key, Problem, SheetImport
from kechuang.core.sheets.cells import CellProblem, reader
from kechuang.core.sheets.columns import plain_head
from kechuang.core.sheets.reading import Row


@dataclass(slots=True)
class Typed:
    """A row as read: the input of the action, and the cells that could not be read."""

    row: Row
    data: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    case: int | None = None
    key: str = ""
    once: bool = True
    """Whether what was written once is never written again; a row that sets what stands may come back with other values."""

    @property
    def item(self) -> Item:
        return Item(self.data, self.case, self.key if self.once else "")


class RowReader:
    """Reads the rows of one file; what it has found by natural keys it keeps for the rows to come."""

    def __init__(self, declared: SheetImport, by: Any) -> None:
        self.declared = declared
        self.readers = {column.name: reader(column) for column in declared.sheet_columns}
        form = declared.action.form(case=None, by=by)
        self.choosers: dict[str, _Chooser] = {}
        for column in declared.sheet_columns:
            if column.kind in ("key", "keys"):
                key = declared.keys.get(column.name, Key("pk"))
                self.choosers[column.name] = _Chooser(form.fields[column.name].queryset, key)  # type: ignore[attr-defined]
        self.cases: _Chooser | None = None
        if not declared.action.creates:
            self.cases = _Chooser(declared.action.model.objects.visible_to(by), Key("number"))

    @property
    def known(self) -> dict[str, dict[str, Any]]:
        """For the engine: rows already read for fields that choose one."""
        return {name: chooser.by_pk for name, chooser in self.choosers.items()}

    def read(self, rows: Sequence[Row]) -> list[Typed]:
        """The rows of a part of the file, each with the input it makes."""
        found = [self._cells(row) for row in rows]
        for name, chooser in self.choosers.items():
            chooser.learn(text for typed in found for text in _texts(typed.data.get(name)))
            for typed in found:
                self._choose(typed, name, chooser)
        if self.cases is not None:
            self.cases.learn(typed.data[CASE] for typed in found if typed.data.get(CASE))
            for typed in found:
                self._case(typed, self.cases)
        for typed in found:
            typed.key, typed.once = self._key(typed), self.declared.filled is None
        return found

    def _cells(self, row: Row) -> Typed:
        data: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, cell in row.cells.items():
            try:
                value = self.readers[name](cell)
            except CellProblem as problem:
                problems.append(Problem(name, problem.problem, problem.remedy))
                continue
            if value:
                data[name] = value
        return Typed(row, data, problems)

    def _choose(self, typed: Typed, name: str, chooser: _Chooser) -> None:
        value = typed.data.pop(name, None)
        chosen: list[str] = []
        for text in _texts(value):
            rows = chooser.found.get(plain_head(text), [])
            if len(rows) == 1:
                chosen.append(str(rows[0].pk))
            elif rows:
                many = _("有 %(n)d 个叫“%(text)s”") % {"n": len(rows), "text": text}
                typed.problems.append(Problem(name, many, _("请改写代码")))
            else:
                remedy = self.declared.remedies.get(name) or _("请核对名称或者代码；没有登记的先登记")
                typed.problems.append(Problem(name, _("没有找到“%(text)s”") % {"text": text}, str(remedy)))
        if chosen:
            typed.data[name] = chosen if isinstance(value, list) else chosen[0]

    def _case(self, typed: Typed, cases: _Chooser) -> None:
        number = typed.data.pop(CASE, "")
        rows = cases.found.get(plain_head(number), []) if number else []
        if rows:
            typed.case = rows[0].pk
        elif not any(problem.column == CASE for problem in typed.problems):
            problem = _("没有这个案件，或者你看不到它") if number else _("没有填写")
            typed.problems.append(Problem(CASE, problem, _("请核对编号")))

    def _key(self, typed: Typed) -> str:
        """What makes this row the same row when it comes again, whoever mended the rest of the file."""
        for columns in self.declared.identity:
            values = [typed.data.get(column) for column in columns]
            if all(values):
                return self._digest(typed.case, [*columns], [_folded(value) for value in values])
        return self._digest(typed.case, [], sorted(typed.data.items()))

    def _digest(self, *parts: Any) -> str:
        text = _TEXT.encode([self.declared.action.key, *parts])
        return f"sheet:{hashlib.sha256(text.encode()).hexdigest()}"


_TEXT = json.JSONEncoder(ensure_ascii=False, default=str)


def _texts(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _folded(value: Any) -> str:
    return "；".join(plain_head(text) for text in _texts(value)).upper()


class _Chooser:
    """Rows of a queryset by the texts that name them; every text is asked for once."""

    def __init__(self, queryset: Any, key: Key) -> None:
        self.queryset, self.key = queryset, key
        self.found: dict[str, list[Any]] = {}
        self.by_pk: dict[str, Any] = {}

    def learn(self, texts: Any) -> None:
        asked = {plain: text for text in texts if (plain := plain_head(text)) not in self.found}
        if not asked:
            return
        spellings = list({spelling for text in asked.values() for spelling in _spellings(text)})
        where = Q()
        for name in self.key.fields:
            where |= Q(**{f"{name}__in": spellings})
        self.found |= {plain: [] for plain in asked}
        rank: dict[str, int] = {}
        for row in self.queryset.filter(where):
            self.by_pk[str(row.pk)] = row
            for place, name in enumerate(self.key.fields):
                plain = plain_head(getattr(row, name))
                if plain not in asked or rank.get(plain, place) < place:
                    continue
                if rank.get(plain) != place:
                    self.found[plain], rank[plain] = [], place
                self.found[plain].append(row)


def _spellings(text: str) -> set[str]:
    """The same with brackets of either width, and in capitals: 浙江大学(衢州), 浙江大学（衢州）."""
    narrow = text.replace("（", "(").replace("）", ")")
    return {text, text.upper(), narrow, text.replace("(", "（").replace(")", "）")}
