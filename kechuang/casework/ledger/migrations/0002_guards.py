"""What PostgreSQL holds true of money, whoever writes: every entry balances at commit, nothing posted changes, nothing is
spent past its earmark or out of an empty account, closed books stay closed, a reversal is the exact opposite and the only one.

Rows that many transactions add up in (balances, use of earmarks) are written by the trigger of the postings; their locks
are held to the commit, so the sums tested there are the true ones however many spend at once."""

from django.db import migrations

ENTRIES = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: reverse what is wrong', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_append_only';
END $$;

CREATE FUNCTION ledger_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Set by the settings of tests alone, which empty their own database between tests.
  IF coalesce(current_setting('kechuang.flush', true), '') <> 'on' THEN
    RAISE EXCEPTION '% is append-only: it is not emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_entry_new() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE original ledger_entry%ROWTYPE;
BEGIN
  NEW.transaction := pg_current_xact_id()::text::bigint;
  -- Against a closing of the same books at the same moment, which takes this lock alone.
  PERFORM pg_advisory_xact_lock_shared(hashtext('kechuang.ledger.books'), NEW.organisation_id::int);
  IF EXISTS (SELECT FROM ledger_closing c WHERE c.organisation_id = NEW.organisation_id AND c.until >= NEW."on") THEN
    RAISE EXCEPTION 'the books are closed on % (entry %)', NEW."on", NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_books_open';
  END IF;
  IF NOT EXISTS (SELECT FROM cases_timelineentry t WHERE t.id = NEW.step_id AND t.case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'entry % names a step of another case', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_step_of_case';
  END IF;
  IF NEW.reverses_id IS NOT NULL THEN
    SELECT * INTO original FROM ledger_entry WHERE id = NEW.reverses_id;
    IF original.reverses_id IS NOT NULL THEN
      RAISE EXCEPTION 'entry % is a reversal and is not reversed again: post anew', original.number
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reversal_of_entry';
    END IF;
    IF original.organisation_id <> NEW.organisation_id OR NEW."on" < original."on" THEN
      RAISE EXCEPTION 'entry % reverses one of other books or of a later day', NEW.number
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reversal_of_entry';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_new BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_new();

CREATE FUNCTION ledger_entry_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM ledger_posting p WHERE p.entry_id = NEW.id) < 2 THEN
    RAISE EXCEPTION 'entry % has no two postings', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balanced';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_whole AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_entry_whole();

CREATE FUNCTION ledger_closing_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('kechuang.ledger.books'), NEW.organisation_id::int);
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_closing_new BEFORE INSERT ON ledger_closing FOR EACH ROW EXECUTE FUNCTION ledger_closing_new();
"""

POSTINGS = """
CREATE FUNCTION ledger_posting_new() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry ledger_entry%ROWTYPE; account ledger_account%ROWTYPE; mark ledger_earmark%ROWTYPE;
BEGIN
  SELECT * INTO entry FROM ledger_entry WHERE id = NEW.entry_id;
  IF NOT FOUND OR entry.transaction <> pg_current_xact_id()::text::bigint THEN
    RAISE EXCEPTION 'entry % is posted: nothing is added to it', entry.number
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_append_only';
  END IF;
  -- Shared locks: an account or earmark is not closed or changed between this and the commit.
  SELECT * INTO account FROM ledger_account WHERE id = NEW.account_id FOR SHARE;
  SELECT * INTO mark FROM ledger_earmark WHERE id = NEW.earmark_id FOR SHARE;
  IF account.organisation_id <> entry.organisation_id OR mark.organisation_id <> entry.organisation_id THEN
    RAISE EXCEPTION 'entry % posts into the books of another organisation', entry.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_own_books';
  END IF;
  IF account.closed_on IS NOT NULL THEN
    RAISE EXCEPTION 'account % is closed since %', account.code, account.closed_on
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_open';
  END IF;
  IF mark.closed_on IS NOT NULL THEN
    RAISE EXCEPTION 'earmark % is closed since %', mark.number, mark.closed_on
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_earmark_open';
  END IF;
  IF account.kind = 'expense' AND NEW.amount > 0 AND entry.reverses_id IS NULL
     AND (entry."on" < mark.starts_on OR entry."on" > mark.ends_on) THEN
    RAISE EXCEPTION 'earmark % is for % to %, not for %', mark.number, mark.starts_on, mark.ends_on, entry."on"
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_earmark_period';
  END IF;
  NEW."on" := entry."on";
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_posting_new BEFORE INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_posting_new();

