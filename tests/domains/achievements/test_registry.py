"""From a disclosure to the registry: completers, the screen and its three outcomes, ownership over time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import Case
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.achievements import facts
from kechuang.domains.achievements.completing import percent, read_completers, written
from kechuang.domains.achievements.models import WHOLE, Achievement
from kechuang.domains.achievements.owning import holdings
from kechuang.law import Verdict
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, SCREEN, disclosed, disclosure, make_unit, registered


@pytest.fixture
def unit(office: Office) -> Organisation:
    return make_unit(office)


@pytest.mark.parametrize(
    ("text", "shares", "mains"),
    [
        ("张三 50%；李四 50%", [500_000, 500_000], [True, False]),
        ("甲 1/3\n乙 1/3\n丙 1/3", [333_334, 333_333, 333_333], [True, False, False]),
        ("*甲 60%;*乙 40%", [600_000, 400_000], [True, True]),
        ("Ada Lovelace，100%", [WHOLE], [True]),
        ("张三：33.3334%；李四：66.6666%", [333_334, 666_666], [True, False]),
    ],
)
def test_completers_as_people_write_them(text: str, shares: list[int], mains: list[bool]) -> None:
    found = read_completers(text)
    assert [one.share for one in found] == shares
    assert [one.main for one in found] == mains


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("张三 50%；李四 49%", "合计是 99%"),
        ("张三 33.3%；李四 33.3%；王五 33.3%", "合计是 99.9%"),
        ("张三", "读不懂"),
        ("张三 1/0", "分母为零"),
        ("张三 50%；张三 50%", "写了两次"),
        ("", "1 到 50"),
        ("张三 0%；李四 100%", "大于零"),
        ("张三 100% 0000-0002-1825-0098", "ORCID"),
    ],
)
def test_what_is_wrong_with_completers_is_said(text: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_completers(text)
    assert words in str(caught.value.messages)


@given(st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=30))
def test_shares_always_sum_to_the_whole_and_read_back(weights: list[int]) -> None:
    names = ["".join(chr(0x4E00 + int(digit)) for digit in str(n)) for n in range(len(weights))]
    found = read_completers("\n".join(f"{name} {w}/{sum(weights)}" for name, w in zip(names, weights, strict=True)))
    assert sum(one.share for one in found) == WHOLE
    again = read_completers(written([(one.name, one.share, one.main, one.orcid) for one in found]))
    assert again == found


def test_percent_has_no_needless_zeros() -> None:
    assert [percent(n) for n in (WHOLE, 500_000, 333_334, 1)] == ["100%", "50%", "33.3334%", "0.0001%"]


def test_a_disclosure_keeps_its_completers_in_order(office: Office, unit: Organisation) -> None:
    case = disclosed(office, unit)
    assert case.number.startswith("CG-")
    rows = [(c.position, c.person.name, c.share, c.main) for c in case.completers.all()]
    assert rows == [(1, "张三", 500_000, True), (2, "李四", 250_000, False), (3, "王五", 250_000, False)]
    again = act(f"{KIND}.revise", case, disclosure(unit, completers="李四 1/3；张三 2/3"), office["scientist"]).case
    assert [c.person.name for c in again.completers.all()] == ["李四", "张三"]
    assert disclosed(office, unit, title="另一项").completers.first().person == again.completers.get(position=2).person


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("completers", "张三 99%"),
        ("keywords", "a;b;c;d"),
        ("completed_on", "2999-01-01"),
        ("trl", "10"),
        ("owner", "0"),
    ],
)
def test_bad_input_is_told_at_its_field(office: Office, unit: Organisation, field: str, value: str) -> None:
    with pytest.raises(Refused) as caught:
        disclosed(office, unit, **{field: value})
    assert list(caught.value.refusal.errors) == [field]


def test_only_members_disclose_for_their_unit(office: Office, unit: Organisation) -> None:
    with pytest.raises(Refused, match="1 处"):
        act(f"{KIND}.disclose", None, disclosure(unit), office["kc-professor"])


def test_the_screen_has_three_outcomes_of_its_own(office: Office, unit: Organisation) -> None:
    case = registered(office, unit, screen={"trade_secrets": "true", "neutral_abstract": "一种染料"})
    assert (case.search, case.public, case.neutral_abstract) == ("neutral", False, "一种染料")
    act(f"{KIND}.screen", case, SCREEN | {"national_interest": "true"}, office["head"])
    case = Achievement.objects.get(pk=case.pk)
    assert (case.search, case.public) == ("open", True)
    found = ask(case, "secrecy_screen", facts.holder_facts(unit) | facts.screen_facts(case))
    outcome = {o.name: o.value for o in found.outputs}
    assert (outcome["disposal_allowed"], outcome["empowerment_allowed"], outcome["public_search"]) == (
        True,
        False,
        "open",
    )


def test_state_secrets_leave_the_registry_and_are_confined(office: Office, unit: Organisation) -> None:
    case = disclosed(office, unit)
    act(f"{KIND}.submit", case, {}, office["scientist"])
    done = act(f"{KIND}.screen", case, SCREEN | {"state_secrets": "true"}, office["head"]).case
    assert (done.state, done.public, done.confined, done.search) == ("restricted", False, True, "hidden")
    assert not Case.objects.visible_to(office["kc-st_department-leader"]).filter(pk=case.pk).exists()


def test_nothing_is_registered_before_its_screening(office: Office, unit: Organisation) -> None:
    case = disclosed(office, unit)
    act(f"{KIND}.submit", case, {}, office["scientist"])
    with pytest.raises(Refused, match="先作保密和安全审查") as caught:
        act(f"{KIND}.register", case, {"registered_on": "2022-06-01"}, office["manager"])
    assert caught.value.refusal.ground is Ground.LAW
    with pytest.raises(Refused, match="1 处"):
        act(f"{KIND}.screen", case, SCREEN | {"trade_secrets": "true"}, office["head"])


def test_registration_gives_the_unit_the_whole(office: Office, unit: Organisation) -> None:
    case = registered(office, unit)
    assert [(o.organisation, o.share) for o in case.ownership.all()] == [(unit, WHOLE)]
    assert case.public
    assert not Obligation.objects.filter(case_id=case.pk).exists(), "nothing is due before it is on the provincial list"


def test_ownership_changes_from_a_day_on_and_keeps_what_was(office: Office, unit: Organisation) -> None:
    case = registered(office, unit)
    data = {
        "valid_from": "2024-01-01",
        "shares": "新材料研究院 70%；张三 30%",
        "basis": "权属协议",
        "government_project": "true",
    }
    act(f"{KIND}.settle_ownership", case, data, office["head"])
    assert [o.share for o in holdings(case, dt.date(2023, 12, 31))] == [WHOLE]
    assert sorted(o.share for o in holdings(case, dt.date(2024, 1, 1))) == [300_000, 700_000]
    with pytest.raises(Refused) as caught:
        act(f"{KIND}.settle_ownership", case, data | {"shares": "新材料研究院 70%；张三 31%"}, office["head"])
    assert "shares" in caught.value.refusal.errors
    with pytest.raises(Refused, match="1 处"):
        act(f"{KIND}.settle_ownership", case, data | {"shares": "无此人 10%"}, office["head"])


def test_whose_it_is_by_law(office: Office, unit: Organisation) -> None:
    case = disclosed(office, unit)
    assert ask(case, "achievement_owner", facts.ownership_facts(case)).value == "completing_unit"
    case = disclosed(office, unit, title="二", government_project="", unit_means="true")
    assert ask(case, "achievement_owner", facts.ownership_facts(case)).verdict is Verdict.NEEDS_DETERMINATION
    case = disclosed(office, unit, title="三", government_project="false", unit_means="true", unit_agreement="true")
    assert ask(case, "achievement_owner", facts.ownership_facts(case)).value == "unit_agreement"
