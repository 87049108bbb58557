"""The tables of the ledger: accounts and earmarks, entries and their postings, running totals, payments."""

from kechuang.casework.ledger.models.accounts import Account, Closing, Earmark
from kechuang.casework.ledger.models.entries import Balance, EarmarkUse, Entry, MonthBalance, Posting
from kechuang.casework.ledger.models.payments import BankAccount, Handing, Payment, PaymentFile

__all__ = [
    "Account", "Balance", "BankAccount", "Closing", "Earmark", "EarmarkUse", "Entry", "Handing", "MonthBalance", "Payment",
    "PaymentFile", "Posting",
]  # fmt: skip
