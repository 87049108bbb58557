"""The committed state diagrams say what the actions say, and are text that Mermaid reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override
from typer.testing import CliRunner

from kechuang.casework.cases import diagrams
from kechuang.casework.cases.actions import all_actions
from kechuang.cli import app
from kechuang.domains.platforms.models import Agreement

ARROW = re.compile(r"^    (\[\*\]|\w+) --> (\[\*\]|\w+)( : [^:;]+)?$")


def test_the_committed_diagrams_are_those_of_the_actions() -> None:
    assert diagrams.differing() == [], "run `kechuang states` and commit docs/states"


def test_the_diagram_does_not_depend_on_the_language_in_use() -> None:
    with override("en"):
        english = diagrams.pages()
    assert english == diagrams.pages()


@pytest.mark.parametrize("model", diagrams.kinds(), ids=lambda model: model.kind_name())
def test_every_line_is_one_that_mermaid_reads(model: type) -> None:
    head, direction, *lines = diagrams.diagram(model, diagrams.actions_of(model).values())
    assert (head, direction.strip()) == ("stateDiagram-v2", "direction LR")
    states = [line for line in lines if line.startswith('    state "')]
    assert len(states) == len(model.STATES)  # type: ignore[attr-defined]
    for line in lines[len(states) :]:
        assert ARROW.match(line), line


def test_arrows_name_the_action_the_clause_and_who() -> None:
    text = diagrams.page(Agreement)
    (arrow,) = [line for line in text.splitlines() if line.strip().startswith("signed --> filed")]
    assert "报备" in arrow
    assert "由引进责任主体的经办人或者负责人办理" in arrow
    assert "柯桥" in arrow
    assert "signing --> signing : 签署" in text
    assert "signing --> signed : 签署" in text
    assert "[*] --> draft : 起草共建协议" in text
    assert "withdrawn --> [*]" in text


def test_every_action_is_on_its_page() -> None:
    pages = diagrams.pages()
    for action in all_actions():
        assert f"`{action.name}`" in pages[f"{action.model.kind_name()}.md"]
    assert "起：共建协议备案 `agreement_filing`" in pages["platforms.agreement.md"]


def test_stale_and_forgotten_files_are_named_and_mended(tmp_path: Path) -> None:
    diagrams.write(tmp_path)
    assert diagrams.differing(tmp_path) == []
    (tmp_path / "platforms.agreement.md").write_text("old")
    (tmp_path / "gone.thing.md").write_text("left over")
    assert diagrams.differing(tmp_path) == ["gone.thing.md", "platforms.agreement.md"]
    assert diagrams.write(tmp_path) == ["gone.thing.md", "platforms.agreement.md"]
    assert diagrams.differing(tmp_path) == []


def test_the_command_fails_when_the_files_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagrams.differing, "__defaults__", (tmp_path,))
    done = CliRunner().invoke(app, ["states", "--check"])
    assert done.exit_code == 1
    assert "platforms.agreement.md differs" in done.output
    assert not list(tmp_path.iterdir()), "checking writes nothing"
