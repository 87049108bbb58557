"""A scheme's weights sum and stand once adopted; an evaluation is by a scheme that stands, its values by that scheme's nodes."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION evaluation_scheme_state(scheme bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT state FROM cases_case WHERE id = scheme
$$;

CREATE FUNCTION evaluation_scheme_weights(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  IF coalesce(evaluation_scheme_state(wanted), 'draft') IN ('draft', 'withdrawn') THEN
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM evaluation_schemenode WHERE scheme_id = wanted AND parent_id IS NULL) THEN
    RAISE EXCEPTION 'scheme % has no indicators', wanted
      USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_has_indicators';
  END IF;
  SELECT parent_id, platform_id, sum(weight) AS total INTO wrong FROM evaluation_schemenode
    WHERE scheme_id = wanted GROUP BY parent_id, platform_id HAVING sum(weight) <> 100 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the weights under node % of scheme % (platform %) sum to %, not to 100',
      wrong.parent_id, wanted, wrong.platform_id, wrong.total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_weights_sum';
  END IF;
  IF EXISTS (SELECT 1 FROM evaluation_schemenode WHERE scheme_id = wanted
             GROUP BY parent_id HAVING count(platform_id) NOT IN (0, count(*))) THEN
    RAISE EXCEPTION 'scheme % has common indicators beside those of single platforms under one node', wanted
      USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_nodes_apart';
  END IF;
  IF EXISTS (SELECT 1 FROM evaluation_schemenode n WHERE n.scheme_id = wanted AND n.kind = 'group'
             AND NOT EXISTS (SELECT 1 FROM evaluation_schemenode c WHERE c.parent_id = n.id)) THEN
    RAISE EXCEPTION 'scheme % has a group without indicators', wanted
      USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_groups_filled';
  END IF;
END $$;

CREATE FUNCTION evaluation_node_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  above record;
BEGIN
  IF TG_OP <> 'INSERT' AND coalesce(evaluation_scheme_state(OLD.scheme_id), 'draft') <> 'draft'
     OR TG_OP <> 'DELETE' AND coalesce(evaluation_scheme_state(NEW.scheme_id), 'draft') <> 'draft' THEN
    RAISE EXCEPTION 'the indicators of an adopted scheme do not change: a new edition does'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'scheme_nodes_stand';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NEW.parent_id IS NOT NULL THEN
    SELECT scheme_id, kind, platform_id INTO above FROM evaluation_schemenode WHERE id = NEW.parent_id;
    IF FOUND AND (above.scheme_id <> NEW.scheme_id OR above.kind <> 'group' OR NEW.parent_id = NEW.id
                  OR above.platform_id IS NOT NULL AND above.platform_id IS DISTINCT FROM NEW.platform_id) THEN
      RAISE EXCEPTION 'node % does not belong under node %', NEW.code, NEW.parent_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_node_in_its_tree';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evaluation_node_changed BEFORE INSERT OR UPDATE OR DELETE ON evaluation_schemenode
  FOR EACH ROW EXECUTE FUNCTION evaluation_node_changed();

CREATE FUNCTION evaluation_scheme_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM evaluation_scheme_weights(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER evaluation_scheme_moved AFTER UPDATE ON cases_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'evaluation.scheme' AND OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION evaluation_scheme_moved();

CREATE FUNCTION evaluation_scheme_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a scheme is withdrawn, not deleted'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'scheme_stands';
  END IF;
  IF OLD.adopted_on IS NOT NULL AND to_jsonb(NEW) <> to_jsonb(OLD) THEN
    RAISE EXCEPTION 'an adopted scheme does not change: a new edition does'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'scheme_stands';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evaluation_scheme_stands BEFORE UPDATE OR DELETE ON evaluation_scheme
  FOR EACH ROW EXECUTE FUNCTION evaluation_scheme_stands();

CREATE FUNCTION evaluation_by_its_scheme() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT e.case_ptr_id INTO wrong FROM changed e
    JOIN evaluation_scheme s ON s.case_ptr_id = e.scheme_id JOIN cases_case c ON c.id = s.case_ptr_id
    WHERE s.platform_class NOT IN (e.platform_class, 'all') OR c.state NOT IN ('adopted', 'replaced') LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'evaluation % is not by an adopted scheme of its class', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_by_its_scheme';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evaluation_by_its_scheme_new AFTER INSERT ON evaluation_evaluation
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION evaluation_by_its_scheme();
CREATE TRIGGER evaluation_by_its_scheme_changed AFTER UPDATE ON evaluation_evaluation
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION evaluation_by_its_scheme();

CREATE FUNCTION evaluation_value_of_its_node() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT v.id INTO wrong FROM changed v
    JOIN evaluation_evaluation e ON e.case_ptr_id = v.evaluation_id JOIN evaluation_schemenode n ON n.id = v.node_id
    WHERE n.scheme_id <> e.scheme_id OR n.kind = 'group'
       OR n.platform_id IS NOT NULL AND n.platform_id <> e.platform_id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'value % is not of an indicator of its evaluation', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'indicator_value_of_its_scheme';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evaluation_value_of_its_node_new AFTER INSERT ON evaluation_indicatorvalue
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION evaluation_value_of_its_node();
CREATE TRIGGER evaluation_value_of_its_node_changed AFTER UPDATE ON evaluation_indicatorvalue
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION evaluation_value_of_its_node();

CREATE FUNCTION evaluation_value_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM changed v JOIN cases_case c ON c.id = v.evaluation_id WHERE c.state = 'published') THEN
    RAISE EXCEPTION 'the values of a published evaluation do not change'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'indicator_value_stands';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evaluation_value_stands_changed AFTER UPDATE ON evaluation_indicatorvalue
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION evaluation_value_stands();
CREATE TRIGGER evaluation_value_stands_gone AFTER DELETE ON evaluation_indicatorvalue
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION evaluation_value_stands();
"""
UNDO = """
DROP TRIGGER evaluation_scheme_moved ON cases_case;
DROP TRIGGER evaluation_node_changed ON evaluation_schemenode;
DROP TRIGGER evaluation_scheme_stands ON evaluation_scheme;
DROP TRIGGER evaluation_by_its_scheme_new ON evaluation_evaluation;
DROP TRIGGER evaluation_by_its_scheme_changed ON evaluation_evaluation;
DROP TRIGGER evaluation_value_of_its_node_new ON evaluation_indicatorvalue;
DROP TRIGGER evaluation_value_of_its_node_changed ON evaluation_indicatorvalue;
DROP TRIGGER evaluation_value_stands_changed ON evaluation_indicatorvalue;
DROP TRIGGER evaluation_value_stands_gone ON evaluation_indicatorvalue;
DROP FUNCTION evaluation_value_stands(), evaluation_value_of_its_node(), evaluation_by_its_scheme(),
  evaluation_scheme_stands(), evaluation_scheme_moved(), evaluation_node_changed(), evaluation_scheme_weights(bigint),
  evaluation_scheme_state(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("cases", "0001_initial")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
