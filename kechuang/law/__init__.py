"""The law floor: what instruments say, as data and rules, computed and explained. Pure Python, usable alone.

from kechuang.law import explain
explain("reward_pool_floor", {"deal": {"mode": "licence", "amount": 100_000_000, ...}}, territory="330802", on="2025-06-10")
"""

from kechuang.law.errors import FactError, InstrumentError, LawError
from kechuang.law.execution.explain import explain, explain_case, find_rule, read_facts
from kechuang.law.finding import Determination, Finding, Step, Verdict
from kechuang.law.library import Library, load
from kechuang.law.link import Context, Program, link
from kechuang.law.model import Citation, Instrument
from kechuang.law.parameters import State
from kechuang.law.rule import REGISTRY, Rule, RuleKind

__all__ = [
    "REGISTRY", "Citation", "Context", "Determination", "FactError", "Finding", "Instrument", "InstrumentError",
    "LawError", "Library", "Program", "Rule", "RuleKind", "State", "Step", "Verdict", "explain", "explain_case",
    "find_rule", "link", "load", "read_facts",
]  # fmt: skip
