"""A grade that was brought in, on its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.evaluation.models import EarlierGrade


def about(made: EarlierGrade, user: Any) -> Sheet:
    """Whose, of which year, by which document and why it was entered."""
    return Sheet(
        _("补录等次"),
        facts=[
            Fact(_("平台"), made.platform.title, url=reverse("case", args=[made.platform.number])),
            Fact(_("评价年度"), str(made.year)),
            Fact(_("等次"), str(made.get_grade_display())),
            Fact(_("公布结果的文件"), made.document),
            Fact(_("补录理由"), made.reason),
        ],
        badge=Badge("na", _("补录，不是本系统评出的")),
    )
