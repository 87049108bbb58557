"""The packaged table is what the packages give."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from kechuang.law.calendar import build
from kechuang.law.calendar.build import Named
from kechuang.law.calendar.workdays import BUILT_FILE

needs_packages = pytest.mark.skipif(
    find_spec("chinese_calendar") is None or find_spec("holidays") is None,
    reason="the development packages chinesecalendar and holidays are not installed",
)


@needs_packages
def test_the_file_is_what_these_versions_give() -> None:
    text = BUILT_FILE.read_text(encoding="utf-8")
    if not text.startswith(build.header()):
        pytest.skip(f"built from other versions: {text.splitlines()[0]}")
    assert build.build() == text


@needs_packages
def test_every_disagreement_of_the_packages_is_decided_by_an_override() -> None:
    assert build.disagreements() == [date(2005, 12, 31)]
    assert build.main(["--check"]) in (0, 1)


@needs_packages
def test_an_undecided_disagreement_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    overrides, built = tmp_path / "overrides.csv", tmp_path / "holidays.csv"
    overrides.write_text("kind,first,last,zh,en,published,note\n", encoding="utf-8")
    monkeypatch.setattr(build, "OVERRIDE_FILE", overrides)
    monkeypatch.setattr(build, "BUILT_FILE", built)
    assert build.main([]) == 1
    assert "2005-12-31" in capsys.readouterr().err
    assert not built.exists()


@needs_packages
def test_the_command_writes_then_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "BUILT_FILE", tmp_path / "holidays.csv")
    assert build.main(["--check"]) == 1
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


def test_ranges_join_neighbours_of_one_name_within_a_year() -> None:
    days = [Named(date(2018, 12, 30), "元旦", "New Year"), Named(date(2018, 12, 31), "元旦", "New Year")]
    days += [Named(date(2019, 1, 1), "元旦", "New Year"), Named(date(2019, 1, 2), "春节", "Spring")]
    assert [(line.first, line.last, line.zh) for line in build.ranges("holiday", days)] == [
        ("2018-12-30", "2018-12-31", "元旦"),
        ("2019-01-01", "", "元旦"),
        ("2019-01-02", "", "春节"),
    ]
