"""What only the council decides: other steps on a reserved matter need an adopted resolution, and say so with the clause."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import Case
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.platforms.facts.governance import council_of, decision_facts
from kechuang.domains.platforms.models import OTHER_MATTER, Platform, Resolution
from kechuang.domains.platforms.queries.council import matters, usable
from kechuang.law import Finding
from kechuang.law.model import Citation

RESERVED = Citation.parse("keqiao-2025-draft:s4.1.a")


def decided(
    platform: Platform, matter: str, case: Case, resolution: Resolution | None, given: bool
) -> list[Finding | Refusal]:
    """Whether a step on a matter rests on a decision of the council.

    given: whether the input has been typed; before, it is told whether there is any resolution to rest on. Where the
    charter reserves the matter the step is refused without one; beyond that the law of the place is asked.
    """
    council = council_of(platform)
    reserved = council is not None and council.state == "seated" and matter in council.reserved
    if not given:
        resolution = usable(platform, matter, case).first()
    if council is not None and reserved and resolution is None:
        text = _("%(matter)s由%(council)s审定，要先有通过的决议") % {
            "matter": f"“{matters()[matter]}”",
            "council": council.title,
        }
        return [Refusal(Ground.LAW, text, (RESERVED,))]
    return [ask(case, "reserved_decision", decision_facts(platform, matter != OTHER_MATTER, resolution))]
