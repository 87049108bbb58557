"""Rows as actions: nothing written before the word, mistakes mended and sent again, nothing twice, nobody beyond their office."""

from __future__ import annotations

import gc
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import python_calamine
from django.db import connections

from kechuang.casework.cases.models import Case, IdempotencyKey, TimelineEntry
from kechuang.casework.parties.models import Organisation
from kechuang.casework.sheets import runs
from kechuang.casework.sheets.declare import all_imports
from kechuang.casework.sheets.models import ImportRun
from kechuang.core.jobs import run_waiting
from kechuang.core.sheets.reading import read
from kechuang.domains.platforms.imports import platforms, recognitions
from kechuang.domains.platforms.models import Founder, Platform, Recognition
from tests.casework.office import Office, make_office, registered
from tests.sheets import files
from tests.sheets.files import credit_code, platform_row

CLERK = "kq-st_department-clerk"


def upload(office: Office, rows: list[Any], by: str = CLERK, name: str = "平台.xlsx") -> ImportRun:
    return runs.upload(platforms, name, files.platforms(rows), office[by])


def told(run: ImportRun) -> dict[int, list[tuple[str, str, str]]]:
    found: dict[int, list[tuple[str, str, str]]] = {}
    for p in run.problems.all():
        found.setdefault(p.number, []).append((p.column, p.level, p.problem))
    return found


def mistaken() -> list[list[Any]]:
    """Two hundred platforms, with the mistakes people make."""
    rows = [platform_row(n) for n in range(200)]
    wrong = credit_code(10)
    rows[10] = platform_row(10, 统一社会信用代码=wrong[:17] + ("0" if wrong[17] != "0" else "1"))
    rows[20] = platform_row(20, 所在地="330802")  # another department's region
    rows[30] = platform_row(30, 统一社会信用代码=123306000000000300)  # a number
    rows[40] = platform_row(40, 共建主体="没有这个单位", 设立日="去年")
    rows[50] = platform_row(50, 类型="不知道的类型")
    rows[60] = platform_row(61)  # the same as row 61
    rows[70] = platform_row(70, 约定运营起算日="2020-01-01")  # the database itself would refuse it
    rows[80] = platform_row(80, 设立日="2999-01-01")
    rows[90] = platform_row(90, 名称="第1研究院")  # doubtful: the name is there
    rows[100] = platform_row(100, 名称="")
    return rows


def test_the_document_that_set_a_platform_up_is_a_column_that_may_be_missing(office: Office) -> None:
    heads, row = [*files.HEADS, "设立依据"], [*platform_row(1), "柯政发〔2024〕12 号"]
    given = runs.upload(platforms, "平台.xlsx", files.xlsx([heads, row]), office[CLERK])
    older = upload(office, [platform_row(2)], name="以前的.xlsx")
    for run in (given, older):
        assert (run.good, run.wrong) == (1, 0)
        assert runs.confirm(run)
    said = dict(Platform.objects.values_list("title", "established_by"))
    assert said == {"第1研究院": "柯政发〔2024〕12 号", "第2研究院": ""}


