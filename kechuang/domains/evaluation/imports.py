"""Spreadsheets of evaluation: the tree of a scheme, node by node."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Key, SheetImport, sheet_import
from kechuang.domains.evaluation.actions import schemes

scheme_nodes = sheet_import(
    SheetImport(
        schemes.set_node,
        title=_("评价指标"),
        codes=frozenset({"code", "parent"}),
        keys={"platform": Key("number", "title")},
        identity=(("code",),),
        examples={
            "code": "A1", "name": "科研人员规模", "parent": "A", "weight": "40", "kind": "定量指标",
            "indicator": "科研人员（人）", "measure": "按年度目标", "direction": "越高越好",
        },
        remedies={
            "parent": _("写所属指标组的代码；指标组排在它之下的指标前面"),
            "indicator": _("从模板的系统指标里选一个"),
            "platform": _("写平台编号或者与登记一致的名称；共同指标空着"),
        },
    )
)  # fmt: skip
