"""A person's own rewards and the slip of each: every fen with its clause, and nobody else's rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.documents.papers import to_pdf
from kechuang.casework.parties.models import Person, Role, User
from kechuang.core import clock
from kechuang.domains.rewards.models import RewardPayment, RewardPlan, RewardShare
from kechuang.domains.rewards.papers.slip import slip_paper
from kechuang.domains.rewards.slips import may_read, slip_of
from tests.casework.office import Office, act
from tests.domains.achievements.unit import registered
from tests.domains.rewards.planning import PLAN, drafted, earned, earning_unit, in_notice, pay, settled
from tests.domains.transformations.dealing import performing
from tests.domains.transformations.earning import received

PAID_ON = dt.date(2025, 9, 10)


def paid(office: Office, **changes: Any) -> RewardPlan:
    with clock.moved_to(dt.date(2025, 6, 15)):
        plan = settled(office, drafted(office, earned(office)))
    return pay(office, plan, PAID_ON, **changes)


def someone(name: str) -> User:
    """The account of a person that is no member of anything."""
    person = Person.objects.get(name=name)
    return User.objects.create(username=f"person-{person.pk}", display_name=name, person=person)


def client_of(user: Any, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def text(user: Any, path: str, language: str = "zh-hans") -> str:
    answer = client_of(user, language).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_each_fen_from_the_receipt_to_the_payment(office: Office) -> None:
    plan = paid(office, withheld="张三 9,900.00")
    slip = slip_of(plan.shares.get(person__name="张三"))
    assert [(step.label, step.fen) for step in slip.steps] == [
        ("净收入", 100_000_000), ("单位拿出 80% 作奖励", 80_000_000), ("主要贡献人员分 95%", 76_000_000),
        ("你占其中 50%", 38_000_000),
    ]  # fmt: skip
    assert slip.steps[0].note == "到账 1,000,000.00，没有扣除"
    assert [step.note for step in slip.steps[1:3]] == [
        "法定不低于 80%，即 800,000.00",
        "法定不低于奖励总额的 70%，即 560,000.00",
    ]
    assert all(step.cites for step in slip.steps[:3])
    assert {str(c) for c in slip.steps[1].cites} >= {"quzhou-2024:art20.p1.i1"}
    page = text(someone("张三"), f"/my-rewards/{plan.number}/")
    for words in (
        "380,000.00", ">人民币叁拾捌万元整<", "不低于法定下限", "第20条第1款第1项", "第37条第2款", "第39条", "已支付",
        "9,900.00", "370,100.00", "估算", "由单位代扣",
    ):  # fmt: skip
        assert words in page, words
    assert "重新估算" not in page, "what was withheld stands, nothing is estimated any more"
    for others in ("李四", "王五", "190,000.00"):
        assert others not in page, others


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_state_of_a_plan_has_its_slip(office: Office, language: str) -> None:
    plan = drafted(office, earned(office))
    me = someone("李四")
    for state in ("drafted", "in_notice", "settled"):
        if state == "in_notice":
            in_notice(office, plan)
        if state == "settled":
            with clock.moved_to(clock.today() + dt.timedelta(days=16)):
                act(f"{PLAN}.settle_plan", plan, {}, office["head"])
        assert "190,000.00" in text(me, f"/my-rewards/{plan.number}/", language)
        assert plan.number in text(me, "/my-rewards/", language)
    with clock.moved_to(clock.today() + dt.timedelta(days=17)):
        act(f"{PLAN}.void_plan", plan, {"note": "重新分配"}, office["head"])
    assert plan.number not in text(me, "/my-rewards/", language)


def test_what_was_taxed_before_is_asked_and_kept_nowhere(office: Office) -> None:
    plan = settled(office, drafted(office, earned(office)))
    client = client_of(someone("张三"))
    answer = client.post(f"/my-rewards/{plan.number}/", {"before": "1,000,000"})
    assert answer.status_code == 200
    assert "使本年预扣税额增加" in answer.content.decode()
    assert "如果本年没有别的应纳税所得" in client.get(f"/my-rewards/{plan.number}/").content.decode()
    wrong = client.post(f"/my-rewards/{plan.number}/", {"before": "很多"}).content.decode()
    assert "写成金额" in wrong
    assert "如果本年没有别的应纳税所得" in wrong


def test_the_slip_as_a_paper(office: Office) -> None:
    plan = paid(office)
    share = plan.shares.get(person__name="张三")
    paper = slip_paper(share)
    told = str(paper.body)
    for words in ("380,000.00", "叁拾捌万元整", "估算，不是申报", "法定不低于 80%，即 800,000.00", "2025-09-10"):
        assert words in told, words
    assert "李四" not in told
    assert any("第20条第1款第1项" in note for note in paper.notes)
    assert to_pdf(paper).startswith(b"%PDF")
    answer = client_of(someone("张三")).get(f"/my-rewards/{plan.number}/{share.position}/slip.pdf")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"].find("no-store") >= 0


def test_nobody_reads_another_ones_slip(office: Office) -> None:
    plan = paid(office)
    named = someone("李四")
    readers = {"head", "finance"}
    for share in plan.shares.select_related("person", "plan"):
        path = f"/my-rewards/{plan.number}/{share.position}/"
        for name, user in [*office.users.items(), ("named", named)]:
            own = name == "named" and share.person.name == "李四"
            expected = 200 if name in readers or own else 404
            assert may_read(user, share) is (expected == 200), (name, share.person.name)
            seen = RewardPayment.objects.visible_to(user).filter(share=share).exists()
            assert seen is (expected == 200), (name, share.person.name)
        for name, expected in (("head", 200), ("scientist", 404), ("kc-st_department-clerk", 404)):
            for address in (path, f"{path}slip.pdf"):
                assert client_of(office[name]).get(address).status_code == expected, (name, address)
    assert client_of(office["head"]).get(f"/my-rewards/{plan.number}/").status_code == 404, "not named in it"
    assert Client().get(f"/my-rewards/{plan.number}/").status_code in (302, 403)


def test_links_lead_from_the_plan_and_from_my_achievements(office: Office) -> None:
    plan = paid(office)
    me = office.user("zhang", plan.owner, Role.RESEARCHER)
    me.person = Person.objects.get(name="张三")
    me.save()
    me = User.objects.get(pk=me.pk)
    slip = f"/my-rewards/{plan.number}/"
    assert slip in text(me, "/my-achievements/")
    page = text(me, f"/case/{plan.number}/")
    assert page.count(f'href="{slip}') == 2, "their own slip, and their own amount in the table"
    assert text(office["head"], f"/case/{plan.number}/").count(f'href="{slip}') == 4
    assert "my-rewards" not in text(office["kc-st_department-clerk"], f"/case/{plan.number}/").split("<main")[1]


def test_an_objection_is_open_while_the_plan_is_on_notice(office: Office) -> None:
    plan = in_notice(office, drafted(office, earned(office)))
    me = office.user("zhang", plan.owner, Role.RESEARCHER)
    me.person = Person.objects.get(name="张三")
    me.save()
    me = User.objects.get(pk=me.pk)
    page = text(me, f"/my-rewards/{plan.number}/")
    (notice,) = plan.notices.all()
    assert f"/{notice.number}/object/" in page
    with clock.moved_to(clock.today() + dt.timedelta(days=16)):
        assert "/object/" not in text(me, f"/my-rewards/{plan.number}/")


def test_an_account_without_a_person_is_told_so(office: Office) -> None:
    earning_unit(office)
    assert "还没有和人员对上" in text(office["manager"], "/my-rewards/")


def test_my_rewards_ask_the_same_at_one_row_and_at_thirty(office: Office) -> None:
    unit = earning_unit(office)
    deal = performing(office, owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, "1000", clock.today())
    drafted(office, deal)
    me = someone("张三")
    text(me, "/my-rewards/")
    with CaptureQueriesContext(connection) as one:
        text(me, "/my-rewards/")
    for _ in range(29):
        received(office, deal, "1000", clock.today())
        drafted(office, deal)
    assert RewardShare.objects.filter(person=me.person).count() == 30
    with CaptureQueriesContext(connection) as many:
        assert text(me, "/my-rewards/").count("JL-2026-") >= 20
    assert len(many) <= len(one) + 1
