"""Rules and libraries made one: what does not fit is refused when they meet, and what a case then yields."""

from __future__ import annotations

import datetime as dt
import gc
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from kechuang.law import Context, Determination, LawError, Library, Verdict, explain, explain_case, link, read_facts
from kechuang.law.execution.scalar import Machine
from kechuang.law.expression import (
    ON,
    act_within,
    all_of,
    complete,
    const,
    definition,
    facts,
    governed,
    missing,
    parameter,
    plus_years,
    reading,
    share,
    trait,
    when,
)
from kechuang.law.rule import Rule, check, clock, entitlement, remark, rule
from kechuang.law.types import COUNT, DATE, DAYS, FEN, FLAG, MONTHS, SHARE, YEARS, items_of

Say = Callable[..., str]
DAY = dt.date(2025, 6, 10)
QUESTION = """
[[interpretation]]
id = "{id}"
question = "问"
question_en = "q"
default = "{default}"
choices = [{{ id = "high", zh = "高", en = "high" }}, {{ id = "low", zh = "低", en = "low" }}]
"""
pytestmark = pytest.mark.usefixtures("own_rules")


def a_rule(expression: Any, name: str = "own_rule", **more: Any) -> Rule:
    return rule(name, expression, zh="规则", en="Rule", cites="a:art1.p1", module="rewards", **more)


def run(made: Rule, library: Library, *, on: Any = DAY, territory: str = "330802", **given: Any) -> Any:
    known = {name.replace("__", "."): value for name, value in given.items()}
    return explain(made, known, territory=territory, on=on, library=library)


@pytest.fixture
def own() -> Any:
    return facts(
        "own", amount=(FEN, "金额", "Amount"), done_on=(DATE, "完成日", "Done on"), ready=(FLAG, "已备", "Ready"),
        held=(items_of("own.list"), "已有项目", "Items held"), n=(COUNT, "数", "Number"),
    )  # fmt: skip


# -- what does not fit ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "said", "kind"),
    [("day", 5, SHARE), ("share", "50%", FEN), ("share", "50%", DAYS), ("level", "duchy", None)],
)
def test_a_value_of_another_type_does_not_link(
    small: Callable[..., Library], write: Say, say: Say, unit: str, said: Any, kind: Any
) -> None:
    from kechuang.law.vocabulary import LEVEL

    with pytest.raises(LawError, match=r"参数 own\.x"):
        link(a_rule(parameter("own.x", kind or LEVEL)), small(write("a", say("own.x", said, "exact", unit=unit))))


def test_an_interpretation_must_offer_every_choice(small: Callable[..., Library], write: Say, own: Any) -> None:
    made = a_rule(reading("T1", high=const(2, FEN), low=const(1, FEN)))
    with pytest.raises(LawError, match="没有登记解释 T1"):
        link(made, small(write("a")))
    narrow = a_rule(reading("T2", high=const(2, FEN)), "narrow")
    with pytest.raises(LawError, match="没有选项 low"):
        link(narrow, small(write("a", QUESTION.format(id="T2", default="low"))))


def test_a_definition_of_another_type_does_not_link(small: Callable[..., Library], write: Say, own: Any) -> None:
    body = '\n[[definition]]\nname = "own.word"\nclause = "art1.p1"\nzh = "词"\nen = "word"\nformula = "own.ready"\n'
    with pytest.raises(LawError, match="不是 fen"):
        link(a_rule(definition("own.word", FEN)), small(write("a", body)))


def test_linking_twice_is_linking_once(small: Callable[..., Library], write: Say, say: Say) -> None:
    library, made = small(write("a", say("own.x", "50%"))), a_rule(parameter("own.x", SHARE))
    assert link(made, library) is link(made, library)
    assert link(made, library) is not link(made, library, Context(simulate=True))


# -- what a case yields --------------------------------------------------------------------------------------


def test_a_word_means_what_the_text_of_the_place_says(small: Callable[..., Library], write: Say, own: Any) -> None:
    def text(ident: str, region: str, formula: str) -> str:
        body = (
            f'\n[[definition]]\nname = "own.word"\nclause = "art1.p1"\nzh = "词"\nen = "word"\nformula = "{formula}"\n'
        )
        return write(ident, body, region=region)

    library = small(text("a", "33", "own.amount - 1"), text("b", "11", "own.amount - 2"))
    made = a_rule(definition("own.word", FEN))
    assert run(made, library, own__amount=10).value == 9
    assert run(made, library, own__amount=10, territory="110105").value == 8
    elsewhere = run(made, library, own__amount=10, territory="310115")
    assert (elsewhere.verdict, elsewhere.value) == (Verdict.NO_LAW_FOUND, None)


