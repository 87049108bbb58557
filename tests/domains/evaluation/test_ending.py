"""Failing years in a row open an assessment and end nothing; only a recorded one lets cooperation end, by steps."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kechuang.casework.cases.actions import actions_of, all_actions
from kechuang.casework.inbox.models import Todo
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.evaluation.effects import OPENERS
from kechuang.domains.evaluation.models import Assessment, Effect, Rectification, Termination
from kechuang.domains.platforms.models import Agreement, Platform
from tests.casework.office import Office, act, registered
from tests.domains.evaluation.results import fact, published

pytestmark = pytest.mark.django_db
ASSESS, END = "evaluation.assessment", "evaluation.termination"
CLERK, LEADER, MANAGER = "kq-st_department-clerk", "kq-st_department-leader", "kq-manager"
OFFICE, PLATFORM = {CLERK, LEADER}, {MANAGER}
ENDS: dict[Any, str] = {Platform: "exited", Agreement: "ended", Termination: "completed"}
"""The states in which a platform, an agreement and a cooperation have ended."""
ALLOWED: dict[Any, dict[str, set[str]]] = {
    Assessment: {
        "state_views": PLATFORM, "record_opinion": OFFICE, "conclude_assessment": {LEADER}, "drop_assessment": {LEADER},
        "attach": OFFICE | PLATFORM, "determine": {LEADER},
    },
    Termination: {
        "begin_termination": {LEADER}, "record_step": OFFICE, "complete_termination": {LEADER},
        "abandon_termination": {LEADER}, "attach": OFFICE, "determine": {LEADER},
    },
}  # fmt: skip


def cobuilt(office: Office) -> Any:
    made = registered(office)
    fact(made, "unit.cobuilt_platform")
    return made


def twice_failed(office: Office) -> Assessment:
    platform = cobuilt(office)
    published(office, {platform: "below_standard"}, year=2025)
    published(office, {platform: "unqualified"}, year=2026)
    return Assessment.objects.get()


def do(office: Office, kind: str, case: Any, step: str, by: str, /, **data: Any) -> Any:
    return act(f"{kind}.{step}", case, data, office[by]).case


def opinion(office: Office, case: Any, side: str, name: str = "某人") -> None:
    given = {"view": "unfit", "text": "长期没有进展", "given_on": clock.today().isoformat()}
    do(office, ASSESS, case, "record_opinion", CLERK, side=side, name=name, **given)


def unfit(office: Office) -> Assessment:
    case = twice_failed(office)
    for side in ("expert", "cofounder"):
        opinion(office, case, side)
    made: Assessment = do(office, ASSESS, case, "conclude_assessment", LEADER, conclusion="unfit", reasons="不宜继续")
    return made


def refusal(office: Office, *args: Any, **data: Any) -> Any:
    with pytest.raises(Refused) as caught:
        do(office, *args, **data)
    return caught.value.refusal


@pytest.mark.parametrize(
    ("grades", "opens"),
    [
        (("unqualified", "not_reached"), True),
        (("below_standard", "qualified"), False),
        (("qualified", "unqualified"), False),
        (("unqualified", None, "unqualified"), False),
    ],
    ids=["twice", "recovered", "once", "a year without evaluation breaks the chain"],
)
def test_two_failing_years_in_a_row_and_no_fewer(office: Office, grades: tuple[str | None, ...], opens: bool) -> None:
    platform = cobuilt(office)
    for year, grade in enumerate(grades, start=2024):
        if grade is not None:
            published(office, {platform: grade}, year=year)
    assert Assessment.objects.exists() is opens
    assert not Termination.objects.exists()


def test_failing_years_end_nothing_by_themselves(office: Office) -> None:
    """What publishing may open, and which actions of which kind end a cooperation: none that a result carries out."""
    assert set(OPENERS) == {"rectification", "assessment"}
    for opener in (Rectification, Assessment):
        assert opener.INITIAL not in opener.FINAL
    ending = {
        a.key for a in all_actions() if (end := ENDS.get(a.model)) and any(end in a.targets(state) for state in a.moves)
    }
    assert ending == {
        "platforms.platform.leave",
        "platforms.agreement.end",
        "evaluation.termination.complete_termination",
    }
    begins = [a for a in actions_of(Termination).values() if a.creates]
    assert [a.name for a in begins] == ["begin_termination"]
    assert {"assessment", "rectification", "evaluation"} <= set(begins[0].form.base_fields), "a ground on record"
    case = twice_failed(office)
    assert {who for who, user in office.users.items() if begins[0].by.test(user, case)} == {LEADER}
    case.platform.refresh_from_db()
    assert case.state == "opened"
    assert case.platform.state != "exited"
    assert not Termination.objects.exists()
    closing = {a.name for a in actions_of(case).values() if set(a.moves.get("opened", ())) & case.FINAL}
    assert closing == {"conclude_assessment", "drop_assessment"}


def test_a_mid_term_failure_is_no_year(office: Office) -> None:
    platform = cobuilt(office)
    published(office, {platform: "unqualified"}, year=2025)
    published(office, {platform: "unqualified"}, year=2026, kind="mid_term")
    assert not Assessment.objects.exists()
    assert Rectification.objects.count() == 2


def test_an_assessment_hears_experts_and_cofounders_before_it_concludes(office: Office) -> None:
    case = twice_failed(office)
    assert (case.failures, case.simulation, case.owner.name) == (2, True, "kq-st_department")
    assert Todo.objects.open().filter(case_id=case.pk).for_user(office[MANAGER]).exists()
    do(office, ASSESS, case, "state_views", MANAGER, statement="设备今年才到位")
    done = {"conclusion": "fit", "reasons": "还有希望"}
    assert refusal(office, ASSESS, case, "conclude_assessment", LEADER, **done).ground is Ground.LAW
    opinion(office, case, "expert")
    assert "共建方" in refusal(office, ASSESS, case, "conclude_assessment", LEADER, **done).reason
    opinion(office, case, "cofounder")
    case = do(office, ASSESS, case, "conclude_assessment", LEADER, **done)
    assert (case.state, case.conclusion) == ("concluded", "fit")
    assert not Todo.objects.open().filter(case_id=case.pk).exists()
    assert refusal(office, END, None, "begin_termination", LEADER, assessment=case.pk, reasons="x").errors
    with pytest.raises(IntegrityError), transaction.atomic():
        Termination.objects.create(
            kind=END, number="ZZ-1", title="x", region=case.region, owner=case.owner, state="clearing",
            platform=case.platform, assessment=case, reasons="x", decided_on=clock.today(),
        )  # fmt: skip


def test_a_cooperation_ends_by_steps_and_not_before_the_last(office: Office) -> None:
    case = unfit(office)
    case.platform.refresh_from_db()
    assert case.platform.state != "exited"
    ending = do(office, END, None, "begin_termination", LEADER, assessment=case.pk, reasons="不宜继续")
    assert (ending.simulation, ending.platform) == (True, case.platform)
    said = {"done_on": clock.today().isoformat(), "text": "已办"}
    for step in ("notice", "assets", "funds"):
        do(office, END, ending, "record_step", CLERK, step=step, **said)
    assert "了结债权债务" in refusal(office, END, ending, "complete_termination", LEADER).reason
    do(office, END, ending, "record_step", CLERK, step="liabilities", **said)
    ending = do(office, END, ending, "complete_termination", LEADER)
    assert ending.state == "completed"
    assert ending.parties.filter(role="platform").exists()


def test_an_exit_on_record_ends_by_steps_with_agreement_and_registry(office: Office) -> None:
    platform = registered(office, "330802", "kc")
    fact(platform, "unit.public_platform")
    published(office, {platform: "unqualified"}, mark="kc")
    case = Rectification.objects.get()
    clerk, leader = "kc-st_department-clerk", "kc-st_department-leader"
    day = (clock.today().replace(year=clock.today().year + 1)).isoformat()
    kind = "evaluation.rectification"
    do(office, kind, case, "order_rectification", clerk, requirements="整改", due_on=day)
    with clock.moved_to(clock.today().replace(year=clock.today().year + 2)):
        do(office, kind, case, "adjust", leader, measure="exit", reasons="没有整改")
        ending = do(office, END, None, "begin_termination", leader, rectification=case.pk, reasons="退出")
        assert not ending.simulation
        for step in ("notice", "assets", "funds", "liabilities"):
            done = {"step": step, "done_on": clock.today().isoformat(), "text": "已办"}
            do(office, END, ending, "record_step", clerk, **done)
        assert "平台已登记退出" in refusal(office, END, ending, "complete_termination", leader).reason
        act("platforms.platform.leave", platform, {"note": "退出"}, office[leader])
        assert do(office, END, ending, "complete_termination", leader).state == "completed"
    adjusted = Effect.objects.get(kind="adjustment")
    assert (adjusted.measure, adjusted.done_note) == ("exit", ending.number), (
        "it is carried out by the end of cooperation"
    )


def test_who_may_do_what(office: Office) -> None:
    assessment = unfit(office)
    ending = do(office, END, None, "begin_termination", LEADER, assessment=assessment.pk, reasons="不宜继续")
    aliases = {name for name in office.users if name.startswith("kq-manager-")}
    for case in (assessment, ending):
        listed = ALLOWED[type(case)]
        assert set(actions_of(case)) == set(listed)
        for name, action in actions_of(case).items():
            assert {w for w, user in office.users.items() if action.by.test(user, case)} - aliases == listed[name], name


def test_pages(office: Office) -> None:
    assessment = unfit(office)
    client = Client()
    client.force_login(office[LEADER], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/case/{assessment.number}/").content.decode()
    address = f"/new/terminations/begin_termination/?assessment={assessment.number}"
    assert address in page
    ending = do(office, END, None, "begin_termination", LEADER, assessment=assessment.pk, reasons="不宜继续")
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        for case in (assessment, ending):
            assert client.get(f"/case/{case.number}/").status_code == 200
    for slug in ("assessments", "terminations", "rectifications"):
        assert client.get(f"/{slug}/").status_code == 200
