"""A finding as JSON and as text: the same for the command line, the API and whoever reads a file three years later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kechuang.law.calendar import basis_title
from kechuang.law.execution.prose import lines
from kechuang.law.expression import FACTS
from kechuang.law.finding import Finding, Step, Verdict
from kechuang.law.library import Library, load
from kechuang.law.model import Citation
from kechuang.law.parameters import Considered, Outcome
from kechuang.law.rule import REGISTRY
from kechuang.law.types import Kind, Type, plain
from kechuang.law.words import words

VERDICTS = {
    Verdict.MET: ("符合", "met"),
    Verdict.BREACHED: ("不符合", "breached"),
    Verdict.COMPUTED: ("已算出", "computed"),
    Verdict.NOT_APPLICABLE: ("不适用", "not applicable"),
    Verdict.NEEDS_DETERMINATION: ("待认定", "needs determination"),
    Verdict.NO_LAW_FOUND: ("未查到规定", "no law found"),
}
OUTCOMES = {
    Outcome.DECIDES: ("适用，决定结果", "applies and decides"),
    Outcome.SATISFIED: ("适用，已满足", "applies and is satisfied"),
    Outcome.ADVICE: ("可以，不强制", "permitted, not required"),
    Outcome.AGREED_OTHERWISE: ("有规定或约定，从其规定", "a rule or agreement takes its place"),
    Outcome.UNKNOWN: ("待认定", "needs determination"),
    Outcome.SIMULATION_ONLY: ("草案，只作模拟", "draft, simulation only"),
    Outcome.OUTRANKED: ("让位于特别规定或者新规定", "gives way to the special or later text"),
    Outcome.CONFLICT: ("与另一规定冲突", "conflicts with another text"),
    Outcome.SILENT: ("未作规定", "silent on this"),
    Outcome.FAILED: ("不适用", "does not apply"),
}


def verdict_words(verdict: Verdict, lang: str = "zh") -> str:
    """A verdict in one word of the language."""
    return VERDICTS[verdict][lang == "en"]


def citation_words(cited: Citation, lang: str, library: Library) -> str:
    """The instrument's short name and the official place: 衢州条例第20条第1款第1项."""
    instrument = library.instruments.get(cited.instrument)
    if instrument is None:
        return str(cited)
    if lang == "en":
        return f"{instrument.short_en} {cited.words('en')}"
    return f"{instrument.short}{cited.words('zh')}"


def _short(ident: str, lang: str, library: Library) -> str:
    instrument = library.instruments[ident]
    return instrument.short_en if lang == "en" else instrument.short


def cited(citation: Citation, lang: str, library: Library) -> dict[str, Any]:
    """A citation as JSON carries it: the id of the clause and the official place in words."""
    return {"clause": str(citation), "text": citation_words(citation, lang, library)}


def fact_words(name: str, lang: str) -> str:
    """The label of a fact; its name where no rule declares it."""
    node = FACTS.get(name)
    return name if node is None else (node.en if lang == "en" else node.zh)


def because_words(row: Considered, lang: str = "zh") -> str:
    """Why a statement did not count, or what it waits for: a region, a day, the facts about the unit."""
    why, english = row.because, lang == "en"
    if not why:
        return ""
    if why in _BECAUSE:
        return _BECAUSE[why][english]
    for mark, (zh, en) in _DAYS.items():
        if why.startswith(mark):
            day = why.removeprefix(mark)
            if not day:
                return "no date of entry into force" if english else "没有施行日期"
            return (en if english else zh).format(day)
    if why.isdigit():
        return f"governs region {why}" if english else f"只管区划 {why}"
    names = [_BECAUSE[name][english] if name in _BECAUSE else fact_words(name, lang) for name in why.split("、")]
    return (", " if english else "、").join(names)


_BECAUSE = {
    "draft": ("征求意见稿", "a draft"),
    "may": ("条文写的是“可以”", "the text says may"),
    "agreed": ("单位有规定或者有约定", "a rule or agreement of the unit"),
}
_DAYS = {
    "known>": ("{} 才公布", "published on {}"),
    ">=": ("{} 起不再施行", "no longer in force from {}"),
    "<": ("{} 起施行", "in force from {}"),
}


def _stated(row: Considered, kind: Type, lang: str, library: Library) -> str:
    """The value a row states, in words; empty where it states none."""
    if row.value is None or kind.unit == "formula":
        return ""
    return words(row.value, kind, lang, library)


