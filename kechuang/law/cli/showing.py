"""`kechuang law list` and `kechuang law show`: the instruments, and a clause with everything that hangs on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kechuang.law.cli.speaking import Json, Lang, Speaker, helped

if TYPE_CHECKING:
    from kechuang.law.library import Library
    from kechuang.law.model import Clause, Entry, Instrument
    from kechuang.law.statute import OfficialText

RANKS = {
    "law": ("法律", "law"),
    "provincial_regulation": ("省级地方性法规", "provincial regulation"),
    "municipal_regulation": ("市级地方性法规", "municipal regulation"),
    "policy_document": ("政策文件", "policy document"),
}
STATUSES = {
    "in_force": ("现行", "in force"),
    "trial": ("试行", "on trial"),
    "draft": ("征求意见稿", "draft"),
    "repealed": ("已废止", "repealed"),
}
FORCES = {"must": ("应当", "must"), "may": ("可以", "may"), "unless_agreed": ("没有约定的", "unless agreed")}
BOUNDS = {"floor": ("不低于", "at least"), "ceiling": ("不超过", "at most"), "exact": ("为", "is")}
STRICT = {"floor": ("超过", "more than"), "ceiling": ("不满", "less than"), "exact": ("超过", "more than")}
Clauses = Annotated[
    str,
    typer.Argument(
        metavar="CLAUSE",
        help=helped(
            "条款（zhejiang-2021:art37.p4、浙江条例第37条第4款）、条或者整部文件",
            "A clause (zhejiang-2021:art37.p4), an article, or a whole instrument",
        ),
    ),
]


def list_(as_json: Json = False, lang: Lang = None) -> None:
    """The instruments: status, rank, region, dates, and how much each says."""
    from kechuang.law import load

    speaker, library = Speaker(lang), load()
    rows = [described(instrument) for instrument in library.instruments.values()]
    if as_json:
        speaker.json(rows)
        return
    pick = speaker.pick
    speaker.table(
        [
            pick("编号", "Id"), pick("简称", "Short"), pick("位阶", "Rank"), pick("效力", "Status"), pick("区划", "Region"),
            pick("施行", "In force"), pick("条款", "Clauses"), pick("可执行", "Executable"), pick("参数", "Values"),
            pick("清单", "Lists"), pick("解释", "Readings"), pick("原文", "Text"),
        ],
        [
            [
                row["id"], pick(row["short"], row["short_en"]), pick(*RANKS[row["rank"]]), pick(*STATUSES[row["status"]]),
                row["region"] or pick("全国", "country"), row["in_force"] or "–", str(row["clauses"]),
                str(row["executable"]), str(row["parameters"]), str(row["checklists"]), str(row["interpretations"]),
                pick("已导入", "imported") if row["text_imported"] else "–",
            ]
            for row in rows
        ],
        right=(6, 7, 8, 9, 10),
    )  # fmt: skip


def described(instrument: Instrument) -> dict[str, Any]:
    """An instrument's identity and counts, as JSON carries them."""
    from kechuang.law.statute import shelved

    def day(value: Any) -> str | None:
        return value.isoformat() if value else None

    clauses = instrument.clauses.values()
    kinds = [entry.name.partition(":")[0] if ":" in entry.name else "parameter" for entry in instrument.entries]
    return {
        "id": instrument.id, "title": instrument.title, "title_en": instrument.title_en, "short": instrument.short,
        "short_en": instrument.short_en, "issuer": instrument.issuer, "issuer_en": instrument.issuer_en,
        "rank": str(instrument.rank), "status": str(instrument.status), "region": instrument.region,
        "adopted": day(instrument.adopted), "approved": day(instrument.approved), "in_force": day(instrument.in_force),
        "repealed": day(instrument.repealed), "known_from": day(instrument.known_from),
        "based_on": list(instrument.based_on), "note": instrument.note, "note_en": instrument.note_en,
        "clauses": len(clauses), "executable": sum(clause.executable for clause in clauses),
        "parameters": kinds.count("parameter"), "checklists": kinds.count("checklist"),
        "definitions": kinds.count("definition"), "interpretations": len(instrument.interpretations),
        "text_imported": instrument.id in shelved(),
    }  # fmt: skip


def show(clause: Clauses, as_json: Json = False, lang: Lang = None) -> None:
    """A clause: our summary, the official text if imported, its values, lists and readings, and where it lives."""
    from kechuang.law import load

    speaker, library = Speaker(lang), load()
    instrument, clauses = found(clause, library)
    homes = _homes(library)
    text, trouble = _official(instrument.id)
    if trouble:
        speaker.say(*trouble, "yellow")
    details = [clause_dict(one, library, homes, text, speaker.lang) for one in clauses]
    whole = len(clauses) == len(instrument.clauses)
    if as_json:
        if not whole and len(details) == 1 and ":" in clause and clause.partition(":")[2] == details[0]["id"]:
            speaker.json(details[0])
        else:
            head = described(instrument) if whole else {"id": instrument.id}
            speaker.json({"instrument": head, "clauses": details})
        return
    if whole:
        _head(speaker, instrument)
    for detail in details:
        if whole and len(details) > 1:
            speaker.line(f"{detail['id']:<14} {detail['citation_text']}  {detail['summary']}")
        else:
            _print(speaker, detail)