-- Rows in one order, so that two transactions that meet wait for each other once and do not lock each other out.
CREATE FUNCTION ledger_posting_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ledger_earmarkuse WHERE earmark_id IN (SELECT earmark_id FROM added) ORDER BY earmark_id FOR UPDATE;
  UPDATE ledger_earmarkuse u SET spent = u.spent + n.spent, received = u.received + n.received
  FROM (
    SELECT p.earmark_id, coalesce(sum(p.amount) FILTER (WHERE a.kind = 'expense'), 0) AS spent,
           coalesce(-sum(p.amount) FILTER (WHERE a.kind IN ('income', 'fund')), 0) AS received
    FROM added p JOIN ledger_account a ON a.id = p.account_id GROUP BY p.earmark_id
  ) n WHERE n.earmark_id = u.earmark_id AND (n.spent <> 0 OR n.received <> 0);
  INSERT INTO ledger_balance (account_id, earmark_id, amount)
    SELECT account_id, earmark_id, sum(amount) FROM added GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (account_id, earmark_id) DO UPDATE SET amount = ledger_balance.amount + EXCLUDED.amount;
  INSERT INTO ledger_monthbalance (account_id, earmark_id, month, debit, credit)
    SELECT account_id, earmark_id, date_trunc('month', "on")::date,
           coalesce(sum(amount) FILTER (WHERE amount > 0), 0), coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)
    FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (account_id, earmark_id, month) DO UPDATE
      SET debit = ledger_monthbalance.debit + EXCLUDED.debit, credit = ledger_monthbalance.credit + EXCLUDED.credit;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_posting_totals AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_posting_totals();

CREATE FUNCTION ledger_posting_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE off numeric; original bigint; mark record; held record;
BEGIN
  SELECT sum(p.amount) INTO off FROM ledger_posting p WHERE p.entry_id = NEW.entry_id;
  IF off <> 0 THEN
    RAISE EXCEPTION 'entry % is out of balance by %', NEW.entry_id, off
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balanced';
  END IF;
  SELECT e.reverses_id INTO original FROM ledger_entry e WHERE e.id = NEW.entry_id;
  IF original IS NOT NULL AND (
    EXISTS (SELECT account_id, earmark_id, -amount FROM ledger_posting WHERE entry_id = original
            EXCEPT ALL SELECT account_id, earmark_id, amount FROM ledger_posting WHERE entry_id = NEW.entry_id)
    OR EXISTS (SELECT account_id, earmark_id, amount FROM ledger_posting WHERE entry_id = NEW.entry_id
            EXCEPT ALL SELECT account_id, earmark_id, -amount FROM ledger_posting WHERE entry_id = original)
  ) THEN
    RAISE EXCEPTION 'entry % is not the exact opposite of what it reverses', NEW.entry_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reversal_exact';
  END IF;
  SELECT e.number, e.amount, u.spent, u.received INTO mark
    FROM ledger_earmark e JOIN ledger_earmarkuse u ON u.earmark_id = e.id WHERE e.id = NEW.earmark_id;
  IF mark.spent > coalesce(mark.amount, mark.received) OR mark.spent < 0 THEN
    RAISE EXCEPTION 'earmark % allows %, spent would be %', mark.number, coalesce(mark.amount, mark.received), mark.spent
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_earmark_limit';
  END IF;
  SELECT a.code, a.overdraft, CASE a.kind WHEN 'asset' THEN b.amount ELSE -b.amount END AS amount INTO held
    FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
    WHERE b.account_id = NEW.account_id AND b.earmark_id = NEW.earmark_id AND a.kind IN ('asset', 'liability', 'fund');
  IF FOUND AND NOT held.overdraft AND held.amount < 0 THEN
    RAISE EXCEPTION 'account % would hold % under earmark %', held.code, held.amount, mark.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_covered';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_posting_whole AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_posting_whole();

