"""Councils, meetings, rules, care, plans and park units through every door: who may, lists, pages, the API, sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.cases.actions import actions_of, find_action
from kechuang.casework.cases.models import Case
from kechuang.casework.search.services import matching
from kechuang.casework.sheets import runs
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Refused
from kechuang.domains.platforms.imports import council_members, plan_targets
from kechuang.domains.platforms.models import Council, CouncilMember, Target, YearPlan
from tests.casework.office import Office, act, registered
from tests.domains.platforms.governed import CARE, START, called, charter, forming, resolved, seated
from tests.sheets.files import xlsx

As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def in_january() -> Any:
    with moved_to(START):
        yield


def everything(office: Office) -> dict[str, Case]:
    """One case of each kind, about one platform of Keqiao."""
    council = seated(office)
    platform, manager = council.platform, office["kq-manager"]
    own = {"platform": platform.pk}
    meeting = called(office, council, [{"title": "规划", "matter": "development_plan"}])
    rule = act(
        "platforms.internalrule.draft", None, {**own, "field": "safety", "title": "安全办法", "text": "第一条"}, manager
    )
    care = act(f"{CARE}.take_charge", None, own, office["kq-park-clerk"])
    parts = {"starts_near_term": "2026-01-01", "ends_near_term": "2027-12-31", "goals_near_term": "建成"}
    scheme = act("platforms.developmentplan.draft", None, {**own, "title": "建设方案", **parts}, manager)
    plan = act("platforms.yearplan.draft", None, {**own, "year": 2026, "work": "建中试线", "budget": "1"}, manager)
    days = {"year": 2026, "plan_due_on": "2026-03-31", "evaluation_due_on": "2027-01-31"}
    round_ = act("platforms.filinground.issue", None, days, office["kq-st_department-clerk"])
    unit = act("platforms.parkunit.register", None, {
        "title": "中试楼", "unit_kind": "park", "region": "330603", "owner": office.organisations["kq-park"].pk,
        "established_on": "2026-01-05", "address": "创新路", "enterprise": office.organisations["kq-firm"].pk,
    }, office["kq-park-clerk"])  # fmt: skip
    outline = act("platforms.governmentdocument.draft", None, {
        "title": "规划纲要", "document_kind": "outline", "year_from": 2026, "year_to": 2030,
    }, office["kq-st_department-clerk"])  # fmt: skip
    made = [council, meeting, *(done.case for done in (rule, care, scheme, plan, round_, unit, outline))]
    return {case.kind: type(case).objects.get(pk=case.pk) for case in made}


# -- who may ---------------------------------------------------------------------------------------------------

M = {"manager"}
PARK = {"park-clerk", "park-leader"}
ST = {"st_department-clerk", "st_department-leader"}
FOUNDERS = {*PARK, "dean", "firm-member"} - {"firm-member"}
SEATS = {*PARK, "dean", "professor"}
ALLOWED: dict[str, dict[str, set[str]]] = {
    "platforms.council": {
        "form": M | PARK | ST, "amend_charter": M | PARK, "delegate": M | FOUNDERS, "recall": M | FOUNDERS,
        "seat": M | PARK, "appoint_director": M | PARK, "remove_director": M | PARK, "dissolve": PARK | ST,
        "attach": M | SEATS, "determine": {"st_department-leader"},
    },
    "platforms.meeting": {
        "plan": M | {"park-leader", "dean"}, "reschedule": M | PARK | {"dean"}, "add_item": M | SEATS,
        "drop_item": M | PARK | {"dean"}, "call": M | PARK | {"dean"}, "attend": M | SEATS, "give_proxy": M | SEATS,
        "convene": M | PARK | {"dean"}, "vote": M | SEATS, "conclude": M | PARK | {"dean"}, "issue_minutes": M | PARK,
        "lapse": M | PARK | {"dean"}, "cancel": M | PARK | {"dean"}, "attach": M | SEATS,
    },
    "platforms.internalrule": {
        **dict.fromkeys(("draft", "redraft", "adopt", "repeal", "withdraw"), M), "attach": M | FOUNDERS,
    },
    "platforms.stewardship": {
        "take_charge": PARK | ST, "agree_duty": PARK | ST, "discharge": PARK, "assign_liaison": PARK | ST,
        "record_visit": PARK | ST | M, "settle": PARK | ST | M, "end": PARK | ST, "attach": PARK | ST,
    },
    "platforms.developmentplan": {
        **dict.fromkeys(("draft", "redraft", "adopt", "withdraw"), M), "attach": M | FOUNDERS, "keep_paper": M | PARK,
    },
    "platforms.yearplan": {
        **dict.fromkeys(
            ("draft", "redraft", "set_target", "drop_target", "adopt", "file", "look_back", "evaluate",
             "file_evaluation", "withdraw"), M,
        ),
        "attach": M | FOUNDERS, "keep_paper": M | PARK, "determine": {"st_department-leader"},
    },
    "platforms.governmentdocument": dict.fromkeys(("draft", "redraft", "issue", "withdraw", "attach", "keep_paper"), ST),
    "platforms.filinground": dict.fromkeys(("issue", "change", "close", "take_back", "attach"), ST),
    "platforms.parkunit": {
        "register": PARK | ST, "revise": PARK | ST, "request_premises": PARK | {"firm-member"}, "secure": PARK,
        "close": PARK | ST, "attach": PARK | {"firm-member"}, "determine": {"st_department-leader"},
    },
}  # fmt: skip


def test_every_action_and_role_in_the_own_and_a_foreign_region(office: Office) -> None:
    """The permission matrix: who may is listed by hand; everybody else is refused."""
    for kind, case in everything(office).items():
        assert set(actions_of(type(case))) == set(ALLOWED[kind]), kind
        for name, action in actions_of(type(case)).items():
            may = {
                user_name
                for user_name, user in office.users.items()
                if not user_name.rpartition("-")[2].isdigit() and action.by.test(user, case)
            }
            assert may == {f"kq-{who}" for who in ALLOWED[kind][name]}, action.key


# -- pages, lists, the API -------------------------------------------------------------------------------------

SLUGS = (
    "councils", "meetings", "internal-rules", "stewardships", "development-plans", "year-plans", "filing-rounds",
    "park-units", "government-documents",
)  # fmt: skip
OF_OFFICES = ("platforms.filinground", "platforms.parkunit", "platforms.governmentdocument")
"""Kinds that a platform's own people take no part in."""


