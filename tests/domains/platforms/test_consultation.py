"""Experts asked before a decision answer themselves; the office records only what came on paper, with the paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from kechuang.casework.accounts import tokens
from kechuang.casework.inbox.models import Message, Todo
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.models import ExpertConsultation, ExpertOpinion
from tests.casework.office import Office, act
from tests.domains.platforms.admitting import CONSULTATION, asked, day

SAID = {"stance": "reserve", "text": "资金宜分期到位，协议写明退出"}


def begun(office: Office) -> Any:
    return act(f"{CONSULTATION}.consult", None, {
        "title": "新材料布局征询", "region": "330802", "purpose": "layout", "question": "是否布局", "reply_by": day(10),
    }, office["kc-st_department-clerk"]).case  # fmt: skip


def on_paper(**changes: Any) -> dict[str, Any]:
    return {"field": "law", "expert": "唐律师", "workplace": "律所合伙人", "stance": "support", "text": "可行",
            "given_on": day(0)} | changes  # fmt: skip


def paper() -> dict[str, Any]:
    return {"evidence": SimpleUploadedFile("tang.txt", "书面意见，签名".encode())}


def refusal(name: str, case: Any, data: dict[str, Any], by: Any, files: Any = None) -> Any:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by, files=files)
    return caught.value.refusal


def test_each_expert_asked_has_a_to_do_of_their_own_and_answers_it(office: Office) -> None:
    consultation = begun(office)
    first, second = asked(office, consultation), asked(office, consultation, "kc-scientific-1", "technology")
    assert {t.user for t in Todo.objects.open().filter(case_id=consultation.pk)} == {first, second}
    act(f"{CONSULTATION}.give_opinion", consultation, SAID, first)
    assert [t.user for t in Todo.objects.open().filter(case_id=consultation.pk)] == [second]
    opinion = ExpertOpinion.objects.get()
    assert (opinion.given_by, opinion.recorded_by, opinion.source) == (first, first, "own")
    assert (opinion.field, opinion.expert, opinion.workplace) == ("law", "kc-scientific-0", "kc-elsewhere")
    act(f"{CONSULTATION}.give_opinion", consultation, {**SAID, "stance": "oppose"}, first)
    assert ExpertOpinion.objects.get().stance == "oppose", "said again, it takes the place of the first"
    clerk = office["kc-st_department-clerk"]
    assert not Message.objects.filter(user=clerk, text__contains="都已答复").exists()
    act(f"{CONSULTATION}.decline_opinion", consultation, {"reason": "出国"}, second)
    assert not Todo.objects.open().filter(case_id=consultation.pk).exists()
    assert Message.objects.filter(user=clerk, text__contains="都已答复").exists()
    assert refusal(f"{CONSULTATION}.give_opinion", consultation, SAID, second).ground is Ground.PERMISSION


def test_nobody_answers_for_an_expert_and_the_office_keeps_the_paper_it_records(office: Office) -> None:
    consultation, clerk = begun(office), office["kc-st_department-clerk"]
    asked(office, consultation)
    assert refusal(f"{CONSULTATION}.give_opinion", consultation, SAID, clerk).ground is Ground.PERMISSION
    without = refusal(f"{CONSULTATION}.record_opinion", consultation, on_paper(), clerk)
    assert list(without.errors) == ["evidence"]
    for_another = refusal(
        f"{CONSULTATION}.record_opinion", consultation, on_paper(expert="kc-scientific-0"), clerk, paper()
    )
    assert "由本人答复" in for_another.reason
    assert not ExpertOpinion.objects.exists()
    act(f"{CONSULTATION}.record_opinion", consultation, on_paper(), clerk, files=paper())
    kept = ExpertOpinion.objects.get()
    assert (kept.source, kept.given_by) == ("paper", None)
    assert kept.evidence is not None
    assert (kept.evidence.case_id, kept.evidence.name) == (consultation.pk, "tang.txt")


@pytest.mark.parametrize("wrong", [{"source": "paper", "evidence": None}, {"source": "own"}])
def test_the_database_takes_no_opinion_that_is_neither_the_experts_nor_on_paper(
    office: Office, wrong: dict[str, Any]
) -> None:
    consultation, clerk = begun(office), office["kc-st_department-clerk"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertOpinion(consultation=consultation, recorded_by=clerk, **on_paper(given_on="2026-01-05"), **wrong).save()


def test_an_expert_sees_no_others_opinion_before_the_end_by_page_nor_api(office: Office) -> None:
    consultation, clerk = begun(office), office["kc-st_department-clerk"]
    first, second = asked(office, consultation), asked(office, consultation, "kc-scientific-1", "technology")
    act(f"{CONSULTATION}.give_opinion", consultation, SAID, first)
    for field in ("technology", "industry", "investment"):
        act(f"{CONSULTATION}.record_opinion", consultation, on_paper(field=field), clerk, files=paper())

    def seen_by(user: Any) -> str:
        client = Client()
        client.force_login(user)
        _token, secret = tokens.make(user, "t", scope="read", days=1)
        headers = {"Authorization": f"Bearer {secret}"}
        page = "".join(
            client.get(f"/case/{consultation.number}/{more}").content.decode() for more in ("", "?show=timeline")
        )
        api = "".join(
            client.get(f"/api/cases/{consultation.number}/{more}", headers=headers).content.decode()
            for more in ("", "timeline")
        )
        return page + api

    assert SAID["text"] in seen_by(clerk)
    assert SAID["text"] in seen_by(first)
    assert SAID["text"] not in seen_by(second)
    assert consultation.number in seen_by(second)
    assert "唐律师" not in seen_by(second)
    act(f"{CONSULTATION}.conclude", consultation, {"conclusion": "总体赞成"}, clerk)
    assert SAID["text"] in seen_by(second), "once concluded, those asked may read what was said"
    assert not Todo.objects.open().filter(case_id=consultation.pk).exists(), "the round is over"
    assert ExpertConsultation.objects.get(pk=consultation.pk).state == "concluded"
    act(f"{CONSULTATION}.ask_more", consultation, {"note": "还差一位"}, clerk)
    assert [t.user for t in Todo.objects.open().filter(case_id=consultation.pk)] == [second], "who has not answered"


def test_an_expert_answers_on_the_page_and_by_the_api(office: Office) -> None:
    consultation = begun(office)
    first, second = asked(office, consultation), asked(office, consultation, "kc-scientific-1", "technology")
    client = Client()
    client.force_login(first)
    assert "答复专家征询" in client.get("/workbench/").content.decode()
    page = client.get(f"/case/{consultation.number}/give_opinion/")
    assert page.status_code == 200
    answer = client.post(f"/case/{consultation.number}/give_opinion/", {"stance": "support", "text": ""})
    assert "有 1 处要改" in answer.content.decode()
    assert not ExpertOpinion.objects.exists()
    client.post(f"/case/{consultation.number}/give_opinion/", {"stance": "support", "text": "同意"})
    _token, secret = tokens.make(second, "t", scope="act", days=1)
    answer = Client().post(
        f"/api/cases/{consultation.number}/actions/give_opinion", {"stance": "oppose", "text": "重复"},
        content_type="application/json", headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content.decode()
    assert set(ExpertOpinion.objects.values_list("field", "stance")) == {("law", "support"), ("technology", "oppose")}
