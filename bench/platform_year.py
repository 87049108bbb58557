"""Pages of a year of platforms: python -m bench.platform_year [--keep FOLDER] [--explain]

1,000 platforms, 5,000 experts, 2,000 admissions with as many panels, 200,000 scores, 4,000 notices, 3,000 plans of the year; made by
SQL, measured by Django's test client for a clerk of a county, a leader of the province and, for what is public, anybody.
Processor time stands beside the clock (see bench.office). Exit 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.measure import HEAD, TIMES, Line, asking, load, summed, visited

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.settings.test")

GOAL = 80.0
PLATFORMS = 1_000


def pages(who: str, user: Any) -> Iterator[Line]:
    """The pages the year is spent on; user None: someone who is not signed in."""
    from django.urls import reverse

    from kechuang.casework.cases.models import Case

    get = asking(user)

    def page(name: str, urls: list[str]) -> Line:
        return visited(name, who, GOAL, get, urls)

    def cases(kind: str, every: int = 7) -> list[str]:
        seen = Case.objects.visible_to(user).filter(kind=kind).order_by("pk").values_list("number", flat=True)
        return [reverse("case", args=[number]) for number in seen[: TIMES * every : every]]

    notices = reverse("notice-board")
    public = (
        Case.objects.filter(kind="notices.notice", public=True).order_by("pk").values_list("number", flat=True)[:TIMES]
    )
    yield page("notices, the public page", [notices, f"{notices}?when=ended", f"{notices}?region=330600"])
    yield page("one public notice", [reverse("public-notice", args=[number]) for number in public])
    if user is None:
        return
    for slug in ("panels", "seats", "experts", "admissions", "calls", "notices", "year-plans"):
        yield page(f"list {slug}", [f"{reverse(slug)}?all=1"])
    yield page("list admissions, narrowed, words", [f"{reverse('admissions')}?state=reviewing&q=纺织&sort=left"])
    for kind, name in (
        ("reviews.panel", "panel"), ("reviews.seat", "seat"), ("reviews.expert", "expert"), ("platforms.admission", "admission"),
        ("platforms.yearplan", "plan of a year"), ("platforms.platform", "platform"), ("notices.notice", "notice"),
    ):  # fmt: skip
        if found := cases(kind):
            yield page(f"case, {name}", found)
    panels = Case.objects.filter(kind="reviews.panel").order_by("pk").values_list("number", flat=True)[:TIMES]
    yield page("a draw, done again", [reverse("draw", args=[number]) for number in panels])
    if who == "clerk":
        yield page("fairness of a pool", [reverse("fairness"), f"{reverse('fairness')}?sort=deviation"])
    yield page("workbench", [reverse("workbench")])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.platform_year")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--explain", action="store_true")
    asked = parser.parse_args()
    from bench.office import database, say
    from bench.platform_year_data import fill_year

    lines: list[Line] = []
    with database(asked.keep, "platform-year", lambda: fill_year(PLATFORMS, say)) as people:
        say(load())
        say(HEAD)
        for who, user in (("clerk", people.clerk), ("leader", people.leader), ("anybody", None)):
            for line in pages(who, user):
                lines.append(line)
                say(str(line))
                if asked.explain and line.python + line.postgres > GOAL:
                    say(line.slowest)
    return summed(lines, say)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
