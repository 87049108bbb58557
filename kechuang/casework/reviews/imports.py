"""The pool from a spreadsheet, with what binds each expert."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kechuang.casework.reviews.actions import experts as actions
from kechuang.casework.sheets.declare import Key, SheetImport, sheet_import

experts = sheet_import(
    SheetImport(
        actions.enter,
        title=gettext_lazy("专家库"),
        columns=("name", "organisation", "side", "expertise", "post", "email", "orcid", "about", "bonds"),
        codes=frozenset({"orcid"}),
        keys={"organisation": Key("credit_code", "name", "name_en")},
        identity=(("orcid",), ("email",), ("name", "organisation")),
        examples={
            "name": "方澜", "organisation": "之江纺织大学", "side": "领域专家", "expertise": "新材料；集成电路",
            "post": "教授", "email": "fanglan@example.edu.cn", "orcid": "0000-0002-1825-0097",
            "bonds": "任职:绍兴越锦印染有限公司；亲属:张三",
        },
        remedies={
            "organisation": gettext_lazy("写统一社会信用代码，或者与登记一致的全称；没有登记的先登记"),
            "side": gettext_lazy("写领域专家、政府侧、企业侧、平台侧或者投资侧"),
            "bonds": gettext_lazy("每条写“关系:对方”，用分号隔开"),
            "name": gettext_lazy("同一个人已经在库的，在原档案上办理"),
        },
        standards={"orcid": "ISO 7064"},
    )
)  # fmt: skip
