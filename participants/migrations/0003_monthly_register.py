import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# The register of contributions: one partition a month, columns of eight bytes first (76.6 bytes a row, 31.5 of key).
REGISTER = """
CREATE TABLE participants_monthlycontribution (
    participant bigint NOT NULL,
    wage bigint NOT NULL,
    paid_on date,
    employer integer NOT NULL,
    period integer NOT NULL,
    jkk integer NOT NULL,
    jkm integer NOT NULL,
    government integer NOT NULL,
    file integer NOT NULL,
    PRIMARY KEY (participant, period)
) PARTITION BY RANGE (period)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0002_clocks_and_returns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(REGISTER, "DROP TABLE participants_monthlycontribution"),
        migrations.CreateModel(
            name="MonthlyContribution",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "participant", "period", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("participant", models.BigIntegerField()),
                ("wage", models.BigIntegerField()),
                ("paid_on", models.DateField(null=True)),
                ("employer", models.IntegerField()),
                ("period", models.IntegerField()),
                ("jkk", models.IntegerField()),
                ("jkm", models.IntegerField()),
                ("government", models.IntegerField()),
                ("file", models.IntegerField()),
            ],
            options={
                "db_table": "participants_monthlycontribution",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="ParticipantSummary",
            fields=[
                ("participant", models.BigIntegerField(primary_key=True, serialize=False)),
                ("paid_bits", models.BigIntegerField(default=0)),
                ("last_wage", models.BigIntegerField(null=True)),
                ("last_period", models.IntegerField(null=True)),
                ("born_on", models.DateField()),
                ("registered_on", models.DateField()),
            ],
        ),
        migrations.RunSQL(  # late payments write into rows in place
            "ALTER TABLE participants_participantsummary SET (fillfactor = 90)", migrations.RunSQL.noop
        ),
        migrations.CreateModel(
            name="ContributionFile",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="nomor")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("month", "Berkas bulanan"),
                            ("late", "Pembayaran susulan"),
                            ("correction", "Perbaikan"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                ("month", models.DateField(blank=True, null=True, verbose_name="bulan iuran")),
                ("name", models.CharField(max_length=120, verbose_name="nama berkas")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("location", models.CharField(blank=True, max_length=80)),
                ("said_rows", models.PositiveBigIntegerField(verbose_name="jumlah baris")),
                ("said_wages", models.PositiveBigIntegerField(verbose_name="jumlah upah")),
                ("said_government", models.PositiveBigIntegerField(verbose_name="jumlah iuran pemerintah")),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Sedang diperiksa"),
                            ("checked", "Siap dimuat"),
                            ("loading", "Sedang dimuat"),
                            ("loaded", "Dimuat"),
                            ("refused", "Ditolak"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu giliran"),
                            ("reading", "Membaca baris"),
                            ("checking", "Memeriksa baris"),
                            ("saving", "Menyimpan bulan"),
                            ("done", "Selesai"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=20)),
                ("read_bytes", models.PositiveBigIntegerField(default=0)),
                ("read_rows", models.PositiveBigIntegerField(default=0)),
                ("wages", models.PositiveBigIntegerField(default=0)),
                ("government", models.PositiveBigIntegerField(default=0)),
                ("good_rows", models.PositiveBigIntegerField(default=0)),
                ("bad_rows", models.PositiveBigIntegerField(default=0)),
                ("rejects", models.JSONField(default=dict)),
                ("rejects_location", models.CharField(blank=True, max_length=80)),
                ("loaded_before", models.PositiveIntegerField(default=0)),
                ("loaded_at", models.DateTimeField(null=True)),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "berkas iuran",
                "verbose_name_plural": "berkas iuran",
                "ordering": ("-received_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ContributionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("participant", models.BigIntegerField(db_index=True)),
                ("period", models.IntegerField()),
                ("wage", models.BigIntegerField()),
                ("paid_on", models.DateField(null=True)),
                ("employer", models.IntegerField()),
                ("jkk", models.IntegerField()),
                ("jkm", models.IntegerField()),
                ("government", models.IntegerField()),
                ("said_by", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="participants.contributionfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContributionFileLog",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="participants.contributionfile",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ParticipantNumber",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participant_numbers",
                        to="participants.person",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="contributionfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("refused", "cancelled")), _negated=True),
                fields=("sha256",),
                name="one_contribution_file_a_content",
                violation_error_message="Berkas ini sudah diterima.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "month"), ("month__day", 1)),
                    models.Q(models.Q(("kind", "month"), _negated=True), ("month", None)),
                    _connector="OR",
                ),
                name="month_file_names_its_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "loaded"), _negated=True),
                    models.Q(
                        ("loaded_at__isnull", False),
                        ("location", ""),
                        (
                            "read_rows",
                            django.db.models.expressions.CombinedExpression(
                                models.F("good_rows"), "+", models.F("bad_rows")
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="loaded_file_is_counted_and_wiped",
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("problem", ""), _negated=True),
                    _connector="OR",
                ),
                name="refused_file_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contributionfile",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{checked|cancelled,checked|loading,loading|loaded,received|cancelled,received|checked,received|refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="c6785579557a6fb0b51eb86a8411b5e9b9ea56fd",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_9f1a8",
                    table="participants_contributionfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionchange",
            constraint=models.UniqueConstraint(
                fields=("file", "participant", "period"), name="one_change_a_file_participant_and_month"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contributionchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2b6365385a4c23bb43b6b03be2bad7b2e398d132",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d6021",
                    table="participants_contributionchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contributionfilelog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c8dc2175e15fcc6154b9161961266bbffb0aa6fd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f2ec6",
                    table="participants_contributionfilelog",
                    when="BEFORE",
                ),
            ),
        ),
    ]
