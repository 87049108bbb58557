"""Spreadsheets for deals: planned ones by the hundred, and the registration numbers of contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.sheets.declare import Doubts, Key, Problem, SheetImport, sheet_import
from kechuang.domains.transformations.actions import contracts, deals, funds, performing, receipts
from kechuang.domains.transformations.models import TransformedAchievement

_ORGANISATION = Key("credit_code", "name")


def _same_achievement() -> Doubts:
    """A deal about an achievement for which one is open already, or that stands above in the sheet."""
    rows = TransformedAchievement.objects.exclude(transformation__state__in=("withdrawn", "ended"))
    taken: dict[str, str] = {}
    for number, title, deal in rows.values_list("achievement__number", "achievement__title", "transformation__number"):
        taken[number] = taken[title] = deal

    def doubts(number: int, data: Mapping[str, Any]) -> Sequence[Problem]:
        found = []
        typed = data.get("achievements") or ()
        for cell in [typed] if isinstance(typed, str) else typed:
            name = str(cell).strip()
            if name in taken:
                text = _("“%(name)s”已在 %(where)s") % {"name": name, "where": taken[name]}
                found.append(
                    Problem("achievements", text, _("同一项转化就删去这一行；确是另一项，可照样导入"), wrong=False)
                )
            taken.setdefault(name, _("第 %(n)d 行") % {"n": number})
        return found

    return doubts


plans = sheet_import(
    SheetImport(
        deals.plan,
        title=gettext_lazy("成果转化"),
        keys={"owner": _ORGANISATION, "partner": _ORGANISATION, "achievements": Key("number", "title")},
        identity=(("achievements", "mode", "partner"), ("achievements", "mode", "partner_name")),
        examples={
            "title": "低温等离子体染整技术许可", "owner": "12330600MB0000000D", "achievements": "CG-2026-000001", "mode": "许可",
            "licence": "普通许可", "partner_name": "某某染整有限公司", "relation": "没有关系",
            "terms": "分期 30万元 2026-06-30 首付款；提成 3% 2026-12-31 销售额提成",
        },
        remedies={
            "owner": gettext_lazy("写你所在单位的统一社会信用代码或者全称"),
            "achievements": gettext_lazy("写已登记成果的编号或者全称，几项用分号隔开"),
            "terms": gettext_lazy("一条一句，用分号隔开：分期 30万元 2026-06-30 首付款；提成 3% 销售额提成"),
        },
        doubts=_same_achievement,
    )
)  # fmt: skip

registrations = sheet_import(
    SheetImport(
        contracts.register_contract,
        title=gettext_lazy("技术合同登记"),
        codes=frozenset({"contract_number"}),
        identity=(("case_number",),),
        examples={"contract_number": "2026330800000123", "contract_registered_on": "2026-05-20"},
    )
)

term_changes = sheet_import(
    SheetImport(
        performing.change_terms,
        title=gettext_lazy("支付约定"),
        identity=(("case_number",),),
        examples={"terms": "分期 30万元 2026-06-30 首付款；提成 3% 销售额提成", "note": "补充协议二"},
    )
)

_BANK = {
    "received_on": "2026-06-10", "amount": "500000.00", "payer": "某某染整有限公司", "reference": "20260610000123",
}  # fmt: skip
_ONCE = gettext_lazy("同一笔流水只登记一次：已登记的删去这一行")

receipts_of_deals = sheet_import(
    SheetImport(
        receipts.record_receipt,
        title=gettext_lazy("转化到账（银行流水）"),
        columns=(
            "received_on", "amount", "payer", "reference", "term", "appraisal", "agency", "travel", "other_cost", "taxes",
            "evidence",
        ),
        codes=frozenset({"reference"}),
        identity=(("reference",),),
        examples=_BANK | {"term": "首付款", "taxes": "3000", "evidence": "完税证明 1"},
        remedies={"reference": _ONCE, "term": gettext_lazy("照合同支付约定的说明写；只有一种付款的不填")},
    )
)  # fmt: skip

receipts_of_funds = sheet_import(
    SheetImport(
        funds.fund_receipt,
        title=gettext_lazy("横向经费到账（银行流水）"),
        codes=frozenset({"reference"}),
        identity=(("reference",),),
        examples=_BANK,
        remedies={"reference": _ONCE},
    )
)

funds_opened = sheet_import(
    SheetImport(
        funds.open_fund,
        title=gettext_lazy("横向项目"),
        codes=frozenset({"contract_number"}),
        keys={"owner": _ORGANISATION, "client": _ORGANISATION},
        identity=(("title", "owner", "contract_on"),),
        examples={
            "title": "染整工艺开发", "owner": "12330600MB0000000D", "contract_kind": "技术开发",
            "origin": "受委托或竞争取得的项目", "client_name": "某某染整有限公司", "amount": "500000.00",
            "contract_on": "2026-04-01",
        },
    )
)  # fmt: skip
