"""The due-diligence file as a paper: what was done, by whom, with what evidence; each condition of exemption, met or missing."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import fen_of, money_capitals
from kechuang.domains.transformations import diligence
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.queries import achievements_of
from kechuang.domains.transformations.wording import price_words
from kechuang.law.library import load
from kechuang.law.present import citation_words

NONE = "（未填）"
_NUMERALS = "一二三四五六七八九"


def due_diligence_file(deal: Transformation) -> Paper:
    """The file as it stands today; what is missing is named, so that it can still be supplied."""
    library = load()
    titles = "；".join(f"{a.title}（{a.number}）" for a in achievements_of(deal))
    facts = [
        ("转化的成果", titles), ("单位", deal.owner.name), ("转化方式", deal.mode_words), ("对方", deal.partner_words),
        ("与完成人的关系", _relation(deal)), ("定价方式", deal.get_method_display() if deal.method else ""),
        ("价格", _price(deal)), ("合同签订日", str(deal.contract_on or "")), ("技术合同登记编号", deal.contract_number),
        ("现在", deal.state_label),
    ]  # fmt: skip
    done = [[str(step.on), step.what, step.who, step.evidence or "–"] for step in diligence.steps(deal)]
    body: list[Text | Table] = [
        Text("一、转化概况", level=1),
        Table(("项目", "内容"), [[name, text or NONE] for name, text in facts]),
        Text("二、办理经过", level=1),
        Table(("日期", "事项", "经办", "凭证"), done),
    ]
    cites = []
    found = diligence.exemptions(deal)
    for n, exemption in enumerate(found, 2):
        cites += list(exemption.finding.citations)
        body.append(Text(f"{_NUMERALS[n]}、{exemption.finding.zh}", level=1))
        rows = [[one.label, _held(one), "；".join(one.evidence) or "–"] for one in exemption.conditions]
        body.append(Table(("条件", "是否具备", "证据"), rows))
        lacking = diligence.lacking_words(exemption.lacking)
        body.append(Text(f"尚缺：{lacking}。" if lacking else "各项条件已有证据；勤勉尽责由人认定。"))
    if not found:
        body += [Text("三、免责条件", level=1), Text("未查到适用于此地和此单位的免责规定。")]
    return Paper(
        title=f"{deal.title} 尽职档案", body=body, number=deal.number, issuer=deal.owner.name,
        notes=[citation_words(c, "zh", library) for c in dict.fromkeys(cites)],
        foot=f"{deal.number}　{clock.today()} 生成　法规版本 {library.fingerprint[:12]}",
    )  # fmt: skip


def _held(condition: diligence.Condition) -> str:
    if condition.held is True:
        return "具备"
    if condition.held is False:
        return "不具备"
    return "有证据，待认定" if condition.evidence else "缺"


def _relation(deal: Transformation) -> str:
    if not deal.relation:
        return ""
    words = str(deal.get_relation_display())
    return f"{words}：{deal.relation_text}" if deal.relation_text else words


def _price(deal: Transformation) -> str:
    words = price_words(deal)
    return f"{words}（{money_capitals(fen_of(deal.price))}）" if deal.price is not None else words
