"""The only writers, a file for each subject, in the order in which a deal meets them."""

from kechuang.domains.transformations.actions import deals

# isort: split
from kechuang.domains.transformations.actions import pricing

# isort: split
from kechuang.domains.transformations.actions import contracts, performing, receipts

# isort: split
from kechuang.domains.transformations.actions import equity, funds

__all__ = ["contracts", "deals", "equity", "funds", "performing", "pricing", "receipts"]
