"""The `kechuang` command as a person meets it: a process of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from kechuang.core.embedded import EmbeddedPostgres
from kechuang.core.places import var_dir

COMMAND = [sys.executable, "-m", "kechuang"]


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder for all the command writes. Not tmp_path: see tests/core/test_database.py."""
    var_dir().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="test-", dir=var_dir()))
    yield folder
    shutil.rmtree(folder)


def environment(var: Path) -> dict[str, str]:
    hidden = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT", "KECHUANG_HOSTS", "KECHUANG_SECRET_KEY")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | {"KECHUANG_VAR": str(var), "KECHUANG_DEMO": "1", "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until_metrics_say(port: int, wanted: bytes) -> None:
    end = time.monotonic() + 60
    while True:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
            if wanted in answer.read():
                return
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.2)


@pytest.mark.skipif(not Path(settings.NODE_MODULES).is_dir(), reason="node_modules is missing (make install)")
def test_run_serves_until_told_to_stop_and_takes_its_database_along(var: Path) -> None:
    here = environment(var) | {
        "KECHUANG_DEMO": "0",
        "KECHUANG_PLAIN_HTTP": "1",
        "KECHUANG_HOSTS": "localhost,127.0.0.1",
    }
    for number, code in [(signal.SIGINT, 0), (signal.SIGTERM, 128 + signal.SIGTERM)]:  # a first and a second start
        port = free_port()
        server = subprocess.Popen([*COMMAND, "run", "--port", str(port)], env=here, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        try:
            said = ""
            for line in server.stdout:
                said += line
                if "Kechuang is ready" in line:
                    break
            assert f"Open http://localhost:{port}/" in said
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=60) as answer:
                assert answer.status == 200
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=60) as answer:
                assert b"/static/npm/" in answer.read()
            until_metrics_say(port, b'kechuang_workers{queue="all"} 1.0')
        finally:
            server.send_signal(number)
            ended = server.wait(timeout=60)
            server.stdout.close()
        assert ended == code
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(EmbeddedPostgres(var / "postgres").url)


def test_run_tells_a_taken_port_at_once_and_plainly(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        begun = time.perf_counter()
        done = subprocess.run(
            [*COMMAND, "run", "--port", str(port)], env=environment(var), capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is taken by another program.\nStop that program, or serve on another port: PORT=8001 make run\n"
    )
    assert not (var / "postgres").exists(), f"the database was started after {time.perf_counter() - begun:.0f} s"


def test_a_database_that_does_not_answer_is_told_without_a_traceback(var: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    done = subprocess.run(
        [*COMMAND, "migrate"], env=environment(var) | {"DATABASE_URL": url}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "Check DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_law_starts_without_django() -> None:
    pytest.importorskip("kechuang.law.cli")
    script = (
        "import sys\nfrom kechuang.cli import main\nsys.argv = ['kechuang', 'law', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('django' in sys.modules, 'polars' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False False"
