"""What the law needs to know of these tables: the only bridge from them to the law."""

from kechuang.domains.achievements.facts.achievement import SCREEN, idle_facts, ownership_facts, screen_facts
from kechuang.domains.achievements.facts.columns import idle_columns
from kechuang.domains.achievements.facts.rights import (
    choices_facts,
    empowerment_facts,
    loss_facts,
    report_facts,
    system_facts,
)
from kechuang.domains.achievements.facts.units import facts_of_holders, holder_facts

__all__ = [
    "SCREEN", "choices_facts", "empowerment_facts", "facts_of_holders", "holder_facts", "idle_columns", "idle_facts", "loss_facts",
    "ownership_facts", "report_facts", "screen_facts", "system_facts",
]  # fmt: skip
