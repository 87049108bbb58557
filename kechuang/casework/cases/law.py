"""The law asked about a case: with its facts, its region, today's date and what persons have determined in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kechuang.casework.cases.models import Case, CaseDetermination
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import concluded, in_clauses, in_sentences, listed
from kechuang.law import Determination, Finding, Verdict, explain
from kechuang.law.library import load
from kechuang.law.present import citation_words, fact_words


def ask(case: Case, rule: str, facts: Mapping[str, Any], **context: Any) -> Finding:
    """The finding of a rule for a case. Facts given win over the case's own; determinations fill what is missing."""
    given: dict[str, Any] = {"on": clock.today(), "as_of": clock.today(), **facts}
    return explain(rule, given, territory=case.region_id, determinations=_determinations(case), **context)


def _determinations(case: Case) -> list[Determination]:
    """What persons determined in the case; read once where a page prefetched it, for it asks the law many times."""
    if case.pk is None:
        return []
    rows = case.determinations.all()
    if "determinations" not in getattr(case, "_prefetched_objects_cache", {}):
        rows = rows.select_related("by")
    return [determination(row) for row in rows]


def determined_in(cases: Iterable[int]) -> dict[int, list[Determination]]:
    """What persons determined in these cases, by case, in the order recorded; in one query."""
    found: dict[int, list[Determination]] = {}
    rows = CaseDetermination.objects.filter(case_id__in=list(cases)).select_related("by").order_by("pk")
    for row in rows:
        found.setdefault(row.case_id, []).append(determination(row))
    return found


def determination(row: CaseDetermination) -> Determination:
    """A recorded determination as the law floor cites it."""
    return Determination(row.question, row.answer, by=str(row.by), on=row.on, basis=row.basis)


def refusal_of(findings: Iterable[Finding | Refusal]) -> tuple[Refusal | None, tuple[Finding, ...]]:
    """The first refusal among the answers of the law, and the findings to show as warnings (breaches of drafts)."""
    warnings: list[Finding] = []
    for finding in findings:
        if isinstance(finding, Refusal):
            return finding, tuple(warnings)
        blocking = finding.verdict in (Verdict.BREACHED, Verdict.NEEDS_DETERMINATION)
        if blocking and not finding.simulation:
            refusal = breach(finding) if finding.verdict is Verdict.BREACHED else open_question(finding)
            return refusal, tuple(warnings)
        if blocking or finding.remarks:
            warnings.append(finding)
    return None, tuple(warnings)


def entitled(finding: Finding, *, silent: bool = False) -> Finding | Refusal:
    """For what rests on an entitlement: the finding where it is met or open, a refusal where it is not.

    silent: let it pass where no text says anything for this place and unit (what may also be done without a text).
    """
    if finding.verdict in (Verdict.MET, Verdict.NEEDS_DETERMINATION, Verdict.BREACHED):
        return finding
    if finding.value is None and silent:
        return finding
    label = finding.en if _lang() == "en" else finding.zh
    if finding.value is None:
        return Refusal(
            Ground.LAW,
            concluded(label, _("没有适用于此地和此单位的规定")),
            finding.citations,
            finding=finding,
        )
    opens = next((o.value for o in finding.outputs if o.name == "opens_on" and isinstance(o.value, dt.date)), None)
    later = opens if opens is not None and opens > clock.today() else None
    return replace(breach(finding), opens_on=later)


def breach(finding: Finding) -> Refusal:
    """A refusal that says what is breached, what is missing and what follows."""
    lang = _lang()
    label = finding.en if lang == "en" else finding.zh
    reasons = [remark.en if lang == "en" else remark.zh for remark in finding.remarks]
    missing = [o for o in finding.outputs if o.name.startswith("missing") and o.value]
    if missing:
        from kechuang.law.words import words

        names = in_clauses(words(o.value, o.type, lang, load()) for o in missing)
        reasons.insert(0, _("尚缺：%(names)s") % {"names": names})
    text = concluded(label, _("不符合规定"))
    if reasons:
        text = in_sentences([text, in_clauses(reasons)])
    opens = finding.value if finding.kind == "clock" else None
    return Refusal(Ground.LAW, text, finding.citations, opens_on=opens, finding=finding)


def open_question(finding: Finding) -> Refusal:
    """A refusal that names what a person must determine first."""
    lang = _lang()
    names = [fact_words(name, lang) for name in finding.missing]
    questions = load().interpretations
    names += [questions[i].question_en if lang == "en" else questions[i].question for i in finding.open]
    names += [citation_words(c, lang, load()) for c in finding.conflicts]
    label = finding.en if lang == "en" else finding.zh
    text = in_sentences([concluded(label, _("待认定")), _("先要弄清：%(names)s") % {"names": listed(names)}])
    return Refusal(
        Ground.DETERMINATION, text, finding.citations, finding=finding, questions=(*finding.missing, *finding.open)
    )


def _lang() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
