"""`kechuang law explain`: one rule for one case, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kechuang.law.cli import given as g
from kechuang.law.cli.speaking import Json, Lang, Speaker, helped

if TYPE_CHECKING:
    from kechuang.law.finding import Finding
    from kechuang.law.library import Library

RuleName = Annotated[
    str, typer.Argument(metavar="RULE", help=helped("规则名（见 kechuang law rules）", "Name of the rule"))
]


def explain(
    rule: RuleName,
    facts: g.FactsFile = None,
    fact: g.FactPairs = None,
    territory: g.Territory = None,
    on: g.On = None,
    known_on: g.KnownOn = None,
    simulate: g.Simulate = False,
    reading: g.Readings = None,
    determinations: g.DeterminationsFile = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Run one rule for one case and say why, clause by clause."""
    speaker = Speaker(lang)
    given = g.placed(g.facts_given(facts, fact), territory, on)
    finding, library = answer(rule, given, known_on, simulate, reading, determinations)
    tell(speaker, finding, library, as_json)


def answer(
    rule: str,
    given: dict[str, Any],
    known_on: str | None,
    simulate: bool,
    readings: Sequence[str] | None,
    determinations: str | None,
) -> tuple[Finding, Library]:
    """The finding for raw facts, and the library it rests on. Raises Refusal with every fact that cannot be read."""
    from kechuang.law import explain as run
    from kechuang.law import find_rule, link, load

    found, library = find_rule(rule), load()
    context = g.context_given(library, known_on, simulate, readings)
    answers = g.determinations_given(determinations, library)
    g.read_all(given, link(found, library, context))
    finding = run(
        found, given, known_on=context.known_on, simulate=context.simulate, interpretations=context.interpretations,
        determinations=answers, library=library,
    )  # fmt: skip
    return finding, library


def tell(
    speaker: Speaker, finding: Finding, library: Library, as_json: bool, more: dict[str, Any] | None = None
) -> None:
    """The finding on stdout; facts the rule did not ask for are said on stderr."""
    from kechuang.law.present import as_dict, as_text

    if as_json:
        speaker.json({**as_dict(finding, speaker.lang, library), **(more or {})})
    else:
        first, *rest = as_text(finding, speaker.lang, library).split("\n")
        speaker.line(first, COLOURS.get(str(finding.verdict), ""))
        for line in rest:
            speaker.line(line, "bold" if line and not line.startswith(" ") else "")
    if finding.unused:
        names = "、".join(finding.unused)
        speaker.say(f"规则没有用到：{names}", f"not asked for by the rule: {', '.join(finding.unused)}", "yellow")


COLOURS = {
    "met": "bold green", "computed": "bold green", "breached": "bold red", "needs_determination": "bold yellow",
    "no_law_found": "bold yellow", "not_applicable": "bold",
}  # fmt: skip
