"""Lists, pages and forms of evaluation: what they say, to whom, in how many queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.cases import direct
from tests.casework.office import Office, act, registered
from tests.domains.evaluation.judging import BUREAU, CAMPAIGN, adopted, drafted, invited, opened, operating, submitted
from tests.domains.evaluation.test_schemes import adopt, filled
from tests.domains.evaluation.test_self_evaluation import employ

pytestmark = pytest.mark.django_db
CLASSES = ("basic_research", "technology_innovation", "innovation_service")


def client_of(user: Any, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def body(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_a_scheme_shows_its_tree(office: Office, language: str) -> None:
    scheme = filled(office, registered(office))
    page = body(client_of(office[BUREAU], language), f"/case/{scheme.number}/")
    for words in ("指标 A1", "40%", "现代纺织研究院", "由专家评定"):
        assert words in page, words


def test_an_adopted_scheme_is_open_and_a_draft_is_not(office: Office) -> None:
    scheme = filled(office, registered(office))
    stranger = client_of(office["kc-firm-member"])
    assert stranger.get(f"/case/{scheme.number}/").status_code == 404
    adopt(office, scheme)
    assert stranger.get(f"/case/{scheme.number}/").status_code == 200


def test_every_form_of_a_scheme_opens(office: Office) -> None:
    scheme = filled(office, registered(office))
    client = client_of(office["kq-st_department-leader"])
    for name in ("set_node", "drop_node", "adopt_scheme", "withdraw_scheme"):
        assert client.get(f"/case/{scheme.number}/{name}/").status_code == 200, name
    for path in (
        "evaluation-schemes/draft_scheme",
        "evaluation-schemes/carry_over",
        "evaluation-campaigns/open_campaign",
    ):
        assert client.get(f"/new/{path}/").status_code == 200, path


def test_lists_ask_as_often_for_thirty_rows_as_for_one(office: Office) -> None:
    client = client_of(office[BUREAU])
    drafted(office)
    opened(office)
    paths = ("/evaluation-schemes/", "/evaluation-campaigns/")
    before = [queries(client, path) for path in paths]
    for n in range(29):
        drafted(office, platform_class=CLASSES[n % 3], year=2020 + n % 6)
        opened(office, kind_of="cycle")
    assert [queries(client, path) for path in paths] == before


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_campaign_shows_who_takes_part_and_then_how_far_they_are(office: Office, language: str) -> None:
    operating(office)
    operating(office, title="新院", since="2026-05-01")
    adopted(office)
    campaign = opened(office)
    client = client_of(office[BUREAU], language)
    page = body(client, f"/case/{campaign.number}/")
    assert "现代纺织研究院" in page
    assert "新院" in page
    act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, office[BUREAU])
    page = body(client, f"/case/{campaign.number}/")
    assert "新院" in page, "who is left out"
    assert f"campaign={campaign.pk}" in page
    assert "现代纺织研究院" in body(client, f"/evaluations/?campaign={campaign.pk}&class=technology_innovation")


def test_every_form_of_a_campaign_opens(office: Office) -> None:
    operating(office)
    adopted(office)
    campaign = opened(office)
    client = client_of(office[BUREAU])
    for name in ("set_phases", "leave_out", "bring_in", "start_self_evaluation", "withdraw_campaign"):
        assert client.get(f"/case/{campaign.number}/{name}/").status_code == 200, name


def test_a_page_of_a_campaign_asks_as_often_for_thirty_platforms_as_for_one(office: Office) -> None:
    client = client_of(office[BUREAU])
    operating(office)
    adopted(office)
    path = f"/case/{opened(office).number}/"
    before = queries(client, path)
    for n in range(29):
        operating(office, title=f"第{n}院")
    assert queries(client, path) == before


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_an_evaluation_shows_values_and_the_way_to_their_evidence(office: Office, language: str) -> None:
    evaluation = invited(office)
    client = client_of(office["kq-manager"], language)
    page = body(client, f"/case/{evaluation.number}/")
    address = f"/evaluation-evidence/{evaluation.number}/A1/"
    assert address in page
    assert "现代纺织研究院" in body(client, address)
    assert client.get(f"/evaluation-evidence/{evaluation.number}/B1/").status_code == 404, "no record"
    assert client_of(office["kc-professor"]).get(address).status_code == 404
    done = submitted(office, evaluation)
    page = body(client, f"/case/{done.number}/")
    assert "佐证.txt v1" in page
    assert "完成年度任务" in page


def test_evidence_stays_as_it_was_submitted(office: Office) -> None:
    evaluation = invited(office)
    data = {"name": "王一", "capacity": "researcher", "valid_from": "2025-01-01"}
    act("platforms.platform.employ", evaluation.platform, data, office[BUREAU])
    client, address = client_of(office["kq-manager"]), f"/evaluation-evidence/{evaluation.number}/A1/"
    assert "王一" in body(client, address)
    submitted(office, evaluation)
    act("platforms.platform.employ", evaluation.platform, data | {"name": "王二"}, office[BUREAU])
    page = body(client, address)
    assert "王一" in page
    assert "王二" not in page


def test_scores_are_not_shown_before_their_phase(office: Office) -> None:
    evaluation = submitted(office)
    evaluation.values.update(score="77.77")
    client = client_of(office["kq-manager"])
    assert "77.77" not in body(client, f"/case/{evaluation.number}/")
    direct.step(evaluation.campaign, "open_contest", to="contest")
    assert "77.77" in body(client, f"/case/{evaluation.number}/")


def test_every_form_of_an_evaluation_opens(office: Office) -> None:
    evaluation = invited(office)
    manager, bureau = client_of(office["kq-manager"]), client_of(office[BUREAU])
    for name in ("fill_in", "submit_self_evaluation"):
        assert manager.get(f"/case/{evaluation.number}/{name}/").status_code == 200, name
    submitted(office, evaluation)
    for name in ("return_self_evaluation", "correct_indicator"):
        assert bureau.get(f"/case/{evaluation.number}/{name}/").status_code == 200, name


def test_evaluations_are_listed_in_as_many_queries_for_thirty_as_for_one(office: Office) -> None:
    client = client_of(office[BUREAU])
    invited(office)
    before = queries(client, "/evaluations/")
    campaign = opened(office, kind_of="cycle")
    for n in range(29):
        operating(office, title=f"第{n}院")
    act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, office[BUREAU])
    assert queries(client, "/evaluations/") == before


def test_a_list_is_narrowed_by_campaigns_one_sees_and_history_names_its_evidence(office: Office) -> None:
    evaluation = invited(office)
    employ(office, evaluation.platform, "王一")
    submitted(office, evaluation)
    title = evaluation.campaign.title
    assert title in body(client_of(office["kq-st_department-clerk"]), "/evaluations/")
    assert title not in body(client_of(office["kc-st_department-clerk"]), "/evaluations/")
    page = body(client_of(office["kq-manager"]), f"/case/{evaluation.number}/")
    assert "王一" in page
    assert "[&quot;" not in page, "what was kept of the records is told in words"
