"""Figures kept by the database, and made once for what is there already.

Each change adds a row that says by how much; none is ever changed, so that nobody waits for anybody over a figure.
"""

from django.db import migrations

from kechuang.domains.statistics.kept import ANEW

TRIGGERS = """
CREATE FUNCTION statistics_add(text, text, boolean, text, text, date, integer, numeric) RETURNS void LANGUAGE sql AS $$
  INSERT INTO statistics_figure (what, region, state, mode, year, n, amount)
  SELECT $1, $2, $4, $5, extract(year FROM $6), $7, coalesce($8, 0) WHERE NOT $3
$$;

CREATE FUNCTION statistics_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  deal transformations_transformation;
BEGIN
  IF NEW.kind = 'achievements.achievement' THEN
    IF TG_OP = 'UPDATE' THEN
      PERFORM statistics_add('achievement', OLD.region_id, OLD.confined, OLD.state, '', NULL, -1, 0);
    END IF;
    PERFORM statistics_add('achievement', NEW.region_id, NEW.confined, NEW.state, '', NULL, 1, 0);
  ELSIF TG_OP = 'UPDATE' THEN
    SELECT * INTO deal FROM transformations_transformation WHERE case_ptr_id = NEW.id;
    IF FOUND THEN
      PERFORM statistics_add('deal', OLD.region_id, OLD.confined, OLD.state, deal.mode, deal.contract_on, -1, -deal.price);
      PERFORM statistics_add('deal', NEW.region_id, NEW.confined, NEW.state, deal.mode, deal.contract_on, 1, deal.price);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER statistics_opened AFTER INSERT ON cases_case
  FOR EACH ROW WHEN (NEW.kind = 'achievements.achievement') EXECUTE FUNCTION statistics_of_case();
CREATE TRIGGER statistics_moved AFTER UPDATE OF state, region_id, confined ON cases_case
  FOR EACH ROW WHEN (NEW.kind IN ('achievements.achievement', 'transformations.transformation')
    AND (OLD.state, OLD.region_id, OLD.confined) IS DISTINCT FROM (NEW.state, NEW.region_id, NEW.confined))
  EXECUTE FUNCTION statistics_of_case();

CREATE FUNCTION statistics_of_deal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  c cases_case;
BEGIN
  SELECT * INTO c FROM cases_case WHERE id = NEW.case_ptr_id;
  IF TG_OP = 'UPDATE' THEN
    PERFORM statistics_add('deal', c.region_id, c.confined, c.state, OLD.mode, OLD.contract_on, -1, -OLD.price);
  END IF;
  PERFORM statistics_add('deal', c.region_id, c.confined, c.state, NEW.mode, NEW.contract_on, 1, NEW.price);
  RETURN NULL;
END $$;
CREATE TRIGGER statistics_planned AFTER INSERT ON transformations_transformation
  FOR EACH ROW EXECUTE FUNCTION statistics_of_deal();
CREATE TRIGGER statistics_priced AFTER UPDATE OF mode, price, contract_on ON transformations_transformation
  FOR EACH ROW WHEN ((OLD.mode, OLD.price, OLD.contract_on) IS DISTINCT FROM (NEW.mode, NEW.price, NEW.contract_on))
  EXECUTE FUNCTION statistics_of_deal();

CREATE FUNCTION statistics_of_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  c cases_case;
  way text;
  sign integer := CASE WHEN NEW.reverses_id IS NULL THEN 1 ELSE -1 END;
BEGIN
  SELECT mode INTO way FROM transformations_transformation WHERE case_ptr_id = NEW.transformation_id;
  SELECT * INTO c FROM cases_case WHERE id = NEW.case_id;
  IF TG_OP = 'UPDATE' THEN
    PERFORM statistics_add('receipt', c.region_id, c.confined, '', way, OLD.received_on, -sign, -OLD.amount);
    IF OLD.standing THEN
      PERFORM statistics_add('income', c.region_id, c.confined, '', way, OLD.received_on, -1, -OLD.income);
    END IF;
  END IF;
  PERFORM statistics_add('receipt', c.region_id, c.confined, '', way, NEW.received_on, sign, NEW.amount);
  IF NEW.standing THEN
    PERFORM statistics_add('income', c.region_id, c.confined, '', way, NEW.received_on, 1, NEW.income);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER statistics_received AFTER INSERT ON transformations_receipt
  FOR EACH ROW WHEN (NEW.transformation_id IS NOT NULL) EXECUTE FUNCTION statistics_of_receipt();
CREATE TRIGGER statistics_counted AFTER UPDATE OF amount, income, received_on, standing ON transformations_receipt
  FOR EACH ROW WHEN (NEW.transformation_id IS NOT NULL
    AND (OLD.amount, OLD.income, OLD.received_on, OLD.standing)
      IS DISTINCT FROM (NEW.amount, NEW.income, NEW.received_on, NEW.standing))
  EXECUTE FUNCTION statistics_of_receipt();
"""

NO_TRIGGERS = """
DROP TRIGGER statistics_counted ON transformations_receipt;
DROP TRIGGER statistics_received ON transformations_receipt;
DROP FUNCTION statistics_of_receipt();
DROP TRIGGER statistics_priced ON transformations_transformation;
DROP TRIGGER statistics_planned ON transformations_transformation;
DROP FUNCTION statistics_of_deal();
DROP TRIGGER statistics_moved ON cases_case;
DROP TRIGGER statistics_opened ON cases_case;
DROP FUNCTION statistics_of_case();
DROP FUNCTION statistics_add(text, text, boolean, text, text, date, integer, numeric);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0001_figures"),
        ("cases", "0007_search_scope"),
        ("transformations", "0006_deal_halves"),
    ]
    operations = [
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
