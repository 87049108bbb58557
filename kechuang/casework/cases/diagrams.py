"""State diagrams from the definitions of the actions, as Markdown with Mermaid: docs/states/, one file a kind of case.

The files are committed, so that a change of an action shows in review as a change of the diagram; `kechuang states
--check` fails when they differ from what the definitions say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import override

from kechuang.casework.cases.actions import Action, actions_of, all_actions
from kechuang.casework.cases.models import Case
from kechuang.core.places import PROJECT_DIR
from kechuang.law.library import load
from kechuang.law.present import citation_words
from kechuang.law.rule import REGISTRY

FOLDER = PROJECT_DIR / "docs" / "states"
LANGUAGE = "zh-hans"


def kinds() -> list[type[Case]]:
    """Every kind of case that has actions, by name."""
    return [apps.get_model(name) for name in sorted({made.model.kind_name() for made in all_actions()})]


def pages() -> dict[str, str]:
    """What the folder should hold: file name -> text. The same whatever language is active."""
    import kechuang.law.rules  # noqa: F401  # the names of the clocks

    with override(LANGUAGE):
        made = {f"{model.kind_name()}.md": page(model) for model in kinds()}
        return {"README.md": _index(kinds()), **made}


def page(model: type[Case]) -> str:
    """One kind of case: the diagram, and every action with who, clauses, clocks and to-dos."""
    found = list(actions_of(model).values())
    lines = [
        f"# {model._meta.verbose_name}",
        "",
        _("由办理定义生成（`kechuang states`），不手改。编号前缀 %(series)s。") % {"series": model.SERIES},
        "",
        "```mermaid",
        *diagram(model, found),
        "```",
        "",
        *_table(model, found),
    ]
    return "\n".join(lines) + "\n"


def diagram(model: type[Case], actions: Iterable[Action]) -> list[str]:
    """A Mermaid state diagram: an arrow for each move. Actions that leave the state as it is are in the table alone."""
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{label}" as {code}' for code, label in model.STATES]
    for action in actions:
        if action.creates:
            lines.append(f"    [*] --> {model.INITIAL} : {_arrow(action)}")
        elif not _stays(action):
            lines += [
                f"    {start} --> {end} : {_arrow(action)}" for start, ends in action.moves.items() for end in ends
            ]
    lines += [f"    {code} --> [*]" for code, _label in model.STATES if code in model.FINAL]
    return lines


def _stays(action: Action) -> bool:
    return not action.creates and all(ends == (start,) for start, ends in action.moves.items())


def _arrow(action: Action) -> str:
    # A label of Mermaid ends at a colon or a semicolon.
    parts = [str(action.label), who(action), *dict.fromkeys(_clauses(action))]
    return "<br/>".join(part.replace(":", "：").replace(";", "；") for part in parts if part)


def who(action: Action) -> str:
    """Who may carry an action out, in words; the predicate's own name where no words are given."""
    return str(action.who) or str(action.by.name)


def _clauses(action: Action) -> list[str]:
    return [citation_words(cited, "zh", load()) for cited in action.cites]


def _table(model: type[Case], actions: Iterable[Action]) -> list[str]:
    labels = {code: str(label) for code, label in model.STATES}
    heads = (_("办理"), _("从"), _("到"), _("谁"), _("依据"), _("期限"), _("待办"))
    lines = [_row(heads), _row(["---"] * len(heads))]
    return lines + [_row(_cells(action, labels)) for action in actions]


def _cells(action: Action, labels: Mapping[str, str]) -> list[str]:
    clauses = [f"{words} `{cited}`" for words, cited in zip(_clauses(action), action.cites, strict=True)]
    lists = ("<br/>".join(found) for found in (clauses, _clocks(action), _todos(action)))
    return [f"{action.label} `{action.name}`", *_ways(action, labels), who(action), *lists]


def _ways(action: Action, labels: Mapping[str, str]) -> tuple[str, str]:
    if action.creates:
        return "–", labels[action.model.INITIAL]
    start = "、".join(labels[code] for code in action.moves)
    if _stays(action):
        return start, _("不变")
    ends = dict.fromkeys(labels[code] for codes in action.moves.values() for code in codes)
    return start, "、".join(ends)


def _clocks(action: Action) -> list[str]:
    started = [_("起：%(clock)s") % {"clock": _clock(start.rule)} for start in action.starts]
    return started + [_("止：%(clock)s") % {"clock": _clock(stop.rule)} for stop in action.stops]


def _clock(name: str) -> str:
    rule = REGISTRY.get(name)
    return f"{rule.zh} `{name}`" if rule else f"`{name}`"


def _todos(action: Action) -> list[str]:
    opened = [_("开：%(text)s") % {"text": ask.text} for ask in action.asks]
    known = {ask.name: str(ask.text) for other in actions_of(action.model).values() for ask in other.asks}
    return opened + [_("结：%(text)s") % {"text": known.get(name, name)} for name in action.settles]


def _row(cells: Iterable[Any]) -> str:
    return f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _index(models: Iterable[type[Case]]) -> str:
    heading = _("案件的状态")
    lines = [f"- [{model._meta.verbose_name}]({model.kind_name()}.md)" for model in models]
    return "\n".join([f"# {heading}", "", _("由办理定义生成（`kechuang states`），不手改。"), "", *lines]) + "\n"


# -- the files -------------------------------------------------------------------------------------------


def differing(folder: Path = FOLDER) -> list[str]:
    """Names of files that are missing, stale or no longer wanted."""
    wanted = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))


def write(folder: Path = FOLDER) -> list[str]:
    """Bring the folder in line; the names of files written or removed."""
    changed = differing(folder)
    wanted = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return changed
