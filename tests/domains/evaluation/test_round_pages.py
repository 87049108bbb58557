"""The pages of a round: who reads what in which phase; nothing of a proposal reaches the platform before its notice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kechuang.core import clock
from tests.casework.office import Office
from tests.domains.evaluation.playing import (
    BUREAU,
    LEADER,
    Played,
    heard,
    in_notice,
    no_vetoes,
    playing,
    proposed,
    scored_round,
    settled,
)

TECHNOLOGY = "technology_innovation"


def read(client: Client, office: Office, who: str, path: str) -> str:
    client.force_login(office[who])
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def doors(made: Played, title: str) -> list[str]:
    number = made[title].number
    return [f"/case/{number}/", f"/api/cases/{number}/", "/evaluations/", f"/search/?q={title}"]


def test_a_score_is_told_when_scoring_is_over_and_a_grade_when_it_is_noticed(client: Client, office: Office) -> None:
    made = playing(office, {TECHNOLOGY: [87.65, 80, 70, 60, 50]})
    manager = "manager-A1"
    for path in doors(made, "A1"):
        assert "总分 87.65" not in read(client, office, manager, path), path
    made.act("start_scoring", {"seats_scientific": "1", "reply_by": clock.today(), "score_by": clock.today()})
    made.act("finish_scoring")
    assert "总分 87.65" in read(client, office, manager, doors(made, "A1")[0])
    made.act("close_contest")
    no_vetoes(made)
    proposed(made)
    heard(made)
    settled(made)
    for path in doors(made, "A1"):
        page = read(client, office, manager, path)
        assert "excellent" not in page, path
        assert "拟定等次" not in page, path
        assert ">优秀<" not in page, path
    campaign = f"/case/{made.campaign.number}/"
    client.force_login(office[manager])
    assert client.get(campaign).status_code == 404, "a platform does not see the campaign of all"
    page = read(client, office, BUREAU, campaign)
    for words in ("名额和分数线", "拟定结果", "联合审定", "优秀", "区人才办"):
        assert words in page
    in_notice(made)
    assert "公布结果" in read(client, office, LEADER, campaign)


@pytest.mark.parametrize("action", ["start_scoring", "draw_again"])
def test_forms_of_scoring_open(client: Client, office: Office, action: str) -> None:
    made: Any = playing(office, {TECHNOLOGY: [80]}, scored=50)
    client.force_login(office[BUREAU])
    page = client.get(f"/case/{made.campaign.number}/{action}/")
    assert page.status_code in (200, 302)


def test_the_form_of_lines_has_those_of_every_class_and_starts_from_the_last(client: Client, office: Office) -> None:
    made = scored_round(office, {"basic_research": [90], TECHNOLOGY: [80]})
    no_vetoes(made)
    proposed(made, good_basic_research="81.50")
    page = read(client, office, BUREAU, f"/case/{made.campaign.number}/propose_grades/")
    assert 'name="good_basic_research" value="81.50"' in page
    assert 'name="good_technology_innovation"' in page
    assert 'name="good_innovation_service"' not in page


def test_what_comes_next_follows_what_was_done(client: Client, office: Office) -> None:
    made = scored_round(office, {TECHNOLOGY: [87.65, 80]})
    here = f"/case/{made.campaign.number}/"
    assert "下一步：拟定等次" in read(client, office, BUREAU, here)
    no_vetoes(made)
    proposed(made)
    page = read(client, office, BUREAU, here)
    assert "下一步：联合审定" in page
    assert "下一步：拟定等次" not in page
    assert f"{here}propose_grades/" in page, "it may be proposed anew"
    heard(made)
    settled(made)
    assert "下一步：公示评价结果" in read(client, office, BUREAU, here)
