"""The simulator: the cut moves, quotas follow the reading, money follows the grades, and nothing is written."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.domains.evaluation import simulating
from kechuang.domains.evaluation.models import Evaluation
from tests.casework.office import Office
from tests.domains.evaluation.playing import BUREAU, no_vetoes, playing, proposed, scored_round

BASIC, TECHNOLOGY, SERVICE = "basic_research", "technology_innovation", "innovation_service"
MILLION = 1_000_000 * 100
SCENARIO = {
    BASIC: [94 - 3 * n for n in range(9)],
    TECHNOLOGY: [92 - 3 * n for n in range(7)],
    SERVICE: [88, 83, 79, 71],
}


def test_scenario_22_and_its_relatives_on_the_simulator(office: Office, client: Client) -> None:
    made = scored_round(office, SCENARIO)
    no_vetoes(made, {"B1": ["integrity"]})
    proposed(made)

    def told(**query: str) -> tuple[list[int], int]:
        what = simulating.tried(made.campaign, query)
        found = simulating.simulate(made.campaign, what)
        by_name = {lane.name: lane.chosen for lane in found.lanes}
        return [by_name[name] for name in (BASIC, TECHNOLOGY, SERVICE)], found.bill.awarded

    assert told() == ([1, 1, 0], 8 * MILLION)
    assert told(more_basic_research="1") == ([2, 1, 0], 13 * MILLION)
    assert told(**{"reading.A23.rounding": "half_up"}) == ([2, 1, 1], 14 * MILLION)
    assert told(wanted_basic_research="0") == ([0, 1, 0], 3 * MILLION)
    assert told(wanted_basic_research="9") == ([1, 1, 0], 8 * MILLION), "never past the quota"
    assert told(excellent_basic_research="95") == ([0, 1, 0], 3 * MILLION)
    assert told(wanted_basic_research="x", more_basic_research="-1") == ([1, 1, 0], 8 * MILLION)
    for word in ("NaN", "-Infinity", "1e400"):
        assert told(good_basic_research=word) == ([1, 1, 0], 8 * MILLION), "no number: as it was"
    found = simulating.simulate(made.campaign, simulating.tried(made.campaign, {"wanted_basic_research": "0"}))
    assert found.changed == 1
    assert [row.platform.title for row in found.unknown] == ["B1"], "no approved budget is known, and that is said"

    before = list(Evaluation.objects.order_by("pk").values())
    client.force_login(office[BUREAU])
    path = f"/evaluation-simulator/{made.campaign.number}/"
    page = client.get(path, {"wanted_basic_research": "0", "reading.A23.rounding": "ceil"}).content.decode()
    for words in ("优秀名额 2 家，优秀 0 家", "优秀名额 1 家，优秀 1 家", "一票否决", "下一年度核定预算未知", "模拟"):
        assert words in page, words
    assert "style=" not in page
    assert list(Evaluation.objects.order_by("pk").values()) == before
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    written = [
        q["sql"] for q in asked.captured_queries if q["sql"].lstrip().upper().startswith(("UPDATE", "INSERT", "DELETE"))
    ]
    assert written == []
    assert len(asked) < 90


def test_only_the_office_and_only_with_scores(office: Office, client: Client) -> None:
    made = playing(office, {TECHNOLOGY: [80, 70]})
    path = f"/evaluation-simulator/{made.campaign.number}/"
    assert "/account/sign-in/" in client.get(path)["Location"], "a visitor is shown the door"
    client.force_login(office[BUREAU])
    assert client.get(path).status_code == 404
    made.act("start_scoring", {"seats_scientific": "1", "reply_by": "2030-01-01", "score_by": "2030-01-02"})
    made.act("finish_scoring")
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405
    client.force_login(office["manager-A1"])
    assert client.get(path).status_code == 404


def test_an_english_reader_reads_it_too(office: Office, client: Client) -> None:
    made = scored_round(office, {TECHNOLOGY: [80, 70]})
    client.force_login(office[BUREAU])
    client.cookies["django_language"] = "en"
    assert client.get(f"/evaluation-simulator/{made.campaign.number}/").status_code == 200
