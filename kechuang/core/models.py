"""The tables of the core floor."""

from kechuang.core.daily import DayWork
from kechuang.core.demo import Demonstration
from kechuang.core.numbering import Counter

__all__ = ["Counter", "DayWork", "Demonstration"]
