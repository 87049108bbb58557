"""What stands before the body: title, the history of the text, the table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .blocks import UNNUMBERED_HEADINGS
from .markers import CONTAINER_STYLES, Marker, ends_sentence, is_container_heading, list_marker, unit_marker
from .numerals import ARABIC, CHINESE, to_int
from .structure import HistoryEvent
from .text import Line, join

_TITLE = re.compile(
    r"(?:条例|办法|规定|意见|法|细则|通知|决定|方案|规划|纲要|规则|措施|准则|章程|制度|守则|法典|政策|公告|指引|指南|决议|解释|批复)"
    r"\s*(?:[（(〔].{1,30}[)）〕])?$"
)
_VERSION = re.compile(
    r"^[（(〔]\s*(?:试\s*行|暂\s*行|草\s*案|征求意见稿|送审稿|修订|修正|审议稿|.{0,12}(?:年|稿|版).{0,6})\s*[)）〕]$"
)
_CONTENTS = ("目录", "目次", "目錄")
_LEADER = re.compile(r"(?:[\s.…·．⋯_]{2,}|\s)\s*[-—]?\s*\d+\s*[-—]?$|[.…·．⋯_]{2,}$|\s*[（(]第[^）)]*条[^）)]*[)）]$")
_DIGIT = f"[{ARABIC}]"
_DATE = re.compile(
    rf"({_DIGIT}(?:\s*{_DIGIT}){{3}}|[{CHINESE}]{{4}})\s*年\s*({_DIGIT}{{1,2}}|[{CHINESE}]{{1,3}})\s*月"
    rf"\s*({_DIGIT}{{1,2}}|[{CHINESE}]{{1,3}})\s*日"
)
_EVENT = re.compile(r"通过|批准|修订|修正|公布|发布|印发|施行|实施|废止")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|<[^<>]*>|〈[^〈〉]*〉")
_EFFECT = re.compile(r"自\s*([^，。自]{8,24}?日)\s*(?:起|开始)?(?:正式|开始)?(?:施行|实施|生效|执行)")

Path = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: the lines it takes and its numbered entries by path (编, 章, 节), with title and line."""

    begin: int
    end: int
    entries: tuple[tuple[Path, str, int], ...]


def find_contents(lines: Sequence[Line], limit: int, *, sections: bool) -> Contents | None:
    """The table of contents before line index ``limit``: announced by 目录, or a run of headings that starts over."""
    at = next((i for i in range(limit) if lines[i].bare in _CONTENTS), None)
    if at is not None:
        end, entries, _ = _entries(lines, at + 1, len(lines), sections)
        return Contents(at, end, tuple(entries))
    if sections:
        return None
    begin = limit
    while begin > 0 and _entry(lines[begin - 1], sections) is not None:
        begin -= 1
    end, entries, repeated = _entries(lines, begin, limit, sections)
    return Contents(begin, end, tuple(entries)) if repeated and len(entries) > 1 else None


def heading_path(above: Path, marker: Marker, order: Sequence[str] = CONTAINER_STYLES) -> Path:
    """The path of a heading that follows one at path ``above``: 第二编 第一章 after 第一编 第三章 第二节."""
    level = order.index(marker.style)
    kept = tuple(step for step in above if order.index(step[0]) < level)
    return (*kept, (marker.style, marker.number, marker.inserted))


def find_title(lines: Sequence[Line]) -> tuple[str, frozenset[int]]:
    """The title in the lines before the body, and the indexes it takes. In a notice that carries a regulation the
    last title counts, the regulation's own."""
    first = [i for i, line in enumerate(lines) if line.heading == 1]
    if first:
        named = [i for i in first if _is_title(lines[i].text)] or first[:1]
        taken = [named[-1], *(i for i in first if i > named[-1])]
        return " ".join(lines[i].text for i in taken), frozenset(taken)
    ends = [i for i, line in enumerate(lines) if _is_title(line.text)]
    if not ends:
        short = next((i for i, line in enumerate(lines) if not ends_sentence(line.text)), None)
        return ("", frozenset()) if short is None else (lines[short].text, frozenset({short}))
    end = begin = ends[-1]
    while begin > 0 and not lines[begin].text.startswith("关于") and _may_belong(lines[begin], lines[begin - 1]):
        begin -= 1
    while end + 1 < len(lines) and _VERSION.match(lines[end + 1].text):
        end += 1
    taken = list(range(begin, end + 1))
    return "".join(lines[i].text for i in taken), frozenset(taken)


