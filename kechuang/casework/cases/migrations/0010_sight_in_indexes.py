"""What is due is counted and found by indexes that hold what decides who sees a case."""

from django.db import migrations, models

from kechuang.core.schema import Together

SIGHT = ("public", "confined", "region", "owner")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_by_number"),
    ]

    operations = [
        Together(
            [
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        models.F("kind"), models.F("next_due"), models.OrderBy(models.F("id"), descending=True),
                        name="case_soonest_seen", include=SIGHT,
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        models.F("kind"), models.F("state"), models.F("next_due"),
                        models.OrderBy(models.F("id"), descending=True), name="case_soonest_in_state", include=SIGHT,
                    ),
                ),
                migrations.RemoveIndex(model_name="case", name="case_soonest"),
            ]
        ),
    ]  # fmt: skip
