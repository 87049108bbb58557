"""Lists, pages, forms, papers and sheets of deals: what they say, to whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.sheets import runs
from kechuang.core import clock
from kechuang.domains.transformations.imports import plans, registrations
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.tables import TRANSFORMATIONS
from tests.casework.office import Office, act
from tests.domains.achievements.unit import registered
from tests.domains.transformations.dealing import DEAL, fresh, performing, planned, priced, publicised, unit_of
from tests.sheets.files import xlsx

TERMS = "分期 30万元 2026-01-31 首付款\n里程碑 20万元 中试完成\n提成 3% 销售额提成"


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def whole(office: Office) -> Any:
    """A transfer with all its page can show, waiting for its notice and its completers."""
    deal = publicised(office, "transfer", terms=TERMS, relation="spouse", relation_text="完成人张三的配偶")
    today = clock.today()
    ask = {"offered_on": today.isoformat(), "answer_by": (today + dt.timedelta(days=15)).isoformat(), "terms": "同价"}
    act(f"{DEAL}.offer_preemption", deal, ask, office["manager"])
    return fresh(deal)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_says_everything(office: Office, language: str) -> None:
    deal = whole(office)
    client = client_of(office["manager"])
    client.cookies["django_language"] = language
    page = client.get(f"/case/{deal.number}/").content.decode()
    for words in ("高性能染料", "1,000,000.00", "完成人张三的配偶", "李四", "首付款", "院务会 3 号纪要", "300,000.00"):
        assert words in page, words
    if language == "zh-hans":
        for words in ("优先受让", "等候答复", "定价免责条件", "尽职档案", "支付约定", "公示"):
            assert words in page, words


def test_others_do_not_find_it(office: Office) -> None:
    deal = whole(office)
    for name in ("kc-firm-member", "kq-st_department-clerk"):
        client = client_of(office[name])
        assert client.get(f"/case/{deal.number}/").status_code == 404, name
        assert deal.number not in client.get("/transformations/").content.decode(), name


def test_every_form_opens_for_who_may_fill_it_in(office: Office) -> None:
    unit_of(office)
    head = client_of(office["head"])
    assert head.get("/new/transformations/plan/").status_code == 200
    for deal, names in (
        (whole(office), ("change_plan", "change_price", "record_listing", "record_auction", "amend_notice",
                         "answer_preemption", "sign_contract", "withdraw", "add_evidence")),
        (performing(office, terms=TERMS), ("register_contract", "change_terms", "reach_milestone", "complete", "end")),
        (planned(office, "joint_implementation"), ("start_implementation",)),
        (priced(office, "transfer"), ("offer_preemption", "publicise_price")),
    ):  # fmt: skip
        for name in names:
            assert head.get(f"/case/{deal.number}/{name}/").status_code == 200, name


def test_a_form_reads_back_what_it_shows(office: Office) -> None:
    deal = whole(office)
    assert TRANSFORMATIONS.initial is not None
    shown = dict(TRANSFORMATIONS.initial(deal))
    data = {
        "achievements": [a.pk for a in shown["achievements"]], "mode": deal.mode, "partner": deal.partner_id,
        "relation": deal.relation, "relation_text": deal.relation_text, "terms": shown["terms"], "note": "补充说明",
    }  # fmt: skip
    again = act(f"{DEAL}.change_plan", deal, data, office["manager"]).case
    assert again.state == "in_notice", "nothing the notice says has changed"
    assert [t.position for t in again.terms.all()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("query", "hit"),
    [("", True), ("?mode=licence", True), ("?mode=equity", False), ("?method=agreed_price", True), ("?f=notice", True),
     ("?f=payments", False), ("?f=unregistered", False), ("?f=insider", False), ("?q=染料", True), ("?sort=-price", True)],
)  # fmt: skip
def test_the_list_narrows(office: Office, query: str, hit: bool) -> None:
    deal = publicised(office)
    page = client_of(office["manager"]).get(f"/transformations/{query}").content.decode()
    assert (deal.number in page) is hit


def test_thirty_rows_cost_as_many_queries_as_one(office: Office) -> None:
    made = registered(office, unit_of(office))
    client = client_of(office["manager"])

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    planned(office, achievements=[made.pk])
    urls = ("/transformations/", "/api/cases/?kind=transformations")
    before = {url: [cost(url), cost(url)][1] for url in urls}
    for n in range(30):
        planned(office, achievements=[made.pk], title=f"第{n}项")
    assert {url: cost(url) for url in urls} == before


def test_the_file_is_a_paper_of_the_case(office: Office) -> None:
    deal = performing(office)
    answer = client_of(office["manager"]).get(f"/case/{deal.number}/papers/diligence.pdf")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]).startswith(b"%PDF")


# -- sheets ---------------------------------------------------------------------------------------------

HEADS = ("单位", "科技成果", "转化方式", "许可方式", "对方名称（未登记的）", "对方与完成人的关系", "支付约定")


def row(**changes: Any) -> list[Any]:
    cells = {
        "单位": "新材料研究院", "科技成果": "高性能染料", "转化方式": "许可", "许可方式": "普通许可", "对方名称（未登记的）": "某染整公司",
        "对方与完成人的关系": "没有关系", "支付约定": "分期 30万元 2026-06-30 首付款；提成 3% 销售额提成",
    } | changes  # fmt: skip
    return [cells[head] for head in HEADS]


def test_a_sheet_plans_deals_and_tells_what_is_wrong(office: Office) -> None:
    registered(office, unit_of(office))
    other = "对方名称（未登记的）"
    rows = [
        row(),
        row(许可方式="", **{other: "乙公司"}),
        row(支付约定="随便", **{other: "丙公司"}),
        row(科技成果="没有这项", **{other: "丁公司"}),
    ]
    run = runs.upload(plans, "转化.xlsx", xlsx([list(HEADS), *rows]), office["manager"])
    assert (run.total, run.good, run.wrong) == (4, 1, 3)
    wrong = {p.number: p.column for p in run.problems.all()}
    assert wrong == {3: "licence", 4: "terms", 5: "achievements"}
    assert runs.confirm(run)
    made = Transformation.objects.get()
    assert (made.partner_name, made.state, made.terms.count()) == ("某染整公司", "planned", 2)
    again = runs.upload(plans, "转化.xlsx", xlsx([list(HEADS), row()]), office["manager"])
    assert (again.good, again.before) == (0, 1)


def test_registration_numbers_come_by_the_sheet(office: Office) -> None:
    deal = performing(office)
    heads = ["案件编号", "技术合同登记编号", "合同登记日"]
    rows = [[deal.number, "2026330800000123", clock.today().isoformat()], [deal.number, "短", "2020-01-01"]]
    run = runs.upload(registrations, "登记.xlsx", xlsx([heads, *rows]), office["manager"])
    assert (run.good, run.wrong) == (1, 1)
    assert runs.confirm(run)
    assert fresh(deal).contract_number == "2026330800000123"
