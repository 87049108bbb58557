"""Where an application's reviews stand, and what it still lacks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.domains.platforms.models import Admission
from kechuang.domains.platforms.queries.reviewed import Review, stand

PURPOSE = "admission"


def review_of(admission: Admission) -> Review:
    """The review of an application, in its two tracks."""
    return stand(admission, PURPOSE)


NEEDED = (
    ("platform_class", _("类型")),
    ("origin", _("设立资金")),
    ("legal_form", _("法人形式")),
    ("directions", _("主攻方向")),
    ("need", _("产业需求")),
    ("leader_name", _("院长（主任）人选")),
    ("contact_name", _("联系人")),
    ("contact_phone", _("联系电话")),
    ("team", _("团队")),
    ("construction", _("建设要求")),
    ("talent", _("人才引育")),
    ("transformation", _("成果转化")),
    ("incubation", _("企业孵化")),
    ("term_years", _("拟共建年限")),
    ("requested", _("申请支持（元）")),
)
"""What an application says before it can be handed in, in the order of its form."""


def lacking(admission: Admission) -> dict[str, Any]:
    """The fields still empty, with their labels; an industry of the lists or one beside them must be named too."""
    found = {name: label for name, label in NEEDED if getattr(admission, name) in (None, "")}
    if not admission.industries and not admission.other_industries.strip():
        found["industries"] = _("产业领域")
    return found
