import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=40)),
                ("kind", models.CharField(choices=[("pdf", "PDF"), ("jpeg", "JPG"), ("png", "PNG")], max_length=4)),
                ("name", models.CharField(max_length=120, verbose_name="nama berkas")),
                ("size", models.PositiveIntegerField()),
                ("pages", models.PositiveSmallIntegerField(default=1)),
                ("sha256", models.CharField(max_length=64)),
                ("clean_sha256", models.CharField(max_length=64)),
                ("location", models.CharField(max_length=80)),
                ("quarantine", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("quarantined", "Sedang diperiksa"), ("clean", "Aman"), ("rejected", "Ditolak")],
                        default="quarantined",
                        max_length=12,
                    ),
                ),
                ("found", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "berkas",
                "verbose_name_plural": "berkas",
                "indexes": [models.Index(fields=["sha256"], name="file_by_content")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("state", "rejected"), _negated=True), ("owner__isnull", False)),
                        fields=("owner", "purpose", "sha256"),
                        name="same_file_once_an_owner_and_purpose",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFileLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("move", models.CharField(max_length=40)),
                ("from_state", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=30)),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="nama berkas")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("jpeg", "JPG"), ("png", "PNG"), ("webp", "WebP"), ("heic", "HEIC")],
                        max_length=4,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("received", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(max_length=64)),
                ("location", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("receiving", "Sedang dikirim"),
                            ("complete", "Lengkap"),
                            ("used", "Dipakai"),
                            ("discarded", "Dibuang"),
                            ("expired", "Kedaluwarsa"),
                        ],
                        default="receiving",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "unggahan",
                "verbose_name_plural": "unggahan",
                "indexes": [
                    models.Index(
                        condition=models.Q(("location", ""), _negated=True),
                        fields=["expires_at"],
                        name="upload_with_bytes",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("receiving", "complete"))),
                        fields=("owner", "sha256", "size"),
                        name="one_live_upload_an_owner_and_content",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("received__lte", models.F("size")), ("size__gte", 1), ("size__lte", 5242880)
                        ),
                        name="upload_within_its_size",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("complete", "used")), _negated=True),
                            ("received", models.F("size")),
                            _connector="OR",
                        ),
                        name="complete_upload_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("move", models.CharField(max_length=40)),
                ("from_state", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=30)),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="files.upload"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storedfile",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{quarantined|clean,quarantined|rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b6bfc03627ccf9e603cad2efa638bef180e1acb4",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_1ecd9",
                    table="files_storedfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storedfilelog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dd65905c828272a110e04a60682a6783d2dfb69b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_16e0b",
                    table="files_storedfilelog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="upload",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{complete|discarded,complete|expired,complete|used,receiving|complete,receiving|discarded,receiving|expired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="6121dc865bd31d27641595ab0156c3583415bbd8",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_477d9",
                    table="files_upload",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="uploadlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a6a241dbd9077c444d2dfa2f4c65c19853424295",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5ebc3",
                    table="files_uploadlog",
                    when="BEFORE",
                ),
            ),
        ),
    ]
