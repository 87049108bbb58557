"""The shares of plans from a spreadsheet, one person a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kechuang.casework.sheets.declare import SheetImport, sheet_import
from kechuang.domains.rewards.actions import plans

shares = sheet_import(
    SheetImport(
        plans.record_share,
        title=gettext_lazy("奖励份额"),
        codes=frozenset({"orcid"}),
        identity=(("person", "orcid"),),
        examples={
            "person": "张三", "group": "主要贡献人员", "part": "职务科技成果完成人", "amount": "420000.00",
            "contribution": "方案设计和中试", "leader": "否", "direct": "否",
        },
        remedies={
            "person": gettext_lazy("写姓名；同名的再写 ORCID"),
            "amount": gettext_lazy("写元，至多两位小数，不写单位"),
        },
    )
)  # fmt: skip
