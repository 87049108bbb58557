"""Random histories: whatever is tried, the books balance, nothing is below zero and nothing past its earmark."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kechuang.casework.ledger import checking, queries, services
from kechuang.casework.ledger.models import Account, Entry
from kechuang.core.permissions import Refused
from tests.casework.ledger.books import make_books
from tests.casework.office import make_office

STEP = st.tuples(
    st.sampled_from(["receive", "spend", "reverse", "move"]),
    st.integers(min_value=1, max_value=120_00),
    st.integers(min_value=0, max_value=11),
    st.integers(min_value=0, max_value=1),
)


class HistoriesTest(TestCase):
    def setUp(self) -> None:
        self.books = make_books(make_office())
        free = services.open_earmark(self.books.unit, source="own", purpose="自有", starts_on=dt.date(2020, 1, 1))
        self.marks = [self.books.fund, free]

    @settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
    @given(history=st.lists(STEP, max_size=25))
    def test_a_history_with_reversals_stays_balanced_and_covered(
        self, history: list[tuple[str, int, int, int]]
    ) -> None:
        books = self.books
        kept = {0: [0, 0], 1: [0, 0]}  # what came in and went out under each earmark, told apart from the ledger
        done: list[tuple[Entry, str, int, int]] = []
        for kind, fen, nth, which in history:
            day = dt.date(2026, 1 + nth % 10, 1 + fen % 28)
            try:
                with transaction.atomic():
                    if kind == "receive":
                        done.append((books.receive(fen, self.marks[which], day), kind, fen, which))
                        kept[which][0] += fen
                    elif kind == "spend":
                        done.append((books.spend(fen, self.marks[which], day), kind, fen, which))
                        kept[which][1] += fen
                    elif kind == "reverse" and done:
                        entry, was, amount, under = done[nth % len(done)]
                        services.reverse(entry, reason="改", by=books.by, case=books.case)
                        kept[under][0 if was == "receive" else 1] -= amount
                    elif kind == "move":
                        self.move(fen, which)
            except Refused:
                pass
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert checking.verify() == []
        for which, mark in enumerate(self.marks):
            use = queries.use(mark)
            assert [use.received, use.spent] == kept[which]
            assert use.left >= 0
            assert use.spent <= use.received
        bank = books.account("bank")
        assert queries.balance(bank) == sum(came - went for came, went in kept.values())
        assert queries.balance(bank, dt.date(2999, 12, 31)) == queries.balance(bank)
        total = sum(
            queries.balance(a) * (1 if a.by_debit else -1) for a in Account.objects.filter(organisation=books.unit)
        )
        assert total == 0

    def move(self, fen: int, which: int) -> None:
        """From bank to receivable under the same earmark: nothing in, nothing out."""
        mark = self.marks[which]
        if queries.balance(self.books.account("receivable")) == 0:
            bank, other = self.books.account("bank"), self.books.account("receivable")
            entry = services.post(
                self.books.case, by=self.books.by, text="转",
                lines=[services.debit(other, mark, fen), services.credit(bank, mark, fen)],
            )  # fmt: skip
            services.reverse(entry, reason="转回", by=self.books.by, case=self.books.case)
