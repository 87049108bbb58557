"""The installer: what fails is told as something a person can mend; what stands is not installed again."""

import subprocess
import sys
from pathlib import Path

import pytest

from kechuang.core.failures import Mendable
from tools import environment, failures
from tools.environment import Environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "differs from the one"),
        (
            "ReadTimeoutError: Read timed out.\nERROR: No matching distribution found for django==5.2.19",
            "cannot be reached",
        ),
        ("Temporary failure in name resolution", "cannot be reached"),
        ("ERROR: No matching distribution found for duckdb==2.0.0", "no build of duckdb==2.0.0"),
        ("something new", "something new"),
    ],
)
def test_of_pip_tells_the_cause(said: str, told: str, tmp_path: Path) -> None:
    assert told in failures.of_pip(said, tmp_path / "log").what


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("npm error code ENOSPC", "disk is full"),
        ("npm error code ENOTFOUND", "registry of front-end packages cannot be reached"),
        ("npm error code EINTEGRITY", "differs from the one"),
        ("npm error code E999", "npm failed"),
    ],
)
def test_of_npm_tells_the_cause(said: str, told: str, tmp_path: Path) -> None:
    assert told in failures.of_npm(said, tmp_path / "log").what


def test_of_venv_names_the_debian_package() -> None:
    mend = failures.of_venv("The virtual environment was not created because ensurepip is not available.").mend
    assert mend == f"apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def test_make_does_nothing_when_the_stamps_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KECHUANG_VAR", str(tmp_path / "var"))
    one = Environment(root_with_locks(tmp_path / "root"))
    one.venv.mkdir()
    one.modules.mkdir()
    one._stamp("runtime").write_text(one._lock_digest("runtime"))
    (one.modules / ".installed").write_text(one._npm_digest())
    (one.venv / ".installed-project").write_text(environment._digest(one.root / "pyproject.toml"))
    monkeypatch.setattr(environment, "watched", refuse)
    one.make(["runtime"])
    (one.root / "requirements" / "runtime.txt").write_text("changed==1 --hash=sha256:00\n")
    (one.venv / ".made-for").write_text(f"{one.root}\n{sys.version_info[:2]}\n")
    with pytest.raises(AssertionError, match="Installing Python packages"):
        one.make(["runtime"])


def test_make_refuses_a_disk_that_is_too_full_before_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KECHUANG_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(environment, "free_bytes", lambda path: 1024**3)
    with pytest.raises(Mendable, match=r"Only 1.0 GB are free"):
        Environment(root_with_locks(tmp_path / "root")).make(["runtime"])


@pytest.mark.parametrize("old", ["python2.7", "python3.6", "python3.8"])
def test_bootstrap_is_readable_to_old_pythons(old: str) -> None:
    try:
        done = subprocess.run(
            [old, ROOT / "tools" / "bootstrap.py", "--help"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip(f"no {old} on this machine")
    if "pyenv:" in done.stderr:
        pytest.skip(f"{old} is a shim here")
    assert "Syntax" not in done.stderr
    assert done.returncode == 0 or "Kechuang needs Python 3.11" in done.stderr


def root_with_locks(root: Path) -> Path:
    (root / "requirements").mkdir(parents=True)
    (root / "requirements" / "runtime.txt").write_text("one==1 --hash=sha256:00\n")
    (root / "pyproject.toml").write_text("")
    (root / "package-lock.json").write_text("{}")
    return root


def refuse(title: str, *args: object, **kwargs: object) -> None:
    raise AssertionError(title)
