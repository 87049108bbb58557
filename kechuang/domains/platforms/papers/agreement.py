"""The co-building agreement as a paper: parties, term, support by year, and each topic the law lists."""

from __future__ import annotations

from decimal import Decimal

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import money_capitals
from kechuang.domains.platforms.models import Agreement
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

_NUMERALS = "一二三四五六七八九十"
_CITES = ("quzhou-2024:art9.p2", "keqiao-2025-draft:s3.1.b", "binjiang-2023:s3.1.a")


def agreement_paper(agreement: Agreement) -> Paper:
    """The agreement as it stands; what is not agreed yet is shown as not agreed, never filled in."""
    library = load()
    topics = {item.id: item.zh for item in library.checklist_items("agreement.topics")}
    amounts = list(agreement.amounts.all())
    total = sum((row.amount for row in amounts), Decimal(0))
    years = [[str(row.year), f"{row.amount:,.2f}"] for row in amounts]
    sections: list[tuple[str, list[Text | Table]]] = [
        ("共建各方", [Text(f"{n}. {party}") for n, party in enumerate(_parties(agreement), start=1)]),
        (
            "共建期",
            [Text(f"自 {agreement.starts_on} 起至 {agreement.ends_on} 止。"), *_before(agreement), *_reason(agreement)],
        ),
        (
            "支持方式和金额",
            [
                Text(f"保障方式：{agreement.get_support_mode_display()}。"),
                *(
                    [
                        Table(("年度", "金额（元）"), [*years, ["合计", f"{total:,.2f}"]], figures=frozenset({1})),
                        Text(f"合计人民币{money_capitals(int(total * 100))}。"),
                    ]
                    if years
                    else [Text("各年度金额尚未约定。")]
                ),
            ],
        ),
    ]
    for ident, name in topics.items():
        sections.append((name, [Text(agreement.topics.get(ident, "").strip() or "（尚未约定）")]))
    body: list[Text | Table] = []
    for number, (heading, parts) in enumerate(sections):
        body += [Text(f"{_NUMERALS[number]}、{heading}", level=1), *parts]
    instruments = library.instruments
    cites = [c for c in map(Citation.parse, _CITES) if instruments[c.instrument].governs(agreement.region.prefix)]
    draft = any(not instruments[c.instrument].binding for c in cites)
    return Paper(
        title=agreement.title,
        body=body,
        number=agreement.number,
        signed_by=[
            f"{s.organisation}　{s.signatory or '（待签署）'}　{s.signed_on or ''}"
            for s in agreement.signatures.select_related("organisation")
        ],
        dated=f"{agreement.signed_on.year}年{agreement.signed_on.month}月{agreement.signed_on.day}日"
        if agreement.signed_on
        else "",
        notes=[citation_words(c, "zh", library) for c in cites],
        foot=f"{agreement.number}　{clock.today()} 生成　法规版本 {library.fingerprint[:12]}",
        mark="征求意见稿，模拟" if draft else "",
    )


def _parties(agreement: Agreement) -> list[str]:
    founders = [founder.organisation.name for founder in agreement.platform.founders.select_related("organisation")]
    return list(dict.fromkeys([agreement.owner.name, agreement.platform.owner.name, *founders]))


def _before(agreement: Agreement) -> list[Text]:
    """What it renews or takes the place of."""
    found = []
    if (old := agreement.amends) is not None:
        found.append(Text(f"本协议由各方签齐之日起取代《{old.title}》（{old.number}，{old.signed_on} 签署）。"))
    if (old := agreement.renews) is not None:
        found.append(Text(f"本协议是《{old.title}》（{old.number}，共建期至 {old.ends_on}）的续签。"))
    return found


def _reason(agreement: Agreement) -> list[Text]:
    reason = agreement.special_reason.strip()
    return [Text(f"特殊情况和要求：{reason}")] if reason else []
