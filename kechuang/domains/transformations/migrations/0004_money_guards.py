"""What PostgreSQL holds true of receipts, costs, profits and findings, whoever writes: nothing is edited or taken away; a
reversal is the exact opposite of a row of the same case, once; a receipt is its own unit's; incomes are never more than
what arrived. `standing` of what is reversed and `income` of what is found are written here alone (a trigger within a
trigger); any other update is refused."""

from django.db import migrations

ROWS = """
CREATE FUNCTION transformations_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept text[] := CASE TG_TABLE_NAME WHEN 'transformations_receipt' THEN ARRAY['standing', 'income'] ELSE ARRAY['standing'] END;
BEGIN
  IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 AND to_jsonb(NEW) - kept = to_jsonb(OLD) - kept THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: reverse what is wrong', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transformations_append_only';
END $$;
CREATE TRIGGER transformations_append_only BEFORE UPDATE OR DELETE ON transformations_receipt FOR EACH ROW EXECUTE FUNCTION transformations_append_only();
CREATE TRIGGER transformations_append_only BEFORE UPDATE OR DELETE ON transformations_cost FOR EACH ROW EXECUTE FUNCTION transformations_append_only();
CREATE TRIGGER transformations_append_only BEFORE UPDATE OR DELETE ON transformations_fundexpense FOR EACH ROW EXECUTE FUNCTION transformations_append_only();
CREATE TRIGGER transformations_append_only BEFORE UPDATE OR DELETE ON transformations_incomefinding FOR EACH ROW EXECUTE FUNCTION transformations_append_only();
CREATE TRIGGER transformations_append_only BEFORE UPDATE OR DELETE ON transformations_yearprofit FOR EACH ROW EXECUTE FUNCTION transformations_append_only();

CREATE FUNCTION transformations_reversed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  same text[] := CASE TG_TABLE_NAME
    WHEN 'transformations_receipt' THEN ARRAY['case_id', 'transformation_id', 'unit_id', 'kind', 'reference']
    WHEN 'transformations_cost' THEN ARRAY['transformation_id', 'receipt_id', 'kind', 'fiscal']
    ELSE ARRAY['fund_id'] END;
  original jsonb;
  made jsonb := to_jsonb(NEW);
BEGIN
  IF NEW.reverses_id IS NULL THEN
    IF NOT NEW.standing THEN
      RAISE EXCEPTION 'a new row of % stands', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'transformations_reversal';
    END IF;
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT to_jsonb(o) FROM %I o WHERE o.id = $1 FOR UPDATE', TG_TABLE_NAME) INTO original USING NEW.reverses_id;
  IF original->>'reverses_id' IS NOT NULL OR NOT (original->>'standing')::boolean
     OR (original->>'amount')::numeric <> -NEW.amount
     OR EXISTS (SELECT FROM unnest(same) n WHERE original->n IS DISTINCT FROM made->n) THEN
    RAISE EXCEPTION 'row % of % is not the opposite of a row that stands', NEW.id, TG_TABLE_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transformations_reversal';
  END IF;
  EXECUTE format('UPDATE %I SET standing = false WHERE id = $1', TG_TABLE_NAME) USING NEW.reverses_id;
  RETURN NULL;
END $$;
CREATE TRIGGER transformations_reversed AFTER INSERT ON transformations_receipt FOR EACH ROW EXECUTE FUNCTION transformations_reversed();
CREATE TRIGGER transformations_reversed AFTER INSERT ON transformations_cost FOR EACH ROW EXECUTE FUNCTION transformations_reversed();
CREATE TRIGGER transformations_reversed AFTER INSERT ON transformations_fundexpense FOR EACH ROW EXECUTE FUNCTION transformations_reversed();

CREATE FUNCTION transformations_own_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.unit_id IS DISTINCT FROM (SELECT owner_id FROM cases_case WHERE id = NEW.case_id) THEN
    RAISE EXCEPTION 'receipt % is not of the unit of its case', NEW.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transformations_own_unit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER transformations_own_unit BEFORE INSERT ON transformations_receipt FOR EACH ROW EXECUTE FUNCTION transformations_own_unit();

CREATE FUNCTION transformations_cost_of_deal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.receipt_id IS NOT NULL AND NEW.transformation_id IS DISTINCT FROM
     (SELECT transformation_id FROM transformations_receipt WHERE id = NEW.receipt_id) THEN
    RAISE EXCEPTION 'a cost of a receipt of another transformation'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transformations_cost_of_deal';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER transformations_cost_of_deal BEFORE INSERT ON transformations_cost FOR EACH ROW EXECUTE FUNCTION transformations_cost_of_deal();

CREATE FUNCTION transformations_profit_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT FROM transformations_yearprofit p WHERE p.id = NEW.replaces_id
     AND p.transformation_id = NEW.transformation_id AND p.year = NEW.year) THEN
    RAISE EXCEPTION 'a profit replaces one of another year or transformation'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transformations_profit_replaced';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER transformations_profit_replaced BEFORE INSERT ON transformations_yearprofit FOR EACH ROW EXECUTE FUNCTION transformations_profit_replaced();
"""

