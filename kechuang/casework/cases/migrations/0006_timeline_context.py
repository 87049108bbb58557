"""A line of the timeline knows the context and the transaction it was written in, whoever writes it: so the history
written there with it can be shown as what the step changed."""

from django.db import migrations, models

from kechuang.core.schema import Together

GUARD = """
CREATE FUNCTION cases_timeline_context() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.context := NULLIF(current_setting('pghistory.context_id', true), '')::uuid;
  NEW.written_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER cases_timeline_context BEFORE INSERT ON cases_timelineentry
  FOR EACH ROW EXECUTE FUNCTION cases_timeline_context();
"""
UNDO = """
DROP TRIGGER cases_timeline_context ON cases_timelineentry;
DROP FUNCTION cases_timeline_context();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_confined")]

    operations = [
        Together([
        migrations.AddField(
            model_name="timelineentry", name="context", field=models.UUIDField(editable=False, null=True)
        ),
        migrations.AddField(
            model_name="timelineentry", name="written_at", field=models.DateTimeField(editable=False, null=True)
        ),
        ]),
        migrations.RunSQL(GUARD, UNDO),
    ]
