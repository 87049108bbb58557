"""Contests: what is wrong is said with evidence, in its phase; what is upheld changes the score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from kechuang.casework.cases import direct
from kechuang.casework.inbox.models import Todo
from kechuang.core import clock
from kechuang.core.permissions import Refused
from kechuang.domains.evaluation.models import Evaluation
from kechuang.domains.evaluation.values import total
from tests.casework.office import Office, act
from tests.domains.evaluation.judging import BUREAU, EVALUATION, submitted

pytestmark = pytest.mark.django_db
MANAGER = "kq-manager"
MARKS = {"A1": 60, "A2": 0, "B1": 70, "B2": 75}


@pytest.fixture(autouse=True)
def in_phase(today: None) -> Iterator[None]:
    with clock.moved_to(dt.datetime(2027, 2, 3, 9, tzinfo=clock.CHINA)):
        yield


def scored(office: Office) -> Any:
    """An evaluation with its scores, in the phase of contests."""
    with clock.moved_to(dt.datetime(2026, 12, 1, 9, tzinfo=clock.CHINA)):
        evaluation = submitted(office)
    for row in evaluation.values.select_related("node"):
        row.score = MARKS[row.node.code]
        row.save()
    evaluation.score = total(evaluation, dict(evaluation.values.values_list("node_id", "score")))
    direct.step(evaluation, "be_scored", to="scored")
    direct.step(evaluation.campaign, "open_contest", to="contest")
    return Evaluation.objects.get(pk=evaluation.pk)


def node(evaluation: Any, code: str) -> int:
    return int(evaluation.scheme.nodes.get(code=code).pk)


def contest(office: Office, evaluation: Any, code: str = "", **more: Any) -> Any:
    data = {"node": node(evaluation, code) if code else "", "text": "评分有误", "file": "佐证.txt v1"} | more
    return act(f"{EVALUATION}.contest", evaluation, data, office[MANAGER]).case


def answer(office: Office, evaluation: Any, outcome: str, **more: Any) -> Any:
    row = evaluation.contests.filter(answered_on=None).first()
    data = {"contest": row.pk, "outcome": outcome, "answer": "经核对", **more}
    return act(f"{EVALUATION}.answer_contest", evaluation, data, office[BUREAU]).case


def wrong(call: Any) -> dict[str, list[str]]:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.refusal.errors


def test_an_upheld_value_changes_its_marks_and_the_score(office: Office) -> None:
    evaluation = scored(office)
    assert evaluation.score == Decimal("46.5")  # 0.3*60 + 0.3*0 + 0.3*70 + 0.1*75
    evaluation = contest(office, evaluation, "A2", claimed="1")
    assert evaluation.state == "contested"
    evaluation = answer(office, evaluation, "upheld", value="1")
    assert (evaluation.state, evaluation.score) == ("reviewed", Decimal("61.5"))  # half of 0.3 more
    row = evaluation.values.get(node__code="A2")
    assert (row.value, row.source, row.score, row.recorded) == (1, "corrected", 50, 0)


def test_upheld_marks_of_experts_change_the_score(office: Office) -> None:
    evaluation = answer(office, contest(office, scored(office), "B1"), "partly", score="80.5")
    assert evaluation.score == Decimal("46.5") + Decimal("0.3") * Decimal("10.5")


def test_a_rejected_contest_changes_nothing_and_keeps_its_reasons(office: Office) -> None:
    evaluation = answer(office, contest(office, scored(office)), "rejected")
    assert (evaluation.state, evaluation.score) == ("reviewed", Decimal("46.5"))
    row = evaluation.contests.get()
    assert (row.outcome, row.answer, str(row.answered_on)) == ("rejected", "经核对", "2027-02-03")


def test_it_is_reviewed_when_the_last_contest_is_answered(office: Office) -> None:
    evaluation = contest(office, contest(office, scored(office), "A2"), "B1")
    assert wrong(lambda: contest(office, evaluation, "B1")).keys() == {"node"}
    assert Todo.objects.filter(case_id=evaluation.pk, name="answer_contest", closed_at=None).count() == 1
    evaluation = answer(office, evaluation, "rejected")
    assert evaluation.state == "contested"
    evaluation = answer(office, evaluation, "rejected")
    assert evaluation.state == "reviewed"
    assert not Todo.objects.filter(case_id=evaluation.pk, name="answer_contest", closed_at=None).exists()


def test_bad_input_is_told_at_its_field(office: Office) -> None:
    evaluation = scored(office)
    assert wrong(lambda: contest(office, evaluation, "B1", claimed="3")).keys() == {"claimed"}
    assert wrong(lambda: contest(office, evaluation, "A2", file="")).keys() == {"file"}
    contest(office, evaluation, "A2")
    evaluation.refresh_from_db()
    assert wrong(lambda: answer(office, evaluation, "upheld")).keys() == {"value"}
    assert wrong(lambda: answer(office, evaluation, "upheld", value="1", score="5")).keys() == {"score"}
    assert wrong(lambda: answer(office, evaluation, "rejected", value="1")).keys() == {"value"}


def test_scores_are_contested_on_the_days_of_the_phase_alone(office: Office) -> None:
    evaluation = scored(office)
    for day, opens in (("2027-01-31", "2027-02-01"), ("2027-02-11", "None")):
        with clock.moved_to(dt.date.fromisoformat(day)), pytest.raises(Refused) as caught:
            contest(office, evaluation, "A2")
        assert str(caught.value.refusal.opens_on) == opens
    with clock.moved_to(dt.date(2027, 2, 10)):
        assert contest(office, evaluation, "A2").state == "contested"
