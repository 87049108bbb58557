"""The public board, the page of a notice, objecting without an account, and what nobody gets to see anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.casework.notices import services, sources
from kechuang.casework.notices.models import Notice, Objection, Objector
from kechuang.casework.parties.models import Role
from kechuang.core.clock import moved_to
from tests.casework.notices.kit import SAID, UNIT, day, put_up, upload
from tests.casework.office import Office, act, registered

ATOM = "{http://www.w3.org/2005/Atom}"
WHO = {"name": "张三丰", "contact": "13800001111", "email": "zhang@example.cn"}
GROUNDS = {"arguments": "价格低于同类成交价", "remedy": "更正价格"}
FORMULA = SAID["formula"]


@pytest.fixture
def notice(platform: Any, office: Office) -> Iterator[Notice]:
    """A notice on its eighth day of fifteen; the tests run on that day."""
    with moved_to(day("2025-05-08")):
        made = put_up(platform, office, "2025-05-06", "2025-05-08")
    with moved_to(day("2025-05-16")):
        yield made


def client_of(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def file_one(notice: Notice, client: Client | None = None, **changes: Any) -> Objection:
    data = {**WHO, **GROUNDS, "key": "k1", **changes}
    answer = (client or Client()).post(reverse("notice-object", args=[notice.number]), data)
    assert answer.status_code == 302, answer.content.decode()
    return Objection.objects.latest("pk")


def test_the_board_lists_what_runs_and_narrows_it(notice: Notice, office: Office) -> None:
    client = Client()
    board = text(client.get("/public/notices/"))
    assert notice.title in board
    assert "<b>7</b>" in board, "seven days after today"
    for query, there in (
        ("?region=330603", True), ("?region=330800", False), ("?region=33", True), ("?kind=test_price", True),
        ("?kind=test_result", False), ("?q=萃余液", True), (f"?q={FORMULA}", False), ("?q=没有的词", False),
        ("?when=ended", False), ("?when=all", True), ("?when=withdrawn", False), ("?kind=no&region=x&when=y", True),
    ):  # fmt: skip
        assert (notice.title in text(client.get(f"/public/notices/{query}"))) is there, query
    with moved_to(day("2025-05-24")):
        assert notice.title not in text(client.get("/public/notices/"))
        assert notice.title in text(client.get("/public/notices/?when=ended"))


def test_the_page_draws_the_days_and_names_insiders(notice: Notice) -> None:
    notice.interests.create(who="澄源公司", relation="完成人配偶控制的企业", named=True)
    notice.interests.create(who="李四", relation="评审专家")
    page = text(Client().get(f"/public/notices/{notice.number}/"))
    assert "k-ruler" in page
    assert "完成人配偶控制的企业" in page
    assert "李四" not in page
    assert "5月24日" in page
    for label in ("科技成果名称", "内容摘要", "转化方式", "拟交易价格"):
        assert label in page


def test_the_page_cites_what_sets_the_days_and_what_asks_for_an_answer(notice: Notice) -> None:
    page = text(Client().get(f"/public/notices/{notice.number}/"))
    assert reverse("law-clause", args=["zhejiang-2021", "art17.p2.a"]) in page
    assert reverse("law-clause", args=["zhejiang-2021", "art17.p1.b"]) in page
    assert "最短公示期由条文规定" in page
    assert "15 天，发布单位采用本站对这种公示的通例，条文没有规定天数" in page


def test_the_portal_shows_what_runs(notice: Notice) -> None:
    assert notice.title in text(Client().get("/"))


def test_a_notice_in_the_unit_alone_is_not_on_the_board(notice: Notice, office: Office) -> None:
    Notice.objects.filter(pk=notice.pk).update(public=False)
    client = Client()
    assert notice.title not in text(client.get("/public/notices/"))
    assert notice.title not in text(client.get("/public/notices/feed.atom"))
    assert notice.title not in text(client.get("/"))
    assert client.get(f"/public/notices/{notice.number}/").status_code == 302
    assert client_of(office, "kc-professor").get(f"/public/notices/{notice.number}/").status_code == 404
    assert client_of(office, "kq-manager").get(f"/public/notices/{notice.number}/").status_code == 200


def test_objecting_without_an_account_gives_a_receipt_and_a_link(notice: Notice) -> None:
    client = Client()
    form = text(client.get(f"/public/notices/{notice.number}/object/"))
    key = re.search(r'name="key" value="(\w+)"', form)
    assert key
    data = {**WHO, **GROUNDS, "key": key[1], "evidence": [upload("比价.csv", b"a,b\n1,2\n")]}
    sent = client.post(f"/public/notices/{notice.number}/object/", data)
    again = client.post(f"/public/notices/{notice.number}/object/", {**data, "evidence": []})
    assert sent.status_code == again.status_code == 302
    assert sent["Location"] == again["Location"], "sent twice, filed once"
    assert Objection.objects.count() == 1
    followed = text(client.get(sent["Location"]))
    assert "YY-2025-000001" in followed
    assert "比价.csv" in followed
    assert client.get(sent["Location"])["Referrer-Policy"] == "no-referrer"
    assert client.get("/public/objections/wrong/").status_code == 404
    assert client.post(sent["Location"]).status_code == 302
    assert Objection.objects.get().state == "withdrawn"


def test_mistakes_are_told_and_nothing_typed_is_lost(notice: Notice) -> None:
    answer = Client().post(f"/public/notices/{notice.number}/object/", {"arguments": "价格不对", "key": "k"})
    page = text(answer)
    assert "价格不对" in page
    assert page.count("k-field__error") >= 3
    assert not Objection.objects.exists()


def test_a_flood_from_one_address_is_held_back_and_keeps_what_was_typed(notice: Notice) -> None:
    for n in range(sources.PER_HOUR):
        file_one(notice, key=f"k{n}")
    answer = Client().post(f"/public/notices/{notice.number}/object/", {**WHO, **GROUNDS, "key": "more"})
    assert answer.status_code == 429
    assert GROUNDS["arguments"] in answer.content.decode()
    assert Objection.objects.count() == sources.PER_HOUR


def test_after_the_last_minute_the_form_says_why(notice: Notice) -> None:
    with moved_to(day("2025-05-24")):
        assert "不再收异议" in text(Client().get(f"/public/notices/{notice.number}/object/"))
        answer = Client().post(f"/public/notices/{notice.number}/object/", {**WHO, **GROUNDS, "key": "k"})
        assert "期满" in text(answer)
    assert not Objection.objects.exists()


def test_signed_in_people_find_their_objections_again(notice: Notice, office: Office) -> None:
    client = client_of(office, "kc-professor")
    made = file_one(notice, client)
    link = reverse("objection-follow", args=[Objector.objects.get(objection=made).token])
    page = text(client.get("/public/objections/"))
    assert made.number in page
    assert link in page
    assert made.number not in text(client_of(office, "kq-professor").get("/public/objections/"))
    assert client.get(f"/case/{made.number}/").status_code == 404, "the office's page is not the objector's"


def test_the_answer_is_read_behind_the_link_alone(notice: Notice, office: Office, platform: Any) -> None:
    handler = office.user("kq-colleague", platform.owner, Role.AUDITOR)
    made = file_one(notice)
    act("notices.objection.acknowledge", made, {}, handler)
    act(
        "notices.objection.answer",
        made,
        {"outcome": "rejected", "reasons": "评估报告第三页载明", "summary": "价格无误"},
        handler,
    )
    link = reverse("objection-follow", args=[Objector.objects.get(objection=made).token])
    assert "评估报告第三页载明" in text(Client().get(link))
    for form, head in (("docx", b"PK"), ("pdf", b"%PDF")):
        paper = Client().get(f"{link}answer.{form}")
        assert paper.status_code == 200
        assert paper.content.startswith(head)
    page = text(Client().get(f"/public/notices/{notice.number}/"))
    assert "价格无误" in page
    assert "评估报告第三页载明" not in page


# -- what nobody gets to see -----------------------------------------------------------------------------


def test_secrets_and_objectors_stand_on_no_page_feed_export_or_api(
    notice: Notice, office: Office, platform: Any
) -> None:
    made = file_one(notice)
    named = office.user("kc-objector", office.organisations["kc-firm"], Role.FIRM_MEMBER)
    signed = file_one(
        notice, client_of(office, named.username), key="k2", organisation=named.memberships.get().organisation_id
    )
    services_amend(notice, office)
    hidden = (FORMULA, "XK-88", *WHO.values(), "kc-objector", "kc-firm")
    number, objection = notice.number, made.number
    readers: list[Client] = [Client(), *(client_of(office, name) for name in (
        "kq-manager", "kq-st_department-leader", "kq-professor", "kc-professor", "kq-firm-member"
    ))]  # fmt: skip
    for client in readers:
        for url in (
            "/", "/public/notices/",
            f"/public/notices/{number}/", "/public/notices/feed.atom", f"/case/{number}/", f"/case/{number}/?show=basis",
            f"/case/{number}/amend/", f"/case/{objection}/",
            f"/case/{signed.number}/", f"/case/{platform.number}/", "/notices/", "/objections/",
            "/notices/export.csv", "/objections/export.csv",
            "/api/cases/", f"/api/cases/{number}/", f"/api/cases/{number}/timeline",
            f"/api/cases/{objection}/", f"/api/cases/{objection}/timeline", f"/api/cases/{signed.number}/",
            f"/api/cases/{objection}/documents", f"/case/{objection}/?show=documents", "/api/notices/", f"/api/notices/{number}/",
        ):  # fmt: skip
            answer = client.get(url)
            assert answer.status_code < 500, url
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            said = body.decode("utf-8", "replace")
            for word in hidden:
                assert word not in said, (url, word)
        for url, there in (
            ("/public/notices/", number), ("/notices/", number), ("/api/notices/", number), ("/api/cases/", number),
            ("/objections/", objection), ("/api/cases/", objection), ("/search/", number),
        ):  # fmt: skip
            for word in hidden:
                answer = client.get(url, {"q": word})
                assert there not in answer.content.decode(), (url, word)


def services_amend(notice: Notice, office: Office) -> None:
    with moved_to(day("2025-05-16")):
        services.amend(
            notice, fields={"formula": "XK-88", "price": "1900000.00"}, by=office["kq-manager"], reason="配方更正",
            channels={"unit": day("2025-05-16")}, evidence={"unit": "网"},
        )  # fmt: skip


def test_a_handler_sees_who_objects_only_after_saying_why(notice: Notice, office: Office, platform: Any) -> None:
    office.user("kq-colleague", platform.owner, Role.AUDITOR)
    made = file_one(notice)
    client = client_of(office, "kq-colleague")
    assert WHO["name"] not in text(client.get(f"/case/{made.number}/"))
    act("notices.objection.reveal", made, {"note": "要向异议人核实材料"}, office["kq-colleague"])
    page = text(client.get(f"/case/{made.number}/"))
    assert WHO["name"] in page
    assert WHO["contact"] in page
    other = text(client_of(office, "kq-manager").get(f"/case/{made.number}/"))
    assert WHO["name"] not in other
    assert "要向异议人核实材料" in other, "the look is on record"


def in_feed(answer: Any) -> list[ET.Element]:
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314  our own


def test_the_feed_tells_each_content_once(notice: Notice, office: Office) -> None:
    def entries() -> list[ET.Element]:
        answer = Client().get("/public/notices/feed.atom?region=3306")
        assert answer["Content-Type"].startswith("application/atom+xml")
        return in_feed(answer)

    [before] = entries()
    assert before.findtext(f"{ATOM}title") == notice.title
    assert "2000000.00" in (before.findtext(f"{ATOM}summary") or "")
    services_amend(notice, office)
    [after] = entries()
    assert after.findtext(f"{ATOM}id") != before.findtext(f"{ATOM}id")
    assert (after.findtext(f"{ATOM}updated") or "") > (before.findtext(f"{ATOM}updated") or "")
    assert in_feed(Client().get("/public/notices/feed.atom?region=3308")) == []


def test_changes_are_shown_and_the_papers_open(notice: Notice, office: Office) -> None:
    services_amend(notice, office)
    page = text(Client().get(f"/public/notices/{notice.number}/"))
    assert "2000000.00 → 1900000.00" in page
    assert "配方（不公开）" in page
    assert "配方更正" in page
    for form, head in (("docx", b"PK"), ("pdf", b"%PDF")):
        paper = Client().get(f"/public/notices/{notice.number}/notice.{form}")
        assert paper.content.startswith(head)
        assert "attachment" in paper["Content-Disposition"]
    assert Client().get(f"/public/notices/{notice.number}/notice.exe").status_code == 404


@pytest.mark.parametrize(
    ("url", "who"),
    [
        ("/public/notices/", ""), ("/public/notices/feed.atom", ""), ("/notices/", "kq-st_department-clerk"),
        ("/objections/", "kq-st_department-clerk"), ("/api/notices/", ""),
    ],
)  # fmt: skip
def test_thirty_rows_cost_as_many_queries_as_one(notice: Notice, office: Office, url: str, who: str) -> None:
    client = client_of(office, who) if who else Client()

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    file_one(notice, key="a")
    asked()
    one = asked()
    with moved_to(day("2025-05-16")):
        for n in range(29):
            other = put_up(registered(office, title=f"第{n}家"), office, "2025-05-16", "2025-05-16")
            if n < 4:
                file_one(other, key=f"b{n}")
    assert asked() == one
    assert UNIT
