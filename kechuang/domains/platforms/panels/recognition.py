"""Panels of recognition rounds and applications, and what support follows for a recognised platform."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.forms import item_choices
from kechuang.casework.cases.law import ask
from kechuang.casework.notices.queries import standing
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.reviews.panels import review_sheet
from kechuang.core import clock
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, language, listed
from kechuang.domains.platforms.facts.recognition import application_facts, round_facts
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.domains.platforms.forms.recognition import type_choices
from kechuang.domains.platforms.models import Platform, RecognitionApplication, RecognitionRound
from kechuang.domains.platforms.notices import RECOGNITION
from kechuang.domains.platforms.panels.admission import in_office_over, notice_sheet
from kechuang.domains.platforms.panels.words import day, link
from kechuang.domains.platforms.queries import recognition as queries
from kechuang.law import REGISTRY, Finding, Verdict, explain
from kechuang.law.library import load
from kechuang.law.present import fact_words

MOST = 200


# -- rounds ------------------------------------------------------------------------------------------------


def terms(batch: RecognitionRound, user: Any) -> Sheet:
    types = {code: str(words) for code, words in type_choices()}
    return Sheet(_("认定"), facts=[
        Fact(_("认定机关"), str(batch.owner)),
        Fact(_("认定类型"), types.get(batch.recognition_type, batch.recognition_type)),
        Fact(_("证书上的名称"), batch.type_name),
        Fact(_("级别"), batch.get_level_display()),
        Fact(_("受理"), f"{day(batch.opens_on)} – {day(batch.closes_on)}"),
        Fact(_("有效期"), _("%(n)d 年") % {"n": batch.valid_years} if batch.valid_years else _("长期")),
        Fact(_("专家评审"), _("须经") if batch.needs_review else _("不须")),
        *([Fact(_("认定文号"), batch.document)] if batch.document else []),
    ])  # fmt: skip


def publications(batch: RecognitionRound, user: Any) -> Sheet:
    """Conditions, procedure and results: the text that stands, since when, or that it is not published yet."""
    finding = ask(batch, "recognition_round_closing" if batch.finished_on else "recognition_round_opening",
                  round_facts(batch))  # fmt: skip
    latest = {row.item: row for row in batch.publications.all()}
    facts: list[Fact] = []
    for code, label in item_choices("recognition.publications"):
        row = latest.get(code)
        if row is not None and (code != "results" or batch.results_on is not None):
            words = _("%(day)s公开") % {"day": day(row.published_on)}
            facts.append(Fact(label, row.text, badge=Badge("met", words)))
        else:
            facts.append(Fact(label, " ", badge=Badge("na", _("尚未公开"))))
    known = finding.verdict is not Verdict.NOT_APPLICABLE
    return Sheet(
        _("公开事项"), facts=facts, badge=badge(finding) if known else None,
        cites=[cite_of(c, load()) for c in finding.citations[:2]] if known else (),
    )  # fmt: skip


def applications(batch: RecognitionRound, user: Any) -> Sheet | None:
    """The applications as far as this person may see them; who was recognised, the published results say to everybody."""
    if not getattr(user, "is_authenticated", False):
        return None
    rows = list(batch.applications.visible_to(user).select_related("platform").order_by("pk")[:MOST])
    if not rows:
        return None
    return Sheet(
        _("申报"), head=[_("编号"), _("平台"), _("申报日"), _("状态")],
        rows=[[link(a.number, a), a.platform.title, day(a.submitted_on), a.state_label] for a in rows],
        note=_("%(n)d 件") % {"n": len(rows)},
    )  # fmt: skip


def round_notice(batch: RecognitionRound, user: Any) -> Sheet | None:
    if batch.state not in ("noticed", "closed"):
        return None
    return notice_sheet(standing(batch, RECOGNITION))


# -- applications --------------------------------------------------------------------------------------------


def missing(application: RecognitionApplication, user: Any) -> Sheet | None:
    if application.state not in ("draft", "returned"):
        return None
    lacking = queries.lacking(application)
    if not lacking:
        return Sheet(_("可以提交了"), badge=Badge("met", _("齐全")), text=_("要填的都填了；需要的附件请先添加。"))
    return Sheet(
        _("提交前还要填"), badge=Badge("open", _("%(n)d 项") % {"n": len(lacking)}),
        text=listed([str(label) for label in lacking.values()]),
    )  # fmt: skip


def summary(application: RecognitionApplication, user: Any) -> Sheet:
    """What it applies for, and what the registry already knows of its platform."""
    platform, round_ = application.platform, application.round
    return Sheet(_("申报事项"), facts=[
        Fact(_("批次"), round_.title, url=reverse("case", args=[round_.number])),
        Fact(_("平台"), platform.title, url=reverse("case", args=[platform.number])),
        Fact(_("类型"), platform.get_platform_class_display()),
        Fact(_("信用代码"), platform.owner.credit_code),
        Fact(_("产业领域"), listed(platform.fields)),
        Fact(_("全职科研人员（人）"), application.staff_count if application.staff_count is not None else "–"),
        Fact(_("上年研发投入（元）"), int((application.research_spending or 0) * 100), kind="money"),
        Fact(_("申报日"), day(application.submitted_on)),
    ])  # fmt: skip


def statement(application: RecognitionApplication, user: Any) -> Sheet | None:
    if not application.statement:
        return None
    conditions = application.round.publications.filter(item="conditions").last()
    return Sheet(_("对照条件"), facts=[
        *([Fact(_("公开的条件"), conditions.text)] if conditions else []),
        Fact(_("平台的说明"), application.statement),
    ])  # fmt: skip


def review(application: RecognitionApplication, user: Any) -> Sheet | None:
    decided = application.decided_on is not None
    if not application.round.needs_review or application.state in ("draft", "submitted", "returned"):
        return None
    if not decided and not in_office_over(user, application):
        return None
    return review_sheet(application, user, queries.PURPOSE)


def verdicts(application: RecognitionApplication, user: Any) -> Sheet | None:
    """What the law says of the level and kind applied for."""
    given = application_facts(application)
    lines = []
    for name in ("recognition_level", "recognition_kind", "recognition_application"):
        finding = ask(application, name, given)
        if finding.verdict not in (Verdict.NO_LAW_FOUND, Verdict.NOT_APPLICABLE):
            first = cite_of(finding.citations[0], load()) if finding.citations else None
            lines.append(Fact(either(finding.zh, finding.en), " ", badge=badge(finding), cite=first))
    return Sheet(_("法规要求"), facts=lines) if lines else None


def decision(application: RecognitionApplication, user: Any) -> Sheet | None:
    if application.decided_on is None:
        return None
    refused = application.state == "refused"
    return Sheet(
        _("审定"), badge=Badge("breach" if refused else "met", application.state_label), text=application.reasons,
        facts=[Fact(_("审定日"), day(application.decided_on))],
        cites=[cite_of(place, load()) for place in application.grounds],
    )  # fmt: skip


# -- what follows --------------------------------------------------------------------------------------------


def help_now(platform: Platform, user: Any) -> Sheet | None:
    """The support that a recognised platform has by its recognition, for those who belong to it or deal with it."""
    inside = platform.owner_id in reach_of(user).organisations or in_office_over(user, platform)
    if not inside or not any(r.holds_on(clock.today()) for r in platform.recognitions.all()):
        return None
    return _help(platform, unit_facts(platform))


def help_later(application: RecognitionApplication, user: Any) -> Sheet | None:
    """The support that would follow from this recognition."""
    if application.state in ("recognised", "refused", "withdrawn"):
        return None
    return _help(application.platform, application_facts(application))


_SHOWN = (Verdict.MET, Verdict.NEEDS_DETERMINATION)
_KINDS = ("entitlement",)
MOST_NAMED = 3
"""As many facts still to be known as a line names."""


def _help(platform: Platform, given: Mapping[str, Any]) -> Sheet:
    """What the law gives a platform because it is recognised, each with its clause and what must still be known."""
    title, known = (
        _("认定后可得的支持"),
        {name: value for name, value in given.items() if isinstance(value, str | bool)},
    )
    names = _following(platform.region_id, clock.today(), tuple(sorted(known.items())), load().fingerprint)
    findings = [ask(platform, name, given) for name in names]
    rows = [_line(found) for found in findings if found.verdict in _SHOWN and found.citations]
    if not rows:
        return Sheet(
            title, badge=Badge("none", _("未查到规定")), text=_("没有条文把支持只给经认定的平台；其他支持见工作台。")
        )
    rows.sort(key=lambda row: row[1].tone != "met")
    return Sheet(title, head=[_("支持"), _("结论"), _("还要弄清"), _("依据")], rows=rows)


@lru_cache(maxsize=512)
def _following(region: str, day: dt.date, known: tuple[tuple[str, Any], ...], law: str) -> tuple[str, ...]:
    """The entitlements whose answer would be another without the recognition. law: the texts it is an answer of."""
    given = {"on": day, "as_of": day, **dict(known)}
    without = {**given, "unit.recognised": False}
    without.pop("unit.recognition_level", None)
    found = []
    for name, rule in REGISTRY.items():
        if str(rule.kind) not in _KINDS:
            continue
        with_it, before = (explain(name, facts, territory=region) for facts in (given, without))
        if (with_it.verdict, with_it.missing) != (before.verdict, before.missing):
            found.append(name)
    return tuple(found)


def _line(finding: Finding) -> list[Any]:
    cite = cite_of(finding.citations[0], load())
    needed = [fact_words(name, language()) for name in finding.missing]
    words = listed(needed[:MOST_NAMED])
    if len(needed) > MOST_NAMED:
        words = _("%(names)s等 %(n)d 项") % {"names": words, "n": len(needed)}
    word = _("可得") if finding.verdict is Verdict.MET else _("待认定")
    return [either(finding.zh, finding.en), badge(finding, word), words or "–", {"label": cite.title, "url": cite.url}]
