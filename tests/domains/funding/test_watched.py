"""What a text watches besides the sums: the share of basic research where it is held down, and teams that are carried."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kechuang.casework.cases.law import ask
from kechuang.core.clock import moved_to
from kechuang.domains.funding.facts.budgets import budget_facts
from kechuang.law import Verdict
from tests.casework.office import Office, act
from tests.domains.evaluation.results import fact
from tests.domains.funding.funded import BUDGET, planned, source, staffed, supported
from tests.domains.platforms.test_binjiang import binjiang

__all__ = ["binjiang"]
TEAM = "evaluation.team"


def page_of(user: Any, case: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/case/{case.number}/").content.decode()


@pytest.mark.parametrize(
    ("region", "mark", "ceiling", "verdict"),
    [
        ("330603", "kq", "99", Verdict.BREACHED),
        ("330603", "kq", "100", Verdict.MET),
        ("330603", "kq", "", Verdict.NEEDS_DETERMINATION),
        ("330108", "bj", "10", Verdict.NOT_APPLICABLE),
        ("330802", "kc", "10", Verdict.NOT_APPLICABLE),
    ],
)
def test_basic_research_is_held_down_in_keqiao_alone_by_the_plans_share(
    binjiang: Office, region: str, mark: str, ceiling: str, verdict: Verdict
) -> None:
    """Interaction 18: Binjiang carries basic research, Keqiao's draft holds its share down; never mixed, never a constant."""
    platform = staffed(binjiang, region, mark)
    fact(platform, {"kq": "unit.cobuilt_platform", "bj": "unit.iur_platform", "kc": "unit.public_platform"}[mark])
    budget = planned(binjiang, platform, source(binjiang, mark, agreed=False), mark=mark)
    data = {"basic_ceiling": ceiling, "standards": "true"}
    act(f"{BUDGET}.set_conditions", budget, data, binjiang[f"{mark}-treasurer"])
    budget.refresh_from_db()
    finding = ask(budget, "basic_research_share", budget_facts(budget))
    assert finding.verdict in (verdict, *((Verdict.NO_LAW_FOUND,) if verdict is Verdict.NOT_APPLICABLE else ()))
    page = page_of(binjiang[f"{mark}-treasurer"], budget)
    assert ("控制基础研究经费比重" in page) is (mark == "kq")
    if verdict is Verdict.BREACHED:
        assert finding.output("ceiling") == 148_499_999, "of the research money, in whole fen, rounded down"
        act(f"{BUDGET}.submit", budget, {}, binjiang["kq-treasurer"])
        done = act(f"{BUDGET}.check", budget, {}, binjiang["kq-st_department-clerk"])
        assert any(warning.rule == "basic_research_share" for warning in done.warnings), (
            "a draft warns and refuses nothing"
        )


def test_base_and_incentive_show_the_teams_they_carry(binjiang: Office) -> None:
    platform = staffed(binjiang, "330108", "bj", platform_class="technology_innovation", founded_on="2023-01-01")
    fact(platform, "unit.iur_platform")
    programme = supported(binjiang, platform, "bj", support_mode="base_plus_incentive")
    with moved_to(dt.date(2026, 11, 21)):
        data = {"title": "柔性传感团队", "platform": platform.pk, "leader": "甲", "introduced_on": "2024-03-01"}
        team = act(f"{TEAM}.register_team", None, data, binjiang["bj-manager"]).case
        figures = {"contract_funds": "200000", "programme_funds": "0", "transformation_income": "0", "costs": "500000"}
        act(f"{TEAM}.record_year", team, {"year": 2025, **figures}, binjiang["bj-manager"])
        page = page_of(binjiang["bj-st_department-clerk"], programme)
    for words in ("引进团队自我平衡", "柔性传感团队", "2029年3月1日", "−300,000.00"):
        assert words in page, words
