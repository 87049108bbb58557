"""The law as JSON: the same finding as the command line and the pages."""

import json

from django.test import Client

from kechuang.law import REGISTRY, explain, load
from kechuang.law.present import as_dict

CASE = {
    "territory": "330803",
    "known_on": "2026-01-01",
    "facts": {
        "deal": {
            "mode": "licence", "amount": 123_000_000, "costs": 60_000_000, "fiscal_research_cost": 42_000_000,
            "taxes": 5_000_000, "received_on": "2025-06-10",
        },
        "unit.public_platform": True,
        "unit.public_research_unit": True,
    },
}  # fmt: skip


def post(client: Client, address: str, body: object) -> tuple[int, dict[str, object]]:
    answer = client.post(address, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_explain_is_the_finding_of_the_law_floor(zh: Client) -> None:
    import datetime as dt

    status, body = post(zh, "/api/law/explain/reward_pool_floor", CASE)
    finding = explain("reward_pool_floor", CASE["facts"], territory="330803", known_on=dt.date(2026, 1, 1))  # type: ignore[arg-type]
    assert status == 200
    assert body == json.loads(json.dumps(as_dict(finding, "zh")))
    assert body["value"] == 80_000_000


def test_explain_by_address_is_the_same_answer(zh: Client) -> None:
    address = (
        "/api/law/explain/reward_pool_floor?territory=330803&known_on=2026-01-01&deal.mode=licence&deal.amount=1230000.00"
        "&deal.costs=600000&deal.fiscal_research_cost=420000&deal.taxes=50000&deal.received_on=2025-06-10"
        "&unit.public_platform=yes&unit.public_research_unit=yes"
    )
    assert zh.get(address).json() == post(zh, "/api/law/explain/reward_pool_floor", CASE)[1]
    assert zh.get(f"{address}&i.A04=contract_day&deal.contract_on=2025-02-10").json()["value"] == 70_000_000


def test_a_bad_fact_is_named_in_both_languages(zh: Client) -> None:
    status, body = post(zh, "/api/law/explain/reward_pool_floor", {"facts": {"deal.amount": 1.5}})
    assert status == 422
    assert body["fact"] == "deal.amount"
    assert "deal.amount" in str(body["detail_en"])
    status, body = post(zh, "/api/law/explain/reward_pool_floor", {"facts": {"deal.amuont": 1}})
    assert (status, "deal.amount" in str(body["detail"])) == (422, True)
    assert zh.get("/api/law/explain/reward_pool_floor?deal.amount=abc").status_code == 422


def test_lists_are_whole(zh: Client) -> None:
    library = load()
    assert [row["id"] for row in zh.get("/api/law/instruments").json()] == list(library.instruments)
    assert {row["name"] for row in zh.get("/api/law/rules").json()} == set(REGISTRY)
    assert len(zh.get("/api/law/coverage").json()) == sum(len(i.clauses) for i in library.instruments.values())
    assert len(zh.get("/api/law/interpretations").json()) == len(library.interpretations)
    clauses = zh.get("/api/law/clauses?instrument=quzhou-2024&kind=computation").json()
    assert {row["kind"] for row in clauses} == {"computation"}


def test_a_clause_a_rule_and_what_is_not_there(zh: Client) -> None:
    assert zh.get("/api/law/clauses/zhejiang-2021/art37.p4").json()["citation"] == "第37条第4款"
    assert zh.get("/api/law/rules/reward_pool_floor").json()["output"]["unit"] == "fen"
    for address in (
        "/api/law/instruments/x",
        "/api/law/clauses/zhejiang-2021/x",
        "/api/law/rules/x",
        "/api/law/explain/x",
    ):
        assert zh.get(address).status_code == 404, address


def test_the_schema_and_its_page_come_from_here(zh: Client) -> None:
    schema = zh.get("/api/openapi.json").json()
    assert "/api/law/explain/{name}" in schema["paths"]
    page = zh.get("/api/docs").content.decode()
    assert "ninja/swagger-ui-bundle.js" in page
    assert "//cdn" not in page
