"""A finding as components: its badge, its explanation tree, the instruments considered, the remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.core.money import yuan
from kechuang.core.ui.citing import cite_of, instrument_url, interps_of, region_words, seal_of
from kechuang.core.ui.parts import Badge, Cite, ConsideredLine, ConsideredTable, Line, Mark, Tone
from kechuang.core.words import either, language, listed
from kechuang.law.expression import FACTS, Node
from kechuang.law.finding import ConsideredFor, Finding, Step, StepKind, Verdict
from kechuang.law.library import Library, load
from kechuang.law.model import Bound, Citation, Instrument, Status
from kechuang.law.parameters import Considered, Outcome, State, Tested
from kechuang.law.types import Kind, Type
from kechuang.law.words import words as law_words

_TONES: dict[Verdict, Tone] = {
    Verdict.MET: "met",
    Verdict.BREACHED: "breach",
    Verdict.COMPUTED: "met",
    Verdict.NOT_APPLICABLE: "na",
    Verdict.NEEDS_DETERMINATION: "open",
    Verdict.NO_LAW_FOUND: "none",
}
VERDICT_WORDS: dict[Verdict, Promise] = {
    Verdict.MET: gettext_lazy("符合"),
    Verdict.BREACHED: gettext_lazy("不符合"),
    Verdict.COMPUTED: gettext_lazy("结论确定"),
    Verdict.NOT_APPLICABLE: gettext_lazy("不适用"),
    Verdict.NEEDS_DETERMINATION: gettext_lazy("待认定"),
    Verdict.NO_LAW_FOUND: gettext_lazy("未查到规定"),
}
STATE_WORDS: dict[State, Promise] = {
    State.NOT_APPLICABLE: gettext_lazy("不适用"),
    State.NO_LAW: gettext_lazy("未查到规定"),
    State.CONFLICT: gettext_lazy("规定冲突"),
    State.MISSING: gettext_lazy("未填"),
    State.OPEN: gettext_lazy("待认定"),
}
OUTCOME_WORDS: dict[Outcome, Promise] = {
    Outcome.DECIDES: gettext_lazy("适用，决定结果"),
    Outcome.SATISFIED: gettext_lazy("适用，已满足"),
    Outcome.ADVICE: gettext_lazy("可以，不强制"),
    Outcome.AGREED_OTHERWISE: gettext_lazy("有规定或约定，从其规定"),
    Outcome.UNKNOWN: gettext_lazy("待认定"),
    Outcome.SIMULATION_ONLY: gettext_lazy("不适用：草案只作模拟"),
    Outcome.OUTRANKED: gettext_lazy("让位于特别规定或新规定"),
    Outcome.CONFLICT: gettext_lazy("与另一规定冲突"),
    Outcome.SILENT: gettext_lazy("未作规定"),
    Outcome.FAILED: gettext_lazy("不适用"),
}
COUNTED: dict[str, Promise] = {"overdue_days": gettext_lazy("逾期"), "early_days": gettext_lazy("早于首日")}
"""Outputs every clock has."""
_TEST_WORDS: dict[str, Promise] = {
    "status": gettext_lazy("效力"),
    "territory": gettext_lazy("地域"),
    "unit": gettext_lazy("单位"),
    "date": gettext_lazy("日期"),
}


def badge(finding: Finding, word: str = "") -> Badge:
    """The verdict as shape, word and colour. What rests on a draft is 模拟 whatever it says; `word` replaces the general one."""
    asks = (*finding.missing, *finding.open) if finding.verdict is Verdict.NEEDS_DETERMINATION else ()
    if finding.simulation:
        return Badge("draft", _("模拟：%(word)s") % {"word": word or VERDICT_WORDS[finding.verdict]}, asks)
    return Badge(_TONES[finding.verdict], word or str(VERDICT_WORDS[finding.verdict]), asks)


def value_words(value: object, kind: Type, library: Library | None = None) -> str:
    """A value as a column shows it: amounts bare (the head names the unit), the rest in words."""
    if value is None:
        return "–"
    if kind.kind is Kind.FEN and isinstance(value, int):
        return yuan(value)
    return law_words(value, kind, language(), library)


@dataclass
class Notes:
    """Footnotes of one sheet: each citation numbered where it first appears, listed in full on paper."""

    library: Library
    numbers: dict[Citation, int] = field(default_factory=dict)

    def cite(self, place: Citation) -> Cite:
        number = self.numbers.setdefault(place, len(self.numbers) + 1)
        return cite_of(place, self.library, number)

    @property
    def listed(self) -> list[tuple[int, str]]:
        return [(number, cite_of(place, self.library).title) for place, number in self.numbers.items()]


def lines(steps: Iterable[Step], notes: Notes, anchor: str = "") -> list[Line]:
    """Steps as lines of the tree. anchor: where on the page the look-ups are shown in full.

    What was told in full once is one line after that; a step whose only part has its very value is told with it;
    conditions stand together, folded; facts that were not given and did not matter are left out.
    """
    told: set[str] = set()
    return [_line(step, notes, anchor, told) for step in steps]


def _line(step: Step, notes: Notes, anchor: str, told: set[str]) -> Line:
    step, labels = _merged(step)
    known = step.state is State.KNOWN
    again = step.kind not in _LEAVES and bool(labels & told)
    told |= labels if step.kind not in _LEAVES else set()
    remarks = [either(shift.zh, shift.en) for shift in step.shifts]
    if step.determination is not None:
        made = step.determination
        remarks.append(
            _("由 %(by)s 于 %(on)s 认定%(basis)s")
            % {"by": made.by, "on": made.on, "basis": f"，{made.basis}" if made.basis else ""}
        )
    cites = [notes.cite(place) for place in _once_official(step.cites)]  # before the children: footnotes run downwards
    parts = [] if again else [child for child in step.children if not known or not _unneeded(child)]
    made_lines = [_line(child, notes, anchor, told) for child in parts if not _is_aside(child)]
    asides = [_line(child, notes, anchor, told) for child in parts if _is_aside(child)]
    return Line(
        label=step_label(step, notes.library),
        value=value_words(step.value, step.type, notes.library) if known else unknown_words(step),
        formula=step_formula(step, notes.library) if known else "",
        cites=cites,
        interps=interps_of(step.interpretations, notes.library),
        notes=list(dict.fromkeys(remarks)),
        children=made_lines,
        asides=asides,
        fact=step.kind is StepKind.FACT,
        known=known,
        folded=step.kind in _FOLDED or _is_aside(step),
        anchor=anchor if step.kind is StepKind.PARAMETER else "",
    )


_LEAVES = (StepKind.FACT, StepKind.PARAMETER, StepKind.SCOPE)
_FOLDED = (StepKind.PARAMETER, StepKind.SCOPE, StepKind.CHECKLIST)


def unknown_words(step: Step) -> str:
    """Why a step has no value: a fact was not stated, or what is computed waits for one."""
    if step.state is State.MISSING and step.kind is not StepKind.FACT:
        return _("缺事实")
    return str(STATE_WORDS[step.state])


def _unneeded(step: Step) -> bool:
    return step.kind is StepKind.FACT and step.state is State.MISSING


def _merged(step: Step) -> tuple[Step, set[str]]:
    """A step that only passes on what its one part computed is told with that part's clauses; and every name it had."""
    labels = {step.label(language())}
    while step.kind in (StepKind.RULE, StepKind.VALUE):
        parts = [child for child in step.children if not _is_aside(child) and not _unneeded(child)]
        if len(parts) != 1 or parts[0].kind in _LEAVES or parts[0].value != step.value or step.value is None:
            break
        child, asides = parts[0], [c for c in step.children if _is_aside(c)]
        if isinstance(step.value, bool):
            break
        labels.add(child.label(language()))
        step = replace(
            child, kind=step.kind if child.kind is not StepKind.DEFINITION else child.kind, zh=step.zh, en=step.en,
            name=child.name if child.kind is StepKind.DEFINITION else step.name,
            cites=tuple(dict.fromkeys((*step.cites, *child.cites))),
            interpretations=tuple(dict.fromkeys((*step.interpretations, *child.interpretations))),
            shifts=(*step.shifts, *child.shifts), children=(*child.children, *asides),
        )  # fmt: skip
    return step, labels