def test_two_hundred_platforms_with_mistakes_mended_and_sent_again(office: Office) -> None:
    run = upload(office, mistaken())
    assert (run.state, run.total) == ("checked", 200)
    assert (run.good, run.wrong, run.doubtful, run.before) == (190, 9, 1, 0)
    assert not Case.objects.exists(), "nothing is written before the word"
    assert not IdempotencyKey.objects.exists()
    problems = told(run)
    assert [p[:2] for p in problems[12]] == [("credit_code", "wrong")]
    assert "校验位" in problems[12][0][2]
    permission = run.problems.get(number=22)
    assert permission.column == ""
    assert "quzhou-2024:art2.p2" in permission.cites
    assert permission.remedy
    assert [p[0] for p in problems[32]] == ["credit_code"]
    assert run.problems.get(number=32).typed == "1.233060000000003e+17", "as spreadsheets show it"
    assert {p[0] for p in problems[42]} == {"founders", "founded_on"}, "all mistakes of a row at once"
    assert [p[0] for p in problems[52]] == ["platform_class"]
    assert "第 62 行重复" in told(run)[63][0][2]
    assert [p[0] for p in problems[72]] == ["operating_since"]
    assert "设立日" in problems[72][0][2]
    assert [p[0] for p in problems[82]] == ["founded_on"]
    assert problems[92] == [("title", "doubtful", "已有同名平台：第 3 行")]
    assert [p[0] for p in problems[102]] == ["title"]
    assert run.problems.get(number=12).standard == "GB 32100"

    assert runs.confirm(run)
    run.refresh_from_db()
    assert (run.state, run.written, run.wrong, run.doubtful) == ("done", 190, 9, 1)
    assert Platform.objects.count() == 190
    assert TimelineEntry.objects.filter(action="register").count() == 190
    assert not runs.confirm(run), "a second word changes nothing"

    back = runs.annotated_file(run).read()
    cells = python_calamine.load_workbook(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    assert cells[0][-1] == "问题和改法"
    assert "校验位" in cells[11][-1]
    assert cells[1][-1] == ""

    rows = mistaken()
    for n in (10, 20, 30, 40, 50, 70, 80, 90, 100):
        rows[n] = platform_row(n)
    rows[60] = platform_row(60)
    again = upload(office, rows, name="平台改.xlsx")
    assert (again.good, again.wrong, again.doubtful, again.before) == (10, 0, 0, 190)
    runs.confirm(again)
    again.refresh_from_db()
    assert (again.written, again.before) == (10, 190)
    assert Platform.objects.count() == 200
    assert Organisation.objects.filter(kind="platform").count() == 200
    third = upload(office, rows)
    assert (third.good, third.before) == (0, 200)


def test_a_row_written_together_is_the_same_as_one_written_alone(office: Office) -> None:
    alone = registered(office, title="单独", credit_code=credit_code(900), founders=[], fields_of_industry="")
    upload_and_go(office, [platform_row(901, 共建主体="", 名称="一起"), platform_row(902)])
    together = Platform.objects.get(title="一起")
    same = ("kind", "state", "version", "public", "closed_on", "created_by_id", "opened_on", "region_id", "fields")
    assert {n: getattr(alone, n) for n in same} == {n: getattr(together, n) for n in same}
    entries = [TimelineEntry.objects.get(case=case, action="register") for case in (alone, together)]
    assert entries[0].data.keys() == entries[1].data.keys()
    assert entries[0].cites == entries[1].cites
    assert together.owner.credit_code == credit_code(901)
    assert [f.organisation.name for f in Founder.objects.filter(platform__title="第902研究院")] == ["kq-university"]
    numbers = list(Platform.objects.order_by("pk").values_list("number", flat=True))
    assert [int(n.rpartition("-")[2]) for n in numbers] == [1, 2, 3]
    from kechuang.casework.search.services import matching

    assert Platform.objects.filter(pk__in=matching("一起")).exists(), "found by search like any other"
    history = Platform._meta.apps.get_model("platforms", "PlatformEvent")
    assert (
        history.objects.filter(pgh_obj_id=together.pk, pgh_label="insert").get().pgh_context["user"] == office[CLERK].pk
    )


def upload_and_go(office: Office, rows: list[Any], by: str = CLERK, **more: Any) -> ImportRun:
    run = upload(office, rows, by)
    runs.confirm(run, **more)
    run.refresh_from_db()
    return run


def test_doubtful_rows_go_when_the_person_says_so(office: Office) -> None:
    rows = [platform_row(1), platform_row(2, 名称="第1研究院")]
    assert upload_and_go(office, rows).written == 1
    run = upload_and_go(office, rows, take_doubtful=True)
    assert (run.written, run.before) == (1, 1)


def test_a_changed_row_of_an_imported_platform_is_not_written(office: Office) -> None:
    upload_and_go(office, [platform_row(1)])
    run = upload(office, [platform_row(1, 名称="改了名")])
    assert run.wrong == 1
    problem = run.problems.get()
    assert "PT-" in problem.problem
    assert "更正" in problem.remedy
    runs.confirm(run)
    assert Platform.objects.get().title == "第1研究院"


def test_a_colleagues_upload_is_known(office: Office) -> None:
    upload_and_go(office, [platform_row(n) for n in range(3)])
    run = upload(office, [platform_row(n) for n in range(4)], by="kq-st_department-leader")
    assert (run.good, run.before, run.wrong) == (1, 3, 0)


def test_without_a_code_name_and_region_tell_a_row(office: Office) -> None:
    rows = [platform_row(1, 统一社会信用代码=""), platform_row(2, 统一社会信用代码="")]
    assert upload_and_go(office, rows).written == 2
    assert upload_and_go(office, rows).before == 2


@pytest.mark.parametrize(
    "by", ["kq-firm-member", "kq-professor", "kq-finance_department-clerk", "kc-st_department-clerk"]
)
def test_an_import_is_only_actions_of_the_person(office: Office, by: str) -> None:
    run = upload_and_go(office, [platform_row(n) for n in range(5)], by=by)
    assert (run.written, run.wrong) == (0, 5)
    assert not Case.objects.exists()
    assert all(p.cites for p in run.problems.all())


def test_rows_for_cases_that_are_there_go_through_the_same_grounds(office: Office) -> None:
    ours, theirs = registered(office), registered(office, "330802", "kc")
    heads = ["案件编号", "认定类型", "级别", "认定机关", "认定日"]
    rows = [
        [ours.number, "重点实验室", "省级", "省科技厅", "2025-01-01"],
        [theirs.number, "重点实验室", "省级", "省科技厅", "2025-01-01"],
        ["PT-1999-000009", "重点实验室", "省级", "省科技厅", "2025-01-01"],
        [ours.number, "工程中心", "省级", "省科技厅", "2025-13-01"],
    ]
    content = files.xlsx([heads, *rows])
    run = runs.upload(recognitions, "认定.xlsx", content, office["kq-st_department-clerk"])
    assert (run.good, run.wrong) == (1, 3)
    assert not Recognition.objects.exists()
    runs.confirm(run)
    assert Recognition.objects.get().platform_id == ours.pk
    ours.refresh_from_db()
    assert ours.version == 2
    again = runs.upload(recognitions, "认定.xlsx", content, office["kq-st_department-clerk"])
    assert again.before == 1


def test_a_file_that_is_no_table_is_told(office: Office) -> None:
    run = runs.upload(platforms, "x.xlsx", b"PK\x03\x04nonsense", office[CLERK])
    assert run.state == "failed"
    assert run.notes["remedy"]
    empty = runs.upload(platforms, "x.xlsx", files.platforms([]), office[CLERK])
    assert (empty.state, "没有" in empty.notes["problem"]) == ("failed", True)


def test_every_template_reads_back(office: Office) -> None:
    from kechuang.core.sheets.template import csv_template, xlsx_template

    for declared in all_imports():
        columns = declared.sheet_columns
        for content in (xlsx_template(columns, str(declared.title)), csv_template(columns)):
            assert [c.name for c in read(content, columns).heads.values()] == [c.name for c in columns]


def test_a_run_whose_process_died_is_taken_up_where_it_was(office: Office) -> None:
    import datetime as dt

    from kechuang.core import clock

    run = upload(office, [platform_row(n) for n in range(6)])
    assert not runs.resume(run), "it is not running"
    late = clock.now() - dt.timedelta(minutes=5)
    ImportRun.objects.filter(pk=run.pk).update(state="writing", done=2, good=0, written=2, beat_at=late)
    run.refresh_from_db()
    assert run.stale
    runs.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.written) == ("done", 6, 6)
    assert Platform.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_written_once() -> None:
    office = make_office()
    rows = [platform_row(n) for n in range(60)]
    made = [upload(office, rows, by) for by in (CLERK, CLERK, "kq-st_department-leader", "kq-park-clerk")]

    def go(run: ImportRun) -> int:
        try:
            runs.confirm(run)
            run.refresh_from_db()
            return int(run.written)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(go, [*made, made[0]]))
    assert {run.state for run in ImportRun.objects.all()} == {"done"}
    assert sum(run.written for run in ImportRun.objects.all()) == 60
    assert 60 in written
    assert Platform.objects.count() == 60
    assert Organisation.objects.filter(kind="platform").count() == 60


