"""Imported official texts, kept as files of the user's own in a folder outside the repository.

One JSON file per instrument, ``<id>.json``: what was imported, when, the parsed text and the bindings, under a
checksum. A file that was changed by hand is refused with a word about it: a citation must not show altered law.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .bind import Binding, BoundClause, DefectiveStatuteError, bound_clause
from .citation import CitationError, parse_clause_id
from .structure import Node, Numbering, Statute, StatuteError, index_nodes

FORMAT = 1
ENVIRONMENT = "KECHUANG_TEXTS"
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")


class ShelfError(StatuteError):
    """A stored text that cannot be written or read. The message names the file and the reason."""


class AlteredTextError(ShelfError):
    """A stored text whose words no longer match its checksum."""


@dataclass(frozen=True, slots=True)
class OfficialText:
    """An imported official text, as stored.

    ``source_name`` and ``source_sha256`` are the imported file's; ``imported_on`` the day its importer gave.
    """

    instrument: str
    title: str
    numbering: Numbering
    source_name: str
    source_sha256: str
    imported_on: date
    effective: date | None
    counts: Mapping[str, int]
    nodes: tuple[Node, ...]
    bindings: Mapping[str, str]
    unbound: Mapping[str, str]
    index: Mapping[str, Node] = field(default_factory=dict, compare=False, repr=False)

    def clause(self, clause_id: str) -> str | None:
        """The official words of a clause (of a paragraph with items: those before the items), None when it has none."""
        found = self.bound(clause_id)
        return found.text if found is not None else None

    def bound(self, clause_id: str) -> BoundClause | None:
        """The clause with its words, lines and citations. An id unknown at import is looked up by its place."""
        try:
            path = parse_clause_id(clause_id)
        except CitationError:
            return None
        node = self.index.get(self.bindings.get(clause_id, path.official.id))
        return bound_clause(clause_id, path, node) if node is not None else None

    def find(self, node_id: str) -> Node | None:
        """The node at an official place, None when there is none."""
        return self.index.get(node_id)


def default_folder() -> Path:
    """Where texts are kept when the caller names no folder: $KECHUANG_TEXTS, else var/texts."""
    return Path(os.environ.get(ENVIRONMENT) or "var/texts")


def shelve(
    folder: Path | None,
    instrument: str,
    statute: Statute,
    binding: Binding,
    *,
    source: str | bytes,
    source_name: str,
    imported_on: date,
) -> Path:
    """Store a text, replacing an earlier import of the same instrument in one step. Returns the file's path.

    ``source`` is what was parsed, for its SHA-256 (of a string: of its UTF-8). Raises DefectiveStatuteError for a text
    with gaps or repeated numbers, ShelfError for a wrong id or a folder that cannot be written.
    """
    if not statute.ok:
        raise DefectiveStatuteError(statute.report.errors)
    path = _path(folder, instrument)
    raw = source.encode() if isinstance(source, str) else source
    content = {
        "format": FORMAT,
        "instrument": instrument,
        "title": statute.title,
        "numbering": statute.numbering,
        "source_name": Path(source_name.replace("\\", "/")).name,
        "source_sha256": hashlib.sha256(raw).hexdigest(),
        "imported_on": imported_on.isoformat(),
        "effective": statute.effective.isoformat() if statute.effective else None,
        "counts": dict(statute.report.counts),
        "nodes": [node.as_dict() for node in statute.nodes],
        "bindings": {clause_id: bound.node for clause_id, bound in binding.bound.items()},
        "unbound": {u.id: u.reason for u in binding.unbound},
    }
    document = {"checksum": _checksum(content), "text": content}
    _write(path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return path


def load(folder: Path | None, instrument: str) -> OfficialText | None:
    """The stored text of an instrument, None when none was imported.

    Raises AlteredTextError when the file was changed since its import, ShelfError when it cannot be read.
    """
    path = _path(folder, instrument)
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as wrong:
        raise ShelfError(
            f"读不出官方文本 {path}：{wrong}；请重新导入",
            f"cannot read the official text {path}: {wrong}; import it again",
        ) from wrong
    try:
        content, checksum = document["text"], document["checksum"]
        if _checksum(content) != checksum:
            raise AlteredTextError(
                f"官方文本 {path} 在导入之后被改动过（校验和不符），不予显示；请重新导入",
                f"{path} was changed after its import (checksum differs) and is not shown; import it again",
            )
        if content["format"] != FORMAT or content["instrument"] != instrument:
            raise ShelfError(
                f"官方文本 {path} 不是 {instrument} 的文本，或由别的版本写成；请重新导入",
                f"{path} is not the text of {instrument}, or of another format; import it again",
            )
        return _read(content)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as wrong:
        if isinstance(wrong, ShelfError):
            raise
        raise ShelfError(
            f"官方文本 {path} 的格式不对：{wrong!r}；请重新导入",
            f"{path} is not well formed: {wrong!r}; import it again",
        ) from wrong


def remove(folder: Path | None, instrument: str) -> bool:
    """Delete a stored text; False when there was none."""
    try:
        _path(folder, instrument).unlink()
    except FileNotFoundError:
        return False
    return True


def shelved(folder: Path | None = None) -> tuple[str, ...]:
    """The instruments with a stored text, sorted."""
    where = folder if folder is not None else default_folder()
    if not where.is_dir():
        return ()
    return tuple(sorted(p.stem for p in where.glob("*.json") if _ID.fullmatch(p.stem)))


def _read(content: Mapping[str, Any]) -> OfficialText:
    nodes = tuple(Node.from_dict(n) for n in content["nodes"])
    return OfficialText(
        instrument=content["instrument"], title=content["title"], numbering=content["numbering"],
        source_name=content["source_name"], source_sha256=content["source_sha256"],
        imported_on=date.fromisoformat(content["imported_on"]),
        effective=date.fromisoformat(content["effective"]) if content["effective"] else None,
        counts=content["counts"], nodes=nodes, bindings=content["bindings"], unbound=content["unbound"],
        index=index_nodes(nodes),
    )  # fmt: skip


def _path(folder: Path | None, instrument: str) -> Path:
    if not _ID.fullmatch(instrument):
        raise ShelfError(
            f"法规编号 {instrument!r} 只能用小写字母、数字和连字符",
            f"instrument id {instrument!r} may hold lower-case letters, digits and hyphens only",
        )
    return (folder if folder is not None else default_folder()) / f"{instrument}.json"


def _checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in one canonical spelling."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, text: str) -> None:
    """Whole or not at all: written beside, flushed to disk, then put in place."""
    beside: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, path)
    except OSError as wrong:
        if beside is not None:
            Path(beside).unlink(missing_ok=True)
        raise ShelfError(
            f"写不了官方文本 {path}：{wrong.strerror or wrong}", f"cannot write {path}: {wrong.strerror or wrong}"
        ) from wrong
