"""Grades from before the system began: brought in once with their document, counted as failing years, taken back with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.cases.engine import offers
from kechuang.casework.sheets import runs
from kechuang.casework.sheets.declare import import_of
from kechuang.core.permissions import Ground, Refused
from kechuang.core.sheets.template import csv_template
from kechuang.domains.evaluation.models import Assessment, EarlierGrade
from tests.casework.office import Office, act, registered
from tests.domains.evaluation.results import fact, published

pytestmark = pytest.mark.django_db
BRING = "evaluation.earliergrade.bring_in_grade"
CLERK = "kq-st_department-clerk"


def data(platform: Any, **changes: Any) -> dict[str, Any]:
    return {
        "platform": platform.pk, "year": "2025", "grade": "not_reached", "document": "柯科〔2026〕3 号", "reason": "系统启用前的结果",
    } | changes  # fmt: skip


def here(office: Office, title: str = "甲院") -> Any:
    made = registered(office, title=title)
    fact(made, "unit.cobuilt_platform")
    return made


def test_two_failing_years_open_an_assessment_though_the_first_was_before_the_system(office: Office) -> None:
    platform, other = here(office), here(office, "乙院")
    act(BRING, None, data(platform), office[CLERK])
    published(office, {platform: "not_reached", other: "not_reached"}, year=2026)
    case = Assessment.objects.get()
    assert (case.platform, case.failures) == (platform, 2), "one failing year alone opens none"


def test_brought_in_after_the_publication_the_law_is_asked_again(office: Office) -> None:
    platform = here(office)
    published(office, {platform: "not_reached"}, year=2026)
    assert not Assessment.objects.exists()
    made: EarlierGrade = act(BRING, None, data(platform), office[CLERK]).case
    assert Assessment.objects.get().platform == platform
    assert (made.owner.name, made.region_id) == ("kq-st_department", platform.region_id)
    act("evaluation.earliergrade.withdraw_grade", made, {"note": "看错了年份"}, office["kq-st_department-leader"])
    act(BRING, None, data(platform, grade="good"), office[CLERK])
    assert Assessment.objects.count() == 1, "what was opened is not opened twice, nor closed by itself"


def test_a_passing_year_breaks_the_chain(office: Office) -> None:
    platform = here(office)
    act(BRING, None, data(platform, grade="qualified"), office[CLERK])
    published(office, {platform: "not_reached"}, year=2026)
    assert not Assessment.objects.exists()


def test_what_is_wrong_is_told_at_its_field(office: Office) -> None:
    platform = here(office)
    published(office, {platform: "good"}, year=2025)
    for wrong, field in (
        ({}, "year"), ({"year": "2099"}, "year"), ({"year": "2024", "document": ""}, "document"),
        ({"year": "2024", "reason": ""}, "reason"), ({"year": "2024", "grade": ""}, "grade"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            act(BRING, None, data(platform, **wrong), office[CLERK])
        assert list(caught.value.refusal.errors) == [field], wrong
    act(BRING, None, data(platform, year="2024"), office[CLERK])
    with pytest.raises(Refused) as caught:
        act(BRING, None, data(platform, year="2024"), office[CLERK])
    assert "已补录" in caught.value.refusal.errors["year"][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlierGrade.objects.update(document="")


def test_the_office_of_the_place_and_nobody_else(office: Office) -> None:
    platform = here(office)
    made: EarlierGrade = act(BRING, None, data(platform), office[CLERK]).case
    bureau = {CLERK, "kq-st_department-leader"}
    allowed = {"bring_in_grade": bureau, "withdraw_grade": {"kq-st_department-leader"}, "attach": bureau}
    assert set(actions_of(EarlierGrade)) == set(allowed)
    for name, who in allowed.items():
        action = actions_of(EarlierGrade)[name]
        assert {name for name, user in office.users.items() if action.by.test(user, made)} == who, name
    assert {o.action.name for o in offers(made, office[CLERK]) if o.open} == {"attach"}
    for user in ("kc-st_department-clerk", "kq-manager"):
        if user in office.users:
            with pytest.raises(Refused) as caught:
                act(BRING, None, data(platform, year="2024"), office[user])
            assert caught.value.refusal.ground is Ground.PERMISSION


def test_by_sheet_with_the_number_of_the_platform(office: Office) -> None:
    platform = here(office)
    declared = import_of(BRING)
    head = csv_template(declared.sheet_columns).decode("utf-8-sig").splitlines()[0]
    rows = [
        f"{platform.number},2024,未达标,柯科〔2025〕3 号,补录",
        f"{platform.number},2099,未达标,柯科〔2025〕3 号,补录",
    ]
    run = runs.upload(declared, "等次.csv", "\n".join([head, *rows]).encode(), office[CLERK])
    assert (run.state, run.good, run.wrong) == ("checked", 1, 1), list(run.problems.values_list("problem", flat=True))
    assert runs.confirm(run)
    assert EarlierGrade.objects.get().grade == "not_reached"
    again = runs.upload(declared, "等次.csv", "\n".join([head, rows[0]]).encode(), office[CLERK])
    assert again.good == 0
