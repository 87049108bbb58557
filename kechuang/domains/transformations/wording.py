"""What a price notice says of a deal, word for word; the same words are compared before signing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from kechuang.core.money import fen_of, yuan
from kechuang.core.words import in_clauses
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.queries import achievements_of


def price_words(deal: Transformation) -> str:
    """1,000,000.00 元；另按销售额的 3% 提成."""
    amount = _("%(amount)s 元") % {"amount": yuan(fen_of(deal.price))} if deal.price is not None else ""
    return in_clauses(part for part in (amount, deal.price_words.strip()) if part)


def notice_words(deal: Transformation) -> dict[str, str]:
    """Name, mode, price and interest, in Chinese whoever asks."""
    with override("zh-hans"):
        names = "；".join(achievement.title for achievement in achievements_of(deal))
        return {
            "name": names[:300],
            "mode": deal.mode_words,
            "price": price_words(deal)[:300],
            "insider": interest_words(deal),
        }


def interest_words(deal: Transformation) -> str:
    """The buyer's relation to the completers as a notice names it, in Chinese whoever asks; empty where there is none."""
    if not deal.relation or deal.relation == Transformation.Relation.NONE:
        return ""
    with override("zh-hans"):
        return f"{deal.get_relation_display()}：{deal.relation_text.strip()}"[:300]
