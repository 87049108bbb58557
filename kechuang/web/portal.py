"""The public front page. Figures are counted from the shelf; nothing is made up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kechuang.core.ui import citing
from kechuang.core.words import either
from kechuang.law import REGISTRY
from kechuang.law.model import Status
from kechuang.web.calculators import CALCULATORS
from kechuang.web.law import shelf
from kechuang.web.notices.board import running_lines


@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    library = shelf.library()
    laws = [
        {
            "seal": citing.seal_of(law),
            "title": either(law.title, law.title_en),
            "url": citing.instrument_url(law.id),
            "about": "　".join(
                [
                    citing.period_words(law),
                    citing.region_words(law.region).rpartition(" ")[0] or citing.region_words(law.region),
                ]
            ),
        }
        for law in library.instruments.values()
        if law.status is not Status.DRAFT
    ]
    drafts = [law for law in library.instruments.values() if law.status is Status.DRAFT]
    lines, running = running_lines()
    context = {
        "notices": lines,
        "running": running,
        "laws": laws,
        "drafts": [
            (citing.seal_of(law), either(law.title, law.title_en), citing.instrument_url(law.id)) for law in drafts
        ],
        "calculators": CALCULATORS,
        "counts": _counts(),
        "wide_bar": True,
    }
    return render(request, "web/portal.html", context)


def _counts() -> dict[str, int]:
    library = shelf.library()
    clauses = [clause for law in library.instruments.values() for clause in law.clauses.values()]
    return {
        "laws": len(library.instruments),
        "clauses": len(clauses),
        "executable": sum(clause.executable for clause in clauses),
        "rules": len(REGISTRY),
        "interpretations": len(library.interpretations),
        "calculators": len(CALCULATORS),
    }
