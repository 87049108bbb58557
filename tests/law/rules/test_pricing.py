"""Ways of pricing, the objection procedure and the base price (zhejiang-2021 art17, national law art18)."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

PUBLIC = {"unit.public_research_unit": True}


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-05-06", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"deal.pricing_method": "agreed_price"}, Verdict.MET),
        ({"deal.pricing_method": "挂牌"}, None),
        ({"deal.pricing_method": "listing"}, Verdict.MET),
        ({"deal.pricing_method": "拍卖"}, Verdict.MET),
        ({"deal.pricing_method": "none"}, Verdict.BREACHED),
        ({"deal.pricing_method": "other"}, Verdict.NEEDS_DETERMINATION),
        ({"deal.pricing_method": "other", "pricing.other_method_accepted": True}, Verdict.MET),
        ({}, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_way_of_pricing(facts: dict[str, Any], verdict: Verdict | None) -> None:
    if verdict is None:
        with pytest.raises(Exception, match="应为其中之一"):
            ask("pricing_method", {**PUBLIC, **facts})
    else:
        assert ask("pricing_method", {**PUBLIC, **facts}).verdict is verdict


def test_who_is_bound() -> None:
    priced = {"deal.pricing_method": "auction"}
    assert ask("pricing_method", {"unit.public_research_unit": False, **priced}).verdict is Verdict.NOT_APPLICABLE
    elsewhere = ask("pricing_method", {**PUBLIC, **priced}, "310115")
    assert elsewhere.verdict is Verdict.MET
    assert "prc-transformation-2015:art18.p1" in {str(c) for c in elsewhere.citations}
    assert ask("pricing_method", {**PUBLIC, **priced}, on="2015-09-30").verdict is Verdict.NOT_APPLICABLE


def test_objection_procedure() -> None:
    set_only = {**PUBLIC, "pricing.objection_procedure_set": True, "pricing.objection_procedure_published": False}
    assert ask("objection_procedure", set_only).verdict is Verdict.BREACHED
    assert (
        ask("objection_procedure", {**set_only, "pricing.objection_procedure_published": True}).verdict is Verdict.MET
    )
    assert ask("objection_procedure", {**set_only, "deal.pricing_method": "auction"}).verdict is Verdict.NOT_APPLICABLE
    assert ask("objection_procedure", set_only, "310115").verdict is Verdict.NOT_APPLICABLE
    assert ask("objection_procedure", PUBLIC).missing == (
        "pricing.objection_procedure_set", "pricing.objection_procedure_published",
    )  # fmt: skip


def test_base_price() -> None:
    listed = {
        **PUBLIC,
        "deal.pricing_method": "listing",
        "pricing.base_price": 100,
        "pricing.base_price_reasoned": True,
    }
    assert ask("base_price", listed).verdict is Verdict.MET
    assert ask("base_price", {**listed, "pricing.base_price": 0}).verdict is Verdict.BREACHED
    assert ask("base_price", {**listed, "pricing.base_price_reasoned": False}).verdict is Verdict.BREACHED
    assert ask("base_price", {**listed, "deal.pricing_method": "agreed_price"}).verdict is Verdict.NOT_APPLICABLE
