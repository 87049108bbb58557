"""What PostgreSQL holds true of money that moves, whoever writes: nothing is edited or taken away; a reversal is the exact
opposite of a row of the same case, once; what is spent on a line is never more than was approved for it, and is spent under
the earmark of its kind of money; what is asked for under an earmark is never more than it allows."""

from django.db import migrations

ROWS = """
CREATE FUNCTION funding_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept text[] := ARRAY['standing'];
BEGIN
  IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 AND to_jsonb(NEW) - kept = to_jsonb(OLD) - kept THEN
    RETURN NEW;
  END IF;
  -- A voucher's file may come later, once.
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'funding_spending' AND to_jsonb(OLD)->>'document_id' IS NULL
     AND to_jsonb(NEW) - ARRAY['document_id'] = to_jsonb(OLD) - ARRAY['document_id'] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: reverse what is wrong', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funding_append_only';
END $$;
CREATE TRIGGER funding_append_only BEFORE UPDATE OR DELETE ON funding_appropriation FOR EACH ROW EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_append_only BEFORE UPDATE OR DELETE ON funding_spending FOR EACH ROW EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_append_only BEFORE UPDATE OR DELETE ON funding_income FOR EACH ROW EXECUTE FUNCTION funding_append_only();

CREATE FUNCTION funding_reversed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  same text[] := CASE TG_TABLE_NAME
    WHEN 'funding_appropriation' THEN ARRAY['source_id', 'year', 'earmark_id']
    WHEN 'funding_spending' THEN ARRAY['case_id', 'unit_id', 'line_id', 'earmark_id', 'voucher']
    ELSE ARRAY['budget_id', 'unit_id', 'kind', 'earmark_id', 'reference'] END;
  original jsonb;
  made jsonb := to_jsonb(NEW);
BEGIN
  IF NEW.reverses_id IS NULL THEN
    IF NOT NEW.standing THEN
      RAISE EXCEPTION 'a new row of % stands', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_reversal';
    END IF;
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT to_jsonb(o) FROM %I o WHERE o.id = $1 FOR UPDATE', TG_TABLE_NAME) INTO original USING NEW.reverses_id;
  IF original->>'reverses_id' IS NOT NULL OR NOT (original->>'standing')::boolean
     OR (original->>'amount')::numeric <> -NEW.amount
     OR EXISTS (SELECT FROM unnest(same) n WHERE original->n IS DISTINCT FROM made->n) THEN
    RAISE EXCEPTION 'row % of % is not the opposite of a row that stands', NEW.id, TG_TABLE_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_reversal';
  END IF;
  EXECUTE format('UPDATE %I SET standing = false WHERE id = $1', TG_TABLE_NAME) USING NEW.reverses_id;
  RETURN NULL;
END $$;
CREATE TRIGGER funding_reversed AFTER INSERT ON funding_appropriation FOR EACH ROW EXECUTE FUNCTION funding_reversed();
CREATE TRIGGER funding_reversed AFTER INSERT ON funding_spending FOR EACH ROW EXECUTE FUNCTION funding_reversed();
CREATE TRIGGER funding_reversed AFTER INSERT ON funding_income FOR EACH ROW EXECUTE FUNCTION funding_reversed();
"""

