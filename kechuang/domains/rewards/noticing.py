"""What a reward notice says, taken from the plan; and telling those the plan names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kechuang.casework.cases.models import CasePerson
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import User
from kechuang.core.money import fen_of, yuan
from kechuang.core.words import labelled
from kechuang.domains.achievements.completing import percent
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.rewards.people import titles_of

NAMED = "受奖人"
"""As what those a plan names take part in its case."""


def said(plan: RewardPlan) -> dict[str, str]:
    """The fields of the notice, in Chinese: the notice is an official text."""
    with override("zh-hans"):
        shares = list(plan.shares.select_related("person").order_by("position"))
        lines = [_line(share) for share in shares]
        leaders = [
            _("%(who)s：%(ground)s，证明：%(proof)s") % {
                "who": share.person.name, "proof": share.proof or "–",
                "ground": _("主要完成人") if share.main else _("对转化做出直接重要贡献") if share.direct else "–",
            }
            for share in shares if share.leader and share.amount
        ]  # fmt: skip
        return {
            "achievement": "、".join(titles_of(plan)) or plan.title,
            "transformation": _about(plan),
            "pool": _pool(plan),
            "people": "\n".join(lines),
            "leaders": "\n".join(leaders),
        }


def _about(plan: RewardPlan) -> str:
    found = [str(plan.get_source_display())]
    if plan.transformation is not None:
        found.append(str(plan.transformation.get_mode_display()))
    found.append(_("净收入 %(yuan)s 元") % {"yuan": yuan(fen_of(plan.income))})
    return "，".join(found)


def _pool(plan: RewardPlan) -> str:
    words = _("%(yuan)s 元") % {"yuan": yuan(fen_of(plan.pool))}
    return words if plan.stake is None else f"{words}（{_('公司股权')} {percent(plan.stake)}）"


def _line(share: Any) -> str:
    words = f"{share.person.name}，{share.get_group_display()}，{yuan(fen_of(share.amount))} 元"
    return words if share.stake is None else f"{words}，{_('公司股权')} {percent(share.stake)}"


def tell_named(plan: RewardPlan, words: Any) -> None:
    """Let those the plan names, who have an account, take part in its case, and tell them."""
    users = list(User.objects.filter(person__rewards__plan=plan, is_active=True).distinct())
    for user in users:
        CasePerson.objects.get_or_create(case_id=plan.pk, user=user, role=NAMED)
    inbox.tell(users, "case", lambda: labelled(str(words), plan.title), case_id=plan.pk)
