"""In the demonstration: more experts for the pools of Keqiao and Quzhou, a review that has ended and one that waits for scores.

Those who sit on the second can be signed in as with one press: they are members of their organisations as experts.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.engine import perform
from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Membership, Role, User
from kechuang.casework.reviews import services
from kechuang.casework.reviews.demo_pool import make_pool
from kechuang.casework.reviews.models import Expert, Panel, Seat
from kechuang.casework.reviews.purposes import GENERAL
from kechuang.core import clock
from kechuang.core.demo import marked

WHOLE_POOL = 60
"""How many experts the demonstration has, those of its other chapters among them."""
_WORDS = (
    "方向对路，与本地产业衔接紧密", "团队结构完整，中试经验稍弱", "经费安排合理，自筹部分要落实到年度", "市场预期偏乐观，建议分期",
    "指标可考核，建议补充知识产权归属", "与现有平台分工清楚，没有重复建设",
)  # fmt: skip


def load() -> str | None:
    """Make what is missing. Only in a database marked as a demonstration, and after its office is there."""
    if not marked() or not User.objects.filter(username="330603-st_department-clerk").exists():
        return None
    told = []
    with transaction.atomic():
        missing = WHOLE_POOL - Expert.objects.count()
        if missing > 0:
            half = missing // 2
            with clock.moved_to(clock.now() - dt.timedelta(days=60)):
                make_pool(_clerk("330603"), missing - half)
                make_pool(_clerk("330800"), half, missing - half)
            told.append(f"{Expert.objects.count()} experts")
        if not Panel.objects.filter(purpose=GENERAL.name).exists():
            told += _reviews()
    return ", ".join(told) or None


def _clerk(region: str) -> User:
    return User.objects.get(username=f"{region}-st_department-clerk")


def _reviews() -> list[str]:
    clerk = _clerk("330603")
    rows = Case.objects.filter(region_id="330603", kind="platforms.agreement", closed_on=None).order_by("-pk")
    subjects = list(rows.exclude(state__in=("signed", "filed"))[:2]) or list(rows[:2])
    if len(subjects) < 2:
        return []
    today = clock.now().replace(hour=9, minute=0)
    with clock.moved_to(today - dt.timedelta(days=30)):
        old = services.open_panel(subjects[0], GENERAL.name, by=clerk)
        _accept(old)
        _act("panel.begin", old, {}, clerk)
        for n, seat in enumerate(old.seats.sitting().order_by("label")):
            _score(seat, "submit", 74 + 5 * n % 17)
    with clock.moved_to(today - dt.timedelta(days=24)):
        _conclude(old, clerk)
    with clock.moved_to(today - dt.timedelta(days=4)):
        new = services.open_panel(subjects[1], GENERAL.name, by=clerk, score_by=clock.today() + dt.timedelta(days=9))
        leaver = new.seats.order_by("-label")[0]
        _act("seat.recuse", leaver, {"kind": "coauthorship", "note": "两年内合作发表过论文"}, _user(leaver))
        _accept(new)
        _act("panel.begin", new, {}, clerk)
    with clock.moved_to(today - dt.timedelta(days=2)):
        for seat in new.seats.filter(state="accepted").order_by("label")[:2]:
            _score(seat, "submit", 81)
    for seat in new.seats.sitting().select_related("expert__organisation"):
        Membership.objects.get_or_create(
            user=_user(seat), organisation=seat.expert.organisation, role=Role.EXPERT,
            defaults={"valid_from": dt.date(2018, 1, 1)},
        )  # fmt: skip
    return ["2 review panels"]


def _conclude(panel: Panel, clerk: User) -> None:
    for name in ("panel.discuss",):
        _act(name, panel, {}, clerk)
    first, second = panel.seats.sitting().order_by("label")[:2]
    _act("seat.say", first, {"text": "自筹部分的来源要写进协议，按年度考核。"}, _user(first))
    _act("seat.say", second, {"text": "同意，另外建议把中试线的验收时间提前半年。"}, _user(second))
    _act("panel.settle", panel, {}, clerk)
    _score(second, "revise", 83)
    chair = Panel.objects.select_related("chair__expert").get(pk=panel.pk).chair
    assert chair is not None
    data = {
        "opinion": "recommend", "met_on": clock.today().isoformat(), "place": "柯桥区科学技术局三楼会议室",
        "opinion_text": "事项必要，条件基本具备。建议把自筹经费落实到年度，中试线验收时间提前半年。",
    }  # fmt: skip
    _act("panel.conclude", panel, data, _user(chair))


def _act(name: str, case: Any, data: dict[str, Any], by: User) -> None:
    kind, _dot, action = f"reviews.{name}".rpartition(".")
    perform(find_action(kind, action), case.pk, data, by=by)


def _user(seat: Seat) -> User:
    return User.objects.get(person=seat.expert.person_id)


def _accept(panel: Panel) -> None:
    for seat in panel.seats.filter(state="asked").order_by("label"):
        _act("seat.accept", seat, {"no_conflict": True, "confidential": True}, _user(seat))


def _score(seat: Seat, action: str, points: int) -> None:
    data: dict[str, Any] = {}
    for n, criterion in enumerate(seat.panel.criteria):
        data[f"points_{criterion['name']}"] = points + 3 * n
        data[f"comment_{criterion['name']}"] = _WORDS[(seat.pk + n) % len(_WORDS)]
    _act(f"seat.{action}", seat, data, _user(seat))
