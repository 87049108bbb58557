"""Which nights the ladder was asked stands once, no more in every row: a night writes only what changed."""

from django.db import migrations, models

from kechuang.core.schema import Together

LAST_NIGHT = """
INSERT INTO statistics_laddernight (day, asked, changed)
SELECT asked_on, count(*), 0 FROM statistics_idlestanding
WHERE asked_on = (SELECT max(asked_on) FROM statistics_idlestanding) GROUP BY 1
"""


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0002_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="LadderNight",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("asked", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
            ],
            options={"verbose_name": "闲置台阶的一次计算"},
        ),
        migrations.RunSQL(LAST_NIGHT, migrations.RunSQL.noop),
        Together([migrations.RemoveField(model_name="idlestanding", name="asked_on")]),
    ]
