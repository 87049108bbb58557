"""What PostgreSQL holds true of funding, whoever writes: an approved line keeps its identity and changes by editions alone;
an edition is whole, covers its spending source by source, and is what its earmarks set aside; support stays within the
agreement; negative lists are ended, never rewritten."""

from django.db import migrations

LINES = """
CREATE FUNCTION funding_state(kase bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT state FROM cases_case WHERE id = kase
$$;

CREATE FUNCTION funding_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_ funding_budgetline;
  now_in text;
  free boolean;
BEGIN
  row_ := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  now_in := funding_state(row_.budget_id);
  free := now_in IN ('drafted', 'returned', 'adjusting');
  IF TG_OP = 'INSERT' AND free AND NEW.approved IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE' AND OLD.approved IS NULL AND (free OR now_in = 'approved') THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF free AND OLD.approved IS NULL AND NEW.approved IS NULL AND NEW.budget_id = OLD.budget_id THEN RETURN NEW; END IF;
    IF now_in = 'adjusting'
       AND to_jsonb(NEW) - ARRAY['amount', 'note'] = to_jsonb(OLD) - ARRAY['amount', 'note'] THEN RETURN NEW; END IF;
    IF now_in = 'approved' AND NEW.amount = NEW.approved
       AND to_jsonb(NEW) - ARRAY['amount', 'approved'] = to_jsonb(OLD) - ARRAY['amount', 'approved']
       AND EXISTS (
         SELECT FROM funding_editionline l JOIN funding_budgetedition e ON e.id = l.edition_id
         WHERE l.line_id = NEW.id AND l.amount = NEW.approved
           AND e.number = (SELECT max(number) FROM funding_budgetedition WHERE budget_id = NEW.budget_id)
       ) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'line % of a budget that is % does not change this way', row_.id, now_in
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funding_line_guard';
END $$;
CREATE TRIGGER funding_line_guard BEFORE INSERT OR UPDATE OR DELETE ON funding_budgetline
  FOR EACH ROW EXECUTE FUNCTION funding_line_guard();

CREATE FUNCTION funding_editions_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funding_editions_stand';
END $$;
CREATE TRIGGER funding_editions_stand BEFORE UPDATE OR DELETE ON funding_budgetedition FOR EACH ROW EXECUTE FUNCTION funding_editions_stand();
CREATE TRIGGER funding_editions_stand BEFORE UPDATE OR DELETE ON funding_editionline FOR EACH ROW EXECUTE FUNCTION funding_editions_stand();

CREATE FUNCTION funding_edition_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF funding_state(NEW.budget_id) <> 'approved'
     OR NEW.number <> 1 + coalesce((SELECT max(number) FROM funding_budgetedition WHERE budget_id = NEW.budget_id), 0) THEN
    RAISE EXCEPTION 'edition % is not the next of an approved budget', NEW.number
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funding_edition_new';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funding_edition_new BEFORE INSERT ON funding_budgetedition FOR EACH ROW EXECUTE FUNCTION funding_edition_new();
"""

WHOLE = """
CREATE FUNCTION funding_edition_whole(which bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  made funding_budgetedition;
  off record;
BEGIN
  SELECT * INTO made FROM funding_budgetedition WHERE id = which;
  IF EXISTS (
    SELECT FROM funding_editionline h JOIN funding_budgetline l ON l.id = h.line_id
    WHERE h.edition_id = which AND l.budget_id <> made.budget_id
  ) THEN
    RAISE EXCEPTION 'edition % holds lines of another budget', which USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_edition_whole';
  END IF;
  SELECT coalesce(sum(h.amount) FILTER (WHERE l.side = 'income'), 0) AS income,
         coalesce(sum(h.amount) FILTER (WHERE l.side = 'spending'), 0) AS spending INTO off
    FROM funding_editionline h JOIN funding_budgetline l ON l.id = h.line_id WHERE h.edition_id = which;
  IF off.income <> made.income OR off.spending <> made.spending THEN
    RAISE EXCEPTION 'edition % says % and %, its lines come to % and %', which, made.income, made.spending, off.income, off.spending
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_edition_whole';
  END IF;
  IF made.number < (SELECT max(number) FROM funding_budgetedition WHERE budget_id = made.budget_id) THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM funding_budgetline l LEFT JOIN funding_editionline h ON h.line_id = l.id AND h.edition_id = which
    WHERE l.budget_id = made.budget_id AND l.approved IS DISTINCT FROM h.amount
  ) AND funding_state(made.budget_id) = 'approved' THEN
    RAISE EXCEPTION 'the lines of budget % are not those of its newest edition', made.budget_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_edition_whole';
  END IF;
  SELECT s.money, s.source_id, s.spending, s.income, k.amount INTO off FROM (
    SELECT l.money, l.source_id,
      coalesce(sum(h.amount) FILTER (WHERE l.side = 'spending'), 0) AS spending,
      coalesce(sum(h.amount) FILTER (WHERE l.side = 'income'), 0) AS income
    FROM funding_editionline h JOIN funding_budgetline l ON l.id = h.line_id
    WHERE h.edition_id = which GROUP BY l.money, l.source_id
  ) s
  LEFT JOIN funding_budgetearmark m ON m.budget_id = made.budget_id AND m.money = s.money
    AND m.source_id IS NOT DISTINCT FROM s.source_id
  LEFT JOIN ledger_earmark k ON k.id = m.earmark_id
  WHERE s.spending > s.income OR s.spending <> coalesce(k.amount, 0) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'from % (source %) budget % spends %, has % and sets aside %',
      off.money, off.source_id, made.budget_id, off.spending, off.income, off.amount
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_edition_whole';
  END IF;
END $$;

CREATE FUNCTION funding_edition_whole_of_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM funding_edition_whole(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_edition_whole AFTER INSERT ON funding_budgetedition
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_edition_whole_of_edition();

CREATE FUNCTION funding_edition_whole_of_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A line that comes after its edition changes what the edition sums to.
  IF NEW.amount > 0 AND NOT EXISTS (
    SELECT FROM funding_budgetedition e WHERE e.id = NEW.edition_id
      AND e.income + e.spending = (SELECT sum(h.amount) FROM funding_editionline h WHERE h.edition_id = e.id)
  ) THEN
    RAISE EXCEPTION 'edition % does not sum to its lines', NEW.edition_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_edition_whole';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_edition_line_whole AFTER INSERT ON funding_editionline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_edition_whole_of_line();

CREATE FUNCTION funding_mark_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['rest', 'carried_by_id'] = to_jsonb(OLD) - ARRAY['rest', 'carried_by_id']
     AND (OLD.rest IS NULL OR OLD.rest = NEW.rest) AND OLD.carried_by_id IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the earmark of a budget stands' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funding_mark_guard';
END $$;
CREATE TRIGGER funding_mark_guard BEFORE UPDATE OR DELETE ON funding_budgetearmark FOR EACH ROW EXECUTE FUNCTION funding_mark_guard();

CREATE FUNCTION funding_earmark_amount() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE which bigint;
BEGIN
  SELECT e.id INTO which FROM funding_budgetearmark m JOIN funding_budgetedition e ON e.budget_id = m.budget_id
    WHERE m.earmark_id = NEW.id ORDER BY e.number DESC LIMIT 1;
  IF which IS NOT NULL THEN PERFORM funding_edition_whole(which); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_earmark_amount AFTER UPDATE ON ledger_earmark
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.amount IS DISTINCT FROM OLD.amount) EXECUTE FUNCTION funding_earmark_amount();
"""