def test_conflicting_texts_are_both_named(small: Callable[..., Library], write: Say, say: Say) -> None:
    library = small(
        write("a", say("own.x", 15, "exact", unit="day")),
        write("b", say("own.x", 20, "exact", unit="day"), region="3308"),
    )
    finding = run(a_rule(parameter("own.x", DAYS)), library)
    assert finding.verdict is Verdict.NEEDS_DETERMINATION
    assert [str(c) for c in finding.conflicts] == ["a:art1.p1", "b:art1.p1"]


@pytest.mark.parametrize(
    ("default", "choices", "value", "open_ones"),
    [
        ("high", {}, 2, ()),
        ("high", {"T1": "low"}, 1, ()),
        ("open", {}, None, ("T1",)),
        ("high", {"T1": "open"}, None, ("T1",)),
        ("open", {"T1": "low"}, 1, ()),
    ],
)
def test_interpretations_are_switches(
    small: Callable[..., Library], write: Say, default: str, choices: dict[str, str], value: Any, open_ones: Any
) -> None:
    library = small(write("a", QUESTION.format(id="T1", default=default)))
    finding = explain(
        a_rule(reading("T1", high=const(2, FEN), low=const(1, FEN))), {}, territory="33", on=DAY, library=library,
        interpretations=choices,
    )  # fmt: skip
    assert (finding.value, finding.open) == (value, open_ones)
    assert finding.verdict is (Verdict.NEEDS_DETERMINATION if value is None else Verdict.COMPUTED)
    assert [(used.id, used.default) for used in finding.interpretations] == [("T1", not choices)]


def test_an_open_question_does_not_matter_on_a_branch_not_taken(
    small: Callable[..., Library], write: Say, own: Any
) -> None:
    library = small(write("a", QUESTION.format(id="T1", default="open")))
    made = a_rule(when(own.ready, reading("T1", high=const(2, FEN), low=const(1, FEN)), 7))
    assert run(made, library, own__ready=False).value == 7
    assert run(made, library, own__ready=True).open == ("T1",)


def test_an_unknown_choice_or_interpretation_is_refused(small: Callable[..., Library], write: Say) -> None:
    library = small(write("a", QUESTION.format(id="T1", default="high")))
    made = a_rule(reading("T1", high=const(2, FEN), low=const(1, FEN)))
    for wrong in ({"T1": "middle"}, {"T9": "high"}):
        with pytest.raises(LawError, match=r"T1|T9"):
            link(made, library, Context(interpretations=wrong))


# -- facts that are missing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ready", "n", "verdict", "lacks"),
    [
        (False, None, Verdict.BREACHED, ()),  # one false settles it, whatever else is unknown
        (True, None, Verdict.NEEDS_DETERMINATION, ("own.n",)),
        (None, None, Verdict.NEEDS_DETERMINATION, ("own.ready", "own.n")),
        (None, 0, Verdict.BREACHED, ()),
        (True, 1, Verdict.MET, ()),
    ],
)
def test_only_missing_facts_that_matter_are_asked_for(
    small: Callable[..., Library], write: Say, own: Any, ready: Any, n: Any, verdict: Verdict, lacks: Any
) -> None:
    made = check("own_check", all_of(own.ready, own.n > 0), zh="检查", en="Check", cites="a:art1.p1", module="rewards")
    given = {name: value for name, value in (("own__ready", ready), ("own__n", n)) if value is not None}
    finding = run(made, small(write("a")), **given)
    assert (finding.verdict, finding.missing) == (verdict, lacks)


def test_an_empty_fact_is_missing_and_zero_is_not(small: Callable[..., Library], write: Say, own: Any) -> None:
    made = a_rule(own.amount + 1)
    assert run(made, small(write("a")), own__amount=0).value == 1
    for empty in ("", "  ", None):
        assert run(made, small(write("a")), own__amount=empty).missing == ("own.amount",)


def test_a_rule_that_does_not_apply(small: Callable[..., Library], write: Say, own: Any) -> None:
    made = a_rule(own.amount, applies=own.ready)
    library = small(write("a"))
    assert run(made, library, own__ready=False).verdict is Verdict.NOT_APPLICABLE
    assert run(made, library).missing == ("own.ready",)
    assert run(made, library, own__ready=True).missing == ("own.amount",)


@pytest.mark.parametrize(
    ("given", "value", "cited"),
    [
        ({}, True, True),
        ({"own.ready": ""}, True, True),  # an empty cell is no statement
        ({"own.ready": True}, True, True),  # stated and determined alike
        ({"own.ready": False}, False, False),  # stated otherwise: the determination did not decide
    ],
)
def test_a_recorded_determination(
    small: Callable[..., Library], write: Say, own: Any, given: dict[str, Any], value: bool, cited: bool
) -> None:
    made = check("own_check", own.ready, zh="检查", en="Check", cites="a:art1.p1", module="rewards")
    answer = Determination("own.ready", "是", by="某局", on=DAY, basis="文号")
    finding = explain(made, given, territory="33", on=DAY, library=small(write("a")), determinations=[answer])
    assert finding.value is value
    assert finding.determinations == ((answer,) if cited else ())


