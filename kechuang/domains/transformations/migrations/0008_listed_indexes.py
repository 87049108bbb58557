"""Deals that are not registered, and those with an insider, are found without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_sight_in_indexes'),
        ('parties', '0005_history_in_bulk'),
        ('transformations', '0007_funds_whole'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='transformation',
            index=models.Index(condition=models.Q(('contract_number', ''), ('contract_on__isnull', False)), fields=['case_ptr'], name='transformation_unregistered'),
        ),
        migrations.AddIndex(
            model_name='transformation',
            index=models.Index(condition=models.Q(('relation__in', ('', 'none')), _negated=True), fields=['case_ptr'], name='transformation_insider'),
        ),
    ]
