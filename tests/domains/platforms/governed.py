"""A platform with a council, and its meetings, for tests: everything through the actions, by people who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.casework.parties.models import Role
from kechuang.core import clock
from kechuang.core.clock import moved_to
from kechuang.domains.platforms.models import Council, Meeting, Resolution
from tests.casework.office import Office, act, registered

COUNCIL, MEETING, RULE, CARE = (
    "platforms.council", "platforms.meeting", "platforms.internalrule", "platforms.stewardship",
)  # fmt: skip
RESERVED = ["development_plan", "major_matters", "budget_accounts", "appointments"]
START = dt.date(2026, 1, 5)


def charter(platform: Any, **changes: Any) -> dict[str, Any]:
    return {
        "platform": platform.pk, "title": "研究院理事会", "purpose": "服务产业", "scope": "应用研究和转化",
        "charter": "研究院章程（2026）1 号", "charter_on": "2026-01-02", "notice_days": 10, "quorum": "two_thirds",
        "majority": "half_present", "reserved_majority": "two_thirds_all", "term_years": 3, "reserved": RESERVED,
        "autonomy": ["team", "funds", "route"], "provisions": ["start_up_funds", "running_funds"],
    } | changes  # fmt: skip


def forming(office: Office, mark: str = "kq", region: str = "330603", **changes: Any) -> Council:
    """A council being formed for a new platform; both co-founders have a leader."""
    platform = registered(office, region, mark)
    if f"{mark}-dean" not in office.users:
        office.user(f"{mark}-dean", office.organisations[f"{mark}-university"], Role.LEADER)
    done = act(f"{COUNCIL}.form", None, charter(platform, **changes), office[f"{mark}-manager"])
    council: Council = done.case
    return council


def delegation(office: Office, organisation: str, name: str, account: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "delegated_by": office.organisations[organisation].pk, "name": name, "position": "member",
        "document": "委派函 1 号", "valid_from": clock.today().isoformat(),
        **({"account": office[account].pk} if account else {}),
    } | changes  # fmt: skip


MEMBERS = (
    ("park", "周理事长", "park-leader", "chair"),
    ("park", "吴理事", "park-clerk", "member"),
    ("university", "郑院长", "dean", "vice_chair"),
    ("university", "冯教授", "professor", "member"),
    ("university", "陈老师", "", "member"),
)
"""Who sits: of which organisation, under what name, with which account, as what."""


def seated(office: Office, mark: str = "kq", region: str = "330603", **changes: Any) -> Council:
    """A council of five in office."""
    council = forming(office, mark, region, **changes)
    for organisation, name, account, position in MEMBERS:
        data = delegation(
            office, f"{mark}-{organisation}", name, f"{mark}-{account}" if account else "", position=position
        )
        act(f"{COUNCIL}.delegate", council, data, office[f"{mark}-manager"])
    done: Council = act(f"{COUNCIL}.seat", council, {}, office[f"{mark}-manager"]).case
    return done


def planned(office: Office, council: Council, items: list[dict[str, Any]], mark: str = "kq", days: int = 12) -> Meeting:
    """A meeting with its agenda, so many days from now."""
    held = (clock.today() + dt.timedelta(days=days)).isoformat()
    data = {"council": council.pk, "title": "第 1 次会议", "held_on": held, "mode": "mixed", "place": "201 会议室"}
    meeting: Meeting = act(f"{MEETING}.plan", None, data, office[f"{mark}-manager"]).case
    for item in items:
        act(f"{MEETING}.add_item", meeting, {"motion": "请审议", **item}, office[f"{mark}-manager"])
    return meeting


def called(office: Office, council: Council, items: list[dict[str, Any]], mark: str = "kq") -> Meeting:
    meeting = planned(office, council, items, mark)
    done: Meeting = act(f"{MEETING}.call", meeting, {}, office[f"{mark}-manager"]).case
    return done


def convened(office: Office, meeting: Meeting, mark: str = "kq") -> Meeting:
    """Everybody comes, on the day of the meeting (the clock must be there)."""
    for member in meeting.council.members_on(meeting.held_on):
        act(f"{MEETING}.attend", meeting, {"member": member.pk, "attend": "in_person"}, office[f"{mark}-manager"])
    first = meeting.council.members_on(meeting.held_on)[0]
    done: Meeting = act(f"{MEETING}.convene", meeting, {"presided_by": first.pk}, office[f"{mark}-manager"]).case
    return done


def vote_all(office: Office, meeting: Meeting, choices: dict[str, str], mark: str = "kq") -> None:
    """Votes by name of the member, on every matter; those with an account vote themselves."""
    for member in meeting.council.members_on(meeting.held_on):
        choice = choices.get(member.name)
        if choice is not None:
            data = {"member": member.pk, **{f"item_{item.pk}": choice for item in meeting.items.all()}}
            act(f"{MEETING}.vote", meeting, data, member.account or office[f"{mark}-manager"])


def resolved(office: Office, council: Council, matter: str, mark: str = "kq", **item: Any) -> Resolution:
    """A resolution on a matter, by a meeting of its own; the clock ends on the day of the meeting's end."""
    meeting = called(office, council, [{"title": "议题", "matter": matter, **item}], mark)
    with moved_to(meeting.held_on):
        convened(office, meeting, mark)
        vote_all(office, meeting, {name: "for" for _o, name, _a, _p in MEMBERS}, mark)
        act(f"{MEETING}.conclude", meeting, {"summary": "一致通过"}, office[f"{mark}-manager"])
    return Resolution.objects.get(item__meeting=meeting)
