"""The steps before serving do their work once, and nothing when there is nothing to do."""

import os
import sys
import types
from collections import namedtuple
from pathlib import Path

import polib
import pytest
from django.apps import apps

from kechuang.core import prepare
from kechuang.core.failures import Mendable


def test_compile_translations_compiles_what_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="净收入", msgstr="Net income"))
    catalogue.save(str(source))
    assert prepare.compile_translations(tmp_path) == 1
    assert polib.mofile(str(source.with_suffix(".mo"))).find("净收入").msgstr == "Net income"
    os.utime(source, (0, 0))
    assert prepare.compile_translations(tmp_path) == 0


def test_load_demo_calls_the_demo_module_of_each_app(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = types.ModuleType("kechuang.core.demo")
    demo.load = lambda: "three cases"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kechuang.core.demo", demo)
    core = apps.get_app_config("core")
    monkeypatch.setattr(apps, "get_app_configs", lambda: [core, apps.get_app_config("sessions")])
    monkeypatch.setattr("django.utils.module_loading.module_has_submodule", lambda module, _: module is core.module)
    prepare.load_demo()
    assert capsys.readouterr().out == "Demo data: three cases\n"


def test_collect_static_runs_again_only_when_a_file_changed(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "node_modules" / "left" / "pad.css"
    source.parent.mkdir(parents=True)
    source.write_text("a{}")
    settings.NODE_MODULES = tmp_path / "node_modules"  # type: ignore[attr-defined]
    settings.NPM_FILES = {"left": ["pad.css"]}  # type: ignore[attr-defined]
    settings.STATIC_ROOT = tmp_path / "static"  # type: ignore[attr-defined]
    settings.STATICFILES_FINDERS = ["kechuang.core.assets.NpmFinder"]  # type: ignore[attr-defined]
    calls: list[str] = []

    def collect(*args: object, **kwargs: object) -> None:
        calls.append(source.read_text())
        (tmp_path / "static").mkdir(exist_ok=True)

    monkeypatch.setattr("django.core.management.call_command", collect)
    prepare.collect_static()
    prepare.collect_static()
    source.write_text("a{color:red}")
    prepare.collect_static()
    assert calls == ["a{}", "a{color:red}"]


def test_check_disk_says_how_much_is_free_and_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")(10**9, 9 * 10**8, 50 * 1024**2)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    with pytest.raises(Mendable, match=r"Only 50 MB are free on the disk of .*; 300 MB are needed"):
        prepare.check_disk(tmp_path / "not" / "made" / "yet")
