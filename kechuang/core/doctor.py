"""`kechuang doctor`: what this machine has, and what stands in the way."""

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from rich.console import Console
from rich.table import Table

from kechuang import __version__
from kechuang.core.failures import Mendable
from kechuang.core.places import PROJECT_DIR, free_bytes, var_dir
from kechuang.core.ports import listen
from kechuang.core.prepare import NEEDED_BYTES

Verdict = Literal["ok", "note", "wrong"]
_MARKS: dict[Verdict, str] = {"ok": "[green]ok[/]", "note": "[yellow]note[/]", "wrong": "[red]wrong[/]"}


@dataclass(frozen=True)
class Sign:
    """One thing looked at. `note` is worth knowing, `wrong` needs mending before Kechuang can run."""

    subject: str
    verdict: Verdict
    found: str
    mend: str = ""


def examine(port: int) -> bool:
    """Print what was found; True when nothing is wrong."""
    signs = [
        *(look() for look in (_versions, _packages, _disk, lambda: _port(port), _front_end, _fonts, _browser)),
        *_installation(),
    ]
    table = Table(box=None, pad_edge=False)
    for head in ("", "", "found", "what to do"):
        table.add_column(head, overflow="fold")
    for sign in signs:
        table.add_row(sign.subject, _MARKS[sign.verdict], sign.found, sign.mend)
    Console(highlight=False).print(table)
    return all(sign.verdict != "wrong" for sign in signs)


def _versions() -> Sign:
    return Sign(
        "versions",
        "ok",
        f"Kechuang {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
    )


def _packages() -> Sign:
    names = ["Django", "psycopg", "polars", "duckdb", "ibis-framework"]
    try:
        return Sign("packages", "ok", ", ".join(f"{name} {version(name)}" for name in names))
    except PackageNotFoundError as error:
        return Sign("packages", "wrong", f"{error.name} is not installed", "Run `make install`.")


def _disk() -> Sign:
    free = free_bytes(var_dir())
    found = f"{free / 1024**3:.1f} GB free for {var_dir()}"
    if free < NEEDED_BYTES:
        return Sign("disk", "wrong", found, f"At least {NEEDED_BYTES // 1024**2} MB are needed: free some space.")
    return Sign("disk", "ok", found)


def _port(port: int) -> Sign:
    try:
        for one in listen("localhost", port):
            one.close()
    except Mendable as failure:
        return Sign("port", "note", failure.what, failure.mend)
    return Sign("port", "ok", f"{port} is free")


def _installation() -> list[Sign]:
    """The database, and what can be told only while it answers."""
    from kechuang.core.database import check_connection, database_up

    kind = "the server of DATABASE_URL" if os.environ.get("DATABASE_URL") else "embedded"
    try:
        with database_up():
            import django

            django.setup()
            found = Sign("database", "ok", f"PostgreSQL {check_connection()}, {kind}")
            from kechuang.core import doctor_office

            return [found, *doctor_office.signs()]
    except Mendable as failure:
        return [Sign("database", "wrong", failure.what, failure.mend)]


def _front_end() -> Sign:
    if (PROJECT_DIR / "node_modules" / "@tabler" / "core").is_dir():
        return Sign("front end", "ok", "npm packages installed")
    return Sign("front end", "wrong", "npm packages are missing", "Run `make install`.")


def _fonts() -> Sign:
    # The pages bring their own Song type; a Hei comes from the reader's system. Only screenshots and papers made
    # on this machine need a Chinese font here.
    said = _output(["fc-list", ":lang=zh", "family"])
    if said is None:
        return Sign("fonts", "note", "fc-list is not installed, so fonts cannot be listed")
    families = sorted({line.split(",")[0] for line in said.splitlines() if line})
    if not families:
        return Sign(
            "fonts", "note", "no Chinese font on this machine", "For the browser tests: install fonts-noto-cjk."
        )
    return Sign("fonts", "ok", ", ".join(families[:3]))


def _browser() -> Sign:
    path = shutil.which("chromium")
    if path is None:
        return Sign("browser", "note", "no Chromium", "Only the browser tests need it: `make test-browser`.")
    return Sign("browser", "ok", (_output([path, "--version"]) or path).strip())


def _output(command: list[str]) -> str | None:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
