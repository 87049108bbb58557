"""Panels of calls and of applications for admission."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.forms import item_choices
from kechuang.casework.cases.law import ask
from kechuang.casework.notices.queries import standing
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.reviews.panels import review_sheet
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge, Tone
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, listed
from kechuang.domains.platforms import facts
from kechuang.domains.platforms.forms.admission import INDUSTRIES, choice_words
from kechuang.domains.platforms.models import Admission, AdmissionBudget, Call
from kechuang.domains.platforms.notices import ADMISSION
from kechuang.domains.platforms.panels.words import day, link
from kechuang.domains.platforms.queries import admission as queries
from kechuang.domains.platforms.reviews import ADMISSION as PURPOSE
from kechuang.law import Verdict
from kechuang.law.library import load

MOST = 200
"""As many rows as a panel shows."""


def industry_words(codes: Any) -> list[str]:
    return choice_words(item_choices(*INDUSTRIES), codes)


def in_office_over(user: Any, case: Any) -> bool:
    return any(case.region_id.startswith(prefix) for prefix in reach_of(user).prefixes)


# -- calls -----------------------------------------------------------------------------------------------


def call_terms(call: Call, user: Any) -> Sheet:
    return Sheet(_("征集"), facts=[
        Fact(_("发布单位"), str(call.owner)),
        Fact(_("面向地区"), either(call.region.name, call.region.name_en)),
        Fact(_("产业领域"), listed(industry_words(call.industries))),
        Fact(_("受理"), f"{day(call.opens_on)} – {day(call.closes_on)}"),
        Fact(_("发布日"), day(call.published_on)),
        Fact(_("联系方式"), call.contact),
    ])  # fmt: skip


def call_text(call: Call, user: Any) -> Sheet:
    rows = [(_("征集内容"), call.purpose), (_("申请条件"), call.conditions), (_("评审要点"), call.criteria)]
    papers = listed(call.documents) or _("系统里的登记和申请表即可")
    return Sheet(
        _("征集内容和条件"), facts=[Fact(label, text) for label, text in (*rows, (_("申请材料"), papers)) if text]
    )


def criteria(case: Any, user: Any) -> Sheet:
    """What reviewers score, in which track, with which weight."""
    tracks = {track.name: track for track in PURPOSE.tracks}
    return Sheet(
        _("评审标准"), head=[_("内容"), _("评审类别"), _("类内权重")], numeric=frozenset({2}),
        rows=[[str(c.label), str(tracks[c.track].label), str(c.weight)] for c in PURPOSE.criteria],
        cites=[cite_of(place, load()) for place in PURPOSE.cites],
    )  # fmt: skip


def call_admissions(call: Call, user: Any) -> Sheet | None:
    """The applications for a call, as far as this person may see them."""
    if not getattr(user, "is_authenticated", False):
        return None
    rows = list(call.admissions.visible_to(user).select_related("owner").order_by("pk")[:MOST])
    if not rows:
        return None
    return Sheet(
        _("申请"), head=[_("编号"), _("拟设平台"), _("申请单位"), _("提交日"), _("状态")],
        rows=[[link(a.number, a), a.title, str(a.owner), day(a.submitted_on), a.state_label] for a in rows],
        note=_("%(n)d 件") % {"n": len(rows)},
    )  # fmt: skip


# -- applications ------------------------------------------------------------------------------------------


def missing(admission: Admission, user: Any) -> Sheet | None:
    """What is still empty, while it can be filled in."""
    if admission.state not in ("draft", "returned"):
        return None
    lacking = queries.lacking(admission)
    if not lacking:
        return Sheet(_("可以提交了"), badge=Badge("met", _("齐全")), text=_("要填的都填了；需要的附件请先添加。"))
    return Sheet(
        _("提交前还要填"), badge=Badge("open", _("%(n)d 项") % {"n": len(lacking)}),
        text=listed([str(label) for label in lacking.values()]),
    )  # fmt: skip


def summary(admission: Admission, user: Any) -> Sheet:
    partners = [str(p.organisation) for p in admission.partners.select_related("organisation")]
    call = admission.call
    return Sheet(_("申请事项"), facts=[
        Fact(_("申请方式"), admission.get_route_display()),
        *([Fact(_("征集"), call.title, url=reverse("case", args=[call.number]))] if call else []),
        Fact(_("类型"), admission.get_platform_class_display()),
        Fact(_("设立资金"), admission.get_origin_display()),
        Fact(_("法人形式"), admission.get_legal_form_display()),
        Fact(_("产业领域"), listed([*industry_words(admission.industries), *([admission.other_industries]
             if admission.other_industries else [])])),
        Fact(_("共建主体"), listed(partners)),
        Fact(_("引进主体"), str(admission.introducing_entity or "–")),
        Fact(_("拟共建年限"), admission.term_years or "–"),
        Fact(_("申请支持"), int((admission.requested or 0) * 100), kind="money"),
        Fact(_("自筹"), int((admission.self_raised or 0) * 100), kind="money"),
        Fact(_("提交日"), day(admission.submitted_on)),
        *([Fact(_("平台"), admission.platform.number, url=reverse("case", args=[admission.platform.number]))]
          if admission.platform else []),
    ])  # fmt: skip


def plans(admission: Admission, user: Any) -> Sheet:
    rows = (
        (_("主攻方向"), admission.directions), (_("产业需求"), admission.need), (_("团队"), admission.team),
        (_("院长（主任）人选"), admission.leader_name), (_("建设要求"), admission.construction),
        (_("人才引育"), admission.talent), (_("成果转化"), admission.transformation), (_("企业孵化"), admission.incubation),
    )  # fmt: skip
    return Sheet(_("申请内容"), facts=[Fact(label, text) for label, text in rows if text])


def contact(admission: Admission, user: Any) -> Sheet | None:
    """The person to ask, for the applicant and the offices that deal with it; experts do not see it."""
    inside = admission.owner_id in reach_of(user).organisations or in_office_over(user, admission)
    if not admission.contact_name or not inside:
        return None
    return Sheet(
        _("联系人"), facts=[Fact(_("姓名"), admission.contact_name), Fact(_("电话"), admission.contact_phone or "–")]
    )


def _told(admission: Admission, user: Any) -> bool:
    """Whether what was weighed is told to this person: the offices always, the applicant once it is decided."""
    return in_office_over(user, admission) or bool(admission.decision)


def budget(admission: Admission, user: Any) -> Sheet | None:
    """The money arranged, by year and source."""
    if not _told(admission, user):
        return None
    rows = list(admission.budget.all())
    chips = [cite_of("keqiao-2025-draft:s1.3.c", load())] if admission.region_id.startswith("330603") else []
    if not rows:
        return Sheet(_("预算"), badge=Badge("open", _("还没有安排")), text=_("预算与论证同步安排。"), cites=chips)
    labels = dict(AdmissionBudget.Source.choices)
    total = sum((row.amount for row in rows), Decimal(0))
    return Sheet(
        _("预算"), head=[_("年度"), _("来源"), _("金额（元）")], numeric=frozenset({2}), cites=chips,
        rows=[*[[str(r.year), str(labels[r.source]), f"{r.amount:,.2f}"] for r in rows],
              [_("合计"), "", f"{total:,.2f}"]],
        note=str(admission.get_support_mode_display()),
    )  # fmt: skip


def review(admission: Admission, user: Any) -> Sheet | None:
    """The two tracks: how far, and once concluded the scores and words, without names."""
    if admission.state in ("draft", "submitted", "returned") or not _told(admission, user):
        return None
    return review_sheet(admission, user, queries.PURPOSE) or Sheet(
        _("专家评审"), badge=Badge("na", _("还没有开设")), text=_("在评审里为这件申请开设评审组。"),
        facts=[Fact(_("下一步"), _("开设评审组"), url=convene_url(admission, queries.PURPOSE))]
        if in_office_over(user, admission) else (),
    )  # fmt: skip


def convene_url(case: Any, purpose: str) -> str:
    """Where an office opens a panel on a case, with the sides, fields and numbers of its choice."""
    return (
        f"{reverse('case-new', args=['panels', 'convene'])}?{urlencode({'subject': case.number, 'purpose': purpose})}"
    )


RULES = (
    "platform_layout", "expert_consultation", "admission_priority", "admission_panel", "admission_aspects",
    "admission_tracks", "admission_criteria", "admission_budget",
)  # fmt: skip


def argument(admission: Admission, user: Any) -> Sheet | None:
    """What the law asks of an admission here, and where it stands."""
    if not _told(admission, user):
        return None
    given = facts.admission_facts(admission)
    lines, chips = [], {}
    for name in RULES:
        finding = ask(admission, name, given)
        if finding.verdict in (Verdict.NO_LAW_FOUND, Verdict.NOT_APPLICABLE):
            continue
        first = cite_of(finding.citations[0], load()) if finding.citations else None
        lines.append(Fact(either(finding.zh, finding.en), " ", badge=badge(finding), cite=first))
        chips.update({c.words: c for c in (cite_of(place, load()) for place in finding.citations)})
    if not lines:
        return Sheet(_("论证要求"), badge=Badge("none", _("未查到规定")))
    return Sheet(_("论证要求"), facts=lines)


def assessments(admission: Admission, user: Any) -> Sheet | None:
    found = list(admission.assessments.visible_to(user))
    if not found:
        return None
    labels = dict(item_choices("admission.assessment_aspects"))
    consultation = admission.consultation
    rows = [Fact(labels.get(row.aspect, row.aspect), row.text) for row in found]
    if consultation is not None:
        rows.append(Fact(_("专家征询"), consultation.title, url=reverse("case", args=[consultation.number])))
    return Sheet(_("论证意见"), facts=rows)


def decision(admission: Admission, user: Any) -> Sheet | None:
    """The decision with its reasons and the clauses it rests on."""
    if not admission.decision:
        return None
    refused = admission.decision == Admission.Decision.REFUSE
    return Sheet(
        _("决定"), badge=Badge("breach" if refused else "met", str(admission.get_decision_display())),
        facts=[
            Fact(_("决定日"), day(admission.decided_on)),
            Fact(_("决定人"), str(admission.decided_by or "–")),
            *([Fact(_("例外理由"), admission.exception_reason)] if admission.exception_reason else []),
        ],
        text=admission.reasons, cites=[cite_of(place, load()) for place in admission.grounds],
    )  # fmt: skip


def notice(admission: Admission, user: Any) -> Sheet | None:
    if admission.state not in ("noticed", "admitted"):
        return None
    return notice_sheet(standing(admission, ADMISSION))


def notice_sheet(found: Any) -> Sheet | None:
    """Where the notice stands: until when, and whether an objection holds it up."""
    if found.notice is None:
        return None
    tones: dict[str, tuple[Tone, str]] = {
        "running": ("open", _("公示中")), "suspended": ("breach", _("有异议")), "clear": ("met", _("期满无异议")),
        "withdrawn": ("na", _("已撤回")),
    }  # fmt: skip
    tone, word = tones.get(found.state, ("na", found.state))
    return Sheet(
        _("公示"), badge=Badge(tone, word),
        facts=[
            Fact(_("公示"), found.notice.number, url=reverse("case", args=[found.notice.number])),
            Fact(_("公示至"), day(found.ends_on)),
            Fact(_("未办结的异议"), found.open_objections or "–"),
        ],
    )  # fmt: skip