def as_dict(finding: Finding, lang: str = "zh", library: Library | None = None) -> dict[str, Any]:
    """A finding as JSON carries it: money in fen, shares as "80%", dates ISO; `*_text` is for people."""
    shelf = library or load()

    def pick(zh: str, en: str) -> str:
        return en if lang == "en" else zh

    return {
        "rule": finding.rule,
        "label": pick(finding.zh, finding.en),
        "kind": str(finding.kind),
        "verdict": str(finding.verdict),
        "verdict_text": verdict_words(finding.verdict, lang),
        "value": plain(finding.value),
        "unit": finding.type.unit or str(finding.type.kind),
        "value_text": words(finding.value, finding.type, lang, shelf),
        "outputs": {
            o.name: {
                "label": pick(o.zh, o.en),
                "value": plain(o.value),
                "unit": o.type.unit or str(o.type.kind),
                "text": words(o.value, o.type, lang, shelf),
                "state": o.state.name.lower(),
            }
            for o in finding.outputs
        },
        "citations": [cited(c, lang, shelf) for c in finding.citations],
        "missing": [{"fact": name, "label": fact_words(name, lang)} for name in finding.missing],
        "open_interpretations": [
            {"id": i, "question": pick(shelf.interpretations[i].question, shelf.interpretations[i].question_en)}
            for i in finding.open
        ],
        "conflicts": [
            {**cited(c, lang, shelf), "summary": pick(shelf.clause(c).zh, shelf.clause(c).en)}
            for c in finding.conflicts
        ],
        "interpretations": [
            {
                "id": used.id,
                "question": pick(shelf.interpretations[used.id].question, shelf.interpretations[used.id].question_en),
                "choice": used.choice,
                "choice_text": pick(
                    shelf.interpretations[used.id].choice(used.choice).zh,
                    shelf.interpretations[used.id].choice(used.choice).en,
                ),
                "default": used.default,
            }
            for used in finding.interpretations
        ],
        "remarks": [
            {"kind": r.kind, "text": pick(r.zh, r.en), "citations": [cited(c, lang, shelf) for c in r.cites]}
            for r in finding.remarks
        ],
        "determinations": [d.to_dict() for d in finding.determinations],
        "simulation": finding.simulation,
        "provisional": finding.provisional,
        "steps": [_step(finding.step, lang, shelf)],
        "considered": [
            {
                "name": table.name,
                "label": pick(table.zh, table.en),
                "rows": [
                    {
                        "instrument": row.instrument,
                        "instrument_text": _short(row.instrument, lang, shelf),
                        "citation": cited(row.citation, lang, shelf) if row.citation else None,
                        "value": None if table.type.unit == "formula" else plain(row.value),
                        "value_text": _stated(row, table.type, lang, shelf),
                        "tests": {name: str(result) for name, result in row.tests.items()},
                        "outcome": str(row.outcome),
                        "outcome_text": OUTCOMES[row.outcome][lang == "en"],
                        "because": row.because,
                        "because_text": because_words(row, lang),
                    }
                    for row in table.rows
                ],
            }
            for table in finding.considered
        ],
        "formula": lines(REGISTRY[finding.rule], lang, shelf),
        "unused_facts": list(finding.unused),
        "context": {key: plain(value) for key, value in finding.context.items()},
    }


def _step(step: Step, lang: str, library: Library) -> dict[str, Any]:
    made: dict[str, Any] = {
        "kind": str(step.kind),
        "name": step.name,
        "label": step.label(lang),
        "value": plain(step.value),
        "text": words(step.value, step.type, lang, library),
        "state": step.state.name.lower(),
        "citations": [cited(c, lang, library) for c in step.cites],
        "interpretations": list(step.interpretations),
    }
    if step.shifts:
        made["dates"] = [
            {
                "kind": s.kind,
                "day": s.day.isoformat(),
                "text": s.en if lang == "en" else s.zh,
                "basis": s.basis,
                "basis_text": basis_title(s.basis, "en" if lang == "en" else "zh"),
            }
            for s in step.shifts
        ]
    if step.determination is not None:
        made["determination"] = step.determination.to_dict()
    if step.repeated:
        made["repeated"] = True
    made["children"] = [_step(child, lang, library) for child in step.children]
    return made


def as_text(finding: Finding, lang: str = "zh", library: Library | None = None) -> str:
    """A finding on paper: the answer, the reason line by line with clauses, what was considered, what is open."""
    return "\n".join(_text(as_dict(finding, lang, library), lang))


