"""Shares sum to what is shared out once a plan is out of the draft; what is settled stays as it was settled."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION rewards_shares_sum(plan bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  state text;
  pool numeric;
  stake bigint;
  amounts numeric;
  stakes bigint;
BEGIN
  SELECT c.state, p.pool, p.stake INTO state, pool, stake
    FROM rewards_rewardplan p JOIN cases_case c ON c.id = p.case_ptr_id WHERE p.case_ptr_id = plan;
  IF NOT FOUND OR state IN ('drafted', 'void') THEN
    RETURN;
  END IF;
  SELECT coalesce(sum(s.amount), 0), coalesce(sum(s.stake), 0) INTO amounts, stakes
    FROM rewards_rewardshare s WHERE s.plan_id = plan;
  IF amounts <> pool OR stakes <> coalesce(stake, 0) THEN
    RAISE EXCEPTION 'the shares of reward plan % sum to % yuan and % millionths, not to % and %',
      plan, amounts, stakes, pool, coalesce(stake, 0)
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_shares_sum_to_the_pool';
  END IF;
END $$;

CREATE FUNCTION rewards_share_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    PERFORM rewards_shares_sum(NEW.plan_id);
  END IF;
  IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.plan_id IS DISTINCT FROM NEW.plan_id THEN
    PERFORM rewards_shares_sum(OLD.plan_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rewards_share_changed AFTER INSERT OR UPDATE OR DELETE ON rewards_rewardshare
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rewards_share_changed();

CREATE FUNCTION rewards_plan_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM rewards_shares_sum(NEW.case_ptr_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rewards_plan_changed AFTER INSERT OR UPDATE ON rewards_rewardplan
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rewards_plan_changed();

CREATE FUNCTION rewards_plan_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM rewards_shares_sum(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rewards_plan_moved AFTER UPDATE ON cases_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'rewards.rewardplan' AND OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION rewards_plan_moved();

CREATE FUNCTION rewards_settled(plan bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT state IN ('settled', 'paid', 'void') FROM cases_case WHERE id = plan), false)
$$;

CREATE FUNCTION rewards_share_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND rewards_settled(OLD.plan_id) OR TG_OP <> 'DELETE' AND rewards_settled(NEW.plan_id) THEN
    RAISE EXCEPTION 'the shares of a settled reward plan do not change'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reward_share_settled';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER rewards_share_stands BEFORE INSERT OR UPDATE OR DELETE ON rewards_rewardshare
  FOR EACH ROW EXECUTE FUNCTION rewards_share_stands();

CREATE FUNCTION rewards_receipt_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.standing AND NOT NEW.standing
     AND (to_jsonb(NEW) - 'standing') = (to_jsonb(OLD) - 'standing') THEN
    RETURN NEW;
  END IF;
  IF TG_OP <> 'INSERT' AND rewards_settled(OLD.plan_id) OR TG_OP <> 'DELETE' AND rewards_settled(NEW.plan_id) THEN
    RAISE EXCEPTION 'the receipts of a settled reward plan do not change'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reward_receipt_settled';
  END IF;
  IF TG_OP <> 'DELETE' AND NOT EXISTS (
      SELECT 1 FROM rewards_rewardplan p JOIN transformations_receipt r ON r.transformation_id = p.transformation_id
      WHERE p.case_ptr_id = NEW.plan_id AND r.id = NEW.receipt_id AND p.source = 'receipts') THEN
    RAISE EXCEPTION 'receipt % is not income of the transformation that reward plan % is about', NEW.receipt_id, NEW.plan_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_receipt_of_its_transformation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER rewards_receipt_stands BEFORE INSERT OR UPDATE OR DELETE ON rewards_planreceipt
  FOR EACH ROW EXECUTE FUNCTION rewards_receipt_stands();

CREATE FUNCTION rewards_plan_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF rewards_settled(OLD.case_ptr_id)
     AND (to_jsonb(NEW) - '{settled_on,paid_on,due_on}'::text[]) <> (to_jsonb(OLD) - '{settled_on,paid_on,due_on}'::text[]) THEN
    RAISE EXCEPTION 'a settled reward plan does not change: it is voided, or corrected by another'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reward_plan_settled';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rewards_plan_stands BEFORE UPDATE ON rewards_rewardplan
  FOR EACH ROW EXECUTE FUNCTION rewards_plan_stands();

CREATE FUNCTION rewards_accrual_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the accrual of a reward is written once'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reward_accrual_written_once';
END $$;
CREATE TRIGGER rewards_accrual_stands BEFORE UPDATE OR DELETE ON rewards_rewardaccrual
  FOR EACH ROW EXECUTE FUNCTION rewards_accrual_stands();
"""

UNDO = """
DROP TRIGGER rewards_accrual_stands ON rewards_rewardaccrual;
DROP FUNCTION rewards_accrual_stands();
DROP TRIGGER rewards_plan_stands ON rewards_rewardplan;
DROP FUNCTION rewards_plan_stands();
DROP TRIGGER rewards_receipt_stands ON rewards_planreceipt;
DROP FUNCTION rewards_receipt_stands();
DROP TRIGGER rewards_share_stands ON rewards_rewardshare;
DROP FUNCTION rewards_share_stands();
DROP FUNCTION rewards_settled(bigint);
DROP TRIGGER rewards_plan_moved ON cases_case;
DROP FUNCTION rewards_plan_moved();
DROP TRIGGER rewards_plan_changed ON rewards_rewardplan;
DROP FUNCTION rewards_plan_changed();
DROP TRIGGER rewards_share_changed ON rewards_rewardshare;
DROP FUNCTION rewards_share_changed();
DROP FUNCTION rewards_shares_sum(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("rewards", "0003_plans"), ("transformations", "0001_initial")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
