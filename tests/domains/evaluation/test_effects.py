"""What follows from published results: each by its clause, nothing where the law is silent, nothing carried out of a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kechuang.domains.evaluation import effects, following
from kechuang.domains.evaluation.models import Effect, Rectification
from tests.casework.office import Office, registered
from tests.domains.evaluation.results import fact, published
from tests.domains.platforms.test_binjiang import binjiang

__all__ = ["binjiang"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[following.Made]:
    heard: list[following.Made] = []
    monkeypatch.setattr(following, "_EFFECT", [heard.append])
    return heard


@pytest.fixture
def budgets(monkeypatch: pytest.MonkeyPatch) -> dict[int, dict[str, int]]:
    """Approved budgets by platform, as a domain above would tell them."""
    known: dict[int, dict[str, int]] = {}
    monkeypatch.setattr(following, "_BUDGETS", [lambda platforms, year: {p: known[p] for p in platforms if p in known}])
    return known


def here(office: Office, mark: str = "bj", **changes: Any) -> Any:
    """A platform that the texts of its place govern."""
    region = {"bj": "330108", "kq": "330603", "kc": "330802"}[mark]
    made = registered(office, region, mark, **changes)
    trait = {"bj": "unit.iur_platform", "kq": "unit.cobuilt_platform", "kc": "unit.public_platform"}[mark]
    fact(made, trait)
    return made


def kinds(platform: Any) -> dict[str, Any]:
    return {e.kind: e for e in Effect.objects.filter(platform=platform)}


def test_scenario_22_award_by_class_and_cut_of_a_fifth(
    binjiang: Office, told: list[following.Made], budgets: dict[int, dict[str, int]]
) -> None:
    best, worst = here(binjiang, title="甲院"), here(binjiang, title="乙院")
    plain = here(binjiang, title="丙院")
    budgets[worst.pk] = {"budget.next_year_approved": 1_250_000_000}
    published(binjiang, {best: "excellent", worst: "unqualified", plain: "good"}, mark="bj")
    award, cut = kinds(best)["award"], kinds(worst)["cut"]
    assert (award.amount, award.simulation, award.open) == (3_000_000, False, False)
    assert "binjiang-2023:s4.5.d" in award.clauses
    assert (cut.amount, cut.year, cut.open) == (2_500_000, 2027, False)
    assert set(kinds(worst)) == {"cut"}, "rectification is not Binjiang's"
    assert kinds(plain) == {}
    assert [effect.kind for made in told for effect in made.effects] == ["award", "cut"]


def test_a_cut_waits_for_the_approved_budget_and_then_bears_its_amount(
    binjiang: Office, told: list[following.Made], budgets: dict[int, dict[str, int]]
) -> None:
    platform = here(binjiang)
    campaign = published(binjiang, {platform: "unqualified"}, mark="bj")
    cut = kinds(platform)["cut"]
    assert (cut.open, cut.amount) == (True, None)
    assert effects.budget_known(platform.pk, 2027, case=campaign, by=None) == []
    budgets[platform.pk] = {"budget.next_year_approved": 100_000_01}
    settled = effects.budget_known(platform.pk, 2027, case=campaign, by=None)
    cut.refresh_from_db()
    assert [row.pk for row in settled] == [cut.pk]
    assert (cut.open, str(cut.amount)) == (False, "20000.00")
    assert [made.effects[0].kind for made in told] == ["cut", "cut"]


def test_below_target_in_quzhou_is_rectified_and_costs_nothing(office: Office) -> None:
    platform = here(office, "kc")
    published(office, {platform: "unqualified"}, mark="kc")
    found = kinds(platform)
    assert set(found) == {"rectification"}
    assert not found["rectification"].simulation
    case = Rectification.objects.get()
    assert (case.state, case.platform, case.department.name) == ("pending", platform, "kc-st_department")


def test_keqiao_is_a_simulation_and_of_it_nothing_is_carried_out(office: Office) -> None:
    platform, star = here(office, "kq", title="甲院"), here(office, "kq", title="乙院")
    published(office, {platform: "not_reached", star: "excellent"})
    found = kinds(platform)
    assert set(found) == {"rectification", "funding_measure"}
    assert all(effect.simulation for effect in found.values())
    assert Rectification.objects.get().simulation
    with pytest.raises(ValueError, match="draft"):
        effects.carried_out(found["rectification"], found["rectification"].made_on, "x")
    assert kinds(star)["priority"].open, "the text speaks of institutes alone"


def test_no_text_no_effect_and_never_twice(office: Office) -> None:
    platform = registered(office)
    fact(platform, "unit.cobuilt_platform", False)
    campaign = published(office, {platform: "unqualified"})
    following.result_published(following.Published(campaign, None))
    assert not Effect.objects.filter(platform=platform).exists()


def test_the_database_keeps_what_followed(office: Office) -> None:
    platform = here(office, "kc")
    published(office, {platform: "unqualified"}, mark="kc")
    effect = Effect.objects.get()
    for wrong in ({"kind": "award"}, {"year": 2030}, {"waived": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Effect.objects.filter(pk=effect.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        effect.delete()


def test_results_without_effects_take_few_queries_however_many(
    office: Office, django_assert_max_num_queries: Any, budgets: dict[int, dict[str, int]]
) -> None:
    platforms = [here(office, "kc", title=f"平台{n}") for n in range(12)]
    campaign = published(office, dict.fromkeys(platforms, "good"), mark="kc", quiet=True)
    with django_assert_max_num_queries(16):
        following.result_published(following.Published(campaign, None))
