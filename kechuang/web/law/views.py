"""Pages of the law: the shelf, an instrument, a clause, interpretations, rules, and where each clause lives."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.core.ui import citing
from kechuang.core.ui.findings import COUNTED
from kechuang.core.ui.parts import Badge, Crumb
from kechuang.core.words import either, language, listed
from kechuang.law import REGISTRY, link
from kechuang.law.coverage import summary
from kechuang.law.execution.prose import type_words
from kechuang.law.expression import FACTS
from kechuang.law.model import Instrument
from kechuang.web.law import panels, shelf
from kechuang.web.law.filters import ClauseFilter, module_words
from kechuang.web.law.texts import chapter_headings, official_text


def _instrument(ident: str) -> Instrument:
    try:
        return shelf.library().instruments[ident]
    except KeyError:
        raise Http404(_("没有编号为 %(id)s 的法规。") % {"id": ident}) from None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    library = shelf.library()
    counts = summary(panels.coverage_rows(library).values())
    rows = [
        {
            "law": law,
            "seal": citing.seal_of(law),
            "title": either(law.title, law.title_en),
            "url": citing.instrument_url(law.id),
            "rank": citing.rank_words(law),
            "region": citing.region_words(law.region),
            "period": citing.period_words(law),
            "badge": citing.status_badge(law),
            "counts": counts[law.id],
            "bound": official_text(law.id).text is not None,
        }
        for law in library.instruments.values()
    ]
    return render(
        request,
        "web/law/index.html",
        {"rows": rows, "total": sum(len(i.clauses) for i in library.instruments.values())},
    )


@require_safe
def instrument(request: HttpRequest, ident: str) -> HttpResponse:
    law = _instrument(ident)
    shelved = official_text(ident)
    form = ClauseFilter(request.GET or None, law=law)
    chosen = [clause for clause in law.clauses.values() if form.filters.keep(clause)]
    headings = chapter_headings(shelved.text) if shelved.text is not None else {}
    groups, last = [], ""
    for group in shelf.by_article(chosen):
        chapter = headings.get(group.id, "")
        groups.append(
            {
                "group": group,
                "chapter": chapter if chapter != last else "",
                "rows": [_row(law, c) for c in group.clauses],
            }
        )
        last = chapter or last
    context = {
        "law": law, "seal": citing.seal_of(law), "title": either(law.title, law.title_en), "form": form,
        "groups": groups, "found": len(chosen), "total": len(law.clauses), "facts": _identity(law),
        "badge": citing.status_badge(law), "note": either(law.note, law.note_en), "official": shelved.text,
        "trouble": shelved.trouble, "trail": [Crumb(_("法规"), reverse("law-index")), Crumb(either(law.short, law.short_en))],
        "versions": law.versions,
    }  # fmt: skip
    return render(request, "web/law/instrument.html", context)


def _row(law: Instrument, clause: Any) -> dict[str, Any]:
    return {
        "cite": citing.cite_of(clause.citation, shelf.library()),
        "summary": either(clause.zh, clause.en),
        "kind": citing.kind_words(clause.kind),
        "force": citing.FORCE_TAGS[clause.force],
        "lives": len(panels.places(clause)) if clause.executable else None,
        "interps": citing.interps_of(clause.interpretations, shelf.library()),
    }


def _identity(law: Instrument) -> list[tuple[str, str]]:
    facts = [
        (_("制定机关"), either(law.issuer, law.issuer_en)),
        (_("位阶"), citing.rank_words(law)),
        (_("效力"), citing.status_words(law)),
        (_("地域"), citing.region_words(law.region)),
        (_("通过日"), str(law.adopted or "")),
        (_("批准日"), str(law.approved or "")),
        (_("施行日"), str(law.in_force or _("未写明")) if law.binding else _("未施行")),
        (_("废止日"), str(law.repealed or "")),
        (_("文号"), law.document_number),
    ]
    shown = [(label, value) for label, value in facts if value]
    names = shelf.library().instruments
    based = [either(names[i].short, names[i].short_en) for i in law.based_on if i in names]
    return [*shown, (_("上位法"), listed(based))] if based else shown


@require_safe
def clause(request: HttpRequest, ident: str, place: str) -> HttpResponse:
    law = _instrument(ident)
    found = law.clauses.get(place)
    if found is None:
        raise Http404(_("%(law)s没有 %(place)s 这一条款。") % {"law": either(law.short, law.short_en), "place": place})
    shown = panels.panel(found)
    if "panel" in request.GET:
        return render(request, "web/law/panel.html", {"panel": shown, "level": 2, "closable": True})
    before, after = shelf.neighbours(law, found)
    article = shelf.article_of(found.id)
    context = {
        "panel": shown,
        "rules": [_rule_row(rule.name) for rule in shelf.readings(found).rules],
        "siblings": [
            _row(law, c) for c in law.clauses.values() if shelf.article_of(c.id) == article and c is not found
        ],
        "before": before and citing.cite_of(before.citation, shelf.library()),
        "after": after and citing.cite_of(after.citation, shelf.library()),
        "trail": [
            Crumb(_("法规"), reverse("law-index")),
            Crumb(either(law.short, law.short_en), citing.instrument_url(ident)),
            Crumb(citing.place_words(found.id)),
        ],
    }
    return render(request, "web/law/clause.html", context)


@require_safe
def interpretations(request: HttpRequest) -> HttpResponse:
    library = shelf.library()
    used: dict[str, list[str]] = {}
    for rule in REGISTRY.values():
        for name in link(rule, library).interpretations:
            used.setdefault(name, []).append(rule.name)
    rows = [
        {
            "chip": citing.interp_of(found.id, library),
            "question": either(found.question, found.question_en),
            "choices": [(either(c.zh, c.en), c.id == found.default) for c in found.choices],
            "open": found.default == "open",
            "note": either(found.note, found.note_en),
            "cites": [citing.cite_of(place, library) for place in found.clauses],
            "rules": [
                (either(REGISTRY[n].zh, REGISTRY[n].en), reverse("law-rule", args=[n])) for n in used.get(found.id, [])
            ],
        }
        for found in sorted(library.interpretations.values(), key=lambda i: i.id)
    ]
    return render(request, "web/law/interpretations.html", {"rows": rows, "open": sum(row["open"] for row in rows)})


def _rule_row(name: str) -> dict[str, Any]:
    rule = REGISTRY[name]
    return {
        "name": name,
        "label": either(rule.zh, rule.en),
        "about": either(rule.about_zh, rule.about_en),
        "kind": panels.HOME_KINDS.get({"entitlement": "rule"}.get(str(rule.kind), str(rule.kind))),
        "url": reverse("law-rule", args=[name]),
        "cites": [citing.cite_of(place, shelf.library()) for place in rule.lives[:4]],
        "more": max(0, len(rule.lives) - 4),
        "module": module_words(rule.module),
    }


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    names = [rule.name for rule in shelf.cited_rules(query)] if query else list(REGISTRY)
    groups: dict[str, list[dict[str, Any]]] = {}
    for name in names:
        groups.setdefault(module_words(REGISTRY[name].module), []).append(_rule_row(name))
    return render(
        request, "web/law/rules.html", {"groups": groups, "query": query, "found": len(names), "total": len(REGISTRY)}
    )


@require_safe
def rule(request: HttpRequest, name: str) -> HttpResponse:
    if name not in REGISTRY:
        raise Http404(_("没有名为 %(name)s 的规则。") % {"name": name})
    found, library = REGISTRY[name], shelf.library()
    program = link(found, library)
    inputs = [
        {
            "name": fact,
            "label": either(FACTS[fact].zh, FACTS[fact].en),
            "type": type_words(FACTS[fact].type, language()),
        }
        for fact in program.facts
    ]
    questions = [library.interpretations[name] for name in program.interpretations]
    context = {
        "rule": found,
        "label": either(found.zh, found.en),
        "about": either(found.about_zh, found.about_en),
        "row": _rule_row(name),
        "inputs": inputs,
        "output": type_words(found.type, language()),
        "outputs": [
            (str(COUNTED.get(key, either(node.zh, node.en) or key)), type_words(node.type, language()))
            for key, node in found.outputs.items()
            if key not in ("holds", "done")
        ],
        "cites": [citing.cite_of(place, library) for place in found.lives],
        "formula_zh": panels.rule_formula(name, "zh"),
        "formula_en": panels.rule_formula(name, "en"),
        "interps": [(citing.interp_of(q.id, library), either(q.question, q.question_en)) for q in questions],
        "remarks": [(either(r.zh, r.en), [citing.cite_of(c, library) for c in r.cites]) for r in found.remarks],
        "trail": [
            Crumb(_("法规"), reverse("law-index")),
            Crumb(_("规则"), reverse("law-rules")),
            Crumb(either(found.zh, found.en)),
        ],
    }
    return render(request, "web/law/rule.html", context)


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Coverage: each clause and where it lives; narrowed to one instrument or to the gaps."""
    library = shelf.library()
    rows = panels.coverage_rows(library)
    ident, only = request.GET.get("law", ""), request.GET.get("only", "")
    shown: list[dict[str, Any]] = [
        {
            "cite": citing.cite_of(place, library),
            "summary": either(row.clause.zh, row.clause.en),
            "kind": citing.kind_words(row.clause.kind),
            "places": panels.places(row.clause),
            "badge": Badge("open", _("尚未落到实处")) if row.gap else None,
        }
        for place, row in rows.items()
        if place.instrument == ident and (only != "gaps" or row.gap)
    ]
    laws = [
        {
            "law": law, "seal": citing.seal_of(law), "title": either(law.title, law.title_en),
            "counts": counts, "url": "?" + urlencode({"law": law.id}), "gaps_url": "?" + urlencode({"law": law.id, "only": "gaps"}),
            "current": law.id == ident,
        }
        for law in library.instruments.values()
        for counts in [summary(rows.values())[law.id]]
    ]  # fmt: skip
    kinds = Counter(place.kind for row in shown for place in row["places"])
    return render(
        request,
        "web/law/coverage.html",
        {"laws": laws, "rows": shown, "ident": ident, "only": only, "kinds": dict(kinds)},
    )
