"""The public notice of an agreed price."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices import facts as notice_facts
from kechuang.casework.notices.kinds import MARKET, UNIT, NoticeField, NoticeKind, notice_kind
from kechuang.casework.notices.models import Notice
from kechuang.domains.transformations.facts.deals import deal_facts, unit_facts
from kechuang.domains.transformations.models import Transformation

PRICE = "agreed_price"


def _facts(notice: Notice) -> Mapping[str, Any]:
    deal = Transformation.objects.select_related("owner").get(pk=notice.subject_id)
    return {**notice_facts.price(notice), **unit_facts(deal), **deal_facts(deal)}


def _if_up(deal: Transformation, day: dt.date) -> Mapping[str, Any]:
    return {**unit_facts(deal), **deal_facts(deal), "notice.unit_on": day, "notice.market_on": day}


AGREED_PRICE = notice_kind(
    NoticeKind(
        PRICE,
        _("协议定价公示"),
        clock="price_publicity",
        facts=_facts,
        if_up=_if_up,
        fields=(
            NoticeField("name", _("科技成果名称")),
            NoticeField("summary", _("内容摘要"), long=True, help=_("不写秘密内容")),
            NoticeField("mode", _("转化方式")),
            NoticeField("price", _("拟交易价格")),
            NoticeField("insider", _("利害关系"), required=False),
        ),
        channels=(UNIT, MARKET),
        checks=("price_notice_contents", "insider_marking"),
        cites=("zhejiang-2021:art17.p2.a", "zhejiang-2021:art17.p2.b", "prc-transformation-2015:art18.p1"),
        blocks=("sign_contract",),
        answer_cites=("zhejiang-2021:art17.p1.b",),
        by_hand=False,
    )
)
