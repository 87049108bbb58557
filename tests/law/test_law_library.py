"""Reading instrument files: what is refused, in what order they stand, what the library can be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kechuang.law.errors import InstrumentError, LawError
from kechuang.law.library import EXTRA_FOLDER, Library, load, read_instrument, with_instrument
from kechuang.law.model import Bound, Force

Say = Callable[..., str]
QUESTION = """
[[interpretation]]
id = "{id}"
question = "问"
question_en = "q"
default = "a"
choices = [{{ id = "a", zh = "甲", en = "a" }}, {{ id = "b", zh = "乙", en = "b" }}]
"""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda s: s.replace('rank = "provincial_regulation"', ""), "rank"),
        (lambda s: s.replace('force = "must"', 'force = "shall"'), "shall"),
        (lambda s: s.replace('bound = "floor"', 'bound = "least"'), "least"),
        (lambda s: s.replace('value = "50%"', 'value = "half"'), "half"),
        (lambda s: s.replace('clause = "art1.p1"', 'clause = "art9.p1"'), "art9.p1"),
        (lambda s: s.replace("in_force = 2020-01-01", 'in_force = "2020-01-01"'), "without quotes"),
        (lambda s: s + 'from = "2021-01-01"\n', "without quotes"),
        (lambda s: s + 'key = { mode = "transfer" }\n', "must be a list"),
        (lambda s: s.replace("[[parameter]]", "[[parameter]"), "TOML"),
    ],
)
def test_a_file_that_does_not_read_is_named_with_its_reason(
    write: Say, say: Say, change: Callable[[str], str], why: str
) -> None:
    text = write("a", say("x", "50%"))
    read_instrument(text, "a.toml")
    with pytest.raises(InstrumentError) as refused:
        read_instrument(change(text), "a.toml")
    assert refused.value.zh.startswith("a.toml")
    assert why in refused.value.en


def test_defaults_of_an_entry(small: Callable[..., Library], write: Say, say: Say) -> None:
    text = write(
        "a",
        say("x", "50%", clause="art2.p1"),
        dates="in_force = 2020-01-01\napproved = 2019-05-01\nrepealed = 2024-01-01",
    )
    (entry,) = small(text).entries("x")
    assert (entry.force, entry.bound, entry.source) == (Force.MAY, Bound.FLOOR, "stated")
    assert (entry.since, entry.until, entry.known_from) == (
        dt.date(2020, 1, 1),
        dt.date(2024, 1, 1),
        dt.date(2019, 5, 1),
    )


@pytest.mark.parametrize(("required", "held"), [('"all"', 3), ('"any"', 1), ("2", 2)])
def test_how_many_items_a_checklist_asks_for(
    small: Callable[..., Library], write: Say, required: str, held: int
) -> None:
    items = "items = [" + ", ".join(f'{{ id = "{i}", zh = "{i}", en = "{i}" }}' for i in "abc") + "]"
    body = f'\n[[checklist]]\nname = "l"\nclause = "art1.p1"\nzh = "单"\nen = "list"\nrequired = {required}\n{items}\n'
    library = small(write("a", body))
    assert [entry.required for entry in library.checklist_entries("l")] == [held]
    assert [item.id for item in library.checklist_items("l")] == ["a", "b", "c"]
    assert library.checklist_names == ("l",)


def test_a_clause_that_is_not_there(small: Callable[..., Library], write: Say) -> None:
    library = small(write("a"))
    assert library.clause("a:art1.p1").kind == "threshold"
    for cited in ("a:art9.p1", "b:art1.p1", "nonsense"):
        with pytest.raises(LawError, match="没有这一条款"):
            library.clause(cited)


def test_instruments_stand_from_the_highest_rank_down(small: Callable[..., Library], write: Say) -> None:
    library = small(
        write("paper", rank="policy_document", region="330108"),
        write("city", rank="municipal_regulation", region="3308"),
        write("law", rank="law", region=""),
        write("province", region="33"),
    )
    assert list(library.instruments) == ["law", "province", "city", "paper"]


def test_with_instrument_takes_the_place_of_its_namesake(small: Callable[..., Library], write: Say, say: Say) -> None:
    library = small(write("a", say("x", "50%")))
    changed = with_instrument(library, read_instrument(write("a", say("x", "60%")), "a.toml"))
    assert len(changed.instruments) == 1
    assert changed.entries("x") != library.entries("x")
    assert changed.fingerprint != library.fingerprint


# -- folders -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fresh_library")
def test_a_folder_of_the_environment_joins_the_packaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Say
) -> None:
    (tmp_path / "town.toml").write_text(write("town"), "utf-8")
    packaged = load()
    monkeypatch.setenv(EXTRA_FOLDER, str(tmp_path))
    assert set(load().instruments) - set(packaged.instruments) == {"town"}
    assert load().fingerprint != packaged.fingerprint


@pytest.mark.usefixtures("fresh_library")
@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"a.toml": ("town", ""), "b.toml": ("town", "")}, "已被另一文件使用"),
        ({"a.toml": ("one", QUESTION.format(id="Q1")), "b.toml": ("two", QUESTION.format(id="Q1"))}, "已见于 a.toml"),
        ({"a.toml": ("one", QUESTION.format(id="A04"))}, "已见于"),
    ],
)
def test_what_two_files_cannot_share(tmp_path: Path, write: Say, files: dict[str, tuple[str, str]], why: str) -> None:
    for name, (ident, body) in files.items():
        (tmp_path / name).write_text(write(ident, body), "utf-8")
    with pytest.raises(InstrumentError, match=why):
        load([tmp_path])


@pytest.mark.usefixtures("fresh_library")
def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InstrumentError, match=EXTRA_FOLDER):
        load([tmp_path / "none"])


@pytest.mark.usefixtures("fresh_library")
def test_a_file_in_another_encoding_is_said(tmp_path: Path, write: Say) -> None:
    (tmp_path / "a.toml").write_bytes(write("a").encode("gb18030"))
    with pytest.raises(InstrumentError, match="不是 UTF-8"):
        load([tmp_path])


def test_every_packaged_interpretation_is_found_by_its_id() -> None:
    library = load()
    assert library.interpretations["A04"].choice("contract_day").zh == "合同签订之日"
    assert library.interpretations["A04"].choice("nothing").zh == "nothing"
