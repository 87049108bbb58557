"""Evaluation by spreadsheet: a tree goes out and comes back unchanged, a self-evaluation comes filled in from the records."""

from __future__ import annotations

import io
from typing import Any

import python_calamine
from django.test import Client
from pghistory.core import event_models

from kechuang.casework.cases.changes import changes_of
from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.sheets import runs
from kechuang.casework.sheets.filled import filled_xlsx
from kechuang.casework.sheets.models import ImportRun
from kechuang.domains.evaluation.imports import scheme_nodes, self_evaluation
from kechuang.domains.evaluation.models import Scheme
from tests.casework.office import Office, act
from tests.domains.evaluation.judging import BUREAU, NODES, SCHEME, adopted, attached, drafted, invited
from tests.sheets.files import xlsx

TREE = ("code", "name", "name_en", "parent__code", "weight", "position", "kind", "indicator", "measure", "full_at")


def tree(scheme: Scheme) -> list[Any]:
    return list(scheme.nodes.order_by("position", "code").values_list(*TREE))


def cells(content: bytes) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def heads_of(rows: list[list[Any]]) -> list[str]:
    return [str(head).rstrip("*") for head in rows[0]]


def changed(content: bytes, changes: dict[tuple[str, str], Any], number: str = "") -> bytes:
    """The sheet with other cells: (code, head) -> value; number: for another case."""
    rows = cells(content)
    heads = heads_of(rows)
    for row in rows[1:]:
        for (wanted, head), value in changes.items():
            if row[heads.index("代码")] == wanted:
                row[heads.index(head)] = value
        if number:
            row[heads.index("案件编号")] = number
    return xlsx(rows)


def told(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(p.number, p.label, p.problem) for p in run.problems.order_by("number")]


def sent(declared: Any, content: bytes, by: Any) -> ImportRun:
    run = runs.upload(declared, "表.xlsx", content, by)
    if run.good:
        runs.confirm(run, take_doubtful=False)
        run.refresh_from_db()
    return run


def test_a_tree_goes_out_and_comes_back_unchanged(office: Office) -> None:
    scheme = drafted(office)
    for data in NODES:
        act(f"{SCHEME}.set_node", scheme, data, office[BUREAU])
    Scheme.objects.filter(pk=scheme.pk).update(changed=False)
    before, entries = tree(scheme), TimelineEntry.objects.filter(case=scheme.pk).count()
    content = filled_xlsx(scheme_nodes, scheme, office[BUREAU])
    run = sent(scheme_nodes, content, office[BUREAU])
    assert (run.before, run.wrong, run.good) == (len(NODES), 0, 0), told(run)
    assert tree(scheme) == before
    assert TimelineEntry.objects.filter(case=scheme.pk).count() == entries
    assert not Scheme.objects.get(pk=scheme.pk).changed

    other = drafted(office, year=2027)
    run = sent(scheme_nodes, changed(content, {}, other.number), office[BUREAU])
    assert (run.state, run.written, run.wrong) == ("done", len(NODES), 0), told(run)
    assert tree(other) == before, "a whole tree into an empty draft: what is in a group finds the group above it"

    run = sent(scheme_nodes, changed(content, {("A1", "权重（%）"): 30, ("A2", "权重（%）"): 70}), office[BUREAU])
    assert (run.before, run.written) == (len(NODES) - 2, 2), told(run)
    assert [n.weight for n in scheme.nodes.filter(code__in=("A1", "A2")).order_by("code")] == [30, 70]
    assert TimelineEntry.objects.filter(case=scheme.pk).latest("pk").sheet_rows == 2
    assert TimelineEntry.objects.filter(case=scheme.pk).count() == entries + 1
    run = sent(scheme_nodes, content, office[BUREAU])
    assert (run.before, run.written) == (len(NODES) - 2, 2), "the first file again sets it back"
    assert tree(scheme) == before


