import datetime
import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_reference_data"),
        ("participants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="nomor")),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("correct", "Perbaiki data yang keliru"),
                            ("delete", "Hapus data saya"),
                            ("limit", "Hentikan atau batasi pemakaian data saya"),
                        ],
                        max_length=8,
                        verbose_name="permintaan",
                    ),
                ),
                ("text", models.TextField(verbose_name="penjelasan")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Diperiksa"), ("granted", "Dipenuhi"), ("refused", "Tidak dapat dipenuhi")],
                        default="asked",
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="diminta")),
                ("due_at", models.DateTimeField(verbose_name="batas jawaban")),
                ("answered_at", models.DateTimeField(null=True)),
                ("reply", models.TextField(blank=True, verbose_name="jawaban")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="dasar aturan")),
            ],
            options={
                "verbose_name": "permintaan tentang data pribadi",
                "verbose_name_plural": "permintaan tentang data pribadi",
                "ordering": ("-asked_at",),
            },
        ),
        migrations.CreateModel(
            name="DataRequestLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("move", models.CharField(max_length=40)),
                ("from_state", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=30)),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
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
        migrations.AddField(
            model_name="datarequest",
            name="officer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="data_requests", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="datarequestlog",
            name="actor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="datarequestlog",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="log", to="participants.datarequest"
            ),
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
        migrations.AddIndex(
            model_name="datarequest",
            index=models.Index(condition=models.Q(("state", "asked")), fields=["due_at"], name="data_request_waiting"),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("user", "wish"),
                name="one_open_wish_of_a_kind",
                violation_error_message="Permintaan seperti ini sedang kami periksa.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("asked_at"))), name="wish_has_time_to_be_answered"
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("state", "asked")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("officer__isnull", False),
                        models.Q(("reply", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="answered_wish_has_its_officer",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("article", ""), _negated=True),
                    _connector="OR",
                ),
                name="refused_wish_cites_its_article",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("officer", None), models.Q(("officer", models.F("user")), _negated=True), _connector="OR"
                ),
                name="nobody_answers_their_own_wish",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datarequest",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{asked|granted,asked|refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="93d5132694b1f7f993571b00d7acbab1b9696325",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_4ad36",
                    table="participants_datarequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datarequestlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4a6189f8847a25fc3d1ccf9a37040325f48a1ddd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ff56f",
                    table="participants_datarequestlog",
                    when="BEFORE",
                ),
            ),
        ),
    ]
