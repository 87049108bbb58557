"""One measured thing: wall time of each call beside the processor time of Python and of PostgreSQL, which load does not hide."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

TIMES = 30
HEAD = f"{'milliseconds':<40}{'for':<10}{'p50':>8}{'p95':>8}{'python':>8}{'postgres':>9}{'goal':>6}{'queries':>9}"


@dataclass(frozen=True, slots=True)
class Line:
    """A measured thing, in milliseconds. took: each time by the clock; python, postgres: processor time of one on average.

    queries: of one time; slowest: the slowest of them, in words.
    """

    name: str
    who: str
    took: Sequence[float]
    python: float
    postgres: float
    goal: float
    queries: int
    slowest: str = ""

    @property
    def p95(self) -> float:
        return quantiles(self.took, n=20, method="inclusive")[-1]

    @property
    def good(self) -> bool:
        """By the clock at the 95th percentile."""
        return self.p95 <= self.goal

    def __str__(self) -> str:
        mark = "" if self.good else "  over" if self.python + self.postgres > self.goal else "  over by the clock alone"
        return (
            f"{self.name:<40}{self.who:<10}{median(self.took):>8.1f}{self.p95:>8.1f}{self.python:>8.1f}{self.postgres:>9.1f}"
            f"{self.goal:>6.0f}{self.queries:>9}{mark}"
        )


FEW = 8
"""So many addresses are each asked for once before they are timed: the server has just been started and has read nothing yet."""


def visited(name: str, who: str, goal: float, get: Callable[[str], Callable[[], None]], urls: Sequence[str]) -> Line:
    """TIMES requests of a page at these addresses in turn. Of many addresses (cases) each is met for the first time."""
    warm = len(urls) if 2 < len(urls) <= FEW else 2
    return timed(name, who, goal, [get(urls[n % len(urls)]) for n in range(warm + TIMES + 1)], warm)


def timed(name: str, who: str, goal: float, calls: Sequence[Callable[[], Any]], warm: int = 2) -> Line:
    """Milliseconds of each call, after those that warm up; the number of queries and the slowest of one more."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for call in calls[:warm]:
        call()
    took, server, cpu = [], server_seconds(), time.process_time()
    for call in calls[warm:-1]:
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / len(took)
    server = (server_seconds() - server) * 1000 / len(took)
    with CaptureQueriesContext(connection) as asked:
        calls[-1]()
    slow = sorted(asked.captured_queries, key=lambda q: -float(q["time"]))[:3]
    told = "\n".join(f"    {q['time']} s  {q['sql'][:1500]}" for q in slow)
    return Line(name, who, took, cpu, server, goal, len(asked), told)


def definition_of(index: str) -> str:
    """The SQL that made an index: filling a table is quicker without it, and it is made again afterwards."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef(%s::regclass)", [index])
        (sql,) = cursor.fetchone()
    return str(sql)


def server_seconds() -> float:
    """Processor seconds that the PostgreSQL at the other end of the connection has used, with all its helpers.

    Read from /proc, so only for a server on this Linux; 0 elsewhere.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    try:
        parent = int(_stat(backend)[1])
        every = [_stat(int(p.name)) for p in Path("/proc").iterdir() if p.name.isdigit() and _parent(p.name) == parent]
        ticks = sum(int(s[11]) + int(s[12]) for s in every) + sum(map(int, _stat(parent)[11:15]))
    except OSError:
        return 0.0
    return ticks / os.sysconf("SC_CLK_TCK")


def process_seconds(pid: int) -> float:
    """Processor seconds of one process; 0 where /proc does not tell."""
    try:
        return sum(map(int, _stat(pid)[11:13])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name: state, parent, ..."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parent(pid: str) -> int:
    try:
        return int(_stat(int(pid))[1])
    except OSError:  # it ended meanwhile
        return -1


def asking(user: Any) -> Callable[[str], Callable[[], None]]:
    """Calls of pages by Django's test client for a person, or for anybody: url -> a call that fails unless it is answered."""
    from django.test import Client

    client = Client()
    if user is not None:
        client.force_login(user)

    def get(url: str) -> Callable[[], None]:
        def call() -> None:
            answer = client.get(url)
            if answer.status_code != 200:
                raise SystemExit(f"{url} answered {answer.status_code} for {user or 'anybody'}")
            answer.getvalue()

        return call

    return get


def summed(lines: Sequence[Line], say: Callable[[str], None]) -> int:
    """Say the load and how many are within their goals; 1 where one is not by the clock, as a command ends."""
    missed = sum(not line.good for line in lines)
    slow = sum(line.python + line.postgres > line.goal for line in lines)
    say(load())
    say(f"{len(lines) - missed} of {len(lines)} within their goals by the clock, {len(lines) - slow} by processor time")
    return 1 if missed else 0


def load() -> str:
    """What else the machine does: processes that want a processor on average over one, five and fifteen minutes."""
    return f"load {', '.join(f'{n:.1f}' for n in os.getloadavg())} on {os.cpu_count()} processors"
