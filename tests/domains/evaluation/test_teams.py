"""Teams balance themselves within years: a clock, yearly figures, and after the years a review, never an exit by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.obligations.models import Obligation
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.evaluation.models import Team, TeamYear
from tests.casework.office import Office, act, registered
from tests.domains.evaluation.results import fact
from tests.domains.platforms.test_binjiang import binjiang

__all__ = ["binjiang"]
pytestmark = pytest.mark.django_db
KIND = "evaluation.team"
CLERK, LEADER, MANAGER = "bj-st_department-clerk", "bj-st_department-leader", "bj-manager"
OFFICE, PLATFORM = {CLERK, LEADER}, {MANAGER}
ALLOWED = {
    "register_team": OFFICE | PLATFORM, "record_year": OFFICE | PLATFORM, "confirm_balance": OFFICE, "open_review": OFFICE,
    "withdraw_balance": OFFICE, "conclude_review": {LEADER}, "attach": OFFICE | PLATFORM, "determine": {LEADER},
}  # fmt: skip


def do(office: Office, case: Any, step: str, by: str, /, **data: Any) -> Any:
    return act(f"{KIND}.{step}", case, data, office[by]).case


def came(office: Office, mark: str = "bj", on: str = "2024-03-01") -> Team:
    platform = registered(office, {"bj": "330108", "kc": "330802"}[mark], mark, founded_on="2023-01-01")
    fact(platform, {"bj": "unit.iur_platform", "kc": "unit.public_platform"}[mark])
    data = {"title": "柔性传感团队", "platform": platform.pk, "leader": "甲", "introduced_on": on}
    made: Team = do(office, None, "register_team", f"{mark}-manager", **data)
    return made


def earned(office: Office, team: Team, year: int, income: str, costs: str = "1000000") -> None:
    figures = {"contract_funds": income, "programme_funds": "0", "transformation_income": "0", "costs": costs}
    do(office, team, "record_year", MANAGER, year=year, **figures)


def refusal(office: Office, *args: Any, **data: Any) -> Any:
    with pytest.raises(Refused) as caught:
        do(office, *args, **data)
    return caught.value.refusal


def test_all_years_together_where_the_office_reads_the_text_so(binjiang: Office) -> None:
    with moved_to(dt.date(2026, 11, 21)):
        team = came(binjiang)
        earned(binjiang, team, 2024, "200000")
        earned(binjiang, team, 2025, "1300000")
        page = Client()
        page.force_login(binjiang[CLERK])
        assert "300,000.00" in page.get(f"/case/{team.number}/").content.decode(), (
            "one year, while nobody says otherwise"
        )
        data = {"question": "A41.team_balance", "answer": "all_years", "basis": "区科技局会议纪要 3 号"}
        do(binjiang, team, "determine", LEADER, **data)
        text = page.get(f"/case/{team.number}/").content.decode()
        assert "−500,000.00" in text
        assert "引进以来各年收入合计覆盖支出合计" in text
        assert "合计没有覆盖" in refusal(binjiang, team, "confirm_balance", CLERK, year="2025").reason
        earned(binjiang, team, 2026, "1500000")
        assert do(binjiang, team, "confirm_balance", CLERK, year="2026").state == "balanced"


def test_five_years_from_the_day_it_came_and_balance_meets_the_clock(binjiang: Office) -> None:
    with moved_to(dt.date(2026, 11, 21)):
        team = came(binjiang)
        clock = Obligation.objects.get(case_id=team.pk)
        assert (clock.rule, clock.due, clock.owner) == ("team_balance_due", dt.date(2029, 3, 1), team.owner)
        earned(binjiang, team, 2024, "200000")
        earned(binjiang, team, 2025, "999999.99")
        short = refusal(binjiang, team, "confirm_balance", CLERK, year="2025")
        assert short.ground is Ground.LAW
        earned(binjiang, team, 2025, "1000000")
        team = do(binjiang, team, "confirm_balance", CLERK, year="2025")
    clock.refresh_from_db()
    assert (team.state, team.balanced_on, clock.status, clock.done_on) == (
        "balanced", dt.date(2025, 12, 31), "met", dt.date(2025, 12, 31),
    )  # fmt: skip
    assert TeamYear.objects.count() == 2


def test_what_a_balance_rests_on_is_changed_only_when_it_is_withdrawn(binjiang: Office) -> None:
    with moved_to(dt.date(2026, 11, 21)):
        team = came(binjiang)
        earned(binjiang, team, 2025, "1000000")
        team = do(binjiang, team, "confirm_balance", CLERK, year="2025")
        lower = {"contract_funds": "1", "programme_funds": "0", "transformation_income": "0", "costs": "1000000"}
        for year in (2024, 2025):
            assert "先撤回认定" in refusal(binjiang, team, "record_year", MANAGER, year=year, **lower).errors["year"][0]
        earned(binjiang, team, 2026, "1")
        team = do(binjiang, team, "withdraw_balance", CLERK, note="横向经费重复计入")
        clock = Obligation.objects.running().get(case_id=team.pk)
        assert (team.state, team.balanced_on, clock.due) == ("running", None, dt.date(2029, 3, 1))
        earned(binjiang, team, 2025, "900000")
        assert "没有覆盖" in refusal(binjiang, team, "confirm_balance", CLERK, year="2025").reason


def test_a_review_opens_only_when_the_years_are_over_and_ends_nothing_by_itself(binjiang: Office) -> None:
    with moved_to(dt.date(2026, 11, 21)):
        team = came(binjiang)
        earned(binjiang, team, 2025, "1")
        early = refusal(binjiang, team, "open_review", CLERK)
        assert (early.ground, early.opens_on) == (Ground.LAW, dt.date(2029, 3, 2))
    with moved_to(dt.date(2029, 3, 2)):
        assert Obligation.objects.overdue(dt.date(2029, 3, 2)).filter(case_id=team.pk).exists()
        team = do(binjiang, team, "open_review", CLERK)
        assert team.state == "review"
        team = do(binjiang, team, "conclude_review", LEADER, outcome="kept", reasons="在研项目后年见效")
    assert team.state == "kept"
    assert not Obligation.objects.running().filter(case_id=team.pk).exists()


def test_no_clock_where_no_text_asks(office: Office) -> None:
    came(office, "kc")
    assert not Obligation.objects.exists()


def test_years_before_it_came_or_to_come_are_refused_and_no_figure_is_negative(binjiang: Office) -> None:
    with moved_to(dt.date(2026, 11, 21)):
        team = came(binjiang)
        figures = {"contract_funds": "1", "programme_funds": "0", "transformation_income": "0", "costs": "1"}
        for year in (2023, 2027):
            assert list(refusal(binjiang, team, "record_year", MANAGER, year=year, **figures).errors) == ["year"]
        figures["costs"] = "-1"
        assert list(refusal(binjiang, team, "record_year", MANAGER, year=2025, **figures).errors) == ["costs"]
        with pytest.raises(IntegrityError), transaction.atomic():
            TeamYear.objects.create(team=team, year=2025, **figures)


def test_another_platform_registers_none_here(binjiang: Office) -> None:
    team = came(binjiang)
    other = registered(binjiang, "330802", "kc")
    data = {"title": "x", "platform": team.platform.pk, "leader": "甲", "introduced_on": "2024-03-01"}
    assert other.owner != team.owner
    with pytest.raises(Refused):
        do(binjiang, None, "register_team", "kc-manager", **data)


def test_who_may_do_what(binjiang: Office) -> None:
    team = came(binjiang)
    assert set(actions_of(Team)) == set(ALLOWED)
    for name, action in actions_of(Team).items():
        may = {who for who, user in binjiang.users.items() if action.by.test(user, team)}
        assert {who for who in may if not who.startswith("bj-manager-")} == ALLOWED[name], name


def test_pages(binjiang: Office) -> None:
    with moved_to(dt.date(2026, 11, 21)):
        team = came(binjiang)
        earned(binjiang, team, 2025, "999999.99")
        client = Client()
        client.force_login(binjiang[CLERK], backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"/case/{team.number}/").content.decode()
        assert "−0.01" in page
        assert "柔性传感团队" in client.get(f"/case/{team.platform.number}/").content.decode()
        assert "柔性传感团队" not in Client().get(f"/case/{team.platform.number}/").content.decode()
        assert "柔性传感团队" in client.get("/teams/").content.decode()