def preface_entries(lines: Sequence[Line], skip: frozenset[int]) -> list[tuple[str, int]]:
    """The lines before the body as printed entries with their line number; a bracket broken over lines is one."""
    out: list[tuple[str, int]] = []
    before: Line | None = None
    for i, line in enumerate(lines):
        if i in skip:
            before = None
            continue
        if out and before is not None and (_open(out[-1][0]) or _cut(before, line)):
            out[-1] = (join(out[-1][0], line.text), out[-1][1])
        else:
            out.append((line.text, line.no))
        before = line
    return out


def find_history(entries: Iterable[tuple[str, int]]) -> tuple[HistoryEvent, ...]:
    """Dated events in the preface: for each date the first of 通过, 批准, 修订 … after it, titles in 《》 put aside."""
    out = []
    for text, line in entries:
        plain = _QUOTED.sub(lambda m: "□" * len(m[0]), text)
        dates = list(_DATE.finditer(plain))
        for position, found in enumerate(dates):
            stop = dates[position + 1].start() if position + 1 < len(dates) else len(plain)
            event, day = _EVENT.search(plain, found.end(), stop), read_date(found[0])
            if event is not None and day is not None:
                out.append(HistoryEvent(day, event[0], text[found.start() : event.end()], line))
    return tuple(out)


def find_effective(texts: Iterable[str]) -> date | None:
    """The day a text names for its entry into force (自2025年3月1日起施行); None for 自公布之日起."""
    day = None
    for text in texts:
        for found in _EFFECT.finditer(text):
            day = read_date(found[1]) or day
    return day


def read_date(text: str) -> date | None:
    """2024 年 9 月 30 日 or 二〇二四年九月三十日; None when it is no date."""
    m = _DATE.search(text)
    if m is None:
        return None
    year, month, day = (to_int(part) for part in m.groups())
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _entries(
    lines: Sequence[Line], begin: int, limit: int, sections: bool
) -> tuple[int, list[tuple[Path, str, int]], bool]:
    """Entries from ``begin`` on until a line is no entry or a path comes again: there the body begins."""
    seen: set[object] = set()
    entries: list[tuple[Path, str, int]] = []
    path: Path = ()
    i = begin
    while i < limit:
        entry = _entry(lines[i], sections)
        if entry is None:
            break
        marker, title = entry
        key: object = title
        if marker is not None:
            path = heading_path(path, marker, (*CONTAINER_STYLES, "cn_dun", "cn_paren"))
            key = path
        if key in seen:
            return i, entries, True
        seen.add(key)
        if marker is not None:
            entries.append((path, title, lines[i].no))
        i += 1
    return i, entries, False


def _entry(line: Line, sections: bool) -> tuple[Marker | None, str] | None:
    """A line of a table of contents: its marker and title; None when it is something else."""
    text = _LEADER.sub("", line.text).rstrip()
    if "".join(text.split()) in UNNUMBERED_HEADINGS:
        return None, "".join(text.split())
    unit = unit_marker(text)
    if unit is not None and is_container_heading(unit, text):
        return unit, "".join(unit.rest.split())
    listed = list_marker(text) if sections else None
    if listed is not None and listed.style in ("cn_dun", "cn_paren") and not ends_sentence(text) and len(text) <= 60:
        return listed, "".join(listed.rest.split())
    return None


def _is_title(text: str) -> bool:
    numbered = unit_marker(text) is not None or list_marker(text) is not None
    return bool(_TITLE.search(text)) and len(text) <= 80 and not (numbered or _DATE.search(text) or ends_sentence(text))


def _may_belong(line: Line, before: Line) -> bool:
    """Whether a title goes back one line: set together, no sentence, no document number or letterhead."""
    return (
        not line.blank_before and len(before.text) <= 40 and not ends_sentence(before.text)
        and not before.text.endswith(("文件", "号", "公告", "令")) and not _DATE.search(before.text)
        and not _is_title(before.text)
    )  # fmt: skip


def _open(text: str) -> bool:
    return sum(text.count(c) for c in "（(") > sum(text.count(c) for c in "）)")


def _cut(before: Line, line: Line) -> bool:
    return not line.blank_before and before.width >= 25 and not ends_sentence(before.text)
