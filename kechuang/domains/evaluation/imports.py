"""Spreadsheets of evaluation: the tree of a scheme node by node, a self-evaluation indicator by indicator; grades of earlier years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Doubts, Key, Problem, SheetImport, sheet_import
from kechuang.core.words import either
from kechuang.domains.evaluation.actions import earlier, evaluations, schemes
from kechuang.domains.evaluation.models import Evaluation, Scheme, SchemeNode
from kechuang.domains.evaluation.queries.trees import in_order
from kechuang.domains.evaluation.values import held_against, leaves_of, read
from kechuang.domains.platforms.forms.year_values import plain
from kechuang.domains.platforms.queries.indicators import find


def _code_once() -> Doubts:
    """A code stands once in a file: the second would take the place of the first."""
    seen: dict[str, int] = {}

    def doubts(number: int, data: Mapping[str, Any]) -> Sequence[Problem]:
        first = seen.setdefault(str(data.get("code", "")), number)
        if first == number:
            return ()
        return [Problem("code", gettext("与第 %(n)d 行重复") % {"n": first}, gettext("请删去一行"))]

    return doubts


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _nodes(scheme: Scheme, user: Any) -> Iterable[Mapping[str, Any]]:
    """The tree from the top down, so that every group stands above what is in it."""
    codes = {node.pk: node.code for node in scheme.nodes.all()}
    for placed in in_order(scheme.nodes.select_related("platform")):
        node = placed.node
        recorded = node.kind == SchemeNode.Kind.RECORD
        yield {
            "code": node.code, "name": node.name, "name_en": node.name_en, "parent": codes.get(node.parent_id or 0, ""),
            "weight": _number(node.weight), "position": node.position,
            "platform": node.platform.number if node.platform is not None else "", "kind": node.kind,
            "indicator": node.indicator, "measure": node.measure, "full_at": _number(node.full_at),
            "direction": node.direction if recorded else "", "criteria": node.criteria,
        }  # fmt: skip


scheme_nodes = sheet_import(
    SheetImport(
        schemes.set_node,
        title=_("评价指标"),
        codes=frozenset({"code", "parent"}),
        keys={"platform": Key("number", "title")},
        identity=(("case_number", "code"),),
        examples={
            "code": "A1", "name": "科研人员规模", "parent": "A", "weight": "40", "kind": "定量指标",
            "indicator": "科研人员（人）", "measure": "按年度目标", "direction": "越高越好",
        },
        remedies={
            "parent": _("写所属指标组的代码；指标组排在它之下的指标前面"),
            "indicator": _("从模板的系统指标里选一个"),
            "platform": _("写平台编号或者与登记一致的名称；共同指标空着"),
        },
        doubts=_code_once,
        filled=_nodes,
        in_turn=True,
    )
)  # fmt: skip


def _indicators(evaluation: Evaluation, user: Any) -> Iterable[Mapping[str, Any]]:
    """Every indicator of the platform's own tree, with what the records say of it now."""
    rows = leaves_of(evaluation)
    now = read(evaluation, [row.node for row in rows])
    for row in rows:
        node, known = row.node, find(row.node.indicator)
        recorded = now[node.pk].value if node.pk in now else row.recorded
        goal = held_against(row)
        yield {
            "code": node.code, "value": _number(row.given), "target": _number(row.target), "reason": row.reason,
            "file": row.file, "self_score": _number(row.self_score) if node.kind != SchemeNode.Kind.RECORD else "",
            "explanation": row.explanation, "indicator": either(node.name, node.name_en or node.name),
            "kind": node.get_kind_display(), "unit": str(known.unit) if known is not None else "",
            "recorded": _number(recorded), "goal": _number(goal), "criteria": node.criteria,
        }  # fmt: skip


self_evaluation = sheet_import(
    SheetImport(
        evaluations.fill_indicator,
        title=_("自评表"),
        codes=frozenset({"code"}),
        identity=(("case_number", "code"),),
        examples={"code": "A1", "explanation": "两人年底到岗", "self_score": "85"},
        remedies={
            "code": _("写指标体系里的代码；用填好的自评表，代码已经在里面"),
            "file": _("写本案文件的名称；没有就先到案件页添加文件"),
            "value": _("与系统数据相同就留空"),
            "target": _("年度计划里已有目标的留空"),
        },
        doubts=_code_once,
        filled=_indicators,
        aside=(
            ("indicator", pgettext_lazy("sheet", "指标名称")), ("kind", _("取值方式")), ("unit", _("单位")),
            ("recorded", _("系统数据")), ("goal", _("对照的目标")), ("criteria", _("评分标准")),
        ),
    )
)  # fmt: skip

earlier_grades = sheet_import(
    SheetImport(
        earlier.bring_in_grade,
        title=_("往年等次"),
        codes=frozenset({"document"}),
        keys={"platform": Key("number", "title")},
        identity=(("platform", "year"),),
        examples={
            "platform": "PT-2026-000001", "year": "2024", "grade": "不合格", "document": "衢科发〔2025〕8 号",
            "reason": "系统启用前的年度评价结果",
        },
        remedies={
            "platform": _("写平台编号或者与登记一致的名称"),
            "year": _("只补录系统启用以前的年度，每家每年一条"),
        },
    )
)  # fmt: skip