def found(asked: str, library: Library) -> tuple[Instrument, list[Clause]]:
    """The clauses an id, a prefix of one, or an official Chinese citation names. Raises LawError with near names."""
    import difflib

    from kechuang.law.errors import LawError

    ident, _, place = asked.strip().partition(":")
    instrument = library.instruments.get(ident)
    if instrument is None and (cited := _cited(asked, library)) is not None:
        instrument, place = cited
    if instrument is None:
        known = list(library.instruments)
        near = difflib.get_close_matches(ident, known, 1, 0.5) or known
        raise LawError(
            f"没有 {asked} 这一文件或者条款；有：{'、'.join(near)}",
            f"no instrument or clause {asked}; there are: {', '.join(near)}",
        )
    if not place:
        return instrument, list(instrument.clauses.values())
    chosen = [c for c in instrument.clauses.values() if c.id == place or c.id.startswith(f"{place}.")]
    if not chosen:
        near = difflib.get_close_matches(place, list(instrument.clauses), 3, 0.5)
        raise LawError(
            f"{instrument.id} 没有条款 {place}" + (f"；相近的有 {'、'.join(near)}" if near else ""),
            f"{instrument.id} has no clause {place}" + (f"; near ones: {', '.join(near)}" if near else ""),
        )
    return instrument, chosen


def _cited(text: str, library: Library) -> tuple[Instrument, str] | None:
    """An official Chinese citation: the name of the instrument, then the place in it."""
    from kechuang.law.statute import CitationError, parse_citation

    bare = re.sub(r"[《》\s]", "", text)
    for instrument in library.instruments.values():
        for name in (instrument.title, instrument.short):
            plain = re.sub(r"[《》\s]", "", name)
            if bare.startswith(plain):
                rest = bare.removeprefix(plain)
                if not rest:
                    return instrument, ""
                try:
                    return instrument, parse_citation(rest).id
                except CitationError:
                    continue
    return None


def _homes(library: Library) -> Mapping[str, list[dict[str, str]]]:
    from kechuang.law.coverage import coverage

    return {str(row.clause.citation): [home.to_dict() for home in row.lives_in] for row in coverage(library)}


def _official(instrument: str) -> tuple[OfficialText | None, tuple[str, str] | None]:
    from kechuang.law.statute import ShelfError, load

    try:
        return load(None, instrument), None
    except ShelfError as error:
        return None, (error.zh, error.en)


def clause_dict(
    clause: Clause, library: Library, homes: Mapping[str, list[dict[str, str]]], text: OfficialText | None, lang: str
) -> dict[str, Any]:
    """A clause with all that hangs on it, as JSON carries it. `summary` is ours; `official` is the text, where imported."""
    from kechuang.law.present import cited
    from kechuang.law.types import plain

    instrument, english = library.instruments[clause.instrument], lang == "en"
    own = [entry for entry in instrument.entries if entry.citation == clause.citation]
    bound = text.bound(clause.id) if text is not None else None
    readings = [
        reading for reading in library.interpretations.values()
        if reading.id in clause.interpretations or str(clause.citation) in reading.clauses
    ]  # fmt: skip
    return {
        "instrument": clause.instrument,
        "id": clause.id,
        "clause": str(clause.citation),
        "citation_text": cited(clause.citation, lang, library)["text"],
        "summary": clause.en if english else clause.zh,
        "summary_is_ours": True,
        "official": None if bound is None else {"text": bound.text, "citation": bound.citation_zh, "lines": list(bound.lines)},
        "kind": clause.kind,
        "force": str(clause.force),
        "module": clause.module,
        "executable": clause.executable,
        "actors": list(clause.actors),
        "parameters": [
            {
                "name": entry.name, "value": plain(entry.value), "unit": entry.unit, "bound": str(entry.bound),
                "strict": entry.strict, "force": str(entry.force), "text": value_words(entry, instrument, lang),
                "key": {key: sorted(allowed) for key, allowed in entry.keys.items()}, "applies": dict(entry.applies),
                "from": plain(entry.since), "to": plain(entry.until), "source": entry.source,
            }
            for entry in own if ":" not in entry.name
        ],
        "checklists": [
            {
                "name": one.name, "label": one.en if english else one.zh, "required": one.required, "complete": one.complete,
                "items": [{"id": item.id, "zh": item.zh, "en": item.en} for item in one.items],
            }
            for one in instrument.checklists.values() if one.citation == clause.citation
        ],
        "definitions": [
            {"name": entry.name.partition(":")[2], "formula": entry.value, "applies": dict(entry.applies)}
            for entry in own if entry.name.startswith("definition:")
        ],
        "interpretations": [
            {
                "id": one.id, "question": one.question_en if english else one.question, "default": one.default,
                "choices": [{"id": c.id, "text": c.en if english else c.zh} for c in one.choices],
            }
            for one in readings
        ],
        "see": [{"clause": place, "text": _see(place, library, lang)} for place in clause.see],
        "lives_in": homes.get(str(clause.citation), []),
    }  # fmt: skip


