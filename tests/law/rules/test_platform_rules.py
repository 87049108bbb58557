"""Over all rules on platforms: Keqiao is simulation, nothing reaches too far, every clause lives somewhere."""

from __future__ import annotations

import pytest

from kechuang.law import Verdict, explain, find_rule, link, load
from kechuang.law.rule import REGISTRY

find_rule("agreement_filing")  # registers them all
LIBRARY = load()
SUBJECTS = {"quzhou-2024": "quzhou", "keqiao-2025-draft": "keqiao", "binjiang-2023": "binjiang"}
NEEDED = {"computation", "threshold", "deadline", "prohibition", "sanction", "entitlement", "record", "duty",
          "procedure", "definition", "principle", "delegation"}  # fmt: skip
QUZHOU_PLATFORM_ARTICLES = {2, 4, 5, 8, 9, 10, 11, 12, 13, 14, 29, 31, 33, 34, 36}
TRAITS = {"unit.cobuilt_platform": True, "unit.public_platform": True, "unit.iur_platform": True}


def only(instrument):
    return sorted(r.name for r in REGISTRY.values() if {c.instrument for c in r.cites} == {instrument})


@pytest.mark.parametrize("rule", only("keqiao-2025-draft"))
def test_every_answer_of_the_keqiao_draft_is_simulation(rule):
    day = {"agreement.signed_on": "2025-06-01", "service_meeting.held_on": "2025-06-01"}
    finding = explain(rule, {**TRAITS, **day}, territory="330603", on="2025-06-10")
    assert finding.simulation


@pytest.mark.parametrize("rule", only("keqiao-2025-draft"))
def test_keqiao_is_silent_elsewhere(rule):
    finding = explain(rule, TRAITS, territory="330604", on="2025-06-10")
    assert finding.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND, Verdict.NEEDS_DETERMINATION)
    assert not finding.simulation
    if finding.verdict is Verdict.NEEDS_DETERMINATION:  # only for want of the case's own day
        assert {name.partition(".")[0] for name in finding.missing} <= {"agreement", "evaluation", "service_meeting"}


def clauses():
    for instrument in SUBJECTS:
        for clause in LIBRARY.instruments[instrument].clauses.values():
            article = clause.id.partition(".")[0].removeprefix("art")
            ours = instrument != "quzhou-2024" or int(article) in QUZHOU_PLATFORM_ARTICLES
            if clause.executable and ours and clause.kind in NEEDED and str(clause.citation) != "binjiang-2023:s4.3.c":
                yield str(clause.citation)


@pytest.mark.parametrize("clause", sorted(clauses()))
def test_every_executable_clause_on_platforms_is_in_a_rule(clause):
    assert any(clause in map(str, rule.lives) for rule in REGISTRY.values())


def test_every_rule_links_with_every_choice_of_its_readings():
    for rule in REGISTRY.values():
        for name in link(rule, LIBRARY).interpretations:
            for choice in LIBRARY.interpretations[name].choices:
                explain(rule, {}, territory="330603", on="2025-06-10", interpretations={name: choice.id})
