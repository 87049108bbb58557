"""What PostgreSQL holds true of money that is in a platform's books already when a budget plans it: an award's line is that
award, paid, to the fen; once it is moved under the budget it stays there; and no treasury is asked for such money again."""

from django.db import migrations

AWARDS = """
CREATE FUNCTION funding_award_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM funding_fundrequest r JOIN funding_budget b ON b.case_ptr_id = NEW.budget_id
    WHERE r.case_ptr_id = NEW.award_id AND r.request_kind = 'award' AND r.paid_on IS NOT NULL
      AND r.platform_id = b.platform_id AND r.source_id IS NOT DISTINCT FROM NEW.source_id AND r.amount = NEW.amount
  ) THEN
    RAISE EXCEPTION 'line % is not the award it names', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_award_line';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funding_award_line BEFORE INSERT OR UPDATE ON funding_budgetline
  FOR EACH ROW WHEN (NEW.award_id IS NOT NULL) EXECUTE FUNCTION funding_award_line();

CREATE FUNCTION funding_award_brought() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.brought_by_id IS NOT NULL AND NEW.brought_by_id IS DISTINCT FROM OLD.brought_by_id
     OR NEW.paid_on IS NULL AND EXISTS (SELECT FROM funding_budgetline WHERE award_id = NEW.case_ptr_id) THEN
    RAISE EXCEPTION 'award % is planned already', NEW.case_ptr_id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funding_award_brought';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funding_award_brought BEFORE UPDATE ON funding_fundrequest
  FOR EACH ROW WHEN (NEW.request_kind = 'award') EXECUTE FUNCTION funding_award_brought();
"""

REQUESTS = """
CREATE OR REPLACE FUNCTION funding_requested_within_mark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed numeric; asked numeric; own boolean;
BEGIN
  SELECT e.amount - %s, m.budget_id = NEW.budget_id AND m.source_id IS NOT DISTINCT FROM NEW.source_id INTO allowed, own
    FROM funding_budgetearmark m JOIN ledger_earmark e ON e.id = m.earmark_id WHERE m.id = NEW.mark_id FOR UPDATE OF m;
  SELECT coalesce(sum(r.amount), 0) INTO asked FROM funding_fundrequest r JOIN cases_case c ON c.id = r.case_ptr_id
    WHERE r.mark_id = NEW.mark_id AND c.state NOT IN ('refused', 'withdrawn');
  IF NOT own OR asked > greatest(coalesce(allowed, 0), 0) THEN
    RAISE EXCEPTION 'asked %% under mark %% which allows %%', asked, NEW.mark_id, allowed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_requested_within_mark';
  END IF;
  RETURN NULL;
END $$;
"""
THERE = """coalesce((
    SELECT sum(l.approved) FROM funding_budgetline l WHERE l.budget_id = m.budget_id AND l.money = m.money
      AND l.source_id IS NOT DISTINCT FROM m.source_id AND (l.carried_from_id IS NOT NULL OR l.award_id IS NOT NULL)), 0)"""

UNDO = """
DROP TRIGGER funding_award_brought ON funding_fundrequest;
DROP FUNCTION funding_award_brought();
DROP TRIGGER funding_award_line ON funding_budgetline;
DROP FUNCTION funding_award_line();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0006_awards")]
    operations = [migrations.RunSQL(AWARDS + REQUESTS % THERE, UNDO + REQUESTS % "0")]
