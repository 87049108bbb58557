"""A researcher's own page: own rows alone, where each stands, whose turn it is, and why the reward is what it is."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Person, User
from kechuang.core import clock
from kechuang.domains.statistics import nightly
from tests.casework.office import Office
from tests.domains.achievements.unit import disclosed, registered
from tests.domains.rewards import planning
from tests.domains.transformations.dealing import planned, publicised, unit_of

PAGE = "/my-achievements/"


def someone(name: str, username: str = "completer") -> User:
    """An account of a completer that is no member of anything."""
    return User.objects.create(username=username, display_name=name, person=Person.objects.get(name=name))


def get(user: Any) -> Any:
    client = Client()
    client.force_login(user)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer


def test_own_achievements_with_state_next_actor_and_day(office: Office) -> None:
    disclosed(office, unit_of(office), title="甲染料")
    deal = publicised(office)
    office["scientist"].person = Person.objects.get(name="张三")
    office["scientist"].save()
    lines = {line.part.achievement.title: line for line in get(office["scientist"]).context["lines"]}
    assert set(lines) == {"甲染料", "高性能染料"}
    assert lines["甲染料"].share == "50%"
    assert lines["甲染料"].ahead.who
    assert lines["甲染料"].url
    (one,) = lines["高性能染料"].deals
    assert (one.deal.pk, one.deal.state_label, one.ahead.what) == (deal.pk, "公示中", "公示期满")
    assert one.ahead.day is not None
    assert one.price == 100_000_000


def test_another_completer_sees_the_same_case_without_what_is_the_units(office: Office) -> None:
    deal = planned(office, title="许可")
    answer = get(someone("李四"))
    (line,) = answer.context["lines"]
    assert line.share == "25%"
    assert line.url, "a registered achievement open to the public is open to its completers"
    assert [one.url for one in line.deals] == [""]
    assert [one.price for one in line.deals] == [None]
    assert deal.number in answer.content.decode()
    assert f"/case/{deal.number}/" not in answer.content.decode()


def test_nobody_sees_what_others_completed(office: Office) -> None:
    registered(office, unit_of(office), title="甲染料")
    stranger = Person.objects.create(name="赵六")
    answer = get(User.objects.create(username="zhao", person=stranger))
    assert "还没有你完成的成果" in answer.content.decode()
    assert "甲染料" not in answer.content.decode()
    assert "这个账户还没有和人员对上" in get(office["scientist"]).content.decode()
    assert Client().get(PAGE).status_code == 302


def test_what_is_confined_is_not_named_to_who_may_not_see_it(office: Office) -> None:
    made = registered(office, unit_of(office), title="密级染料")
    Case.objects.filter(pk=made.pk).update(confined=True, public=False)
    told = get(someone("李四")).content.decode()
    assert "密级染料" not in told
    assert "限定范围的成果" in told


def test_what_lies_idle_says_what_the_completer_may_do(office: Office) -> None:
    registered(office, unit_of(office), on="2025-06-01", title="闲置的染料")
    nightly.ladder(clock.today())
    assert "你可以自行实施，收益归你" in get(someone("张三")).content.decode()


def test_a_reward_says_why_this_amount(office: Office) -> None:
    plan = planning.in_notice(office, planning.drafted(office, planning.earned(office)))
    share = plan.shares.filter(amount__gt=0).select_related("person").first()
    assert share is not None
    user = User.objects.create(username="rewarded", person=share.person)
    (line,) = get(user).context["lines"]
    (reward,) = line.deals[0].rewards
    assert reward.amount == int(share.amount * 100)
    assert reward.pool == int(plan.pool * 100)
    assert reward.badge.word == plan.state_label
    told = get(user).content.decode()
    assert "为什么是这个数" in told
    others = [row for row in plan.shares.exclude(person=share.person) if row.amount != share.amount and row.amount]
    assert all(f"{row.amount:,.2f}" not in told.replace("<s>", "").replace("</s>", "") for row in others), (
        "own rows alone"
    )


def test_twenty_cost_as_many_queries_as_two(office: Office) -> None:
    def cost() -> int:
        client = Client()
        client.force_login(user)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    for n in range(2):
        planned(office, achievement=registered(office, unit_of(office), on="2022-06-01", title=f"染料 {n}"))
    user = someone("张三")
    nightly.ladder(clock.today())
    few = cost()
    for n in range(2, 20):
        planned(office, achievement=registered(office, unit_of(office), on="2022-06-01", title=f"染料 {n}"))
    nightly.ladder(clock.today())
    assert cost() == few
    assert few <= 24, few