def test_pages_lists_forms_and_the_api_answer_for_those_who_see_the_case_and_for_no_other(
    office: Office, as_: As
) -> None:
    cases = everything(office)
    manager, foreign = as_("kq-manager"), as_("kc-park-clerk")
    for case in cases.values():
        page = f"/case/{case.number}/"
        insider = as_("kq-park-clerk") if case.kind in OF_OFFICES else manager
        for show in ("timeline", "obligations", "basis", "documents"):
            answer = insider.get(f"{page}?show={show}")
            assert answer.status_code == 200, (case.kind, show)
        body = insider.get(f"/api/cases/{case.number}/").json()
        assert body["number"] == case.number, body
        assert foreign.get(page).status_code == (200 if case.public else 404)
        for name, action in actions_of(type(case)).items():
            if not action.creates:
                assert insider.get(f"{page}{name}/").status_code in (200, 403), action.key
    for slug in SLUGS:
        assert as_("kq-park-clerk").get(f"/{slug}/").status_code == 200
    for slug, name, who in (
        ("councils", "form", "kq-manager"), ("meetings", "plan", "kq-manager"), ("internal-rules", "draft", "kq-manager"),
        ("stewardships", "take_charge", "kq-park-clerk"), ("development-plans", "draft", "kq-manager"),
        ("year-plans", "draft", "kq-manager"), ("filing-rounds", "issue", "kq-st_department-clerk"),
        ("park-units", "register", "kq-park-clerk"), ("government-documents", "draft", "kq-st_department-clerk"),
    ):  # fmt: skip
        assert as_(who).get(f"/new/{slug}/{name}/").status_code == 200, slug


