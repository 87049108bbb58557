"""Panels of a council's page: charter, members and who named nobody, decisions, director, what the law asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import takes_part
from kechuang.core import clock
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge, Cite
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, in_clauses, in_parts, listed, with_note
from kechuang.domains.platforms.facts.governance import (
    director_of,
    governance_facts,
    rules_in_force,
    unnamed_cofounders,
)
from kechuang.domains.platforms.forms.internal_rules import rule_fields
from kechuang.domains.platforms.forms.parts import item_names
from kechuang.domains.platforms.models import Council, CouncilMember, Platform, Stewardship, YearPlan
from kechuang.domains.platforms.panels.words import day, link
from kechuang.domains.platforms.queries.council import USES, matters
from kechuang.law import Finding, Verdict
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.words import words

MOST = 50
"""The latest rows of a kind that one page shows."""
DELEGATION = "keqiao-2025-draft:s2.1.b"


def chips(cited: Iterable[Citation | str], region: str) -> list[Cite]:
    """Citation chips of the texts that govern a place, each official place once."""
    library = load()
    found: dict[tuple[str, str], Cite] = {}
    for one in cited:
        place = Citation.parse(one) if isinstance(one, str) else one
        home = library.instruments.get(place.instrument)
        if home is not None and region.startswith(home.region):
            chip = cite_of(place, library)
            found.setdefault((chip.seal.char, chip.words), chip)
    return list(found.values())


def verdicts(case: Any, names: Iterable[str], given: dict[str, Any], title: str) -> Sheet | None:
    """What the law of the place says on several points, each with its verdict and what is missing; None where it is silent."""
    lines: list[Fact] = []
    cited: list[Citation] = []
    for name in names:
        finding = ask(case, name, given)
        if finding.verdict in (Verdict.NO_LAW_FOUND, Verdict.NOT_APPLICABLE):
            continue
        lines.append(Fact(either(finding.zh, finding.en), _missing(finding) or " ", badge=badge(finding)))
        cited += finding.citations
    return Sheet(title, facts=lines, cites=chips(cited, case.region_id)[:6]) if lines else None


def _missing(finding: Finding) -> str:
    found = [o for o in finding.outputs if o.name.startswith("missing") and o.value]
    lang = "zh" if either("zh", "en") == "zh" else "en"
    text = in_clauses(words(o.value, o.type, lang, load()) for o in found)
    return _("尚缺：%(names)s") % {"names": text} if text else ""


def charter(council: Council, user: Any) -> Sheet:
    """What the charter says."""
    platform = council.platform
    return Sheet(_("章程"), facts=[
        Fact(_("平台"), platform.title, url=reverse("case", args=[platform.number])),
        Fact(_("章程"), council.charter),
        Fact(_("日期"), day(council.charter_on)),
        Fact(_("宗旨"), council.purpose),
        Fact(_("业务范围"), council.scope),
        Fact(_("提前通知"), _("%(n)d 天") % {"n": council.notice_days}),
        Fact(_("开会须有"), council.get_quorum_display()),
        Fact(_("一般事项"), council.get_majority_display()),
        Fact(_("审定事项"), council.get_reserved_majority_display()),
        Fact(_("任期"), _("%(n)d 年") % {"n": council.term_years}),
        Fact(_("由理事会审定"), listed(item_names("council.reserved_matters", council.reserved))),
        Fact(_("平台自主权"), listed(item_names("autonomy.fields", council.autonomy))),
        Fact(_("已提供的保障"), listed(item_names("cofounder.provisions", council.provisions))),
    ], cites=chips(["keqiao-2025-draft:s2.1.a", "keqiao-2025-draft:s4.1.a"], council.region_id))  # fmt: skip


def members(council: Council, user: Any) -> Sheet:
    """Who sits for whom and until when; a co-founder that named nobody stands there too, with the clause."""
    today = clock.today()
    rows = list(council.members.select_related("delegated_by", "account"))
    lines: list[list[Any]] = [
        [
            m.name,
            str(m.delegated_by),
            m.get_position_display(),
            f"{day(m.valid_from)} – {day(m.valid_to)}",
            _standing(m),
        ]
        for m in rows
    ]
    silent = unnamed_cofounders(council)
    lines += [["–", str(one), "–", "–", Badge("breach", _("没有委派委员"))] for one in silent]
    seated = sum(1 for m in rows if m.in_office(today))
    note = _("在任 %(n)d 人") % {"n": seated}
    return Sheet(
        _("委员"), head=[_("姓名"), _("委派单位"), _("职务"), _("任期"), _("状态")], rows=lines, note=note,
        cites=chips([DELEGATION], council.region_id) if silent else (),
        text=_("共建主体应当委派自己的委员：%(names)s 还没有委派。") % {"names": listed([str(s) for s in silent])} if silent else "",
    )  # fmt: skip


def _standing(member: CouncilMember) -> Badge:
    today = clock.today()
    if member.in_office(today):
        return Badge("met", _("在任"))
    if today < member.valid_from:
        return Badge("na", _("未到任"))
    return Badge("na", _("已免去") if member.ended_by else _("任期届满"))


def meetings(council: Council, user: Any) -> Sheet | None:
    """The latest meetings, newest first."""
    rows = list(council.meetings.visible_to(user).order_by("-held_on", "-pk")[:MOST])
    if not rows:
        return None
    return Sheet(
        _("会议"), head=[_("编号"), _("会议"), _("开会日"), _("状态")],
        rows=[[link(m.number, m), m.title, day(m.held_on), m.state_label] for m in rows],
    )  # fmt: skip


def resolutions(council: Council, user: Any) -> Sheet | None:
    """What was decided, by how many votes, and what it has been carried out by."""
    rows = list(council.resolutions.select_related("item__meeting", *USES)[:MOST])
    if not rows:
        return None
    kinds = matters()
    return Sheet(
        _("决议"), head=[_("编号"), _("事项"), _("类别"), _("同意/反对/弃权"), _("会议"), _("执行")],
        rows=[
            [
                r.number, r.title, kinds.get(r.matter, r.matter),
                f"{r.item.votes_for}/{r.item.votes_against}/{r.item.votes_abstain}",
                link(r.item.meeting.number, r.item.meeting), _carried_out(r),
            ]
            for r in rows
        ],
    )  # fmt: skip


def _carried_out(resolution: Any) -> Any:
    for use in USES:
        found = getattr(resolution, use, None)
        if found is not None:
            return link(found.number, found) if hasattr(found, "number") else Badge("met", _("已执行"))
    return Badge("na", _("未执行"))


def director(council: Council, user: Any) -> Sheet:
    """The director in office, the fields they answer for, and those before."""
    rows = list(council.appointments.select_related("post__person", "resolution"))
    now = next((a for a in rows if a.valid_to is None or a.valid_to >= clock.today()), None)
    if now is None:
        return Sheet(
            _("院长（主任）"), badge=Badge("open", _("空缺")), text=_("还没有任命院长（主任）。"),
            cites=chips([DELEGATION, "keqiao-2025-draft:s4.1.b"], council.region_id),
        )  # fmt: skip
    return Sheet(_("院长（主任）"), facts=[
        Fact(_("姓名"), now.post.person.name),
        Fact(_("任职"), day(now.valid_from)),
        Fact(_("决议"), now.resolution.number if now.resolution else "–"),
        Fact(_("负总责"), listed(item_names("director.fields", now.fields))),
        *[Fact(_("前任"), in_parts([a.post.person.name, f"{day(a.valid_from)} – {day(a.valid_to)}"])) for a in rows if a is not now],
    ], cites=chips(["keqiao-2025-draft:s4.1.b"], council.region_id))  # fmt: skip


LAW = (
    "cofounders", "platform_purpose", "council_formation", "council_matters", "director_fields", "autonomy_granted",
    "cofounder_provisions", "internal_rules", "contract_funds_rule",
)  # fmt: skip


def in_law(council: Council, user: Any) -> Sheet | None:
    """What the law of the place asks of the way the platform is run."""
    return verdicts(council, LAW, governance_facts(council.platform), _("法规怎么要求"))


def rules(platform: Platform, region: str, user: Any) -> Sheet:
    """Each field of internal rules with the edition in force, or that it is missing."""
    kept = rules_in_force(platform)
    lines = []
    for field, label in rule_fields():
        rule = kept.get(field)
        if rule is None:
            lines.append([label, "–", "–", "–", Badge("open", _("尚缺"))])
        else:
            shown = _("第 %(n)d 版") % {"n": rule.edition}
            lines.append([label, link(rule.title, rule), shown, day(rule.in_force_on), Badge("met", _("施行"))])
    have = sum(1 for field, _label in rule_fields() if field in kept)
    return Sheet(
        _("内部制度"), head=[_("类别"), _("现行制度"), _("版次"), _("施行日"), _("状态")], rows=lines,
        note=_("%(n)d / %(all)d 类") % {"n": have, "all": len(lines)},
        cites=chips(["keqiao-2025-draft:s2.2.b", "quzhou-2024:art19.p2", "zhejiang-2021:art15.p1"], region),
    )  # fmt: skip


def council_rules(council: Council, user: Any) -> Sheet:
    return rules(council.platform, council.region_id, user)


def of_platform(platform: Platform, user: Any) -> Sheet | None:
    """On a platform's own page: its council, director, rules, plan of the year and who cares for it, as far as one may see."""
    council = Council.objects.visible_to(user).filter(platform=platform, dissolved_on=None).first()
    plan = YearPlan.objects.visible_to(user).filter(platform=platform, withdrawn_on=None).order_by("-year").first()
    care = Stewardship.objects.visible_to(user).filter(platform=platform, ended_on=None).first()
    if not takes_part(user, platform) and council is None and plan is None:
        return None
    director, kept = director_of(platform), rules_in_force(platform)
    facts = [
        _linked(pgettext("one", "理事会"), council, _("没有理事会")),
        Fact(_("院长（主任）"), director.post.person.name if director else _("空缺")),
        Fact(_("内部制度"), _("%(n)d / %(all)d 类") % {"n": len(kept), "all": len(rule_fields())}),
        _linked(_("年度计划"), plan, _("没有计划")),
    ]
    if care is not None:
        facts.append(_linked(_("引进责任"), care, "–"))
    standing = council is not None and council.state == "seated"
    return Sheet(
        _("治理和计划"), badge=None if standing else Badge("open", _("没有履职的理事会")), facts=facts,
        cites=() if standing else chips([DELEGATION], platform.region_id),
    )  # fmt: skip


def _linked(label: str, case: Any, otherwise: str) -> Fact:
    if case is None:
        return Fact(label, otherwise)
    return Fact(label, with_note(case.title, str(case.state_label)), url=reverse("case", args=[case.number]))
