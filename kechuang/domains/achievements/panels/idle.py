"""Panels of empowerment, use and idleness, assets; and of the unit's management system."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import takes_part
from kechuang.core import clock
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.achievements import facts
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.forms.system import contents
from kechuang.domains.achievements.models import Achievement, ManagementSystem
from kechuang.domains.achievements.panels.words import badge, chips, day, remarks, silent


def ladder(achievement: Achievement, user: Any) -> Sheet | None:
    """The three steps of the idle ladder: from which day, and whether open today."""
    if achievement.state != "registered" or not takes_part(user, achievement):
        return None
    given = facts.idle_facts(achievement)
    whole = ask(achievement, "idle_ladder", given)
    if silent(whole):
        return None
    opened = {o.name: o.value for o in whole.outputs}
    rows: list[list[Any]] = []
    told = [whole]
    for rule, step, label in (
        ("idle_completer", "completer_open", _("超过一年：完成人可以实施")),
        ("idle_listing", "listing_open", _("超过两年：公开挂牌")),
        ("idle_licence", "licence_open", _("超过三年：可以许可")),
    ):
        clock_ = ask(achievement, rule, given)
        told.append(clock_)
        if clock_.value is None:
            rows.append([label, "–", Badge("na", _("不适用"))])
        elif opened.get(step):
            rows.append([label, day(clock_.value), Badge("open", _("已到"))])
        elif clock_.value > clock.today():
            left = (clock_.value - clock.today()).days
            rows.append([label, day(clock_.value), Badge("na", _("还有 %(n)d 天") % {"n": left})])
        else:
            rows.append([label, day(clock_.value), Badge("na", _("未打开"))])
    lines = [
        Fact(_("列入“先用后转”清单"), day(achievement.use_first_on)),
        Fact(_("告知完成人"), day(achievement.told_on)),
        Fact(_("公开挂牌"), day(achievement.listed_on)),
    ]
    return Sheet(
        _("闲置"), head=[_("台阶"), _("自何日"), _("今天")], rows=rows, facts=lines, cites=chips(told),
        text=remarks([whole]), badge=None,
    )  # fmt: skip


def uses(achievement: Achievement, user: Any) -> Sheet | None:
    """What ended the idle state, and agreements under which completers implement."""
    rows = [[day(u.used_on), u.get_mode_display(), _("完成人自行实施") if u.by_completer else "–", u.note or "–"]
            for u in achievement.uses.all()]  # fmt: skip
    rows += [[day(a.signed_on), _("实施协议"), _("权属不变更"), a.terms] for a in achievement.implementations.all()]
    if not rows or not takes_part(user, achievement):
        return None
    return Sheet(_("使用和实施协议"), head=[_("日期"), _("方式"), _("性质"), _("说明")], rows=rows)


def reasons(achievement: Achievement, user: Any) -> Sheet | None:
    """Why it is not used, and what the department said."""
    rows = list(achievement.idle_reasons.all())
    if not rows or not takes_part(user, achievement):
        return None
    marks = {None: Badge("open", _("等候答复")), True: Badge("met", _("认可")), False: Badge("breach", _("不认可"))}
    return Sheet(
        _("闲置的理由"), head=[_("记录日"), _("理由"), _("答复"), _("答复日"), _("状态")],
        rows=[[day(r.recorded_on), r.reason, r.answer or "–", day(r.decided_on), marks[r.accepted]] for r in rows],
    )  # fmt: skip


def empowerments(achievement: Achievement, user: Any) -> Sheet | None:
    """Who was given which right, from when, and what each chose."""
    found = list(achievement.empowerments.prefetch_related("holders__person"))
    if not found:
        return None
    rows = []
    for one in found:
        for holder in one.holders.all():
            choice = _("参加奖励") if holder.takes_reward else _("取得份额") if holder.share else "–"
            rows.append(
                [
                    str(holder.person), one.get_right_display(), percent(holder.share) if holder.share else "–",
                    f"{day(one.starts_on)} – {day(one.ends_on)}", choice,
                ]
            )  # fmt: skip
    return Sheet(
        _("赋权"), head=[_("完成人"), _("权利"), _("份额"), _("期限"), _("选择")], rows=rows, numeric=frozenset({2})
    )


def assets(achievement: Achievement, user: Any) -> Sheet | None:
    """The separate list, and a loss that was written off."""
    if not takes_part(user, achievement):
        return None
    given = facts.holder_facts(achievement.owner) | {"asset.service_achievement": achievement.service}
    finding = ask(achievement, "separate_listing", given)
    loss = getattr(achievement, "loss", None)
    if silent(finding) and achievement.separate_on is None and loss is None:
        return None
    lines = [Fact(_("列入单列管理"), day(achievement.separate_on))]
    if loss is not None:
        lines += [
            Fact(_("亏损金额"), int(loss.amount * 100), kind="money"), Fact(_("单位审核"), day(loss.reviewed_on)),
            Fact(_("报主管部门备案"), day(loss.filed_on)),
        ]  # fmt: skip
    return Sheet(_("资产管理"), facts=lines, badge=None if silent(finding) else badge(finding), cites=chips([finding]))


def system_contents(system: ManagementSystem, user: Any) -> Sheet:
    """The contents the law lists, what the rules say on each, and which are missing."""
    finding = ask(system, "management_system", facts.system_facts(system) | {"management.implemented": True})
    rows: list[list[Any]] = []
    for name, label in contents().items():
        text = str(system.contents.get(name, "")).strip()
        rows.append([label, text or "–", Badge("met", _("已有")) if text else Badge("breach", _("尚缺"))])
    return Sheet(
        _("制度内容"), head=[_("内容"), _("规定"), _("状态")], rows=rows, badge=None if silent(finding) else badge(finding),
        text=remarks([finding]), cites=chips([finding]),
    )  # fmt: skip


def system_facts(system: ManagementSystem, user: Any) -> Sheet:
    return Sheet(_("要点"), facts=[Fact(_("单位"), str(system.owner)), Fact(_("施行日"), day(system.in_force_on))])
