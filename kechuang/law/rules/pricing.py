"""How the price of an achievement comes about: the way it is set, the objection procedure, the base price."""

from __future__ import annotations

from kechuang.law.expression import ON, all_of, any_of, fact, facts, given, governed, known
from kechuang.law.rule import check, remark
from kechuang.law.types import FEN, FLAG, choice
from kechuang.law.vocabulary import deal

__all__ = ["METHOD", "agreed_price", "method_lawful", "objections_published", "pricing", "pricing_method", "scope"]

METHOD = choice(
    [
        ("none", "没有按规定方式定价", "none of the ways"),
        ("agreed_price", "协议定价", "agreed price"),
        ("listing", "技术交易市场挂牌交易", "listing on the technology market"),
        ("auction", "拍卖", "auction"),
        ("other", "其他方式", "another way"),
    ]
)

pricing_method = fact("deal.pricing_method", METHOD, "定价方式", "Way of pricing")
pricing = facts(
    "pricing",
    other_method_accepted=(FLAG, "其他定价方式经认可", "The other way of pricing is accepted"),
    objection_procedure_set=(FLAG, "已规定异议处理程序和办法", "An objection procedure is set"),
    objection_procedure_published=(FLAG, "异议处理程序和办法已公开", "The objection procedure is published"),
    base_price=(FEN, "挂牌、拍卖基准价格", "Base price of the listing or auction"),
    base_price_reasoned=(FLAG, "基准价格有依据并记录", "The base price is reasoned and recorded"),
)

price_day = given(ON, deal.contract_on)
scope = any_of(
    governed("zhejiang-2021:art17.p1.a", on=price_day, unit__public_research_unit=True),
    governed("prc-transformation-2015:art18.p1", on=price_day, unit__state_established=True),
)
"""Whether the unit is one whose prices the law watches."""

agreed_price = any_of(~known(pricing_method), pricing_method.is_("agreed_price")).called("协议定价", "Agreed price")
"""A notice without a way of pricing beside it is the notice of an agreed price."""

# The list of ways is open (等), so another way is for a person to accept.
method_lawful = any_of(
    pricing_method.one_of("agreed_price", "listing", "auction"),
    all_of(pricing_method.is_("other"), pricing.other_method_accepted),
).called("按协议、挂牌、拍卖等方式定价", "Priced by agreement, listing, auction or the like")

pricing_method_check = check(
    "pricing_method",
    method_lawful,
    applies=scope,
    zh="价格通过协议定价、挂牌交易、拍卖等方式确定",
    en="The price is set by agreement, listing, auction or the like",
    cites=["zhejiang-2021:art17.p1.a", "prc-transformation-2015:art18.p1"],
    module="market",
)

objections_published = all_of(pricing.objection_procedure_set, pricing.objection_procedure_published).called(
    "异议处理程序已规定并公开", "Objection procedure set and published", "zhejiang-2021:art17.p1.b"
)

objection_procedure = check(
    "objection_procedure",
    objections_published,
    applies=all_of(governed("zhejiang-2021:art17.p1.b", on=price_day, unit__public_research_unit=True), agreed_price),
    zh="协议定价的，规定并公开异议处理程序和办法",
    en="With an agreed price, an objection procedure is set and published",
    cites=["zhejiang-2021:art17.p1.b"],
    module="market",
    remarks=[
        remark(
            ~objections_published,
            "程序公开前不宜开始公示。",
            "The notice should not start before the procedure is published.",
            cites="zhejiang-2021:art17.p1.b",
        )
    ],
)

base_price = check(
    "base_price",
    all_of(pricing.base_price > 0, pricing.base_price_reasoned),
    applies=all_of(
        governed("zhejiang-2021:art17.p3", on=price_day, unit__public_research_unit=True),
        pricing_method.one_of("listing", "auction"),
    ),
    zh="挂牌、拍卖合理确定基准价格",
    en="A base price is reasonably set for a listing or auction",
    cites=["zhejiang-2021:art17.p3"],
    module="market",
    outputs={"base_price": pricing.base_price},
)
