"""Locked rosters are asked for in the portal; a number that was registered wrongly is freed by two officers."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0003_partnership_to_payment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnlockRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Menunggu jawaban"), ("granted", "Dibuka"), ("refused", "Tidak dibuka")],
                        default="asked",
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                ("asked_at", models.DateTimeField(verbose_name="diminta")),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="jawaban")),
            ],
            options={
                "verbose_name": "permintaan membuka presensi",
                "verbose_name_plural": "permintaan membuka presensi",
                "ordering": ("-asked_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="UnlockRequestLog",
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
        pgtrigger.migrations.RemoveTrigger(
            model_name="institute",
            name="moves",
        ),
        migrations.AlterField(
            model_name="measure",
            name="kind",
            field=models.CharField(
                choices=[
                    ("suspend", "Tangguhkan"),
                    ("restore", "Pulihkan"),
                    ("end", "Akhiri kemitraan"),
                    ("free_vin", "Bebaskan VIN dan tutup pendaftaran"),
                ],
                max_length=10,
                verbose_name="tindakan",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="institute",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{listed|ended,listed|suspended,prospect|ended,prospect|listed,suspended|ended,suspended|listed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="8a16439d57161ae6c994c84a78d6694e2ead9b40",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_6608e",
                    table="training_institute",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="unlockrequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="unlockrequest",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="unlockrequest",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="unlock_requests", to="training.meeting"
            ),
        ),
        migrations.AddField(
            model_name="unlockrequestlog",
            name="actor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="unlockrequestlog",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.unlockrequest"
            ),
        ),
        migrations.AddIndex(
            model_name="unlockrequest",
            index=models.Index(
                condition=models.Q(("state", "asked")), fields=["asked_at"], name="unlock_request_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="unlockrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("meeting",),
                name="one_open_unlock_request_a_meeting",
                violation_error_message="Pertemuan ini sudah diminta dibuka.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unlockrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="unlock_request_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="unlockrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", None), ("state", "asked")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="unlock_request_is_answered_by_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unlockrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{asked|granted,asked|refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="934e620aad8b9c4035f84b8d1ed1ebb1189f76b5",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_8ee1e",
                    table="training_unlockrequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unlockrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="unlock_requests_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="79c63b40ae5626ea4de25416f7435e224ce2f532",
                    operation="DELETE",
                    pgid="pgtrigger_unlock_requests_are_kept_ae894",
                    table="training_unlockrequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unlockrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="unlock_request_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f9ae5874d59f244e4af72b4b8154657cf678f271",
                    operation="UPDATE",
                    pgid="pgtrigger_unlock_request_stays_9dcdf",
                    table="training_unlockrequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unlockrequestlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1c0d1e98624169f39aba7b42a32b3d3a6577a555",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_784da",
                    table="training_unlockrequestlog",
                    when="BEFORE",
                ),
            ),
        ),
    ]
