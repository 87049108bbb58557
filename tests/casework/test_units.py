"""Unit files: organisations, dated facts, members and substitutes, written through actions alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kechuang.casework.cases.actions import find_action
from kechuang.casework.parties.models import Membership, Organisation, Role, UnitFact, User
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.units.models import UnitFile
from kechuang.core.clock import moved_to
from kechuang.core.jobs import run_waiting
from kechuang.core.permissions import Ground, Refused
from kechuang.law.expression import FACTS
from tests.casework.office import Office, act
from tests.domains.achievements.unit import disclosure

UNIT = "units.unitfile"
CLERK = "kq-st_department-clerk"


def opened(office: Office, name: str, by: str = CLERK) -> UnitFile:
    """The file of an organisation of the office, by its name."""
    unit = office.organisations[name]
    data = {"name": unit.name, "kind": unit.kind, "department": unit.department, "region": unit.region_id}
    done: UnitFile = act(f"{UNIT}.open_file", None, data, office[by]).case
    return done


def errors(office: Office, name: str, case: Any, data: dict[str, Any], by: str) -> set[str]:
    with pytest.raises(Refused) as caught:
        act(f"{UNIT}.{name}", case, data, office[by])
    assert caught.value.refusal.ground is Ground.INPUT, caught.value.refusal
    return set(caught.value.refusal.errors)


def fact(value: str, start: str, **more: str) -> dict[str, str]:
    return {"fact": "unit.founder", "value": value, "valid_from": start, "evidence": "设立批复"} | more


def test_the_file_of_an_organisation_that_is_there_and_of_a_new_one(office: Office) -> None:
    before = Organisation.objects.count()
    file = opened(office, "kq-university")
    assert (file.organisation, file.owner) == (office.organisations["kq-university"],) * 2
    assert Organisation.objects.count() == before
    data = {"name": "越城检测中心", "kind": "agency", "region": "330603", "credit_code": "91350100M000100Y43"}
    new = act(f"{UNIT}.open_file", None, data, office[CLERK]).case
    assert (new.organisation.name, new.number[:3]) == ("越城检测中心", "DW-")
    assert errors(office, "open_file", None, data, CLERK) == {"credit_code"}
    assert errors(office, "open_file", None, data | {"credit_code": ""}, CLERK) == {"name"}


def test_kind_and_function_do_not_change_and_a_department_names_its_function(office: Office) -> None:
    unit = office.organisations["kq-firm"]
    data = {"name": unit.name, "kind": "department", "department": "finance_department", "region": "330603"}
    assert errors(office, "open_file", None, data, CLERK) == {"kind"}
    assert errors(office, "open_file", None, data | {"name": "新局", "department": ""}, CLERK) == {"department"}
    assert errors(office, "open_file", None, data | {"name": "新企业", "kind": "enterprise"}, CLERK) == {"department"}


def test_a_later_fact_ends_the_running_one_and_an_overlap_is_told(office: Office) -> None:
    file = opened(office, "kq-university")
    unit = file.organisation
    act(f"{UNIT}.record_fact", file, fact("社会力量", "2020-01-01"), office[CLERK])
    act(f"{UNIT}.record_fact", file, fact("government", "2023-05-01"), office[CLERK])
    assert unit.facts_on(dt.date(2023, 4, 30)) == {"unit.founder": "social"}
    assert Organisation.objects.get(pk=unit.pk).facts_on(dt.date(2023, 5, 1)) == {"unit.founder": "government"}
    assert errors(office, "record_fact", file, fact("政府", "2022-01-01"), CLERK) == {"valid_from"}
    assert errors(office, "record_fact", file, fact("谁也不是", "2024-01-01"), CLERK) == {"value"}
    assert errors(office, "record_fact", file, fact("政府", "2024-01-01", evidence=""), CLERK) == {"evidence"}
    row = UnitFact.objects.get(valid_to=None)
    act(f"{UNIT}.end_fact", file, {"fact": row.pk, "valid_to": "2024-12-31"}, office[CLERK])
    assert Organisation.objects.get(pk=unit.pk).facts_on(dt.date(2025, 1, 1)) == {}


def test_a_fact_recorded_wrong_is_struck_and_the_history_keeps_it(office: Office) -> None:
    file = opened(office, "kq-university")
    act(f"{UNIT}.record_fact", file, fact("社会力量", "2020-01-01"), office[CLERK])
    act(f"{UNIT}.record_fact", file, fact("政府", "2032-05-01"), office[CLERK])
    wrong = UnitFact.objects.get(valid_to=None)
    other = opened(office, "kq-park")
    assert errors(office, "strike_fact", file, {"fact": wrong.pk, "note": ""}, CLERK) == {"note"}
    assert errors(office, "strike_fact", other, {"fact": wrong.pk, "note": "不是它的"}, CLERK) == {"fact"}
    with pytest.raises(Refused) as refused:
        act(f"{UNIT}.strike_fact", file, {"fact": wrong.pk, "note": "录错"}, office["kq-professor"])
    assert refused.value.refusal.ground is not Ground.INPUT
    act(f"{UNIT}.strike_fact", file, {"fact": wrong.pk, "note": "批复是 2023 年的"}, office[CLERK])
    assert Organisation.objects.get(pk=file.organisation.pk).facts_on(dt.date(2033, 1, 1)) == {}
    history: Any = UnitFact.pgh_event_model  # type: ignore[attr-defined]
    assert history.objects.filter(pgh_obj_id=wrong.pk, pgh_label="delete").count() == 1
    note = file.timeline.get(action="strike_fact").note
    assert "2032-05-01" in note
    assert note.endswith("：批复是 2023 年的")
    act(f"{UNIT}.record_fact", file, fact("政府", "2033-01-01"), office[CLERK])


def test_every_unit_fact_the_law_asks_can_be_recorded_in_its_own_words(office: Office) -> None:
    file = opened(office, "kq-university")
    texts = {"flag": "是", "date": "2020-01-01", "region": "330603"}
    for name, node in FACTS.items():
        if name.startswith("unit."):
            text = node.type.options[0].zh if node.type.options else texts[node.type.kind]
            data = {"fact": name, "value": text, "valid_from": "2020-01-01", "evidence": "登记证书"}
            act(f"{UNIT}.record_fact", file, data, office[CLERK])
    assert UnitFact.objects.count() == len([name for name in FACTS if name.startswith("unit.")]) > 15


def test_a_manager_appoints_someone_new_who_then_reaches_the_organisation(office: Office) -> None:
    file = opened(office, "kq-university")
    office.user("kq-president", file.organisation, Role.LEADER)
    data = {"username": "wanglan", "role": "researcher", "valid_from": "2026-01-01"}
    assert errors(office, "appoint", file, data, "kq-president") == {"display_name"}
    act(f"{UNIT}.appoint", file, data | {"display_name": "王澜"}, office["kq-president"])
    user = User.objects.get(username="wanglan")
    assert not user.has_usable_password()
    with moved_to(dt.date(2026, 2, 1)):
        assert reach_of(User.objects.get(pk=user.pk)).acts_for(file.organisation.pk, [Role.RESEARCHER])
    assert errors(office, "appoint", file, data, "kq-president") == {"valid_from"}
    assert errors(office, "appoint", file, data | {"role": "clerk"}, "kq-president") == {"role"}
    own = data | {"username": "kq-president", "role": "finance"}
    assert errors(office, "appoint", file, own, "kq-president") == {"username"}
    member = Membership.objects.get(user=user)
    act(
        f"{UNIT}.dismiss", file, {"member": member.pk, "valid_to": "2026-03-31", "note": "调离"}, office["kq-president"]
    )
    with moved_to(dt.date(2026, 4, 1)):
        assert not reach_of(User.objects.get(pk=user.pk)).organisations


def test_a_new_account_is_sent_the_link_that_sets_its_password(office: Office, mailoutbox: list[Any]) -> None:
    file = opened(office, "kq-park")
    data = {
        "username": "chenqing", "display_name": "陈清", "email": "chen@example.org", "role": "clerk",
        "valid_from": "2026-01-01",
    }  # fmt: skip
    act(f"{UNIT}.appoint", file, data, office["kq-park-leader"])
    assert not mailoutbox, "nothing goes out before the appointment stands"
    run_waiting()
    (mail,) = mailoutbox
    assert mail.to == ["chen@example.org"]
    assert "/password/reset/key/" in mail.body


def test_a_clerk_does_not_staff_another_department(office: Office) -> None:
    file = opened(office, "kq-finance_department")
    data = {"username": CLERK, "role": "leader", "valid_from": "2026-01-01"}
    with pytest.raises(Refused) as caught:
        act(f"{UNIT}.appoint", file, data, office["kq-st_department-leader"])
    assert caught.value.refusal.ground is Ground.PERMISSION
    act(f"{UNIT}.appoint", file, data | {"role": "finance"}, office["kq-finance_department-leader"])


def test_administration_security_and_audit_are_different_people(office: Office) -> None:
    file = opened(office, "kq-audit_department")
    data = {"username": "sec", "display_name": "安某", "role": "auditor", "valid_from": "2026-01-01"}
    act(f"{UNIT}.appoint", file, data, office["kq-audit_department-leader"])
    again = data | {"role": "system_admin", "display_name": ""}
    assert errors(office, "appoint", file, again, "kq-audit_department-leader") == {"role"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=User.objects.get(username="sec"), organisation=office.organisations["kq-park"],
            role=Role.SECURITY_ADMIN, valid_from=dt.date(2026, 6, 1),
        )  # fmt: skip


def test_leave_is_arranged_by_its_person_or_a_head_and_the_substitute_acts(office: Office) -> None:
    file = opened(office, "kq-park")
    member = Membership.objects.get(user=office["kq-park-clerk"])
    data = {"member": member.pk, "username": "kq-professor", "valid_from": "2026-05-01", "valid_to": "2026-05-10"}
    head = Membership.objects.get(user=office["kq-park-leader"])
    assert errors(office, "substitute", file, data | {"member": head.pk}, "kq-park-clerk") == {"member"}
    assert errors(office, "substitute", file, data | {"username": "kq-park-clerk"}, "kq-park-clerk") == {"username"}
    act(f"{UNIT}.substitute", file, data, office["kq-park-clerk"])
    with moved_to(dt.date(2026, 5, 5)):
        assert reach_of(User.objects.get(username="kq-professor")).acts_for(file.organisation.pk, [Role.CLERK])
    with moved_to(dt.date(2026, 5, 11)):
        assert not reach_of(User.objects.get(username="kq-professor")).acts_for(file.organisation.pk)
    assert errors(office, "substitute", file, data, "kq-park-clerk") == {"username"}


def test_the_end_of_an_organisation_ends_its_posts(office: Office) -> None:
    file = opened(office, "kq-firm")
    with moved_to(dt.date(2027, 5, 5)):
        act(f"{UNIT}.end", file, {"note": "注销"}, office[CLERK])
        assert reach_of(User.objects.get(username="kq-firm-member")).organisations
    with moved_to(dt.date(2027, 5, 6)):
        assert not reach_of(User.objects.get(username="kq-firm-member")).organisations


def test_a_file_is_seen_by_its_people_and_its_offices_alone(office: Office) -> None:
    file = opened(office, "kq-firm")
    for name, status in (("kq-firm-member", 200), (CLERK, 200), ("kc-st_department-clerk", 404), ("kq-professor", 404)):
        client = Client()
        client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(f"/case/{file.number}/").status_code == status, name


def test_the_list_asks_the_same_number_of_questions_for_one_row_and_thirty(
    office: Office, client: Client, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(office[CLERK], backend="django.contrib.auth.backends.ModelBackend")
    opened(office, "kq-firm")
    client.get("/units/")
    with CaptureQueriesContext(connection) as one:
        assert client.get("/units/").status_code == 200
    for n in range(30):
        data = {"name": f"企业{n}", "kind": "enterprise", "region": "330603"}
        act(f"{UNIT}.open_file", None, data, office[CLERK])
    with CaptureQueriesContext(connection) as thirty:
        assert client.get("/units/").status_code == 200
    assert len(thirty) == len(one)


def test_only_roles_that_the_organisation_can_have_are_offered(office: Office) -> None:
    form = find_action(UNIT, "appoint").form
    firm = {code for code, _label in form(case=opened(office, "kq-firm"), by=office[CLERK]).fields["role"].choices}
    park = {code for code, _label in form(case=opened(office, "kq-park"), by=office[CLERK]).fields["role"].choices}
    assert (Role.FIRM_MEMBER in firm, Role.CLERK in firm) == (True, False)
    assert (Role.FIRM_MEMBER in park, Role.CLERK in park) == (False, True)
    assert len(form(case=None, by=None).fields["role"].choices) == len(Role.choices)


def test_an_account_is_tied_to_the_person_it_stands_for_and_sees_what_is_theirs(office: Office) -> None:
    """A completer was on record before the account: nobody but a person can say that they are the same."""
    unit = office.organisations["kq-university"]
    file = opened(office, "kq-university")
    achievement = act("achievements.achievement.disclose", None, disclosure(unit), office["kq-professor"]).case
    person = achievement.completers.get(position=1).person
    professor = office["kq-professor"]
    client = Client()
    client.force_login(professor)
    assert "还没有和人员对上" in client.get("/my-achievements/").content.decode()
    given = {"member": professor.pk, "person": person.name, "basis": "当面核对证件"}
    with pytest.raises(Refused) as refused:
        act(f"{UNIT}.tie_person", file, given, professor)
    assert refused.value.refusal.ground is Ground.PERMISSION
    assert errors(office, "tie_person", file, given | {"basis": ""}, CLERK) == {"basis"}
    assert errors(office, "tie_person", file, given | {"member": office["kq-firm-member"].pk}, CLERK) == {"member"}
    act(f"{UNIT}.tie_person", file, given, office[CLERK])
    assert User.objects.get(pk=professor.pk).person == person
    assert achievement.title in client.get("/my-achievements/").content.decode()
    second = office.user("kq-second", unit, Role.RESEARCHER)
    assert errors(office, "tie_person", file, given | {"member": second.pk}, CLERK) == {"person"}
    act(f"{UNIT}.tie_person", file, {"member": second.pk, "basis": "人事记录"}, office[CLERK])
    assert User.objects.get(pk=second.pk).person.name == "kq-second"


def test_who_is_appointed_is_on_record_and_found_by_what_they_disclose(office: Office) -> None:
    """A new researcher's first achievement is theirs; one whose name is on record already is left for a person to tie."""
    unit = office.organisations["kq-university"]
    file = opened(office, "kq-university")
    data = {"role": "researcher", "valid_from": "2026-01-01", "email": ""}
    act(f"{UNIT}.appoint", file, data | {"username": "he", "display_name": "何新来"}, office[CLERK])
    he = User.objects.get(username="he")
    assert he.person is not None
    given = disclosure(unit, completers="何新来 60%；柳旁人 40%")
    achievement = act("achievements.achievement.disclose", None, given, he).case
    assert achievement.completers.get(position=1).person == he.person
    act(f"{UNIT}.appoint", file, data | {"username": "liu", "display_name": "柳旁人"}, office[CLERK])
    assert User.objects.get(username="liu").person is None


