"""Lock files: every package has hashes, none says where it comes from, and what is asked for is there."""

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def names(text: str) -> set[str]:
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


def test_there_is_a_lock_for_every_group() -> None:
    assert [lock.stem for lock in LOCKS] == sorted(asked.stem for asked in (ROOT / "requirements").glob("*.in"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_package_is_pinned_with_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    assert all(re.match(r"[a-z0-9.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_names_no_place_to_download_from(lock: Path) -> None:
    assert not re.search(r"://|--index-url|--find-links|\s@\s", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_holds_what_is_asked_for(lock: Path) -> None:
    assert names(lock.with_suffix(".in").read_text()) <= names(lock.read_text())


def test_the_program_imports_only_what_runtime_locks() -> None:
    imported: dict[str, Path] = {}
    for file in sorted((ROOT / "kechuang").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0]: file for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                imported[node.module.split(".")[0]] = file
    locked = names((ROOT / "requirements" / "runtime.txt").read_text())
    provided = packages_distributions()
    missing = {
        name: str(file.relative_to(ROOT))
        for name, file in imported.items()
        if name not in sys.stdlib_module_names
        and name != "kechuang"
        and not locked & names("\n".join(provided.get(name, [])))
    }
    assert missing == {}, "add them to requirements/runtime.in and run make lock"


def test_dev_and_spark_pin_what_runtime_pins() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text()
        return dict(re.findall(r"^([a-z0-9.-]+)(==\S+.*?) \\$", text, re.MULTILINE))

    runtime = pins("runtime.txt")
    for other in ("dev.txt", "spark.txt"):
        theirs = pins(other)
        assert {name: theirs[name] for name in runtime.keys() & theirs.keys()} == {
            name: runtime[name] for name in runtime.keys() & theirs.keys()
        }, other


def test_npm_lock_has_integrity_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_project_metadata_asks_for_what_runtime_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = names((ROOT / "requirements" / "runtime.in").read_text()) - {"flit-core"}
    assert names("\n".join(project["dependencies"])) == asked
