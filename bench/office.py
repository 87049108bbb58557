"""How long pages and actions of a large office take: python -m bench.office [--small] [--keep FOLDER] [--explain] [--only WHAT]

In a database of its own (an embedded PostgreSQL under a temporary folder): 5,000 platforms, a million cases in the search
index, a million rows of history. Server time of each page by Django's test client, for a clerk of a county, a leader
of the province and the manager of a platform; of actions through the engine; and of the real server on the loopback, by the
clock. Beside wall time stands the processor time of Python and of PostgreSQL, for on a shared machine the clock tells of the
load as well. Exit 1 when a goal is missed.

--small      a hundredth of the rows
--keep DIR   leave the filled database in DIR, and use it again the next time
--only WHAT  clerk, leader, manager, actions or served
--explain    for each page over its goal, the slowest queries
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.measure import HEAD, TIMES, Line, asking, load, summed, visited
from bench.office_actions import actions

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.settings.test")

PAGE_GOAL = 80.0
"""Milliseconds of server time at the 95th percentile."""


@contextmanager
def database(folder: Path | None, name: str, filled: Callable[[], Any]) -> Iterator[Any]:
    """A migrated and filled database; yields the people. filled: fills an empty one."""
    from kechuang.core.embedded import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="kechuang-bench-", ignore_cleanup_errors=True) as temporary:
        home = (folder or Path(temporary)) / name
        home.parent.mkdir(parents=True, exist_ok=True)
        home.parent.chmod(0o755)  # PostgreSQL runs as a user of its own when started by root
        with EmbeddedPostgres(home) as server:
            os.environ["DATABASE_URL"] = server.url
            import django

            django.setup()
            from django.conf import settings
            from django.core.management import call_command
            from django.db import connection

            from bench.office_data import People

            settings.ALLOWED_HOSTS = ["testserver"]
            call_command("migrate", verbosity=0)
            from kechuang.casework.parties.models import User

            names = ("clerk", "leader", "manager", "drafter")
            if User.objects.filter(username="drafter").exists():
                yield People(**{name: User.objects.get(username=name) for name in names})
            else:
                yield filled()
            connection.close()


def say(line: str) -> None:
    print(line, flush=True)


# -- measuring -------------------------------------------------------------------------------------------


def pages(who: str, user: Any) -> Iterator[Line]:
    """Lists, cases, search, workbench and board, as one person opens them."""
    from django.urls import reverse

    from kechuang.casework.cases.models import Case

    get = asking(user)

    def page(name: str, urls: list[str]) -> Line:
        return visited(name, who, PAGE_GOAL, get, urls)

    counties = ("330603", "330800", "330108")
    for site in ("platforms", "agreements"):
        base = reverse(site)
        yield page(f"list {site}", [f"{base}?all=1"])
        yield page(f"list {site}, narrowed", [f"{base}?region={c}&state={s}" for c in counties for s in _states(site)])
        yield page(
            f"list {site}, words", [f"{base}?q={w}" for w in ("纺织研究院", "集成电路", "鉴湖 印染", "XY-2026-0123456")]
        )
        yield page(f"list {site}, sorted, page 3", [f"{base}?sort={s}&page=3" for s in ("title", "-left", "-number")])
    seen = Case.objects.visible_to(user)
    numbers = {
        kind: list(
            seen.filter(kind=f"platforms.{kind}").order_by("pk").values_list("number", flat=True)[: TIMES * 40 : 40]
        )
        for kind in ("platform", "agreement")
    }
    for kind, found in numbers.items():
        if found:
            yield page(f"case, {kind}", [reverse("case", args=[n]) for n in found])
    words = ("纺织", "集成电路", "柯桥 纺织 研究院", "123456", "钱塘氟硅", "鉴湖印染实验室", "没有的词语")
    yield page("search page", [f"{reverse('search')}?q={w}" for w in words])

    yield page("search page, cases", [f"{reverse('search')}?q={w}&kind=cases" for w in words])
    yield page("workbench", [reverse("workbench")])
    if who != "manager":
        yield page("workbench, region", [f"{reverse('workbench')}?who=office"])
    yield page("obligations board", [reverse("obligations")])
    yield page("API cases", ["/api/cases/?kind=agreements", "/api/cases/?state=filed", "/api/cases/?region=330603"])


def _states(site: str) -> tuple[str, ...]:
    return ("operating", "preparing") if site == "platforms" else ("signed", "filed", "draft")


def _served(people: Any) -> Iterator[Line]:
    """The pages a day begins with, from the real server."""
    from django.urls import reverse

    from bench.served import served
    from kechuang.casework.cases.models import Case

    seen = Case.objects.visible_to(people.clerk)
    numbers = [
        number
        for kind in ("platform", "agreement")
        for number in seen.filter(kind=f"platforms.{kind}").order_by("pk").values_list("number", flat=True)[:400:40]
    ]
    words = ("纺织", "集成电路", "柯桥 纺织 研究院", "没有的词语")
    pages_ = {
        "portal": ["/"],
        "workbench": [reverse("workbench")],
        "list": [f"{reverse('platforms')}?all=1", f"{reverse('agreements')}?all=1&sort=left"],
        "case": [reverse("case", args=[number]) for number in numbers],
        "search": [f"{reverse('search')}?q={quote(w)}&kind=cases" for w in words],
    }
    yield from served(os.environ["DATABASE_URL"], {"clerk": people.clerk, "leader": people.leader}, pages_)


def _fill(small: bool) -> Any:
    from bench.office_data import Size, fill

    return fill(Size(5_000 // 100, 10_000, 10_000) if small else Size(), say)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.office")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--only", default="", help="clerk, leader, manager, actions or served")
    asked = parser.parse_args()
    lines: list[Line] = []
    name = "postgres-small" if asked.small else "postgres"
    with database(asked.keep, name, lambda: _fill(asked.small)) as people:
        say(load())
        say(HEAD)
        sources: dict[str, Callable[[], Iterator[Line]]] = {
            "clerk": lambda: pages("clerk", people.clerk),
            "leader": lambda: pages("leader", people.leader),
            "manager": lambda: pages("manager", people.manager),
            "actions": lambda: actions(people.clerk, people.drafter),
            "served": lambda: _served(people),
        }
        for name, source in sources.items():
            if asked.only in ("", name):
                for line in source():
                    lines.append(line)
                    say(str(line))
                    if asked.explain and not line.good:
                        say(line.slowest)
    return summed(lines, say)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
