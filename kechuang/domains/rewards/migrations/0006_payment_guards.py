"""A payment is what was owed, once, and is undone by its opposite alone; a plan that is paid has paid everybody."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION rewards_payment_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  place text;
  origin text;
  owed numeric;
  back record;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'the payment of a reward is not deleted: it is reversed'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reward_payment_stands';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.standing AND NOT NEW.standing AND (to_jsonb(NEW) - 'standing') = (to_jsonb(OLD) - 'standing')
       AND EXISTS (SELECT 1 FROM rewards_rewardpayment r WHERE r.reverses_id = OLD.id) THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the payment of a reward does not change: it is reversed'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reward_payment_stands';
  END IF;
  SELECT c.state, p.source INTO place, origin FROM rewards_rewardshare s
    JOIN rewards_rewardplan p ON p.case_ptr_id = s.plan_id JOIN cases_case c ON c.id = p.case_ptr_id WHERE s.id = NEW.share_id;
  IF place NOT IN ('settled', 'paid') THEN
    RAISE EXCEPTION 'reward share % is of a plan that is %, nothing is paid by it', NEW.share_id, place
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_payment_of_a_settled_plan';
  END IF;
  IF NEW.reverses_id IS NOT NULL THEN
    SELECT amount, share_id, reverses_id INTO back FROM rewards_rewardpayment WHERE id = NEW.reverses_id;
    IF back.reverses_id IS NOT NULL OR back.share_id <> NEW.share_id OR back.amount <> -NEW.amount THEN
      RAISE EXCEPTION 'payment % is not undone by % yuan of share %', NEW.reverses_id, NEW.amount, NEW.share_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_payment_reversal_is_its_opposite';
    END IF;
    RETURN NEW;
  END IF;
  IF origin = 'equity' THEN
    SELECT s.amount INTO owed FROM rewards_rewardshare s
      WHERE s.id = NEW.share_id AND s.stake IS NOT DISTINCT FROM NEW.stake;
  ELSE
    SELECT a.amount INTO owed FROM rewards_rewardaccrual a WHERE a.share_id = NEW.share_id;
  END IF;
  IF owed IS DISTINCT FROM NEW.amount OR (origin <> 'equity' AND NEW.entry_id IS NULL) THEN
    RAISE EXCEPTION 'reward share % adds % yuan to what is owed, not %', NEW.share_id, owed, NEW.amount
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_payment_is_what_is_owed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rewards_payment_right BEFORE INSERT OR UPDATE OR DELETE ON rewards_rewardpayment
  FOR EACH ROW EXECUTE FUNCTION rewards_payment_right();

CREATE FUNCTION rewards_paid_whole(plan bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  place text;
  missing bigint;
BEGIN
  SELECT state INTO place FROM cases_case WHERE id = plan;
  IF place IS DISTINCT FROM 'paid' THEN
    RETURN;
  END IF;
  SELECT s.id INTO missing FROM rewards_rewardshare s JOIN rewards_rewardplan p ON p.case_ptr_id = s.plan_id
    LEFT JOIN rewards_rewardaccrual a ON a.share_id = s.id
    WHERE s.plan_id = plan
      AND CASE WHEN p.source = 'equity' THEN s.amount <> 0 ELSE coalesce(a.amount, 0) <> 0 END
      AND NOT EXISTS (SELECT 1 FROM rewards_rewardpayment y WHERE y.share_id = s.id AND y.standing) LIMIT 1;
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'reward plan % is not paid: share % is not', plan, missing
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_plan_paid_whole';
  END IF;
END $$;

CREATE FUNCTION rewards_plan_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM rewards_paid_whole(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rewards_plan_paid AFTER UPDATE ON cases_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'rewards.rewardplan' AND OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION rewards_plan_paid();

CREATE FUNCTION rewards_payment_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM rewards_paid_whole((SELECT plan_id FROM rewards_rewardshare WHERE id = NEW.share_id));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rewards_payment_taken_back AFTER UPDATE ON rewards_rewardpayment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rewards_payment_taken_back();

CREATE FUNCTION rewards_report_filed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.filed_on IS NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) = to_jsonb(OLD) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a transformation report that was filed stays as it was filed'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transformation_report_filed';
END $$;
CREATE TRIGGER rewards_report_filed BEFORE UPDATE OR DELETE ON rewards_transformationreport
  FOR EACH ROW EXECUTE FUNCTION rewards_report_filed();
"""

UNDO = """
DROP TRIGGER rewards_report_filed ON rewards_transformationreport;
DROP FUNCTION rewards_report_filed();
DROP TRIGGER rewards_payment_taken_back ON rewards_rewardpayment;
DROP FUNCTION rewards_payment_taken_back();
DROP TRIGGER rewards_plan_paid ON cases_case;
DROP FUNCTION rewards_plan_paid();
DROP FUNCTION rewards_paid_whole(bigint);
DROP TRIGGER rewards_payment_right ON rewards_rewardpayment;
DROP FUNCTION rewards_payment_right();
"""


class Migration(migrations.Migration):
    dependencies = [("rewards", "0005_payments_and_reports")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
