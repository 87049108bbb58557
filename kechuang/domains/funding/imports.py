"""Lines of budgets, kinds of funds and negative lists from spreadsheets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kechuang.casework.sheets.declare import Key, SheetImport, sheet_import
from kechuang.domains.funding.actions import budgets, sources

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