def test_thirty_rows_cost_as_many_queries_as_one(office: Office, as_: As) -> None:
    everything(office)
    client = as_("kq-park-clerk")

    def costs() -> dict[str, int]:
        found = {}
        for slug in SLUGS:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/{slug}/").status_code == 200
            found[slug] = len(asked)
        return found

    costs()
    one = costs()
    for n in range(30):
        platform = registered(office, title=f"第 {n} 家")
        manager, own = office["kq-manager"], {"platform": platform.pk}
        council = act("platforms.council.form", None, charter(platform), manager).case
        type(council).objects.filter(pk=council.pk).update(seated_on=START)
        act("platforms.internalrule.draft", None, {**own, "field": "safety", "title": "办法", "text": "一"}, manager)
        act(f"{CARE}.take_charge", None, own, office["kq-park-clerk"])
        parts = {"starts_near_term": "2026-01-01", "ends_near_term": "2027-12-31", "goals_near_term": "建成"}
        act("platforms.developmentplan.draft", None, {**own, "title": "方案", **parts}, manager)
        act("platforms.yearplan.draft", None, {**own, "year": 2026, "work": "一", "budget": "1"}, manager)
    assert costs() == one
    assert max(one.values()) <= 13, one


def test_words_of_a_plan_and_names_of_members_find_the_case(office: Office) -> None:
    cases = everything(office)
    found = set(matching("郑院长") or ())
    assert cases["platforms.council"].pk in found
    assert cases["platforms.yearplan"].pk in set(matching("建中试线") or ())


# -- sheets ----------------------------------------------------------------------------------------------------


def test_members_and_targets_come_in_by_spreadsheet(office: Office) -> None:
    council = forming(office)
    rows = [
        ["案件编号", "委派单位", "姓名", "账户", "职务", "委派文件", "任期起"],
        [council.number, "kq-university", "郑某", "kq-dean", "副理事长（副主任委员）", "函 1", dt.date(2026, 1, 8)],
        [council.number, "kq-park", "周某", "", "理事长（主任委员）", "函 2", dt.date(2026, 1, 8)],
        [council.number, "kq-firm", "外人", "", "理事（委员）", "函 3", dt.date(2026, 1, 8)],
    ]
    run = runs.upload(council_members, "委员.xlsx", xlsx(rows), office["kq-manager"])
    assert (run.good, run.wrong) == (2, 1)
    assert {p.column for p in run.problems.all()} == {"delegated_by"}
    assert runs.confirm(run)
    assert set(CouncilMember.objects.values_list("name", "position")) == {("郑某", "vice_chair"), ("周某", "chair")}

    data = {"platform": council.platform.pk, "year": 2026, "work": "一", "budget": "1"}
    plan: YearPlan = act("platforms.yearplan.draft", None, data, office["kq-manager"]).case
    rows = [
        ["案件编号", "指标", "目标值", "说明"],
        [plan.number, "在岗人员（人）", 30, "全职"],
        [plan.number, "参与企业（家）", 4, ""],
        [plan.number, "没有这个指标", 1, ""],
    ]
    run = runs.upload(plan_targets, "目标.xlsx", xlsx(rows), office["kq-manager"])
    assert (run.good, run.wrong) == (2, 1)
    assert runs.confirm(run)
    assert set(Target.objects.values_list("indicator", "goal")) == {("people", 30), ("firms", 4)}
    assert find_action("platforms.yearplan", "set_target").key == plan_targets.action.key


