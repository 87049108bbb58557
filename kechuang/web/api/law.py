"""The law as JSON: instruments, clauses, rules, explanations, coverage. The same finding as the command line prints."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import translation
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from kechuang import __version__
from kechuang.law import REGISTRY, FactError, explain
from kechuang.law.coverage import coverage
from kechuang.law.model import Clause, Instrument
from kechuang.law.present import as_dict, rule_dict
from kechuang.law.types import plain
from kechuang.web.calc.case import CaseForm
from kechuang.web.law import shelf

Lang = Literal["zh", "en"]


law = Router(tags=["law"])


class InstrumentOut(Schema):
    id: str
    title: str
    title_en: str
    short: str
    short_en: str
    seal: str
    issuer: str
    issuer_en: str
    region: str
    rank: str
    status: str
    adopted: dt.date | None
    approved: dt.date | None
    in_force: dt.date | None
    repealed: dt.date | None
    document_number: str
    based_on: list[str]
    clauses: int


class ClauseOut(Schema):
    clause: str = Field(description="instrument:clause, e.g. zhejiang-2021:art37.p4")
    citation: str
    citation_en: str
    zh: str
    en: str
    kind: str
    force: str
    module: str
    executable: bool
    actors: list[str]
    interpretations: list[str]
    see: list[str]


class HomeOut(Schema):
    kind: str
    name: str
    where: str


class CoverageOut(Schema):
    clause: str
    kind: str
    module: str
    executable: bool
    lives_in: list[HomeOut]


class ChoiceOut(Schema):
    id: str
    zh: str
    en: str


class InterpretationOut(Schema):
    id: str
    question: str
    question_en: str
    default: str
    choices: list[ChoiceOut]
    clauses: list[str]


class RuleOut(Schema):
    name: str
    kind: str
    zh: str
    en: str
    module: str
    cites: list[str]


class ExplainIn(Schema):
    """A case. facts: by dotted or nested name; money in fen as an integer, or in yuan as text with ¥, 元 or a point."""

    territory: str | None = Field(None, examples=["330803"])
    on: dt.date | None = None
    known_on: dt.date | None = None
    simulate: bool = False
    facts: dict[str, Any] = Field(default_factory=dict, examples=[{"deal": {"mode": "licence", "amount": 123000000}}])
    interpretations: dict[str, str] = Field(default_factory=dict, examples=[{"A04": "contract_day"}])


class ErrorOut(Schema):
    detail: str | list[Any] = Field(
        description="in words; a list of places when the request itself has the wrong shape"
    )
    detail_en: str = ""
    fact: str = ""


def _instrument(ident: str) -> Instrument:
    found = shelf.library().instruments.get(ident)
    if found is None:
        raise HttpError(404, f"no instrument {ident}")
    return found


def _instrument_out(found: Instrument) -> dict[str, Any]:
    names = (
        "id", "title", "title_en", "short", "short_en", "seal", "issuer", "issuer_en", "region", "adopted", "approved",
        "in_force", "repealed", "document_number",
    )  # fmt: skip
    return {name: getattr(found, name) for name in names} | {
        "rank": str(found.rank), "status": str(found.status), "based_on": list(found.based_on), "clauses": len(found.clauses),
    }  # fmt: skip


def _clause_out(found: Clause) -> dict[str, Any]:
    return {
        "clause": str(found.citation), "citation": found.citation.words("zh"), "citation_en": found.citation.words("en"),
        "zh": found.zh, "en": found.en, "kind": found.kind, "force": str(found.force), "module": found.module,
        "executable": found.executable, "actors": list(found.actors), "interpretations": list(found.interpretations),
        "see": list(found.see),
    }  # fmt: skip


@law.get("/instruments", response=list[InstrumentOut], summary="Instruments of the shelf, highest rank first")
def instruments(request: HttpRequest) -> list[dict[str, Any]]:
    return [_instrument_out(found) for found in shelf.library().instruments.values()]


@law.get("/instruments/{ident}", response=InstrumentOut, summary="One instrument")
def instrument(request: HttpRequest, ident: str) -> dict[str, Any]:
    return _instrument_out(_instrument(ident))


@law.get("/clauses", response=list[ClauseOut], summary="Clauses, narrowed by instrument, kind, module or words")
def clauses(
    request: HttpRequest,
    instrument: str = "",
    kind: str = "",
    module: str = "",
    q: str = "",
    limit: int = Query(200, le=1000),
    offset: int = Query(0, ge=0),
) -> list[dict[str, Any]]:
    homes = [_instrument(instrument)] if instrument else list(shelf.library().instruments.values())
    chosen = shelf.Filters(kind=kind, module=module, q=q)
    found = [clause for home in homes for clause in home.clauses.values() if chosen.keep(clause)]
    return [_clause_out(clause) for clause in found[offset : offset + limit]]


@law.get("/clauses/{ident}/{place}", response=ClauseOut, summary="One clause")
def clause(request: HttpRequest, ident: str, place: str) -> dict[str, Any]:
    found = _instrument(ident).clauses.get(place)
    if found is None:
        raise HttpError(404, f"no clause {ident}:{place}")
    return _clause_out(found)


@law.get("/interpretations", response=list[InterpretationOut], summary="Open questions, their choices and defaults")
def interpretations(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "id": found.id, "question": found.question, "question_en": found.question_en, "default": found.default,
            "choices": [{"id": c.id, "zh": c.zh, "en": c.en} for c in found.choices], "clauses": list(found.clauses),
        }
        for found in shelf.library().interpretations.values()
    ]  # fmt: skip


@law.get("/rules", response=list[RuleOut], summary="Every rule")
def rules(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "name": r.name,
            "kind": str(r.kind),
            "zh": r.zh,
            "en": r.en,
            "module": r.module,
            "cites": [str(c) for c in r.lives],
        }
        for r in REGISTRY.values()
    ]


def _rule(name: str) -> str:
    if name not in REGISTRY:
        raise HttpError(404, f"no rule {name}")
    return name


@law.get("/rules/{name}", summary="One rule: inputs with types and units, output, clauses, readings, formula")
def rule(request: HttpRequest, name: str, lang: Lang = "zh") -> dict[str, Any]:
    return rule_dict(_rule(name), lang, shelf.library())


@law.post(
    "/explain/{name}", response={200: dict[str, Any], 422: ErrorOut}, summary="Run a rule for one case and say why"
)
def explain_post(request: HttpRequest, name: str, case: ExplainIn, lang: Lang = "zh") -> dict[str, Any]:
    finding = explain(
        _rule(name), case.facts, territory=case.territory, on=case.on, known_on=case.known_on, simulate=case.simulate,
        interpretations=case.interpretations,
    )  # fmt: skip
    return as_dict(finding, lang, shelf.library())


@law.get(
    "/explain/{name}", url_name="explain-get", response={200: dict[str, Any], 422: ErrorOut},
    summary="The same from a calculator's address: facts by dotted name, money in yuan, readings as i.A04=…",
)  # fmt: skip
def explain_get(request: HttpRequest, name: str, lang: Lang = "zh") -> dict[str, Any]:
    with translation.override("en" if lang == "en" else "zh-hans"):
        form = CaseForm(request.GET, rules=[_rule(name)])
        if not form.is_valid():
            field, errors = next(iter(form.errors.items()))
            raise FactError(field, request.GET.get(field, ""), str(errors[0]), str(errors[0]))
        return as_dict(form.case().run(name), lang, shelf.library())


@law.get("/coverage", response=list[CoverageOut], summary="Each clause and where it lives")
def where(request: HttpRequest, instrument: str = "") -> list[dict[str, Any]]:
    return [row.to_dict() for row in coverage(shelf.library()) if instrument in ("", row.clause.instrument)]


@law.get("/version", summary="Which law answers are computed from")
def version(request: HttpRequest) -> dict[str, Any]:
    library = shelf.library()
    return {
        "law": library.fingerprint,
        "instruments": plain(tuple(library.instruments)),
        "rules": len(REGISTRY),
        "version": __version__,
    }
