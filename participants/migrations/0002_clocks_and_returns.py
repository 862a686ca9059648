import datetime

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_reference_data"),
        ("participants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="employerjoin",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="identitycheck",
            name="due_on",
            field=models.DateField(default=datetime.date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="phkevent",
            name="mediate_by",
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(
            """
            UPDATE participants_phkevent SET mediate_by = (waiting_since AT TIME ZONE 'Asia/Jakarta')::date + 7
                WHERE state = 'mediator';
            UPDATE participants_identitycheck SET due_on = (asked_at AT TIME ZONE 'Asia/Jakarta')::date + 7;
            UPDATE participants_employerjoin SET due_on = (asked_at AT TIME ZONE 'Asia/Jakarta')::date + 7
                WHERE state = 'officer';
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="employerjoin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "officer"), _negated=True), ("due_on__isnull", False), _connector="OR"
                ),
                name="officer_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="phkevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "mediator"), _negated=True), ("mediate_by__isnull", False), _connector="OR"
                ),
                name="mediator_has_a_date",
                violation_error_message="Mediator ditanya tanpa batas waktu.",
            ),
        ),
    ]
