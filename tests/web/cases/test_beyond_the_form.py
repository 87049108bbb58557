"""What no form asks about, told where it was typed: a day the law cannot read, somebody who was faster, a bound of the database."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, connections
from django.test import Client

from kechuang.casework.cases import engine
from kechuang.casework.cases.batch import Item, perform_many
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.domains.evaluation.actions.rectification import order_rectification
from kechuang.domains.evaluation.models import Rectification, Scheme
from kechuang.domains.funding.models import Budget
from tests.casework.office import Office, act, make_office
from tests.domains.evaluation.playing import BUREAU, playing
from tests.domains.evaluation.test_rectification import CLERK, KIND, TODAY, failed
from tests.domains.funding.funded import BUDGET, staffed
from tests.domains.funding.moving import funded, spending_data
from tests.web.cases.test_case_pages import As, page, submit

ORDER = {"requirements": "补齐转化目标", "due_on": "9999-12-31"}


def test_a_day_the_law_cannot_read_is_told_at_its_field(office: Office, as_: As) -> None:
    """A slip of the pen in a year: the page, the interface and a bulk step all say it, and what was typed stays."""
    with moved_to(TODAY):
        case = failed(office)
        with pytest.raises(Refused) as caught:
            act(f"{KIND}.order_rectification", case, ORDER, office[CLERK])
        assert caught.value.refusal.ground is Ground.INPUT
        assert "2100-12-31" in caught.value.refusal.errors["due_on"][0]
        (told,) = perform_many(order_rectification, [Item(ORDER, case.pk)], by=office[CLERK])
        assert isinstance(told, Refusal)
        assert "due_on" in told.errors
        answer = submit(as_(CLERK), f"/case/{case.number}/order_rectification/", ORDER)
        said = answer.content.decode()
        assert (answer.status_code, "2100-12-31" in said, "补齐转化目标" in said) == (200, True, True)
    assert Rectification.objects.get().state == "pending"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_begin_the_same_at_once_one_does_and_the_others_are_told() -> None:
    """A budget is there once a year; an edition of a scheme takes the next number."""
    office = make_office()
    platform = staffed(office)
    together = Barrier(8)

    def attempt(n: int) -> str:
        try:
            together.wait()
            if n % 2:
                data: dict[str, Any] = {"platform": platform.pk, "year": 2027}
                act(f"{BUDGET}.draft_budget", None, data, office["kq-treasurer"])
            else:
                data = {"platform_class": "basic_research", "year": 2026}
                act("evaluation.scheme.draft_scheme", None, data, office["kq-st_department-clerk"])
            return "done"
        except Refused as caught:
            return "、".join(caught.refusal.errors)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(attempt, range(8)))
    assert sorted(found[1::2]) == ["done", "year", "year", "year"]
    assert found[::2] == ["done"] * 4
    assert Budget.objects.count() == 1
    assert sorted(Scheme.objects.values_list("edition", flat=True)) == [1, 2, 3, 4]


def test_what_the_database_alone_refuses_is_told_on_the_page(
    office: Office, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    with moved_to(TODAY):
        case = failed(office)

        def beyond(*_given: Any) -> None:
            raise DataError("numeric field overflow")

        monkeypatch.setattr(engine, "stamp", beyond)
        data = ORDER | {"due_on": (TODAY + dt.timedelta(30)).isoformat()}
        answer = submit(as_(CLERK), f"/case/{case.number}/order_rectification/", data)
    said = answer.content.decode()
    assert (answer.status_code, "没有写入" in said, "补齐转化目标" in said) == (200, True, True)


def test_a_file_of_the_wrong_kind_is_told_as_that(office: Office, as_: As) -> None:
    """The form is read again to be shown again: the file is not empty for that."""
    _platform, _of, budget = funded(office)
    client: Client = as_("kq-treasurer")
    line = budget.lines.get(category="research")
    data = spending_data(line, "10")
    program = SimpleUploadedFile("发票.pdf", b"MZ\x90\x00" + b"0" * 200, "application/pdf")
    address = f"/case/{budget.number}/record_spending/"
    said = submit(client, address, {**data, "file": program}).content.decode()
    assert "不在可收的种类之内" in said
    assert "是空文件" not in said
    assert page(client, address)


def test_what_a_step_finds_wrong_with_its_input_stands_at_the_field(office: Office, as_: As) -> None:
    """The form alone finds nothing wrong: too few experts in the pool, values that are not there."""
    made = playing(office, {"technology_innovation": [None, 70]}, scored=50)
    client, here = as_(BUREAU), f"/case/{made.campaign.number}"
    days = {"reply_by": "2099-01-01", "score_by": "2099-01-02"}
    told = submit(client, f"{here}/start_scoring/", {"seats_scientific": "3", **days}).content.decode()
    assert "领域专家要 3 人" in told


def test_values_that_are_not_there_are_told_when_scores_are_taken_over(office: Office, as_: As) -> None:
    made = playing(office, {"technology_innovation": [None, 70]})
    days = {"reply_by": "2099-01-01", "score_by": "2099-01-02"}
    made.act("start_scoring", {"seats_scientific": "1", **days})
    told = submit(as_(BUREAU), f"/case/{made.campaign.number}/finish_scoring/", {}).content.decode()
    assert "1 项定量指标缺数" in told