@pytest.mark.django_db(transaction=True)
def test_a_long_file_is_carried_out_beside_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 20)
    monkeypatch.setattr(runs, "PART", 25)
    monkeypatch.setattr(runs, "SHORT_FILE", 0)
    office = make_office()
    rows = [platform_row(n) for n in range(120)]
    rows[40] = platform_row(40, 类型="错")
    run = upload(office, rows)
    assert run.state == "checking"
    carry_out(run)
    assert (run.state, run.good, run.wrong, run.done) == ("checked", 119, 1, 120)
    runs.confirm(run)
    assert (run.state, run.done) == ("writing", 0)
    carry_out(run)
    assert (run.state, run.written, run.wrong) == ("done", 119, 1)
    order = list(Platform.objects.order_by("number").values_list("title", flat=True))
    assert order == [f"第{n}研究院" for n in range(120) if n != 40], "numbers in the order of the rows"
    from kechuang.casework.inbox.models import Message

    assert Message.objects.filter(topic="import", user=office[CLERK]).count() == 2


def carry_out(run: ImportRun) -> None:
    assert run_waiting() == 1
    run.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_someone_faster_between_judging_and_writing_is_met_by_the_database() -> None:
    """One row of the part cannot be written any more: it alone is refused, the others go in."""
    from kechuang.casework.cases.batch import Item, Ready, prepare_many, write_many
    from kechuang.core.permissions import Refusal

    office = make_office()
    data = {
        "region": "330603", "platform_class": "technology_innovation", "origin": "publicly_funded",
        "legal_form": "public_institution", "founded_on": "2024-05-01",
    }  # fmt: skip
    items = [Item(data | {"title": f"院{n}", "credit_code": credit_code(n)}, key=f"k{n}") for n in range(5)]
    ready = [one for one in prepare_many(platforms.action, items, by=office[CLERK]) if isinstance(one, Ready)]
    assert len(ready) == 5
    registered(office, title="更快", credit_code=credit_code(2))
    found = write_many(platforms.action, ready, by=office[CLERK])
    assert [isinstance(one, Refusal) for one in found] == [False, False, True, False, False]
    assert Platform.objects.count() == 5


def test_the_collector_of_garbage_is_as_it_was_after_a_run_that_failed() -> None:
    before, during = gc.get_threshold(), []

    def fail() -> None:
        with runs._unhindered():
            during.append(gc.get_threshold())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert during != [before]
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
