"""Achievements, transformation, what must be handed in (zhejiang art2, 7; national law art2, 11, 16)."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


def test_what_an_achievement_is() -> None:
    real = {"achievement.from_research": True, "achievement.practical_value": True}
    assert ask("is_achievement", real).value is True
    assert ask("is_achievement", {**real, "achievement.practical_value": False}).value is False
    assert ask("is_achievement", {"achievement.from_research": True}).verdict is Verdict.NEEDS_DETERMINATION
    assert ask("is_achievement", real, on="2015-09-30").verdict is Verdict.NOT_APPLICABLE
    assert ask("is_service_achievement", {"achievement.on_unit_task": True}).value is True
    neither = {"achievement.on_unit_task": False, "achievement.mainly_unit_means": False}
    assert ask("is_service_achievement", neither).value is False


@pytest.mark.parametrize(
    ("activity", "zhejiang", "elsewhere"),
    [
        ("none", False, False),
        ("follow_up_testing", True, True),
        ("new_product", True, True),
        ("new_service_or_standard", True, False),
    ],
)
def test_what_transformation_is(activity: str, zhejiang: bool, elsewhere: bool) -> None:
    assert ask("is_transformation", {"achievement.activity": activity}).value is zhejiang
    assert ask("is_transformation", {"achievement.activity": activity}, "310115").value is elsewhere


def test_six_ways() -> None:
    for mode in ("transfer", "licence", "equity", "self_implementation", "joint_implementation"):
        assert ask("transformation_mode", {"deal.mode": mode}, "310115").verdict is Verdict.MET
    assert ask("transformation_mode", {"achievement.other_way_agreed": True}).verdict is Verdict.MET
    assert ask("transformation_mode", {"achievement.other_way_agreed": False}).verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("materials", "dates", "verdict"),
    [
        (["sci_tech_report", "achievement_information", "ip_information"], {}, Verdict.MET),
        (["sci_tech_report"], {}, Verdict.BREACHED),
        (
            ["sci_tech_report", "achievement_information", "ip_information"],
            {"submission.due_on": "2025-05-01", "submission.submitted_on": "2025-05-02"},
            Verdict.BREACHED,
        ),
    ],
)
def test_reports_handed_in(materials: list[str], dates: dict[str, Any], verdict: Verdict) -> None:
    facts = {"submission.fiscal_project": True, "submission.materials": materials, **dates}
    found = ask("report_submission", facts, "310115")
    assert found.verdict is verdict
    assert bool(found.remarks) is (verdict is Verdict.BREACHED)
    assert ask("report_submission", {**facts, "submission.fiscal_project": False}).verdict is Verdict.NOT_APPLICABLE


def test_the_information_system() -> None:
    facts = {
        "information.unified_reports": True, "information.unified_system": True, "information.orderly_processing": True,
    }  # fmt: skip
    assert ask("information_system", facts).verdict is Verdict.MET
    assert ask("information_system", {**facts, "information.unified_system": False}).verdict is Verdict.BREACHED
    withheld = {"submission.kept_from_public": True, "submission.undertaker_told": False}
    assert ask("withheld_information_notice", withheld).verdict is Verdict.BREACHED
