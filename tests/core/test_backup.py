"""The drill: back an installation up, lose it, put it back, and find everything as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
MAKE = """
from tests.casework.office import make_office, registered
from kechuang.casework.documents.services import keep
from kechuang.casework.parties.models import Person
office = make_office()
case = registered(office)
keep(case.pk, "批文.pdf", {pdf!r}, by=None)
from kechuang.core.upkeep import daily
daily.later()
Person.objects.create(name="张某", id_number="11010519491231002X")
"""
LOOK = """
from kechuang.casework.documents.models import Document
from kechuang.casework.documents.services import intact
from kechuang.casework.parties.models import Person
from kechuang.core.audit.seal import verify
from kechuang.domains.platforms.models import Platform
print(Platform.objects.get().number, intact(Document.objects.get()), Person.objects.get().id_number, verify())
"""
WORK = """
from kechuang.core.daily import DayWork
from kechuang.core.worker import queue
print(queue().waiting, DayWork.objects.filter(name="obligations").count())
"""


class Installation:
    """A database and a folder of its own."""

    def __init__(self, server: str, folder: Path, name: str) -> None:
        self.folder, self.name = folder / name, name
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
        self.url = psycopg.conninfo.make_conninfo(server, dbname=name)
        parts = psycopg.conninfo.conninfo_to_dict(self.url)
        host = parts.pop("host", "")
        user = parts.pop("user", "")
        self.url = f"postgresql://{user}@/{name}?host={host}"

    def run(self, *args: str, code: int = 0) -> str:
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "KECHUANG_VAR": str(self.folder),
            "KECHUANG_PLAIN_HTTP": "1",
            "DJANGO_SETTINGS_MODULE": "kechuang.settings.base",
            "PYTHONPATH": str(ROOT),
        }
        environment.pop("KECHUANG_SECRET_KEY", None)
        done = subprocess.run(
            [sys.executable, *args], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == code, done.stderr[-2_000:]
        return done.stdout + (done.stderr if code else "")

    def python(self, code: str) -> str:
        return self.run("-c", f"import django; django.setup()\n{code}")


@pytest.fixture
def server(postgresql_url: str) -> str:
    if "host=" not in postgresql_url:
        pytest.skip("the drill makes its databases on a server reached by socket")
    return postgresql_url


def test_what_was_lost_is_put_back_whole(server: str, tmp_path: Path) -> None:
    first = Installation(server, tmp_path, f"drill_one_{os.getpid()}")
    first.run("-m", "kechuang", "migrate")
    first.python(MAKE.format(pdf=PDF))
    before = first.python(LOOK)
    assert before.split() == ["PT-" + before.split()[0][3:], "True", "11010519491231002X", "None"]
    file = tmp_path / "all.tar"
    first.run("-m", "kechuang", "backup", str(file))
    assert file.stat().st_mode & 0o077 == 0, "it holds the keys"

    second = Installation(server, tmp_path, f"drill_two_{os.getpid()}")
    second.run("-m", "kechuang", "restore", str(file))
    assert second.python(LOOK) == before
    assert second.python(WORK) == "1 0\n"
    second.run("-m", "kechuang", "worker", "--once")
    assert second.python(WORK) == "0 1\n", "what was queued is done where it was put back"
    assert "not empty" in second.run("-m", "kechuang", "restore", str(file), code=1)


def test_a_backup_that_was_changed_is_refused_before_anything_is_touched(server: str, tmp_path: Path) -> None:
    first = Installation(server, tmp_path, f"drill_three_{os.getpid()}")
    first.run("-m", "kechuang", "migrate")
    file = tmp_path / "all.tar"
    first.run("-m", "kechuang", "backup", str(file))
    assert "is there already" in first.run("-m", "kechuang", "backup", str(file), code=1)
    folder = tmp_path / "changed"
    with tarfile.open(file) as archive:
        archive.extractall(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["members"]["database.dump"]["sha256"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "changed.tar", "w") as archive:
        archive.add(folder, ".")
    second = Installation(server, tmp_path, f"drill_four_{os.getpid()}")
    assert "not what was backed up" in second.run("-m", "kechuang", "restore", str(tmp_path / "changed.tar"), code=1)
    assert "cannot be read" in second.run("-m", "kechuang", "restore", str(folder / "manifest.json"), code=1)
