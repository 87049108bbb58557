"""The public front page and the search over the law and the cases. Figures are counted from the shelf; nothing is made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kechuang.casework.cases.models import Case
from kechuang.casework.cases.queries import MOST_FOUND, find
from kechuang.core.ui import citing
from kechuang.core.ui.sites import site_of, sites
from kechuang.core.ui.words import either
from kechuang.law import REGISTRY
from kechuang.law.model import Status
from kechuang.web.law import shelf
from kechuang.web.law.filters import module_words
from kechuang.web.notices.board import running_lines

PAGE = 30


@dataclass(frozen=True, slots=True)
class Calculator:
    """A question a visitor has, the page that answers it, and the words it is found by."""

    question: Promise
    about: Promise
    url_name: str
    words: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


CALCULATORS = (
    Calculator(
        gettext_lazy("许可收入，奖励至少多少"), gettext_lazy("填成交额和到账日，得出下限和每一步依据"), "calc-reward",
        "奖励 下限 许可 转让 作价 净收入 主要贡献人员 reward floor licence transfer net income",
    ),
    Calculator(
        gettext_lazy("公示到哪一天，何时能签约、最迟何时发"), gettext_lazy("按放假安排逐日列出"), "calc-dates",
        "公示 签约 发放 期限 日期 notice publicity payment deadline sign",
    ),
    Calculator(
        gettext_lazy("成果闲置了，谁从哪天起可以做什么"), gettext_lazy("一年、两年、三年，三座钟分开走"), "calc-idle",
        "闲置 先用后转 挂牌 idle listing licence completer",
    ),
    Calculator(
        gettext_lazy("年度评价能评几家优秀，奖励多少"), gettext_lazy("按类别取整，一票否决和削减预算一并算"), "calc-quota",
        "评价 优秀 名额 一票否决 预算 evaluation quota veto excellent award",
    ),
)  # fmt: skip


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


KINDS = ("clauses", "rules", "calculators", "cases")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Clauses, rules or calculators that hold every word of the query, and for who is signed in the newest cases in sight.

    A clause id or citation leads to its page.
    """
    query = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("kind", "")
    signed_in = request.user.is_authenticated
    kinds = KINDS if signed_in else KINDS[:-1]
    found: dict[str, list[Any]] = {name: [] for name in kinds}
    if query:
        found |= {
            "clauses": [
                c
                for law in shelf.library().instruments.values()
                for c in law.clauses.values()
                if shelf.matches(query, c) or _cited(query, c, law)
            ],
            "rules": list(shelf.cited_rules(query)),
            "calculators": [c for c in CALCULATORS if _about(query, c)],
        }
        if signed_in:
            shown = [site.kind for site in sites()]
            found["cases"] = sorted(find(request.user, query, *shown).values_list("pk", flat=True), reverse=True)
    if kind not in kinds:
        kind = next((name for name in kinds if found[name]), "clauses")
    page = Paginator(found[kind], PAGE).get_page(request.GET.get("page"))
    rows = _case_rows(list(page)) if kind == "cases" else [_ROWS[kind](thing) for thing in page]
    labels = {"clauses": _("条款"), "rules": _("规则"), "calculators": _("测算"), "cases": _("案件")}
    context = {
        "q": query, "kind": kind, "rows": rows, "page": page,
        "kinds": [(name, labels[name], len(found[name])) for name in kinds], "total": sum(map(len, found.values())),
        "newest": MOST_FOUND if kind == "cases" and len(found[kind]) == MOST_FOUND else None,
    }  # fmt: skip
    return render(request, "web/search.html", context)


def _cited(query: str, clause: Any, law: Any) -> bool:
    """Whether the query names the clause with its instrument: 衢州条例第20条, zhejiang-2021:art37.p4."""
    bare = query.replace(" ", "").lower()
    names = {
        f"{law.short}{clause.citation.words('zh')}",
        f"{law.title}{clause.citation.words('zh')}",
        str(clause.citation),
    }
    return any(name.lower().startswith(bare) for name in names) and len(bare) > 3


def _about(query: str, calculator: Calculator) -> bool:
    hay = f"{calculator.question} {calculator.about} {calculator.words}".lower()
    return any(word in hay for word in query.lower().split())


def _clause_row(clause: Any) -> dict[str, Any]:
    law = shelf.library().instruments[clause.instrument]
    return {
        "cite": citing.cite_of(clause.citation, shelf.library()),
        "title": either(clause.zh, clause.en),
        "about": f"{either(law.title, law.title_en)} · {citing.kind_words(clause.kind)} · {citing.FORCE_TAGS[clause.force]}",
        "url": citing.clause_url(clause.citation),
    }


def _case_rows(ids: list[int]) -> list[dict[str, Any]]:
    """Cases as lines: number and title, then kind, state, owner and place. ids: those of one page, found in sight."""
    cases = {c.pk: c for c in Case.objects.filter(pk__in=ids).select_related("region", "owner")}
    rows = []
    for case in (cases[pk] for pk in ids if pk in cases):
        site = site_of(case.kind)
        state = dict(site.model.STATES).get(case.state, case.state)
        place = either(case.region.name, case.region.name_en)
        rows.append({
            "title": case.title, "url": reverse("case", args=[case.number]),
            "about": " · ".join(str(part) for part in (case.number, site.title, state, case.owner, place)),
        })  # fmt: skip
    return rows


_ROWS = {
    "clauses": _clause_row,
    "rules": lambda rule: {
        "title": either(rule.zh, rule.en),
        "about": module_words(rule.module),
        "url": reverse("law-rule", args=[rule.name]),
    },
    "calculators": lambda c: {"title": c.question, "about": c.about, "url": c.url},
}
