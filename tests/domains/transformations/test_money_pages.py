"""Pages, forms, lists, papers and sheets of money: what they say, and to whom. Who may do what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.documents.papers import to_docx, to_pdf
from kechuang.casework.parties.models import Role
from kechuang.casework.sheets import runs
from kechuang.domains.transformations.imports import receipts_of_deals
from kechuang.domains.transformations.income import net_income
from kechuang.domains.transformations.models import ContractFund, Receipt, Transformation
from kechuang.domains.transformations.papers.money import fund_settlement, income_settlement
from tests.casework.office import Office
from tests.domains.achievements.test_pages import client_of
from tests.domains.transformations.dealing import fresh, performing, unit_of
from tests.domains.transformations.earning import (
    cost,
    disposed_fund,
    fund_received,
    opened_fund,
    profit,
    received,
    registered_stake,
    reversed_,
)
from tests.sheets import files

BOOKS = {"manager", "head", "cashier"}
CONTROL = {"head", "cashier"}
OFFICE = {"kc-st_department-clerk", "kc-st_department-leader"}
JUDGE = {"kc-st_department-leader"}
DEAL_ACTIONS = {
    "record_receipt": BOOKS, "reverse_receipt": CONTROL, "record_cost": BOOKS, "reverse_cost": CONTROL,
    "restate_income": CONTROL, "pay_taxes": BOOKS, "register_equity": BOOKS, "correct_equity": CONTROL,
    "record_dividend": BOOKS, "record_profit": BOOKS,
}  # fmt: skip
FUND_ACTIONS = {
    "open_fund": BOOKS, "fund_receipt": BOOKS, "fund_expense": BOOKS, "reverse_fund_receipt": CONTROL,
    "reverse_fund_expense": CONTROL, "settle": BOOKS, "reopen": CONTROL, "dispose": CONTROL, "attach": BOOKS | OFFICE,
    "keep_paper": BOOKS, "determine": JUDGE,
}  # fmt: skip


@pytest.fixture
def cashier(office: Office) -> Any:
    return office.user("cashier", unit_of(office), Role.FINANCE)


def earned(office: Office) -> Any:
    """A licence with everything its pages of money can show."""
    deal = performing(office, terms="一次 100万元 首付款；提成 3% 销售额提成", signed_on=dt.date(2025, 2, 10))
    fixed, royalty = deal.terms.all()
    cost(office, deal, "appraisal", 50_000, "2025-02-11")
    cost(office, deal, "research", 400_000, "2025-02-11", fiscal="on")
    wrong = received(office, deal, 700_000, "2025-02-20", term=fixed.pk)
    reversed_(office, wrong, "金额登错")
    received(office, deal, 600_000, "2025-02-20", term=fixed.pk, taxes="6000", reference=wrong.reference)
    received(office, deal, 30_000, "2025-12-31", term=royalty.pk)
    cost(office, deal, "travel", "1234.56", "2025-12-31")
    return fresh(deal)


# -- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("model", "allowed"), [(Transformation, DEAL_ACTIONS), (ContractFund, FUND_ACTIONS)])
def test_every_action_and_everyone(office: Office, cashier: Any, model: Any, allowed: dict[str, set[str]]) -> None:
    case = performing(office) if model is Transformation else opened_fund(office)
    if model is ContractFund:
        assert set(actions_of(model)) == set(allowed)
    for name, who in allowed.items():
        action = actions_of(model)[name]
        assert {one for one, user in office.users.items() if action.by.test(user, case)} == who, name


def test_funds_are_seen_by_the_unit_and_the_offices_over_it(office: Office, cashier: Any) -> None:
    fund = opened_fund(office)
    for name, user in office.users.items():
        sees = ContractFund.objects.visible_to(user).filter(pk=fund.pk).exists()
        assert sees == (client_of(user).get(f"/case/{fund.number}/").status_code == 200), name
    assert not ContractFund.objects.visible_to(office["kc-firm-member"]).exists()
    assert not ContractFund.objects.visible_to(office["kq-st_department-clerk"]).exists()


# -- pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_a_deal_tells_its_money(office: Office, language: str) -> None:
    deal = earned(office)
    client = client_of(office["manager"])
    client.cookies["django_language"] = language
    page = client.get(f"/case/{deal.number}/").content.decode()
    for words in (
        "700,000.00",
        "600,000.00",
        "564,000.00",
        "6,000.00",
        "30,000.00",
        "594,000.00",
        "1,234.56",
        "金额登错",
    ):
        assert words in page, words
    if language == "zh-hans":
        for words in ("到账和净收入", "成本和税金", "财政经费，不算成本", "由以后的到账补扣", "已冲销"):
            assert words in page, words


def test_the_public_and_other_units_see_no_money(office: Office) -> None:
    deal = earned(office)
    Transformation.objects.filter(pk=deal.pk).update(public=True)
    for client in (Client(), client_of(office["kc-firm-member"])):
        page = client.get(f"/case/{deal.number}/").content.decode()
        assert deal.title in page
        for words in ("564,000.00", "1,234.56", "金额登错"):
            assert words not in page, words


def test_the_pages_of_a_stake_and_of_profits(office: Office) -> None:
    deal = performing(office, "equity")
    registered_stake(office, deal)
    page = client_of(office["manager"]).get(f"/case/{deal.number}/").content.decode()
    for words in ("40%", "32%", "4,000,000", "变更登记通知书 1 号"):
        assert words in page, words
    own = performing(office, "self_implementation")
    profit(office, own, 2023, "3650000")
    profit(office, own, 2023, "3650001", reason="审计调整")
    page = client_of(office["manager"]).get(f"/case/{own.number}/").content.decode()
    for words in ("3,650,000.00", "3,650,001.00", "244", "244,000.07", "已更正"):
        assert words in page, words


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_a_fund(office: Office, language: str) -> None:
    fund = disposed_fund(office, 120_000, 50_000, 30_000)
    client = client_of(office["manager"])
    client.cookies["django_language"] = language
    page = client.get(f"/case/{fund.number}/").content.decode()
    for words in ("500,000.00", "300,000.00", "200,000.00", "120,000.00", "30,000.00", "材料费"):
        assert words in page, words


def test_every_form_opens_and_starts_without_an_amount(office: Office, cashier: Any) -> None:
    deal = earned(office)
    client = client_of(cashier)
    for name in ("record_receipt", "record_cost", "reverse_receipt", "reverse_cost", "restate_income", "pay_taxes"):
        page = client.get(f"/case/{deal.number}/{name}/")
        assert page.status_code == 200, name
        assert "（请选择）" in page.content.decode() or name in ("restate_income", "pay_taxes"), name
    stakes = performing(office, "equity")
    assert client.get(f"/case/{stakes.number}/register_equity/").status_code == 200
    registered_stake(office, stakes)
    assert 'value="40%"' in client.get(f"/case/{stakes.number}/correct_equity/").content.decode()
    own = performing(office, "self_implementation")
    assert client.get(f"/case/{own.number}/record_profit/").status_code == 200
    fund = opened_fund(office)
    assert client.get("/new/contract-funds/open_fund/").status_code == 200
    fund_received(office, fund, 5)
    for name in ("fund_receipt", "fund_expense", "reverse_fund_receipt", "settle"):
        page = client.get(f"/case/{fund.number}/{name}/")
        assert page.status_code == 200, name
        assert 'value="500000' not in page.content.decode(), name


def test_thirty_rows_cost_as_many_queries_as_one(office: Office) -> None:
    opened_fund(office)
    client = client_of(office["manager"])

    def cost_of(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    urls = ("/contract-funds/", "/api/cases/?kind=contract-funds")
    before = {url: [cost_of(url), cost_of(url)][1] for url in urls}
    for n in range(30):
        opened_fund(office, title=f"项目{n}")
    assert {url: cost_of(url) for url in urls} == before


def test_a_page_asks_no_more_for_thirty_receipts_than_for_three(office: Office) -> None:
    deal = performing(office)
    client = client_of(office["manager"])

    def cost_of() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/case/{deal.number}/").status_code == 200
        return len(asked)

    for _n in range(3):
        received(office, deal, 100)
    cost_of()
    before = cost_of()
    for _n in range(12):
        received(office, deal, 100)
    assert cost_of() <= before


@pytest.mark.parametrize(("query", "hit"), [("", True), ("?kind=development", True), ("?origin=existing_achievement", False),
                                            ("?q=染整", True), ("?sort=-amount", True)])  # fmt: skip
def test_the_list_of_funds_narrows(office: Office, query: str, hit: bool) -> None:
    fund = opened_fund(office)
    page = client_of(office["manager"]).get(f"/contract-funds/{query}").content.decode()
    assert (fund.number in page) is hit


# -- papers and sheets ----------------------------------------------------------------------------------------------


def test_settlements_are_set(office: Office) -> None:
    deal, fund = earned(office), disposed_fund(office, 120_000, 50_000, 30_000)
    for paper, words in (
        (income_settlement(deal), ("594,000.00 元（伍拾玖万肆仟元整）", "630,000.00 元")),
        (fund_settlement(fund), ("200,000.00 元（贰拾万元整）",)),
    ):
        text = "\n".join(part.text for part in paper.body if hasattr(part, "text"))
        for one in words:
            assert one in text
        assert paper.notes
        assert to_pdf(paper).startswith(b"%PDF")
        assert to_docx(paper).startswith(b"PK")


HEADS = ("案件编号", "到账日", "到账金额（元）", "付款方", "银行流水号", "支付约定", "税金", "费用和税金的凭证")


def test_a_banks_sheet_of_receipts(office: Office) -> None:
    deal = performing(office, price="600", terms="一次 0.06万元 首付款；提成 3% 销售额提成")
    other = performing(office, "equity")
    lines = [[deal.number, "2026-01-05", "100.10", "某公司", f"0000{n}", "首付款", "", ""] for n in range(5)]
    lines[1][5] = "尾款"
    lines[2][4] = "00000"
    lines[3][0] = other.number
    lines.append([deal.number, "2026-01-06", "3", "某公司", "00009", "销售额提成", "0.5", "税票"])
    deal_signed = {"contract_on": dt.date(2026, 1, 1)}
    Transformation.objects.filter(pk__in=(deal.pk, other.pk)).update(**deal_signed)
    run = runs.upload(receipts_of_deals, "流水.xlsx", files.xlsx([list(HEADS), *lines]), office["manager"])
    found = {p.number: p.column for p in run.problems.all()}
    assert set(found) == {3, 4, 5}, found
    assert found[3] == "term"
    runs.confirm(run)
    rows = Receipt.objects.filter(transformation=deal).order_by("position")
    assert [(r.reference, r.term.text if r.term else "") for r in rows] == [
        ("00000", "首付款"), ("00004", "首付款"), ("00009", "销售额提成"),
    ]  # fmt: skip
    assert net_income(deal) == 2 * 100_10 + 250
    again = runs.upload(receipts_of_deals, "流水.xlsx", files.xlsx([list(HEADS), *lines]), office["manager"])
    runs.confirm(again, take_doubtful=True)
    assert Receipt.objects.filter(transformation=deal).count() == 3, "the same sheet again records nothing twice"


@pytest.mark.parametrize("kind", ["transformations.transformation", "transformations.contractfund"])
def test_exports_tell_the_money(office: Office, kind: str) -> None:
    earned(office)
    disposed_fund(office, 120_000, 50_000, 30_000)
    answer = client_of(office["manager"]).get(reverse("export-csv", args=[kind]))
    text = (
        b"".join(answer.streaming_content).decode("utf-8-sig")
        if answer.streaming
        else answer.content.decode("utf-8-sig")
    )
    for words in ("630000.00", "594000.00") if kind.endswith("transformation") else ("500000.00", "120000.00"):
        assert words in text.replace(",000", "000"), text
