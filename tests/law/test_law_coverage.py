"""Where clauses live, what a gap is, and which gaps fail the check."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kechuang.law import Library, load
from kechuang.law import coverage as c
from kechuang.law.expression import FACTS, complete, facts, parameter
from kechuang.law.rule import check, remark, rule
from kechuang.law.types import FEN, FLAG, SHARE, items_of

Say = Callable[..., str]


def rows(library: Library) -> dict[str, c.Row]:
    return {str(row.clause.citation): row for row in c.coverage(library)}


def homes(library: Library, clause: str) -> set[tuple[str, str]]:
    return {(home.kind, home.name) for home in rows(library)[clause].lives_in if home.kind != "reference"}


@pytest.fixture
def packaged() -> Library:
    return load()


def test_a_row_for_each_clause_in_the_order_of_the_texts(packaged: Library) -> None:
    found = c.coverage(packaged)
    assert [row.clause.citation for row in found] == [
        clause.citation for instrument in packaged.instruments.values() for clause in instrument.clauses.values()
    ]
    assert sum(row.clause.instrument in c.CHECKED_INSTRUMENTS for row in found) == 326


def test_nothing_that_must_live_lives_nowhere(packaged: Library) -> None:
    assert [str(row.clause.citation) for row in c.coverage(packaged) if row.failing] == []
    assert c.dangling(packaged) == {}


def test_the_row_of_a_clause_as_json(packaged: Library) -> None:
    told = rows(packaged)["zhejiang-2021:art37.p4"].to_dict()
    assert list(told) == ["clause", "kind", "module", "executable", "lives_in"]
    assert (told["clause"], told["kind"], told["executable"]) == ("zhejiang-2021:art37.p4", "computation", True)
    assert {"kind": "rule", "name": "net_income", "where": "kechuang/law/rules/net_income.py"} in told["lives_in"]
    assert {home["kind"] for home in told["lives_in"]} <= set(c.KINDS)


@pytest.mark.usefixtures("own_rules")
def test_what_makes_a_clause_live(
    small: Callable[..., Library], write: Say, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(c, "_registered", {})
    text = write("zhejiang-2021", say("own.x", "50%", clause="art2.p1"))
    text += '\n[[checklist]]\nname = "own.list"\nclause = "art3.p1"\nzh = "单"\nen = "list"\nitems = [ { id = "a", zh = "a", en = "a" } ]\n'
    monkeypatch.setattr(c, "REGISTRY", {})
    library = small(text)
    assert [name for name, row in rows(library).items() if row.gap] == [
        "zhejiang-2021:art1.p1",
        "zhejiang-2021:art2.p1",
    ]
    assert homes(library, "zhejiang-2021:art3.p1") == {("checklist", "own.list")}
    own = facts(
        "own", amount=(FEN, "额", "Amount"), ready=(FLAG, "备", "Ready"), held=(items_of("own.list"), "有", "Held")
    )
    rate = parameter("own.x", SHARE)
    one = rule("own_rate", rate, zh="率", en="Rate", cites="zhejiang-2021:art2", module="rewards")
    two = check(
        "own_check", complete(own.held, "own.list"), zh="查", en="Check", cites="zhejiang-2021:art3.p1", module="rewards",
        remarks=[remark(own.ready, "a", "a", cites="zhejiang-2021:art1.p1")],
    )  # fmt: skip
    monkeypatch.setattr(c, "REGISTRY", {r.name: r for r in (one, two)})
    assert homes(library, "zhejiang-2021:art1.p1") == {("check", "own_check")}  # a remark's consequence
    assert homes(library, "zhejiang-2021:art2.p1") == {("rule", "own_rate")}  # a whole article, and a value looked up
    assert homes(library, "zhejiang-2021:art3.p1") == {("check", "own_check"), ("checklist", "own.list")}
    assert FACTS["own.held"] is own.held


@pytest.mark.parametrize(
    ("instrument", "kind", "executable", "gap", "failing"),
    [
        ("zhejiang-2021", "computation", False, True, True),  # of a kind that is always executable
        ("zhejiang-2021", "sanction", True, True, True),
        ("zhejiang-2021", "entitlement", True, True, True),
        ("zhejiang-2021", "record", True, True, True),
        ("zhejiang-2021", "entitlement", False, False, False),
        ("zhejiang-2021", "duty", True, True, False),  # listed, fails only with --strict
        ("zhejiang-2021", "principle", False, False, False),
        ("elsewhere", "computation", True, True, False),  # another text than the four
    ],
)
def test_gaps(
    small: Callable[..., Library], write: Say, monkeypatch: pytest.MonkeyPatch, instrument: str, kind: str, executable: bool,
    gap: bool, failing: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr(c, "REGISTRY", {})
    monkeypatch.setattr(c, "_registered", {})
    clause = (
        f'\n[[clause]]\nid = "art1.p1"\nzh = "z"\nen = "e"\nkind = "{kind}"\nforce = "must"\nmodule = "m"\n'
        f"executable = {str(executable).lower()}\n"
    )
    library = small(write(instrument, clauses=clause))
    (row,) = c.coverage(library)
    assert (row.gap, row.failing) == (gap, failing)
    c.lives("page", "a page", "/x/", [f"{instrument}:art1.p1"])
    assert c.coverage(library)[0].gap is gap  # a page that only shows it is no home
    c.lives("action", "an action", "x.py", [f"{instrument}:art1"])
    assert c.coverage(library)[0].gap is False


def test_only_known_kinds_of_homes() -> None:
    with pytest.raises(ValueError, match="reference"):
        c.lives("drawer", "x", "y", ["a:art1.p1"])


def test_counts(packaged: Library) -> None:
    counts = c.summary(c.coverage(packaged))
    for found in counts.values():
        assert found["executable"] == found["living"] + found["gaps"]
    assert sum(counts[name]["clauses"] for name in c.CHECKED_INSTRUMENTS) == 326