def test_what_is_wrong_in_a_tree_is_told_by_row_and_column(office: Office) -> None:
    scheme = adopted(office)
    draft = drafted(office, year=2027)
    content = filled_xlsx(scheme_nodes, scheme, office[BUREAU])
    wrong = {("A1", "上级代码"): "Z", ("B1", "权重（%）"): "多", ("A2", "满分值"): ""}
    run = sent(scheme_nodes, changed(content, wrong, draft.number), office[BUREAU])
    assert [(label, problem) for _n, label, problem in told(run)][:1] == [("上级代码", "没有代码是 Z 的指标组")]
    assert {label for _n, label, _p in told(run)} == {"上级代码", "满分值", "权重（%）"}
    run = sent(scheme_nodes, content, office[BUREAU])
    assert run.written == 0, "an adopted tree stands"


def test_a_self_evaluation_by_sheet(office: Office, client: Client) -> None:
    evaluation = invited(office)
    attached(office, evaluation)
    manager = office["kq-manager"]
    content = filled_xlsx(self_evaluation, evaluation, manager)
    rows = cells(content)
    heads = heads_of(rows)
    by_code = {row[heads.index("代码")]: dict(zip(heads, row, strict=True)) for row in rows[1:]}
    assert list(by_code) == ["A1", "A2", "B1", "B2"]
    assert by_code["A1"]["系统数据"] == "0", "the records are filled in"
    assert by_code["A2"]["对照的目标"] == "2"
    assert not by_code["A1"]["填报值"]

    given = {
        ("A1", "目标值"): 5, ("A1", "说明"): "两人年底到岗", ("A2", "说明"): "认定在办", ("B1", "自评分"): 80,
        ("B2", "填报值"): 3, ("B2", "佐证材料"): "佐证.txt", ("B2", "说明"): "一家延期",
    }  # fmt: skip
    wrong = {("A1", "填报值"): 4, ("A2", "自评分"): 90, ("B1", "自评分"): 101, ("B2", "佐证材料"): "没有.pdf"}
    run = sent(self_evaluation, changed(content, given | wrong), manager)
    found = told(run)
    assert {(number, label) for number, label, _p in found} == {
        (2, "更正理由"), (3, "自评分"), (4, "自评分"), (5, "佐证材料")
    }, found  # fmt: skip
    assert evaluation.values.exclude(explanation="").count() == 0, "a row with a mistake is not written"

    lines = TimelineEntry.objects.filter(case=evaluation.pk)
    before = lines.count()
    run = sent(self_evaluation, changed(content, given), manager)
    assert (run.written, run.wrong) == (4, 0), told(run)
    assert lines.count() == before + 1, "one line for the upload"
    line = lines.latest("pk")
    assert (line.action, line.sheet_rows, line.by) == ("fill_indicator", 4, manager)
    told_ = changes_of(evaluation, [line], manager)[line.pk]
    assert len({change.row for change in told_}) == 4, "which tells all that it changed"
    (kept,) = event_models(tracks_model=evaluation.values.model)
    assert kept.objects.filter(evaluation=evaluation.pk, pgh_label="update").count() == 4, "the history keeps each row"
    rows_now = {v.node.code: v for v in evaluation.values.select_related("node")}
    assert rows_now["B2"].file == "佐证.txt v1"
    assert (rows_now["B2"].given, rows_now["A1"].target, rows_now["B1"].self_score) == (3, 5, 80)
    assert rows_now["A1"].given is None
    assert evaluation.values.count() == 4, "nothing is doubled"
    run = sent(self_evaluation, filled_xlsx(self_evaluation, evaluation, manager), manager)
    assert (run.before, run.good, run.wrong) == (4, 0, 0), told(run)

    client.force_login(manager)
    page = client.get(f"/case/{evaluation.number}/").content.decode()
    assert "下载自评表" in page
    assert "用表格，4 行" in page
    address = f"/imports/evaluation.evaluation.fill_indicator/filled/{evaluation.number}.xlsx"
    assert client.get(address).status_code == 200
    client.force_login(office["kc-st_department-clerk"])
    assert client.get(address).status_code == 404


def test_a_second_row_of_the_same_code_is_told(office: Office) -> None:
    scheme = drafted(office)
    act(f"{SCHEME}.set_node", scheme, NODES[3], office[BUREAU])
    act(f"{SCHEME}.set_node", scheme, NODES[4], office[BUREAU])
    rows = cells(filled_xlsx(scheme_nodes, scheme, office[BUREAU]))
    run = sent(scheme_nodes, xlsx([*rows, rows[2]]), office[BUREAU])
    assert "与第" in told(run)[0][2]
