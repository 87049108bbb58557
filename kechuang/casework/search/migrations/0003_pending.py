"""New entries wait in a short list before they go into the index together. Changed in place: nothing is built anew."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0002_scope")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER INDEX search_tokens SET (fastupdate = on, gin_pending_list_limit = 256)",
                    "ALTER INDEX search_tokens SET (fastupdate = off); ALTER INDEX search_tokens RESET (gin_pending_list_limit);"
                    " SELECT gin_clean_pending_list('search_tokens')",
                )
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="entry", name="search_tokens"),
                migrations.AddIndex(
                    model_name="entry",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fastupdate=True, fields=["tokens", "scope"], gin_pending_list_limit=256, name="search_tokens"
                    ),
                ),
            ],
        )
    ]
