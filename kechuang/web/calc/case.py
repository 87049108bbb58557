"""A case typed into a calculator: the form of its facts, and the same rules run over it under any reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from kechuang.core import clock
from kechuang.core.money import yuan
from kechuang.law import REGISTRY, Context, Finding, Program, explain, link
from kechuang.law import types as t
from kechuang.law.expression import FACTS
from kechuang.law.types import Kind
from kechuang.web.calc.fields import DateInput, FactBoundField, FactField, FlagField, RegionField, field_for
from kechuang.web.law import shelf

READING = "i."
"""Prefix of a query parameter that chooses an interpretation: i.A04=contract_day."""
CONTEXT = ("territory", "on", "as_of", "known_on", "simulate")


@dataclass(frozen=True)
class Case:
    """What was typed: the context, the facts by dotted name, and the readings chosen."""

    territory: str | None = None
    on: dt.date | None = None
    as_of: dt.date | None = None
    known_on: dt.date | None = None
    simulate: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)

    def reading(self, name: str, choice: str) -> Case:
        """The same case under another reading of one question."""
        return replace(self, readings={**self.readings, name: choice})

    def run(self, rule: str) -> Finding:
        """The finding of one rule; facts the rule does not ask for are left out, readings it does not know too."""
        library = shelf.library()
        readings = self._read_by(rule)
        program = link(REGISTRY[rule], library, Context(self.known_on, self.simulate, readings))
        given = {name: value for name, value in self.facts.items() if name in program.facts}
        if self.as_of is not None and "as_of" in program.facts:
            given["as_of"] = self.as_of
        if self.on is not None and "on" in program.facts:
            given["on"] = self.on
        return explain(
            rule, given, territory=self.territory, known_on=self.known_on, simulate=self.simulate,
            interpretations=readings,
        )  # fmt: skip

    def _read_by(self, rule: str) -> dict[str, str]:
        """The chosen readings that this rule reads."""
        asked = readings_of(rule)
        return {name: choice for name, choice in self.readings.items() if name in asked}


@lru_cache(maxsize=1024)
def _programs(rule: str, fingerprint: str) -> tuple[Program, ...]:
    """The rule under the default readings, then under each other choice of each, since a choice may ask new facts."""
    library = shelf.library()
    first = link(REGISTRY[rule], library)
    found, seen = [first], set()
    queue = list(first.interpretations)
    while queue:
        name = queue.pop(0)
        if name in seen:
            continue
        seen.add(name)
        question = library.interpretations[name]
        for choice in question.choices:
            if choice.id != question.default:
                program = link(REGISTRY[rule], library, Context(interpretations={name: choice.id}))
                found.append(program)
                queue += program.interpretations
    return tuple(found)


def readings_of(rule: str) -> tuple[str, ...]:
    """Every question the rule may read, whichever way others are answered."""
    programs = _programs(rule, shelf.library().fingerprint)
    return tuple(dict.fromkeys(name for program in programs for name in program.interpretations))


def _facts_of(rules: Iterable[str]) -> dict[str, None]:
    fingerprint = shelf.library().fingerprint
    return dict.fromkeys(name for rule in rules for program in _programs(rule, fingerprint) for name in program.facts)


def needed_facts(rules: Iterable[str]) -> list[str]:
    """Every fact that some of the rules may ask for, in the order met; the context apart."""
    return [name for name in _facts_of(rules) if name not in CONTEXT]


def needed_context(rules: Iterable[str]) -> set[str]:
    return set(_facts_of(rules)) & set(CONTEXT)


def needed_readings(rules: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for rule in rules for name in readings_of(rule)))


class CaseForm(forms.Form):
    """The form of a case. Every field optional: what is not told is unknown, and the answer says what it needs."""

    bound_field_class = FactBoundField

    def __init__(
        self, data: QueryDict | None, *, rules: Sequence[str], first: Sequence[str] = (), initial: Mapping[str, Any] | None = None,
        labels: Mapping[str, Any] | None = None, hidden: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(_pinned(data), initial=dict(initial or {}))
        self.rules, self.first = rules, [name for name in first if name in FACTS]
        context, library = needed_context(rules), shelf.library()
        words = dict(labels or {})
        self.fields["territory"] = RegionField(
            "territory", t.REGION, label=_("地域（行政区划代码）"), help_text=words.pop("territory:help", "")
        )
        today = clock.today()
        if "on" in context and "on" not in hidden:
            self.fields["on"] = _day("on", words.pop("on", _("事情发生之日")))
        wanted = needed_facts(rules)
        for name in dict.fromkeys([*(n for n in self.first if n in wanted), *wanted]):
            if name not in hidden:
                more = {"label": words[name]} if name in words else {}
                if f"{name}:help" in words:
                    more["help_text"] = words[f"{name}:help"]
                self.fields[name] = field_for(FACTS[name], library, **more)
        if "as_of" in context:
            self.fields["as_of"] = _day("as_of", words.pop("as_of", _("截至日")))
            self.initial.setdefault("as_of", today)
        self.fields["known_on"] = _day("known_on", _("按哪一天已公布的规定"))
        self.fields["known_on"].help_text = _("固定这一天，同一链接以后打开仍是同一结果")
        self.initial.setdefault("known_on", today)
        self.fields["simulate"] = FlagField("simulate", t.FLAG, label=_("把征求意见稿也算进去"))
        self.fields["simulate"].choices = [("yes", _("是，只作模拟")), ("", _("否"))]  # type: ignore[attr-defined]
        self.initial.setdefault("simulate", "")
        self.readings = _readings(data, needed_readings(rules))

    def groups(self, named: Sequence[str]) -> tuple[list[forms.BoundField], list[forms.BoundField]]:
        """The fields in front, and those behind “更多事实”."""
        rest = [n for n in self.fields if n not in named and n not in ("known_on", "simulate")]
        return [self[n] for n in named if n in self.fields], [self[n] for n in rest]

    @property
    def error_targets(self) -> str:
        """What htmx swaps besides the result: the error line of each field."""
        return ",".join(f"#{self[name].auto_id}-error" for name in self.fields)

    def case(self) -> Case:
        """The case of a valid form; a pinned day of knowledge is today where none was given."""
        data = dict(self.cleaned_data)
        known_on = data.pop("known_on") or clock.today()
        return Case(
            territory=data.pop("territory"),
            on=data.pop("on", None),
            as_of=data.pop("as_of", None) or (clock.today() if "as_of" in self.fields else None),
            known_on=known_on,
            simulate=bool(data.pop("simulate")),
            facts={name: value for name, value in data.items() if value is not None},
            readings=self.readings,
        )


def _pinned(data: QueryDict | None) -> QueryDict | None:
    """The query with the days it does not name set to today, so that the form shows what was used."""
    if data is None:
        return None
    filled = data.copy()
    for name in ("known_on", "as_of"):
        if not filled.get(name):
            filled[name] = clock.today().isoformat()
    return filled


def _day(name: str, label: Any) -> FactField:
    return FactField(name, t.DATE, label=label, widget=DateInput())


def _readings(data: QueryDict | None, known: Sequence[str]) -> dict[str, str]:
    """The readings the query chooses, where it differs from the default and names a choice there is."""
    found: dict[str, str] = {}
    interpretations = shelf.library().interpretations
    for name in known:
        choice = data.get(f"{READING}{name}", "") if data is not None else ""
        if (
            choice
            and choice != interpretations[name].default
            and choice in [c.id for c in interpretations[name].choices]
        ):
            found[name] = choice
    return found


def query_of(case: Case) -> str:
    """The shortest query string that gives this case again, known_on pinned."""
    parts: list[tuple[str, str]] = []
    for name in ("territory", "on", "as_of", "known_on"):
        value = getattr(case, name)
        if value is not None:
            parts.append((name, str(value)))
    if case.simulate:
        parts.append(("simulate", "yes"))
    for name, value in case.facts.items():
        kind = FACTS[name].type.kind
        if kind is Kind.ITEMS:
            parts += [(name, item) for item in sorted(value) or ["-"]]
        elif kind is Kind.FEN:
            parts.append((name, yuan(value).replace(",", "").replace("−", "-")))
        elif kind is Kind.FLAG:
            parts.append((name, "yes" if value else "no"))
        else:
            parts.append((name, str(t.plain(value))))
    parts += [(f"{READING}{name}", choice) for name, choice in case.readings.items()]
    return urlencode(parts)
