"""The self-evaluation: filled from the records, completed by the platform, checked by the department."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kechuang.casework.cases import direct
from kechuang.casework.inbox.models import Todo
from kechuang.core.permissions import Refusal, Refused
from kechuang.domains.evaluation.forms.values import FillInForm
from kechuang.domains.evaluation.models import Evaluation, IndicatorValue
from kechuang.domains.evaluation.tables import EVALUATIONS
from kechuang.domains.evaluation.values import marks
from kechuang.domains.platforms.models import Target, YearPlan
from tests.casework.office import Office, act
from tests.domains.evaluation.judging import (
    BUREAU,
    EVALUATION,
    adopted,
    attached,
    invited,
    operating,
    started,
    submitted,
    typed,
)

pytestmark = pytest.mark.django_db
MANAGER = "kq-manager"


def employ(office: Office, platform: Any, *names: str) -> None:
    for name in names:
        data = {"name": name, "capacity": "researcher", "valid_from": "2025-01-01"}
        act("platforms.platform.employ", platform, data, office["kq-st_department-clerk"])


def value(evaluation: Evaluation, code: str) -> IndicatorValue:
    return IndicatorValue.objects.select_related("node").get(evaluation=evaluation, node__code=code)


def refusal(office: Office, name: str, evaluation: Any, data: dict[str, Any], by: str = MANAGER) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(f"{EVALUATION}.{name}", evaluation, data, office[by])
    return caught.value.refusal


def test_the_platform_is_asked_for_its_self_evaluation(office: Office) -> None:
    evaluation = invited(office)
    todo = Todo.objects.get(case_id=evaluation.pk)
    assert (todo.name, todo.organisation_id, todo.closed_at) == (
        "submit_self_evaluation", evaluation.platform.owner_id, None,
    )  # fmt: skip
    submitted(office, evaluation)
    todo.refresh_from_db()
    assert todo.closed_at is not None


def test_records_fill_what_nobody_types(office: Office) -> None:
    evaluation = invited(office)
    employ(office, evaluation.platform, "王一", "王二", "王三")
    done = submitted(office, evaluation)
    people = value(done, "A1")
    assert (people.recorded, people.given, people.source, people.target) == (3, None, "own", 5)
    assert sorted(label for label, _n, _url in people.evidence) == [
        "王一 · 科研人员", "王三 · 科研人员", "王二 · 科研人员",
    ]  # fmt: skip
    firms = value(done, "B2")
    assert (firms.recorded, firms.given, firms.source, firms.file) == (None, 3, "manual", "佐证.txt v1")


def test_the_score_of_oneself_is_the_weighted_sum_of_the_marks(office: Office) -> None:
    evaluation = invited(office)
    employ(office, evaluation.platform, "王一", "王二", "王三")
    done = submitted(office, evaluation)
    # people 3 of 5: 60; recognitions 0 of 2: 0; by itself 80; firms 3 of 4: 75
    assert [value(done, code).self_score for code in ("A1", "A2", "B1", "B2")] == [60, 0, 80, 75]
    assert done.self_score == Decimal("0.3") * 60 + Decimal("0.3") * 0 + Decimal("0.3") * 80 + Decimal("0.1") * 75
    assert (done.state, str(done.submitted_on), done.score) == ("submitted", "2026-12-01", None)


@pytest.mark.parametrize("written", ["1,000.5", "１，０００．５", " 1000.50 "])
def test_a_figure_is_read_as_people_write_it(office: Office, written: str) -> None:
    evaluation = invited(office)
    data = {"code": "B2", "value": written, "file": attached(office, evaluation)}
    act(f"{EVALUATION}.fill_indicator", evaluation, data, office[MANAGER])
    assert value(evaluation, "B2").given == Decimal("1000.50")
    told = refusal(office, "fill_indicator", evaluation, data | {"value": "5²"})
    assert "value" in told.errors, "nothing is guessed"


def test_what_is_lacking_is_named(office: Office) -> None:
    evaluation = invited(office)
    said = refusal(office, "submit_self_evaluation", evaluation, {"statement": "完成"})
    assert all(name in said.reason for name in ("A1 人员", "A2 认定", "B1 创新水平", "B2 孵化企业"))
    file = attached(office, evaluation)
    act(f"{EVALUATION}.fill_in", evaluation, typed(evaluation, file, A2_explanation=""), office[MANAGER])
    said = refusal(office, "submit_self_evaluation", evaluation, {"statement": "完成"})
    assert "A2 认定" in said.reason, "a miss is explained"
    assert "B1" not in said.reason


def test_a_value_over_the_record_needs_a_reason_and_one_without_record_a_file(office: Office) -> None:
    evaluation = invited(office)
    employ(office, evaluation.platform, "王一")
    by = {row.node.code: row.node_id for row in evaluation.values.select_related("node")}
    said = refusal(office, "fill_in", evaluation, typed(evaluation, A1_value="4"))
    assert said.errors.keys() == {f"reason_{by['A1']}", f"file_{by['B2']}"}
    assert "系统数据是 1" in said.errors[f"reason_{by['A1']}"][0]
    file = attached(office, evaluation)
    data = typed(evaluation, file, A1_value="4", A1_reason="三人的合同尚未录入")
    act(f"{EVALUATION}.fill_in", evaluation, data, office[MANAGER])
    people = value(evaluation, "A1")
    assert (people.given, people.source, people.reason) == (4, "corrected", "三人的合同尚未录入")
    # Once the record says the same, nothing was typed over it.
    employ(office, evaluation.platform, "王二", "王三", "王四")
    act(f"{EVALUATION}.submit_self_evaluation", evaluation, {"statement": "完成"}, office[MANAGER])
    people = value(evaluation, "A1")
    assert (people.recorded, people.given, people.source, people.reason) == (4, None, "own", "")


def test_what_was_filled_in_part_stays(office: Office) -> None:
    evaluation = invited(office)
    act(f"{EVALUATION}.fill_in", evaluation, typed(evaluation, B2_value="", B1_self_score="77.5"), office[MANAGER])
    assert value(evaluation, "B1").self_score == Decimal("77.5")
    assert value(evaluation, "B2").given is None
    assert value(evaluation, "A1").target == 5


def test_marks_fall_short_of_the_goal_in_its_direction(office: Office) -> None:
    row = value(submitted(office), "A2")
    row.recorded = Decimal(1)
    assert marks(row) == 50
    row.node.direction, row.recorded = "down", Decimal(4)
    assert marks(row) == 50, "twice what may be: half the marks"
    row.recorded = Decimal(2)
    assert marks(row) == 100


def test_a_returned_self_evaluation_keeps_what_was_filled_in(office: Office) -> None:
    done = submitted(office)
    act(f"{EVALUATION}.return_self_evaluation", done, {"note": "人员名单不全"}, office[BUREAU])
    done.refresh_from_db()
    assert (done.state, done.submitted_on, done.statement) == ("invited", None, "完成年度任务")
    assert value(done, "B2").given == 3
    assert Todo.objects.filter(case_id=done.pk, closed_at=None).count() == 1
    act(f"{EVALUATION}.submit_self_evaluation", done, {"statement": "已补全"}, office[MANAGER])


def test_the_department_corrects_a_value_with_evidence(office: Office) -> None:
    done = submitted(office)
    firms = value(done, "B2")
    data = {"value_of": firms.pk, "value": "2", "reason": "一家已注销", "file": "佐证.txt v1"}
    act(f"{EVALUATION}.correct_indicator", done, data, office[BUREAU])
    firms.refresh_from_db()
    assert (firms.value, firms.source, firms.reason) == (2, "corrected", "一家已注销")
    said = refusal(office, "correct_indicator", done, data | {"file": "没有的.txt v1"}, BUREAU)
    assert list(said.errors) == ["file"]
    assert refusal(office, "correct_indicator", done, data).ground == "permission"


def test_nobody_else_fills_it_in(office: Office) -> None:
    evaluation = invited(office)
    for who in (BUREAU, "kq-park-clerk"):
        assert refusal(office, "fill_in", evaluation, {}, who).ground == "permission"
    with pytest.raises(Evaluation.DoesNotExist):
        act(f"{EVALUATION}.fill_in", evaluation, {}, office["kc-professor"])


def test_targets_and_what_the_plan_said_of_the_year_are_not_typed_again(office: Office) -> None:
    platform = operating(office)
    adopted(office)
    plan = YearPlan(
        platform=platform, owner=platform.owner, region=platform.region, title="2026 年度计划", year=2026, work="建设",
        budget=0, evaluation="按计划完成",
    )  # fmt: skip
    direct.open_case(plan, "draft", by=office[MANAGER])
    Target.objects.create(plan=plan, indicator="people", goal=8)
    Target.objects.create(
        plan=plan, indicator="firms_incubated", goal=2, actual=2, actual_source="manual", evidence="名单 v1"
    )
    YearPlan.objects.filter(pk=plan.pk).update(adopted_on="2026-01-10")
    evaluation = started(office).evaluations.get()
    assert (evaluation.plan_id, value(evaluation, "A1").target) == (plan.pk, 8)
    form = FillInForm(case=evaluation, by=office[MANAGER])
    nodes = {row.node.code: row.node_id for row in evaluation.values.select_related("node")}
    assert f"target_{nodes['A1']}" not in form.fields
    assert form.fields[f"value_{nodes['B2']}"].initial == "2"
    assert EVALUATIONS.initial is not None
    assert EVALUATIONS.initial(evaluation) == {"statement": "按计划完成"}
