"""What is performed has a contract or has begun, and what is sold or put into a company is so once, at commit."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION transformations_deal_stands(one bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  deal record;
  other text;
BEGIN
  SELECT t.case_ptr_id, t.mode, t.contract_on, t.started_on, c.state, c.number INTO deal
    FROM transformations_transformation t JOIN cases_case c ON c.id = t.case_ptr_id WHERE t.case_ptr_id = one;
  IF NOT FOUND OR deal.state NOT IN ('performing', 'completed') THEN
    RETURN;
  END IF;
  IF deal.contract_on IS NULL AND deal.started_on IS NULL THEN
    RAISE EXCEPTION 'transformation % is performed without a contract and without having begun', deal.number
      USING ERRCODE = 'check_violation';
  END IF;
  IF deal.mode IN ('transfer', 'equity') THEN
    SELECT c.number INTO other
      FROM transformations_transformedachievement mine
      JOIN transformations_transformedachievement theirs
        ON theirs.achievement_id = mine.achievement_id AND theirs.transformation_id <> mine.transformation_id
      JOIN transformations_transformation t ON t.case_ptr_id = theirs.transformation_id
      JOIN cases_case c ON c.id = t.case_ptr_id
     WHERE mine.transformation_id = one AND t.mode IN ('transfer', 'equity') AND c.state IN ('performing', 'completed')
     LIMIT 1;
    IF other IS NOT NULL THEN
      RAISE EXCEPTION 'transformation % disposes of what % has disposed of', deal.number, other USING ERRCODE = 'check_violation';
    END IF;
  END IF;
END $$;

CREATE FUNCTION transformations_deal_of_a_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM transformations_deal_stands(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transformations_deal_of_a_case AFTER UPDATE OF state ON cases_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'transformations.transformation')
  EXECUTE FUNCTION transformations_deal_of_a_case();

CREATE FUNCTION transformations_deal_of_a_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM transformations_deal_stands(NEW.case_ptr_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transformations_deal_of_a_row AFTER INSERT OR UPDATE ON transformations_transformation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transformations_deal_of_a_row();

CREATE FUNCTION transformations_deal_of_an_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM transformations_deal_stands(NEW.transformation_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transformations_deal_of_an_item AFTER INSERT OR UPDATE ON transformations_transformedachievement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transformations_deal_of_an_item();
"""

UNDO = """
DROP TRIGGER transformations_deal_of_an_item ON transformations_transformedachievement;
DROP TRIGGER transformations_deal_of_a_row ON transformations_transformation;
DROP TRIGGER transformations_deal_of_a_case ON cases_case;
DROP FUNCTION transformations_deal_of_an_item();
DROP FUNCTION transformations_deal_of_a_row();
DROP FUNCTION transformations_deal_of_a_case();
DROP FUNCTION transformations_deal_stands(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("transformations", "0004_money_guards")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
