"""Every number must be there once and in its place. What is not is named, in both languages, with its lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .citation import CitationError, parse_clause_id
from .header import Contents, Path, heading_path
from .markers import Marker
from .numerals import to_chinese, to_roman
from .structure import KIND_ZH, Kind, Node, Problem

Place = tuple[int, int]
_LAST = re.compile(r"(\d+)(?:-(\d+))?$")
_SAID_EACH = 3
_CONTAINER_EN: dict[Kind, str] = {"part": "part", "subpart": "subpart", "chapter": "chapter", "section": "section"}
_LISTS: frozenset[Kind] = frozenset({"item", "subitem", "subpoint"})


@dataclass(frozen=True, slots=True)
class _Sequence:
    """Numbers that must run without a gap: their nodes, how one is called, where they stand, how their ids begin."""

    nodes: Sequence[Node]
    zh: Callable[[Place], str]
    en: Callable[[Place], str]
    scope_zh: str = ""
    scope_en: str = ""
    prefix: str = ""
    start: int = 1


def check_numbers(nodes: Sequence[Node]) -> list[Problem]:
    """Gaps, repeated numbers and disorder among articles, chapters, items and the parts of an opinion."""
    every = [inner for node in nodes for inner in node.walk()]
    problems: list[Problem] = []
    for sequence in _sequences(nodes, every):
        problems += _check(sequence)
    return problems


def check_empty(nodes: Iterable[Node]) -> list[Problem]:
    """Numbered parts that hold no words: a page lost, or a heading taken for something it is not."""
    out = []
    for node in (inner for top in nodes for inner in top.walk()):
        words = any(inner.text for child in node.children for inner in child.walk())
        bare = not node.text or (node.kind == "op_part" and node.text == node.heading)
        if node.kind in ("paragraph", "heading", "preamble", "final") or words or not bare:
            continue
        where_zh, where_en = _called(node)
        out.append(
            Problem(
                "empty", f"{where_zh}（第{node.lines[0]}行）没有内容", f"{where_en} (line {node.lines[0]}) has no text",
                (node.lines[0],), (node.id,),
            )
        )  # fmt: skip
    return out


def check_contents(contents: Contents | None, headings: Sequence[tuple[Marker, str, int]]) -> list[Problem]:
    """The table of contents against the headings of the body (marker, title, line)."""
    if contents is None:
        return []
    order = ("编", "分编", "章", "节", "cn_dun", "cn_paren")
    body: dict[Path, tuple[str, int]] = {}
    path: Path = ()
    for marker, title, line in headings:
        path = heading_path(path, marker, order)
        body.setdefault(path, ("".join(title.split()), line))
    listed = {entry[0] for entry in contents.entries}
    styles = {p[-1][0] for p in listed}
    problems = []
    for place, title, line in contents.entries:
        name = f"{_path_name(place)} {title}"
        found = body.get(place)
        if found is None:
            problems.append(
                Problem(
                    "toc_missing", f"目录第{line}行有“{name}”，正文没有",
                    f"the table of contents (line {line}) lists “{name}”, the body has no such heading", (line,),
                )
            )  # fmt: skip
        elif found[0] != title and title not in found[0]:
            problems.append(
                Problem(
                    "toc_differs",
                    f"“{_path_name(place)}”的标题，目录（第{line}行）作“{title}”，"
                    f"正文（第{found[1]}行）作“{found[0]}”",
                    f"the title of {_path_name(place)} differs: “{title}” in the contents (line {line}), "
                    f"“{found[0]}” in the body (line {found[1]})", (line, found[1]),
                )
            )  # fmt: skip
    for place, (title, line) in body.items():
        if place not in listed and place[-1][0] in styles:
            problems.append(
                Problem(
                    "toc_lacks", f"正文第{line}行有“{_path_name(place)} {title}”，目录没有",
                    f"the body (line {line}) has “{_path_name(place)} {title}”, the table of contents does not", (line,),
                )
            )  # fmt: skip
    return problems


def _sequences(nodes: Sequence[Node], every: Sequence[Node]) -> list[_Sequence]:
    out = [_Sequence([n for n in every if n.kind == "article"], _article_zh, _article_en, prefix="art")]
    for kind, en in _CONTAINER_EN.items():
        out += _running(nodes, kind, _unit_zh(KIND_ZH[kind]), _unit_en(en))
    out += _running(nodes, "op_part", lambda p: to_chinese(p[0]) + "、", lambda p: f"part {p[0]}")
    out += _running(nodes, "op_section", lambda p: f"（{to_chinese(p[0])}）", lambda p: f"section ({p[0]})")
    out += _running(nodes, "point", None, lambda p: f"point {p[0]}")
    for node in every:
        members = [child for child in node.children if child.kind in _LISTS]
        if members:
            scope_zh, scope_en = _called(node)
            out.append(
                _Sequence(members, _printed_like(members), _list_en(members), scope_zh, scope_en, f"{node.id}.i")
            )
    return out


def _running(
    nodes: Sequence[Node], kind: Kind, zh: Callable[[Place], str] | None, en: Callable[[Place], str]
) -> list[_Sequence]:
    """Numbers that start anew in each part, or run through several: chapters of a code through the 分编 of a 编, （一）
    of a State Council opinion through its 一、二、三、. Whichever most of the parts do."""
    out = []
    for scope, members in _runs(None, nodes, kind):
        scope_zh, scope_en = _called(scope) if scope is not None else ("", "")
        out.append(_Sequence(members, zh or _printed_like(members), en, scope_zh, scope_en, _prefix(members[0])))
    return out


def _runs(scope: Node | None, children: Sequence[Node], kind: Kind) -> list[tuple[Node | None, list[Node]]]:
    """The sequences of one kind under a node, each with the node it belongs to."""
    own = [child for child in children if child.kind == kind]
    found: list[tuple[Node | None, list[Node]]] = [(scope, own)] if own else []
    for child in children:
        found += _runs(child, child.children, kind)
    if len(found) > 1 and _runs_through([members for _, members in found]):
        return [(scope, [node for _, members in found for node in members])]
    return found


def _runs_through(groups: Sequence[Sequence[Node]]) -> bool:
    """Whether more groups go on from the one before than start at 1."""
    restarts = continues = last = 0
    for position, members in enumerate(groups):
        first = _place(members[0])[0]
        if position:
            restarts += first == 1
            # In an opinion a （二） that heads the part after a lone （一） may as well have lost its own （一）.
            evident = last > 1 or members[0].kind != "op_section"
            continues += first > 1 and first == last + 1 and evident
        last = max(_place(member)[0] for member in members)
    return continues > restarts


def _check(sequence: _Sequence) -> list[Problem]:
    """One run of numbers. A repeated number is named with both lines, a missing one with its neighbours."""
    problems: list[Problem] = []
    first_seen: dict[Place, Node] = {}
    highest: Place = (0, 0)
    within_zh = f"{sequence.scope_zh}：" if sequence.scope_zh else ""
    within_en = f"{sequence.scope_en}: " if sequence.scope_en else ""
    for node in sequence.nodes:
        place = _place(node)
        if place in first_seen:
            lines = (first_seen[place].lines[0], node.lines[0])
            problems.append(
                Problem(
                    "duplicate", f"{within_zh}{sequence.zh(place)}重复：第{lines[0]}行与第{lines[1]}行",
                    f"{within_en}{sequence.en(place)} stands twice: lines {lines[0]} and {lines[1]}", lines, (node.id,),
                )
            )  # fmt: skip
            continue
        first_seen[place] = node
        if place < highest:
            lines = (first_seen[highest].lines[0], node.lines[0])
            problems.append(
                Problem(
                    "out_of_order",
                    f"{within_zh}{sequence.zh(place)}（第{lines[1]}行）排在{sequence.zh(highest)}（第{lines[0]}行）之后",
                    f"{within_en}{sequence.en(place)} (line {lines[1]}) comes after {sequence.en(highest)} "
                    f"(line {lines[0]})", lines, (node.id,),
                )
            )  # fmt: skip
        highest = max(highest, place)
    return problems + _gaps(sequence, first_seen, within_zh, within_en)


def _gaps(sequence: _Sequence, seen: dict[Place, Node], within_zh: str, within_en: str) -> list[Problem]:
    problems = []
    before: Place | None = None
    for place in sorted(seen):
        missing = _between(before, place, sequence.start)
        if missing:
            names_zh, names_en = _names(missing, sequence)
            if before is None:
                zh, en = f"从{sequence.zh(place)}开始", f"begins with {sequence.en(place)}"
                lines: tuple[int, ...] = (seen[place].lines[0],)
            else:
                zh = f"{sequence.zh(before)}之后是{sequence.zh(place)}"
                en = f"{sequence.en(before)} is followed by {sequence.en(place)}"
                lines = (seen[before].lines[0], seen[place].lines[0])
            ids = tuple(sequence.prefix + f"{n}" + (f"-{k}" if k else "") for n, k in missing)
            problems.append(
                Problem("gap", f"{within_zh}{zh}，缺{names_zh}", f"{within_en}{en}: {names_en} missing", lines, ids)
            )
        before = place
    return problems


def _between(before: Place | None, place: Place, start: int) -> list[Place]:
    """The numbers that should stand between two neighbours."""
    number, inserted = place
    low = start if before is None else before[0] + 1
    if inserted:
        own = [(number, k) for k in range(1, inserted)]
        if before is not None and before[0] == number:
            return [p for p in own if p > before]
        return [(n, 0) for n in range(low, number + 1)] + own
    return [(n, 0) for n in range(low, number)]


def _names(missing: list[Place], sequence: _Sequence) -> tuple[str, str]:
    if len(missing) <= _SAID_EACH:
        return "、".join(map(sequence.zh, missing)), ", ".join(map(sequence.en, missing))
    first, last = missing[0], missing[-1]
    return (
        f"{sequence.zh(first)}至{sequence.zh(last)}（共{len(missing)}个）",
        f"{sequence.en(first)} to {sequence.en(last)} ({len(missing)} numbers)",
    )


def _place(node: Node) -> Place:
    m = _LAST.search(node.id)
    return (int(m[1]), int(m[2] or 0)) if m else (0, 0)


def _prefix(node: Node) -> str:
    return _LAST.sub("", node.id)


def _article_zh(place: Place) -> str:
    return f"第{to_chinese(place[0])}条" + (f"之{to_chinese(place[1])}" if place[1] else "")


def _article_en(place: Place) -> str:
    return f"article {place[0]}" + (f"-{place[1]}" if place[1] else "")


def _unit_zh(unit: str) -> Callable[[Place], str]:
    return lambda place: f"第{to_chinese(place[0])}{unit}" + (f"之{to_chinese(place[1])}" if place[1] else "")


def _unit_en(unit: str) -> Callable[[Place], str]:
    return lambda place: f"{unit} {place[0]}" + (f"-{place[1]}" if place[1] else "")


def _printed_like(members: Sequence[Node]) -> Callable[[Place], str]:
    """Items named as the text prints them: 第（二）项, 第2目, 2."""
    kind, sample = members[0].kind, members[0].number
    if kind == "item":
        return lambda place: f"第（{to_chinese(place[0])}）项"
    if kind == "subitem":
        return lambda place: f"第{place[0]}目"
    return (lambda place: f"（{place[0]}）") if sample[:1] in "（(" else (lambda place: f"{place[0]}.")


def _list_en(members: Sequence[Node]) -> Callable[[Place], str]:
    if members[0].kind == "item":
        return lambda place: f"item ({to_roman(place[0])})"
    return lambda place: f"point {place[0]}"


def _called(node: Node) -> tuple[str, str]:
    """A node by its citation; a chapter by its number."""
    try:
        path = parse_clause_id(node.id)
    except CitationError:
        zh = node.number or node.heading
        m = _LAST.search(node.id)
        return zh, f"{node.kind.removeprefix('op_')} {m[0]}" if m else node.id
    return path.zh, path.en


def _path_name(path: Path) -> str:
    style, number, inserted = path[-1]
    if style == "cn_dun":
        return to_chinese(number) + "、"
    if style == "cn_paren":
        return f"（{to_chinese(number)}）"
    return f"第{to_chinese(number)}{style}" + (f"之{to_chinese(inserted)}" if inserted else "")
