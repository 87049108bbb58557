"""Rights, reports, empowerment, implementation, the idle ladder, the separate list, losses, the management system."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.casework.cases.law import ask
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.achievements import facts
from kechuang.domains.achievements.models import Achievement, Empowered, IPRight, Use
from kechuang.domains.achievements.owning import holdings
from kechuang.law.library import load
from kechuang.law.vocabulary import MODE
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, as_completer, make_unit, registered

PATENT = "201710601862.3"


@pytest.fixture
def unit(office: Office) -> Organisation:
    return make_unit(office)


@pytest.fixture
def case(office: Office, unit: Organisation) -> Any:
    return registered(office, unit)


def fresh(case: Any) -> Any:
    return Achievement.objects.get(pk=case.pk)


# -- rights and reports ---------------------------------------------------------------------------------


def right(**changes: Any) -> dict[str, Any]:
    return {"kind": "invention", "number": PATENT, "applied_on": "2017-07-21", "granted_on": "2022-05-01"} | changes


def test_a_patent_is_known_by_its_check_digit_and_its_kind(office: Office, case: Any) -> None:
    for changes, field in (
        ({"number": "201710601862.4"}, "number"), ({"kind": "design"}, "kind"), ({"granted_on": "2016-01-01"}, "granted_on"),
        ({"applied_on": "2999-01-01", "granted_on": ""}, "applied_on"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            act(f"{KIND}.record_right", case, right(**changes), office["scientist"])
        assert field in caught.value.refusal.errors, changes
    act(f"{KIND}.record_right", case, right(number=f"ZL{PATENT}"), office["scientist"])
    made = IPRight.objects.get()
    assert (made.number, made.status) == (PATENT, "granted")
    assert [e.kind for e in made.events.all()] == ["applied", "granted"]
    with pytest.raises(Refused, match="1 处"):
        act(f"{KIND}.record_right", case, right(), office["scientist"])


def test_events_of_a_right_move_its_status_and_next_fee(office: Office, case: Any) -> None:
    act(f"{KIND}.record_right", case, right(granted_on="", fee_due_on=""), office["scientist"])
    row = IPRight.objects.get()
    event = f"{KIND}.record_right_event"
    granted = {
        "right": row.pk,
        "kind": "granted",
        "on": "2022-05-01",
        "fee_due_on": "2027-07-21",
        "expires_on": "2037-07-20",
    }
    act(event, case, granted, office["scientist"])
    row.refresh_from_db()
    assert (row.status, str(row.granted_on), str(row.fee_due_on)) == ("granted", "2022-05-01", "2027-07-21")
    act(event, case, {"right": row.pk, "kind": "lapsed", "on": "2026-01-01"}, office["scientist"])
    row.refresh_from_db()
    assert (row.status, row.fee_due_on) == ("lapsed", None)
    with pytest.raises(Refused, match="1 处"):
        act(event, case, {"right": row.pk, "kind": "fee_paid", "on": "2001-01-01"}, office["scientist"])


def test_a_right_typed_wrong_is_put_right_and_its_number_is_free_again(
    office: Office, unit: Organisation, case: Any
) -> None:
    """A mistyped number would else bar whose it is; a mistyped grant would else move the idle clock for good."""
    act(f"{KIND}.record_right", case, right(), office["scientist"])
    row = IPRight.objects.get()
    wrong = right(right=row.pk, status="granted", reason="录错", number="201710601862.4")
    with pytest.raises(Refused) as refused:
        act(f"{KIND}.correct_right", case, wrong, office["scientist"])
    assert set(refused.value.refusal.errors) == {"number"}
    data = right(right=row.pk, status="granted", reason="授权日录错", granted_on="2023-08-01")
    act(f"{KIND}.correct_right", case, data, office["scientist"])
    row.refresh_from_db()
    assert str(row.granted_on) == "2023-08-01"
    other = registered(office, unit, title="另一项")
    with pytest.raises(Refused):
        act(f"{KIND}.record_right", other, right(), office["scientist"])
    with pytest.raises(Refused) as refused:
        act(f"{KIND}.correct_right", case, {"right": row.pk, "struck": "on"}, office["scientist"])
    assert set(refused.value.refusal.errors) == {"reason"}
    act(
        f"{KIND}.correct_right",
        case,
        {"right": row.pk, "struck": "on", "reason": "录到了别的成果上"},
        office["scientist"],
    )
    assert not IPRight.objects.exists()
    act(f"{KIND}.record_right", other, right(), office["scientist"])


def test_fees_are_deadlines_the_soonest_first_met_by_their_payment(office: Office, case: Any) -> None:
    def fee() -> Any:
        return Obligation.objects.running().filter(case_id=case.pk, rule="ip_fee_payment").first()

    event = f"{KIND}.record_right_event"
    act(f"{KIND}.record_right", case, right(fee_due_on="2026-12-01"), office["scientist"])
    act(f"{KIND}.record_right", case, right(number="95115608.X", fee_due_on="2027-03-01"), office["scientist"])
    first, second = IPRight.objects.order_by("pk")
    assert (fee().due, fee().owner, fee().settled_by) == (dt.date(2026, 12, 1), case.owner, "record_right_event")
    act(event, case, {"right": second.pk, "kind": "pledged", "on": "2026-01-10"}, office["manager"])
    assert fee().due == dt.date(2026, 12, 1), "another event of another right leaves it"
    paid = {"right": first.pk, "kind": "fee_paid", "on": "2026-11-03", "fee_due_on": "2027-12-01"}
    with clock.moved_to(dt.date(2026, 11, 20)):
        act(event, case, paid, office["manager"])
    done = Obligation.objects.get(case_id=case.pk, rule="ip_fee_payment", status="met")
    assert (done.due, done.done_on, done.overdue_days) == (dt.date(2026, 12, 1), dt.date(2026, 11, 3), 0)
    assert fee().due == dt.date(2027, 3, 1), "then the next"
    act(event, case, {"right": second.pk, "kind": "lapsed", "on": "2026-11-01"}, office["manager"])
    act(event, case, {"right": first.pk, "kind": "lapsed", "on": "2026-11-01"}, office["manager"])
    assert fee() is None
    assert Obligation.objects.filter(case_id=case.pk, rule="ip_fee_payment", status="waived").count() == 1


def test_a_report_says_how_it_is_open_and_what_is_missing(office: Office, case: Any) -> None:
    data = {
        "title": "染料研制报告", "keywords": "染料；纺织；颜色", "openness": "deferred", "deferred_until": "2029-01-01",
        "materials": ["sci_tech_report"], "submitted_on": "2025-01-01", "due_on": "2024-12-31",
    }  # fmt: skip
    with pytest.raises(Refused) as caught:
        act(f"{KIND}.record_report", case, data | {"deferred_until": "", "keywords": "一;二"}, office["scientist"])
    assert set(caught.value.refusal.errors) == {"deferred_until", "keywords"}
    act(f"{KIND}.record_report", case, data, office["scientist"])
    found = ask(case, "report_submission", facts.report_facts(fresh(case)))
    assert found.verdict.value == "breached"
    assert {o.name: o.value for o in found.outputs}["late"] is True


def report(**changes: Any) -> dict[str, Any]:
    return {
        "title": "染料研制报告", "keywords": "染料；纺织；颜色", "openness": "deferred", "deferred_until": "2030-01-01",
        "submitted_on": "2025-01-01",
    } | changes  # fmt: skip


def test_a_report_deferred_over_five_years_says_why(office: Office, case: Any) -> None:
    act(f"{KIND}.record_report", case, report(), office["scientist"])
    longer = report(deferred_until="2030-01-02")
    with pytest.raises(Refused) as caught:
        act(f"{KIND}.record_report", case, longer, office["scientist"])
    assert set(caught.value.refusal.errors) == {"deferral_reason"}
    act(f"{KIND}.record_report", case, longer | {"deferral_reason": "专利审查未结"}, office["scientist"])
    assert [r.deferral_reason for r in case.reports.all()] == ["", "专利审查未结"]


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("400010021--2019YFB01/01", "400010021--2019YFB01/01"), ("40001002-1--2019yfb01/02A", "40001002-1--2019YFB01/02A"),
        ("400010022--2019YFB01/01", None), ("2019YFB01", None),
    ],
)  # fmt: skip
def test_a_reports_number_begins_with_an_organisation_code(
    office: Office, case: Any, number: str, kept: str | None
) -> None:
    if kept is None:
        with pytest.raises(Refused) as caught:
            act(f"{KIND}.record_report", case, report(number=number), office["scientist"])
        assert set(caught.value.refusal.errors) == {"number"}
    else:
        act(f"{KIND}.record_report", case, report(number=number), office["scientist"])
        assert case.reports.get().number == kept


def test_the_national_number_comes_later_and_once(office: Office, unit: Organisation, case: Any) -> None:
    name = f"{KIND}.record_registration_number"
    for wrong in ("9332024X0012", "933Y0012", "9331824Y0012", ""):
        with pytest.raises(Refused) as caught:
            act(name, case, {"registration_number": wrong}, office["manager"])
        assert set(caught.value.refusal.errors) == {"registration_number"}, wrong
    act(name, case, {"registration_number": "933 2024y0012"}, office["manager"])
    assert fresh(case).registration_number == "9332024Y0012"
    assert fresh(case).registered_on == case.registered_on
    other = registered(office, unit, title="另一项")
    with pytest.raises(Refused, match="1 处") as caught:
        act(name, other, {"registration_number": "9332024Y0012"}, office["manager"])
    soft = registered(office, unit, title="软科学", kind_of_achievement="soft")
    act(name, soft, {"registration_number": "9332024R0001"}, office["manager"])


# -- empowerment ----------------------------------------------------------------------------------------


def matters() -> dict[str, str]:
    return {f"matter_{item.id}": "已约定" for item in load().checklist_items("empowerment.matters")}


def ownership(**changes: Any) -> dict[str, Any]:
    return {
        "right": "ownership", "holders": "张三 40%\n李四 20%\n王五 奖励", "eligible": True, "starts_on": "2025-01-01",
        "written": True, "agreed_on": "2024-12-20", **matters(),
    } | changes  # fmt: skip


def test_completers_receive_shares_and_choose_between_share_and_reward(
    office: Office, unit: Organisation, case: Any
) -> None:
    act(f"{KIND}.empower", case, ownership(), office["head"])
    assert [(h.person.name, h.share, h.takes_reward) for h in Empowered.objects.all()] == [
        ("张三", 400_000, False), ("李四", 200_000, False), ("王五", None, True),
    ]  # fmt: skip
    held = {(o.organisation or o.person): o.share for o in holdings(case, dt.date(2025, 1, 1))}
    assert {str(who): share for who, share in held.items()} == {
        "新材料研究院": 400_000,
        "张三": 400_000,
        "李四": 200_000,
    }
    with pytest.raises(Refused, match="只有 40%"):
        act(f"{KIND}.empower", case, ownership(holders="王五 41%", starts_on="2025-06-01"), office["head"])
    act(f"{KIND}.empower", case, ownership(holders="王五 40%", starts_on="2025-06-01"), office["head"])
    assert sum(o.share for o in holdings(case, dt.date(2025, 6, 1))) == 1_000_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"matter_income": ""}, "尚缺"),
        ({"written": False}, "书面"),
        ({"eligible": False}, "不符合"),
        ({"right": "long_term_use", "holders": "张三", "ends_on": "2034-12-30"}, "不符合"),
        ({"holders": "张三 40% 奖励"}, "不符合"),
    ],
)
def test_what_the_law_asks_of_an_empowerment(office: Office, case: Any, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        act(f"{KIND}.empower", case, ownership(**changes), office["head"])
    assert caught.value.refusal.ground is Ground.LAW
    assert caught.value.refusal.cites
    assert not Empowered.objects.exists()


def test_ten_years_to_the_day_are_enough(office: Office, case: Any) -> None:
    use = ownership(right="long_term_use", holders="张三；李四", ends_on="2034-12-31")
    act(f"{KIND}.empower", case, use, office["head"])
    assert Empowered.objects.count() == 2
    assert [o.share for o in holdings(case, dt.date(2025, 1, 1))] == [1_000_000]


@pytest.mark.parametrize("bar", ["national_security", "national_interest", "public_interest"])
def test_three_bars_without_override(office: Office, unit: Organisation, bar: str) -> None:
    case = registered(office, unit, title=bar, screen={bar: "true"})
    with pytest.raises(Refused, match="没有例外"):
        act(f"{KIND}.empower", case, ownership(), office["head"])


def test_input_of_an_empowerment_is_told_at_its_field(office: Office, case: Any) -> None:
    for changes, field in (
        ({"holders": "赵六 10%"}, "holders"), ({"holders": "张三 70%;李四 40%"}, "holders"), ({"holders": "张三"}, "holders"),
        ({"right": "long_term_use", "holders": "张三"}, "ends_on"), ({"holders": "张三 10%;张三 10%"}, "holders"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            act(f"{KIND}.empower", case, ownership(**changes), office["head"])
        assert field in caught.value.refusal.errors, changes


def test_implementation_by_agreement_leaves_the_title(office: Office, case: Any) -> None:
    data = {"on": "2023-01-01", "terms": "单位支持，收益三七分", "title_stays": True}
    with pytest.raises(Refused):
        act(f"{KIND}.agree_implementation", case, data | {"title_stays": False}, office["head"])
    act(f"{KIND}.agree_implementation", case, data, office["head"])
    with pytest.raises(Refused) as caught:  # the completer's own right is for those without an agreement
        act(f"{KIND}.implement_alone", case, {"on": "2024-01-01"}, as_completer(office, case))
    assert caught.value.refusal.ground is Ground.LAW


def test_one_route_at_a_time(office: Office, unit: Organisation, case: Any) -> None:
    agreed = {"on": "2023-01-01", "ends_on": "2024-12-31", "terms": "单位支持，收益三七分", "title_stays": True}
    act(f"{KIND}.agree_implementation", case, agreed, office["head"])
    with pytest.raises(Refused, match="只走一条路") as caught:
        act(f"{KIND}.empower", case, ownership(starts_on="2024-12-31"), office["head"])
    assert {str(c) for c in caught.value.refusal.cites} == {"zhejiang-2021:art38.p1", "quzhou-2024:art18.p1.a"}
    act(f"{KIND}.empower", case, ownership(), office["head"])  # from the day after the agreement ended
    with pytest.raises(Refused, match="已赋权"):
        act(f"{KIND}.agree_implementation", case, agreed | {"on": "2025-02-01", "ends_on": ""}, office["head"])
    assert case.implementations.count() == 1


def test_an_agreement_without_end_is_ended_and_makes_room(office: Office, case: Any) -> None:
    agreed = {"on": "2023-01-01", "terms": "单位支持", "title_stays": True}
    act(f"{KIND}.agree_implementation", case, agreed, office["head"])
    row = case.implementations.get()
    with pytest.raises(Refused) as caught:
        act(
            f"{KIND}.end_implementation",
            case,
            {"agreement": row.pk, "on": "2023-01-01", "note": "商定"},
            office["head"],
        )
    assert set(caught.value.refusal.errors) == {"on"}
    act(f"{KIND}.end_implementation", case, {"agreement": row.pk, "on": "2024-12-31", "note": "商定"}, office["head"])
    act(f"{KIND}.empower", case, ownership(), office["head"])
    assert Empowered.objects.exists()


# -- the idle ladder ------------------------------------------------------------------------------------


def ladder(case: Any) -> str:
    return str(ask(case, "idle_ladder", facts.idle_facts(fresh(case))).value)


def test_after_one_year_the_completer_may_implement(office: Office, unit: Organisation) -> None:
    today = clock.today()
    young = registered(office, unit, on=(today - dt.timedelta(days=30)).isoformat(), title="新")
    with pytest.raises(Refused) as caught:
        act(f"{KIND}.implement_alone", young, {"on": today.isoformat()}, as_completer(office, young))
    assert caught.value.refusal.ground is Ground.LAW
    old = registered(office, unit, title="旧", on=(today - dt.timedelta(days=500)).isoformat())
    assert ladder(old) == "completer"
    own = {"on": today.isoformat(), "note": "与企业合作"}
    colleague = office.user("colleague", unit, Role.RESEARCHER)
    with pytest.raises(Refused) as caught:
        act(f"{KIND}.implement_alone", old, own, colleague)
    assert caught.value.refusal.ground is Ground.PERMISSION, "a colleague does not take the completer's right"
    act(f"{KIND}.implement_alone", old, own, as_completer(office, old))
    assert Use.objects.get().by_completer
    assert ladder(old) == "none"


def test_two_years_on_the_list_then_listing_and_three_years_a_licence(office: Office, unit: Organisation) -> None:
    today = clock.today()
    case = registered(office, unit, on=(today - dt.timedelta(days=800)).isoformat())
    assert ladder(case) == "completer"
    act(f"{KIND}.put_on_use_first", case, {"on": today.isoformat()}, office["kc-st_department-clerk"])
    assert ladder(case) == "listing"
    obligation = Obligation.objects.get(case_id=case.pk)
    assert obligation.due is not None
    act(f"{KIND}.list_openly", case, {"on": today.isoformat()}, office["manager"])
    obligation.refresh_from_db()
    assert (obligation.status, obligation.done_on) == ("met", today)
    old = registered(office, unit, title="更旧", on=(today - dt.timedelta(days=1200)).isoformat())
    assert ladder(old) == "licence"


def test_a_reason_is_accepted_or_refused_by_the_department(office: Office, unit: Organisation) -> None:
    today = clock.today()
    case = registered(office, unit, on=(today - dt.timedelta(days=1200)).isoformat())
    judge = office["kc-st_department-leader"]
    with pytest.raises(Refused, match="没有等候答复"):
        act(f"{KIND}.judge_idle_reason", case, {"accepted": "true", "answer": "同意"}, judge)
    act(f"{KIND}.record_idle_reason", case, {"reason": "等待临床批件"}, office["manager"])
    assert ladder(case) == "licence"  # recorded, not yet accepted
    with pytest.raises(Refused):
        act(f"{KIND}.judge_idle_reason", case, {"accepted": "true", "answer": "同意"}, office["manager"])
    act(f"{KIND}.judge_idle_reason", case, {"accepted": "true", "answer": "同意"}, judge)
    assert ladder(case) == "completer"
    act(f"{KIND}.record_idle_reason", case, {"reason": "另一理由"}, office["manager"])
    act(f"{KIND}.judge_idle_reason", case, {"accepted": "false", "answer": "不成立"}, judge)
    assert ladder(case) == "licence"


def test_an_idle_achievement_is_licensed_to_an_enterprise_that_qualifies(office: Office, unit: Organisation) -> None:
    today = clock.today()
    firm = office.organisations["kc-firm"]
    data = {"on": today.isoformat(), "licensee": firm.pk, "paid": "false", "qualified": True, "note": "有同类产线"}
    young = registered(office, unit, on=(today - dt.timedelta(days=900)).isoformat(), title="未满三年")
    with pytest.raises(Refused):
        act(f"{KIND}.license_idle", young, data, office["manager"])
    old = registered(office, unit, on=(today - dt.timedelta(days=1200)).isoformat())
    with pytest.raises(Refused):
        act(f"{KIND}.license_idle", old, data | {"qualified": False}, office["manager"])
    act(f"{KIND}.license_idle", old, data, office["manager"])
    assert fresh(old).licensed_on == today
    assert old.parties.get(role="licensee").organisation == firm


def test_modes_of_use_are_those_of_the_law() -> None:
    assert Use.Mode.values == [option.id for option in MODE.options]


# -- assets and the management system -------------------------------------------------------------------


def test_the_separate_list_takes_service_achievements_of_public_platforms(office: Office, unit: Organisation) -> None:
    own = registered(office, unit)
    act(f"{KIND}.list_separately", own, {"on": "2025-01-01"}, office["head"])
    assert fresh(own).separate_on == dt.date(2025, 1, 1)
    private = registered(office, unit, title="非职务", service="false")
    with pytest.raises(Refused):
        act(f"{KIND}.list_separately", private, {"on": "2025-01-01"}, office["head"])


def test_a_loss_is_written_off_when_whole_reviewed_and_filed(office: Office, case: Any) -> None:
    proofs = [item.id for item in load().checklist_items("exemption.loss_conditions")]
    data = {
        "amount": "100000.00",
        "evidence": proofs,
        "diligent": "true",
        "reviewed_on": "2025-01-01",
        "filed_on": "2025-02-01",
    }
    for changes in ({"evidence": proofs[:-1]}, {"filed_on": ""}, {"diligent": "false"}):
        with pytest.raises(Refused) as caught:
            act(f"{KIND}.write_off", case, data | changes, office["head"])
        assert caught.value.refusal.ground is Ground.LAW
    done = act(f"{KIND}.write_off", case, data, office["head"]).case
    assert (done.state, done.closed_on, done.loss.amount) == ("written_off", clock.today(), 100_000)


def test_the_management_system_comes_into_force_whole(office: Office, unit: Organisation) -> None:
    system = "achievements.managementsystem"
    items = [item.id for item in load().checklist_items("management_system.contents")]
    data = {"title": "成果管理办法", "owner": unit.pk, **{f"content_{name}": "第一章" for name in items}}
    made = act(f"{system}.draft", None, data | {"content_registration": ""}, office["head"]).case
    with pytest.raises(Refused, match="尚缺"):
        act(f"{system}.put_in_force", made, {"in_force_on": "2025-01-01"}, office["head"])
    act(f"{system}.redraft", made, data, office["head"])
    done = act(f"{system}.put_in_force", made, {"in_force_on": "2025-01-01"}, office["head"]).case
    assert done.state == "in_force"
