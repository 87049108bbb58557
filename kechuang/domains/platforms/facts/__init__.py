"""What the law needs to know of these tables: the only bridge from them to the law."""

from kechuang.domains.platforms.facts.agreements import agreement_facts, earlier_years, signature_facts
from kechuang.domains.platforms.facts.registry import unit_facts

__all__ = ["agreement_facts", "earlier_years", "signature_facts", "unit_facts"]
