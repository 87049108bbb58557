"""Contract funds: which income goes this route, what is left, and where it goes (Quzhou art. 19, Zhejiang art. 41)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kechuang.casework.ledger.models import Earmark
from kechuang.casework.ledger.queries import use
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.transformations.books import holds
from kechuang.domains.transformations.facts import fund_facts
from kechuang.domains.transformations.following import Change
from kechuang.domains.transformations.models import Receipt
from kechuang.law import Verdict, explain
from tests.casework.office import Office, act
from tests.domains.achievements.unit import make_unit
from tests.domains.transformations.dealing import DEAL, performing
from tests.domains.transformations.earning import (
    FUND,
    disposed_fund,
    fund_data,
    fund_received,
    fund_spent,
    opened_fund,
    receipt_data,
    received,
    settled_fund,
)

YUAN = 100


def test_what_is_left_is_settled_and_goes_where_the_unit_decides(office: Office, changes: list[Change]) -> None:
    fund = disposed_fund(office, 120_000, 50_000, 30_000)
    assert (fund.state, fund.surplus, fund.reward) == ("closed", 200_000, 120_000)
    mark = Earmark.objects.get(project_id=fund.pk)
    assert (mark.source, use(mark).left, holds("surplus", mark)) == ("contract", 200_000 * YUAN, 200_000 * YUAN)
    finding = explain("contract_funds_reward", fund_facts(fund) | {
        "contract_funds.recipients_did_project": True, "contract_funds.unit_rule": True,
        "contract_funds.rule_types": ["development", "transfer", "licence", "consulting", "service"],
    }, territory="330802")  # fmt: skip
    assert not finding.missing
    assert (finding.verdict, finding.output("surplus")) == (Verdict.MET, 200_000 * YUAN)
    assert not changes


@pytest.mark.parametrize(
    ("kind", "origin", "opens"),
    [("development", "commissioned_work", True), ("service", "existing_achievement", True),
     ("licence", "commissioned_work", True), ("licence", "existing_achievement", False),
     ("transfer", "existing_achievement", False)],
)  # fmt: skip
def test_one_income_one_route(office: Office, kind: str, origin: str, opens: bool) -> None:
    """A15: a licence of an existing achievement follows the reward rule, commissioned work the contract funds."""
    if opens:
        assert opened_fund(office, contract_kind=kind, origin=origin).state == "open"
        return
    with pytest.raises(Refused, match="奖励规定") as caught:
        opened_fund(office, contract_kind=kind, origin=origin)
    assert caught.value.refusal.ground is Ground.LAW
    assert "quzhou-2024:art19.p1.a" in {str(c) for c in caught.value.refusal.cites}


def test_one_payment_goes_one_route(office: Office) -> None:
    fund, deal = opened_fund(office), performing(office)
    row = fund_received(office, fund, 1_000, reference="X1")
    with pytest.raises(Refused) as caught:
        received(office, deal, 1_000, reference="X1")
    assert fund.number in caught.value.refusal.errors["reference"][0]
    act(f"{FUND}.reverse_fund_receipt", fund, {"receipt": row.pk, "reason": "是许可费"}, office["head"])
    assert received(office, deal, 1_000, reference="X1").standing
    with pytest.raises(Refused) as caught:
        fund_received(office, fund, 1_000, reference="X1")
    assert deal.number in caught.value.refusal.errors["reference"][0]


def test_no_more_is_spent_than_arrived_and_no_more_taken_back_than_is_there(office: Office) -> None:
    fund = opened_fund(office)
    row = fund_received(office, fund, 1_000)
    spent = fund_spent(office, fund, 600)
    with pytest.raises(Refused, match="可用"):
        fund_spent(office, fund, "400.01")
    with pytest.raises(Refused):
        act(f"{FUND}.reverse_fund_receipt", fund, {"receipt": row.pk, "reason": "错"}, office["head"])
    act(f"{FUND}.reverse_fund_expense", fund, {"expense": spent.pk, "reason": "错"}, office["head"])
    act(f"{FUND}.reverse_fund_receipt", fund, {"receipt": row.pk, "reason": "错"}, office["head"])
    assert use(Earmark.objects.get(project_id=fund.pk)).left == 0
    assert not Receipt.objects.filter(standing=True).exists()


def test_the_parts_of_a_surplus_come_to_the_whole(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        disposed_fund(office, 120_000, 50_000, "30000.01")
    assert "kept" in caught.value.refusal.errors


def test_a_settlement_taken_back_is_drawn_up_again(office: Office, changes: list[Change]) -> None:
    fund = settled_fund(office)
    act(f"{FUND}.reopen", fund, {"note": "还有一笔材料费"}, office["head"])
    assert [(c.source, c.reason) for c in changes] == [("contract_funds", "还有一笔材料费")]
    fund_spent(office, fund, 50_000, "2025-11-01")
    again = act(f"{FUND}.settle", fund, {"settled_on": "2025-12-20"}, office["manager"]).case
    assert again.surplus == Decimal(150_000)
    assert holds("surplus", Earmark.objects.get(project_id=fund.pk)) == 150_000 * YUAN


def test_nothing_left_is_settled_too(office: Office) -> None:
    fund = settled_fund(office, 300_000, 300_000)
    assert fund.surplus == 0
    data = {"reward": "0", "invested": "0", "kept": "0", "note": "没有结余"}
    assert act(f"{FUND}.dispose", fund, data, office["head"]).case.state == "closed"


def test_a_unit_no_text_covers_keeps_its_funds_by_its_books(office: Office) -> None:
    make_unit(office, **{"unit.public_platform": False, "unit.public_research_unit": False, "unit.platform": False})
    assert settled_fund(office).surplus == 200_000


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"amount": "0"}, "amount"), ({"client": ""}, "client"), ({"contract_on": "2999-01-01"}, "contract_on"),
     ({"contract_kind": ""}, "contract_kind"), ({"origin": ""}, "origin"), ({"client_name": "另一家"}, "client_name")],
)  # fmt: skip
def test_a_wrong_fund_is_told_at_its_field(office: Office, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as caught:
        act(f"{FUND}.open_fund", None, fund_data(office) | wrong, office["manager"])
    assert field in caught.value.refusal.errors


def test_contract_money_is_no_income_of_a_deal(office: Office) -> None:
    fund = opened_fund(office)
    row = fund_received(office, fund, 1_000)
    assert (row.transformation_id, row.income, row.kind) == (None, None, "contract")
    with pytest.raises(Refused):
        act(f"{DEAL}.record_receipt", performing(office), receipt_data(1, reference=row.reference), office["manager"])
