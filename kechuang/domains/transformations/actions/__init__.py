"""The only writers, a file for each subject."""

from kechuang.domains.transformations.actions import contracts, deals, performing, pricing, receipts

__all__ = ["contracts", "deals", "performing", "pricing", "receipts"]