CREATE FUNCTION ledger_totals_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION '% is kept by the postings alone', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_totals_kept';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_totals_guard BEFORE INSERT OR UPDATE OR DELETE ON ledger_balance
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_totals_guard();
CREATE TRIGGER ledger_totals_guard BEFORE INSERT OR UPDATE OR DELETE ON ledger_monthbalance
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_totals_guard();
CREATE TRIGGER ledger_totals_guard BEFORE INSERT OR UPDATE OR DELETE ON ledger_earmarkuse
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_totals_guard();
"""

ACCOUNTS = """
CREATE FUNCTION ledger_account_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.organisation_id, NEW.kind, NEW.code) IS DISTINCT FROM (OLD.organisation_id, OLD.kind, OLD.code) THEN
    RAISE EXCEPTION 'the books, kind and code of an account never change (%)', OLD.code
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_fixed';
  END IF;
  IF NEW.closed_on IS NOT NULL AND OLD.closed_on IS NULL AND NEW.kind IN ('asset', 'liability', 'fund')
     AND EXISTS (SELECT FROM ledger_balance b WHERE b.account_id = NEW.id AND b.amount <> 0) THEN
    RAISE EXCEPTION 'account % still holds money', NEW.code
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_empty';
  END IF;
  IF OLD.overdraft AND NOT NEW.overdraft AND EXISTS (
    SELECT FROM ledger_balance b WHERE b.account_id = NEW.id AND NEW.kind IN ('asset', 'liability', 'fund')
    AND CASE NEW.kind WHEN 'asset' THEN b.amount ELSE -b.amount END < 0) THEN
    RAISE EXCEPTION 'account % is below zero', NEW.code
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_covered';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_guard BEFORE UPDATE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_account_guard();

CREATE FUNCTION ledger_earmark_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_earmarkuse (earmark_id, spent, received) VALUES (NEW.id, 0, 0);
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_earmark_new AFTER INSERT ON ledger_earmark FOR EACH ROW EXECUTE FUNCTION ledger_earmark_new();

CREATE FUNCTION ledger_earmark_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE used ledger_earmarkuse%ROWTYPE;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an earmark is closed, not deleted (%)', OLD.number USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.number, NEW.organisation_id, NEW.funder_id, NEW.source, NEW.project_id)
     IS DISTINCT FROM (OLD.number, OLD.organisation_id, OLD.funder_id, OLD.source, OLD.project_id) THEN
    RAISE EXCEPTION 'whose an earmark is, its source and project never change (%)', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_earmark_fixed';
  END IF;
  SELECT * INTO used FROM ledger_earmarkuse WHERE earmark_id = NEW.id FOR UPDATE;
  IF used.spent > coalesce(NEW.amount, used.received) THEN
    RAISE EXCEPTION 'earmark %: % is spent already', NEW.number, used.spent
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_earmark_limit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_earmark_guard BEFORE UPDATE OR DELETE ON ledger_earmark
  FOR EACH ROW EXECUTE FUNCTION ledger_earmark_guard();
"""

PAYMENTS = """
CREATE FUNCTION ledger_bank_account_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.id, NEW.holder, NEW.bank, NEW.number, NEW.number_digest, NEW.person_id, NEW.organisation_id)
     IS DISTINCT FROM (OLD.id, OLD.holder, OLD.bank, OLD.number, OLD.number_digest, OLD.person_id, OLD.organisation_id) THEN
    RAISE EXCEPTION 'a bank account never changes: close it and record another'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_bank_account_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_bank_account_guard BEFORE UPDATE OR DELETE ON ledger_bankaccount
  FOR EACH ROW EXECUTE FUNCTION ledger_bank_account_guard();

