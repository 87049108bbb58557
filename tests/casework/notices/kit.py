"""A price notice of a platform, as a domain would declare it, and one whose days the publisher chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kechuang.casework.notices import facts, kinds, services
from kechuang.casework.notices.kinds import NoticeField, NoticeKind, notice_kind
from kechuang.casework.notices.models import Notice
from tests.casework.office import Office, make_office, registered

UNIT = {"unit.public_research_unit": True, "unit.state_established": True, "deal.pricing_method": "agreed_price"}


def price_facts(notice: Notice) -> dict[str, Any]:
    return {**facts.price(notice), **UNIT, "buyer.insider": False}


def price_if_up(subject: Any, day: dt.date) -> dict[str, Any]:
    return {**UNIT, "buyer.insider": False, "notice.unit_on": day, "notice.market_on": day}


PRICE = NoticeKind(
    "test_price",
    "协议定价公示",
    clock="price_publicity",
    facts=price_facts,
    if_up=price_if_up,
    cites=("zhejiang-2021:art17.p2.a",),
    answer_cites=("zhejiang-2021:art17.p1.b",),
    channels=("unit", "market"),
    fields=(
        NoticeField("name", "科技成果名称"),
        NoticeField("summary", "内容摘要", long=True),
        NoticeField("mode", "转化方式"),
        NoticeField("price", "拟交易价格"),
        NoticeField("insider", "利害关系", required=False),
        NoticeField("formula", "配方", required=False, secret=True),
    ),
    checks=("price_notice_contents",),
    blocks=("start_operation",),
)
RESULT = NoticeKind(
    "test_result",
    "认定结果公示",
    fields=(NoticeField("result", "认定结果"),),
    channels=("portal",),
    handled_by="office",
)
SAID = {"name": "萃余液除油技术", "summary": "脱除有机相", "mode": "许可", "price": "2000000.00", "formula": "XK-77"}


@pytest.fixture(autouse=True)
def own_kinds() -> Iterator[None]:
    before = dict(kinds._KINDS)
    notice_kind(PRICE)
    notice_kind(RESULT)
    yield
    kinds._KINDS.clear()
    kinds._KINDS.update(before)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def platform(office: Office) -> Any:
    return registered(office)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def shown(*channels: str) -> dict[str, str]:
    return {name: f"{name} 回执" for name in channels}


def put_up(platform: Any, office: Office, unit: str = "", market: str = "", **more: Any) -> Notice:
    days = {name: day(text) for name, text in (("unit", unit), ("market", market)) if text}
    with transaction.atomic():
        return services.publish(
            platform,
            "test_price",
            fields=more.pop("fields", SAID),
            by=office["kq-manager"],
            channels=days,
            evidence=shown(*days),
            **more,
        )


def upload(name: str, data: bytes) -> Any:
    return SimpleUploadedFile(name, data)
