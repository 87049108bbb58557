"""The cycle evaluation before a round ends: its clock on the agreement, the decision, and the gate to the next round."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kechuang.casework.cases.actions import find_action
from kechuang.casework.inbox.models import Todo
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.evaluation import cycles
from kechuang.domains.evaluation.models import CycleDecision, Effect, Evaluation
from kechuang.domains.platforms.models import Agreement
from tests.casework.office import AGREEMENT, Office, act, drafted, registered
from tests.domains.evaluation.results import fact, published
from tests.domains.platforms.test_binjiang import binjiang

__all__ = ["binjiang"]
pytestmark = pytest.mark.django_db
EVALUATION = "evaluation.evaluation"
LEADER, PARK = "bj-st_department-leader", "bj-park-clerk"
NEXT = {"starts_on": "2030-01-01", "ends_on": "2034-12-31", "title": "下一轮共建协议"}


def agreed(office: Office, mark: str = "bj") -> Agreement:
    """A signed agreement whose round ends with 2029."""
    platform = registered(office, {"bj": "330108", "kc": "330802"}[mark], mark)
    fact(platform, {"bj": "unit.iur_platform", "kc": "unit.public_platform"}[mark])
    agreement = drafted(office, platform, mark)
    act(f"{AGREEMENT}.open_signing", agreement, {}, office[f"{mark}-park-clerk"])
    for who in (f"{mark}-park-clerk", f"{mark}-manager", f"{mark}-professor"):
        given = {"signed_on": clock.today().isoformat(), "signatory": "某人"}
        act(f"{AGREEMENT}.sign", agreement, given, office[who])
    agreement.refresh_from_db()
    assert agreement.state == "signed"
    return agreement


def held(office: Office, agreement: Agreement, grade: str = "qualified") -> Evaluation:
    published(office, {agreement.platform: grade}, mark="bj", year=2026, kind="cycle")
    return Evaluation.objects.get()


def decide(office: Office, evaluation: Evaluation, passed: str, **more: Any) -> CycleDecision:
    data = {"passed": passed, "reasons": "评价报告", "form": "续建五年", "support": "定额保障"} | more
    act(f"{EVALUATION}.decide_next_round", evaluation, data, office[LEADER])
    return CycleDecision.objects.get()


def refused(*args: Any) -> Any:
    with pytest.raises(Refused) as caught:
        act(*args)
    return caught.value.refusal


def test_signing_starts_the_clock_and_the_published_evaluation_meets_it(binjiang: Office) -> None:
    agreement = agreed(binjiang)
    due = Obligation.objects.get(case_id=agreement.pk, rule="cycle_evaluation")
    assert (due.due, due.owner.name, due.simulation) == (agreement.ends_on, "bj-st_department", False)
    evaluation = held(binjiang, agreement)
    due.refresh_from_db()
    assert (due.status, due.done_on) == ("met", dt.date(2026, 12, 31))
    assert Todo.objects.open().filter(case_id=evaluation.pk, name="decide_next_round").exists()
    assert cycles.watch_all(clock.today()).startswith("0 ")


def test_where_no_text_asks_there_is_no_clock_and_no_gate(office: Office) -> None:
    agreement = agreed(office, "kc")
    assert not Obligation.objects.filter(rule="cycle_evaluation").exists()
    draft = drafted(office, agreement.platform, "kc", renews=agreement.pk, **NEXT)
    assert act(f"{AGREEMENT}.open_signing", draft, {}, office["kc-park-clerk"]).case.state == "signing"


def test_agreements_signed_before_get_their_clock_within_a_day(binjiang: Office) -> None:
    agreement = agreed(binjiang)
    Obligation.objects.all().delete()
    assert cycles.watch_all(clock.today()).startswith("1 ")
    assert Obligation.objects.get().case_id == agreement.pk


def test_a_next_round_waits_for_the_decision_and_follows_it(binjiang: Office) -> None:
    agreement = agreed(binjiang)
    draft = drafted(binjiang, agreement.platform, "bj", renews=agreement.pk, **NEXT)
    waiting = refused(f"{AGREEMENT}.open_signing", draft, {}, binjiang[PARK])
    assert waiting.ground is Ground.DETERMINATION
    assert "evaluation.cycle_passed" in waiting.questions
    made = decide(binjiang, held(binjiang, agreement), "yes")
    assert (made.barred, made.agreement, made.form) == (False, agreement, "续建五年")
    assert act(f"{AGREEMENT}.open_signing", draft, {}, binjiang[PARK]).case.state == "signing"
    assert not Effect.objects.filter(kind="exit").exists()


def test_who_did_not_pass_has_no_next_round_and_duties_go_on(binjiang: Office) -> None:
    agreement = agreed(binjiang)
    evaluation = held(binjiang, agreement, "unqualified")
    made = decide(binjiang, evaluation, "no")
    assert (made.barred, made.form) == (True, "")
    effect = Effect.objects.get(kind="exit")
    assert "binjiang-2023:s2.p1.b" in effect.clauses
    agreement.refresh_from_db()
    assert agreement.state == "signed", "the round runs to its end"
    with pytest.raises(Refused) as caught:
        drafted(binjiang, agreement.platform, "bj", renews=agreement.pk, **NEXT)
    assert caught.value.refusal.ground is Ground.LAW
    ending = {"evaluation": evaluation.pk, "reasons": "周期评价不符合条件"}
    case = act("evaluation.termination.begin_termination", None, ending, binjiang[LEADER]).case
    assert (case.simulation, case.owner.name) == (False, "bj-st_department")


def test_another_exit_case_acts_only_where_it_is_read_so(binjiang: Office) -> None:
    agreement = agreed(binjiang)
    made = decide(binjiang, held(binjiang, agreement), "yes", other_exit_case=True)
    assert not made.barred, "by default only the listed cases act (A24)"


def test_a_decision_is_made_once_and_tells_the_next_round(binjiang: Office) -> None:
    evaluation = held(binjiang, agreed(binjiang))
    name = f"{EVALUATION}.decide_next_round"
    missing = {"passed": "yes", "reasons": "x"}
    assert set(refused(name, evaluation, missing, binjiang[LEADER]).errors) == {"form", "support"}
    made = decide(binjiang, evaluation, "yes")
    again = {"passed": "no", "reasons": "x"}
    assert refused(name, evaluation, again, binjiang[LEADER]).ground is Ground.STATE
    with pytest.raises(IntegrityError), transaction.atomic():
        CycleDecision.objects.filter(pk=made.pk).update(passed=False)


def test_a_yearly_evaluation_decides_no_round(binjiang: Office) -> None:
    agreement = agreed(binjiang)
    published(binjiang, {agreement.platform: "good"}, mark="bj", year=2026)
    data = {"passed": "no", "reasons": "x"}
    given = refused(f"{EVALUATION}.decide_next_round", Evaluation.objects.get(), data, binjiang[LEADER])
    assert given.ground is Ground.STATE
    assert Obligation.objects.get(rule="cycle_evaluation").status == "due"


def test_what_was_left_open_is_determined_and_then_follows(office: Office) -> None:
    platform = registered(office)
    fact(platform, "unit.cobuilt_platform")
    published(office, {platform: "excellent"})
    evaluation = Evaluation.objects.get()
    leader = office["kq-st_department-leader"]
    answer = {"question": "evaluation.is_institute", "answer": "true", "basis": "登记为研究院"}
    act(f"{EVALUATION}.determine_effects", evaluation, answer, leader)
    effect = Effect.objects.get()
    assert (effect.kind, effect.open, effect.waived) == ("priority", False, False)
    assert refused(f"{EVALUATION}.determine_effects", evaluation, answer, leader).ground is Ground.STATE


def test_what_is_found_not_to_follow_is_kept_as_such(office: Office) -> None:
    platform = registered(office)
    fact(platform, "unit.cobuilt_platform")
    published(office, {platform: "excellent"})
    answer = {"question": "A20.carriers", "answer": "institutes_only", "basis": "x"}
    evaluation = Evaluation.objects.get()
    act(f"{EVALUATION}.determine_effects", evaluation, answer, office["kq-st_department-leader"])
    assert Effect.objects.get().open, "still not known whether it is an institute"
    answer = {"question": "evaluation.is_institute", "answer": "false", "basis": "企业形式"}
    act(f"{EVALUATION}.determine_effects", evaluation, answer, office["kq-st_department-leader"])
    effect = Effect.objects.get()
    assert (effect.open, effect.waived) == (False, True)


def test_who_may_decide(binjiang: Office) -> None:
    evaluation = held(binjiang, agreed(binjiang))
    for name in ("decide_next_round", "determine_effects"):
        action = find_action(EVALUATION, name)
        assert {who for who, user in binjiang.users.items() if action.by.test(user, evaluation)} == {LEADER}, name
    taken = find_action(EVALUATION, "carry_out")
    may = {who for who, user in binjiang.users.items() if taken.by.test(user, evaluation)}
    assert may == {LEADER, LEADER.replace("leader", "clerk")}
