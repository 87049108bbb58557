"""How a council counts: who is present, whether there is a quorum, whether a motion is carried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kechuang.domains.platforms.models import AgendaItem, Attendance, Council, Meeting, Vote


@dataclass(frozen=True, slots=True)
class Count:
    """Members in office on the day of a meeting, those present (in person, remotely or by proxy), and how many must be."""

    total: int
    present: int
    needed: int

    @property
    def quorate(self) -> bool:
        return self.total > 0 and self.present >= self.needed


def needed(rule: str, total: int) -> int:
    """How many make a quorum: more than half, or two thirds and more (以上 includes the number)."""
    return -(-total * 2 // 3) if rule == "two_thirds" else total // 2 + 1


def count(meeting: Meeting) -> Count:
    members = {member.pk for member in meeting.council.members_on(meeting.held_on)}
    there = {a.member_id for a in meeting.attendances.all() if a.mode != Attendance.Mode.ABSENT}
    return Count(len(members), len(members & there), needed(meeting.council.quorum, len(members)))


def carried(rule: str, votes_for: int, present: int, total: int) -> bool:
    """Whether a motion is carried under a majority rule: over half of those present or of all, or two thirds of them."""
    whole = total if rule.endswith("_all") else present
    return votes_for * 3 >= whole * 2 and whole > 0 if rule.startswith("two_thirds") else votes_for * 2 > whole


def majority_of(council: Council, matter: str) -> str:
    """The majority a matter needs: reserved matters by their own rule."""
    return council.reserved_majority if matter in council.reserved else council.majority


def tally(votes: Iterable[Vote]) -> dict[str, int]:
    """Votes for, against and abstaining."""
    found = dict.fromkeys(Vote.Choice.values, 0)
    for vote in votes:
        found[vote.choice] += 1
    return found


def outcome(item: AgendaItem, counted: Count, council: Council) -> str:
    """What becomes of a motion: deferred where nobody voted on it."""
    votes = tally(item.votes.all())
    if not sum(votes.values()):
        return AgendaItem.Outcome.DEFERRED
    won = carried(majority_of(council, item.matter), votes["for"], counted.present, counted.total)
    return AgendaItem.Outcome.ADOPTED if won else AgendaItem.Outcome.REJECTED


def every_cofounder_present(meeting: Meeting, cofounders: Iterable[int]) -> bool:
    """Whether a member of each co-founder took part, by themself or by proxy."""
    there = {a.member.delegated_by_id for a in meeting.attendances.select_related("member") if a.present}
    return set(cofounders) <= there