def _text(data: Mapping[str, Any], lang: str) -> Iterator[str]:
    english = lang == "en"
    mark = ""
    if data["simulation"]:
        mark += " [draft - simulation]" if english else " 〔征求意见稿，模拟 draft - simulation〕"
    if data["provisional"]:
        mark += " [provisional]" if english else " 〔暂定〕"
    shown = "" if data["value"] is None or data["unit"] == "flag" else data["value_text"]
    yield (
        f"{data['label']}: {shown} [{data['verdict_text']}]{mark}"
        if english
        else f"{data['label']}：{shown}【{data['verdict_text']}】{mark}"
    )
    for output in data["outputs"].values():
        yield f"  {output['label']}: {output['text']}" if english else f"  {output['label']}：{output['text']}"
    for remark in data["remarks"]:
        places = "; ".join(c["text"] for c in remark["citations"])
        yield f"  ! {remark['text']}" + (f" [{places}]" if places else "")
    if data["missing"]:
        names = ", ".join(f"{m['label']} ({m['fact']})" for m in data["missing"])
        yield f"  missing facts: {names}" if english else f"  尚缺事实：{names}"
    for question in data["open_interpretations"]:
        yield (
            f"  open {question['id']}: {question['question']}"
            if english
            else f"  待认定 {question['id']}：{question['question']}"
        )
    for text in data["conflicts"]:
        yield (
            f"  conflict: {text['text']}: {text['summary']}"
            if english
            else f"  冲突：{text['text']}：{text['summary']}"
        )
    yield "How it was computed" if english else "怎么算出来的"
    for step in data["steps"]:
        yield from _step_text(step, 1, english)
    yield "Formula" if english else "公式"
    yield from (f"  {line}" for line in data["formula"])
    if data["considered"]:
        yield "What was considered" if english else "查过哪些规定"
    for table in data["considered"]:
        yield f"  {table['label']}"
        for row in table["rows"]:
            place = row["citation"]["text"] if row["citation"] else row["instrument_text"]
            why = row["because_text"]
            because = "" if not why else f" ({why})" if english else f"（{why}）"
            value = f" {row['value_text']}" if row["value_text"] else ""
            yield f"    {place}{value} · {row['outcome_text']}{because}"
    if data["interpretations"]:
        yield "Readings used" if english else "用到的解释"
    for used in data["interpretations"]:
        yield f"  {used['id']} {used['question']} → {used['choice_text']} ({used['choice']})"
    if data["determinations"]:
        yield "Determinations" if english else "所依据的认定"
    for made in data["determinations"]:
        basis = f" ({made['basis']})" if made["basis"] else ""
        yield f"  {made['question']} = {made['answer']} · {made['by']} {made['on']}{basis}"


def _step_text(step: Mapping[str, Any], depth: int, english: bool) -> Iterator[str]:
    places = "; ".join(dict.fromkeys(c["text"] for c in step["citations"]))
    tail = (f"  [{places}]" if places else "") + "".join(f" ({i})" for i in step["interpretations"])
    value = step["text"] if step["state"] == "known" else _STATES[step["state"]][english]
    if step.get("repeated"):
        tail += " (as above)" if english else "（见上）"
    yield f"{'  ' * depth}{step['label']} = {value}{tail}"
    for shift in step.get("dates", ()):
        yield f"{'  ' * (depth + 1)}· {shift['day']} {shift['text']} [{shift['basis_text']}]"
    for child in step["children"]:
        yield from _step_text(child, depth + 1, english)


_STATES = {
    "not_applicable": ("不适用", "not applicable"),
    "no_law": ("未查到规定", "no law found"),
    "conflict": ("规定冲突", "texts conflict"),
    "missing": ("未知", "unknown"),
    "open": ("待认定", "open"),
}


def rule_dict(name: str, lang: str = "zh", library: Library | None = None) -> dict[str, Any]:
    """A rule for programs: inputs with types, units and options, output, clauses, interpretations, formula."""
    from kechuang.law.link import link

    shelf = library or load()
    rule = REGISTRY[name]
    program = link(rule, shelf)
    inputs = []
    for fact in program.facts:
        node = FACTS[fact]
        entry: dict[str, Any] = {
            "name": fact,
            "label_zh": node.zh,
            "label_en": node.en,
            "type": str(node.type.kind),
            "unit": node.type.unit or None,
        }
        if node.type.options:
            entry["options"] = [{"id": o.id, "zh": o.zh, "en": o.en} for o in node.type.options]
        if node.type.kind is Kind.ITEMS:
            entry["checklist"] = node.type.checklist
            entry["items"] = [{"id": i.id, "zh": i.zh, "en": i.en} for i in shelf.checklist_items(node.type.checklist)]
        inputs.append(entry)
    return {
        "name": rule.name,
        "kind": str(rule.kind),
        "label_zh": rule.zh,
        "label_en": rule.en,
        "module": rule.module,
        "inputs": inputs,
        "output": {
            "type": str(rule.type.kind),
            "unit": rule.type.unit or None,
            "options": list(rule.type.codes) or None,
        },
        "outputs": {
            key: {"type": str(node.type.kind), "unit": node.type.unit or None, "label_zh": node.zh, "label_en": node.en}
            for key, node in rule.outputs.items()
            if key not in ("holds", "done")
        },
        "cites": [str(c) for c in rule.lives],
        "interpretations": list(program.interpretations),
        "formula_zh": lines(rule, "zh", shelf),
        "formula_en": lines(rule, "en", shelf),
    }
