"""The first day of clocks that were started before it was kept, from the finding that computed them."""

from django.db import migrations

FILL = """
UPDATE obligations_obligation
SET starts_on = (jsonb_path_query_first(finding, '$.**.dates[*] ? (@.kind == "start_excluded").day') #>> '{}')::date
WHERE starts_on IS NULL AND jsonb_path_exists(finding, '$.**.dates[*] ? (@.kind == "start_excluded")')
"""


class Migration(migrations.Migration):
    dependencies = [("obligations", "0002_board")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
