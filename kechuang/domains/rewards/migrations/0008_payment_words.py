"""A payment that is refused is told what it lacks: an entry, an accrual, its stake, or the right amount."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION rewards_payment_right() RETURNS trigger LANGUAGE plpgsql AS $$
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
{what_is_owed}  RETURN NEW;
END $$;
"""
TOLD = """  IF origin = 'equity' AND owed IS NULL THEN
    RAISE EXCEPTION 'reward share % is not of the stake %: a stake is given as it was agreed', NEW.share_id, NEW.stake
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_payment_of_its_stake';
  END IF;
  IF owed IS NULL THEN
    RAISE EXCEPTION 'nothing is recorded as owed for reward share %: its plan booked no accrual for it', NEW.share_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_payment_of_an_accrual';
  END IF;
  IF owed <> NEW.amount THEN
    RAISE EXCEPTION 'reward share % is owed % yuan, the payment is of %', NEW.share_id, owed, NEW.amount
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_payment_is_what_is_owed';
  END IF;
  IF origin <> 'equity' AND NEW.entry_id IS NULL THEN
    RAISE EXCEPTION 'the payment of reward share % names no entry of the ledger: money leaves by an entry alone', NEW.share_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_payment_by_an_entry';
  END IF;
"""
AS_BEFORE = """  IF owed IS DISTINCT FROM NEW.amount OR (origin <> 'equity' AND NEW.entry_id IS NULL) THEN
    RAISE EXCEPTION 'reward share % adds % yuan to what is owed, not %', NEW.share_id, owed, NEW.amount
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reward_payment_is_what_is_owed';
  END IF;
"""


def function(what_is_owed: str) -> str:
    return FUNCTION.replace("{what_is_owed}", what_is_owed)


class Migration(migrations.Migration):
    dependencies = [
        ("rewards", "0007_filed_reports"),
    ]

    operations = [migrations.RunSQL(function(TOLD), function(AS_BEFORE))]
