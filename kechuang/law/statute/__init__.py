"""Official texts: parse one, see what is in it and what is wrong, bind it to clauses, keep it, cite it.

    statute = parse(Path("text.md").read_bytes())
    binding = bind(statute, instrument.clauses)      # refuses gaps and repeated numbers, by name
    shelve(folder, "quzhou-2024", statute, binding, source=raw, source_name="text.md", imported_on=day)
    load(folder, "quzhou-2024").clause("art20.p1.i1")

Official texts are the user's own import and are never part of the repository.
"""

from __future__ import annotations

from .bind import Binding, BoundClause, DefectiveStatuteError, Unbound, Unnamed, bind
from .citation import CitationError, ClausePath, cite, parse_citation, parse_clause_id
from .numerals import to_chinese, to_int
from .parse import parse
from .shelf import AlteredTextError, OfficialText, ShelfError, default_folder, load, remove, shelve, shelved
from .structure import KIND_ZH, HistoryEvent, Node, Problem, Report, Statute, StatuteError

__all__ = [
    "KIND_ZH",
    "AlteredTextError",
    "Binding",
    "BoundClause",
    "CitationError",
    "ClausePath",
    "DefectiveStatuteError",
    "HistoryEvent",
    "Node",
    "OfficialText",
    "Problem",
    "Report",
    "ShelfError",
    "Statute",
    "StatuteError",
    "Unbound",
    "Unnamed",
    "bind",
    "cite",
    "default_folder",
    "load",
    "parse",
    "parse_citation",
    "parse_clause_id",
    "remove",
    "shelve",
    "shelved",
    "to_chinese",
    "to_int",
]