def test_the_timeline_says_who_was_appointed_and_which_fact_was_recorded(office: Office) -> None:
    """Members and facts are none of the file's own rows; without words its timeline said only that something was done."""
    file = opened(office, "kq-university")
    post = {
        "username": "he",
        "display_name": "何新来",
        "role": "researcher",
        "valid_from": "2026-01-01",
        "email": "a@b.cn",
    }
    act(f"{UNIT}.appoint", file, post, office[CLERK])
    act(f"{UNIT}.record_fact", file, fact("政府", "2024-01-01"), office[CLERK])
    row = UnitFact.objects.get(organisation=file.organisation, valid_to=None)
    act(f"{UNIT}.end_fact", file, {"fact": row.pk, "valid_to": "2025-01-01"}, office[CLERK])
    he = User.objects.get(username="he")
    act(f"{UNIT}.tie_person", file, {"member": he.pk, "person": he.person.pk, "basis": "核对证件"}, office[CLERK])
    member = Membership.objects.get(user=he)
    act(f"{UNIT}.dismiss", file, {"member": member.pk, "valid_to": "2026-06-30", "note": "调离"}, office[CLERK])
    notes = {entry.action: entry.note for entry in file.timeline.all()}
    assert notes["appoint"] == "何新来，科研人员，2026-01-01 –"
    assert "2024-01-01" in notes["record_fact"]
    assert "设立批复" in notes["record_fact"]
    assert notes["end_fact"].endswith("2025-01-01")
    assert notes["tie_person"] == "何新来（he）＝何新来，核对证件"
    assert notes["dismiss"] == "何新来，科研人员，2026-01-01 – 2026-06-30：调离"
