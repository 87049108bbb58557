"""An award that the law gives a platform is asked of the treasury, paid once, and told to evaluation."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kechuang.casework.ledger.queries import use
from kechuang.domains.evaluation import following
from kechuang.domains.evaluation.models import Effect
from kechuang.domains.funding.models import FundRequest
from tests.casework.office import Office, act
from tests.domains.evaluation.results import published
from tests.domains.evaluation.test_effects import here
from tests.domains.funding.funded import refused
from tests.domains.funding.moving import REQUEST, SOURCE, source
from tests.domains.platforms.test_binjiang import binjiang

__all__ = ["binjiang"]


@pytest.fixture
def treasury(binjiang: Office) -> Any:
    """Binjiang's finance department with a leader and a treasurer, and incentive money of its own."""
    finance = binjiang.organisations.get("bj-finance_department") or binjiang.organisation(
        "bj-finance_department", "330108", department="finance_department"
    )
    for name, role in (("bj-finance_department-leader", "leader"), ("bj-finance", "finance")):
        if name not in binjiang.users:
            binjiang.user(name, finance, role)
    return source(binjiang, "bj", "330108", funder=finance, use="incentive", title="评价奖励资金", agreed=False)


def test_an_award_is_paid_by_its_clause_and_marked_as_carried_out(binjiang: Office, treasury: Any) -> None:
    best, plain = here(binjiang, title="甲院"), here(binjiang, title="丙院")
    published(binjiang, {best: "excellent", plain: "good"}, mark="bj")
    effect = Effect.objects.get(platform=best, kind="award")
    request = FundRequest.objects.get()
    assert (request.request_kind, request.state, request.amount) == ("award", "checked", effect.amount)
    assert (request.platform_id, request.payer, request.source) == (best.pk, treasury.funder, treasury)
    assert "binjiang-2023:s4.5.d" in request.timeline.get(action="open_award").cites
    leader, treasurer = binjiang["bj-finance_department-leader"], binjiang["bj-finance"]
    page = Client()
    page.force_login(leader)
    for address in ("/workbench/", f"/case/{request.number}/approve_request/"):
        text = page.get(address).content.decode()
        assert "/law/binjiang-2023/s4.5.d/" in text, address
        assert "/law/binjiang-2023/s3.2.a/" not in text, "an award is no support by agreement"
    act(f"{REQUEST}.approve_request", request, {}, leader)
    assert "预算安排" in refused(f"{REQUEST}.pay_request", request, {}, treasurer).reason
    data = {"year": request.year, "amount": str(effect.amount), "document": "滨财〔2026〕1 号"}
    act(f"{SOURCE}.appropriate", treasury, data, treasurer)
    act(f"{REQUEST}.pay_request", request, {}, treasurer)
    request.refresh_from_db()
    effect.refresh_from_db()
    assert request.earmark is not None
    assert use(request.earmark).received == int((effect.amount or 0) * 100)
    assert effect.done_on is not None
    assert request.number in effect.done_note


def test_an_award_that_is_taken_back_is_to_be_paid_again(binjiang: Office, treasury: Any) -> None:
    best = here(binjiang, title="甲院")
    published(binjiang, {best: "excellent"}, mark="bj")
    request, effect = FundRequest.objects.get(), Effect.objects.get(kind="award")
    leader, treasurer = binjiang["bj-finance_department-leader"], binjiang["bj-finance"]
    act(f"{REQUEST}.approve_request", request, {}, leader)
    data = {"year": request.year, "amount": str(effect.amount), "document": "滨财〔2026〕1 号"}
    act(f"{SOURCE}.appropriate", treasury, data, treasurer)
    act(f"{REQUEST}.pay_request", request, {}, treasurer)
    act(f"{REQUEST}.reverse_payment", request, {"note": "付错账户"}, treasurer)
    effect.refresh_from_db()
    assert (effect.done_on, effect.done_note) == (None, "")
    act(f"{REQUEST}.pay_request", request, {}, treasurer)
    effect.refresh_from_db()
    assert effect.done_on is not None


def test_telling_twice_asks_once_and_a_draft_asks_nothing(binjiang: Office, treasury: Any) -> None:
    best = here(binjiang, title="甲院")
    campaign = published(binjiang, {best: "excellent"}, mark="bj")
    effects = list(Effect.objects.filter(kind="award"))
    following.effects_made(following.Made(effects, campaign, binjiang["bj-finance"]))
    assert FundRequest.objects.count() == 1
    simulated = here(binjiang, "kq", title="乙院")
    published(binjiang, {simulated: "excellent"}, mark="kq")
    assert FundRequest.objects.count() == 1
