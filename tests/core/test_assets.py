"""Static files: what is found in node_modules, and how it is served."""

import asyncio
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import AsyncClient, Client

from kechuang.core.assets import NpmFinder, StaticFilesStorage

needs_npm = pytest.mark.skipif(
    not Path(settings.NODE_MODULES).is_dir(), reason="node_modules is missing (make install)"
)
HTMX = "npm/htmx.org/dist/htmx.min.js"


@needs_npm
def test_npm_finder_finds_what_the_settings_name_and_nothing_else() -> None:
    assert finders.find(HTMX) == str(settings.NODE_MODULES / "htmx.org/dist/htmx.min.js")
    assert finders.find("npm/htmx.org/package.json") is None
    assert finders.find("npm/../pyproject.toml") is None


@needs_npm
def test_every_pattern_of_npm_files_matches() -> None:
    assert NpmFinder().check() == []


def test_npm_finder_names_a_pattern_that_matches_nothing(tmp_path: Path, settings: object) -> None:
    settings.NODE_MODULES = tmp_path  # type: ignore[attr-defined]
    settings.NPM_FILES = {"left": ["pad.js"]}  # type: ignore[attr-defined]
    assert [warning.msg for warning in NpmFinder().check()] == ["No file in node_modules matches left/pad.js."]


def test_npm_finder_tells_when_node_modules_is_missing(tmp_path: Path, settings: object) -> None:
    settings.NODE_MODULES = tmp_path / "none"  # type: ignore[attr-defined]
    (warning,) = NpmFinder().check()
    assert (warning.id, warning.hint) == ("core.W001", "Run `make install`.")


@needs_npm
def test_a_page_may_fetch_the_file_from_its_static_address() -> None:
    response = Client().get(f"/static/{HTMX}")
    assert response.status_code == 200
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert body == (settings.NODE_MODULES / "htmx.org/dist/htmx.min.js").read_bytes()


async def _served_asynchronously() -> tuple[bool, bytes]:
    response = await AsyncClient().get(f"/static/{HTMX}")
    body = b"".join([part async for part in response.streaming_content])  # type: ignore[attr-defined]
    return response.is_async, body


@needs_npm
@pytest.mark.filterwarnings("error")
def test_static_files_stream_asynchronously_under_asgi() -> None:
    is_async, body = asyncio.run(_served_asynchronously())
    assert is_async
    assert body == (settings.NODE_MODULES / "htmx.org/dist/htmx.min.js").read_bytes()


def test_storage_does_not_look_for_source_maps() -> None:
    assert "sourceMappingURL" not in str(StaticFilesStorage.patterns)
    assert "@import" in str(StaticFilesStorage.patterns)


@pytest.mark.django_db
def test_pages_carry_the_strict_policy() -> None:
    policy = Client().get("/calc/reward/").headers["Content-Security-Policy"]
    given = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert given["script-src"] == "'self'"
    assert given["style-src"] == "'self'"
    assert given["default-src"] == "'none'"
    assert "unsafe" not in policy