def _is_aside(step: Step) -> bool:
    """A yes or no, or a choice, on the way: a condition rather than a part of the amount."""
    return step.type.kind in (Kind.FLAG, Kind.CHOICE) or step.kind is StepKind.SCOPE


def step_label(step: Step, library: Library) -> str:
    """The label of a step; where the rule gave none, the question read, the list held, or what the step is."""
    own = either(step.zh, step.en)
    if own and own != step.name:
        return own
    if step.name in library.interpretations:
        question = library.interpretations[step.name]
        return either(question.question, question.question_en)
    if step.kind is StepKind.SCOPE:
        return _("这一规定适用于本案")
    if step.kind is StepKind.CHECKLIST:
        return checklist_words(step.name, library)
    if step.kind is StepKind.PARAMETER:
        return _("条文写明的值")
    return own or step.name


def checklist_words(name: str, library: Library) -> str:
    """The title of a checklist, as the first instrument that has it calls it."""
    for instrument in library.instruments.values():
        for checklist in instrument.checklists.values():
            if checklist.name == name:
                return either(checklist.zh, checklist.en)
    return name


def _once_official(places: Sequence[Citation]) -> list[Citation]:
    """Places that read the same officially (the letters of one split paragraph) are shown once."""
    seen: dict[tuple[str, str], Citation] = {}
    for place in places:
        seen.setdefault((place.instrument, place.words("zh")), place)
    return list(seen.values())


