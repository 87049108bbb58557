"""Open to-dos of a name are found without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0008_todo_for_each_person"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="todo",
            index=models.Index(
                fields=["name", "case_id"], condition=models.Q(("closed_at", None)), name="todo_open_by_name"
            ),
        ),
    ]