SUPPORT = """
CREATE FUNCTION funding_support_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_ funding_supportyear;
  now_in text;
BEGIN
  row_ := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  now_in := funding_state(row_.programme_id);
  IF now_in = 'draft' OR (TG_OP = 'UPDATE' AND now_in = 'in_force'
     AND to_jsonb(NEW) - ARRAY['targets_met', 'basis'] = to_jsonb(OLD) - ARRAY['targets_met', 'basis']) THEN
    RETURN row_;
  END IF;
  RAISE EXCEPTION 'the support of a programme in force stands' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funding_support_guard';
END $$;
CREATE TRIGGER funding_support_guard BEFORE INSERT OR UPDATE OR DELETE ON funding_supportyear
  FOR EACH ROW EXECUTE FUNCTION funding_support_guard();

CREATE FUNCTION funding_support_within() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.base + NEW.incentive + NEW.ceiling > coalesce((
    SELECT a.amount FROM platforms_agreementamount a JOIN funding_supportprogramme p ON p.agreement_id = a.agreement_id
    WHERE p.case_ptr_id = NEW.programme_id AND a.year = NEW.year), 0) THEN
    RAISE EXCEPTION 'the support of % is more than the agreement promises', NEW.year
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_support_within';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_support_within AFTER INSERT OR UPDATE ON funding_supportyear
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_support_within();

CREATE FUNCTION funding_negative_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.valid_to IS NULL AND to_jsonb(NEW) - 'valid_to' = to_jsonb(OLD) - 'valid_to' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an item of a negative list is ended, never rewritten' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funding_negative_guard';
END $$;
CREATE TRIGGER funding_negative_guard BEFORE UPDATE OR DELETE ON funding_negativelistitem
  FOR EACH ROW EXECUTE FUNCTION funding_negative_guard();
"""

UNDO = """
DROP TRIGGER funding_negative_guard ON funding_negativelistitem;
DROP FUNCTION funding_negative_guard();
DROP TRIGGER funding_support_within ON funding_supportyear;
DROP FUNCTION funding_support_within();
DROP TRIGGER funding_support_guard ON funding_supportyear;
DROP FUNCTION funding_support_guard();
DROP TRIGGER funding_earmark_amount ON ledger_earmark;
DROP FUNCTION funding_earmark_amount();
DROP TRIGGER funding_mark_guard ON funding_budgetearmark;
DROP FUNCTION funding_mark_guard();
DROP TRIGGER funding_edition_line_whole ON funding_editionline;
DROP FUNCTION funding_edition_whole_of_line();
DROP TRIGGER funding_edition_whole ON funding_budgetedition;
DROP FUNCTION funding_edition_whole_of_edition();
DROP FUNCTION funding_edition_whole(bigint);
DROP TRIGGER funding_edition_new ON funding_budgetedition;
DROP FUNCTION funding_edition_new();
DROP TRIGGER funding_editions_stand ON funding_budgetedition;
DROP TRIGGER funding_editions_stand ON funding_editionline;
DROP FUNCTION funding_editions_stand();
DROP TRIGGER funding_line_guard ON funding_budgetline;
DROP FUNCTION funding_line_guard();
DROP FUNCTION funding_state(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0004_carrying_and_results"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(LINES + WHOLE + SUPPORT, UNDO)]
