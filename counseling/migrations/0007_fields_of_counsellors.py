"""Fields of counsellors become codes of the classification of occupations; words lead nobody, and are dropped. Weekdays get their names."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counseling", "0006_language_of_a_request")]

    operations = [
        migrations.RunSQL(
            r"UPDATE counseling_counsellor SET fields = '{}' WHERE array_to_string(fields, '') !~ '^[0-9]*$'",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="counsellor",
            name="fields",
            field=ArrayField(
                base_field=models.CharField(max_length=4), blank=True, default=list, size=None, verbose_name="bidang"
            ),
        ),
        migrations.AlterField(
            model_name="workinghours",
            name="weekday",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "Senin"),
                    (1, "Selasa"),
                    (2, "Rabu"),
                    (3, "Kamis"),
                    (4, "Jumat"),
                    (5, "Sabtu"),
                    (6, "Minggu"),
                ],
                verbose_name="hari",
            ),
        ),
    ]
