"""Panels of an achievement: what it is, who completed it, whose it is, its screening, its rights and reports."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import takes_part
from kechuang.core import clock
from kechuang.core.ui.parts import Badge, Crumb
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import in_parts, listed
from kechuang.domains.achievements import facts
from kechuang.domains.achievements.actions.who import ALIVE, discloser, manager
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.models import Achievement, IPRight
from kechuang.domains.achievements.owning import holdings
from kechuang.domains.achievements.panels.words import badge, chips, day, output_fact, remarks, silent
from kechuang.domains.achievements.secrecy import secrecy


def particulars(achievement: Achievement, user: Any) -> Sheet:
    """The fields of the registration form."""
    a = achievement
    term = f"{day(a.started_on)} – {day(a.completed_on)}" if a.started_on else day(a.completed_on)
    lines = [
        Fact(_("成果类别"), a.get_kind_of_achievement_display()),
        Fact(_("体现形式"), a.get_form_display()),
        Fact(_("成果属性"), a.get_attribute_display()),
        Fact(_("所处阶段"), a.get_stage_display()),
        Fact(_("水平"), a.get_level_display() or "–"),
        Fact(_("技术成熟度"), f"TRL {a.trl}" if a.trl else "–"),
        Fact(_("起止"), term),
        Fact(_("关键词"), listed(a.keywords) or "–"),
        Fact(_("产业领域"), listed(a.industries) or "–"),
        Fact(_("资金"), _("财政性资金") if a.fiscal else _("非财政性资金")),
        Fact(_("来源计划"), " ".join(filter(None, (a.programme, a.project_number))) or "–"),
        Fact(_("职务成果"), _("是") if a.service else _("否")),
        Fact(_("密级"), secrecy(a) or "–"),
        Fact(_("推荐单位"), str(a.recommended_by) if a.recommended_by else "–"),
        Fact(_("成果登记号"), a.registration_number or "–"),
        Fact(_("登记日"), day(a.registered_on)),
    ]
    if a.platform is not None:
        lines.insert(0, Fact(_("平台"), a.platform.title, url=reverse("case", args=[a.platform.number])))
    return Sheet(_("登记事项"), facts=lines)


def abstract(achievement: Achievement, user: Any) -> Sheet | None:
    """The abstract; readers outside see the neutral one where the whole is not open."""
    whole = achievement.search == Achievement.Search.OPEN or takes_part(user, achievement)
    text = achievement.abstract if whole else achievement.neutral_abstract
    return Sheet(_("摘要"), text=text) if text.strip() else None


def completers(achievement: Achievement, user: Any) -> Sheet:
    """Who completed it, in order, with the share of each; the shares are a whole."""
    rows = list(achievement.completers.all())
    lines = [
        [str(c.position), str(c.person), str(c.organisation or "–"), percent(c.share),
         Badge("met", _("主要完成人")) if c.main else "–"]
        for c in rows
    ]  # fmt: skip
    total = percent(sum(c.share for c in rows))
    return Sheet(
        _("完成人"), head=[_("排名"), _("姓名"), _("单位"), _("贡献份额"), _("身份")], rows=lines, numeric=frozenset({0, 3}),
        note=_("%(n)d 人，合计 %(total)s") % {"n": len(rows), "total": total},
    )  # fmt: skip


def ownership(achievement: Achievement, user: Any) -> Sheet | None:
    """Who owns how much, since when and why; what the law says where no share is recorded."""
    rows = list(achievement.ownership.all())
    finding = ask(achievement, "achievement_owner", facts.ownership_facts(achievement))
    if not rows and silent(finding):
        return None
    held = {row.pk for row in holdings(achievement, clock.today())}
    lines = [
        [str(o.organisation or o.person), percent(o.share), day(o.valid_from), day(o.valid_to), o.basis,
         Badge("met", _("有效")) if o.pk in held else Badge("na", _("不在有效期"))]
        for o in rows
    ]  # fmt: skip
    return Sheet(
        _("归属"), head=[_("权利人"), _("份额"), _("起"), _("止"), _("依据"), _("效力")], rows=lines, numeric=frozenset({1}),
        badge=None if silent(finding) else badge(finding), cites=chips([finding]),
    )  # fmt: skip


def screening(achievement: Achievement, user: Any) -> Sheet | None:
    """The three outcomes of the screen, each by its own clause."""
    if not takes_part(user, achievement):
        return None
    latest = achievement.screenings.first()
    if latest is None:
        return Sheet(_("保密和安全审查"), badge=Badge("open", _("未审查")), text=_("登记以前先作保密和安全审查。"))
    given = facts.holder_facts(achievement.owner) | facts.screen_facts(achievement)
    finding = ask(achievement, "secrecy_screen", given)
    tones = {True: Badge("met", _("可以")), False: Badge("breach", _("不可以"))}
    lines = [
        output_fact(finding, "public_search"),
        output_fact(finding, "disposal_allowed", tones),
        output_fact(finding, "empowerment_allowed", tones),
        Fact(_("审查人"), in_parts([str(latest.by), day(latest.on)])),
        Fact(_("依据"), latest.basis),
    ]
    note = Badge("none", _("未查到规定")) if silent(finding) else None
    return Sheet(
        _("保密和安全审查"), facts=[line for line in lines if line is not None], badge=note, cites=chips([finding]),
        text=remarks([finding]),
    )  # fmt: skip


_RIGHT = {
    IPRight.Status.APPLIED: "open", IPRight.Status.GRANTED: "met", IPRight.Status.LAPSED: "na",
    IPRight.Status.REFUSED: "na",
}  # fmt: skip


def rights(achievement: Achievement, user: Any) -> Sheet | None:
    """Intellectual property with its dates and next fee."""
    rows = list(achievement.rights.all())
    if not rows:
        return None
    today = clock.today()
    lines = []
    mends = achievement.state in ALIVE and (discloser | manager).test(user, achievement)
    correct = reverse("case-action", args=[achievement.number, "correct_right"])
    for r in rows:
        number: Any = (
            f"ZL{r.number}"
            if r.status == IPRight.Status.GRANTED and r.kind in ("invention", "utility", "design")
            else r.number
        )
        late = r.fee_due_on is not None and r.fee_due_on < today
        fee: Any = Badge("breach", _("%(day)s 已过") % {"day": day(r.fee_due_on)}) if late else day(r.fee_due_on)
        mark = Badge(_RIGHT[IPRight.Status(r.status)], r.get_status_display())  # type: ignore[arg-type]  # one of the tones
        if mends:
            number = Crumb(number, f"{correct}?right={r.pk}")
        lines.append([r.get_kind_display(), number, day(r.applied_on), day(r.granted_on), day(r.expires_on), fee, mark])
    return Sheet(
        _("知识产权"), rows=lines,
        head=[_("种类"), _("号码"), _("申请日"), _("授权（登记）日"), _("届满日"), _("下次缴费"), _("状态")],
        foot=_("录错的点号码更正") if mends else "",
    )  # fmt: skip


def reports(achievement: Achievement, user: Any) -> Sheet | None:
    """Sci-tech reports, and for fiscal projects whether all was handed in in time."""
    rows = list(achievement.reports.all())
    finding = ask(achievement, "report_submission", facts.report_facts(achievement))
    if not rows and silent(finding):
        return None
    lines = [
        [r.title, r.number or "–", r.get_openness_display(), in_parts(filter(None, (day(r.deferred_until), r.deferral_reason))),
         day(r.submitted_on)]
        for r in rows
    ]  # fmt: skip
    return Sheet(
        _("科技报告"), head=[_("名称"), _("编号"), _("公开方式"), _("延期至"), _("提交日")], rows=lines,
        badge=None if silent(finding) else badge(finding), text="" if rows and finding.verdict.value == "met" else remarks([finding]),
        cites=chips([finding]),
    )  # fmt: skip