def _see(place: str, library: Library, lang: str) -> str:
    from kechuang.law.model import Citation
    from kechuang.law.present import citation_words

    return citation_words(Citation.parse(place), lang, library)


def value_words(entry: Entry, instrument: Instrument, lang: str) -> str:
    """A stated value in words with its bound and its cases: 不低于 80%（mode：transfer、licence）."""
    from kechuang.law.types import COUNT, DATE, DAYS, FEN, FLAG, MONTHS, SHARE, YEARS, Kind, Type
    from kechuang.law.words import words

    types = {
        "fen": FEN, "share": SHARE, "day": DAYS, "month": MONTHS, "year": YEARS, "count": COUNT, "date": DATE,
        "flag": FLAG, "times": Type(Kind.COUNT, "times"),
    }  # fmt: skip
    english = lang == "en"
    bound = (STRICT if entry.strict else BOUNDS)[str(entry.bound)][english]
    kind = types.get(entry.unit)
    said = f"{bound} {words(entry.value, kind, lang) if kind else entry.value}"
    cases = [f"{name}：{'、'.join(sorted(allowed))}" for name, allowed in entry.keys.items()]
    cases += [f"{name} = {str(wanted).lower()}" for name, wanted in entry.applies.items()]
    if entry.since != instrument.in_force and entry.since is not None:
        cases.append(f"from {entry.since}" if english else f"自 {entry.since} 起")
    if entry.until != instrument.repealed and entry.until is not None:
        cases.append(f"until {entry.until}" if english else f"至 {entry.until} 前")
    if not cases:
        return said
    return (
        f"{said} ({'; '.join(cases).replace('：', ': ').replace('、', ', ')})"
        if english
        else f"{said}（{'；'.join(cases)}）"
    )


def _head(speaker: Speaker, instrument: Instrument) -> None:
    pick = speaker.pick
    speaker.line(pick(instrument.title, instrument.title_en), "bold")
    speaker.line(f"  {pick(instrument.issuer, instrument.issuer_en)} · {pick(*RANKS[str(instrument.rank)])}")
    dates = [
        (pick("通过", "adopted"), instrument.adopted), (pick("批准", "approved"), instrument.approved),
        (pick("施行", "in force"), instrument.in_force), (pick("废止", "repealed"), instrument.repealed),
    ]  # fmt: skip
    said = " · ".join(f"{name} {day}" for name, day in dates if day)
    speaker.line(f"  {pick(*STATUSES[str(instrument.status)])} · {said}")
    if note := pick(instrument.note, instrument.note_en):
        speaker.line(f"  {note}")


def _print(speaker: Speaker, detail: Mapping[str, Any]) -> None:
    pick, line = speaker.pick, speaker.line
    colon = pick("：", ": ")
    line(f"{detail['clause']}  {detail['citation_text']}", "bold")
    line(f"  {pick('摘要（本系统所写，不是原文）', 'Summary (ours, not the text)')}{colon}{detail['summary']}")
    if detail["official"]:
        head = f"{pick('原文', 'Official text')} {detail['official']['citation']}{colon}"
        line(f"  {head}" + detail["official"]["text"].replace("\n", "\n    "))
    else:
        line(
            f"  {pick('原文：尚未导入（kechuang law import-text）', 'Official text: not imported (kechuang law import-text)')}"
        )
    executable = pick("可执行", "executable") if detail["executable"] else pick("不可执行", "not executable")
    line(f"  {detail['kind']} · {pick(*FORCES[detail['force']])} · {detail['module']} · {executable}")
    for value in detail["parameters"]:
        line(f"  {pick('参数', 'Value')} {value['name']} {value['text']}")
    for one in detail["checklists"]:
        line(f"  {pick('清单', 'Checklist')} {one['name']}  {one['label']} ({one['required']}/{len(one['items'])})")
        for item in one["items"]:
            line(f"      {item['id']}  {item[speaker.lang]}")
    for one in detail["definitions"]:
        line(f"  {pick('定义', 'Definition')} {one['name']} = {one['formula']}")
    for one in detail["interpretations"]:
        line(f"  {pick('解释', 'Reading')} {one['id']}  {one['question']}")
        for choice in one["choices"]:
            line(f"      {'*' if choice['id'] == one['default'] else ' '} {choice['id']}  {choice['text']}")
        if one["default"] == "open":
            line(f"      * open  {pick('由人认定', 'a person decides')}")
    for place in detail["see"]:
        line(f"  {pick('参见', 'See')} {place['clause']}  {place['text']}")
    homes: dict[str, list[str]] = {}
    for home in detail["lives_in"]:
        homes.setdefault(home["kind"], []).append(
            home["where"] if home["kind"] in ("reference", "page") else home["name"]
        )
    for kind, names in homes.items():
        line(f"  {pick('落在', 'Lives in')} {kind}{colon}{pick('、', ', ').join(names)}")
