"""The notice of an agreed price: what it says, where, how long, whom it names, and when the contract may be signed.

The clock is generous with what was not said (no change, no insider), the check before signing is not: it asks for
every condition.
"""

from __future__ import annotations

from kechuang.law.expression import (
    AS_OF,
    ON,
    Node,
    all_of,
    any_of,
    complete,
    const,
    facts,
    given,
    governed,
    greatest,
    known,
    least,
    minimum_until,
    missing,
    parameter,
    plus_days,
    reading,
    when,
)
from kechuang.law.rule import check, clock, remark
from kechuang.law.rules.pricing import agreed_price, objections_published
from kechuang.law.types import DATE, DAYS, FLAG, choice, items_of
from kechuang.law.vocabulary import deal

__all__ = ["buyer", "insider", "notice", "opens_on", "publicity_kept"]

RELATION = choice(
    [
        ("none", "没有关系", "none"),
        ("completer", "完成人本人", "the completer"),
        ("spouse", "配偶", "spouse"),
        ("parent", "父母", "parent"),
        ("child", "子女", "child"),
        ("sibling", "兄弟姐妹", "sibling"),
        ("grandparent", "祖父母、外祖父母", "grandparent"),
        ("grandchild", "孙子女、外孙子女", "grandchild"),
        ("completer_company", "完成人控制或者任职管理的企业", "company the completer controls or manages"),
        (
            "family_company",
            "配偶、父母、子女、兄弟姐妹控制或者任职管理的企业",
            "company a spouse, parent, child or sibling controls or manages",
        ),
        (
            "wider_family_company",
            "祖孙辈近亲属控制或者任职管理的企业",
            "company a grandparent or grandchild controls or manages",
        ),
    ]
)

notice = facts(
    "notice",
    unit_on=(DATE, "本单位公示日", "Notice in the unit on"),
    market_on=(DATE, "技术交易市场公示日", "Notice on the technology market on"),
    changed_on=(DATE, "公示内容变更后重新公示日", "Changed notice on"),
    fields=(items_of("pricing.notice_fields"), "公示的内容", "What the notice says"),
    channels=(items_of("pricing.notice_channels"), "公示的场所", "Where the notice stands"),
    insider_marked=(FLAG, "公示已标明受让方的利害关系", "The notice marks the buyer's relation"),
    corrected_on=(DATE, "补充标明利害关系后重新公示日", "Corrected notice, with the relation marked, on"),
    objection_pending=(FLAG, "有异议尚未处理完毕", "An objection is not settled"),
    objection_settled_on=(DATE, "异议处理完毕日", "Objection settled on"),
    secret_in_summary=(FLAG, "摘要含秘密内容", "The abstract tells a secret"),
    secret_owner_consents=(FLAG, "权利人同意公示秘密内容", "Its owner agrees to publish the secret"),
)
buyer = facts(
    "buyer",
    relation=(RELATION, "受让方与完成人的关系", "Buyer's relation to the completer"),
    insider=(FLAG, "受让方是完成人或者其利害关系人", "The buyer is the completer or has an interest"),
)

_ARTICLE = "zhejiang-2021:art17.p2.a"
_MARK = "zhejiang-2021:art17.p2.b"

# -- who must be named -----------------------------------------------------------------------------

_family = buyer.relation.one_of("completer", "spouse", "parent", "child", "sibling")
_companies = buyer.relation.one_of("completer_company", "family_company")
insider = given(
    buyer.insider,
    reading(
        "A10",
        family_and_companies=any_of(_family, _companies),
        wider_family_and_companies=any_of(
            _family, _companies, buyer.relation.one_of("grandparent", "grandchild", "wider_family_company")
        ),
        family_only=_family,
    ),
).called("受让方是完成人或者其利害关系人", "The buyer is the completer or has an interest", _MARK)

_unmarked = all_of(known(insider), insider, known(notice.insider_marked), ~notice.insider_marked).called(
    "有利害关系而公示未标明", "An interest the notice does not mark"
)
"""Known to be an insider and known not to be marked."""

# -- the period ------------------------------------------------------------------------------------

_both_up = reading(
    "A09.channels",
    later=greatest(notice.unit_on, notice.market_on),
    earlier=least(notice.unit_on, notice.market_on),
).called("两处公示的起算日", "Day the two notices count from", _ARTICLE)
_with_change = reading(
    "A09.change",
    restarts=when(known(notice.changed_on), greatest(_both_up, notice.changed_on), _both_up),
    continues=_both_up,
)
_corrected_on = given(notice.corrected_on, notice.changed_on)
# A notice that hid an insider counts from its correction only, whatever is said of other changes.
started_on = when(
    any_of(_unmarked, known(notice.corrected_on)), greatest(_with_change, _corrected_on), _with_change
).called("公示起算日", "Notice period starts from", _ARTICLE, _MARK)

_days = parameter("pricing.notice_days", DAYS, on=_both_up, zh="公示天数", en="Days of notice")
_from = reading("A09.start_day", excluded=started_on, included=plus_days(started_on, -1))


def _until(unit: str) -> Node:
    return reading(
        "A30.minimum_notice",
        stays=minimum_until(_from, _days, unit=unit),
        moves=minimum_until(_from, _days, unit=unit, roll=True),
    )


until = reading("A09.days", calendar=_until("day"), working=_until("workday")).called(
    "公示期末日", "Last day of the notice", _ARTICLE
)
_objection_open = all_of(known(notice.objection_pending), notice.objection_pending).called(
    "异议未处理完毕", "An objection is open"
)
_day_after = plus_days(until, 1).called("公示期满次日", "Day after the notice")
opens_on = when(
    any_of(_objection_open, known(notice.objection_settled_on)),
    greatest(_day_after, notice.objection_settled_on),
    _day_after,
)

