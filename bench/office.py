"""How long pages and actions of a large office take: python -m bench.office [--small] [--keep FOLDER] [--explain]

In a database of its own (an embedded PostgreSQL under a temporary folder): 5,000 platforms, a million cases in the search
index, a million rows of history. Server time of each page by Django's test client, for a clerk of a county, a leader
of the province and the manager of a platform; and of an action through the engine. Exit 1 when a goal is missed.

--small      a hundredth of the rows
--keep DIR   leave the filled database in DIR, and use it again the next time
--explain    for each page over its goal, the slowest queries
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.settings.test")

PAGE_GOAL, ACTION_GOAL = 80.0, 30.0
"""Milliseconds of server time at the 95th percentile."""
TIMES = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A measured thing, in milliseconds. took: each time; cpu: of which Python worked; queries: of one time."""

    name: str
    who: str
    took: list[float]
    cpu: float
    goal: float
    queries: int
    slowest: str = ""

    @property
    def p95(self) -> float:
        return quantiles(self.took, n=20, method="inclusive")[-1]

    @property
    def good(self) -> bool:
        return self.p95 <= self.goal

    def __str__(self) -> str:
        mark = "" if self.good else "  over"
        figures = f"{median(self.took):>8.1f}{self.p95:>8.1f}{self.cpu:>8.1f}{self.goal:>7.0f}{self.queries:>9}"
        return f"{self.name:<34}{self.who:<10}{figures}{mark}"


@contextmanager
def database(folder: Path | None, small: bool) -> Iterator[Any]:
    """A migrated and filled database; yields the people."""
    from kechuang.core.embedded import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="kechuang-bench-", ignore_cleanup_errors=True) as temporary:
        home = (folder or Path(temporary)) / ("postgres-small" if small else "postgres")
        home.parent.mkdir(parents=True, exist_ok=True)
        home.parent.chmod(0o755)  # PostgreSQL runs as a user of its own when started by root
        with EmbeddedPostgres(home) as server:
            os.environ["DATABASE_URL"] = server.url
            import django

            django.setup()
            from django.conf import settings
            from django.core.management import call_command
            from django.db import connection

            from bench.office_data import People, Size, fill

            settings.ALLOWED_HOSTS = ["testserver"]
            call_command("migrate", verbosity=0)
            from kechuang.casework.parties.models import User

            names = ("clerk", "leader", "manager", "drafter")
            if User.objects.filter(username="drafter").exists():
                yield People(**{name: User.objects.get(username=name) for name in names})
            else:
                yield fill(Size(5_000 // 100, 10_000, 10_000) if small else Size(), say)
            connection.close()


def say(line: str) -> None:
    print(line, flush=True)


# -- measuring -------------------------------------------------------------------------------------------


def timed(name: str, who: str, goal: float, calls: list[Callable[[], Any]]) -> Line:
    """Milliseconds of each call, after two that warm up; the number of queries and the slowest of one more."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for call in calls[:2]:
        call()
    took, cpu = [], time.process_time()
    for call in calls[2:-1]:
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / len(took)
    with CaptureQueriesContext(connection) as asked:
        calls[-1]()
    slow = sorted(asked.captured_queries, key=lambda q: -float(q["time"]))[:3]
    return Line(
        name, who, took, cpu, goal, len(asked), "\n".join(f"    {q['time']} s  {q['sql'][:1500]}" for q in slow)
    )


def pages(who: str, user: Any) -> Iterator[Line]:
    """Lists, cases, search, workbench and board, as one person opens them."""
    from django.test import Client
    from django.urls import reverse

    from kechuang.casework.cases.models import Case
    from kechuang.casework.cases.queries import find

    client = Client()
    client.force_login(user)

    def get(url: str) -> Callable[[], None]:
        def call() -> None:
            answer = client.get(url)
            if answer.status_code != 200:
                raise SystemExit(f"{url} answered {answer.status_code}")
            answer.getvalue()

        return call

    def page(name: str, urls: list[str]) -> Line:
        many = [urls[n % len(urls)] for n in range(TIMES + 3)]
        return timed(name, who, PAGE_GOAL, [get(url) for url in many])

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

    def search(text: str) -> Callable[[], None]:
        return lambda: list(find(user, text).select_related("owner", "region")[:30])  # type: ignore[func-returns-value]

    many = [words[n % len(words)] for n in range(TIMES + 3)]
    yield timed("search over cases (query)", who, PAGE_GOAL, [search(w) for w in many])
    yield page("workbench", [reverse("workbench")])
    if who != "manager":
        yield page("workbench, region", [f"{reverse('workbench')}?who=office"])
    yield page("obligations board", [reverse("obligations")])
    yield page("API cases", ["/api/cases/?kind=agreements", "/api/cases/?state=filed", "/api/cases/?region=330603"])


def _states(site: str) -> tuple[str, ...]:
    return ("operating", "preparing") if site == "platforms" else ("signed", "filed", "draft")


def actions(drafter: Any) -> Iterator[Line]:
    """Signing (the last signature, which starts a legal clock) and filing, through the engine with all it writes."""
    from kechuang.casework.cases.actions import find_action
    from kechuang.casework.cases.engine import perform
    from kechuang.casework.cases.models import Case
    from kechuang.casework.parties.reach import reach_of
    from kechuang.core import clock

    own = reach_of(drafter).organisations
    rows = list(Case.objects.filter(owner_id__in=own, state="signing").values_list("pk", flat=True)[: TIMES + 3])
    if len(rows) < 5:
        say("too few agreements wait for a signature here to time an action")
        return
    today = str(clock.today())
    data = {"sign": {"signatory": "王某", "signed_on": today}, "file": {"filed_on": today}}

    def call(name: str, case: int) -> Callable[[], Any]:
        action = find_action("platforms.agreement", name)
        return lambda: perform(action, case, data[name], by=drafter)

    for name, words in (("sign", "action: sign, the last"), ("file", "action: file")):
        yield timed(words, "drafter", ACTION_GOAL, [call(name, case) for case in rows])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.office")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--only", default="", help="clerk, leader, manager or actions")
    asked = parser.parse_args()
    lines: list[Line] = []
    with database(asked.keep, asked.small) as people:
        say(f"{'milliseconds of server time':<34}{'for':<10}{'p50':>8}{'p95':>8}{'python':>8}{'goal':>7}{'queries':>9}")
        sources: dict[str, Callable[[], Iterator[Line]]] = {
            "clerk": lambda: pages("clerk", people.clerk),
            "leader": lambda: pages("leader", people.leader),
            "manager": lambda: pages("manager", people.manager),
            "actions": lambda: actions(people.drafter),
        }
        for name, source in sources.items():
            if asked.only in ("", name):
                for line in source():
                    lines.append(line)
                    say(str(line))
                    if asked.explain and not line.good:
                        say(line.slowest)
    missed = sum(not line.good for line in lines)
    say(f"{len(lines) - missed} of {len(lines)} within their goals")
    return 1 if missed else 0


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
