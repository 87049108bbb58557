"""The order by which a treasury pays (拨款单)."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import fen_of, money_capitals, yuan
from kechuang.domains.funding.models import FundRequest
from kechuang.law.library import load

NONE = "–"


def foot(number: str) -> str:
    """From which case, on which day, under which edition of the law a paper was made."""
    return f"{number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}"


def payment_order(request: FundRequest) -> Paper:
    """Who pays whom how much, from which funds, and who checked, approved and paid."""
    fen = fen_of(request.amount)
    source = request.source
    rows = [
        ["申请编号", request.number], ["收款单位", request.owner.name], ["平台", request.platform.title],
        ["拨款单位", request.payer.name], ["种类", str(request.get_request_kind_display())],
        ["经费渠道", source.title if source else NONE], ["财政层级", str(source.get_level_display()) if source else NONE],
        ["年度预算", request.budget.number if request.budget else NONE],
        ["专款", str(request.mark.earmark.number) if request.mark else NONE],
        ["金额", f"{yuan(fen)} 元（{money_capitals(fen)}）"],
    ]  # fmt: skip
    hands = [
        [name, str(on) if on else "（未办）", str(who) if who else NONE]
        for name, on, who in (
            ("审核", request.checked_on, request.checked_by), ("批准", request.approved_on, request.approved_by),
            ("拨付", request.paid_on, request.paid_by),
        )
    ]  # fmt: skip
    body: list[Text | Table] = [
        Table(("项目", "内容"), rows), Text("用途和理由", level=1), Text(request.purpose), Text("办理", level=1),
        Table(("环节", "日期", "经办人"), hands),
    ]  # fmt: skip
    if request.paid_entry is not None and request.received_entry is not None:
        body.append(Text(f"拨款凭证 {request.paid_entry.number}，到账凭证 {request.received_entry.number}。"))
    return Paper(
        title=f"{request.platform.title} 拨款单", body=body, number=request.number, issuer=request.payer.name, notes=[],
        foot=foot(request.number),
    )  # fmt: skip
