"""Panels of a platform's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kechuang.casework.accounts.unmasking import may_unmask_people_of
from kechuang.casework.cases.law import ask
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Claim, Fact, Sheet
from kechuang.core.words import either, listed, with_note
from kechuang.domains.platforms import facts
from kechuang.domains.platforms.models import Platform, Recognition, Staff
from kechuang.domains.platforms.models.registry import EXPIRY_WARNING
from kechuang.domains.platforms.panels.unit_facts import deals_with, states_still
from kechuang.domains.platforms.panels.words import day, link
from kechuang.law import REGISTRY, Verdict
from kechuang.law.library import load
from kechuang.law.model import Citation


def registry(platform: Platform, user: Any) -> Sheet:
    """What the registry says; of what changed since, that it was so when founded."""
    still = states_still(platform)

    def stated(name: str, words: str) -> str:
        return words if name in still else with_note(words, _("登记时"))

    founders = [str(f.organisation) for f in platform.founders.select_related("organisation")]
    return Sheet(_("登记事项"), facts=[
        Fact(_("类型"), stated("unit.platform_class", str(platform.get_platform_class_display()))),
        Fact(_("法人形式"), stated("unit.legal_form", str(platform.get_legal_form_display()))),
        Fact(_("设立资金"), stated("unit.funding", str(platform.get_origin_display()))),
        Fact(_("共建主体"), listed(founders)),
        Fact(_("引进主体"), str(platform.introducing_entity or "–")),
        Fact(_("信用代码"), platform.owner.credit_code),
        Fact(_("产业领域"), listed(platform.fields)),
        Fact(_("主攻方向"), platform.directions),
        Fact(_("设立日"), day(platform.founded_on)),
        Fact(_("设立依据"), platform.established_by),
        Fact(_("运营起算"), day(platform.operating_since)),
        Fact(_("地址"), platform.address),
        Fact(_("场地"), f"{platform.floor_area:,} m²" if platform.floor_area else "–"),
    ])  # fmt: skip


def recognitions(platform: Platform, user: Any) -> Sheet:
    """Recognitions with their dates; one that has run out is said to have."""
    rows, today = list(platform.recognitions.all()), clock.today()
    if not rows:
        return Sheet(_("认定"), badge=Badge("na", _("未认定")), text=_("还没有录入认定。"))
    lines = [[with_note(r.name, str(r.get_level_display())), _period(r), _force(r, today)] for r in rows]
    return Sheet(_("认定"), head=[_("类型"), _("有效期"), _("效力")], rows=lines)


def _period(row: Recognition) -> str:
    return f"{row.valid_from.isoformat()} – {row.valid_to.isoformat() if row.valid_to else _('长期')}"


def _force(row: Recognition, today: dt.date) -> Badge:
    if row.withdrawn_on is not None and row.withdrawn_on <= today:
        return Badge("breach", _("已撤销"))
    if not row.holds_on(today):
        return Badge("na", _("不在有效期"))
    left = (row.valid_to - today).days if row.valid_to else None
    if left is not None and left <= EXPIRY_WARNING:
        return Badge("open", _("还有 %(n)d 天届满") % {"n": left})
    return Badge("met", _("有效"))


MOST_STAFF = 100


def staff(platform: Platform, user: Any) -> Sheet | None:
    """Who works there now, for those who deal with the platform; the public sees its director alone."""
    rows = platform.staff.select_related("person").exclude(valid_to__lt=clock.today()).order_by("capacity", "pk")
    inside = deals_with(platform, user)
    if not inside:
        rows = rows.filter(capacity=Staff.Capacity.DIRECTOR)
    found = list(rows[:MOST_STAFF])
    if not found:
        return None if not inside else Sheet(pgettext("group", "人员"), text=_("还没有录入人员。"))
    opens, own = may_unmask_people_of(user, platform.owner), getattr(user, "person_id", None)
    lines = []
    for row in found:
        page = reverse("person", args=[row.person_id])
        name: Any = {"label": str(row.person), "url": page} if opens or row.person_id == own else str(row.person)
        lines.append([name, row.get_capacity_display(), day(row.valid_from), day(row.valid_to)])
    return Sheet(pgettext("group", "人员"), head=[_("姓名"), _("岗位"), _("起"), _("止")], rows=lines)


MOST_AGREEMENTS = 20
"""The latest of a platform's agreements that its page shows."""


def agreements(platform: Platform, user: Any) -> Sheet | None:
    """Its agreements, as far as this person may see them."""
    seen = platform.agreements.visible_to(user).prefetch_related("amounts").order_by("-starts_on", "-pk")
    rows = list(seen[: MOST_AGREEMENTS + 1])
    if not rows:
        return None
    return Sheet(
        _("共建协议"), head=[_("编号"), _("共建期"), _("支持金额（元）"), _("状态")], numeric=frozenset({2}),
        rows=[
            [
                link(a.number, a), f"{a.starts_on.isoformat()} – {a.ends_on.isoformat()}",
                f"{sum(year.amount for year in a.amounts.all()):,.2f}", a.state_label,
            ]
            for a in rows[:MOST_AGREEMENTS]
        ],
        foot=_("只列最近的 %(n)d 份") % {"n": MOST_AGREEMENTS} if len(rows) > MOST_AGREEMENTS else "",
    )  # fmt: skip


STATUS_RULES = ("is_platform", "is_public_platform", "is_cobuilt_platform")


def status_in_law(platform: Platform, user: Any) -> Sheet:
    """What the platform counts as by the texts that govern its place: each a verdict with its clauses."""
    given = facts.unit_facts(platform)
    lines: list[Fact] = []
    cited: list[Citation] = []
    for name in STATUS_RULES:
        finding = ask(platform, name, given)
        if finding.verdict in (Verdict.NO_LAW_FOUND, Verdict.NOT_APPLICABLE):
            continue
        word = "" if finding.value is None else _("是") if finding.value else _("不是")
        lines.append(Fact(either(finding.zh, finding.en), word, badge=badge(finding, word)))
        cited += finding.citations
    chips = {c.words: c for c in (cite_of(place, load()) for place in cited)}
    if not lines:
        return Sheet(_("法律上的地位"), badge=Badge("none", _("未查到规定")))
    return Sheet(
        _("法律上的地位"), facts=[Fact(f.label, " ", badge=f.badge) for f in lines], cites=list(chips.values())[:5]
    )


def claims(user: Any) -> Iterable[Claim]:
    """The entitlements of the platforms a person acts for: those that hold, and those one or two facts short."""
    organisations = reach_of(user).organisations
    if not organisations:
        return
    rows = Platform.objects.owned_by(*organisations).exclude(state="exited").select_related("owner", "region")
    for platform in rows.prefetch_related("recognitions", "owner__unit_facts", "determinations__by")[:10]:
        given = facts.unit_facts(platform)
        for name, rule in REGISTRY.items():
            if str(rule.kind) != "entitlement":
                continue
            finding = ask(platform, name, given)
            short = finding.verdict is Verdict.NEEDS_DETERMINATION and len(finding.missing) <= 2 and not finding.open
            if finding.verdict is Verdict.MET or short:
                yield Claim(platform.title, reverse("case", args=[platform.number]), finding)
