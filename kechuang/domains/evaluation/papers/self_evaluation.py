"""The self-evaluation of a platform as a paper: its report, every indicator with where its value is from, what it explains."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.domains.evaluation.models import Evaluation, IndicatorValue, SchemeNode
from kechuang.domains.evaluation.panels.evaluations import YEARLY, number
from kechuang.domains.evaluation.panels.schemes import percent
from kechuang.domains.evaluation.papers.parts import DRAFT, day, foot, lines, notes
from kechuang.domains.evaluation.queries.trees import weights_for
from kechuang.domains.evaluation.values import held_against, leaves_of
from kechuang.domains.platforms.queries.indicators import find

HEAD = ("指标", "占总分", "目标", "完成值", "单位", "来源", "自评分")


def self_evaluation_paper(evaluation: Evaluation) -> Paper:
    """As it was handed in. Raises ValueError before that."""
    if evaluation.submitted_on is None:
        raise ValueError("the self-evaluation is not handed in")
    campaign, rows = evaluation.campaign, leaves_of(evaluation)
    weights = weights_for(evaluation.scheme.nodes.all(), evaluation.platform_id)
    table = [[*_row(row, percent(weights[row.node_id]))] for row in rows]
    said = [f"{_name(row)}：{row.explanation}" for row in rows if row.explanation]
    put_right = [_corrected(row) for row in rows if row.source == IndicatorValue.Source.CORRECTED]
    files = list(dict.fromkeys(row.file for row in rows if row.file))
    body: list[Text | Table] = [
        Text("一、自评报告", level=1),
        *[Text(line) for line in lines(evaluation.statement)],
        Text("二、指标完成情况", level=1),
        Text(f"按{evaluation.scheme.title}（{evaluation.scheme.number}）填报，系统数据取自平台的各项记录。"),
        Table(HEAD, table, figures=frozenset({1, 2, 3, 6})),
        Text(
            f"自评得分{number(evaluation.self_score)}分。"
            if evaluation.self_score is not None
            else "自评得分未算出：有指标没有自评分。"
        ),
        Text("三、差异和更正说明", level=1),
        *([Text(line) for line in [*said, *put_right]] or [Text("没有差异和更正。")]),
    ]
    if files:
        body += [Text("四、佐证材料", level=1), *[Text(f"{n}. {name}") for n, name in enumerate(files, 1)]]
    return Paper(
        title=f"{evaluation.platform.title}{campaign.year}年度评价自评报告", body=body, number=evaluation.number,
        addressee=campaign.owner.name, signed_by=[evaluation.owner.name], dated=day(evaluation.submitted_on),
        notes=notes(evaluation.region.prefix, YEARLY), foot=foot(evaluation.number),
        mark=DRAFT if campaign.simulation else "",
    )  # fmt: skip


def _name(row: IndicatorValue) -> str:
    return f"{row.node.code} {row.node.name}"


def _row(row: IndicatorValue, weight: str) -> list[str]:
    known = find(row.node.indicator) if row.node.kind == SchemeNode.Kind.RECORD else None
    recorded = row.node.kind == SchemeNode.Kind.RECORD
    return [
        _name(row), weight, number(held_against(row)), number(row.value) if recorded else "–",
        str(known.unit) if known is not None else "–",
        str(row.get_source_display() if row.source else IndicatorValue.Source.OWN.label)
        if recorded
        else str(row.node.get_kind_display()),
        number(row.self_score),
    ]  # fmt: skip


def _corrected(row: IndicatorValue) -> str:
    return f"{_name(row)}的系统数据为{number(row.recorded)}，更正为{number(row.given)}，理由：{row.reason}"