price_publicity = clock(
    "price_publicity",
    opens_on,
    done=deal.contract_on,
    not_before=True,
    applies=agreed_price,
    zh="协议定价公示后可以签约的第一日",
    en="First day to sign after the notice of an agreed price",
    cites=[_ARTICLE, _MARK],
    module="notices",
    outputs={"notice_from": started_on, "notice_until": until},
    remarks=[
        remark(
            _unmarked,
            "受让方是完成人或者其利害关系人而公示没有标明：自更正后的公示重新计算。",
            "The buyer has an interest and the notice did not say so: the corrected notice starts again.",
            cites=_MARK,
        ),
        remark(
            ~any_of(known(buyer.relation), known(buyer.insider)),
            "没有填受让方与完成人的关系：有利害关系而未标明的，公示须重新开始。",
            "The buyer's relation is not stated: an interest that is not marked makes the notice start again.",
            "advice",
            _MARK,
        ),
        remark(
            all_of(
                known(notice.changed_on),
                reading("A09.change", restarts=const(True, FLAG), continues=const(False, FLAG)),
            ),
            "公示内容有变更，期限自变更后的公示重新计算。",
            "The notice was changed; the period starts again with the change.",
            "advice",
            _ARTICLE,
        ),
        remark(
            notice.objection_pending,
            "异议处理完毕前不得签约。",
            "No signing before the objection is settled.",
            cites=["zhejiang-2021:art17.p1.b", _ARTICLE],
        ),
        remark(
            deal.contract_on < opens_on,
            "公示期未满即签约，失去定价免责的依据；条文没有另定处罚。",
            "Signed before the notice ended: the ground for exemption is lost; no sanction of its own is named.",
            "consequence",
            ["zhejiang-2021:art19.p1", _ARTICLE],
        ),
    ],
    about=(
        "公示当日不计入，两处公示以较晚者起算，满规定天数的次日起可以签约；内容变更或者补标利害关系的重新计算。",
        "The notice day is not counted, the later notice counts, signing opens the day after; a change restarts it.",
    ),
)

# -- what it says ----------------------------------------------------------------------------------

_notice_day = when(known(notice.unit_on), notice.unit_on, ON)
_provincial = governed(_ARTICLE, on=_notice_day, unit__public_research_unit=True)
_national = governed("prc-transformation-2015:art18.p1", on=_notice_day, unit__state_established=True)
_contents = complete(notice.fields, "pricing.notice_fields", on=_notice_day)

price_notice_contents = check(
    "price_notice_contents",
    _contents,
    applies=agreed_price,
    zh="协议定价公示的内容齐全",
    en="The notice of an agreed price says all it must",
    cites=[_ARTICLE, "prc-transformation-2015:art18.p1"],
    module="notices",
    outputs={"missing": missing(notice.fields, "pricing.notice_fields", on=_notice_day)},
)

price_notice_channels = check(
    "price_notice_channels",
    complete(notice.channels, "pricing.notice_channels", on=_notice_day),
    applies=agreed_price,
    zh="协议定价在本单位和技术交易市场公示",
    en="The agreed price is publicised in the unit and on the technology market",
    cites=[_ARTICLE],
    module="notices",
    outputs={"missing": missing(notice.channels, "pricing.notice_channels", on=_notice_day)},
)

price_notice_abstract = check(
    "price_notice_abstract",
    reading(
        "A34",
        neutral_abstract=~notice.secret_in_summary,
        with_consent=any_of(~notice.secret_in_summary, notice.secret_owner_consents),
    ),
    applies=all_of(agreed_price, _provincial),
    zh="公示的内容摘要不泄露秘密",
    en="The abstract in the notice tells no secret",
    cites=[_ARTICLE],
    module="notices",
)

_marked = any_of(~insider, notice.insider_marked, known(_corrected_on)).called(
    "没有利害关系，或者已标明、更正", "No interest, or it is marked or corrected", _MARK
)

insider_marking = check(
    "insider_marking",
    any_of(notice.insider_marked, known(notice.corrected_on)),
    applies=all_of(agreed_price, governed(_MARK, on=_notice_day, unit__public_research_unit=True), insider),
    zh="受让方是完成人或者其利害关系人的，公示予以标明",
    en="A buyer who is the completer or has an interest is marked in the notice",
    cites=[_MARK],
    module="notices",
    remarks=[
        remark(
            ~notice.insider_marked,
            "更正后的公示重新计算期限。",
            "The corrected notice starts the period again.",
            cites=[_MARK, _ARTICLE],
        )
    ],
)

# -- before signing --------------------------------------------------------------------------------

signing_on = given(deal.contract_on, given(AS_OF, ON))
publicity_kept = all_of(
    any_of(~_provincial, signing_on >= opens_on).called("公示期已满", "The notice period has passed"),
    (notice.unit_on <= signing_on).called("已在本单位公示", "Publicised in the unit"),
)

contract_signing = check(
    "contract_signing",
    all_of(
        publicity_kept,
        _contents.called("公示内容齐全", "The notice is complete"),
        any_of(~_provincial, _marked),
        any_of(~_provincial, objections_published),
        any_of(~_provincial, known(notice.objection_settled_on), ~notice.objection_pending).called(
            "没有未决异议", "No objection is pending"
        ),
    ),
    applies=all_of(agreed_price, any_of(_provincial, _national)),
    zh="协议定价的合同可以签订",
    en="A contract at an agreed price may be signed",
    cites=[_ARTICLE, _MARK, "zhejiang-2021:art17.p1.b", "prc-transformation-2015:art18.p1"],
    module="notices",
    outputs={"opens_on": opens_on.called("可以签约的第一日", "First day to sign")},
)
