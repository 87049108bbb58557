"""The settings entry made from DATABASE_URL, and the embedded server."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kechuang.core.database import check_connection, database_up, django_database
from kechuang.core.embedded import EmbeddedPostgres
from kechuang.core.failures import Mendable
from kechuang.core.places import var_dir


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder for clusters. Not tmp_path: pytest keeps closing its folders to others, and root's server is another."""
    var_dir().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="test-", dir=var_dir()))
    yield folder
    shutil.rmtree(folder)


def test_django_database_without_url_is_the_embedded_server(tmp_path: Path) -> None:
    entry = django_database(None, tmp_path)
    assert entry["HOST"] == str(EmbeddedPostgres(tmp_path / "postgres").socket_dir)
    assert (entry["NAME"], entry["USER"]) == ("kechuang", "kechuang")


def test_django_database_reads_every_part_of_the_url(tmp_path: Path) -> None:
    entry = django_database("postgresql://anna:p%40ss@db.example:6543/law?sslmode=require", tmp_path)
    assert {key: entry[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "anna", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "6543", "NAME": "law",
    }  # fmt: skip
    assert entry["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://root@localhost/law", "does not name a PostgreSQL database"),
        ("postgresql://localhost", "names no database"),
        ("postgresql://localhost/law?nonsense=1", "cannot be read"),
    ],
)
def test_django_database_says_what_is_wrong_with_a_url(url: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Mendable, match=said):
        django_database(url, tmp_path)


def test_django_database_pools_only_when_asked(tmp_path: Path) -> None:
    assert "pool" not in django_database(None, tmp_path)["OPTIONS"]
    assert django_database(None, tmp_path, pooled=True)["OPTIONS"]["pool"]["max_size"] == 20


def test_socket_of_a_deep_folder_stays_within_the_limit_of_unix_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 40) / "postgres"
    assert len(str(EmbeddedPostgres(deep).socket_dir / ".s.PGSQL.5432")) <= 103


def test_embedded_server_lives_as_long_as_its_last_user(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("KECHUANG_VAR", str(var / "数据 with space"))
    use = "from kechuang.core.database import database_up\nwith database_up(durable=False): pass"
    with database_up(durable=False) as server:
        assert server is not None
        subprocess.run([sys.executable, "-c", use], check=True, env=os.environ)  # comes and goes
        with psycopg.connect(server.url) as link:
            row = link.execute(
                "select datlocprovider::text, datlocale, pg_encoding_to_char(encoding) from pg_database "
                "where datname = current_database()"
            ).fetchone()
            assert row == ("b", "C.UTF-8", "UTF8")
            assert link.execute("show listen_addresses").fetchone() == ("",)
            link.execute("create table kept (n int)")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url)
    with database_up(durable=False) as again, psycopg.connect(again.url) as link:  # type: ignore[union-attr]
        assert link.execute("select count(*) from kept").fetchone() == (0,)


def test_cluster_of_another_version_is_refused_by_name(var: Path) -> None:
    server = EmbeddedPostgres(var / "postgres")
    server.start()
    server.leave()
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Mendable, match=r"made by PostgreSQL 9; this version of Kechuang brings PostgreSQL \d+"):
        server.start()


def test_server_that_does_not_start_shows_its_log(var: Path) -> None:
    server = EmbeddedPostgres(var / "postgres")
    server.start()
    server.leave()
    with open(server.data / "postgresql.conf", "a") as conf:
        conf.write("no_such_setting = 1\n")
    with pytest.raises(Mendable, match="no_such_setting") as failure:
        server.start()
    assert "server.log" in failure.value.mend


@pytest.mark.django_db
def test_check_connection_gives_the_version_of_the_server() -> None:
    assert int(check_connection().split(".")[0]) >= 15


@pytest.mark.django_db
def test_check_connection_refuses_an_old_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kechuang.core.database.OLDEST_POSTGRES", 99)
    with pytest.raises(Mendable, match="needs 99 or newer"):
        check_connection()
