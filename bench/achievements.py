"""Pages over a million achievements: python -m bench.achievements [--small] [--keep FOLDER] [--explain] [--only WHO] [--page PART]

1,000,000 achievements of 5,000 platforms with two million completers, 100,000 transformations and their receipts, 150,000 running
deadlines; made by SQL, measured by Django's test client for the clerk of a county, a leader of the province, the manager of
a platform and a researcher. Processor time stands beside the clock (see bench.office). Exit 1 when a goal is missed.

--small      a hundredth of the rows
--nightly    also the work of a night: figures made anew, the idle ladder asked of every achievement
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.measure import HEAD, TIMES, Line, asking, load, summed, visited

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.settings.test")

GOAL = 80.0
"""Milliseconds of server time at the 95th percentile."""


def pages(who: str, user: Any, part: str = "") -> Iterator[Line | None]:
    """The lists, searches and boards of achievements and transformations as one person opens them."""
    from django.urls import NoReverseMatch, reverse

    from kechuang.casework.cases.models import Case

    get = asking(user)

    def page(name: str, urls: list[str]) -> Line | None:
        if part not in name:
            return None
        return visited(name, who, GOAL, get, urls)

    base = reverse("achievements")
    yield page("list", [f"{base}?all=1"])
    yield page("list, narrowed", [f"{base}?region=330603&state={s}" for s in ("registered", "screening")])
    yield page("list, its own filters", [f"{base}?kind=applied&stage=mature", f"{base}?money=fiscal&state=registered"])
    yield page("list, unused for a year", [f"{base}?f=unused", f"{base}?f=separate"])
    yield page(
        "list, words",
        [f"{base}?q={w}" for w in ("膜分离", "激光 集成电路", "鉴湖 印染", "CG-2026-0123456", "没有的词")],
    )
    yield page("list, sorted, page 3", [f"{base}?sort={s}&page=3" for s in ("title", "-left", "-number")])
    search = reverse("search")
    words = ("纺织", "分子筛", "柯桥 膜分离 染整", "123456", "滨江激光", "没有的词语")
    yield page("search page", [f"{search}?q={w}" for w in words])
    yield page("search page, cases", [f"{search}?q={w}&kind=cases" for w in words])
    for kind, name in (
        ("achievements.achievement", "achievement"),
        ("transformations.transformation", "transformation"),
    ):
        seen = Case.objects.visible_to(user).filter(kind=kind).order_by("pk").values_list("number", flat=True)
        with suppress(NoReverseMatch):
            reverse(f"{name}s")
            if found := list(seen[: TIMES * 40 : 40]):
                yield page(f"case, {name}", [reverse("case", args=[number]) for number in found])
    with suppress(NoReverseMatch):
        yield page("list transformations", [f"{reverse('transformations')}?all=1"])
    board = reverse("transformation-board")
    yield page("board", [board])
    if who in ("clerk", "leader"):
        yield page("statistics", [reverse("transformation-statistics")])
        yield page("statistics of a county", [f"{reverse('transformation-statistics')}?region=330603"])
    if who == "researcher":
        yield page("my achievements", [reverse("my-achievements")])
    yield page("workbench", [reverse("workbench")])


def nightly(say: Callable[[str], None]) -> None:
    """The work of a night, with its processor time."""
    from bench.measure import server_seconds
    from kechuang.core import clock
    from kechuang.domains.statistics.nightly import figures, ladder

    for work in (figures, ladder):
        clock_, python, server = time.perf_counter(), time.process_time(), server_seconds()
        said = work(clock.today())
        say(
            f"{work.__name__:<12}{time.perf_counter() - clock_:8.1f} s by the clock, python {time.process_time() - python:.1f} s, "
            f"postgres {server_seconds() - server:.1f} s: {said}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.achievements")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--nightly", action="store_true")
    parser.add_argument("--page", default="", help="a part of the names of the pages to measure")
    parser.add_argument("--only", default="", help="clerk, leader, manager or researcher")
    asked = parser.parse_args()
    from bench.achievements_data import Many, fill_achievements
    from bench.office import database, say

    many = Many(10_000, 500) if asked.small else Many()
    lines: list[Line] = []
    with database(asked.keep, f"achievements{'-small' * asked.small}", lambda: fill_achievements(many, say)) as people:
        from kechuang.casework.parties.models import User
        from kechuang.domains.statistics.models import Figure

        if asked.nightly or not Figure.objects.exists():
            nightly(say)
        say(load())
        say(HEAD)
        users = {"clerk": people.clerk, "leader": people.leader, "manager": people.manager}
        users["researcher"] = User.objects.get(username="researcher")
        for who, user in users.items():
            if asked.only in ("", who):
                for line in filter(None, pages(who, user, asked.page)):
                    lines.append(line)
                    say(str(line))
                    if asked.explain and line.python + line.postgres > GOAL:
                        say(line.slowest)
    return summed(lines, say)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
