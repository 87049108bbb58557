"""The day of the next running obligation, kept with the case by the database, so that lists are ordered by an index.

An obligation that is started, moved, met or waived writes the day to its case; a write to the case itself that names
another day is corrected, so no stale object can make the column lie. The case is locked before the day is read: of two
obligations that change at once the second sees the first.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from kechuang.core.schema import Together


KEPT = """
UPDATE cases_case c SET next_due = o.due
  FROM (SELECT case_id, min(due) AS due FROM obligations_obligation WHERE status = 'due' GROUP BY case_id) o
  WHERE o.case_id = c.id AND o.due IS NOT NULL;

CREATE FUNCTION cases_next_due(bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT min(due) FROM obligations_obligation WHERE case_id = $1 AND status = 'due'
$$;

CREATE FUNCTION cases_next_due_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.next_due := cases_next_due(NEW.id);
  RETURN NEW;
END $$;
CREATE TRIGGER cases_next_due_new BEFORE INSERT ON cases_case
  FOR EACH ROW WHEN (NEW.next_due IS NOT NULL) EXECUTE FUNCTION cases_next_due_guard();
CREATE TRIGGER cases_next_due_kept BEFORE UPDATE ON cases_case
  FOR EACH ROW WHEN (NEW.next_due IS DISTINCT FROM OLD.next_due) EXECUTE FUNCTION cases_next_due_guard();

CREATE FUNCTION cases_next_due_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moved bigint;
BEGIN
  FOR moved IN
    SELECT DISTINCT id FROM unnest(ARRAY[
      CASE WHEN TG_OP <> 'INSERT' THEN OLD.case_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.case_id END
    ]) AS id WHERE id IS NOT NULL ORDER BY id
  LOOP
    PERFORM FROM cases_case WHERE id = moved FOR NO KEY UPDATE;
    UPDATE cases_case SET next_due = cases_next_due(moved)
      WHERE id = moved AND next_due IS DISTINCT FROM cases_next_due(moved);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER cases_next_due_started AFTER INSERT OR DELETE ON obligations_obligation
  FOR EACH ROW EXECUTE FUNCTION cases_next_due_follow();
CREATE TRIGGER cases_next_due_moved AFTER UPDATE ON obligations_obligation
  FOR EACH ROW WHEN ((OLD.case_id, OLD.status, OLD.due) IS DISTINCT FROM (NEW.case_id, NEW.status, NEW.due))
  EXECUTE FUNCTION cases_next_due_follow();
"""

UNDO = """
DROP TRIGGER cases_next_due_moved ON obligations_obligation;
DROP TRIGGER cases_next_due_started ON obligations_obligation;
DROP FUNCTION cases_next_due_follow();
DROP TRIGGER cases_next_due_kept ON cases_case;
DROP TRIGGER cases_next_due_new ON cases_case;
DROP FUNCTION cases_next_due_guard();
DROP FUNCTION cases_next_due(bigint);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_newest'),
        ('obligations', '0001_initial'),
        ('parties', '0002_user_language'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='update_update',
        ),
        migrations.AddField(
            model_name='case',
            name='next_due',
            field=models.DateField(editable=False, null=True, verbose_name='法定日期'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('kind'), models.F('next_due'), models.OrderBy(models.F('id'), descending=True), name='case_soonest'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('kind'), models.OrderBy(models.F('next_due'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='case_latest'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opened_on" IS DISTINCT FROM (NEW."opened_on") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."public" IS DISTINCT FROM (NEW."public") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "cases_caseevent" ("closed_on", "created_by_id", "id", "kind", "number", "opened_on", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public", "region_id", "state", "title", "updated_at", "version") VALUES (NEW."closed_on", NEW."created_by_id", NEW."id", NEW."kind", NEW."number", NEW."opened_on", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public", NEW."region_id", NEW."state", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='07a2b9b55c2b74345a6daa40eae1ad13b1026bfb', operation='UPDATE', pgid='pgtrigger_update_update_f5146', table='cases_case', when='AFTER')),
        ),
        ]),
        migrations.RunSQL(KEPT, UNDO),
    ]
