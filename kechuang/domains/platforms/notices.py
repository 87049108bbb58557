"""Kinds of public notice of admission and recognition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices.kinds import NoticeField, NoticeKind, notice_kind

ADMISSION = notice_kind(
    NoticeKind(
        "admission_result",
        _("平台准入公示"),
        fields=(
            NoticeField("platform", _("拟准入平台")),
            NoticeField("applicant", _("申请单位")),
            NoticeField("partners", _("共建主体"), required=False),
            NoticeField("platform_class", _("类型")),
            NoticeField("directions", _("主攻方向"), long=True),
            NoticeField("introducing_entity", _("引进责任主体"), required=False),
            NoticeField("support", _("拟安排支持"), required=False),
            NoticeField("reasons", _("准入理由"), long=True),
        ),
        cites=("quzhou-2024:art9.p1",),
        blocks=("open_platform",),
        handled_by="office",
        by_hand=False,
    )
)

RECOGNITION = notice_kind(
    NoticeKind(
        "recognition_result",
        _("平台认定结果公示"),
        fields=(
            NoticeField("recognition", _("认定类型和级别")),
            NoticeField("authority", _("认定机关")),
            NoticeField("platforms", _("拟认定平台"), long=True),
            NoticeField("not_recognised", _("未通过家数"), required=False),
            NoticeField("procedure", _("评审程序"), long=True),
        ),
        cites=("quzhou-2024:art10.p3",),
        blocks=("close",),
        handled_by="office",
        by_hand=False,
    )
)