INCOME = """
CREATE FUNCTION transformations_income_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM transformations_receipt WHERE id = NEW.receipt_id FOR UPDATE;
  IF EXISTS (SELECT FROM transformations_incomefinding f WHERE f.receipt_id = NEW.receipt_id AND f.position > NEW.position) THEN
    RAISE EXCEPTION 'a newer finding stands' USING ERRCODE = 'check_violation', CONSTRAINT = 'transformations_income_found';
  END IF;
  UPDATE transformations_receipt SET income = NEW.income WHERE id = NEW.receipt_id AND income IS DISTINCT FROM NEW.income;
  RETURN NULL;
END $$;
CREATE TRIGGER transformations_income_found AFTER INSERT ON transformations_incomefinding FOR EACH ROW EXECUTE FUNCTION transformations_income_found();

CREATE FUNCTION transformations_receipt_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.income IS NOT NULL THEN
    RAISE EXCEPTION 'the net income of a receipt comes from a finding' USING ERRCODE = 'check_violation', CONSTRAINT = 'transformations_income_found';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER transformations_receipt_new BEFORE INSERT ON transformations_receipt FOR EACH ROW EXECUTE FUNCTION transformations_receipt_new();

CREATE FUNCTION transformations_income_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found numeric; arrived numeric;
BEGIN
  SELECT coalesce(sum(r.income), 0), coalesce(sum(r.amount), 0) INTO found, arrived FROM transformations_receipt r
    WHERE r.transformation_id = NEW.transformation_id AND r.kind = 'income' AND r.standing;
  IF found > arrived THEN
    RAISE EXCEPTION 'net income % of transformation % exceeds the % that arrived', found, NEW.transformation_id, arrived
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transformations_income_within';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transformations_income_within AFTER INSERT OR UPDATE ON transformations_receipt
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.transformation_id IS NOT NULL) EXECUTE FUNCTION transformations_income_within();
"""

UNDO = """
DROP TRIGGER transformations_income_within ON transformations_receipt;
DROP FUNCTION transformations_income_within();
DROP TRIGGER transformations_receipt_new ON transformations_receipt;
DROP FUNCTION transformations_receipt_new();
DROP TRIGGER transformations_income_found ON transformations_incomefinding;
DROP FUNCTION transformations_income_found();
DROP TRIGGER transformations_profit_replaced ON transformations_yearprofit;
DROP FUNCTION transformations_profit_replaced();
DROP TRIGGER transformations_cost_of_deal ON transformations_cost;
DROP FUNCTION transformations_cost_of_deal();
DROP TRIGGER transformations_own_unit ON transformations_receipt;
DROP FUNCTION transformations_own_unit();
DROP TRIGGER transformations_reversed ON transformations_receipt;
DROP TRIGGER transformations_reversed ON transformations_cost;
DROP TRIGGER transformations_reversed ON transformations_fundexpense;
DROP FUNCTION transformations_reversed();
DROP TRIGGER transformations_append_only ON transformations_receipt;
DROP TRIGGER transformations_append_only ON transformations_cost;
DROP TRIGGER transformations_append_only ON transformations_fundexpense;
DROP TRIGGER transformations_append_only ON transformations_incomefinding;
DROP TRIGGER transformations_append_only ON transformations_yearprofit;
DROP FUNCTION transformations_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("transformations", "0003_money")]
    operations = [migrations.RunSQL(ROWS + INCOME, UNDO)]