def step_formula(step: Step, library: Library) -> str:
    """What a step is made of in a few words: 净收入 × 奖励比例下限. Empty where the tree itself says it better."""
    if step.kind is StepKind.PARAMETER:
        bounds = {entry.bound for entry in library.entries(step.name)}
        return str(_BOUND_WORDS[bounds.pop()]) if len(bounds) == 1 else ""
    if step.kind is StepKind.DEFINITION:
        chosen = [entry for entry in library.definitions(step.name) if entry.citation in step.cites]
        return definition_words(chosen[0].value) if chosen else ""
    if step.kind is StepKind.FACT or not isinstance(step.node, Node):
        return ""
    written = _operation(step.node.args[0] if step.node.op in ("rule", "label") and step.node.args else step.node)
    return written if len(written) <= 60 else ""


_FACT_NAME = re.compile(r"[a-z_]+\.[a-z_.]+")
_AT_LEAST = re.compile(r"at_least\((.*), (\d+)\)")


def definition_words(text: str) -> str:
    """A definition's formula in the words of its facts: at_least(deal.amount - …, 0) -> 实际成交额 − …，不低于 0."""
    words = _FACT_NAME.sub(lambda found: fact_label(found.group()), text).replace(" - ", " − ")
    if (bounded := _AT_LEAST.fullmatch(words)) is not None:
        return _("%(amount)s，不低于 %(least)s") % {"amount": bounded[1], "least": bounded[2]}
    return words


_BOUND_WORDS: dict[Bound, Promise] = {
    Bound.FLOOR: gettext_lazy("几个下限都要守，取最高"),
    Bound.CEILING: gettext_lazy("几个上限都要守，取最低"),
    Bound.EXACT: gettext_lazy("特别规定先于一般规定"),
}
_SIGNS = {"add": " + ", "sub": " − ", "mul": " × "}


def _operation(node: Node) -> str:
    """A short formula, one level deep, with the amounts that occur; empty where it would not be short."""
    if node.op in _SIGNS:
        left, right = (_name(arg) for arg in node.args)
        return f"{left}{_SIGNS[node.op]}{right}" if left and right else ""
    if node.op == "share":
        base, rate = (_name(arg) for arg in node.args)
        return f"{base} × {rate}" if base and rate else ""
    return ""


def _name(node: Node) -> str:
    label = either(node.zh, node.en)
    if label:
        return label
    if node.op in _SIGNS:
        return _operation(node)
    return ""


# -- the instruments considered ---------------------------------------------------------------------


def considered_tables(finding: Finding, notes: Notes) -> list[ConsideredTable]:
    """One table for each value looked up, in the order met; definitions and checklists come with their own words."""
    return [considered_table(table, notes.library, finding) for table in finding.considered]