def test_introducing_entities_answer_for_their_duties_by_the_day_agreed(office: Office) -> None:
    from kechuang.casework.obligations.models import Obligation

    council = seated(office)
    clerk = office["kq-park-clerk"]
    care = act(f"{CARE}.take_charge", None, {"platform": council.platform.pk}, clerk).case
    for code in ("performance", "funds"):
        act(f"{CARE}.agree_duty", care, {"code": code, "task": "年内办结", "due_on": "2026-06-30"}, clerk)
    duties = Obligation.objects.filter(case_id=care.pk)
    assert {(o.rule, o.due, o.owner) for o in duties} == {
        (f"introducing_{code}", dt.date(2026, 6, 30), council.platform.introducing_entity)
        for code in ("performance", "funds")
    }
    assert {c for o in duties for c in o.cites} >= {"keqiao-2025-draft:s2.3.a", "keqiao-2025-draft:s2.3.c"}
    with moved_to(dt.date(2026, 7, 10)):
        duty = care.duties.get(code="funds")
        act(f"{CARE}.discharge", care, {"duty": duty.pk, "done_on": "2026-07-05", "account": "已拨付"}, clerk)
        done = duties.get(rule="introducing_funds")
        assert (done.status, done.overdue_days) == ("met", 5)
        person = {"kind": "leader", "name": "王副区长", "organisation": office.organisations["kq-park"].pk}
        act(f"{CARE}.assign_liaison", care, {**person, "valid_from": "2026-07-01"}, clerk)
        visit = {
            "liaison": care.liaisons.get().pk,
            "visited_on": "2026-07-08",
            "raised": "场地不足",
            "agreed": "一个月内协调",
        }
        act(f"{CARE}.record_visit", care, visit, office["kq-manager"])
        settled = {"visit": care.visits.get().pk, "settled_on": "2026-07-09"}
        act(f"{CARE}.settle", care, settled, clerk)
        assert care.visits.get().settled_on == dt.date(2026, 7, 9)


def test_a_platform_nobody_brought_in_has_its_liaison_by_the_department_and_no_duties(office: Office, as_: As) -> None:
    platform = registered(office, introducing_entity="")
    assert platform.introducing_entity is None
    clerk = office["kq-st_department-clerk"]
    with pytest.raises(Refused) as refused:
        act(f"{CARE}.take_charge", None, {"platform": platform.pk}, office["kq-professor"])
    assert refused.value.refusal is not None
    care = act(f"{CARE}.take_charge", None, {"platform": platform.pk}, clerk).case
    assert care.owner == office.organisations["kq-st_department"]
    with pytest.raises(Refused) as refused:
        act(f"{CARE}.agree_duty", care, {"code": "funds", "task": "拨付", "due_on": "2026-06-30"}, clerk)
    assert "没有引进责任主体" in refused.value.refusal.reason
    person = {"kind": "leader", "name": "王副区长", "organisation": care.owner_id, "valid_from": "2026-01-01"}
    act(f"{CARE}.assign_liaison", care, person, clerk)
    page = as_(clerk.username).get(f"/case/{care.number}/").content.decode()
    assert "王副区长" in page
    assert "没有登记" in page
    assert 'aria-label="责任事项"' not in page


def test_the_doors_of_a_resolution_are_shut_once_it_is_carried_out(office: Office) -> None:
    council = seated(office)
    resolution = resolved(office, council, "appointments")
    data = {"resolution": resolution.pk, "name": "钱院长", "valid_from": "2026-02-01", "fields_of_duty": ["personnel"]}
    with moved_to(dt.date(2026, 2, 1)):
        act("platforms.council.appoint_director", council, data, office["kq-manager"])
    page = Client()
    page.force_login(office["kq-manager"], backend="django.contrib.auth.backends.ModelBackend")
    text = page.get(f"/case/{council.number}/").content.decode()
    assert "已执行" in text
    assert "钱院长" in text
    assert Council.objects.get(pk=council.pk).appointments.get().resolution == resolution


def test_a_platforms_page_leads_to_its_governance_and_lists_tell_who_has_no_council(office: Office, as_: As) -> None:
    council = seated(office)
    registered(office, title="没有理事会的平台")
    page = as_("kq-park-clerk").get(f"/case/{council.platform.number}/").content.decode()
    assert f"/case/{council.number}/" in page
    assert "院长（主任）" in page
    assert f"/case/{council.number}/" not in Client().get(f"/case/{council.platform.number}/").content.decode()
    rows = as_("kq-park-clerk").get("/platforms/?f=no_council").content.decode()
    assert ("没有理事会的平台" in rows, f"/case/{council.platform.number}/" in rows) == (True, False)
