"""Lists and pages as declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.cases.forms import for_own_unit
from kechuang.casework.ledger.panels import case_earmarks, case_entries
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.core.words import in_parts, listed
from kechuang.domains.achievements import filters
from kechuang.domains.achievements.completing import percent, written
from kechuang.domains.achievements.models import Achievement, ManagementSystem
from kechuang.domains.achievements.owning import holdings
from kechuang.domains.achievements.panels import idle, read_at_once, registry
from kechuang.domains.achievements.papers.registration import empowerment_agreement, registration_form

AREA = "achievements"


def _sub(achievement: Achievement) -> str:
    names = [str(c.person) for c in achievement.completers.all()[:5]]
    parts = [str(achievement.get_kind_of_achievement_display()), str(achievement.get_stage_display()), listed(names)]
    return in_parts(part for part in parts if part)


def _values(achievement: Achievement) -> Mapping[str, Any]:
    rows = [(c.person.name, c.share, c.main, c.person.orcid) for c in achievement.completers.select_related("person")]
    today = clock.today()
    shares = [f"{o.organisation or o.person} {percent(o.share)}" for o in holdings(achievement, today)]

    def yes(value: bool | None) -> str:
        return "" if value is None else "true" if value else "false"

    flags = (
        "service",
        "fiscal",
        "government_project",
        "state_rule",
        "project_agreement",
        "unit_means",
        "unit_agreement",
    )
    latest = achievement.screenings.first()
    screened = {} if latest is None else {
        name: yes(getattr(latest, name)) for name in
        ("state_secrets", "national_security", "national_interest", "public_interest", "trade_secrets", "owner_consents")
    }  # fmt: skip
    return {
        "completers": written(rows),
        "keywords": "；".join(achievement.keywords),
        "industries": "；".join(achievement.industries),
        **{name: yes(getattr(achievement, name)) for name in flags},
        **screened,
        "shares": "\n".join(shares),
        "registered_on": achievement.registered_on or today,
        "valid_from": today, "on": today, "submitted_on": today, "agreed_on": today, "reviewed_on": today,
    }  # fmt: skip


ACHIEVEMENTS = register(
    CaseSite(
        Achievement,
        slug="achievements",
        title=pgettext_lazy("page", "科技成果"),
        unit=gettext_lazy("项"),
        area=AREA,
        columns=(
            "number",
            "title",
            "owner",
            "region",
            Column(
                "kind", gettext_lazy("成果类别"), lambda a: a.get_kind_of_achievement_display(), sort="kind_of_achievement"
            ),
            Column("stage", gettext_lazy("所处阶段"), lambda a: a.get_stage_display(), sort="stage"),
            Column("trl", gettext_lazy("TRL"), lambda a: a.trl, "number", "trl"),
            Column("fiscal", gettext_lazy("财政资金"), lambda a: _("是") if a.fiscal else _("否"), shown=False),
            Column("completed", gettext_lazy("完成日"), lambda a: a.completed_on, "day", "completed_on", shown=False),
            Column("registered", gettext_lazy("登记日"), lambda a: a.registered_on, "day", "registered_on"),
            Column("separate", gettext_lazy("单列管理"), lambda a: a.separate_on, "day", "separate_on", shown=False),
            "state",
            "due",
            "left",
        ),
        filters=(filters.KIND, filters.STAGE, filters.MONEY),
        quick=(filters.UNSCREENED, filters.UNUSED, filters.FEES, filters.SEPARATE),
        search=("owner__name",),
        prefetched=read_at_once,
        main=(
            registry.abstract, registry.completers, idle.ladder, registry.rights, idle.empowerments, registry.ownership,
            idle.uses, idle.reasons, registry.reports, case_earmarks, case_entries,
        ),
        side=(registry.particulars, registry.screening, idle.assets),
        path=("disclosed", "screening", "registered"),
        sub=_sub,
        initial=_values,
        initial_new=for_own_unit,
        papers=(
            CasePaper("registration", gettext_lazy("科技成果登记表"), registration_form),
            CasePaper(
                "empowerment", gettext_lazy("赋权协议要点"), empowerment_agreement,
                lambda case, user: case.empowerments.exists(),
            ),
        ),
    )
)  # fmt: skip

SYSTEMS = register(
    CaseSite(
        ManagementSystem,
        slug="management-systems",
        title=gettext_lazy("成果管理制度"),
        unit=gettext_lazy("份"),
        area=AREA,
        columns=(
            "number",
            "title",
            "owner",
            "region",
            Column("in_force", gettext_lazy("施行日"), lambda s: s.in_force_on, "day", "in_force_on"),
            "state",
        ),
        main=(idle.system_contents,),
        side=(idle.system_facts,),
        path=("draft", "in_force"),
        initial=lambda system: {
            **{f"content_{name}": text for name, text in system.contents.items()},
            "in_force_on": clock.today(),
        },
        initial_new=for_own_unit,
    )
)
