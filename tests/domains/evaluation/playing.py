"""Rounds played to any phase in Binjiang: its bureau, the seven departments, platforms with the values we give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from kechuang.casework.cases.direct import open_case, step
from kechuang.casework.parties.models import Organisation, Region, Role, User
from kechuang.core import clock
from kechuang.domains.evaluation.actions.grading import co_departments
from kechuang.domains.evaluation.models import Campaign, Evaluation, IndicatorValue, Scheme, SchemeNode
from kechuang.domains.platforms.models import Platform
from tests.casework.office import Office, act, platform_data
from tests.domains.evaluation.judging import CAMPAIGN, EVALUATION

REGION, MARK = "330108", "bj"
BUREAU, LEADER = "bj-st_department-clerk", "bj-st_department-leader"
PHASES = ("self_evaluation", "scoring", "contest", "joint_review")
HELD = dt.date(2025, 12, 31)
NONE_FOUND = {"veto_note": "已问纪委和应急部门，没有"}
LINES = {"good": "80", "qualified": "60"}


@dataclass
class Played:
    """A campaign and its evaluations by the title of the platform."""

    office: Office
    campaign: Campaign
    scheme: dict[str, Scheme] = field(default_factory=dict)
    evaluations: dict[str, int] = field(default_factory=dict)

    def act(self, name: str, data: Mapping[str, Any] | None = None, by: str = BUREAU) -> Campaign:
        self.campaign = act(f"{CAMPAIGN}.{name}", self.campaign, dict(data or {}), self.office[by]).case
        return self.campaign

    def __getitem__(self, title: str) -> Evaluation:
        return Evaluation.objects.get(pk=self.evaluations[title])

    def grades(self, column: str = "grade") -> dict[str, str]:
        return {title: getattr(self[title], column) for title in self.evaluations}


def make_binjiang(office: Office) -> None:
    """The bureau, the seven departments and a university of Binjiang."""
    Region.objects.get_or_create(code="330100", defaults={"name": "杭州市", "name_en": "Hangzhou"})
    for department in ("st_department", *co_departments()):
        made = office.organisation(f"{MARK}-{department}", REGION, department=department)
        office.user(f"{MARK}-{department}-clerk", made, Role.CLERK)
        office.user(f"{MARK}-{department}-leader", made, Role.LEADER)
    office.organisation(f"{MARK}-park", REGION, department=Organisation.Department.PARK)
    office.organisation(f"{MARK}-university", REGION, kind="university")


def platform(office: Office, title: str, kind: str = "technology_innovation") -> Platform:
    data = platform_data(office, REGION, MARK, title=title, platform_class=kind)
    made: Platform = act("platforms.platform.register", None, data, office[BUREAU]).case
    office.user(f"manager-{title}", made.owner, Role.PLATFORM_MANAGER)
    return made


def scheme(office: Office, kind: str, scored: int = 0) -> Scheme:
    """Adopted: one counted indicator that earns its own value in marks, and so many per cent that experts score."""
    data = {"platform_class": kind, "year": 2025}
    made: Scheme = act("evaluation.scheme.draft_scheme", None, data, office[BUREAU]).case
    if scored < 100:
        SchemeNode.objects.create(
            scheme=made, code="R", name="成果数", weight=100 - scored, kind="record", indicator="achievements", measure="fixed",
            full_at=100,
        )  # fmt: skip
    if scored:
        SchemeNode.objects.create(scheme=made, code="E", name="科研水平", weight=scored, kind="scored")
    with transaction.atomic():
        made.adopted_on = HELD
        step(made, "adopt_scheme", to="adopted")
    return made


def playing(
    office: Office, scores: Mapping[str, Sequence[Any]], *, scored: int = 0, today: dt.date | None = None
) -> Played:
    """A yearly campaign in self-evaluation. scores: class -> values of the counted indicator; platforms are named A1, B1 ..."""
    if f"{MARK}-park" not in office.organisations:
        make_binjiang(office)
    start = today or clock.today()
    days = {}
    for n, name in enumerate(PHASES):
        days |= {f"{name}_from": start + dt.timedelta(10 * n), f"{name}_to": start + dt.timedelta(10 * n + 9)}
    data = {"kind_of": "yearly", "year": 2025, "held_on": HELD, **days}
    made = Played(office, act(f"{CAMPAIGN}.open_campaign", None, data, office[BUREAU]).case)
    for letter, (kind, values) in zip("ABC", scores.items(), strict=False):
        made.scheme[kind] = scheme(office, kind, scored)
        for n, value in enumerate(values):
            title = f"{letter}{n + 1}"
            made.evaluations[title] = _submitted(made, platform(office, title, kind), made.scheme[kind], value)
    with transaction.atomic():
        made.campaign.phases.update(starts_on=start - dt.timedelta(1), ends_on=start - dt.timedelta(1))
        step(made.campaign, "start_self_evaluation", to="self_evaluation")
    return made


def _submitted(made: Played, place: Platform, by: Scheme, value: Any) -> int:
    row = Evaluation(
        campaign=made.campaign, platform=place, platform_class=place.platform_class, scheme=by, owner=place.owner,
        region=place.region, title=f"{place.title}评价", submitted_on=HELD,
    )  # fmt: skip
    with transaction.atomic():
        row.state = "submitted"
        open_case(row, "invite", by=None)
        for node in by.nodes.exclude(kind="group"):
            recorded = Decimal(str(value)) if node.kind == "record" and value is not None else None
            IndicatorValue.objects.create(evaluation=row, node=node, recorded=recorded)
    return int(row.pk)


def scored_round(office: Office, scores: Mapping[str, Sequence[Any]], **more: Any) -> Played:
    """In the joint review, without experts: the counted indicator is the score."""
    made = playing(office, scores, **more)
    future = {"seats_scientific": "1", "reply_by": clock.today(), "score_by": clock.today()}
    made.act("start_scoring", future)
    made.act("finish_scoring")
    made.act("close_contest")
    return made


def no_vetoes(made: Played, but: Mapping[str, Sequence[str]] | None = None) -> None:
    for title, pk in made.evaluations.items():
        found = list((but or {}).get(title, ()))
        data = {**NONE_FOUND, "veto_matters": found}
        act(f"{EVALUATION}.record_veto", Evaluation.objects.get(pk=pk), data, made.office[BUREAU])


def proposed(made: Played, **changes: Any) -> Campaign:
    """Grades proposed by the same lines for every class; wanted_<class>= and such win."""
    kinds = {Evaluation.objects.get(pk=pk).platform_class for pk in made.evaluations.values()}
    data = {f"{part}_{kind}": value for kind in kinds for part, value in LINES.items()}
    return made.act("propose_grades", {**data, "failing": "unqualified", "reason": "评价办法", **changes})


def heard(made: Played, but: Sequence[str] = ()) -> None:
    """Every named department agrees, by its own clerk."""
    for name in co_departments():
        if name not in but:
            data = {"department": name, "stance": "agree", "given_on": clock.today()}
            made.act("record_opinion", data, by=f"{MARK}-{name}-clerk")


def settled(made: Played, **changes: Any) -> Campaign:
    data = {"leader": "分管副区长", "district_leader": True, "met_on": clock.today(), "document": "会议纪要〔2026〕3号"}
    return made.act("settle_grades", data | changes, by=LEADER)


def in_notice(made: Played) -> Campaign:
    data = {"notice_until": clock.today() + dt.timedelta(15), "procedure": "自评、专家评分、申辩、联合审定"}
    return made.act("publicise_results", data, by=LEADER)


def published(made: Played) -> Campaign:
    """From proposals to publication, the notice run out."""
    no_vetoes(made)
    proposed(made)
    heard(made)
    settled(made)
    in_notice(made)
    with clock.moved_to(clock.today() + dt.timedelta(16)):
        return made.act("publish", by=LEADER)


def user_of(seat: Any) -> User:
    return User.objects.get(person=seat.expert.person)
