"""Lines of budgets, kinds of funds and negative lists from spreadsheets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kechuang.casework.sheets.declare import Key, SheetImport, sheet_import
from kechuang.domains.funding.actions import budgets, matching, moving, sources

lines = sheet_import(
    SheetImport(
        budgets.set_line,
        title=gettext_lazy("预算项目"),
        keys={"source": Key("number", "title")},
        identity=(("category", "title", "source", "money"),),
        examples={
            "category": "仪器设备购置", "title": "纺丝中试线", "source": "JF-2026-000001", "amount": "2000000.00",
            "basic_research": "否", "note": "三家询价均值",
        },
        remedies={
            "source": gettext_lazy("写经费渠道的编号或者与登记一致的名称；自有资金留空，写资金来源"),
            "amount": gettext_lazy("写元，至多两位小数，不写单位"),
        },
    )
)  # fmt: skip

fund_sources = sheet_import(
    SheetImport(
        sources.register_source,
        title=gettext_lazy("经费渠道"),
        keys={"region": Key("code", "name", "name_en"), "funder": Key("credit_code", "name")},
        identity=(("title", "region"),),
        examples={
            "title": "区级科创平台专项", "region": "330603", "use": "运行经费", "money": "财政资金", "level": "县级",
            "agreed": "是", "lump_sum": "否", "valid_from": "2026-01-01",
        },
    )
)  # fmt: skip

negative_list = sheet_import(
    SheetImport(
        sources.list_item,
        title=gettext_lazy("负面清单"),
        identity=(("code", "valid_from"),),
        examples={
            "code": "3.2", "text": "偿还债务和对外投资", "document": "衢财教〔2025〕12 号", "valid_from": "2026-01-01",
        },
    )
)  # fmt: skip

spendings = sheet_import(
    SheetImport(
        moving.record_spending,
        title=gettext_lazy("预算支出"),
        columns=("line", "amount", "spent_on", "purpose", "payee", "voucher", "part_of", "negative", "meant"),
        codes=frozenset({"voucher"}),
        identity=(("case_number", "voucher", "line"),),
        examples={
            "line": "纺丝中试线", "amount": "1200.00", "spent_on": "2026-03-10", "purpose": "试剂", "payee": "某某试剂公司",
            "voucher": "25332000000012345678", "negative": "不在清单", "meant": "是",
        },
        remedies={
            "line": gettext_lazy("写预算项目的序号或者内容，照批准的预算"),
            "voucher": gettext_lazy("同一凭证已列支的删去这一行；确是分列的，写分列说明"),
        },
    )
)  # fmt: skip

incomes = sheet_import(
    SheetImport(
        moving.record_income,
        title=gettext_lazy("自筹和引入资金"),
        codes=frozenset({"reference"}),
        identity=(("reference",),),
        examples={
            "kind": "企业投资", "received_on": "2026-06-10", "amount": "500000.00", "payer": "某某染整有限公司",
            "reference": "20260610000123", "agreement": "投资协议 2026-3",
        },
        remedies={"reference": gettext_lazy("同一笔流水只登记一次：已登记的删去这一行")},
    )
)  # fmt: skip

ratios = sheet_import(
    SheetImport(
        matching.set_ratio,
        title=gettext_lazy("配套比例"),
        keys={"region": Key("code", "name", "name_en")},
        identity=(("region", "source_kind", "valid_from"),),
        examples={
            "region": "330603", "source_kind": "企业投资", "ratio": "50%", "valid_from": "2026-01-01",
            "document": "柯科〔2025〕3 号",
        },
        remedies={
            "ratio": gettext_lazy("写成百分数，例如 50%、150%"),
            "valid_from": gettext_lazy("同一地方、同一种资金一段时间只有一个比例：先终止原来的，或者改起日"),
        },
    )
)  # fmt: skip