def considered_table(table: ConsideredFor, library: Library, finding: Finding) -> ConsideredTable:
    rows = [_considered(row, table, library) for row in table.rows]
    heading = either(table.zh, table.en) or table.name
    if heading == table.name:
        heading = checklist_words(table.name, library)
    if heading == table.name:
        heading = _("条文写明的值")
    column = _("数值") if table.type.unit != "formula" else _("写法")
    return ConsideredTable(heading, column, rows, id="considered-" + table.name.replace(".", "-").replace(":", "-"))


def _considered(row: Considered, table: ConsideredFor, library: Library) -> ConsideredLine:
    home = library.instruments[row.instrument]
    marks = [
        _mark(name, row.tests.get(name, Tested.UNCHECKED), row, home)
        for name in ("status", "territory", "unit", "date")
    ]
    outcome = str(OUTCOME_WORDS[row.outcome])
    failed = next((name for name, result in row.tests.items() if result is Tested.FAILED), "")
    if row.outcome is Outcome.FAILED and failed:
        outcome = _("不适用：%(test)s") % {"test": _TEST_WORDS.get(failed, failed)}
    if row.outcome is Outcome.UNKNOWN and row.because:
        outcome = _("待认定：%(facts)s") % {"facts": fact_labels(row.because)}
    return ConsideredLine(
        cite=cite_of(row.citation, library) if row.citation else None,
        seal=seal_of(home),
        title=either(home.short, home.short_en),
        marks=marks,
        value=_stated(row, table, library),
        outcome=outcome,
        decides=row.outcome is Outcome.DECIDES,
        url=instrument_url(home.id),
    )


def _stated(row: Considered, table: ConsideredFor, library: Library) -> str:
    if row.value is None:
        return "–"
    if table.type.unit == "formula":
        return _("有定义")
    if isinstance(row.value, tuple):
        return _("%(n)s 项") % {"n": len(row.value)}
    if table.type.kind is Kind.FEN and isinstance(row.value, int):
        return yuan(row.value)
    if isinstance(row.value, Fraction | int | str) or table.type.kind is Kind.DATE:
        return law_words(row.value, table.type, language(), library)
    return str(row.value)


def _mark(test: str, result: Tested, row: Considered, home: Instrument) -> Mark:
    """What a test met, in a word or two: the status always, the rest where it failed or is unknown."""
    if result is Tested.UNCHECKED:
        return Mark("unchecked", _("未查"))
    word = ""
    if test == "status":
        word = _status_word(home)
    elif result is not Tested.PASSED:
        word = {
            "territory": _("限%(region)s") % {"region": region_words(home.region).rpartition(" ")[0] or home.region},
            "unit": fact_labels(row.because),
            "date": _date_word(row.because),
        }[test]
    return Mark(str(result), word)


def _date_word(because: str) -> str:
    """<2025-03-01, >=2027-01-01 and known>2024-11-27 in words."""
    sign, _digit, _rest = because.partition(next((sign for sign in because if sign.isdigit()), "\0"))
    day = because[len(sign) :]
    if not day:
        return _("未施行")
    return {
        "<": _("%(day)s 起施行") % {"day": day},
        ">=": _("%(day)s 起失效") % {"day": day},
        "known>": _("%(day)s 才公布") % {"day": day},
    }.get(sign, because)


def _status_word(home: Instrument) -> str:
    return {
        Status.IN_FORCE: _("施行"),
        Status.TRIAL: _("试行"),
        Status.DRAFT: _("草案"),
        Status.REPEALED: _("废止"),
    }[home.status]


def fact_label(name: str) -> str:
    """The label of a fact, or of the things every case has."""
    if name == "agreed":
        name = "deal.agreed"
    general = {"territory": _("地域"), "on": _("日期"), "as_of": _("今天")}
    bare = name.removeprefix("key:")
    if bare in general:
        return general[bare]
    node = FACTS.get(bare)
    return either(node.zh, node.en) if node is not None else bare


def question_words(name: str, library: Library | None = None) -> str:
    """What a person is asked to determine: a fact by its label, an open question of the law as it is put."""
    question = (library or load()).interpretations.get(name)
    return either(question.question, question.question_en) if question is not None else fact_label(name)


def fact_labels(names: str) -> str:
    return listed([fact_label(name) for name in names.split("、") if name])
