"""Fixtures of every test: the real PostgreSQL, started when the first test asks for it, and a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings

from kechuang.core.database import TEST_CLUSTER, database_up
from kechuang.core.prepare import compile_translations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CI = os.environ.get("CI") == "true"

# In CI every run tries the same examples, so that a red run is about the change; elsewhere each tries new ones.
hypothesis_settings.register_profile("kechuang", deadline=None, derandomize=CI, print_blob=True)
hypothesis_settings.load_profile("kechuang")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # once, not in every worker of pytest-xdist
        compile_translations()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[None]:
    """PostgreSQL answers: the embedded one under var/postgres-test, or the one of DATABASE_URL."""
    with database_up(cluster=TEST_CLUSTER, durable=False):
        yield


@pytest.fixture(scope="session")
def postgresql_url(postgresql: None) -> str:
    """`postgresql://` address of a server that tests may fill, for what does not go through Django."""
    from kechuang.core.embedded import EmbeddedPostgres
    from kechuang.core.places import var_dir

    return os.environ.get("DATABASE_URL") or EmbeddedPostgres(var_dir() / TEST_CLUSTER).url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgresql: None, django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> None:
    """pytest-django asks for this before it makes the test database: the moment to have the one it is copied from."""
    from django.db import connections

    from tests.template_database import template_database

    with django_db_blocker.unblock():
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = template_database()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, headless. Without one the test is skipped; in CI, where there must be one, it fails."""
    path = shutil.which("chromium")
    if path is None:
        reason = "no chromium on this machine (make test-browser installs it)"
        if CI:
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # Playwright's own event loop runs in the thread of the test, where Django would then refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser", live_server: object, tmp_path: Path) -> "Iterator[Page]":
    """A fresh page, addresses relative to the live server. The test fails when the browser's console shows an error."""
    context = browser.new_context(base_url=str(live_server), locale="zh-CN", timezone_id="Asia/Shanghai")
    one = context.new_page()
    errors: list[str] = []
    one.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    one.on("pageerror", lambda error: errors.append(str(error)))
    yield one
    context.close()
    assert errors == [], "the browser's console shows errors"
