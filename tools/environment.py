"""The project's .venv and node_modules: made when missing, renewed when a lock file has changed.

What stands is known by stamp files that hold a digest of the lock file it was made from.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kechuang.core.failures import Mendable
from kechuang.core.places import PROJECT_DIR, free_bytes, var_dir
from tools import failures
from tools.watch import watched

NEEDED_BYTES = 2 * 1024**3
OLDEST_NODE = 18
_HOLDS = {"dev": ("runtime",)}  # installing the first brings the others


class Environment:
    """The environment of the checkout at `root`."""

    def __init__(self, root: Path = PROJECT_DIR) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.modules = root / "node_modules"
        self.log = var_dir() / "bootstrap.log"

    def make(self, groups: Sequence[str]) -> None:
        """Have .venv hold the requirement groups and the project itself, and node_modules the npm packages.

        Raises Mendable.
        """
        with self._alone():
            missing = [group for group in groups if not self._stands(self._stamp(group), self._lock_digest(group))]
            npm_missing = not self._stands(self.modules / ".installed", self._npm_digest())
            if missing or npm_missing:
                self._check_disk()
            if missing:
                self._make_venv()
                for group in missing:
                    self._install(group)
            self._install_project()
            if npm_missing:
                self._install_npm()

    # --- the parts ------------------------------------------------------------------------------------------------

    def _make_venv(self) -> None:
        owner = self.venv / ".made-for"
        identity = f"{self.root}\n{sys.version_info[:2]}\n"  # scripts in a .venv name its path
        if self._stands(owner, identity):
            return
        _say("Making .venv")
        done = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(self.venv)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise failures.of_venv(done.stdout + done.stderr)
        owner.write_text(identity)

    def _install(self, group: str) -> None:
        lock = self._lock(group)
        total = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), re.MULTILINE))
        wheels = [] if group == "spark" else ["--only-binary", ":all:"]  # pyspark comes as source alone
        self._pip(
            f"Installing Python packages ({group})",
            "install",
            "--require-hashes",
            *wheels,
            "-r",
            str(lock),
            total=total,
        )
        for name in (group, *_HOLDS.get(group, ())):
            self._stamp(name).write_text(self._lock_digest(name))

    def _install_project(self) -> None:
        stamp, digest = self.venv / ".installed-project", _digest(self.root / "pyproject.toml")
        if self._stands(stamp, digest):
            return
        self._pip(
            "Installing kechuang", "install", "--no-index", "--no-deps", "--no-build-isolation", "-e", str(self.root)
        )
        stamp.write_text(digest)

    def _pip(self, title: str, *arguments: str, total: int = 0) -> None:
        command = [
            str(self.venv / "bin" / "python"),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--no-input",
            *arguments,
        ]
        code, said = watched(title, command, count=r"^Collecting (\S+)", total=total, log=self.log, cwd=self.root)
        if code:
            raise failures.of_pip(said, self.log)

    def _install_npm(self) -> None:
        node = self._node()
        path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        command = [str(node.parent / "npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        title = "Installing front-end packages"
        code, said = watched(title, command, log=self.log, cwd=self.root, env=os.environ | {"PATH": path})
        if code:
            raise failures.of_npm(said, self.log)
        (self.modules / ".installed").write_text(self._npm_digest())

    def _node(self) -> Path:
        """A node 18 or newer with npm beside it: the machine's, else one from PyPI in .venv."""
        found = shutil.which("node")
        if found and _node_version(found) >= OLDEST_NODE and (Path(found).parent / "npm").exists():
            return Path(found)
        ours = self.venv / "bin" / "node"
        if not ours.exists() or _node_version(str(ours)) < OLDEST_NODE:
            lock = str(self._lock("node"))
            title = f"Installing Node.js into .venv (this machine has none of version {OLDEST_NODE} or newer)"
            self._pip(title, "install", "--require-hashes", "--only-binary", ":all:", "-r", lock)
        return ours

    # --- what stands ----------------------------------------------------------------------------------------------

    def _lock(self, group: str) -> Path:
        return self.root / "requirements" / f"{group}.txt"

    def _stamp(self, group: str) -> Path:
        return self.venv / f".installed-{group}"

    def _lock_digest(self, group: str) -> str:
        return _digest(self._lock(group)) + f" {self.root} {sys.version_info[:2]}"

    def _npm_digest(self) -> str:
        return _digest(self.root / "package-lock.json")

    @staticmethod
    def _stands(stamp: Path, content: str) -> bool:
        try:
            return stamp.read_text() == content
        except FileNotFoundError:
            return False

    def _check_disk(self) -> None:
        free = free_bytes(self.root)
        if free < NEEDED_BYTES:
            raise Mendable(
                f"Only {free / 1024**3:.1f} GB are free on the disk of {self.root}; the packages need 2 GB.",
                "Free some space, or clone the project onto another disk.",
            )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold others off: two starts at once install once."""
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            with open(self.log.parent / "bootstrap.lock", "a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except PermissionError as error:
            raise Mendable(
                f"{error.filename} cannot be written: this folder, or part of it, belongs to another user.",
                "Run as the user who started Kechuang here first, or clone the project into a folder of your own.",
            ) from None
        except OSError as error:
            if not failures.is_full_disk(str(error)):
                raise
            raise failures.full_disk() from None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _node_version(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", said)
    return int(found.group(1)) if found else 0


def _say(line: str) -> None:
    print(line, flush=True)
