"""Panels of an internal rule's page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.core import clock
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import listed
from kechuang.domains.platforms.facts.governance import COVERS, rules_in_force
from kechuang.domains.platforms.forms.internal_rules import rule_fields
from kechuang.domains.platforms.forms.parts import item_names
from kechuang.domains.platforms.models import InternalRule
from kechuang.domains.platforms.panels.governance import rules
from kechuang.domains.platforms.panels.words import day, link


def about(rule: InternalRule, user: Any) -> Sheet:
    """The field, the edition, whether it is in force, what replaced it."""
    platform = rule.platform
    return Sheet(_("制度"), badge=_standing(rule), facts=[
        Fact(_("平台"), platform.title, url=reverse("case", args=[platform.number])),
        Fact(_("类别"), dict(rule_fields()).get(rule.field, rule.field)),
        Fact(_("版次"), _("第 %(n)d 版") % {"n": rule.edition}),
        *([Fact(_("涵盖"), listed(item_names(COVERS[rule.field], rule.covers)))] if rule.field in COVERS else []),
        Fact(_("通过日"), day(rule.adopted_on)),
        Fact(_("决议"), rule.resolution.number if rule.resolution else "–"),
        Fact(_("施行日"), day(rule.in_force_on)),
        *([Fact(_("取代"), rule.replaces.number, url=reverse("case", args=[rule.replaces.number]))] if rule.replaces else []),
        *([Fact(_("废止日"), day(rule.repealed_on))] if rule.repealed_on else []),
    ])  # fmt: skip


def _standing(rule: InternalRule) -> Badge:
    today = clock.today()
    if rule.state != "adopted" or rule.in_force_on is None:
        return Badge("na", str(rule.state_label))
    if today < rule.in_force_on:
        return Badge("na", _("尚未施行"))
    current = rules_in_force(rule.platform).get(rule.field)
    if current is not None and current.pk != rule.pk:
        return Badge("na", _("已被第 %(n)d 版取代") % {"n": current.edition})
    return Badge("met", _("施行"))


def text(rule: InternalRule, user: Any) -> Sheet:
    return Sheet(_("正文"), facts=[Fact("", rule.text)])


def editions(rule: InternalRule, user: Any) -> Sheet:
    """Every edition in the same field."""
    rows = InternalRule.objects.filter(platform=rule.platform, field=rule.field).order_by("-edition")
    return Sheet(
        _("历次版本"), head=[_("版次"), _("名称"), _("施行日"), _("状态")],
        rows=[[str(r.edition), link(r.title, r), day(r.in_force_on), _standing(r)] for r in rows],
    )  # fmt: skip


def fields(rule: InternalRule, user: Any) -> Sheet:
    """All fields of the platform: which have a rule in force and which have none."""
    return rules(rule.platform, rule.region_id, user)
