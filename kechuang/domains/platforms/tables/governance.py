"""Councils, meetings, internal rules and stewardships as lists and as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.cases.forms import item_choices
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, Filter, Quick, register
from kechuang.core.words import day_words, in_chinese, in_parts
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.facts.governance import COVERS
from kechuang.domains.platforms.forms.internal_rules import rule_fields
from kechuang.domains.platforms.models import Council, InternalRule, Meeting, Platform, Stewardship
from kechuang.domains.platforms.panels import governance as panels
from kechuang.domains.platforms.panels import internal_rules as rule_panels
from kechuang.domains.platforms.panels import meetings as meeting_panels
from kechuang.domains.platforms.panels import stewardship as care_panels
from kechuang.domains.platforms.papers.minutes import minutes_paper

AREA = "councils"
"""Governance has a bar of its own: councils, meetings, internal rules, plans and duties."""


def chosen_platform(user: Any, given: Mapping[str, Any]) -> Platform | None:
    """The platform a form was opened for (?platform=PT-...), or the only one this person acts for."""
    number = given.get("platform", "")
    rows = Platform.objects.visible_to(user).exclude(state="exited")
    if number:
        return rows.filter(number=number).first()
    own = list(rows.filter(owner_id__in=reach_of(user).organisations)[:2])
    return own[0] if len(own) == 1 else None


def new(kind: str, action: str, number: str) -> str:
    return f"{reverse('case-new', args=[kind, action])}?platform={number}"


# -- councils ------------------------------------------------------------------------------------------------


def _with_members(rows: QuerySet[Any]) -> QuerySet[Any]:
    today = clock.today()
    return rows.annotate(
        in_office=Count(
            "members", filter=Q(members__valid_from__lte=today, members__valid_to__gte=today), distinct=True
        ),
        decisions=Count("resolutions", distinct=True),
    )


def _new_council(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    platform = chosen_platform(user, given)
    found: dict[str, Any] = {"reserved": [ident for ident, _w in item_choices("council.reserved_matters")]}
    if platform is not None:
        with in_chinese():
            found |= {"platform": platform.pk, "title": _("%(name)s理事会") % {"name": platform.title}}
    return found


def _council_links(council: Council, user: Any) -> Sequence[tuple[str, str]]:
    if council.state != "seated" or not reach_of(user).acts_for(council.owner_id):
        return ()
    return [(_("筹备会议"), f"{reverse('case-new', args=['meetings', 'plan'])}?council={council.pk}")]


COUNCILS = register(
    CaseSite(
        Council,
        slug="councils",
        title=gettext_lazy("理事会"),
        unit=pgettext_lazy("councils", "个"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("in_office", gettext_lazy("在任委员"), lambda c: c.in_office, "number", "in_office"),
            Column("decisions", gettext_lazy("决议"), lambda c: c.decisions, "number", "decisions"),
            Column("seated", gettext_lazy("成立日"), lambda c: c.seated_on, "day", "seated_on"),
            "state",
            "due",
            "left",
        ),
        quick=(
            Quick("no_members", gettext_lazy("没有在任委员"), lambda user, today: Q(in_office=0, dissolved_on=None)),
        ),
        search=("platform__title", "platform__number"),
        related=("platform__owner", "platform__introducing_entity"),
        prepared=_with_members,
        main=(panels.members, panels.meetings, panels.resolutions, panels.council_rules),
        side=(panels.charter, panels.director, panels.in_law),
        path=("forming", "seated"),
        sub=lambda c: c.platform.title,
        initial=lambda c: {
            "valid_from": clock.today(),
            "last_day": clock.today(),
            "fields_of_duty": [ident for ident, _w in item_choices("director.fields")],
        },
        initial_new=_new_council,
        links=_council_links,
    )
)

# -- meetings ------------------------------------------------------------------------------------------------


def _new_meeting(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = Council.objects.visible_to(user).filter(state="seated")
    wanted = str(given.get("council", ""))
    council = rows.filter(pk=int(wanted)).first() if wanted.isdigit() else None
    if council is None:
        found = list(rows.filter(owner_id__in=reach_of(user).organisations)[:2])
        council = found[0] if len(found) == 1 else None
    if council is None:
        return {}
    held = clock.today() + dt.timedelta(days=council.notice_days + 1)
    count = council.meetings.filter(held_on__year=held.year).count() + 1
    with in_chinese():
        title = _("%(year)d 年第 %(n)d 次理事会会议") % {"year": held.year, "n": count}
    return {"council": council.pk, "title": title, "held_on": held, "mode": "onsite"}


def _meeting_sub(meeting: Meeting) -> str:
    return in_parts([meeting.council.title, day_words(meeting.held_on), meeting.place])


MEETINGS = register(
    CaseSite(
        Meeting,
        slug="meetings",
        title=gettext_lazy("理事会会议"),
        unit=pgettext_lazy("meetings", "次"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("council", pgettext_lazy("one", "理事会"), lambda m: m.council.title, sort="council__title"),
            "region",
            Column("held", gettext_lazy("开会日"), lambda m: m.held_on, "day", "held_on"),
            Column("mode", gettext_lazy("方式"), lambda m: m.get_mode_display(), sort="mode"),
            Column("items", gettext_lazy("议题"), lambda m: m.item_count, "number", "item_count"),
            "state",
        ),
        filters=(Filter("mode", gettext_lazy("方式"), lambda: Meeting.Mode.choices, lambda value: Q(mode=value)),),
        quick=(
            Quick(
                "coming",
                gettext_lazy("将要开"),
                lambda user, today: Q(state__in=("planned", "called"), held_on__gte=today),
            ),
        ),
        search=("council__title", "council__platform__title"),
        related=("council__platform", "presided_by"),
        prepared=lambda rows: rows.annotate(item_count=Count("items")),
        main=(meeting_panels.agenda, meeting_panels.attendance, meeting_panels.motions),
        side=(meeting_panels.about,),
        path=("planned", "called", "open", "concluded", "minuted"),
        sub=_meeting_sub,
        initial=lambda m: {"attend": "in_person", "title": ""},
        papers=(
            CasePaper("minutes", gettext_lazy("会议纪要"), minutes_paper, lambda m, user: m.concluded_on is not None),
        ),
        initial_new=_new_meeting,
    )
)

# -- internal rules ------------------------------------------------------------------------------------------


def _new_rule(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    platform = chosen_platform(user, given)
    return {"field": given.get("field", ""), **({"platform": platform.pk} if platform else {})}


def _rule_values(rule: InternalRule) -> Mapping[str, Any]:
    name = {"contract.types": "contract_types"}.get(COVERS.get(rule.field, ""), "contents")
    return {name: rule.covers, "in_force_on": clock.today() + dt.timedelta(days=1)}


def _field_words(rule: InternalRule) -> str:
    return dict(rule_fields()).get(rule.field, rule.field)


INTERNAL_RULES = register(
    CaseSite(
        InternalRule,
        slug="internal-rules",
        title=gettext_lazy("内部制度"),
        unit=pgettext_lazy("internal-rules", "项"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            Column("field", gettext_lazy("类别"), _field_words, sort="field"),
            Column("edition", gettext_lazy("版次"), lambda r: r.edition, "number", "edition"),
            Column("in_force", gettext_lazy("施行日"), lambda r: r.in_force_on, "day", "in_force_on"),
            "state",
        ),
        filters=(Filter("field", gettext_lazy("类别"), rule_fields, lambda value: Q(field=value)),),
        search=("platform__title", "platform__number"),
        related=("platform", "resolution", "replaces"),
        main=(rule_panels.text, rule_panels.editions),
        side=(rule_panels.about, rule_panels.fields),
        path=("draft", "adopted"),
        sub=lambda r: in_parts([r.platform.title, _field_words(r)]),
        initial=_rule_values,
        initial_new=_new_rule,
    )
)

# -- stewardships --------------------------------------------------------------------------------------------


def _with_duties(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(
        open_duties=Count("duties", filter=Q(duties__done_on=None), distinct=True),
        visit_count=Count("visits", distinct=True),
    )


def _new_stewardship(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    platform = chosen_platform(user, given)
    return {"platform": platform.pk} if platform else {}


STEWARDSHIPS = register(
    CaseSite(
        Stewardship,
        slug="stewardships",
        title=gettext_lazy("引进责任和联系"),
        unit=pgettext_lazy("stewardships", "项"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            "owner",
            Column("open_duties", gettext_lazy("在办责任"), lambda s: s.open_duties, "number", "open_duties"),
            Column("visits", gettext_lazy("走访"), lambda s: s.visit_count, "number", "visit_count"),
            "state",
            "due",
            "left",
        ),
        search=("platform__title", "platform__number"),
        related=("platform",),
        prepared=_with_duties,
        main=(care_panels.duties, care_panels.liaisons, care_panels.visits),
        side=(care_panels.about,),
        path=("active",),
        sub=lambda s: str(s.owner),
        initial=lambda s: {
            "valid_from": clock.today(),
            "visited_on": clock.today(),
            "done_on": clock.today(),
            "settled_on": clock.today(),
        },
        initial_new=_new_stewardship,
    )
)
