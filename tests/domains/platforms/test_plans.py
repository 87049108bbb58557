"""A platform's year: plan and targets, adopted by the council, filed by the department's day, looked at, evaluated, filed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kechuang.casework.cases.engine import offers
from kechuang.casework.inbox.models import Todo
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Person
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.domains.platforms import daily
from kechuang.domains.platforms.forms.year_values import EvaluationForm
from kechuang.domains.platforms.models import Council, Staff, Target, YearPlan
from kechuang.domains.platforms.panels import plans as panels
from kechuang.domains.platforms.papers.plans import development_paper, evaluation_paper, year_paper
from kechuang.domains.platforms.queries import indicators
from tests.casework.office import Office, act
from tests.domains.platforms.governed import START, resolved, seated

YEAR, ROUND, HORIZONS = "platforms.yearplan", "platforms.filinground", "platforms.developmentplan"
DAYS = {"year": 2026, "plan_due_on": "2026-03-31", "evaluation_due_on": "2027-01-31", "document": "科发〔2026〕1 号"}


def refused(name: str, case: Any, data: dict[str, Any], by: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by)
    return caught.value.refusal


@pytest.fixture(autouse=True)
def in_january() -> Any:
    with moved_to(START):
        yield


@pytest.fixture
def council(office: Office) -> Council:
    """A seated council of a recognised platform of Kecheng that runs."""
    made = seated(office, "kc", "330802")
    platform, clerk = made.platform, office["kc-st_department-clerk"]
    recognise = {"name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2025-01-01"}
    act("platforms.platform.recognise", platform, recognise, clerk)
    type(platform).objects.filter(pk=platform.pk).update(floor_area=3000)
    with transaction.atomic():
        from kechuang.casework.cases.models import Case

        Case.objects.filter(pk=platform.pk).update(state="operating", version=platform.version + 2)
    return Council.objects.get(pk=made.pk)


def staff(council: Council, name: str, capacity: str, since: str, until: str | None = None) -> None:
    person = Person.objects.create(name=name)
    Staff.objects.create(platform=council.platform, person=person, capacity=capacity, valid_from=since, valid_to=until)


def drafted(office: Office, council: Council, year: int = 2026, **more: Any) -> YearPlan:
    data = {"platform": council.platform.pk, "year": year, "work": "建中试线", "budget": "1000000.00", **more}
    made: YearPlan = act(f"{YEAR}.draft", None, data, office["kc-manager"]).case
    return made


def targets(office: Office, plan: YearPlan, **goals: str) -> None:
    for indicator, goal in goals.items():
        act(f"{YEAR}.set_target", plan, {"indicator": indicator, "goal": goal}, office["kc-manager"])


def adopted(office: Office, council: Council, plan: YearPlan) -> YearPlan:
    chosen = {
        "resolution": resolved(office, council, "major_matters", "kc", subject=plan.number).pk,
        "budget_resolution": resolved(office, council, "budget_accounts", "kc").pk,
    }
    with moved_to(dt.date(2026, 2, 20)):
        made: YearPlan = act(f"{YEAR}.adopt", plan, chosen, office["kc-manager"]).case
    return made


def test_the_departments_day_starts_the_clock_of_plans_there_and_asks_for_those_that_are_not(
    office: Office, council: Council
) -> None:
    clerk = office["kc-st_department-clerk"]
    round_ = act(f"{ROUND}.issue", None, DAYS, clerk).case
    asked = Todo.objects.open().get(name="draft_plan")
    assert asked.organisation == council.platform.owner
    assert refused(f"{ROUND}.issue", None, DAYS, clerk).errors.keys() == {"year"}
    plan = drafted(office, council)
    assert not Todo.objects.open().filter(name="draft_plan").exists()
    due = {o.rule: (o.due, o.owner, o.settled_by) for o in Obligation.objects.filter(case_id=plan.pk)}
    assert due == {
        "annual_plan_filing": (dt.date(2026, 3, 31), plan.owner, "file"),
        "self_evaluation_filing": (dt.date(2027, 1, 31), plan.owner, "file_evaluation"),
    }
    act(f"{ROUND}.change", round_, DAYS | {"plan_due_on": "2026-04-15"}, clerk)
    assert Obligation.objects.get(case_id=plan.pk, rule="annual_plan_filing").due == dt.date(2026, 4, 15)
    sheet = panels.filings(round_, clerk)
    assert sheet is not None
    assert [row[2].word for row in sheet.rows] == ["未备案"]
    assert panels.filings(round_, office["kq-firm-member"]) is None, "who files what is not for everybody"


def test_a_round_set_later_starts_the_clock_and_keqiao_has_none(office: Office, council: Council) -> None:
    plan = drafted(office, council)
    assert not Obligation.objects.filter(case_id=plan.pk).exists(), "the text names no day"
    act(f"{ROUND}.issue", None, DAYS, office["kc-st_department-clerk"])
    assert Obligation.objects.filter(case_id=plan.pk).count() == 2
    kq = seated(office)
    act(f"{ROUND}.issue", None, DAYS, office["kq-st_department-clerk"])
    data = {"platform": kq.platform.pk, "year": 2026, "work": "工作", "budget": "1"}
    other = act(f"{YEAR}.draft", None, data, office["kq-manager"]).case
    assert not Obligation.objects.filter(case_id=other.pk).exists()


def test_plan_and_budget_are_adopted_by_the_council_and_then_stand(office: Office, council: Council) -> None:
    plan, manager = drafted(office, council), office["kc-manager"]
    assert "还没有绩效目标" in refused(f"{YEAR}.adopt", plan, {}, manager).reason
    targets(office, plan, people="3", firms_incubated="500000")
    blocked = {o.action.name: o.refusal for o in offers(YearPlan.objects.get(pk=plan.pk), manager)}
    assert blocked["adopt"] is not None
    assert "重大事项" in blocked["adopt"].reason
    plan_only = resolved(office, council, "major_matters", "kc", subject=plan.number)
    half = refused(f"{YEAR}.adopt", plan, {"resolution": plan_only.pk}, manager)
    assert (half.ground, "经费预决算" in half.reason) == (Ground.LAW, True)
    budget = resolved(office, council, "budget_accounts", "kc")
    with moved_to(dt.date(2026, 2, 20)):
        chosen = {"resolution": plan_only.pk, "budget_resolution": budget.pk}
        assert act(f"{YEAR}.adopt", plan, chosen, manager).case.state == "adopted"
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(plan=plan, indicator="people").update(goal=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(plan=plan, indicator="firms", goal=1)


def test_from_plan_to_filed_self_evaluation_with_own_data_corrections_and_evidence(
    office: Office, council: Council
) -> None:
    manager = office["kc-manager"]
    act(f"{ROUND}.issue", None, DAYS, office["kc-st_department-clerk"])
    plan = drafted(office, council)
    targets(office, plan, people="3", floor_area="2000", council_meetings="5", firms_incubated="500000")
    adopted(office, council, plan)
    staff(council, "甲", "researcher", "2026-03-01")
    staff(council, "乙", "researcher", "2026-03-01", "2026-08-31")
    staff(council, "丙", "management", "2026-09-01")
    by = {t.indicator: t.pk for t in plan.targets.all()}
    early = {o.action.name: o.refusal for o in offers(YearPlan.objects.get(pk=plan.pk), manager)}["look_back"]
    assert early is not None
    assert early.opens_on == dt.date(2026, 7, 1)

    with moved_to(dt.date(2026, 4, 2)):
        assert refused(f"{YEAR}.file", plan, {"filed_on": "2026-04-03"}, manager).errors.keys() == {"filed_on"}
        act(f"{YEAR}.file", plan, {"filed_on": "2026-04-02"}, manager)
        late = Obligation.objects.get(case_id=plan.pk, rule="annual_plan_filing")
        assert (late.status, late.overdue_days) == ("met", 2)
    with moved_to(dt.date(2026, 7, 10)):
        half = {"half_year_note": "中试线已安装", f"value_{by['firms_incubated']}": "100000"}
        errors = refused(f"{YEAR}.look_back", plan, half, manager).errors
        assert errors.keys() == {f"explanation_{by['firms_incubated']}", f"explanation_{by['council_meetings']}"}
        half |= {
            f"explanation_{by['firms_incubated']}": "下半年到账",
            f"explanation_{by['council_meetings']}": "下半年补开",
        }
        act(f"{YEAR}.look_back", plan, half, manager)
        people = Target.objects.get(plan=plan, indicator="people")
        assert (people.half, people.half_source) == (Decimal(2), "own"), "counted on 30 June, nobody typed it"

    with moved_to(dt.date(2026, 12, 20)):
        asked = EvaluationForm(case=YearPlan.objects.get(pk=plan.pk), by=manager)
        assert "半年 100000" in str(asked.fields[f"value_{by['firms_incubated']}"].help_text), (
            "it need not be looked up"
        )
        told = {
            "evaluation": "完成情况良好", "income_total": "2000000", "income_fiscal": "1500000", "costs_total": "1000000",
            f"value_{by['firms_incubated']}": "520000", f"value_{by['people']}": "4",
            f"explanation_{by['council_meetings']}": "合并召开",
        }  # fmt: skip
        errors = refused(f"{YEAR}.evaluate", plan, told, manager).errors
        assert errors.keys() == {f"reason_{by['people']}", f"evidence_{by['firms_incubated']}"}
        assert "系统数据是 2" in errors[f"reason_{by['people']}"][0]
        upload = {"file": SimpleUploadedFile("到账凭证.txt", "银行回单".encode(), "text/plain")}
        act(f"{YEAR}.attach", plan, {}, manager, files=upload)
        told |= {
            f"reason_{by['people']}": "两人十二月入职尚未录入",
            f"evidence_{by['firms_incubated']}": "到账凭证.txt v1",
        }
        act(f"{YEAR}.evaluate", plan, told, manager)
        found = {t.indicator: (t.actual, t.actual_source, t.evidence) for t in plan.targets.all()}
        assert found == {
            "people": (Decimal(4), "corrected", ""), "floor_area": (Decimal(3000), "own", ""),
            "council_meetings": (Decimal(2), "own", ""), "firms_incubated": (Decimal(520000), "manual", "到账凭证.txt v1"),
        }  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.filter(plan=plan, indicator="people").update(actual=9)
        done = act(f"{YEAR}.file_evaluation", plan, {"filed_on": "2026-12-20"}, manager).case
    assert (done.state, done.closed_on) == ("closed", dt.date(2026, 12, 20))
    assert set(Obligation.objects.filter(case_id=plan.pk).values_list("status", flat=True)) == {"met"}
    text = str(evaluation_paper(done).body)
    for wanted in ("合并召开", "两人十二月入职尚未录入", "新孵化企业（家）", "未完成", "2,000,000.00"):
        assert wanted in text
    assert "壹佰万元" in str(year_paper(done).body)

    with moved_to(dt.date(2026, 12, 28)):
        following = drafted(office, council, 2027)
        assert following.previous == plan
        assert {t.indicator: t.goal for t in following.targets.all()} == {
            t.indicator: t.goal for t in plan.targets.all()
        }
        sheet = panels.targets(following, manager)
        assert [row[1] for row in sheet.rows] == ["4", "3,000", "2", "520,000"], (
            "what was reached last year stands beside"
        )
        again = {"platform": council.platform.pk, "year": 2027, "work": "x", "budget": "1"}
        assert refused(f"{YEAR}.draft", None, again, manager).errors.keys() == {"year"}


def test_what_was_filed_late_shows_as_late_on_its_page(office: Office, council: Council, as_: Any) -> None:
    act(f"{ROUND}.issue", None, DAYS, office["kc-st_department-clerk"])
    plan = drafted(office, council)
    targets(office, plan, people="3")
    adopted(office, council, plan)
    due = Obligation.objects.get(case_id=plan.pk, rule="annual_plan_filing").due
    assert due is not None
    filed = due + dt.timedelta(days=3)

    def shown() -> dict[str, str]:
        sheet = panels.about(plan, office["kc-manager"])
        return {fact.label: fact.badge.word for fact in sheet.facts if fact.badge}

    with moved_to(due):
        assert shown() == {}
    with moved_to(filed):
        assert shown() == {"计划备案": "逾期 3 天"}
        plan = act(f"{YEAR}.file", plan, {"filed_on": filed.isoformat()}, office["kc-manager"]).case
        assert shown() == {"计划备案": "迟了 3 天"}
        assert "迟了 3 天" in as_("kc-manager").get(reverse("case", args=[plan.number])).content.decode()


def test_an_indicator_is_the_sum_of_its_evidence_and_opens_for_those_who_see_the_plan(
    office: Office, council: Council, as_: Any
) -> None:
    plan = drafted(office, council)
    targets(office, plan, people="3")
    staff(council, "甲某", "researcher", "2025-03-01")
    staff(council, "乙某", "management", "2025-03-01")
    platform = council.platform
    first, last = indicators.period(2026)
    for known in indicators.indicators():
        rows = known.evidence(platform, first, last)
        assert known.value(platform, first, last) == (sum(row.value for row in rows) if known.own else None), known.name
    sheet = panels.targets(plan, office["kc-manager"])
    address = sheet.rows[0][5]["url"]
    page = as_("kc-manager").get(address).content.decode()
    assert ("甲某" in page, "乙某" in page, "2 人" in page) == (True, True, True)
    assert as_("kc-dean").get(address).status_code == 200
    assert as_("kq-manager" if "kq-manager" in office.users else "kq-park-clerk").get(address).status_code == 404
    assert Client().get(address).status_code == 404
    assert as_("kc-manager").get(address.replace("people", "firms_incubated")).status_code == 404


def test_a_construction_plan_has_the_three_horizons_and_the_next_starts_from_it(office: Office) -> None:
    council, manager = seated(office), office["kq-manager"]
    data = {
        "platform": council.platform.pk, "title": "建设方案", "starts_near_term": "2026-01-01",
        "ends_near_term": "2027-12-31", "goals_near_term": "建成", "starts_long_term": "2031-01-01",
    }  # fmt: skip
    errors = refused(f"{HORIZONS}.draft", None, data, manager).errors
    assert errors.keys() == {"ends_long_term", "goals_long_term"}
    del data["starts_long_term"]
    plan = act(f"{HORIZONS}.draft", None, data, manager).case
    assert "总体发展规划" in refused(f"{HORIZONS}.adopt", plan, {}, manager).reason
    resolution = resolved(office, council, "development_plan", subject=plan.number)
    done = act(f"{HORIZONS}.adopt", plan, {"resolution": resolution.pk}, manager)
    assert [w.rule for w in done.warnings] == ["construction_plan"], "two horizons are missing; the text is a draft"
    assert "近期" in str(development_paper(done.case).body)
    from kechuang.core.ui.sites import site_at

    initial = site_at("development-plans").initial_new(manager, {"platform": council.platform.number})  # type: ignore[misc]
    assert initial["goals_near_term"] == "建成"


def test_clocks_start_once_it_is_determined_that_the_text_binds_the_unit(office: Office, council: Council) -> None:
    manager = office["kc-manager"]
    type(council.platform).objects.filter(pk=council.platform_id).update(origin="mixed")
    act(f"{ROUND}.issue", None, DAYS, office["kc-st_department-clerk"])
    plan = drafted(office, council)
    targets(office, plan, people="0")
    assert not Obligation.objects.filter(case_id=plan.pk).exists(), "whether it is a public platform is open"
    answer = {"question": "unit.public_platform", "answer": "是", "basis": "财政资金过半"}
    act(f"{YEAR}.determine", plan, answer, office["kc-st_department-leader"])
    adopted(office, council, plan)
    assert Obligation.objects.get(case_id=plan.pk, rule="annual_plan_filing").due == dt.date(2026, 3, 31)
    with moved_to(dt.date(2026, 3, 2)):
        act(f"{YEAR}.file", plan, {"filed_on": "2026-03-02"}, manager)
    assert Obligation.objects.get(case_id=plan.pk, rule="annual_plan_filing").status == "met"
    assert Obligation.objects.get(case_id=plan.pk, rule="self_evaluation_filing").status == "due"


def test_the_half_year_is_asked_of_each_plan_once_from_july(office: Office, council: Council) -> None:
    plan = drafted(office, council)
    targets(office, plan, people="0")
    adopted(office, council, plan)

    def asked() -> int:
        return Todo.objects.open().filter(name="look_back", case_id=plan.pk, organisation=plan.owner).count()

    daily.ask_half_year(dt.date(2026, 6, 30))
    assert asked() == 0
    for day in (dt.date(2026, 7, 1), dt.date(2026, 7, 2), dt.date(2027, 7, 1)):
        with moved_to(day):
            daily.ask_half_year(day)
    assert asked() == 1
    with moved_to(dt.date(2026, 7, 3)):
        act(f"{YEAR}.look_back", plan, {"half_year_note": "按计划推进"}, office["kc-manager"])
        daily.ask_half_year(dt.date(2026, 7, 4))
    assert asked() == 0


def test_what_a_plan_is_called_is_kept_in_chinese(office: Office, council: Council) -> None:
    with override("en"):
        plan = drafted(office, council)
        round_ = act(f"{ROUND}.issue", None, DAYS, office["kc-st_department-clerk"]).case
    assert plan.title == f"{council.platform.title} 2026 年度工作计划"
    assert round_.title.endswith("2026 年度计划和自评备案安排")
