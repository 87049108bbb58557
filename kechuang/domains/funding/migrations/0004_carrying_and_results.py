import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from kechuang.core.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0002_guards'),
        ('funding', '0003_moving_guards'),
        ('ledger', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='budgetearmark',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='budgetearmark',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='budgetearmark',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='budgetedition',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='budgetedition',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='budgetedition',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='budgetearmark',
            name='carried_by',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry', verbose_name='结转凭证'),
        ),
        migrations.AddField(
            model_name='budgetearmark',
            name='rest',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='年末结余（元）'),
        ),
        migrations.AddField(
            model_name='budgetearmarkevent',
            name='carried_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='ledger.entry', verbose_name='结转凭证'),
        ),
        migrations.AddField(
            model_name='budgetearmarkevent',
            name='rest',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='年末结余（元）'),
        ),
        migrations.AddField(
            model_name='budgetedition',
            name='evaluation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.evaluation', verbose_name='依据的评价'),
        ),
        migrations.AddField(
            model_name='budgeteditionevent',
            name='evaluation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluation.evaluation', verbose_name='依据的评价'),
        ),
        migrations.AlterField(
            model_name='budgetline',
            name='carried_from',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='funding.budgetearmark', verbose_name='结转自'),
        ),
        migrations.AlterField(
            model_name='budgetlineevent',
            name='carried_from',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budgetearmark', verbose_name='结转自'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetearmark',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgetearmarkevent" ("budget_id", "carried_by_id", "earmark_id", "id", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rest", "source_id") VALUES (NEW."budget_id", NEW."carried_by_id", NEW."earmark_id", NEW."id", NEW."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rest", NEW."source_id"); RETURN NULL;', hash='bec91264d461c9edb1680cdef1f18fb6e9d3fc51', operation='INSERT', pgid='pgtrigger_insert_insert_080df', table='funding_budgetearmark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetearmark',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funding_budgetearmarkevent" ("budget_id", "carried_by_id", "earmark_id", "id", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rest", "source_id") VALUES (NEW."budget_id", NEW."carried_by_id", NEW."earmark_id", NEW."id", NEW."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rest", NEW."source_id"); RETURN NULL;', hash='2065baaf3d53be790a42dff7de7f4e7bc2f3c55d', operation='UPDATE', pgid='pgtrigger_update_update_826ad', table='funding_budgetearmark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetearmark',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgetearmarkevent" ("budget_id", "carried_by_id", "earmark_id", "id", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rest", "source_id") VALUES (OLD."budget_id", OLD."carried_by_id", OLD."earmark_id", OLD."id", OLD."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rest", OLD."source_id"); RETURN NULL;', hash='3e68feac8f330548c5bc366bf8e8ec1a66b803e1', operation='DELETE', pgid='pgtrigger_delete_delete_fc6df', table='funding_budgetearmark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetedition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgeteditionevent" ("approved_by_id", "approved_on", "budget_id", "document", "evaluation_id", "id", "income", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure", "reason", "spending") VALUES (NEW."approved_by_id", NEW."approved_on", NEW."budget_id", NEW."document", NEW."evaluation_id", NEW."id", NEW."income", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."procedure", NEW."reason", NEW."spending"); RETURN NULL;', hash='8664a0b088a2cc41b627c60b8b49bcffd40f3781', operation='INSERT', pgid='pgtrigger_insert_insert_6312d', table='funding_budgetedition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetedition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funding_budgeteditionevent" ("approved_by_id", "approved_on", "budget_id", "document", "evaluation_id", "id", "income", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure", "reason", "spending") VALUES (NEW."approved_by_id", NEW."approved_on", NEW."budget_id", NEW."document", NEW."evaluation_id", NEW."id", NEW."income", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."procedure", NEW."reason", NEW."spending"); RETURN NULL;', hash='3a22c4167dad2468fab1c92e9d80e8f0794b3593', operation='UPDATE', pgid='pgtrigger_update_update_39dbc', table='funding_budgetedition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetedition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgeteditionevent" ("approved_by_id", "approved_on", "budget_id", "document", "evaluation_id", "id", "income", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure", "reason", "spending") VALUES (OLD."approved_by_id", OLD."approved_on", OLD."budget_id", OLD."document", OLD."evaluation_id", OLD."id", OLD."income", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."procedure", OLD."reason", OLD."spending"); RETURN NULL;', hash='eb7d0f15d1fb5570048fbc26ffce152beb838aa8', operation='DELETE', pgid='pgtrigger_delete_delete_8838f', table='funding_budgetedition', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='budgetearmark',
            constraint=models.CheckConstraint(condition=models.Q(('rest', None), ('rest__gte', 0), _connector='OR'), name='budget_earmark_rest'),
        ),
        migrations.AddConstraint(
            model_name='budgetearmark',
            constraint=models.CheckConstraint(condition=models.Q(('carried_by', None), ('rest__gt', 0), _connector='OR'), name='budget_earmark_carries_a_rest'),
        ),
        migrations.AddConstraint(
            model_name='budgetedition',
            constraint=models.UniqueConstraint(condition=models.Q(('evaluation__isnull', False)), fields=('budget', 'evaluation'), name='budget_edition_once_by_result'),
        ),
        migrations.AddConstraint(
            model_name='budgetedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('procedure', 'result'), _negated=True), ('evaluation__isnull', False), _connector='OR'), name='budget_edition_result_names_evaluation'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('carried_from', None), ('category', 'carried'), _connector='OR'), name='budget_line_carried_is_carried'),
        ),
        ]),
    ]
