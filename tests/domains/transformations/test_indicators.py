"""A platform's targets are measured by what its deals, funds and rights already say: nobody types it again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from kechuang.domains.achievements.models import IPRight
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.queries.indicators import find
from tests.casework.office import Office, act
from tests.domains.achievements.unit import registered
from tests.domains.transformations.dealing import performing, planned, unit_of
from tests.domains.transformations.earning import FUND, fund_received, opened_fund

YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def platform_of(office: Office) -> Platform:
    unit = unit_of(office)
    made = Platform(
        kind=Platform.kind_name(), number="PT-1", title=unit.name, region_id="330802", owner=unit,
        platform_class="technology_innovation", origin="publicly_funded", legal_form="public_institution",
        founded_on=dt.date(2020, 1, 1),
    )  # fmt: skip
    made.save()
    return made


def value(name: str, platform: Platform) -> tuple[Any, list[str]]:
    found = find(name)
    assert found is not None
    assert found.own
    return found.value(platform, *YEAR), [row.label for row in found.evidence(platform, *YEAR)]


def test_contract_money_is_what_arrived_in_the_time_and_still_stands(office: Office) -> None:
    platform = platform_of(office)
    fund = opened_fund(office)
    fund_received(office, fund, 120_000, "2025-05-01")
    fund_received(office, fund, 80_000.5, "2026-01-02")
    taken_back = fund_received(office, fund, 5_000, "2025-06-01")
    assert value("contract_income", platform)[0] == Decimal("125000.00")
    act(f"{FUND}.reverse_fund_receipt", fund, {"receipt": taken_back.pk, "reason": "登错了"}, office["head"])
    assert value("contract_income", platform) == (Decimal("120000.00"), [f"{fund.number} 2025-05-01"])


def test_deals_count_once_signed_and_are_named_by_number_alone(office: Office) -> None:
    platform = platform_of(office)
    deal = performing(office, signed_on=dt.date(2025, 3, 1))
    planned(office, achievement=registered(office, unit_of(office), title="另一成果"))
    amount, rows = value("transformations", platform)
    assert (amount, len(rows)) == (1, 1)
    assert rows[0].startswith(deal.number)
    assert "染料" not in rows[0]


def test_inventions_count_in_the_year_they_are_granted(office: Office) -> None:
    platform = platform_of(office)
    achievement = registered(office, unit_of(office))
    for n, (kind, granted) in enumerate(
        (("invention", "2025-02-01"), ("invention", "2024-12-31"), ("utility", "2025-02-01"))
    ):
        IPRight.objects.create(
            achievement=achievement, kind=kind, number=f"ZL{n}", status="granted", granted_on=granted
        )
    assert value("patents_granted", platform) == (1, ["发明专利 ZL0"])