CREATE FUNCTION ledger_payment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a payment is not deleted: reverse its entry' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id = NEW.entry_id
                   AND e.transaction = pg_current_xact_id()::text::bigint AND e.reverses_id IS NULL) THEN
      RAISE EXCEPTION 'entry % is posted: nothing is added to it', NEW.entry_id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_append_only';
    END IF;
    IF NEW.file_id IS NOT NULL OR EXISTS (SELECT FROM ledger_bankaccount b WHERE b.id = NEW.to_id AND b.closed_on IS NOT NULL)
    THEN
      RAISE EXCEPTION 'a payment begins outside any file and goes to an open account'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_payment_new';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.file_id IS NOT NULL OR (NEW.id, NEW.entry_id, NEW.to_id, NEW.amount, NEW.remark)
     IS DISTINCT FROM (OLD.id, OLD.entry_id, OLD.to_id, OLD.amount, OLD.remark) THEN
    RAISE EXCEPTION 'a payment goes into one file, and nothing else of it changes'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_payment_fixed';
  END IF;
  IF EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = NEW.entry_id) OR NOT EXISTS (
    SELECT FROM ledger_entry e JOIN ledger_paymentfile f ON f.organisation_id = e.organisation_id
    WHERE e.id = NEW.entry_id AND f.id = NEW.file_id) THEN
    RAISE EXCEPTION 'payment % was reversed, or is of other books than the file', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_payment_in_file';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_payment_guard BEFORE INSERT OR UPDATE OR DELETE ON ledger_payment
  FOR EACH ROW EXECUTE FUNCTION ledger_payment_guard();

CREATE FUNCTION ledger_payment_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ordered numeric; taken numeric;
BEGIN
  SELECT sum(amount) INTO ordered FROM ledger_payment WHERE entry_id = NEW.entry_id;
  SELECT -sum(p.amount) INTO taken FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.entry_id AND a.kind = 'asset';
  IF ordered IS DISTINCT FROM taken THEN
    RAISE EXCEPTION 'entry % orders payments of % and takes % out of the bank', NEW.entry_id, ordered, taken
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_payments_sum';
  END IF;
  IF NEW.file_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM ledger_paymentfile f WHERE f.id = NEW.file_id AND (f.count, f.total) = (
      SELECT count(*), sum(amount) FROM ledger_payment WHERE file_id = NEW.file_id)) THEN
    RAISE EXCEPTION 'payment file % does not hold what it says', NEW.file_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_payment_file_sum';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_payment_whole AFTER INSERT OR UPDATE ON ledger_payment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_payment_whole();
"""

APPEND_ONLY = ("entry", "posting", "closing", "paymentfile", "handing")
KEPT = (*APPEND_ONLY, "payment", "bankaccount", "earmark", "account", "balance", "monthbalance", "earmarkuse")
FUNCTIONS = (
    "append_only", "no_truncate", "entry_new", "entry_whole", "closing_new", "posting_new", "posting_totals",
    "posting_whole", "totals_guard", "account_guard", "earmark_new", "earmark_guard", "bank_account_guard",
    "payment_guard", "payment_whole",
)

GUARDS = "".join((
    ENTRIES, POSTINGS, ACCOUNTS, PAYMENTS,
    *(f"CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger_{table} "
      "FOR EACH ROW EXECUTE FUNCTION ledger_append_only();\n" for table in APPEND_ONLY),
    *(f"CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_{table} "
      "FOR EACH STATEMENT EXECUTE FUNCTION ledger_no_truncate();\n" for table in KEPT),
))
UNDO = "".join(f"DROP FUNCTION ledger_{name}() CASCADE;\n" for name in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("cases", "0002_guards")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
