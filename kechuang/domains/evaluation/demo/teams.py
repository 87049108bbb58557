"""The teams of the demonstration's platforms in Binjiang: one balanced, one on its way, one whose years are over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kechuang.casework.parties.models import Organisation
from kechuang.domains.achievements.demo.story import Story
from kechuang.domains.platforms.models import Platform

TEAM = "evaluation.team"
REGION = "330108"
LONG, DAYS = 5, 365
"""Teams brought in more than so many years ago have their review opened."""


@dataclass(frozen=True, slots=True)
class Told:
    """years: since it was brought in; shares: income of the years on record, in parts of a hundred of the costs."""

    title: str
    leader: str
    direction: str
    years: float
    shares: tuple[int, ...]


TEAMS = (
    Told("工业视觉团队", "丁若谷", "缺陷检测、三维重建", 5.2, (18, 35, 51, 47, 62)),
    Told("微系统与传感团队", "陆怀川", "柔性传感、可穿戴健康监测", 3.2, (42, 76, 108)),
    Told("先进封装团队", "潘景初", "异质集成、晶圆级封装", 1.7, (23,)),
)
"""Those of longest standing first, as the platforms they are told of."""
COSTS = 2_600_000


class TeamStory(Story):
    """Uses the platforms' own history: each action on its day, by someone who may."""

    def tell_all(self) -> None:
        rows = (
            Platform.objects.filter(region_id=REGION, state="operating")
            .exclude(origin="socially_founded")
            .exclude(legal_form="none")
        )
        rows = rows.select_related("owner").order_by("founded_on", "pk")
        for platform, told in zip(rows, TEAMS, strict=False):
            self._team(platform, told)

    def _team(self, platform: Platform, told: Told) -> None:
        """Entered a few weeks ago with the years it has behind it."""
        manager = self._manager(platform.owner)
        came = self.today - dt.timedelta(days=round(told.years * DAYS))
        data = {
            "title": told.title, "platform": platform.pk, "leader": told.leader, "direction": told.direction,
            "introduced_on": came.isoformat(), "document": f"滨科〔{came.year}〕{14 + len(told.shares)} 号",
        }  # fmt: skip
        team = self.act(f"{TEAM}.register_team", None, data, manager, 40)
        last = self.today.year - 1
        for n, share in enumerate(told.shares):
            year = last - len(told.shares) + 1 + n
            if year >= came.year:
                self.act(f"{TEAM}.record_year", team, self._figures(year, share), manager, 38 - n)
        clerk = f"{REGION}-{Organisation.Department.ST}-clerk"
        if told.shares[-1] >= 100:
            self.act(f"{TEAM}.confirm_balance", team, {"year": str(last)}, clerk, 20)
        elif told.years > LONG:
            self.act(f"{TEAM}.open_review", team, {}, clerk, 12)

    def _figures(self, year: int, share: int) -> dict[str, Any]:
        """Half from contracts, three tenths from programmes, the rest from transformation."""
        income = COSTS * share // 100
        parts = {"contract_funds": income * 5 // 10, "programme_funds": income * 3 // 10}
        parts["transformation_income"] = income - sum(parts.values())
        return {"year": year, "costs": COSTS, **parts}
