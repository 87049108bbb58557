"""A pool of experts in Keqiao, two purposes, and a panel taken to any phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pytest

from kechuang.casework.parties.models import Organisation, Person, User
from kechuang.casework.reviews import schemes, services
from kechuang.casework.reviews.models import Expert, Panel, Seat
from kechuang.casework.reviews.schemes import Criterion, PanelCheck, ReviewPurpose, Side, Track, review_purpose
from tests.casework.office import Office, act, make_office, registered

WHOLE, TRACKS = "test_whole", "test_tracks"


@pytest.fixture(autouse=True)
def purposes() -> Iterator[None]:
    """Two purposes of our own: one without tracks, one in the shape of the law's admission review."""
    before = dict(schemes._PURPOSES)
    review_purpose(
        ReviewPurpose(
            WHOLE, "评审", sides=(Side.SCIENTIFIC, Side.GOVERNMENT), seats={Side.SCIENTIFIC: 3},
            criteria=(Criterion("frontier", "前沿性", Fraction(1, 3)), Criterion("team", "团队", Fraction(2, 3), points=10)),
            pass_mark=Fraction(60, 100), cites=("keqiao-2025-draft:s1.3.b",),
        )
    )  # fmt: skip
    review_purpose(
        ReviewPurpose(
            TRACKS, "准入评审", sides=tuple(Side), seats=dict.fromkeys(Side, 1),
            tracks=(
                Track("scientific_review", "科研评审", (Side.SCIENTIFIC, Side.GOVERNMENT, Side.PLATFORM), Fraction(3, 5)),
                Track("investment_review", "投资评审", (Side.ENTERPRISE, Side.INVESTMENT), Fraction(2, 5)),
            ),
            criteria=(
                Criterion("frontier", "前沿性", Fraction(1), track="scientific_review"),
                Criterion("market", "市场预期", Fraction(1), track="investment_review"),
            ),
            checks=(
                PanelCheck("admission_panel", "admission.panel_sides", "sides"),
                PanelCheck("admission_tracks", "admission.review_tracks", "tracks"),
            ),
            cites=("keqiao-2025-draft:s1.3.a",),
        )
    )  # fmt: skip
    yield
    schemes._PURPOSES.clear()
    schemes._PURPOSES.update(before)


@dataclass
class Pool:
    """The office, its experts by name, and the case under review."""

    office: Office
    subject: Any
    experts: dict[str, Expert] = field(default_factory=dict)

    @property
    def clerk(self) -> User:
        return self.office["kq-st_department-clerk"]

    @property
    def leader(self) -> User:
        return self.office["kq-st_department-leader"]

    def add(self, name: str, side: str = "scientific", fields: str = "新材料", **more: Any) -> Expert:
        home = Organisation.objects.create(name=f"{name}所在单位", kind="university", region_id="330108")
        data = {"name": name, "organisation": home.pk, "side": side, "expertise": fields, **more}
        made = act("reviews.expert.enter", None, data, self.clerk).case
        self.experts[name] = act("reviews.expert.admit", made, {}, self.clerk).case
        return self.experts[name]

    def open(self, purpose: str = WHOLE, seed: str | None = "seed", **more: Any) -> Panel:
        from django.db import transaction

        with transaction.atomic():
            return services.open_panel(self.subject, purpose, by=self.clerk, seed=seed, **more)


def user_of(seat: Seat) -> User:
    return User.objects.get(person=seat.expert.person)


def accepted(panel: Panel) -> Panel:
    for seat in panel.seats.filter(state="asked").order_by("label"):
        act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat))
    return panel


def scores_for(seat: Seat, points: float = 0.8, comment: str = "") -> dict[str, Any]:
    data: dict[str, Any] = {}
    for c in seat.panel.criteria_of(seat.track):
        data[f"points_{c['name']}"] = str(c["points"] * points)
        data[f"comment_{c['name']}"] = comment
    return data


def brought_to(pool: Pool, phase: str, purpose: str = WHOLE, comment: str = "有新意") -> Panel:
    """A panel in a phase: drawn, scoring, submitted (all blind scores in), discussion, final, closed."""
    panel = accepted(pool.open(purpose))
    steps = ("drawn", "scoring", "submitted", "discussion", "final", "closed")
    wanted = steps.index(phase)
    if wanted >= 1:
        act("reviews.panel.begin", panel, {}, pool.clerk)
    if wanted >= 2:
        for n, seat in enumerate(panel.seats.sitting().order_by("label")):
            act("reviews.seat.submit", seat, scores_for(seat, 0.5 + n / 10, comment), user_of(seat))
    if wanted >= 3:
        act("reviews.panel.discuss", panel, {}, pool.clerk)
    if wanted >= 4:
        act("reviews.panel.settle", panel, {}, pool.clerk)
    if wanted >= 5:
        chair = Panel.objects.get(pk=panel.pk).chair
        assert chair is not None
        data = {"opinion": "recommend", "opinion_text": "同意引进。", "met_on": "2026-01-05", "place": "三楼会议室"}
        act("reviews.panel.conclude", panel, data, user_of(chair))
    return Panel.objects.get(pk=panel.pk)


def make_pool() -> Pool:
    office = make_office()
    pool = Pool(office, registered(office))
    for n in range(6):
        pool.add(f"科研{n}")
    for side in ("government", "enterprise", "platform", "investment"):
        for n in range(2):
            pool.add(f"{side}{n}", side, "投资")
    return pool


@pytest.fixture
def pool(db: None) -> Pool:
    return make_pool()


__all__ = ["TRACKS", "WHOLE", "Person", "Pool", "accepted", "brought_to", "scores_for", "user_of"]