LINES = """
CREATE FUNCTION funding_spent_where_planned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.unit_id IS DISTINCT FROM (SELECT owner_id FROM cases_case WHERE id = NEW.case_id)
     OR NEW.unit_id IS DISTINCT FROM (SELECT organisation_id FROM ledger_earmark WHERE id = NEW.earmark_id)
     OR NEW.line_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM funding_budgetline l JOIN funding_budgetearmark m ON m.budget_id = l.budget_id AND m.money = l.money
         AND m.source_id IS NOT DISTINCT FROM l.source_id
       WHERE l.id = NEW.line_id AND l.budget_id = NEW.case_id AND l.side = 'spending' AND m.earmark_id = NEW.earmark_id) THEN
    RAISE EXCEPTION 'spending % is not under the earmark of its line', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_spent_where_planned';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funding_spent_where_planned BEFORE INSERT ON funding_spending FOR EACH ROW EXECUTE FUNCTION funding_spent_where_planned();

CREATE FUNCTION funding_spent_within_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_line bigint := CASE TG_TABLE_NAME WHEN 'funding_spending' THEN (to_jsonb(NEW)->>'line_id')::bigint ELSE NEW.id END;
  allowed numeric; spent numeric;
BEGIN
  SELECT approved INTO allowed FROM funding_budgetline WHERE id = of_line FOR UPDATE;
  SELECT coalesce(sum(amount), 0) INTO spent FROM funding_spending WHERE line_id = of_line;
  IF spent > coalesce(allowed, 0) OR spent < 0 THEN
    RAISE EXCEPTION 'spent % on line % of which % is approved', spent, of_line, allowed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_spent_within_line';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_spent_within_line AFTER INSERT ON funding_spending
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.line_id IS NOT NULL) EXECUTE FUNCTION funding_spent_within_line();
CREATE CONSTRAINT TRIGGER funding_spent_within_line AFTER UPDATE ON funding_budgetline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.approved IS DISTINCT FROM OLD.approved AND OLD.approved IS NOT NULL)
  EXECUTE FUNCTION funding_spent_within_line();
"""

REQUESTS = """
CREATE FUNCTION funding_requested_within_mark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed numeric; asked numeric; own boolean;
BEGIN
  SELECT e.amount, m.budget_id = NEW.budget_id AND m.source_id IS NOT DISTINCT FROM NEW.source_id INTO allowed, own
    FROM funding_budgetearmark m JOIN ledger_earmark e ON e.id = m.earmark_id WHERE m.id = NEW.mark_id FOR UPDATE OF m;
  SELECT coalesce(sum(r.amount), 0) INTO asked FROM funding_fundrequest r JOIN cases_case c ON c.id = r.case_ptr_id
    WHERE r.mark_id = NEW.mark_id AND c.state NOT IN ('refused', 'withdrawn');
  IF NOT own OR asked > coalesce(allowed, 0) THEN
    RAISE EXCEPTION 'asked % under mark % which allows %', asked, NEW.mark_id, allowed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_requested_within_mark';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_requested_within_mark AFTER INSERT OR UPDATE OF amount, mark_id, source_id ON funding_fundrequest
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.mark_id IS NOT NULL) EXECUTE FUNCTION funding_requested_within_mark();

CREATE FUNCTION funding_ratio_of_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.place IS DISTINCT FROM (SELECT region_id FROM cases_case WHERE id = NEW.case_ptr_id) THEN
    RAISE EXCEPTION 'a ratio of another place' USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_ratio_of_its_place';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funding_ratio_of_its_place BEFORE INSERT OR UPDATE ON funding_matchingratio
  FOR EACH ROW EXECUTE FUNCTION funding_ratio_of_its_place();
"""

UNDO = """
DROP TRIGGER funding_ratio_of_its_place ON funding_matchingratio;
DROP FUNCTION funding_ratio_of_its_place();
DROP TRIGGER funding_requested_within_mark ON funding_fundrequest;
DROP FUNCTION funding_requested_within_mark();
DROP TRIGGER funding_spent_within_line ON funding_spending;
DROP TRIGGER funding_spent_within_line ON funding_budgetline;
DROP FUNCTION funding_spent_within_line();
DROP TRIGGER funding_spent_where_planned ON funding_spending;
DROP FUNCTION funding_spent_where_planned();
DROP TRIGGER funding_reversed ON funding_appropriation;
DROP TRIGGER funding_reversed ON funding_spending;
DROP TRIGGER funding_reversed ON funding_income;
DROP FUNCTION funding_reversed();
DROP TRIGGER funding_append_only ON funding_appropriation;
DROP TRIGGER funding_append_only ON funding_spending;
DROP TRIGGER funding_append_only ON funding_income;
DROP FUNCTION funding_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_moving")]
    operations = [migrations.RunSQL(ROWS + LINES + REQUESTS, UNDO)]
