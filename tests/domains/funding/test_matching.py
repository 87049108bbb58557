"""Government money added to money brought in: at the ratios of its day, up to the ceiling, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from kechuang.casework.cases.direct import open_case, step
from kechuang.casework.sheets.declare import import_of
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.core.permissions import Ground
from kechuang.domains.funding.forms.matching import RatioForm
from kechuang.domains.funding.matching import matched
from kechuang.domains.funding.models import FundRequest, MatchingRatio, SupportProgramme, SupportYear
from kechuang.domains.funding.panels.matching import match
from tests.casework.office import Office, act, drafted
from tests.domains.funding.funded import refused, staffed
from tests.domains.funding.moving import REQUEST, approved, brought_in, source, written_now

RATIO = "funding.matchingratio"


def ratio(office: Office, kind: str, share: str, since: str = "2020-01-01", **changes: Any) -> MatchingRatio:
    data = {
        "region": "330603", "source_kind": kind, "ratio": share, "valid_from": since, "valid_to": "", "document": "柯科〔2025〕3 号",
    } | changes  # fmt: skip
    made: MatchingRatio = act(f"{RATIO}.set_ratio", None, data, office["kq-st_department-clerk"]).case
    return made


@pytest.fixture
def matching_budget(office: Office) -> Any:
    return supported_by_matching(office)


def supported_by_matching(office: Office, later: int = 0) -> Any:
    """A co-built platform supported by matching: 100,000 at most, 80,000 of it in the budget. later: at most three years on."""
    platform = staffed(office)
    platform.owner.unit_facts.create(name="unit.cobuilt_platform", value=True, valid_from="2024-01-01")
    of = source(office, use="matching", title="配套资金")
    agreement = drafted(office, platform, **({"amount_4": str(later)} if later else {}))
    programme = SupportProgramme(
        title="保障方案", platform=platform, agreement=agreement, mode="matching", region_id="330603", owner=of.owner
    )
    open_case(programme, "draft", by=office["kq-finance"])
    SupportYear.objects.create(programme=programme, year=clock.today().year, ceiling=100_000)
    if later:
        SupportYear.objects.create(programme=programme, year=clock.today().year + 3, ceiling=later)
    step(programme, "adopt", by=office["kq-finance"], to="in_force")
    return approved(office, platform, [(of, "fiscal", "research", 80_000)])


def asked(office: Office, budget: Any) -> FundRequest:
    data = {"budget": budget.pk, "purpose": "引入资金配套"}
    made: FundRequest = act(f"{REQUEST}.request_matching", None, data, office["kq-treasurer"]).case
    return made


def test_the_match_follows_from_ratio_and_money_and_is_asked_for_once(office: Office, matching_budget: Any) -> None:
    ratio(office, "company_investment", "50%")
    ratio(office, "research_funds", "1/3")
    brought_in(office, matching_budget, "company_investment", "100000.01")
    brought_in(office, matching_budget, "research_funds", "100.01")
    brought_in(office, matching_budget, "donation", 10_000)  # not of the kinds that are matched
    found = matched(matching_budget)
    assert found.fen == 5_000_000 + 3_333
    request = asked(office, matching_budget)
    assert fen_of(request.amount) == 5_003_333
    assert request.grounds["parts"][0]["value"] == 5_003_333
    again = refused(
        f"{REQUEST}.request_matching", None, {"budget": matching_budget.pk, "purpose": "再"}, office["kq-treasurer"]
    )
    assert "50,033.33" in again.errors["budget"][0]


def test_the_ceiling_of_the_agreement_and_the_budget_hold(office: Office, matching_budget: Any) -> None:
    ratio(office, "company_investment", "100%")
    brought_in(office, matching_budget, "company_investment", 500_000)
    assert matched(matching_budget).fen == 10_000_000  # the agreement's ceiling
    assert fen_of(asked(office, matching_budget).amount) == 8_000_000  # what the budget set aside


def test_a_ratio_holds_for_what_came_in_while_it_did(office: Office, matching_budget: Any) -> None:
    today = clock.today()
    first = ratio(office, "own_funds", "20%")
    brought_in(office, matching_budget, "own_funds", 1000, received_on=(today - dt.timedelta(days=1)).isoformat())
    data = {"valid_to": (today - dt.timedelta(days=1)).isoformat(), "note": "柯科〔2026〕8 号"}
    act(f"{RATIO}.end_ratio", first, data, office["kq-finance_department-clerk"])
    ratio(office, "own_funds", "10%", today.isoformat())
    brought_in(office, matching_budget, "own_funds", 1000)
    parts = matched(matching_budget).parts
    assert [part.finding.value for part in parts] == [20_000, 10_000]


def test_no_ratio_is_no_match_and_says_for_which_money(office: Office, matching_budget: Any) -> None:
    brought_in(office, matching_budget, "own_funds", 1000)
    data = {"budget": matching_budget.pk, "purpose": "配套"}
    refusal = refused(f"{REQUEST}.request_matching", None, data, office["kq-treasurer"])
    assert "自行注资" in refusal.errors["budget"][0]


def test_where_no_text_speaks_of_matching_nothing_is_matched(office: Office) -> None:
    """Quzhou's regulation has no matching clause: the request is refused, not computed as nothing."""
    platform = staffed(office, "330802", "kc")
    of = source(office, "kc", "330802", use="matching")
    budget = approved(office, platform, [(of, "fiscal", "research", 80_000)], mark="kc")
    data = {
        "region": "330802",
        "source_kind": "own_funds",
        "ratio": "50%",
        "valid_from": "2020-01-01",
        "document": "文",
    }
    act(f"{RATIO}.set_ratio", None, data, office["kc-st_department-clerk"])
    brought_in(office, budget, "own_funds", 1000, "kc")
    refusal = refused(
        f"{REQUEST}.request_matching", None, {"budget": budget.pk, "purpose": "配套"}, office["kc-treasurer"]
    )
    assert refusal.ground is Ground.LAW
    assert FundRequest.objects.count() == 0