def test_a_determination_of_an_interpretation(small: Callable[..., Library], write: Say) -> None:
    library = small(write("a", QUESTION.format(id="T1", default="open")))
    made = a_rule(reading("T1", high=const(2, FEN), low=const(1, FEN)))
    answer = Determination("T1", "low", by="某局", on=DAY)
    finding = explain(made, {}, territory="33", on=DAY, library=library, determinations=[answer])
    assert (finding.value, finding.determinations) == (1, (answer,))
    assert finding.interpretations[0].determination == answer


# -- checklists and scope ----------------------------------------------------------------------------------------

LIST = """
[[checklist]]
name = "own.list"
clause = "{clause}"
zh = "清单"
en = "List"
required = {required}
items = [ {{ id = "x", zh = "甲", en = "X" }}, {{ id = "y", zh = "乙", en = "Y" }} ]
"""


@pytest.mark.parametrize(
    ("required", "held", "whole", "lacks"),
    [
        ('"all"', ["x"], False, {"y"}),
        ('"all"', ["x", "y"], True, set()),
        ('"any"', ["y"], True, set()),
        ('"any"', [], False, {"x", "y"}),
        ('"all"', ["甲", "Y"], True, set()),  # by label too
    ],
)
def test_checklists(
    small: Callable[..., Library], write: Say, own: Any, required: str, held: list[str], whole: bool, lacks: set[str]
) -> None:
    library = small(write("a", LIST.format(clause="art1.p1", required=required)))
    made = check(
        "own_check", complete(own.held, "own.list"), zh="检查", en="Check", cites="a:art1.p1", module="rewards",
        outputs={"lacks": missing(own.held, "own.list")},
    )  # fmt: skip
    finding = run(made, library, own__held=held)
    assert (finding.value, finding.output("lacks")) == (whole, frozenset(lacks))


def test_an_item_that_is_not_on_the_list_is_refused(small: Callable[..., Library], write: Say, own: Any) -> None:
    made = a_rule(complete(own.held, "own.list"))
    with pytest.raises(LawError, match="不在清单内；可填：x、y"):
        run(made, small(write("a", LIST.format(clause="art1.p1", required='"all"'))), own__held="x;z")


@pytest.mark.parametrize(
    ("agreed", "verdict", "lacks"),
    [
        (None, Verdict.NEEDS_DETERMINATION, ("deal.agreed",)),
        (False, Verdict.COMPUTED, ()),
        (True, Verdict.NOT_APPLICABLE, ()),
    ],
)
def test_a_list_of_a_clause_unless_agreed_asks_whether_it_is(
    small: Callable[..., Library], write: Say, own: Any, agreed: Any, verdict: Verdict, lacks: Any
) -> None:
    library = small(write("a", LIST.format(clause="art3.p1", required='"all"')))
    given = {} if agreed is None else {"deal__agreed": agreed}
    finding = run(a_rule(complete(own.held, "own.list")), library, own__held=["x"], **given)
    assert (finding.verdict, finding.missing) == (verdict, lacks)


@pytest.mark.parametrize(
    ("clause", "territory", "on", "value"),
    [
        ("a:art1.p1", "330802", "2025-06-10", True),
        ("a:art2.p1", "330802", "2025-06-10", True),
        (
            "a:art3.p1",
            "330802",
            "2025-06-10",
            True,
        ),  # whether anything is agreed is the rule's business, not the reach's
        ("a:art1.p1", "110105", "2025-06-10", False),
        ("a:art1.p1", "330802", "2019-12-31", False),
        ("a:art1.p1", "330802", "2020-01-01", True),
    ],
)
def test_whether_a_clause_governs(
    small: Callable[..., Library], write: Say, clause: str, territory: str, on: str, value: bool
) -> None:
    assert run(a_rule(governed(clause)), small(write("a")), territory=territory, on=on).value is value


def test_whether_a_clause_governs_a_unit(small: Callable[..., Library], write: Say) -> None:
    own_fact = facts("own", unit_is_one=(FLAG, "是", "is one"))
    trait("own.unit_is_one", own_fact.unit_is_one)
    made = a_rule(governed("a:art1.p1", own__unit_is_one=True))
    library = small(write("a"))
    assert run(made, library, own__unit_is_one=True).value is True
    assert run(made, library, own__unit_is_one=False).value is False
    assert run(made, library).missing == ("own.unit_is_one",)
    assert run(made, library, territory="110105").value is False  # out of reach, whatever the unit is


