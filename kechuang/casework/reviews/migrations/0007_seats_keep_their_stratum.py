"""A seat keeps the stratum it was drawn from, which its step of the timeline told until now."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from kechuang.core.schema import Together

FROM_THE_TIMELINE = """
UPDATE reviews_seat s SET stratum = COALESCE(
  (SELECT t.data->>'stratum' FROM cases_timelineentry t
     WHERE t.case_id = s.case_ptr_id AND t.data->>'stratum' IS NOT NULL ORDER BY t.id LIMIT 1),
  s.side);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_parents_by_column'),
        ('reviews', '0006_parents_by_column'),
    ]

    operations = [
        Together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='seat',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='seat',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='seat',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='seat',
            name='stratum',
            field=models.CharField(default='', editable=False, max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='seatevent',
            name='stratum',
            field=models.CharField(default='', editable=False, max_length=60),
            preserve_default=False,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seat',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reviews_seatevent" ("case_ptr_id", "due", "expert_id", "label", "panel_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "replaces_id", "side", "stratum", "track") VALUES (NEW."case_ptr_id", NEW."due", NEW."expert_id", NEW."label", NEW."panel_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."case_ptr_id", NEW."place", NEW."reminded_on", NEW."replaces_id", NEW."side", NEW."stratum", NEW."track"); RETURN NULL;', hash='1d4e818daec3ac43e6506cc5bf7d7e13f1eac941', operation='INSERT', pgid='pgtrigger_insert_insert_a3c53', table='reviews_seat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seat',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_ptr_id" IS DISTINCT FROM (NEW."case_ptr_id") OR OLD."due" IS DISTINCT FROM (NEW."due") OR OLD."expert_id" IS DISTINCT FROM (NEW."expert_id") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."panel_id" IS DISTINCT FROM (NEW."panel_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."reminded_on" IS DISTINCT FROM (NEW."reminded_on") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."side" IS DISTINCT FROM (NEW."side") OR OLD."stratum" IS DISTINCT FROM (NEW."stratum") OR OLD."track" IS DISTINCT FROM (NEW."track"))', func='INSERT INTO "reviews_seatevent" ("case_ptr_id", "due", "expert_id", "label", "panel_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "replaces_id", "side", "stratum", "track") VALUES (NEW."case_ptr_id", NEW."due", NEW."expert_id", NEW."label", NEW."panel_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."case_ptr_id", NEW."place", NEW."reminded_on", NEW."replaces_id", NEW."side", NEW."stratum", NEW."track"); RETURN NULL;', hash='ec204d3ab05ffcd1d0a0abfea9c67090554adcf4', operation='UPDATE', pgid='pgtrigger_update_update_8a9c3', table='reviews_seat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seat',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reviews_seatevent" ("case_ptr_id", "due", "expert_id", "label", "panel_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "replaces_id", "side", "stratum", "track") VALUES (OLD."case_ptr_id", OLD."due", OLD."expert_id", OLD."label", OLD."panel_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."case_ptr_id", OLD."place", OLD."reminded_on", OLD."replaces_id", OLD."side", OLD."stratum", OLD."track"); RETURN NULL;', hash='cff484c938c24578e1e47f732fbc3bf9a73d2f97', operation='DELETE', pgid='pgtrigger_delete_delete_047ac', table='reviews_seat', when='AFTER')),
        ),
        ]),
        migrations.RunSQL(FROM_THE_TIMELINE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('panel', 'stratum', 'place'), name='seat_place_once'),
        ),
    ]
