"""What experts review here: admissions in two tracks, and applications for recognition."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import in_force_on
from kechuang.casework.reviews.schemes import Criterion, PanelCheck, ReviewPurpose, Side, Track, review_purpose
from kechuang.core import clock

SCIENTIFIC, INVESTMENT = "scientific_review", "investment_review"
"""The two tracks, under the names of the law's checklist admission.review_tracks."""
_THIRD = Fraction(1, 3)
_CRITERIA = "keqiao-2025-draft:s1.3.b"


def _partners(admission: Any) -> Iterable[Any]:
    """Organisations with a stake besides the applicant: those that would build the platform with it, or bring it in."""
    yield from (partner.organisation for partner in admission.partners.select_related("organisation"))
    if admission.introducing_entity is not None:
        yield admission.introducing_entity


def _leaders(admission: Any) -> Iterable[str]:
    """Who is to lead the platform and who speaks for the applicant: typed as names."""
    return (admission.leader_name, admission.contact_name)


def _staff(application: Any) -> Iterable[Any]:
    """Those who work on the platform today."""
    posts = application.platform.staff.filter(in_force_on(clock.today())).select_related("person")
    return (post.person for post in posts)


# The criteria are the items of the law's checklist admission.review_criteria, each in the track that can judge it; a
# test holds the two together. The law gives no weights, so within a track they weigh the same.
ADMISSION = review_purpose(
    ReviewPurpose(
        "admission",
        _("准入论证"),
        sides=(Side.SCIENTIFIC, Side.PLATFORM, Side.GOVERNMENT, Side.ENTERPRISE, Side.INVESTMENT),
        tracks=(
            Track(SCIENTIFIC, _("科研评审"), (Side.SCIENTIFIC, Side.PLATFORM), Fraction(1, 2)),
            Track(INVESTMENT, _("投资评审"), (Side.INVESTMENT, Side.ENTERPRISE, Side.GOVERNMENT), Fraction(1, 2)),
        ),
        criteria=(
            Criterion("frontier", _("科研项目前沿性"), _THIRD, track=SCIENTIFIC, cite=_CRITERIA),
            Criterion("team", _("项目团队先进性"), _THIRD, track=SCIENTIFIC, cite=_CRITERIA),
            Criterion("complementarity", _("队伍结构互补性"), _THIRD, track=SCIENTIFIC, cite=_CRITERIA),
            Criterion("self_funding", _("资金自筹能力"), _THIRD, track=INVESTMENT, cite=_CRITERIA),
            Criterion("industry_fit", _("切合本区产业战略"), _THIRD, track=INVESTMENT, cite=_CRITERIA),
            Criterion("market_outlook", _("符合市场预期"), _THIRD, track=INVESTMENT, cite=_CRITERIA),
        ),
        seats={Side.SCIENTIFIC: 2, Side.PLATFORM: 1, Side.GOVERNMENT: 1, Side.ENTERPRISE: 1, Side.INVESTMENT: 1},
        checks=(PanelCheck("admission_panel", "admission.panel_sides", "sides"),),
        cites=("keqiao-2025-draft:s1.3.a", "keqiao-2025-draft:s1.3.b"),
        parties=_partners,
        names=_leaders,
    )
)

RECOGNITION = review_purpose(
    ReviewPurpose(
        "recognition",
        _("平台认定评审"),
        sides=(Side.SCIENTIFIC, Side.ENTERPRISE),
        criteria=(
            Criterion("conditions", _("符合公开的申报条件"), Fraction(2, 5), cite="quzhou-2024:art10.p3"),
            Criterion("research", _("研究开发水平"), Fraction(3, 10)),
            Criterion("service", _("服务产业和成果转化"), Fraction(3, 10)),
        ),
        seats={Side.SCIENTIFIC: 2, Side.ENTERPRISE: 1},
        cites=("quzhou-2024:art10.p3",),
        parties=lambda application: (
            f.organisation for f in application.platform.founders.select_related("organisation")
        ),
        people=_staff,
    )
)
