import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_at_scale"),
        ("participants", "0005_workplaces_and_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnoughMonths",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("reported", models.BooleanField()),
                ("participants", models.PositiveBigIntegerField()),
                ("counted", models.PositiveBigIntegerField()),
                ("enough", models.PositiveBigIntegerField()),
                ("counted_at", models.DateTimeField()),
                (
                    "province",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.region"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "reported", "province"),
                        name="one_count_a_month_and_province",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counted__lte", models.F("participants")), ("enough__lte", models.F("counted"))
                        ),
                        name="enough_are_counted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reported", True), ("province__isnull", True), _connector="OR"),
                        name="place_is_of_who_is_reported",
                    ),
                ],
            },
        ),
    ]
