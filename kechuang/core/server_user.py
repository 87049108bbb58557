"""As which system user the embedded PostgreSQL runs: ours, or one of its own when we are root.

PostgreSQL refuses root. Root therefore makes (once) the system user `kechuang-db`, who owns nothing but the
server's folder, and opens the way to the programs and that folder: search permission, never read permission, on the
folders above them that lack it.
"""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kechuang.core.failures import Mendable

NAME = "kechuang-db"


@dataclass(frozen=True)
class ServerUser:
    """The system user that owns the server's files and process."""

    uid: int
    gid: int
    switches: bool  # True when it is not the user we run as

    @property
    def arguments(self) -> dict[str, Any]:
        """Arguments for `subprocess.run` that make the child run as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switches else {}


def server_user(programs: Path, home: Path) -> ServerUser:
    """Who runs the server whose programs and files are in `programs` and `home`. Raises Mendable."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid(), switches=False)
    entry = _find_or_make()
    user = ServerUser(entry.pw_uid, entry.pw_gid, switches=True)
    opened = [*_open_way(programs / "postgres"), *_open_way(home)]
    if opened:
        names = ", ".join(map(str, opened))
        print(f"Let the database user {entry.pw_name} pass through (chmod o+x): {names}", file=sys.stderr)
    return user


def _find_or_make() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    commands = [
        ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME],
        ["adduser", "-S", "-D", "-H", NAME],  # BusyBox
    ]
    said = "neither useradd nor adduser is installed"
    for command in commands:
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            said = done.stderr.strip()
            if done.returncode == 0:
                return pwd.getpwnam(NAME)
    raise Mendable(
        f"PostgreSQL does not run as root, and the system user {NAME} could not be made for it: {said}",
        f"Make a system user named {NAME}, or run Kechuang as an ordinary user, or set DATABASE_URL.",
    )


def _open_way(target: Path) -> list[Path]:
    """Give everyone search permission on the folders above `target` that lack it; the folders changed."""
    changed = []
    for folder in target.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            changed.append(folder)
    return changed
