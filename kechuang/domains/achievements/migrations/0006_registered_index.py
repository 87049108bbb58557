"""Those registered longest ago are found first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("achievements", "0005_deferred_reports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="achievement",
            index=models.Index(fields=["registered_on", "case_ptr"], name="achievement_registered"),
        ),
    ]
