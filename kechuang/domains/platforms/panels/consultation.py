"""Panels of experts heard before a decision."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.forms import item_choices
from kechuang.casework.cases.law import ask
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge, Tone
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import in_parts, labelled, with_note
from kechuang.domains.platforms.facts.admission import consultation_facts
from kechuang.domains.platforms.forms.admission import choice_words
from kechuang.domains.platforms.models import ExpertConsultation
from kechuang.domains.platforms.panels.admission import in_office_over
from kechuang.domains.platforms.panels.words import day
from kechuang.law import Verdict
from kechuang.law.library import load

FIELDS = "consultation.expert_fields"
_TONES: dict[str, Tone] = {"support": "met", "reserve": "open", "oppose": "breach"}


def consultation_terms(consultation: ExpertConsultation, user: Any) -> Sheet:
    return Sheet(_("征询"), facts=[
        Fact(_("征询事项"), consultation.get_purpose_display()),
        Fact(_("请于此日前答复"), day(consultation.reply_by)),
        Fact(_("征询结束"), day(consultation.concluded_on)),
        Fact(_("决定日"), day(consultation.decided_on)),
        *([Fact(_("决定文号"), consultation.document)] if consultation.document else []),
        *[Fact(_("用于"), a.title, url=reverse("case", args=[a.number]))
          for a in consultation.admissions.visible_to(user)[:20]],
    ])  # fmt: skip


def consultation_text(consultation: ExpertConsultation, user: Any) -> Sheet:
    rows = [(_("征询问题"), consultation.question), (_("意见综述"), consultation.conclusion)]
    return Sheet(_("征询内容"), facts=[Fact(label, text) for label, text in rows if text])


def opinions(consultation: ExpertConsultation, user: Any) -> Sheet:
    """The fields the law names: who was heard in each, and which is still missing."""
    if not in_office_over(user, consultation) and consultation.state == "asking":
        return _own(consultation, user)
    finding = ask(consultation, "expert_consultation", consultation_facts(consultation))
    by_field: dict[str, list[Any]] = {}
    rows_seen = consultation.opinions.visible_to(user).select_related("evidence")
    for row in rows_seen:
        by_field.setdefault(row.field, []).append(row)
    lines: list[Fact] = []
    for code, label in item_choices(FIELDS):
        rows = by_field.get(code, [])
        if not rows:
            lines.append(Fact(label, " ", badge=Badge("na", _("还没有"))))
        for row in rows:
            parts = [with_note(str(row.expert), row.workplace), day(row.given_on), str(row.get_source_display())]
            who = labelled(in_parts(parts), row.text)
            lines.append(Fact(label, who, badge=Badge(_TONES[row.stance], str(row.get_stance_display()))))
    known = finding.verdict is not Verdict.NOT_APPLICABLE
    return Sheet(
        _("专家意见"), facts=lines, badge=badge(finding) if known else None,
        cites=[cite_of(c, load()) for c in finding.citations[:2]] if known else (),
    )  # fmt: skip


def _own(consultation: ExpertConsultation, user: Any) -> Sheet:
    """For an expert asked, while the round is open: what they themselves said."""
    mine = consultation.opinions.visible_to(user).first()
    note = _("征询结束之前，你的意见只有你和征询单位看得到")
    if mine is None:
        return Sheet(_("你的意见"), badge=Badge("open", _("还没有答复")), text=note)
    return Sheet(
        _("你的意见"), badge=Badge(_TONES[mine.stance], str(mine.get_stance_display())), text=mine.text, foot=note,
        facts=[Fact(_("日期"), day(mine.given_on)), Fact(_("领域"), choice_words(item_choices(FIELDS), [mine.field])[0])],
    )  # fmt: skip


def invited(consultation: ExpertConsultation, user: Any) -> Sheet | None:
    """Who was asked, and how far each is; for the office."""
    if not in_office_over(user, consultation):
        return None
    rows = list(consultation.invitations.select_related("expert__person", "expert__organisation"))
    if not rows:
        return None
    said = set(consultation.opinions.exclude(given_by=None).values_list("given_by_id", flat=True))
    words = dict(item_choices(FIELDS))

    def standing(row: Any) -> Badge:
        if row.declined_on is not None:
            return Badge("na", _("不便答复"))
        return Badge("met", _("已答复")) if row.user_id in said else Badge("open", _("等候答复"))

    return Sheet(
        _("邀请的专家"), head=[_("专家"), _("单位"), _("领域"), _("邀请日"), _("状态"), _("说明")],
        rows=[[r.expert.person.name, str(r.expert.organisation), words.get(r.field, r.field), day(r.asked_on), standing(r),
               r.declined_because or "–"] for r in rows],
    )  # fmt: skip