# -- clocks, entitlements, remarks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "verdict", "overdue"),
    [
        ({"own__done_on": "2025-07-10"}, Verdict.MET, 0),
        ({"own__done_on": "2025-07-11"}, Verdict.BREACHED, 1),
        ({"as_of": "2025-07-10"}, Verdict.COMPUTED, 0),
        ({"as_of": "2025-07-15"}, Verdict.BREACHED, 5),
        ({}, Verdict.COMPUTED, None),
    ],
)
def test_a_clock(
    small: Callable[..., Library], write: Say, own: Any, given: dict[str, str], verdict: Verdict, overdue: Any
) -> None:
    due = act_within(ON, const(1, MONTHS))
    made = clock("own_clock", due, zh="钟", en="Clock", cites="a:art1.p1", module="rewards", done=own.done_on)
    finding = run(made, small(write("a")), **given)
    assert (finding.verdict, finding.value, finding.output("overdue_days")) == (verdict, dt.date(2025, 7, 10), overdue)


@pytest.mark.parametrize(
    ("done", "verdict", "early"),
    [("2027-06-09", Verdict.BREACHED, 1), ("2027-06-10", Verdict.MET, 0), (None, Verdict.COMPUTED, None)],
)
def test_a_clock_not_before(
    small: Callable[..., Library], write: Say, own: Any, done: Any, verdict: Verdict, early: Any
) -> None:
    made = clock(
        "own_clock", plus_years(ON, const(2, YEARS)), zh="钟", en="Clock", cites="a:art1.p1", module="rewards",
        done=own.done_on, not_before=True,
    )  # fmt: skip
    finding = run(made, small(write("a")), **({"own__done_on": done} if done else {}))
    assert (finding.verdict, finding.output("early_days")) == (verdict, early)


def test_an_entitlement_that_is_not_open_is_no_breach(small: Callable[..., Library], write: Say, own: Any) -> None:
    made = entitlement("own_right", own.ready, zh="权利", en="Right", cites="a:art1.p1", module="rewards")
    library = small(write("a"))
    assert run(made, library, own__ready=True).verdict is Verdict.MET
    assert run(made, library, own__ready=False).verdict is Verdict.NOT_APPLICABLE
    assert run(made, library).verdict is Verdict.NEEDS_DETERMINATION


def test_remarks_hold_only_when_known_to(small: Callable[..., Library], write: Say, own: Any) -> None:
    made = a_rule(own.amount, remarks=[remark(own.ready, "小心", "careful", "warning", "a:art2.p1")])
    library = small(write("a"))
    assert [said.en for said in run(made, library, own__amount=1, own__ready=True).remarks] == ["careful"]
    for given in ({"own__ready": False}, {}):
        assert run(made, library, own__amount=1, **given).remarks == ()


def test_a_share_of_an_amount_rounds_as_said(small: Callable[..., Library], write: Say, own: Any) -> None:
    for rounding, values in (("up", (1, 34, -33)), ("down", (0, 33, -34)), ("half_up", (0, 33, -33))):
        made = a_rule(share(own.amount, Fraction(1, 3), rounding), f"own_{rounding}")
        found = tuple(run(made, small(write("a")), own__amount=n).value for n in (1, 100, -100))
        assert found == values


def test_resolutions_do_not_outlive_their_library(small: Callable[..., Library], write: Say, say: Say) -> None:
    """A look-up of one library must never answer for that of another that happens to lie where it lay in memory."""
    for number in range(1, 16):
        program = link(
            a_rule(parameter("own.x", DAYS), f"own_{number}"),
            small(write("a", say("own.x", number, "exact", unit="day"))),
        )
        values, _, _ = Machine(program).run({"territory": "33", "on": DAY})
        assert values[program.root] == number
        sys.modules["kechuang.law.link"]._programs.clear()
        del program
        gc.collect()


# -- reading facts ---------------------------------------------------------------------------------------------


def test_nested_and_dotted_facts_are_the_same(own: Any) -> None:
    assert (
        read_facts({"own": {"amount": 5, "n": 1}})
        == read_facts({"own.amount": "5", "own.n": "1"})
        == {"own.amount": 5, "own.n": 1}
    )


def test_an_unknown_fact_names_its_neighbours(own: Any) -> None:
    with pytest.raises(LawError, match=r"own\.amonut.*own\.amount"):
        read_facts({"own.amonut": 5})


def test_facts_the_rule_did_not_ask_for_are_told(small: Callable[..., Library], write: Say, own: Any) -> None:
    program = link(a_rule(own.amount), small(write("a")))
    finding = explain_case(program, read_facts({"own.amount": 1, "own.n": 2, "territory": "33", "on": "2025-01-01"}))
    assert finding.unused == ("own.n",)
