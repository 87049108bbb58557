"""The sums of a reward plan: what the law asks for, how a pool is split, one plan or a hundred thousand. No Django here."""

from kechuang.domains.rewards.computing.checking import Checked, ClassSums, check
from kechuang.domains.rewards.computing.measuring import Ask, ClassFloors, Floor, Income, Measured, measure
from kechuang.domains.rewards.computing.splitting import (
    MAIN,
    OTHER,
    TRANSFER,
    Member,
    allot,
    stakes_of,
    suggest,
    weights_of,
)

__all__ = [
    "MAIN", "OTHER", "TRANSFER", "Ask", "Checked", "ClassFloors", "ClassSums", "Floor", "Income", "Measured", "Member", "allot",
    "check", "measure", "stakes_of", "suggest", "weights_of",
]  # fmt: skip
