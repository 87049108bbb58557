"""`kechuang run`: everything from a stopped machine to the first page, and a worker beside it."""

import os
import signal
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from kechuang.core.database import database_up
from kechuang.core.places import var_dir
from kechuang.core.ports import listen
from kechuang.core.prepare import check_disk, collect_static, console, load_demo, migrate, set_up


def serve(host: str, port: int) -> None:
    """Serve on `host` and `port` until interrupted; stop the embedded database too if we are its last user.

    Raises Mendable.
    """
    sockets = listen(host, port)
    check_disk(var_dir())
    _end_cleanly_on_signals()
    with database_up():
        set_up()
        migrate()
        from django.conf import settings

        if settings.KECHUANG_DEMO:
            load_demo()
        collect_static()

        from kechuang.asgi import application

        config = uvicorn.Config(
            application, lifespan="off", log_level="warning", server_header=False, proxy_headers=False,
            timeout_graceful_shutdown=5,
        )  # fmt: skip
        server = _Server(config, lambda: _announce(host, port))
        from kechuang.core.worker import beside

        try:
            with beside():
                server.run(sockets=sockets)
        except KeyboardInterrupt:
            pass
    console.print("Stopped.")


class _Server(uvicorn.Server):
    """A server that says when it can be used."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_start()


def _announce(host: str, port: int) -> None:
    name = "localhost" if host in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "::") else host  # noqa: S104
    console.print(f"\nKechuang is ready. Open [bold]http://{name}:{port}/[/] in a browser. Ctrl-C stops it.\n")


def _end_cleanly_on_signals() -> None:
    def end(number: int, frame: Any) -> None:
        raise SystemExit(128 + number)

    def hang_up(number: int, frame: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, hang_up)
