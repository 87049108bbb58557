"""Lists, pages, papers, the sheet and the API of plans: what they say, and to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.documents.papers import to_docx, to_pdf
from kechuang.casework.sheets import runs
from kechuang.casework.sheets.declare import export_of
from kechuang.core import clock
from kechuang.domains.rewards.imports import shares
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.rewards.papers.plan import plan_paper
from tests.casework.office import Office, act
from tests.domains.achievements.unit import registered
from tests.domains.rewards.planning import PLAN, SHARES, drafted, earned, earning_unit, in_notice, proposed, settled
from tests.domains.transformations.dealing import performing
from tests.domains.transformations.earning import received
from tests.sheets import files


def client_of(user: Any, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_floors_what_is_given_and_to_whom(office: Office, language: str) -> None:
    plan = settled(office, drafted(office, earned(office)))
    page = text(client_of(office["manager"], language), f"/case/{plan.number}/")
    for words in ("1,000,000.00", "800,000.00", "560,000.00", "40,000.00", "张三", "赵六", "洽谈和签约", "k-split"):
        assert words in page, words
    if language == "zh-hans":
        for words in ("奖励总额和下限", "达到下限", "各类人员", "80%", "公示期", "最迟支付日", "单位留存"):
            assert words in page, words


def test_a_breach_is_shown_in_yuan_with_its_clause_and_that_no_sanction_is_named(office: Office) -> None:
    plan = proposed(
        office, drafted(office, earned(office)), "张三 主要贡献 710000 完成人\n赵六 转移 40000 转移人员 洽谈"
    )
    page = text(client_of(office["manager"]), f"/case/{plan.number}/")
    for words in ("低于下限", "50,000.00", "没有规定制裁", "第20条第1款第1项", "750,000.00"):
        assert words in page, words
    low = proposed(office, plan, "张三 主要贡献 610000 完成人\n赵六 转移 40000 转移人员 洽谈")
    page = text(client_of(office["manager"]), f"/case/{low.number}/")
    assert "责令限期改正" in page
    assert "没有规定制裁" not in page


def test_who_may_not_read_amounts_reads_none(office: Office) -> None:
    plan = proposed(office, drafted(office, earned(office)))
    for name in ("scientist", "kc-talent_department-clerk"):
        if name in office.users:
            page = text(client_of(office[name]), f"/case/{plan.number}/")
            for words in ("380,000.00", "380000", "洽谈和签约"):
                assert words not in page, (name, words)
    history = text(client_of(office["scientist"]), f"/case/{plan.number}/?show=timeline")
    assert "380000" not in history
    assert client_of(office["kc-professor"]).get(f"/case/{plan.number}/").status_code == 404
    on_notice = in_notice(office, plan)
    assert "380,000.00" in text(client_of(office["scientist"]), f"/case/{on_notice.number}/")


def test_every_form_opens_and_shows_what_stands(office: Office) -> None:
    plan = proposed(office, drafted(office, earned(office)))
    client = client_of(office["head"])
    for name in ("set_terms", "propose_shares", "record_share", "recompute", "publicise_plan", "void_plan"):
        assert client.get(f"/case/{plan.number}/{name}/").status_code == 200, name
    assert "张三 主要贡献 380,000.00 完成人" in text(client, f"/case/{plan.number}/propose_shares/")
    assert "奖励总额和下限" in text(client, f"/case/{plan.number}/propose_shares/")
    assert "（请选择）" in text(client, "/new/reward-plans/draft_plan/")
    plan = in_notice(office, plan)
    assert "张三 主要贡献 380,000.00 完成人" in text(client, f"/case/{plan.number}/change_shares/")


def test_what_the_form_shows_reads_back_as_it_is(office: Office) -> None:
    from kechuang.domains.rewards.tables import PLANS

    shares = SHARES.replace(
        "王五 主要贡献 190000 完成人", "王五 主要贡献 190000 完成人 负责人 直接贡献 证明：任务书 负责中试"
    )
    plan = proposed(office, drafted(office, earned(office)), shares)
    assert PLANS.initial is not None
    shown = PLANS.initial(plan)["shares"]
    again = proposed(office, plan, shown)
    assert PLANS.initial(again)["shares"] == shown
    (line,) = (s for s in again.shares.all() if s.person.name == "王五")
    assert (line.leader, line.direct, line.proof, line.contribution) == (True, True, "任务书", "负责中试")


@pytest.mark.parametrize(("query", "hit"), [
    ("", True), ("?source=receipts", True), ("?source=equity", False), ("?f=late", True), ("?f=below", False),
    ("?f=correcting", False), ("?f=soon", False), ("?sort=-pool", True), ("?q=染料", True),
])  # fmt: skip
def test_the_list_narrows(office: Office, query: str, hit: bool) -> None:
    plan = drafted(office, earned(office))
    page = text(client_of(office["manager"]), f"/reward-plans/{query}")
    assert (plan.number in page) is hit, query


def test_the_list_asks_the_same_at_one_row_and_at_thirty(office: Office) -> None:
    unit = earning_unit(office)
    deal = performing(office, owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, "1000", clock.today())
    drafted(office, deal)
    client = client_of(office["manager"])
    text(client, "/reward-plans/")
    with CaptureQueriesContext(connection) as one:
        text(client, "/reward-plans/")
    for _ in range(29):
        received(office, deal, "1000", clock.today())
        drafted(office, deal)
    with CaptureQueriesContext(connection) as thirty:
        assert text(client, "/reward-plans/").count("JL-2026-") >= 30
    assert len(thirty) <= len(one) + 1


def test_the_page_of_a_long_plan_does_not_ask_for_each_receipt(office: Office) -> None:
    unit = earning_unit(office)
    deal = performing(office, owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, "1000", clock.today())
    short = drafted(office, deal)
    client = client_of(office["manager"])
    text(client, f"/case/{short.number}/")
    with CaptureQueriesContext(connection) as few:
        text(client, f"/case/{short.number}/")
    for _ in range(9):
        received(office, deal, "1000", clock.today())
    long = drafted(office, deal)
    with CaptureQueriesContext(connection) as many:
        text(client, f"/case/{long.number}/")
    assert len(many) <= len(few) + 2


def test_the_plan_as_a_paper(office: Office) -> None:
    plan = settled(office, drafted(office, earned(office)))
    paper = plan_paper(RewardPlan.objects.get(pk=plan.pk))
    told = str(paper.body)
    for words in ("1,000,000.00", "800,000.00", "捌拾万元整", "张三", "380,000.00", "560,000.00"):
        assert words in told, words
    assert any("衢州" in note for note in paper.notes)
    assert to_pdf(paper).startswith(b"%PDF")
    assert to_docx(paper).startswith(b"PK")
    client = client_of(office["head"])
    assert client.get(f"/api/cases/{plan.number}/papers/plan/pdf").status_code == 200
    draft = drafted(office, second_deal(office, plan))
    assert client_of(office["scientist"]).get(f"/api/cases/{draft.number}/papers/plan/pdf").status_code in (403, 404)


def second_deal(office: Office, plan: RewardPlan) -> Any:
    deal = performing(office, owner=plan.owner_id, achievement=registered(office, plan.owner, title="另一种染料"))
    received(office, deal, "5000", clock.today())
    return deal


HEADS = ("案件编号", "姓名", "类别", "身份", "奖励（元）", "贡献")


def test_shares_come_from_a_sheet(office: Office) -> None:
    plan = drafted(office, earned(office))
    rows = [
        [plan.number, "张三", "主要贡献人员", "职务科技成果完成人", "500000.10", "方案"],
        [plan.number, "李四", "主要贡献人员", "", "190000", ""],
        [plan.number, "王五", "主要贡献人员", "", "12,3", ""],
        [plan.number, "赵六", "转移机构工作人员和管理人员", "技术转移机构工作人员", "40000", "洽谈"],
        [plan.number, "钱七", "别的", "", "1", ""],
        ["JL-2026-009999", "孙八", "其他人员", "", "1", ""],
    ]
    run = runs.upload(shares, "奖励.xlsx", files.xlsx([list(HEADS), *rows]), office["manager"])
    assert (run.total, run.good, run.wrong) == (6, 3, 3)
    assert {p.number: p.column for p in run.problems.all()} == {4: "amount", 6: "group", 7: "case_number"}
    runs.confirm(run)
    found = {share.person.name: str(share.amount) for share in plan.shares.select_related("person")}
    assert found == {"张三": "500000.10", "李四": "190000.00", "王五": "190000.00", "赵六": "40000.00"}
    assert str(RewardPlan.objects.get(pk=plan.pk).pool) == "920000.10"


def test_plans_leave_as_a_sheet(office: Office) -> None:
    plan = drafted(office, earned(office))
    made = export_of("rewards.rewardplan")
    (row,) = made.rows(office["manager"])
    told = {str(out.head): out.value(row) for out in made.columns}
    assert (told["编号"], str(told["奖励下限（元）"])) == (plan.number, "800000.00")
    assert list(made.rows(office["kc-professor"])) == []


def test_the_api_carries_a_plan_from_draft_to_notice(office: Office) -> None:
    deal = earned(office)
    client = client_of(office["manager"])

    def post(path: str, data: dict[str, Any]) -> Any:
        return client.post(f"/api/reward-plans/{path}", data, content_type="application/json")

    answer = post("actions/draft_plan", {"source": "receipts", "transformation": deal.pk, "staff": "赵六"})
    assert answer.status_code in (200, 201), answer.content
    plan = RewardPlan.objects.get()
    assert post(f"{plan.number}/actions/propose_shares", {"shares": "张三 主要贡献 100"}).status_code in (200, 201)
    data = {"notice_unit_on": clock.today().isoformat(), "notice_unit_evidence": "照片"}
    refusal = post(f"{plan.number}/actions/publicise_plan", data)
    assert refusal.status_code in (409, 422)
    assert "799,900.00" in refusal.json()["refusal"]["reason"]


def test_determining_and_filing(office: Office) -> None:
    plan = proposed(office, drafted(office, earned(office)))
    act(f"{PLAN}.keep_paper", plan, {"paper": "plan", "format": "pdf"}, office["manager"])
    assert "收益分配方案" in text(client_of(office["head"]), f"/case/{plan.number}/?show=documents")
