"""Rectification: the order sets the period, a late one is shown with what follows, and who may do each step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.inbox.models import Todo
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.obligations.services import restate
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.evaluation.models import Effect, Rectification
from kechuang.domains.evaluation.panels.effects import of_evaluation
from tests.casework.office import Office, act, registered
from tests.domains.evaluation.results import fact, published

pytestmark = pytest.mark.django_db
KIND = "evaluation.rectification"
CLERK, LEADER, MANAGER = "kc-st_department-clerk", "kc-st_department-leader", "kc-manager"
TODAY = dt.date(2027, 3, 1)
OFFICE, PLATFORM = {CLERK, LEADER}, {MANAGER}
ALLOWED: dict[str, set[str]] = {
    "order_rectification": OFFICE, "move_period": OFFICE, "file_plan": PLATFORM, "submit_rectification": PLATFORM,
    "accept_rectification": OFFICE, "refuse_rectification": OFFICE, "adjust": {LEADER}, "drop": {LEADER},
    "attach": OFFICE | PLATFORM, "determine": {LEADER},
}  # fmt: skip


def failed(office: Office, mark: str = "kc") -> Rectification:
    platform = registered(office, {"kc": "330802", "kq": "330603"}[mark], mark)
    fact(platform, {"kc": "unit.public_platform", "kq": "unit.cobuilt_platform"}[mark])
    published(office, {platform: "unqualified"}, mark=mark)
    return Rectification.objects.get()


def do(office: Office, case: Any, name: str, by: str, **data: Any) -> Any:
    return act(f"{KIND}.{name}", case, data, office[by]).case


def ordered(office: Office, case: Any, due: str = "2027-05-31") -> Any:
    return do(office, case, "order_rectification", CLERK, requirements="补齐成果转化目标", due_on=due)


def test_ordered_planned_reported_refused_and_accepted(office: Office) -> None:
    with moved_to(TODAY):
        case = failed(office)
        assert Todo.objects.open().filter(name="order_rectification", case_id=case.pk).for_user(office[CLERK]).exists()
        case = ordered(office, case)
        clock = Obligation.objects.get(case_id=case.pk)
        assert (clock.rule, clock.due, clock.owner) == ("rectification_due", dt.date(2027, 5, 31), case.owner)
        assert not clock.simulation
        do(office, case, "file_plan", MANAGER, plan="分三步")
        case = do(office, case, "submit_rectification", MANAGER, report="已完成两步")
        assert Obligation.objects.get(case_id=case.pk).status == "met"
        case = do(office, case, "refuse_rectification", CLERK, note="第三步没有做", due_on="2027-06-30")
        assert Obligation.objects.running().get(case_id=case.pk).due == dt.date(2027, 6, 30)
    with moved_to(dt.date(2027, 6, 20)):
        do(office, case, "submit_rectification", MANAGER, report="全部完成")
    with moved_to(dt.date(2027, 7, 5)):
        case = do(office, case, "accept_rectification", LEADER, note="符合要求")
    assert (case.state, case.completed_on) == ("completed", dt.date(2027, 6, 20))
    assert not Obligation.objects.overdue(dt.date(2027, 7, 5)).exists()
    assert Effect.objects.get().done_on == dt.date(2027, 7, 5)
    assert not Todo.objects.open().filter(case_id=case.pk).exists()


def test_late_is_shown_with_what_follows_and_only_then_adjusted(office: Office) -> None:
    with moved_to(TODAY):
        case = ordered(office, failed(office))
        with pytest.raises(Refused) as caught:
            do(office, case, "adjust", LEADER, measure="reduce", reasons="没有完成")
        assert (caught.value.refusal.ground, caught.value.refusal.opens_on) == (Ground.LAW, dt.date(2027, 6, 1))
    late = dt.date(2027, 6, 1)
    with moved_to(late):
        clock = Obligation.objects.overdue(late).get(case_id=case.pk)
        restate(clock, late)
        assert "动态调整" in clock.consequence_in("zh")
        assert "dynamically adjusted" in clock.consequence_in("en")
        case = do(office, case, "adjust", LEADER, measure="reclassify", reasons="到期未完成")
    assert (case.state, case.measure) == ("adjusted", "reclassify")
    assert Effect.objects.get(kind="adjustment").measure == "reclassify"
    assert not Obligation.objects.running().filter(case_id=case.pk).exists()
    case.platform.refresh_from_db()
    assert case.platform.state != "exited", "no measure ends a platform by itself"
    _taken(office, case, late)


def _taken(office: Office, case: Rectification, day: dt.date) -> None:
    """A measure waits until somebody says that it was taken; the rectification it stands for was not completed."""
    evaluation, effect = case.evaluation, Effect.objects.get(kind="adjustment")
    name = "evaluation.evaluation.carry_out"
    data = {"effect": effect.pk, "done_on": day.isoformat(), "done_note": "改列创新服务型，衢科发〔2027〕9 号"}
    with moved_to(day):
        early = data | {"done_on": (effect.made_on - dt.timedelta(1)).isoformat()}
        for wrong in (early, data | {"effect": Effect.objects.get(kind="rectification").pk}):
            with pytest.raises(Refused):
                act(name, evaluation, wrong, office[CLERK])
        act(name, evaluation, data, office[CLERK])
        with pytest.raises(Refused) as caught:
            act(name, evaluation, data, office[CLERK])
        assert "effect" in caught.value.refusal.errors, "once"
    effect.refresh_from_db()
    assert (effect.done_on, effect.done_note) == (day, data["done_note"])
    sheet = of_evaluation(evaluation, office[CLERK])
    assert sheet is not None
    assert {str(row[2].word) for row in sheet.rows} == {"已执行", "未完成，已动态调整"}


def test_a_period_begins_tomorrow_at_the_earliest(office: Office) -> None:
    with moved_to(TODAY):
        case = failed(office)
        with pytest.raises(Refused) as caught:
            ordered(office, case, "2027-03-01")
        assert list(caught.value.refusal.errors) == ["due_on"]


def test_a_draft_simulates(office: Office) -> None:
    with moved_to(TODAY):
        case = failed(office, "kq")
        case = act(
            f"{KIND}.order_rectification",
            case,
            {"requirements": "整改", "due_on": "2027-05-31"},
            office["kq-st_department-clerk"],
        ).case
        assert Obligation.objects.get(case_id=case.pk).simulation
        do(office, case, "submit_rectification", "kq-manager", report="完成")
        do(office, case, "accept_rectification", "kq-st_department-clerk", note="可以")
    assert Effect.objects.get(kind="rectification").done_on is None


def test_who_may_do_what(office: Office) -> None:
    case = failed(office)
    assert set(actions_of(Rectification)) == set(ALLOWED)
    for name, action in actions_of(Rectification).items():
        assert {who for who, user in office.users.items() if action.by.test(user, case)} - {
            n for n in office.users if n.startswith("kc-manager-")
        } == ALLOWED[name], name


def test_pages_in_both_languages(office: Office) -> None:
    with moved_to(TODAY):
        case = ordered(office, failed(office))
        client = Client()
        client.force_login(office[CLERK], backend="django.contrib.auth.backends.ModelBackend")
        addresses = [f"/case/{n}/" for n in (case.number, case.evaluation.number, case.platform.number)]
        for language, word in (("zh-hans", "补齐成果转化目标"), ("en", "补齐成果转化目标")):
            client.cookies["django_language"] = language
            pages = [client.get(address) for address in addresses]
            assert [page.status_code for page in pages] == [200, 200, 200]
            assert word in pages[0].content.decode()
        client.cookies["django_language"] = "zh-hans"
        assert "责令整改" in client.get(addresses[1]).content.decode()
        assert "责令整改" in client.get(addresses[2]).content.decode()
        anonymous = Client().get(addresses[2]).content.decode()
        assert "不合格" in anonymous
        assert "责令整改" not in anonymous
