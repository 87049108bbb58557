"""The real server on the loopback, asked as browsers ask it: uvicorn in a process of its own, and keep-alive clients.

As `kechuang run` starts it, but without the worker beside it: that would seal the million rows of history meanwhile.

A bounded number of requests (ASKED a page by one person, then MIXED a head by CLIENTS at once), and no page for longer than
LONGEST seconds. By the clock, so what else the machine does is in it; the server's own processor time stands beside it.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.measure import Line, process_seconds, server_seconds

ASKED, MIXED, CLIENTS = 40, 25, 4
LONGEST = 20.0
GOAL = 80.0


PROGRAM = """
import sys
from kechuang.core.prepare import collect_static, set_up
set_up()
collect_static()
import uvicorn
from kechuang.asgi import application
uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[1]), lifespan="off", log_level="warning")
"""


@contextmanager
def server(url: str) -> Iterator[tuple[int, int]]:
    """The server over a database; its port and process id. Ended by its id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="kechuang-served-", ignore_cleanup_errors=True) as var:
        told = {
            "DATABASE_URL": url, "KECHUANG_VAR": var, "KECHUANG_PLAIN_HTTP": "1", "KECHUANG_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "kechuang.settings.base",
        }  # fmt: skip
        with open(Path(var) / "server.log", "w") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(port)],
                env=os.environ | told, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            _wait(port, process, Path(var) / "server.log")
            yield port, process.pid
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the server did not start:\n{log.read_text()[-3000:]}")


def served(url: str, users: Mapping[str, Any], pages: Mapping[str, list[str]]) -> Iterator[Line]:
    """Each page alone for each person, then all of them at once. pages: name -> addresses, asked in turn."""
    cookies = {name: _session(user) for name, user in users.items()}
    with server(url) as (port, pid):
        for who, cookie in cookies.items():
            for name, addresses in pages.items():
                yield _line(f"served: {name}", who, port, pid, [(cookie, addresses)], ASKED)
        heads = [(c, a) for c in cookies.values() for a in pages.values()]
        yield _line(f"served: all, {CLIENTS} at once", "both", port, pid, heads, MIXED * CLIENTS, CLIENTS)


def _line(
    name: str, who: str, port: int, pid: int, asked: list[tuple[str, list[str]]], times: int, clients: int = 1
) -> Line:
    took: list[float] = []
    failed: list[str] = []
    end = time.monotonic() + LONGEST

    def walk(first: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
        for n in range(first, times + 2 * clients, clients):
            if time.monotonic() > end:
                break
            cookie, addresses = asked[n % len(asked)]
            start = time.perf_counter()
            link.request("GET", addresses[(n // len(asked)) % len(addresses)], headers={"Cookie": cookie})
            answer = link.getresponse()
            answer.read()
            if n >= 2 * clients:  # the first of each client warm up
                took.append((time.perf_counter() - start) * 1000)
            if answer.status != 200:
                failed.append(f"{addresses[0]}: {answer.status}")
                break
        link.close()

    python, postgres = process_seconds(pid), server_seconds()
    threads = [threading.Thread(target=walk, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed or len(took) < 5:
        raise SystemExit(f"{name} for {who}: {failed or 'too slow to be measured'}")
    spent = len(took) + 2 * clients
    return Line(
        name, who, took, (process_seconds(pid) - python) * 1000 / spent, (server_seconds() - postgres) * 1000 / spent,
        GOAL * clients, 0,
    )  # fmt: skip


def _session(user: Any) -> str:
    """A signed-in session, as the sign-in page makes one; the server shares the database and the signing key."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