def test_one_ratio_at_a_time(office: Office) -> None:
    staffed(office)
    first = ratio(office, "own_funds", "20%")
    data = {
        "region": "330603",
        "source_kind": "own_funds",
        "ratio": "30%",
        "valid_from": "2026-01-01",
        "document": "文",
    }
    assert first.number in refused(f"{RATIO}.set_ratio", None, data, office["kq-finance"]).errors["valid_from"][0]
    other = ratio(office, "own_funds", "30%", "2019-01-01", valid_to="2019-12-31")
    with pytest.raises(IntegrityError, match="one_at_a_time"):
        written_now(MatchingRatio.objects.filter(pk=other.pk), valid_to=None)


@pytest.mark.parametrize(
    ("typed", "millionths", "words"),
    [
        ("50%", 500_000, ""),
        ("150%", 1_500_000, ""),
        ("3/2", 1_500_000, ""),
        ("0.5", 500_000, ""),
        ("12.3456％", 123_456, ""),
        ("50", None, "50%"),
        ("1", None, "100%"),
        ("1.5", None, "150%"),
        ("1001%", None, "1000%"),
        ("0%", None, "大于零"),
        ("-5%", None, "大于零"),
        ("一半", None, "比例写成"),
    ],
)
def test_a_ratio_is_typed_in_per_cent_and_may_be_more_than_the_whole(
    office: Office, typed: str, millionths: int | None, words: str
) -> None:
    form = RatioForm({"ratio": typed}, by=office["kq-st_department-clerk"])
    form.full_clean()
    if millionths is None:
        assert words in str(form.errors["ratio"])
    else:
        assert form.cleaned_data["ratio"] == millionths


def test_more_is_matched_than_came_in_where_the_ratio_says_so(office: Office, matching_budget: Any) -> None:
    made = ratio(office, "own_funds", "150%")
    brought_in(office, matching_budget, "own_funds", "10000.01")
    assert matched(matching_budget).fen == 1_500_001
    page = Client()
    page.force_login(office["kq-treasurer"])
    assert "150%" in page.get(f"/case/{matching_budget.number}/").content.decode()
    assert {column.name for column in import_of(f"{RATIO}.set_ratio").sheet_columns} == {
        "region", "source_kind", "ratio", "valid_from", "valid_to", "document",
    }  # fmt: skip
    page.force_login(office["kq-st_department-clerk"])
    assert "150%" in page.get(f"/case/{made.number}/").content.decode()


