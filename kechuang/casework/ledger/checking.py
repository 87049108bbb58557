"""The ledger derived anew: every total from the postings, every entry and reversal from its own lines."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import connection

CHECKS = {
    "entry out of balance": """
        SELECT e.number, coalesce(sum(p.amount), 0)::text FROM ledger_entry e LEFT JOIN ledger_posting p ON p.entry_id = e.id
        GROUP BY e.id HAVING coalesce(sum(p.amount), 0) <> 0 OR count(p.id) < 2""",
    "posting on another day than its entry": """
        SELECT e.number, p.id::text FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id WHERE p."on" <> e."on" """,
    "posting in the books of another organisation": """
        SELECT e.number, p.id::text FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id
        JOIN ledger_account a ON a.id = p.account_id JOIN ledger_earmark m ON m.id = p.earmark_id
        WHERE a.organisation_id <> e.organisation_id OR m.organisation_id <> e.organisation_id""",
    "reversal is not the opposite": """
        SELECT r.number, o.number FROM ledger_entry r JOIN ledger_entry o ON o.id = r.reverses_id WHERE EXISTS (
          SELECT 1 FROM ledger_posting p WHERE p.entry_id IN (r.id, o.id)
          GROUP BY p.account_id, p.earmark_id, abs(p.amount) HAVING sum(p.amount) <> 0)""",
    "balance differs from its postings": """
        SELECT coalesce(b.account_id, s.account_id)::text || ' / ' || coalesce(b.earmark_id, s.earmark_id)::text,
               coalesce(b.amount, 0)::text || ' kept, ' || coalesce(s.amount, 0)::text || ' derived'
        FROM ledger_balance b FULL JOIN (
          SELECT account_id, earmark_id, sum(amount) AS amount FROM ledger_posting GROUP BY 1, 2
        ) s ON s.account_id = b.account_id AND s.earmark_id = b.earmark_id
        WHERE coalesce(b.amount, 0) <> coalesce(s.amount, 0)""",
    "month differs from its postings": """
        SELECT coalesce(b.account_id, s.account_id)::text || ' / ' || coalesce(b.earmark_id, s.earmark_id)::text,
               to_char(coalesce(b.month, s.month), 'YYYY-MM')
        FROM ledger_monthbalance b FULL JOIN (
          SELECT account_id, earmark_id, date_trunc('month', "on")::date AS month,
                 coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS debit,
                 coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS credit
          FROM ledger_posting GROUP BY 1, 2, 3
        ) s ON s.account_id = b.account_id AND s.earmark_id = b.earmark_id AND s.month = b.month
        WHERE coalesce(b.debit, 0) <> coalesce(s.debit, 0) OR coalesce(b.credit, 0) <> coalesce(s.credit, 0)""",
    "use of an earmark differs from its postings": """
        SELECT m.number, coalesce(u.spent::text, '-') || ' kept, ' || coalesce(s.spent, 0)::text || ' derived'
        FROM ledger_earmark m LEFT JOIN ledger_earmarkuse u ON u.earmark_id = m.id LEFT JOIN (
          SELECT p.earmark_id, coalesce(sum(p.amount) FILTER (WHERE a.kind = 'expense'), 0) AS spent,
                 coalesce(-sum(p.amount) FILTER (WHERE a.kind IN ('income', 'fund')), 0) AS received
          FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id GROUP BY 1
        ) s ON s.earmark_id = m.id
        WHERE u.earmark_id IS NULL OR u.spent <> coalesce(s.spent, 0) OR u.received <> coalesce(s.received, 0)""",
    "earmark overspent": """
        SELECT m.number, u.spent::text FROM ledger_earmark m JOIN ledger_earmarkuse u ON u.earmark_id = m.id
        WHERE u.spent > coalesce(m.amount, u.received) OR u.spent < 0""",
    "account below zero": """
        SELECT a.code, b.amount::text FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
        WHERE NOT a.overdraft AND (a.kind = 'asset' AND b.amount < 0 OR a.kind IN ('liability', 'fund') AND b.amount > 0)""",
    "payments differ from what was taken out": """
        SELECT e.number, y.amount::text FROM (SELECT entry_id, sum(amount) AS amount FROM ledger_payment GROUP BY 1) y
        JOIN ledger_entry e ON e.id = y.entry_id JOIN (
          SELECT p.entry_id, -sum(p.amount) AS amount FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
          WHERE a.kind = 'asset' GROUP BY 1) t ON t.entry_id = e.id WHERE y.amount <> t.amount""",
}
SHOWN = 20


def verify() -> list[str]:
    """What does not fit, a line each (the first twenty of a kind); nothing when the ledger is whole."""
    found = []
    with connection.cursor() as cursor:
        for name, sql in CHECKS.items():
            cursor.execute(f"SELECT * FROM ({sql}) wrong LIMIT {SHOWN}")  # noqa: S608  our own text
            found += [f"{name}: {what} ({detail})" for what, detail in cursor.fetchall()]
    return found


def postings() -> int:
    """How many postings there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_posting")
        return int(cursor.fetchone()[0])


def in_a_line(day: dt.date) -> str:
    """The day's check in a line; what does not fit goes to the log as an error as well."""
    wrong = verify()
    if wrong:
        text = f"NOT WHOLE: {wrong[0]} (and {len(wrong) - 1} more; kechuang ledger verify)"
        logging.getLogger(__name__).error(text)
        return text
    return f"{postings()} postings, whole"
