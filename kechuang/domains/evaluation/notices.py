"""The public notice of results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices.kinds import NoticeField, NoticeKind, notice_kind

RESULT = notice_kind(
    NoticeKind(
        "evaluation_result",
        _("平台评价结果公示"),
        fields=(
            NoticeField("campaign", _("评价工作")),
            NoticeField("department", _("组织部门")),
            NoticeField("results", _("拟定等次"), long=True),
            NoticeField("simulation", _("说明"), required=False),
            NoticeField("procedure", _("评价程序"), long=True),
        ),
        cites=("quzhou-2024:art33.p1", "binjiang-2023:s4.5.c", "keqiao-2025-draft:s4.3.c"),
        blocks=("publish",),
        handled_by="office",
        by_hand=False,
    )
)
