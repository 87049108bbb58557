"""From the review to the decision, its notice, and the platform and agreement that come of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from kechuang.casework.documents.papers import to_docx
from kechuang.casework.notices.models import Notice
from kechuang.casework.parties.models import Person
from kechuang.casework.reviews import conflicts
from kechuang.casework.reviews.models import Conflict, Expert, Panel
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.achievements.models import Achievement, Completer
from kechuang.domains.platforms import facts
from kechuang.domains.platforms.models import Admission, Agreement, Platform
from kechuang.domains.platforms.panels import admission as panels
from kechuang.domains.platforms.papers.admission import decision_paper
from kechuang.domains.platforms.reviews import ADMISSION as PURPOSE
from kechuang.law.library import load
from tests.casework.office import Office, act
from tests.domains.platforms.admitting import (
    ADMISSION,
    ASSESSED,
    BUDGET,
    accepted,
    day,
    experts,
    heard,
    reviewed,
    submitted,
)


def refusal(name: str, case: object, data: dict[str, Any], by: Any) -> Any:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by)
    return caught.value.refusal


def admit(**changes: Any) -> dict[str, Any]:
    return {"decision": "admit", "reasons": "论证齐备", "notice_until": day(7)} | changes


def deciding(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> Any:
    """Reviewed, budgeted, argued; in Quzhou with experts of the four fields heard."""
    clerk = office[f"{mark}-st_department-clerk"]
    admission = reviewed(office, mark, region, **changes)
    act(f"{ADMISSION}.arrange_budget", admission, BUDGET, office[f"{mark}-finance_department-clerk"])
    more = {"consultation": heard(office, mark, region).pk} if mark == "kc" else {}
    return act(f"{ADMISSION}.conclude", admission, {**ASSESSED, **more}, clerk).case


def test_the_criteria_are_those_the_law_lists_each_in_one_track() -> None:
    library = load()
    assert {c.name for c in PURPOSE.criteria} == {i.id for i in library.checklist_items("admission.review_criteria")}
    assert {t.name for t in PURPOSE.tracks} == {i.id for i in library.checklist_items("admission.review_tracks")}


def test_the_argument_waits_for_the_review_and_no_score_shows_before(office: Office) -> None:
    experts(office)
    admission = accepted(office)
    clerk = office["kc-st_department-clerk"]
    found = refusal(f"{ADMISSION}.conclude", admission, ASSESSED, clerk)
    assert (found.ground, "准入论证" in found.reason) == (Ground.LAW, True)
    assert facts.admission_facts(admission)["admission.review_criteria"] == ()
    assert panels.review(admission, clerk) is not None
    assert panels.review(admission, office["kc-professor"]) is None


def test_in_quzhou_no_admission_before_experts_of_four_fields_were_heard(office: Office) -> None:
    clerk, leader = office["kc-st_department-clerk"], office["kc-st_department-leader"]
    admission = reviewed(office)
    act(f"{ADMISSION}.conclude", admission, ASSESSED, clerk)
    found = refusal(f"{ADMISSION}.decide", admission, admit(), leader)
    assert (found.ground, [str(c) for c in found.cites]) == (Ground.LAW, ["quzhou-2024:art11.p1"])
    assert "法律" in found.reason, "the fields still missing are named"
    admission.refresh_from_db()
    assert (admission.state, admission.decision) == ("deciding", "")


def test_an_industry_outside_the_lists_needs_a_recorded_reason(office: Office) -> None:
    leader = office["kc-st_department-leader"]
    admission = deciding(office, industries=[], other_industries="围棋产业")
    found = refusal(f"{ADMISSION}.decide", admission, admit(), leader)
    assert [str(c) for c in found.cites] == ["quzhou-2024:art8.p1"]
    done = act(f"{ADMISSION}.decide", admission, admit(exception_reason="市政府列为特色产业"), leader).case
    assert done.state == "noticed"


def test_in_keqiao_the_draft_only_warns_of_what_is_missing(office: Office) -> None:
    leader, clerk = office["kq-st_department-leader"], office["kq-st_department-clerk"]
    admission = reviewed(office, "kq", "330603", industries=["new_materials"])
    act(f"{ADMISSION}.conclude", admission, ASSESSED, clerk)
    done = act(f"{ADMISSION}.decide", admission, admit(), leader)
    assert done.case.state == "noticed"
    (warning,) = done.warnings
    assert (warning.rule, warning.simulation) == ("admission_complete", True)


def test_a_refusal_names_its_clauses_and_is_explained(office: Office) -> None:
    leader = office["kc-st_department-leader"]
    admission = deciding(office)
    bare = {"decision": "refuse", "reasons": "需求不实"}
    assert "grounds" in refusal(f"{ADMISSION}.decide", admission, bare, leader).errors
    foreign = {**bare, "grounds": ["keqiao-2025-draft:s1.3.a"]}
    assert "grounds" in refusal(f"{ADMISSION}.decide", admission, foreign, leader).errors, "a text of another place"
    done = act(f"{ADMISSION}.decide", admission, {**bare, "grounds": ["quzhou-2024:art8.p1"]}, leader).case
    assert (done.state, done.closed_on) == ("refused", clock.today())
    sheet = panels.decision(done, office["kc-professor"])
    assert sheet is not None
    assert (sheet.text, [c.words for c in sheet.cites]) == ("需求不实", ["第8条第1款"])
    paper = decision_paper(done)
    assert (paper.title, "第八条" in paper.notes[0] or "8" in paper.notes[0]) == (
        "关于不予准入衢州新材料创新中心的决定",
        True,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Admission.objects.filter(pk=done.pk).update(grounds=[])


def test_sent_back_from_the_decision_it_keeps_its_first_day(office: Office) -> None:
    admission = deciding(office)
    data = {"decision": "return", "reasons": "补企业意向书"}
    back = act(f"{ADMISSION}.decide", admission, data, office["kc-st_department-leader"]).case
    assert (back.state, back.decision) == ("returned", "")
    with clock.moved_to(clock.today() + dt.timedelta(days=3)):
        again = act(f"{ADMISSION}.submit", back, {}, office["kc-professor"]).case
    assert again.submitted_on == admission.submitted_on


def test_from_notice_to_platform_and_agreement_with_nothing_asked_twice(office: Office) -> None:
    clerk, leader = office["kc-st_department-clerk"], office["kc-st_department-leader"]
    admission = deciding(office, route="inclusion")
    admission = act(f"{ADMISSION}.decide", admission, admit(), leader).case
    notice = Notice.objects.get(subject=admission)
    assert (notice.owner, notice.public) == (office.organisations["kc-st_department"], True)
    assert notice.fields["support"] == "4,500,000.50 元", "what the applicant raises itself is no support"
    assert "0570" not in str(notice.fields), "the contact is not put up"
    page = Client().get(f"/public/notices/{notice.number}/").content.decode()
    assert "没有条文规定这种公示的天数，公示到哪一天由发布单位选定；所引条文是公示事项的依据" in page
    assert "条文没有规定天数" in page
    assert "/law/quzhou-2024/" in page
    assert "art17" not in page, "agreed prices are another matter"
    opening = {"founded_on": day(0), "agreement_starts_on": "2027-01-01"}
    assert refusal(f"{ADMISSION}.open_platform", admission, opening, clerk).opens_on == clock.today() + dt.timedelta(
        days=8
    )
    with clock.moved_to(clock.today() + dt.timedelta(days=8)):
        opening["founded_on"] = day(0)
        done = act(f"{ADMISSION}.open_platform", admission, opening, clerk).case
    platform = Platform.objects.get()
    assert (done.state, done.platform.pk, platform.state) == ("admitted", platform.pk, "preparing")
    assert {f.organisation.name for f in platform.founders.all()} == {"kc-university", "kc-firm"}
    assert (platform.fields, platform.introducing_entity.name) == (["新材料"], "kc-park")
    assert platform.owner.unit_facts.get(name="unit.included_as_cobuilt").evidence == admission.number
    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.owner.name, agreement.platform) == ("draft", "kc-park", platform)
    assert {name: agreement.topics[name] for name in ("construction", "talent", "transformation", "incubation")} == {
        name: getattr(admission, name) for name in ("construction", "talent", "transformation", "incubation")
    }
    assert "2,000,000.00" in agreement.topics["support"] or "4,500,000.50" in agreement.topics["support"]
    assert [f"{a.year} {a.amount}" for a in agreement.amounts.all()] == ["2027 2000000.00", "2028 2500000.50"]
    assert (agreement.starts_on, agreement.ends_on) == (dt.date(2027, 1, 1), dt.date(2031, 12, 31))
    assert to_docx(decision_paper(done))[:2] == b"PK"


def test_what_an_english_reader_decides_is_kept_in_chinese(office: Office) -> None:
    clerk, leader = office["kc-st_department-clerk"], office["kc-st_department-leader"]
    with override("en"):
        admission = deciding(office)
        admission = act(f"{ADMISSION}.decide", admission, admit(), leader).case
        notice = Notice.objects.get(subject=admission)
        with clock.moved_to(clock.today() + dt.timedelta(days=8)):
            opening = {"founded_on": day(0), "agreement_starts_on": "2027-01-01"}
            act(f"{ADMISSION}.open_platform", admission, opening, clerk)
    agreement = Agreement.objects.get()
    assert notice.title == f"平台准入公示：{admission.title}"
    assert notice.fields["platform_class"] == "技术创新型"
    assert (agreement.title, agreement.topics["support"]) == (
        f"共建{admission.title}协议", "区（县、市）财政预算 4,500,000.50 元、申请方自筹 600,000.00 元",
    )  # fmt: skip


def test_kin_and_coauthors_of_who_is_to_lead_stay_out_of_the_panel(office: Office) -> None:
    experts(office)
    scientists = list(Expert.objects.filter(side="scientific").order_by("number"))
    Conflict.objects.create(expert=scientists[0], kind="kinship", person_name="何院长", valid_from="2020-01-01")
    admission = submitted(office)
    done = Achievement(
        kind=Achievement.kind_name(), number="CG-1", title="共同成果", region_id="330802", owner=admission.owner,
        kind_of_achievement="applied", form="technology", attribute="original", stage="middle",
        completed_on=clock.today() - dt.timedelta(days=900),
    )  # fmt: skip
    with transaction.atomic():
        done.save()
        people = (scientists[1].person, Person.objects.create(name="何院长"))
        for position, person in enumerate(people, 1):
            Completer.objects.create(achievement=done, person=person, position=position, share=500_000)
    names = {e.pk: e.number for e in scientists}

    def bound() -> dict[str, set[str]]:
        stake = conflicts.stake_of(admission, PURPOSE)
        found = conflicts.bonds(scientists, stake, clock.today())
        return {names[pk]: {bond.kind for bond in bonds} for pk, bonds in found.items()}

    assert bound() == {scientists[0].number: {"kinship"}, scientists[1].number: {"coauthorship"}}
    with transaction.atomic():
        Achievement.objects.filter(pk=done.pk).update(completed_on=clock.today() - dt.timedelta(days=1200))
    assert bound() == {scientists[0].number: {"kinship"}}, "older than one looks back"


def test_a_decision_taken_back_takes_its_notice_down_and_may_be_made_anew(office: Office) -> None:
    leader = office["kc-st_department-leader"]
    admission = act(f"{ADMISSION}.decide", deciding(office), admit(), leader).case
    back = act(f"{ADMISSION}.reconsider", admission, {"note": "异议成立"}, leader).case
    assert (back.state, back.decision, back.decided_on) == ("deciding", "", None)
    assert Notice.objects.get(subject=admission).state == "withdrawn"
    again = act(f"{ADMISSION}.decide", back, admit(), leader).case
    assert Notice.objects.filter(subject=again, live=True).count() == 1


def test_an_objection_on_the_last_day_suspends_the_opening(office: Office) -> None:
    clerk, leader = office["kc-st_department-clerk"], office["kc-st_department-leader"]
    admission = act(f"{ADMISSION}.decide", deciding(office), admit(), leader).case
    notice = Notice.objects.get(subject=admission)
    with clock.moved_to(dt.datetime.combine(notice.ends_on, dt.time(23, 58), clock.CHINA)):
        act("notices.objection.file", None, {
            "notice": notice.number, "arguments": "与已有平台重复", "remedy": "重新论证", "name": "周某", "contact": "0570-7654321",
        }, office["kq-professor"])  # fmt: skip
    with clock.moved_to(notice.ends_on + dt.timedelta(days=1)):
        found = refusal(f"{ADMISSION}.open_platform", admission, {
            "founded_on": day(0), "agreement_starts_on": "2027-01-01",
        }, clerk)  # fmt: skip
        assert "1 件异议" in found.reason


def test_withdrawn_by_the_applicant_alone(office: Office) -> None:
    admission = submitted(office)
    assert (
        refusal(f"{ADMISSION}.withdraw", admission, {"note": "x"}, office["kc-st_department-clerk"]).ground
        is Ground.PERMISSION
    )
    assert (
        act(f"{ADMISSION}.withdraw", admission, {"note": "另有安排"}, office["kc-professor"]).case.state == "withdrawn"
    )
    assert not Panel.objects.exists()
