"""The index knows the block of ids each entry is in, so that the newest are found without fetching all."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import kechuang.casework.search.models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_pending")]
    operations = [
        migrations.RemoveIndex(model_name="entry", name="search_tokens"),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("tokens"),
                models.F("scope"),
                kechuang.casework.search.models.Blocks("case_id"),
                fastupdate=True,
                gin_pending_list_limit=256,
                name="search_tokens",
            ),
        ),
    ]
