"""Every text of the program has an English translation. `make check` gathers the texts anew as well."""

from pathlib import Path

import polib
import pytest

from tools.check_translations import CATALOGUE, ROOT, catalogue, fault

PO = ROOT / "kechuang" / CATALOGUE / "django.po"


@pytest.mark.skipif(not PO.exists(), reason="no catalogue yet")
def test_the_english_catalogue_is_complete() -> None:
    assert {text: problem for (_, text), problem in catalogue(PO).items() if problem} == {}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (polib.POEntry(msgid="奖励", msgstr="Reward"), ""),
        (polib.POEntry(msgid="奖励", msgstr=""), "untranslated"),
        (polib.POEntry(msgid="奖励", msgstr="Reward", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="奖励", msgstr="奖励"), "still Chinese"),
        (polib.POEntry(msgid="简体中文", msgstr="简体中文", tcomment="keep Chinese"), ""),
        (polib.POEntry(msgid="%(n)s 天", msgid_plural="%(n)s 天", msgstr_plural={0: "a day", 1: ""}), "untranslated"),
    ],
)
def test_fault_names_what_is_wrong(entry: polib.POEntry, problem: str) -> None:
    assert fault(entry) == problem


def test_catalogue_of_a_file_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert catalogue(tmp_path / "none.po") == {}
