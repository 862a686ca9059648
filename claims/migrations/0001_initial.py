import uuid

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("files", "0001_initial"),
        ("participants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KapkVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="versi")),
                ("in_force_since", models.DateField(verbose_name="berlaku sejak")),
                (
                    "points_id",
                    models.JSONField(help_text="Satu kalimat tiap butir.", verbose_name="butir, Bahasa Indonesia"),
                ),
                ("points_en", models.JSONField(verbose_name="butir, bahasa Inggris")),
            ],
            options={
                "verbose_name": "versi KAPK",
                "verbose_name_plural": "versi KAPK",
                "ordering": ("-version",),
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="nomor")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Belum dikirim"),
                            ("submitted", "Terkirim"),
                            ("in_review", "Diperiksa"),
                            ("needs_fix", "Perlu diperbaiki"),
                            ("active", "Aktif"),
                            ("refused", "Ditolak"),
                            ("expired", "Draf kedaluwarsa"),
                            ("withdrawn", "Ditarik"),
                            ("ended", "Berakhir"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="keadaan",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("draft_until", models.DateField()),
                ("data_confirmed_at", models.DateTimeField(null=True)),
                ("bank_code", models.CharField(blank=True, max_length=10)),
                ("bank_name", models.CharField(blank=True, max_length=60)),
                ("account_sealed", models.BinaryField(blank=True, default=b"")),
                ("account_index", models.BinaryField(max_length=32, null=True)),
                ("account_holder", models.CharField(blank=True, max_length=150, verbose_name="nama pemilik rekening")),
                (
                    "account_check",
                    models.CharField(
                        choices=[
                            ("not_asked", "Akan diperiksa"),
                            ("matches", "Nama cocok"),
                            ("differs", "Nama berbeda, diperiksa petugas"),
                            ("refused", "Bukan atas nama Anda"),
                        ],
                        default="not_asked",
                        max_length=10,
                    ),
                ),
                ("account_set_at", models.DateTimeField(null=True)),
                ("filed_at", models.DateTimeField(null=True)),
                ("reference_date", models.DateField(null=True)),
                ("clock_from", models.DateField(null=True)),
                ("decision_due_on", models.DateField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="participants.person"
                    ),
                ),
                (
                    "phk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="participants.phkevent"
                    ),
                ),
            ],
            options={
                "verbose_name": "klaim",
                "verbose_name_plural": "klaim",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("submitted", "in_review"))),
                        fields=["decision_due_on"],
                        name="claim_on_the_clock",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "submitted", "in_review", "needs_fix", "active"))),
                        fields=("person",),
                        name="one_live_claim_a_person",
                        violation_error_message="Anda sudah punya klaim yang berjalan.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("refused", "expired", "withdrawn")), _negated=True),
                        fields=("phk",),
                        name="one_claim_a_phk",
                        violation_error_message="PHK ini sudah punya klaim.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("submitted", "in_review", "needs_fix", "active", "refused", "ended")),
                                _negated=True,
                            ),
                            models.Q(
                                ("clock_from__isnull", False),
                                ("decision_due_on__isnull", False),
                                ("filed_at__isnull", False),
                                ("reference_date__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="filed_claim_has_its_dates",
                        violation_error_message="Klaim terkirim tanpa tanggal pengajuan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("active", "refused", "ended")), _negated=True),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="decided_claim_has_its_moment",
                        violation_error_message="Klaim diputus tanpa waktu keputusan.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("facts", models.JSONField()),
                ("sources", models.JSONField()),
                ("answer", models.JSONField()),
                ("parameters", models.JSONField()),
                ("outcome", models.CharField(max_length=15)),
                ("regime", models.CharField(max_length=3)),
                ("rules_version", models.CharField(max_length=20)),
                ("decided_on", models.DateField()),
                ("data_as_of", models.DateTimeField()),
                ("assessed_at", models.DateTimeField()),
                (
                    "phk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="participants.phkevent",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "verbose_name": "pemeriksaan syarat",
                "verbose_name_plural": "pemeriksaan syarat",
                "ordering": ("-assessed_at",),
                "indexes": [models.Index(fields=["phk", "-assessed_at"], name="assessment_latest")],
            },
        ),
        migrations.CreateModel(
            name="ClaimLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="claims.claim"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClaimMonth",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "Belum bisa dimulai"),
                            ("approved", "Disetujui"),
                            ("paid", "Dibayar"),
                            ("bank_problem", "Rekening bermasalah"),
                        ],
                        default="scheduled",
                        max_length=12,
                    ),
                ),
                ("opens_on", models.DateField(null=True)),
                ("closes_on", models.DateField(null=True)),
                ("wage_base", models.PositiveBigIntegerField(null=True)),
                ("rate_percent", models.PositiveSmallIntegerField(null=True)),
                ("amount", models.PositiveBigIntegerField(null=True)),
                ("regime", models.CharField(blank=True, max_length=3)),
                ("granted_on", models.DateField(null=True)),
                ("pay_due_on", models.DateField(null=True)),
                ("paid_on", models.DateField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="months", to="claims.claim"
                    ),
                ),
            ],
            options={
                "verbose_name": "bulan manfaat",
                "verbose_name_plural": "bulan manfaat",
                "ordering": ("claim", "n"),
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "n"), name="one_row_a_month"),
                    models.CheckConstraint(condition=models.Q(("n__gte", 1), ("n__lte", 6)), name="six_months"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("approved", "paid", "bank_problem")), _negated=True),
                            models.Q(
                                (
                                    "amount",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("wage_base"), "*", models.F("rate_percent")
                                            ),
                                            "+",
                                            models.Value(50),
                                        ),
                                        "/",
                                        models.Value(100),
                                    ),
                                ),
                                ("granted_on__isnull", False),
                                ("pay_due_on__isnull", False),
                                ("regime__in", ("R21", "R25")),
                            ),
                            _connector="OR",
                        ),
                        name="granted_month_has_its_amount",
                        violation_error_message="Jumlah tidak sesuai dengan tarif dan dasar upah.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", False), _connector="OR"
                        ),
                        name="paid_month_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "bank_problem"), _negated=True),
                            ("returned_at__isnull", False),
                            _connector="OR",
                        ),
                        name="returned_month_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimMonthLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="claims.claimmonth"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CorrectionRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "document",
                    models.CharField(
                        choices=[("account", "Rekening bank"), ("phk_proof", "Bukti PHK"), ("identity", "Data diri")],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("not_readable", "Tidak terbaca"),
                            ("other_name", "Nama pada dokumen berbeda"),
                            ("other_date", "Tanggal pada dokumen berbeda"),
                            ("incomplete", "Belum lengkap"),
                            ("account_closed", "Rekening tidak aktif"),
                            ("not_yours", "Rekening bukan atas nama Anda"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="claims.claim"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("claim",),
                        name="one_open_correction_a_claim",
                        violation_error_message="Klaim ini sudah punya permintaan perbaikan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("added_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="claims.correctionrequest"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("request", "file"), name="one_row_a_correction_file")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(choices=[("approval", "Persetujuan"), ("refusal", "Penolakan")], max_length=10),
                ),
                ("reason_codes", models.JSONField(default=list)),
                ("articles", models.JSONField(default=list)),
                ("wage_base", models.PositiveBigIntegerField(null=True)),
                ("note", models.TextField(blank=True)),
                ("officer_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("objection_until", models.DateField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.assessment"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="claims.claim"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "keputusan",
                "verbose_name_plural": "keputusan",
                "ordering": ("-at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "refusal"), _negated=True),
                            models.Q(
                                models.Q(("reason_codes", []), _negated=True), models.Q(("articles", []), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="refusal_has_reason_and_article",
                        violation_error_message="Penolakan harus memuat alasan dan pasal.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "approval"), _negated=True), ("wage_base__gt", 0), _connector="OR"
                        ),
                        name="approval_has_its_wage_base",
                        violation_error_message="Persetujuan tanpa dasar upah.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KapkSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("typed_name", models.CharField(max_length=150)),
                ("signed_at", models.DateTimeField()),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kapk", to="claims.claim"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.kapkversion"
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kapkversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c966342d9fa60395bf8566919af9c292da783072",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e8963",
                    table="claims_kapkversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{active|ended,draft|expired,draft|submitted,draft|withdrawn,in_review|active,in_review|needs_fix,in_review|refused,in_review|withdrawn,needs_fix|in_review,needs_fix|withdrawn,submitted|in_review,submitted|withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="96abf39de5b3511e07befac2a95cb48241517195",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_52e63",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="af4f193d930d342d495a7dd2b2690cb089db78be",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_55641",
                    table="claims_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3fad1e0484fa8931dfc289c32eb35730208f8e0f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9561a",
                    table="claims_claimlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimmonth",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{approved|bank_problem,approved|paid,bank_problem|approved,paid|bank_problem,scheduled|approved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="da6883c0db26478e713575dfbaad4f4e5aad328a",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_fb71b",
                    table="claims_claimmonth",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimmonthlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="14814b5377a745835a401536cf3ee6d074e4dd0f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f35d7",
                    table="claims_claimmonthlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correctionfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e3006159fc7a2272fdba3966c0c1a6e1b134e822",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6bfc7",
                    table="claims_correctionfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d1187b85dd5651bf12ade7a1bfeaeff0264c84e0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c0252",
                    table="claims_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="nobody_decides_their_own_claim",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT FROM claims_claim JOIN participants_person ON participants_person.id = claims_claim.person_id\n        WHERE claims_claim.id = NEW.claim_id AND participants_person.user_id = NEW.officer_id\n    ) THEN\n        RAISE EXCEPTION 'nobody decides on their own claim';\n    END IF;\n    RETURN NEW;\n",
                    hash="4a3aa41773d722c1e662abf29644f40bb2a18db4",
                    operation="INSERT",
                    pgid="pgtrigger_nobody_decides_their_own_claim_a67f1",
                    table="claims_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kapksignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b817a9752b8039c5ba9df8bfc1546cfd59166852",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_100bd",
                    table="claims_kapksignature",
                    when="BEFORE",
                ),
            ),
        ),
    ]
