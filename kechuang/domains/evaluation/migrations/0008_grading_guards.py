"""Never more excellent platforms in a class than its quota; a published grade and what it rests on stand."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION evaluation_within_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  over record;
BEGIN
  SELECT l.platform_class, l.quota, count(*) AS many INTO over
    FROM evaluation_classline l
    JOIN evaluation_evaluation e ON e.campaign_id = l.campaign_id AND e.platform_class = l.platform_class
    WHERE l.campaign_id IN (SELECT campaign_id FROM changed WHERE 'excellent' IN (grade, proposed_grade))
      AND coalesce(nullif(e.grade, ''), e.proposed_grade) = 'excellent' AND (l.quota IS NOT NULL OR l.open)
    GROUP BY l.id HAVING count(*) > CASE WHEN l.open THEN 0 ELSE l.quota END LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'class % has % excellent platforms, its quota is %', over.platform_class, over.many, over.quota
      USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_within_quota';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evaluation_within_quota AFTER UPDATE ON evaluation_evaluation
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION evaluation_within_quota();

CREATE FUNCTION evaluation_grade_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM before b JOIN changed c USING (case_ptr_id) WHERE b.grade <> ''
      AND (c.grade, c.score, c.veto, c.veto_matters, c.platform_class)
        IS DISTINCT FROM (b.grade, b.score, b.veto, b.veto_matters, b.platform_class)) THEN
    RAISE EXCEPTION 'a published grade does not change'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evaluation_grade_stands';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evaluation_grade_stands AFTER UPDATE ON evaluation_evaluation
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION evaluation_grade_stands();
"""
UNDO = """
DROP TRIGGER evaluation_within_quota ON evaluation_evaluation;
DROP TRIGGER evaluation_grade_stands ON evaluation_evaluation;
DROP FUNCTION evaluation_within_quota(), evaluation_grade_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0007_grading")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
