"""The lists at one and at many rows, the pool from a spreadsheet and back, the command, and an expert's file."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from kechuang.casework.parties.models import User
from kechuang.casework.reviews import cli, redrawing
from kechuang.casework.reviews.imports import experts as sheet
from kechuang.casework.reviews.models import Conflict, Draw, Expert, Panel, Standing
from kechuang.casework.sheets import runs
from kechuang.core import clock
from kechuang.core.jobs import run_waiting
from kechuang.core.permissions import Refused
from tests.casework.office import Office, act, make_office
from tests.casework.reviews.conftest import TRACKS, WHOLE, Pool, brought_to, user_of
from tests.sheets.files import xlsx

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return len(asked)


def test_many_rows_cost_as_many_queries_as_few(pool: Pool) -> None:
    client = _client(pool.clerk)
    urls = ("/experts/", "/fairness/", "/seats/", "/panels/", "/api/cases/?kind=seats")
    pool.open()
    before = {}
    for url in urls:
        _queries(client, url)
        before[url] = _queries(client, url)
    for n in range(10):
        pool.add(f"后来{n}")
    pool.open(TRACKS)
    assert {url: _queries(client, url) for url in urls} == before


def _typed(pool: Pool, **more: Any) -> dict[str, Any]:
    return {
        "subject": pool.subject.number,
        "purpose": WHOLE,
        "reply_by": "2099-01-01",
        "score_by": "2099-01-02",
        **more,
    }


def test_an_office_draws_by_side_and_field_on_the_page_and_anyone_can_repeat_it(pool: Pool) -> None:
    for n in range(3):
        pool.add(f"法律{n}", fields="法律")
        pool.add(f"芯片{n}", fields="先进封装")
    client = _client(pool.clerk)
    page = client.get("/new/panels/convene/").content.decode()
    assert "先进封装" in page, "fields of the pool beside those of the law"
    data = _typed(
        pool, seats_scientific="1", fields_wanted=["new_materials"], row_1_side="scientific", row_1_field="law", row_1_many="2",
        row_3_side="scientific", row_3_field="先进封装", row_3_many="1",
    )  # fmt: skip
    answer = client.post("/new/panels/convene/", data)
    assert answer.status_code == 302, answer.content.decode()
    panel = Panel.objects.get()
    assert panel.seats_wanted == {"scientific": 1, "scientific/law": 2, "scientific/先进封装": 1}
    fields = sorted(next(f for f in seat.expert.fields) for seat in panel.seats.select_related("expert"))
    assert fields == sorted(["law", "law", "先进封装", "new_materials"])
    found = redrawing.of(panel.number)
    assert found is not None
    assert found.same
    public = Client().get(f"/draws/{panel.number}/").content.decode()
    assert "法律" in public
    assert "先进封装" in public
    assert Draw.objects.get(panel=panel).seed in public
    assert not any(name in public for name in pool.experts), "the public repeats it by keys, not by names"


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"row_1_side": "scientific", "row_1_many": "1"}, "row_1_field"),
        ({"row_2_side": "scientific", "row_2_field": "law"}, "row_2_many"),
        ({"row_1_side": "investment", "row_1_field": "law", "row_1_many": "1"}, "row_1_side"),
        ({f"row_{n}_{k}": v for n in (1, 2) for k, v in (("side", "scientific"), ("field", "law"), ("many", "1"))},
         "row_2_field"),
    ],
)  # fmt: skip
def test_a_line_of_the_draw_that_cannot_be_is_told_at_its_field(pool: Pool, row: dict[str, str], place: str) -> None:
    with pytest.raises(Refused) as caught:
        act("reviews.panel.convene", None, _typed(pool, **row), pool.clerk)
    assert list(caught.value.refusal.errors) == [place]
    assert not Panel.objects.exists()


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_pages_open_in_every_phase_for_whom_they_are(pool: Pool, lang: str) -> None:
    panel = brought_to(pool, "closed")
    seat = panel.seats.get(label="A")
    for user, urls in (
        (pool.clerk, (f"/case/{panel.number}/", f"/case/{seat.number}/", f"/case/{seat.expert.number}/", "/fairness/",
                      "/new/panels/convene/", "/new/experts/enter/")),
        (user_of(seat), (f"/case/{seat.number}/", f"/case/{seat.expert.number}/", "/seats/", "/workbench/")),
    ):  # fmt: skip
        client = _client(user)
        client.cookies["django_language"] = lang
        for url in urls:
            assert client.get(url, headers={"accept-language": lang}).status_code == 200, url
    assert _client(user_of(seat)).get("/fairness/").status_code == 403
    barred = _client(pool.office["kq-finance_department-clerk"]).get("/fairness/")
    assert barred.status_code == 403
    assert "由建专家库的科技主管部门的经办人和负责人看" in barred.content.decode()
    assert "表单的凭证" not in barred.content.decode(), "the reason, not the sentence for everything"
    assert Client().get("/fairness/").status_code == 302


def test_the_public_page_says_when_a_record_was_changed(pool: Pool) -> None:
    panel = pool.open()
    assert "重抽结果相同" in Client().get(f"/draws/{panel.number}/").content.decode()
    with connection.cursor() as cursor:  # someone with the keys to the database
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reviews_draw SET seed = 'mine' WHERE panel_id = %s", [panel.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert "重抽结果不同" in Client().get(f"/draws/{panel.number}/").content.decode()
    assert Client().get(f"/api/draws/{panel.number}/").json()["differences"][0] == "order"


def test_the_downloaded_pool_has_the_hash_on_the_page(pool: Pool) -> None:
    import hashlib

    panel = pool.open()
    lines = Client().get(f"/draws/{panel.number}/pool.csv").content
    assert hashlib.sha256(lines).hexdigest() == Draw.objects.get(panel=panel).pool_hash
    assert Client().get("/draws/PS-2026-999999/").status_code == 404


def test_the_command_draws_again(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "database_up", nullcontext)
    monkeypatch.setattr(cli, "set_up", lambda: None)
    panel = pool.open()
    run = CliRunner().invoke(cli.app, ["redraw", panel.number])
    assert (run.exit_code, run.output.splitlines()[-1]) == (0, "same")
    assert CliRunner().invoke(cli.app, ["redraw", "PS-1999-000001"]).exit_code == 2
    seat = panel.seats.get(label="A")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reviews_seat SET place = 5 WHERE case_ptr_id = %s", [seat.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    tampered = CliRunner().invoke(cli.app, ["redraw", panel.number])
    assert tampered.exit_code == 1
    assert "seats" in redrawing.of(panel.number).differences  # type: ignore[union-attr]


def test_the_pool_comes_from_a_spreadsheet_with_what_binds_each_expert(db: None) -> None:
    office: Office = make_office()
    rows = [
        ["姓名", "所在单位", "代表方面", "专业领域", "职称或职务", "电子邮箱", "利害关系"],
        ["方澜", "kq-university", "领域专家", "新材料；法律", "教授", "fang@example.org", "任职:kq-firm；亲属:张三"],
        ["周清", "kq-firm", "企业侧", "集成电路", "", "zhou@example.org", ""],
        ["陈若", "没有这个单位", "领域专家", "新材料", "", "", ""],
        ["林衡", "kq-firm", "专家侧", "新材料", "", "", "朋友:李四"],
    ]
    run = runs.upload(sheet, "专家.xlsx", xlsx(rows), office["kq-st_department-clerk"])
    run_waiting()
    run.refresh_from_db()
    assert (run.good, run.wrong) == (2, 2)
    wrong = {(p.number, p.column) for p in run.problems.all()}
    assert {column for _n, column in wrong} == {"organisation", "side", "bonds"}
    assert not Expert.objects.exists()
    assert runs.confirm(run)
    run_waiting()
    assert sorted(Expert.objects.values_list("title", flat=True)) == ["周清", "方澜"]
    fang = Expert.objects.get(title="方澜")
    assert fang.fields == ["new_materials", "law"]
    assert {(c.kind, str(c.organisation or c.person_name)) for c in fang.conflicts.all()} == {
        ("employment", "kq-firm"), ("kinship", "张三"),
    }  # fmt: skip
    assert "fang@example.org" not in str(list(fang.timeline.values_list("data", flat=True)))


def test_an_expert_applies_is_admitted_suspended_and_leaves(db: None) -> None:
    office = make_office()
    professor, clerk = office["kq-professor"], office["kq-st_department-clerk"]
    data: dict[str, Any] = {
        "keeper": office.organisations["kq-st_department"].pk, "organisation": office.organisations["kq-university"].pk,
        "side": "scientific", "expertise": "新材料",
    }  # fmt: skip
    expert = act("reviews.expert.apply", None, data, professor).case
    with pytest.raises(Refused) as refused:
        act("reviews.expert.apply", None, data, User.objects.get(pk=professor.pk))
    assert expert.number in refused.value.refusal.errors["__all__"][0]
    assert not Expert.objects.active_on(clock.today()).exists()
    act("reviews.expert.admit", expert, {}, clerk)
    assert Expert.objects.active_on(clock.today()).get() == expert
    assert User.objects.get(pk=professor.pk).person_id == expert.person_id
    assert not User.objects.filter(username__startswith="zj-").exists(), "no second account"
    act("reviews.expert.declare", expert, {
        "kind": "investment", "organisation": office.organisations["kq-firm"].pk, "valid_from": "2024-01-01",
        "source": "objection",
    }, User.objects.get(pk=professor.pk))  # fmt: skip
    conflict = Conflict.objects.get()
    assert conflict.source == "declared"
    act("reviews.expert.end_conflict", expert, {"conflict": conflict.pk, "ended_on": "2025-01-01"}, clerk)
    act("reviews.expert.suspend", expert, {"note": "出国"}, clerk)
    assert not Expert.objects.active_on(clock.today()).exists()
    act("reviews.expert.reinstate", expert, {}, clerk)
    with clock.moved_to(clock.today() + dt.timedelta(days=10)):
        act("reviews.expert.retire", expert, {"note": "退休"}, User.objects.get(pk=professor.pk))
        kinds = list(Standing.objects.filter(expert=expert).values_list("kind", "valid_to"))
        assert kinds == [("active", clock.today() - dt.timedelta(days=1)), ("retired", None)]


def test_scores_come_by_the_api_as_well_and_leave_by_it_to_nobody_else(pool: Pool) -> None:
    panel = brought_to(pool, "scoring")
    seat = panel.seats.get(label="A")
    client = _client(user_of(seat))
    client.defaults["HTTP_X_CSRFTOKEN"] = "x"
    href = f"/api/cases/{seat.number}/actions/submit"
    wrong = client.post(href, {"points_frontier": "101", "points_team": "1"}, content_type="application/json")
    assert wrong.status_code == 422
    assert list(wrong.json()["errors"]) == ["points_frontier"]
    done = client.post(
        href, {"points_frontier": "61.5", "points_team": "7.25", "comment_team": "稳"}, content_type="application/json"
    )  # fmt: skip
    assert done.status_code == 200, done.content
    assert "61.5" not in done.content.decode()
    assert "61.5" not in _client(pool.leader).get(f"/api/cases/{seat.number}/").content.decode()
    assert _client(user_of(panel.seats.get(label="B"))).get(f"/api/cases/{seat.number}/").status_code == 404
    assert _client(pool.office["kq-manager"]).get(f"/api/cases/{panel.number}/").status_code == 404


def test_a_draft_is_kept_for_its_writer_alone_and_gone_once_sent(pool: Pool) -> None:
    from kechuang.web.cases.models import FormDraft

    panel = brought_to(pool, "scoring")
    seat = panel.seats.get(label="A")
    client, form = _client(user_of(seat)), f"/case/{seat.number}/submit/"
    page = client.get(form).content.decode()
    assert not FormDraft.objects.exists(), "reading writes nothing"
    address = page.partition('data-draft="')[2].partition('"')[0]
    assert client.post(address, {"points_frontier": "77", "comment_team": "还要再看"}).status_code == 302
    assert "还要再看" in client.get(form).content.decode()
    assert "还要再看" not in _client(pool.leader).get(form).content.decode()
    sent = client.post(form, {"points_frontier": "77", "points_team": "8", "comment_team": "可以"})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    assert not FormDraft.objects.exists()
