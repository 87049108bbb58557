"""A panel's scores come together: their history and the test of their phase are one statement's, not one of each row."""


import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from kechuang.core.schema import Together

GUARD = """
DROP TRIGGER reviews_score_in_its_phase ON reviews_score;
DROP FUNCTION reviews_score_guard();
CREATE FUNCTION reviews_score_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  PERFORM 1 FROM cases_case c WHERE c.id IN (
    SELECT s.panel_id FROM reviews_seat s WHERE s.case_ptr_id IN (SELECT seat_id FROM changed)) ORDER BY c.id FOR SHARE;
  SELECT n.phase, c.state INTO wrong FROM changed n
    JOIN reviews_seat s ON s.case_ptr_id = n.seat_id JOIN cases_case c ON c.id = s.panel_id
    WHERE n.phase = 'blind' AND c.state <> 'scoring' OR n.phase = 'final' AND c.state <> 'final' LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a % score is not taken while the panel is in %', wrong.phase, wrong.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'score_in_its_phase';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reviews_score_in_its_phase AFTER INSERT ON reviews_score
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_score_guard();
"""
UNDO = """
DROP TRIGGER reviews_score_in_its_phase ON reviews_score;
DROP FUNCTION reviews_score_guard();
CREATE FUNCTION reviews_score_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  panel_state text;
BEGIN
  SELECT c.state INTO panel_state FROM reviews_seat s JOIN cases_case c ON c.id = s.panel_id
    WHERE s.case_ptr_id = NEW.seat_id FOR SHARE OF c;
  IF NEW.phase = 'blind' AND panel_state <> 'scoring' OR NEW.phase = 'final' AND panel_state <> 'final' THEN
    RAISE EXCEPTION 'a % score is not taken while the panel is in %', NEW.phase, panel_state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'score_in_its_phase';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reviews_score_in_its_phase BEFORE INSERT ON reviews_score
  FOR EACH ROW EXECUTE FUNCTION reviews_score_guard();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0003_one_file_a_person'),
    ]

    operations = [
        Together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='score',
            name='insert_insert',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='score',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_scoreevent" ("at", "comment", "criterion", "id", "most", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "points", "seat_id") SELECT new_values."at", new_values."comment", new_values."criterion", new_values."id", new_values."most", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."phase", new_values."points", new_values."seat_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bb0c7ca6a10d3f92ecca84af390c70d35d0959f8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_77a62', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_score', when='AFTER')),
        ),
        ]),
        migrations.RunSQL(GUARD, UNDO),
    ]