def test_other_ratios_are_tried_on_the_page_of_the_years_ahead(office: Office, matching_budget: Any) -> None:
    ratio(office, "own_funds", "50%")
    brought_in(office, matching_budget, "own_funds", "10000.01")
    page = Client()
    page.force_login(office["kq-treasurer"])
    text = page.get("/budgets/projection/").content.decode()
    for words in ("引入资金的配套", "10,000.01", "5,000.00", "配套上限 100,000.00 元", "模拟"):
        assert words in text, words
    asked_ = {
        "base": "80000.00", "growth": "0", "years": "1", "in_own_funds": "10000.01", "ratio_own_funds": "150",
        "in_research_funds": "200000", "ratio_research_funds": "100", "in_company_investment": "0", "ratio_company_investment": "0",
    }  # fmt: skip
    text = page.get("/budgets/projection/", asked_).content.decode()
    for words in ("15,000.01", "200,000.00", "100,000.00", "5,000.00"):
        assert words in text, words
    assert MatchingRatio.objects.get().ratio == 500_000, "nothing is changed"
    assert "改后优秀" in text
    assert "115,000.00" not in text, "the ceiling holds under tried ratios"
    assert "金额" in page.get("/budgets/projection/", asked_ | {"in_own_funds": "x"}).content.decode()


def test_every_year_ahead_is_matched_by_its_own_ratio_and_ceiling(office: Office) -> None:
    """A ratio that ends, a higher one after it, a ceiling arranged for one year: each year ahead has its own match."""
    matching_budget = supported_by_matching(office, later=22_000)
    first = matching_budget.year + 1
    ratio(office, "company_investment", "10%", valid_to=f"{first}-12-31")
    ratio(office, "company_investment", "20%", f"{first + 1}-01-01")
    brought_in(office, matching_budget, "company_investment", "100000")
    page = Client()
    page.force_login(office["kq-treasurer"])
    asked_ = {
        "base": "80000.00", "growth": "0", "years": "3", "in_growth": "10", "in_company_investment": "100000",
        "ratio_company_investment": "10", "in_own_funds": "0", "ratio_own_funds": "0", "in_research_funds": "0",
        "ratio_research_funds": "0",
    }  # fmt: skip
    answer = page.get("/budgets/projection/", asked_)
    assert _by_year(answer) == [
        [str(first), "100,000.00", "100,000.00", "10,000.00", "10,000.00"],
        [str(first + 1), "110,000.00", "100,000.00", "22,000.00", "22,000.00"],
        [str(first + 2), "121,000.00", "22,000.00", "22,000.00", "22,000.00"],  # a fifth is 24,200: up to the ceiling
    ]
    whole = {row[0]: row[-2:] for row in answer.context["rows"]}
    assert whole[f"{first + 2} 优秀"] == [2_200_000, 10_200_000], "with the budget of the year"
    assert not answer.context["changed"]
    tried = page.get("/budgets/projection/", asked_ | {"ratio_company_investment": "5"})
    assert [row[3:] for row in _by_year(tried)] == [
        ["10,000.00", "5,000.00"], ["22,000.00", "5,500.00"], ["22,000.00", "6,050.00"],
    ]  # fmt: skip
    whole = {row[0]: row[-2] for row in tried.context["rows"]}
    assert (whole[f"{first + 1} 不合格"], whole[f"{first + 1} 改后不合格"]) == (2_200_000, 550_000)


def _by_year(answer: Any) -> list[list[str]]:
    rows: list[list[str]] = answer.context["match_sheets"][1].rows
    return rows


def test_what_was_brought_in_and_taken_back_is_not_matched(office: Office, matching_budget: Any) -> None:
    """The request was right when it was made: before it is approved or paid it is asked again."""
    ratio(office, "company_investment", "50%")
    row = brought_in(office, matching_budget, "company_investment", 100_000)
    request = asked(office, matching_budget)
    act(f"{REQUEST}.check_request", request, {}, office["kq-st_department-clerk"])
    data = {"income": row.pk, "reason": "投资款退回"}
    act("funding.budget.reverse_income", matching_budget, data, office["kq-manager"])
    found = matched(matching_budget)
    assert (found.fen, found.over) == (0, 5_000_000)
    told = refused(f"{REQUEST}.approve_request", request, {}, office["kq-finance_department-leader"])
    assert "50,000.00" in told.reason
    sheet = match(matching_budget, office["kq-treasurer"])
    assert sheet is not None
    assert "多 50,000.00 元" in sheet.text
    brought_in(office, matching_budget, "company_investment", 100_000)
    act(f"{REQUEST}.approve_request", request, {}, office["kq-finance_department-leader"])
