"""One search: everything a person may see, grouped and counted, its words marked; the public gets what is public."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.accounts.unmasking import may_unmask
from kechuang.casework.cases.people import visible_people
from kechuang.casework.parties.models import Membership, Organisation, Person, Role
from kechuang.domains.platforms.models import Staff
from kechuang.web.search.marking import marked
from tests.api.conftest import Calls, bearer, session
from tests.casework.office import LONG_AGO, Office, drafted, make_office, registered


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def signed(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client: Client, query: str, **more: str) -> str:
    answer = client.get("/search/", {"q": query, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def bare(client: Client, query: str, **more: str) -> str:
    """The page without the marks."""
    return text(client, query, **more).replace("<mark>", "").replace("</mark>", "")


def test_every_group_is_counted_and_shows_its_first(office: Office) -> None:
    platform = registered(office)
    agreement = drafted(office, platform, title="纺织共建协议")
    found = text(signed(office, "kq-park-clerk"), "纺织")
    assert f'<span class="k-code">{agreement.number}</span>' in found
    assert "<mark>纺织</mark>共建协议" in found
    assert '<span class="k-tag">起草</span>' in found
    assert re.search(r"kind=cases\"[^>]*>案件 <small>2</small>", found)
    assert re.search(r"kind=organisations\"[^>]*>单位 <small>1</small>", found)
    both = text(signed(office, "kq-park-clerk"), "净收入")
    assert 'href="/law/zhejiang-2021/art37.p4/"' in both
    assert 'href="/law/rules/net_income/"' in both


def test_a_number_leads_to_its_case(office: Office) -> None:
    platform = registered(office)
    for query in (platform.number, platform.number.lower(), platform.number.rpartition("-")[2]):
        assert f'href="/case/{platform.number}/"' in text(signed(office, "kq-park-clerk"), query)
    assert f"<mark>{platform.number.split('-')[0]}</mark>" in text(Client(), platform.number)


def test_all_of_a_group_page_by_page(office: Office) -> None:
    for n in range(8):
        registered(office, title=f"纺织第{n}所")
    client = signed(office, "kq-park-clerk")
    found = text(client, "纺织")
    assert "看全部 8 件" in found
    assert found.count('<a class="k-b" href="/case/') == 6
    assert text(client, "纺织", kind="cases").count('<a class="k-b" href="/case/') == 8
    assert "这一类里没有" in text(client, "纺织", kind="people")


def test_nobody_finds_what_they_may_not_see(office: Office) -> None:
    platform = registered(office)
    agreement = drafted(office, platform, title="纺织共建协议")
    for client in (Client(), signed(office, "kc-firm-member")):
        found = bare(client, "纺织")
        assert platform.number in found, "the registry is public"
        assert agreement.number not in found
        assert "纺织共建协议" not in found
    assert "kq-finance_department" not in bare(Client(), "finance_department"), "not behind anything public"
    assert "kq-finance_department" in bare(signed(office, "kc-firm-member"), "finance_department")
    assert platform.owner.name in bare(Client(), platform.owner.name, kind="organisations")


def people(office: Office) -> dict[str, Person]:
    platform = registered(office)
    made = {name: Person.objects.create(name=f"张{name}") for name in ("甲", "乙", "丙")}
    Staff.objects.create(platform=platform, person=made["甲"], capacity="researcher", valid_from=LONG_AGO)
    office["kc-professor"].person = made["乙"]
    office["kc-professor"].save()
    return made


def test_people_are_found_by_those_who_may_see_them_masked(office: Office) -> None:
    made = people(office)
    for name, known in office.users.items():
        user = type(known).objects.get(pk=known.pk)
        seen = set(visible_people(user))
        assert seen == {person for person in made.values() if may_unmask(user, person)}, name
    assert "张甲" in bare(signed(office, "kq-manager"), "张")
    assert "张甲" not in bare(signed(office, "kc-professor"), "张")
    assert "张甲" not in bare(Client(), "张甲").partition("<main")[2].replace("“张甲”", "").replace('"张甲"', "")


def test_the_words_are_marked_and_nothing_typed_is_markup() -> None:
    assert marked("现代纺织研究院", "纺织") == "现代<mark>纺织</mark>研究院"
    assert marked("PT-2026-000012", "12") == "PT-2026-<mark>000012</mark>"
    assert marked("织造与纺织业", "纺织业务") == "织造与<mark>纺织</mark>业"
    assert marked("<b>A&B</b>", "b") == "&lt;<mark>b</mark>&gt;A&amp;<mark>B</mark>&lt;/<mark>b</mark>&gt;"
    assert marked("x", "（）") == "x"


def test_suggestions_are_a_fragment_and_cost_little(office: Office) -> None:
    registered(office)
    client = signed(office, "kq-park-clerk")
    answer = client.get("/search/suggest/", {"q": "纺织"})
    assert "<html" not in answer.content.decode()
    assert "<mark>纺织</mark>" in answer.content.decode()
    assert client.get("/search/suggest/", {"q": "纺"}).content.strip() == b""
    assert "没有找到“火星语”" in client.get("/search/suggest/", {"q": "火星语"}).content.decode()
    with CaptureQueriesContext(connection) as asked:
        client.get("/search/suggest/", {"q": "纺织"})
    assert len(asked) <= 10


@pytest.mark.parametrize("query", ["", "\x00", "（）", "'; DROP TABLE--", "%", "a" * 5000, "<script>alert(1)</script>"])
def test_any_query_is_answered(office: Office, query: str) -> None:
    found = text(signed(office, "kq-park-clerk"), query)
    assert "<script>alert" not in found
    assert text(Client(), query, kind="nothing")


def test_an_organisation_has_a_page_with_the_cases_one_may_see(office: Office) -> None:
    platform = registered(office)
    agreement = drafted(office, platform)
    owner = f"/organisation/{platform.owner_id}/"
    assert agreement.number in signed(office, "kq-park-clerk").get(owner).content.decode()
    public = Client().get(owner).content.decode()
    assert platform.number in public
    assert agreement.number not in public
    hidden = Organisation.objects.get(name="kq-finance_department")
    assert Client().get(f"/organisation/{hidden.pk}/")["Location"].startswith("/account/sign-in/")
    assert signed(office, "kc-professor").get("/organisation/999999/").status_code == 404


def test_the_api_searches_the_same(office: Office) -> None:
    platform = registered(office)
    drafted(office, platform, title="纺织共建协议")
    status, body = session(office["kq-park-clerk"]).get("/search", q="纺织")
    assert status == 200
    found = {group["name"]: group for group in body["groups"]}
    assert found["cases"]["count"] == 2
    assert found["cases"]["items"][1]["number"] == platform.number
    assert Calls().get("/search", q="纺织")[1]["groups"][0]["count"] == 1
    limited = bearer(office["kq-park-clerk"], scope="read", kinds=("agreements",)).get("/search", q="纺织")[1]
    assert {i["kind"] for i in limited["groups"][0]["items"]} == {"共建协议"}
    only = session(office["kq-park-clerk"]).get("/search", q="净收入", group="rules", limit=1)[1]["groups"]
    assert [g["name"] for g in only] == ["rules"]
    assert len(only[0]["items"]) == 1
    assert Calls().get("/search")[0] == 422


def test_a_member_who_left_is_still_found_by_the_office(office: Office) -> None:
    person = Person.objects.create(name="李离任")
    user = office.user("left", office.organisations["kq-firm"], Role.FIRM_MEMBER)
    user.person = person
    user.save()
    Membership.objects.filter(user=user).update(valid_to=LONG_AGO)
    assert "李离任" in bare(signed(office, "kq-st_department-clerk"), "李离任", kind="people")
