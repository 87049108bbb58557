"""What the law needs to know of these tables: the only bridge from them to the law."""

from kechuang.domains.platforms.facts.admission import admission_facts, consultation_facts
from kechuang.domains.platforms.facts.agreements import agreement_facts, counted_from, signature_facts
from kechuang.domains.platforms.facts.recognition import application_facts, round_facts
from kechuang.domains.platforms.facts.registry import unit_facts

__all__ = [
    "admission_facts", "agreement_facts", "application_facts", "consultation_facts", "counted_from", "round_facts",
    "signature_facts", "unit_facts",
]  # fmt: skip
