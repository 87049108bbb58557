"""Councils: formed by the co-founders, meeting with notice and quorum, deciding what is reserved to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kechuang.casework.cases.engine import offers
from kechuang.casework.cases.models import Case
from kechuang.casework.documents.models import Document
from kechuang.casework.inbox.models import Todo
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.domains.platforms.actions.participants import sitting_member
from kechuang.domains.platforms.facts.governance import director_of, rules_in_force, unnamed_cofounders
from kechuang.domains.platforms.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Council,
    InternalRule,
    Meeting,
    Resolution,
    Staff,
    Vote,
)
from kechuang.domains.platforms.panels import governance as panels
from kechuang.domains.platforms.papers.minutes import minutes_paper
from kechuang.domains.platforms.queries.voting import carried, needed
from tests.casework.office import Office, act
from tests.domains.platforms.governed import (
    COUNCIL,
    MEETING,
    MEMBERS,
    RULE,
    START,
    called,
    charter,
    convened,
    delegation,
    forming,
    planned,
    resolved,
    seated,
    vote_all,
)


def refused(name: str, case: Any, data: dict[str, Any], by: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by)
    return caught.value.refusal


@pytest.fixture(autouse=True)
def in_january() -> Any:
    with moved_to(START):
        yield


def test_each_cofounder_names_its_own_and_who_names_nobody_is_shown_with_the_clause(office: Office) -> None:
    council = forming(office)
    asked = Todo.objects.open().filter(name="delegate")
    assert {t.organisation.name for t in asked} == {"kq-park", "kq-university"}
    act(f"{COUNCIL}.delegate", council, delegation(office, "kq-park", "周某", "kq-park-leader", position="chair"),
        office["kq-park-clerk"])  # fmt: skip
    other = delegation(office, "kq-university", "郑某")
    assert refused(f"{COUNCIL}.delegate", council, other, office["kq-park-clerk"]).ground is Ground.PERMISSION
    assert [str(one) for one in unnamed_cofounders(council)] == ["kq-university"]
    sheet = panels.members(council, office["kq-manager"])
    assert ("kq-university", "没有委派委员") in [(row[1], getattr(row[4], "word", "")) for row in sheet.rows]
    assert sheet.cites
    assert "kq-university" in sheet.text
    assert {t.organisation.name for t in Todo.objects.open().filter(name="delegate")} == {"kq-university"}
    done = act(f"{COUNCIL}.seat", council, {}, office["kq-manager"])
    assert [w.rule for w in done.warnings] == ["council_formation"], "the Keqiao text is a draft: it warns"


def test_a_council_needs_a_chair_and_a_platform_has_one_council(office: Office) -> None:
    council = forming(office)
    refusal = refused(f"{COUNCIL}.seat", council, {}, office["kq-manager"])
    assert (refusal.ground, "理事长" in refusal.reason) == (Ground.LAW, True)
    again = refused(f"{COUNCIL}.form", None, charter(council.platform), office["kq-manager"])
    assert set(again.errors) == {"platform"}
    member = delegation(office, "kq-park", "周某", "kq-park-leader", position="chair")
    act(f"{COUNCIL}.delegate", council, member, office["kq-manager"])
    twice = refused(f"{COUNCIL}.delegate", council, member | {"name": "又一个"}, office["kq-manager"])
    assert set(twice.errors) == {"position", "account"}
    stranger = delegation(office, "kq-park", "外人", "kq-professor")
    assert set(refused(f"{COUNCIL}.delegate", council, stranger, office["kq-manager"]).errors) == {"account"}
    assert council.members.get().valid_to == dt.date(2029, 1, 4), "three years by the charter"


@pytest.mark.parametrize(
    ("rule", "total", "want"), [("half", 4, 3), ("half", 5, 3), ("two_thirds", 5, 4), ("two_thirds", 6, 4)]
)
def test_quorum(rule: str, total: int, want: int) -> None:
    assert needed(rule, total) == want


@pytest.mark.parametrize(
    ("rule", "votes", "present", "total", "won"),
    [
        ("half_present", 2, 4, 5, False), ("half_present", 3, 4, 5, True), ("half_all", 3, 4, 6, False),
        ("half_all", 3, 3, 5, True), ("two_thirds_present", 2, 3, 9, True), ("two_thirds_present", 3, 5, 5, False),
        ("two_thirds_all", 4, 5, 6, True), ("two_thirds_all", 3, 3, 5, False), ("half_present", 0, 0, 0, False),
        ("two_thirds_all", 0, 0, 0, False),
    ],
)  # fmt: skip
def test_majorities(rule: str, votes: int, present: int, total: int, won: bool) -> None:
    assert carried(rule, votes, present, total) is won


def test_notice_agenda_quorum_proxy_votes_and_minutes(office: Office) -> None:
    council, manager = seated(office), office["kq-manager"]
    items = [{"title": "发展规划", "matter": "development_plan"}, {"title": "会议安排", "matter": "other"}]
    meeting = planned(office, council, [], days=5)
    assert "没有议题" in refused(f"{MEETING}.call", meeting, {}, manager).reason
    for item in items:
        act(f"{MEETING}.add_item", meeting, {"motion": "请审议", **item}, office["kq-dean"])
    late = refused(f"{MEETING}.call", meeting, {}, manager)
    assert ("10 天" in late.reason, "1月15日" in late.reason) == (True, True)
    where = {"held_on": "2026-01-20", "mode": "mixed", "place": "线上"}
    act(f"{MEETING}.reschedule", meeting, where, manager)
    act(f"{MEETING}.call", meeting, {}, office["kq-park-leader"])
    assert refused(f"{MEETING}.add_item", meeting, {"motion": "x", **items[0]}, manager).ground is Ground.STATE

    by_name = {m.name: m for m in council.members.all()}
    assert refused(f"{MEETING}.attend", meeting, {"member": by_name["郑院长"].pk, "attend": "remote"},
                   office["kq-professor"]).errors.keys() == {"member"}  # fmt: skip
    letter = {"member": by_name["吴理事"].pk, "letter": "委托周理事长就全部议题表决"}
    assert refused(f"{MEETING}.give_proxy", meeting, letter, office["kq-park-clerk"]).errors.keys() == {"proxy_name"}
    wrong = letter | {"proxy_account": office["kq-firm-member"].pk}
    assert refused(f"{MEETING}.give_proxy", meeting, wrong, office["kq-park-clerk"]).errors.keys() == {"proxy_account"}
    act(
        f"{MEETING}.give_proxy",
        meeting,
        letter | {"proxy_account": office["kq-park-leader"].pk},
        office["kq-park-clerk"],
    )
    early = next(o.refusal for o in offers(Meeting.objects.get(pk=meeting.pk), manager) if o.action.name == "convene")
    assert early is not None
    assert (early.ground, early.opens_on) == (Ground.LAW, dt.date(2026, 1, 20))

    with moved_to(dt.date(2026, 1, 20)):
        for name in ("周理事长", "郑院长"):
            act(f"{MEETING}.attend", meeting, {"member": by_name[name].pk, "attend": "in_person"}, manager)
        short = refused(f"{MEETING}.convene", meeting, {"presided_by": by_name["周理事长"].pk}, manager)
        assert "出席 3 人，章程要求 4 人" in short.reason
        act(f"{MEETING}.attend", meeting, {"member": by_name["冯教授"].pk, "attend": "remote"}, office["kq-professor"])
        act(f"{MEETING}.convene", meeting, {"presided_by": by_name["周理事长"].pk}, manager)
        assert "还没有人表决" in refused(f"{MEETING}.conclude", meeting, {"summary": "x"}, manager).reason
        plan, other = AgendaItem.objects.filter(meeting=meeting).order_by("position")
        ballot = {f"item_{plan.pk}": "for", f"item_{other.pk}": "against"}
        for name, by in (("周理事长", "kq-park-leader"), ("吴理事", "kq-park-leader"), ("郑院长", "kq-dean")):
            act(f"{MEETING}.vote", meeting, {"member": by_name[name].pk, **ballot}, office[by])
        twice = refused(f"{MEETING}.vote", meeting, {"member": by_name["郑院长"].pk, **ballot}, office["kq-dean"])
        assert twice.errors.keys() == {f"item_{plan.pk}", f"item_{other.pk}"}
        for name in ("冯教授", "陈老师"):  # not for the minute taker: one has an account, the other is not there
            data = {"member": by_name[name].pk, **ballot}
            assert refused(f"{MEETING}.vote", meeting, data, manager).errors.keys() == {"member"}
        yes = {"member": by_name["冯教授"].pk, f"item_{plan.pk}": "for", f"item_{other.pk}": "abstain"}
        act(f"{MEETING}.vote", meeting, yes, office["kq-professor"])
        act(f"{MEETING}.conclude", meeting, {"summary": "审议了两项"}, manager)
        plan.refresh_from_db()
        other.refresh_from_db()
        assert (plan.outcome, plan.votes_for) == ("adopted", 4), "four of five: two thirds of all and more"
        assert (other.outcome, other.votes_against, other.votes_abstain) == ("rejected", 3, 1)
        resolution = Resolution.objects.get()
        assert (resolution.item, resolution.cofounders_present) == (plan, True)
        assert resolution.number == "JY-2026-000001"
        done = act(f"{MEETING}.issue_minutes", meeting, {"summary": "审议了两项\n均已表决"}, manager).case
    assert done.state == "minuted"
    kept = Document.objects.filter(case_id=meeting.pk)
    assert {d.media_type.rpartition(".")[2].rpartition("/")[2] for d in kept} == {"document", "pdf"}
    text = str(minutes_paper(done).body)
    for wanted in (
        "应到委员5人，出席4人",
        "同意4票，反对0票，弃权0票，通过。决议编号JY-2026-000001",
        "未通过",
        "均已表决",
    ):
        assert wanted in text


def test_what_the_database_itself_refuses(office: Office) -> None:
    council = seated(office)
    meeting = called(office, council, [{"title": "规划", "matter": "development_plan"}])
    item, member = meeting.items.get(), council.members.all()[0]

    def breaks(write: Any) -> bool:
        try:
            with transaction.atomic():
                write()
        except IntegrityError:
            return True
        return False

    def moves_to(state: str) -> Any:
        def write() -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE cases_case SET state = %s, version = version + 1 WHERE id = %s", [state, meeting.pk]
                )

        return write

    manager = office["kq-manager"]
    assert breaks(moves_to("open")), "no quorum, no meeting"
    assert breaks(lambda: Vote.objects.create(item=item, member=member, choice="for", cast_by=manager)), "not open"
    assert breaks(lambda: AgendaItem.objects.filter(pk=item.pk).update(motion="另一件事")), "the agenda stands"
    assert breaks(
        lambda: Resolution.objects.create(number="JY-1", council=council, item=item, matter=item.matter, title="x",
                                          adopted_on=START, cofounders_present=True)
    ), "nothing was adopted"  # fmt: skip
    with moved_to(meeting.held_on):
        convened(office, meeting)
        vote = Vote.objects.create(item=item, member=member, choice="for", cast_by=manager)
        assert breaks(lambda: Vote.objects.create(item=item, member=member, choice="against", cast_by=manager))
        assert breaks(lambda: Vote.objects.filter(pk=vote.pk).update(choice="against"))
        assert breaks(lambda: Vote.objects.filter(pk=vote.pk).delete())
        assert breaks(lambda: Attendance.objects.filter(meeting=meeting, member=member).update(mode="absent"))
        vote_all(office, meeting, {"吴理事": "for", "郑院长": "for", "冯教授": "for"})
        act(f"{MEETING}.conclude", meeting, {"summary": "x"}, manager)
    assert breaks(lambda: Resolution.objects.update(title="改过的"))
    assert breaks(lambda: Attendance.objects.create(meeting=meeting, member=member, mode="remote"))


def test_reserved_matters_are_decided_by_the_council_alone(office: Office) -> None:
    council, manager = seated(office), office["kq-manager"]
    data = {"name": "钱院长", "valid_from": "2026-02-01", "fields_of_duty": ["personnel", "finance", "pay", "assets"]}
    refusal = refused(f"{COUNCIL}.appoint_director", council, data, manager)
    assert (refusal.ground, "重要人事任免" in refusal.reason) == (Ground.LAW, True)
    assert [str(c) for c in refusal.cites] == ["keqiao-2025-draft:s4.1.a"]
    blocked = {o.action.name: o.refusal for o in offers(council, manager)}
    assert blocked["appoint_director"] is not None, "told before anything is typed"
    aside = {"name": "李某", "capacity": "director", "valid_from": "2026-01-05"}
    assert "决议任免" in refused("platforms.platform.employ", council.platform, aside, manager).reason
    other = resolved(office, council, "budget_accounts")
    wrong = refused(f"{COUNCIL}.appoint_director", council, data | {"resolution": other.pk}, manager)
    assert wrong.errors.keys() == {"resolution"}, "a resolution on another matter does not serve"
    right = resolved(office, council, "appointments")
    with moved_to(dt.date(2026, 2, 10)):
        done = act(f"{COUNCIL}.appoint_director", council, data | {"resolution": right.pk}, manager)
        assert not done.warnings
        assert director_of(council.platform).post.person.name == "钱院长"  # type: ignore[union-attr]
        again = refused(f"{COUNCIL}.appoint_director", council, data | {"valid_from": "2026-03-01"}, manager)
        assert again.ground is Ground.LAW, "a resolution is carried out once"
        left = {"staff": Staff.objects.get(capacity="director").pk, "valid_to": "2026-02-10"}
        assert refused("platforms.platform.release", council.platform, left, manager).ground is Ground.LAW
    second = resolved(office, council, "appointments")
    with moved_to(dt.date(2026, 3, 10)):
        partly = data | {
            "name": "孙院长",
            "valid_from": "2026-03-10",
            "resolution": second.pk,
            "fields_of_duty": ["personnel"],
        }
        done = act(f"{COUNCIL}.appoint_director", council, partly, manager)
        assert [w.rule for w in done.warnings] == ["director_fields"]
    assert Staff.objects.filter(platform=council.platform, capacity="director", valid_to=None).count() == 1
    assert Appointment.objects.get(post__person__name="钱院长").valid_to == dt.date(2026, 3, 9)


def test_a_matter_the_charter_does_not_reserve_is_asked_of_the_law_alone(office: Office) -> None:
    council = seated(office, reserved=["budget_accounts"])
    data = {"name": "钱院长", "valid_from": "2026-02-01", "fields_of_duty": ["personnel"]}
    done = act(f"{COUNCIL}.appoint_director", council, data, office["kq-manager"])
    assert "reserved_decision" in [w.rule for w in done.warnings], "Keqiao's draft would reserve it"
    kc = seated(office, "kc", "330802", reserved=[])
    done = act(f"{COUNCIL}.appoint_director", kc, data, office["kc-manager"])
    assert not done.warnings, "Quzhou has no such text"


def draft_rule(office: Office, council: Council, field: str = "research", **more: Any) -> InternalRule:
    data = {"platform": council.platform.pk, "field": field, "title": "科研管理办法", "text": "第一条", **more}
    made: InternalRule = act(f"{RULE}.draft", None, data, office["kq-manager"]).case
    return made


def test_rules_are_adopted_by_resolution_have_editions_and_stand(office: Office) -> None:
    council, manager = seated(office), office["kq-manager"]
    first = draft_rule(office, council)
    assert refused(f"{RULE}.adopt", first, {"in_force_on": "2026-03-01"}, manager).ground is Ground.LAW
    resolution = resolved(office, council, "major_matters", subject=first.number)
    with moved_to(dt.date(2026, 2, 1)):
        act(f"{RULE}.adopt", first, {"in_force_on": "2026-03-01", "resolution": resolution.pk}, manager)
    assert rules_in_force(council.platform, dt.date(2026, 2, 28)) == {}
    assert set(rules_in_force(council.platform, dt.date(2026, 3, 1))) == {"research"}
    with pytest.raises(IntegrityError), transaction.atomic():
        InternalRule.objects.filter(pk=first.pk).update(text="改过的")
    with moved_to(dt.date(2026, 4, 1)):
        second = draft_rule(office, council, title="科研管理办法（二）")
        assert (second.edition, second.replaces) == (2, first)
        again = resolved(office, council, "major_matters")
    with moved_to(dt.date(2026, 5, 1)):
        act(f"{RULE}.adopt", second, {"in_force_on": "2026-06-01", "resolution": again.pk}, manager)
    assert rules_in_force(council.platform, dt.date(2026, 5, 31))["research"] == first
    assert rules_in_force(council.platform, dt.date(2026, 6, 1))["research"] == second
    sheet = panels.council_rules(council, manager)
    assert sheet.note == "0 / 8 类"
    assert [row[-1].word for row in sheet.rows] == ["尚缺"] * 8, "on the fifth of January nothing is in force yet"


def test_a_rule_on_contract_funds_covers_the_types_the_city_names(office: Office) -> None:
    council, manager = seated(office, "kc", "330802", reserved=[]), office["kc-manager"]
    platform = council.platform
    recognise = {"name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2025-01-01"}
    act("platforms.platform.recognise", platform, recognise, office["kc-st_department-clerk"])
    data = {"platform": platform.pk, "field": "contract_funds", "title": "横向经费办法", "text": "第一条"}
    assert refused(f"{RULE}.draft", None, data, manager).errors.keys() == {"contract_types"}
    rule = act(f"{RULE}.draft", None, data | {"contract_types": ["development", "transfer"]}, manager).case
    refusal = refused(f"{RULE}.adopt", rule, {"in_force_on": "2026-02-01"}, manager)
    assert "quzhou-2024:art19.p2" in [str(c) for c in refusal.cites]
    every = ["development", "transfer", "licence", "consulting", "service"]
    act(f"{RULE}.redraft", rule, data | {"contract_types": every}, manager)
    assert act(f"{RULE}.adopt", rule, {"in_force_on": "2026-02-01"}, manager).case.state == "adopted"


def test_members_recalled_and_a_council_dissolved(office: Office) -> None:
    council = seated(office)
    professor = council.members.get(name="冯教授")
    data = {"member": professor.pk, "last_day": "2026-01-31", "reason": "调离"}
    assert refused(f"{COUNCIL}.recall", council, data, office["kq-park-leader"]).ground is Ground.PERMISSION
    act(f"{COUNCIL}.recall", council, data, office["kq-dean"])
    assert council.members_on(dt.date(2026, 2, 1)).count() == len(MEMBERS) - 1
    act(f"{COUNCIL}.dissolve", council, {"note": "平台合并"}, office["kq-park-leader"])
    assert council.members_on(dt.date(2026, 1, 6)).count() == 0
    assert Council.objects.get(pk=council.pk).closed_on == START


def test_a_meeting_that_could_not_be_held_decides_nothing(office: Office) -> None:
    council = seated(office)
    meeting = called(office, council, [{"title": "规划", "matter": "development_plan"}])
    act(f"{MEETING}.lapse", meeting, {"note": "人数不够"}, office["kq-manager"])
    assert Meeting.objects.get(pk=meeting.pk).state == "lapsed"
    assert not Resolution.objects.exists()
    assert not Todo.objects.open().filter(name="attend").exists()


def test_who_sits_is_known_of_a_plain_row_of_the_case_too(office: Office) -> None:
    """Lists and messages hold plain cases; the predicates answer of them as of the council and the meeting themselves."""
    council = seated(office)
    meeting = planned(office, council, [])
    member = next(one.account for one in council.members_on(START) if one.account_id is not None)
    for case in (council, meeting):
        plain = Case.objects.get(pk=case.pk)
        assert sitting_member.test(member, case)
        assert sitting_member.test(member, plain)
        assert not sitting_member.test(office["kc-firm-member"], plain)
