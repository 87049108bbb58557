"""A review that any case may have: an office asks experts what they think of it. Domains register their own beside it."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from kechuang.casework.reviews.schemes import Criterion, ReviewPurpose, Side, review_purpose

_THIRD = Fraction(1, 3)

GENERAL = review_purpose(
    ReviewPurpose(
        "expert_opinion",
        _("专家评议"),
        sides=tuple(Side),
        criteria=(
            Criterion("necessity", _("必要性"), _THIRD, hint=_("与当地产业和规划的关系")),
            Criterion("feasibility", _("可行性"), _THIRD, hint=_("条件、团队、进度和经费")),
            Criterion("benefit", _("预期效益"), _THIRD, hint=_("科技、经济和社会效益")),
        ),
        seats={Side.SCIENTIFIC: 3, Side.ENTERPRISE: 1, Side.INVESTMENT: 1},
        cites=("quzhou-2024:art11.p1",),
    )
)
