"""The notice of a reward: who gets what from which transformation, in the unit, before anything is paid."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices.kinds import UNIT, NoticeField, NoticeKind, notice_kind
from kechuang.domains.rewards import facts

REWARD_NOTICE = notice_kind(
    NoticeKind(
        "reward_plan",
        _("奖励公示"),
        clock="reward_notice",
        facts=facts.reward_notice_facts,
        if_up=facts.reward_notice_if_up,
        fields=(
            NoticeField("achievement", _("科技成果")),
            NoticeField("transformation", _("转化方式和收入"), long=True),
            NoticeField("pool", _("奖励总额")),
            NoticeField("people", _("奖励人员、类别和金额"), long=True),
            NoticeField("leaders", _("单位负责人的奖励及其依据"), required=False, long=True),
        ),
        channels=(UNIT,),
        cites=("zhejiang-2021:art39.p1.b",),
        blocks=("settle_plan",),
        public=False,
        by_hand=False,
    )
)
