import uuid

import django.core.validators
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
    ]

    operations = [
        migrations.CreateModel(
            name="Bank",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=3,
                        primary_key=True,
                        serialize=False,
                        validators=[django.core.validators.RegexValidator("^\\d{3}$")],
                        verbose_name="kode",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="nama")),
                (
                    "pattern",
                    models.CharField(
                        max_length=20,
                        validators=[django.core.validators.RegexValidator("^\\^\\\\d\\{\\d{1,2}(,\\d{1,2})?\\}\\$$")],
                        verbose_name="pola nomor rekening",
                    ),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="dapat dipilih")),
            ],
            options={
                "verbose_name": "bank",
                "verbose_name_plural": "bank",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="CallbackReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.CharField(max_length=500, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=500)),
                ("bank_reference", models.CharField(blank=True, max_length=500)),
                ("amount", models.PositiveBigIntegerField()),
                ("code", models.CharField(blank=True, max_length=500)),
                ("occurred_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("applied", "Dibukukan"), ("known", "Sudah diketahui"), ("quarantined", "Disisihkan")],
                        max_length=12,
                    ),
                ),
            ],
            options={
                "verbose_name": "kabar bank",
                "verbose_name_plural": "kabar bank",
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("source_kind", models.CharField(max_length=40)),
                ("source_id", models.UUIDField()),
                ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="percobaan")),
                ("payee_name", models.CharField(max_length=150, verbose_name="penerima")),
                ("bank_code", models.CharField(max_length=10, verbose_name="bank")),
                ("account_sealed", models.BinaryField()),
                ("account_tail", models.CharField(max_length=4)),
                ("amount", models.PositiveBigIntegerField(verbose_name="nilai")),
                ("ordered_at", models.DateTimeField(verbose_name="dipesan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Siap dibayar"),
                            ("batched", "Dalam batch"),
                            ("sending", "Sedang dikirim"),
                            ("accepted", "Diterima bank"),
                            ("unknown", "Jawaban bank belum pasti"),
                            ("paid", "Dibayar"),
                            ("rejected", "Ditolak bank"),
                            ("returned", "Retur"),
                        ],
                        default="ready",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("line_no", models.PositiveIntegerField(null=True, verbose_name="baris")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("first_sent_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("inquire_at", models.DateTimeField(null=True)),
                ("inquiries", models.PositiveSmallIntegerField(default=0)),
                ("bank_reference", models.CharField(blank=True, max_length=80, verbose_name="nomor referensi bank")),
                ("code", models.CharField(blank=True, max_length=80, verbose_name="kode bank")),
                ("paid_on", models.DateField(null=True, verbose_name="dibayar pada")),
                ("returned_on", models.DateField(null=True, verbose_name="kembali pada")),
            ],
            options={
                "verbose_name": "pembayaran",
                "verbose_name_plural": "pembayaran",
                "indexes": [
                    models.Index(condition=models.Q(("state", "ready")), fields=["ordered_at"], name="payout_ready"),
                    models.Index(
                        condition=models.Q(("state__in", ["accepted", "unknown"])),
                        fields=["inquire_at"],
                        name="payout_to_inquire",
                    ),
                    models.Index(
                        condition=models.Q(("paid_on__isnull", False)), fields=["paid_on"], name="payout_paid_on"
                    ),
                    models.Index(
                        condition=models.Q(("returned_on__isnull", False)),
                        fields=["returned_on"],
                        name="payout_returned_on",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["rejected", "returned"]), _negated=True),
                        fields=("source_kind", "source_id"),
                        name="one_live_payout_a_source",
                        violation_error_message="Hak ini sudah mempunyai pembayaran yang berjalan.",
                    ),
                    models.UniqueConstraint(
                        fields=("source_kind", "source_id", "attempt"), name="payout_attempts_are_counted"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("bank_reference", ""), _negated=True),
                        fields=("bank_reference",),
                        name="one_payout_a_bank_reference",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payout_amount_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["paid", "returned"]), _negated=True),
                            models.Q(models.Q(("bank_reference", ""), _negated=True), ("paid_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="paid_payout_has_bank_reference",
                        violation_error_message="Pembayaran tercatat tanpa nomor referensi bank.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            ("returned_on__isnull", False),
                            _connector="OR",
                        ),
                        name="returned_payout_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["rejected", "returned"]), _negated=True),
                            models.Q(("code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="failed_payout_has_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["accepted", "paid", "rejected", "returned", "sending", "unknown"]),
                                _negated=True,
                            ),
                            models.Q(("first_sent_at__isnull", False), ("sent_at__isnull", False), ("tries__gt", 0)),
                            _connector="OR",
                        ),
                        name="payout_at_the_bank_was_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutLog",
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
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("dana_jkp", "Dana JKP"),
                            ("kewajiban_peserta", "Kewajiban kepada penerima"),
                            ("dalam_proses_bank", "Dalam proses bank"),
                            ("dibayar", "Dibayar"),
                            ("retur", "Retur, menunggu dibayar lagi"),
                            ("piutang_bank", "Piutang kepada bank"),
                        ],
                        max_length=20,
                        verbose_name="akun",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="nilai")),
            ],
            options={
                "verbose_name": "baris jurnal",
                "verbose_name_plural": "baris jurnal",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="posting_is_not_zero")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReconciliationDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Terbuka"), ("closed", "Ditutup")], default="open", max_length=10
                    ),
                ),
                ("matched_count", models.PositiveIntegerField(default=0)),
                ("matched_total", models.PositiveBigIntegerField(default=0)),
                ("only_ours_count", models.PositiveIntegerField(default=0)),
                ("only_ours_total", models.PositiveBigIntegerField(default=0)),
                ("only_bank_count", models.PositiveIntegerField(default=0)),
                ("only_bank_total", models.PositiveBigIntegerField(default=0)),
                ("unexplained", models.PositiveBigIntegerField(default=0)),
                ("has_statement", models.BooleanField(default=False)),
                ("counted_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "rekonsiliasi harian",
                "verbose_name_plural": "rekonsiliasi harian",
                "ordering": ("-day",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "unexplained",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("only_ours_total"), "+", models.F("only_bank_total")
                                ),
                            )
                        ),
                        name="unexplained_is_the_two_buckets",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReconciliationDayLog",
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
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="hari")),
                ("line", models.PositiveIntegerField(verbose_name="baris")),
                ("kind", models.CharField(max_length=10, verbose_name="jenis")),
                ("key", models.CharField(max_length=80, verbose_name="kunci")),
                ("bank_reference", models.CharField(max_length=80, verbose_name="referensi bank")),
                ("amount", models.PositiveBigIntegerField(verbose_name="nilai")),
                ("code", models.CharField(blank=True, max_length=80)),
                (
                    "match",
                    models.CharField(
                        choices=[("matched", "Cocok"), ("unmatched", "Hanya di bank"), ("explained", "Dijelaskan")],
                        max_length=10,
                        verbose_name="hasil",
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outcome_unknown", "Jawaban bank belum pasti"),
                            ("amount_differs", "Nilai dari bank berbeda"),
                            ("unknown_reference", "Bank menyebut kunci yang tidak kami kenal"),
                            ("contradiction", "Kabar bank bertentangan"),
                            ("bad_file", "Berkas mutasi ditolak"),
                        ],
                        max_length=20,
                    ),
                ),
                ("explanation", models.CharField(blank=True, max_length=500, verbose_name="penjelasan")),
                ("explained_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "baris mutasi",
                "verbose_name_plural": "baris mutasi",
                "ordering": ("day", "line"),
                "indexes": [models.Index(fields=["day", "match"], name="statement_line_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "bank_reference"), name="one_line_a_movement"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="line_amount_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankCase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outcome_unknown", "Jawaban bank belum pasti"),
                            ("amount_differs", "Nilai dari bank berbeda"),
                            ("unknown_reference", "Bank menyebut kunci yang tidak kami kenal"),
                            ("contradiction", "Kabar bank bertentangan"),
                            ("bad_file", "Berkas mutasi ditolak"),
                        ],
                        max_length=20,
                        verbose_name="perihal",
                    ),
                ),
                ("ref", models.CharField(max_length=160, verbose_name="rujukan")),
                ("facts", models.JSONField(default=dict)),
                ("opened_at", models.DateTimeField(verbose_name="dibuka")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="ditutup")),
                ("resolution", models.CharField(blank=True, max_length=500, verbose_name="penyelesaian")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kasus bank",
                "verbose_name_plural": "kasus bank",
                "ordering": ("-opened_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("kind", "ref"), name="one_open_case_a_thing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), models.Q(("resolution", ""), _negated=True), _connector="OR"
                        ),
                        name="closed_case_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="hari")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="sidik")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="nomor")),
                (
                    "state",
                    models.CharField(
                        choices=[("posted", "Dibukukan"), ("quarantined", "Disisihkan")],
                        max_length=12,
                        verbose_name="keadaan",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="sebab")),
                ("reason_line", models.PositiveIntegerField(default=0)),
                ("line_count", models.PositiveIntegerField(default=0)),
                ("debit_total", models.PositiveBigIntegerField(default=0)),
                ("return_total", models.PositiveBigIntegerField(default=0)),
                ("imported_at", models.DateTimeField(verbose_name="diterima")),
                (
                    "imported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mutasi rekening",
                "verbose_name_plural": "mutasi rekening",
                "ordering": ("-imported_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "posted"),
                            models.Q(models.Q(("reason", ""), _negated=True), ("line_count", 0)),
                            _connector="OR",
                        ),
                        name="quarantined_statement_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="nomor")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Disusun"),
                            ("frozen", "Menunggu pemeriksa"),
                            ("checked", "Menunggu pemeriksa kedua"),
                            ("approved", "Disetujui"),
                            ("sending", "Sedang dikirim"),
                            ("done", "Selesai"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="banyaknya")),
                ("total", models.PositiveBigIntegerField(default=0, verbose_name="jumlah")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="sidik")),
                ("needs_second_check", models.BooleanField(default=False, verbose_name="perlu dua pemeriksa")),
                ("made_at", models.DateTimeField(verbose_name="disusun")),
                ("frozen_at", models.DateTimeField(null=True, verbose_name="dibekukan")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="disetujui")),
                ("done_at", models.DateTimeField(null=True, verbose_name="selesai")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="penyetuju",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pemeriksa pertama",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="penyusun",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch pembayaran",
                "verbose_name_plural": "batch pembayaran",
                "ordering": ("-made_at", "-number"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by", None),
                                models.Q(("approved_by", models.F("made_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("checked_by", None),
                                models.Q(("checked_by", models.F("made_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("checked_by", None),
                                ("approved_by", None),
                                models.Q(("approved_by", models.F("checked_by")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="maker_is_not_checker",
                        violation_error_message="Penyusun batch tidak boleh memeriksanya sendiri.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["frozen", "checked", "approved", "done", "sending"]), _negated=True
                            ),
                            models.Q(
                                ("count__gt", 0),
                                ("frozen_at__isnull", False),
                                ("total__gt", 0),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                            ),
                            _connector="OR",
                        ),
                        name="frozen_batch_is_counted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "done", "sending"]), _negated=True),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("needs_second_check", False), ("checked_by__isnull", False), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="released_batch_was_approved",
                        violation_error_message="Batch belum disetujui.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="payments.batch"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payout_ordered", "Pembayaran dipesan"),
                            ("payout_ordered_again", "Pembayaran dipesan lagi sesudah retur"),
                            ("payout_sent", "Diserahkan ke bank"),
                            ("payout_settled", "Diterima penerima"),
                            ("payout_rejected", "Ditolak bank"),
                            ("payout_returned", "Dikembalikan bank"),
                            ("bank_claim", "Ditagihkan kepada bank"),
                        ],
                        max_length=30,
                        verbose_name="jenis",
                    ),
                ),
                ("ref", models.CharField(max_length=64, verbose_name="rujukan")),
                ("at", models.DateTimeField(verbose_name="saat")),
            ],
            options={
                "verbose_name": "jurnal",
                "verbose_name_plural": "jurnal",
                "constraints": [models.UniqueConstraint(fields=("kind", "ref"), name="one_entry_an_event")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d7a70e863272a6e55440d7d786f3fe1eae0b2b61",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3f43b",
                    table="payments_journalentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="entries_sum_to_zero",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE lines BIGINT; balance NUMERIC;",
                    func="\n    SELECT count(*), coalesce(sum(amount), 0) INTO lines, balance FROM payments_posting WHERE entry_id = NEW.id;\n    IF lines < 2 OR balance <> 0 THEN\n        RAISE EXCEPTION 'ledger entry % does not sum to zero', NEW.id;\n    END IF;\n    RETURN NULL;\n",
                    hash="9eb98723cf3b75ce5f6ba055b7328d19f48d6178",
                    operation="INSERT",
                    pgid="pgtrigger_entries_sum_to_zero_5d30a",
                    table="payments_journalentry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="batch",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="payments.batch"
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payouts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="verified_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="callbackreceipt",
            name="payout",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="callbacks", to="payments.payout"
            ),
        ),
        migrations.AddField(
            model_name="bankcase",
            name="payout",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="payments.payout"
            ),
        ),
        migrations.AddField(
            model_name="payoutlog",
            name="actor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="payoutlog",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="log", to="payments.payout"
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="payments.journalentry"
            ),
        ),
        migrations.AddField(
            model_name="reconciliationday",
            name="closed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reconciliationdaylog",
            name="actor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reconciliationdaylog",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="log", to="payments.reconciliationday"
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="explained_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="payout",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statement_lines",
                to="payments.payout",
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="payments.bankstatement"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankstatement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c0947a2f98587a4c4bfb20f3061aa4459ddb8aa1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8da04",
                    table="payments_bankstatement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batch",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{approved|sending,checked|approved,checked|cancelled,draft|cancelled,draft|frozen,frozen|approved,frozen|cancelled,frozen|checked,sending|done}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b8bc0806518f843165b4e4a8adc2d1c87e57327a",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_661b3",
                    table="payments_batch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batch",
            trigger=pgtrigger.compiler.Trigger(
                name="batches_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="29942f125fb795fe7b287c219f6d0302a21ab4c4",
                    operation="DELETE",
                    pgid="pgtrigger_batches_are_kept_d3f28",
                    table="payments_batch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batch",
            trigger=pgtrigger.compiler.Trigger(
                name="batches_begin_as_drafts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"state\" = 'draft'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                    hash="a5c9e59d44dffe98930ccc633b7d874491d6d90a",
                    operation="INSERT",
                    pgid="pgtrigger_batches_begin_as_drafts_cc714",
                    table="payments_batch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batch",
            trigger=pgtrigger.compiler.Trigger(
                name="maker_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c40d1e8eccdb51276d11c8d9d3fe73d10e5533cd",
                    operation="UPDATE",
                    pgid="pgtrigger_maker_stays_43c96",
                    table="payments_batch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batch",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_batch_stands_still",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT (OLD."state" = \'draft\') AND (OLD."count" IS DISTINCT FROM (NEW."count") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."needs_second_check" IS DISTINCT FROM (NEW."needs_second_check")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c025fcf3eefe42476c6a9f7bbe59f2ecdd7e220e",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_batch_stands_still_562ca",
                    table="payments_batch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batch",
            trigger=pgtrigger.compiler.Trigger(
                name="freeze_counts_the_lines",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'frozen' AND OLD.\"state\" = 'draft')",
                    declare="DECLARE real_count BIGINT; real_total BIGINT;",
                    func="\n    SELECT count(*), coalesce(sum(amount), 0) INTO real_count, real_total FROM payments_payout WHERE batch_id = NEW.id;\n    IF real_count <> NEW.count OR real_total <> NEW.total THEN\n        RAISE EXCEPTION 'count or total of the batch differs from its lines';\n    END IF;\n    IF EXISTS (SELECT 1 FROM payments_payout WHERE batch_id = NEW.id AND verified_by_id = NEW.made_by_id) THEN\n        RAISE EXCEPTION 'the maker of the batch verified one of its lines';\n    END IF;\n    RETURN NEW;\n",
                    hash="6df2643605a7dd11200daecbbf52ff1341367dba",
                    operation="UPDATE",
                    pgid="pgtrigger_freeze_counts_the_lines_d8da1",
                    table="payments_batch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batch",
            trigger=pgtrigger.compiler.Trigger(
                name="checkers_verified_no_line",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."checked_by_id" IS DISTINCT FROM (NEW."checked_by_id") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id"))',
                    func="\n    IF EXISTS (\n        SELECT 1 FROM payments_payout\n        WHERE batch_id = NEW.id AND verified_by_id IN (NEW.checked_by_id, NEW.approved_by_id)\n    ) THEN\n        RAISE EXCEPTION 'a checker of the batch verified one of its lines';\n    END IF;\n    RETURN NEW;\n",
                    hash="e0dcf6f53864e6146fab70ee3a7a7aeae24b0101",
                    operation="UPDATE",
                    pgid="pgtrigger_checkers_verified_no_line_18a44",
                    table="payments_batch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batchlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e7404c03e220f91d716c8317ea2221aef872b27b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3408e",
                    table="payments_batchlog",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(fields=("batch", "line_no"), name="one_payout_a_line"),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("batch__isnull", True), ("line_no__isnull", True), ("state", "ready")),
                    models.Q(
                        ("batch__isnull", False),
                        ("line_no__isnull", False),
                        ("state__in", ["batched", "sending", "accepted", "unknown", "paid", "rejected", "returned"]),
                    ),
                    _connector="OR",
                ),
                name="batched_payout_has_a_line",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{accepted|paid,accepted|rejected,batched|paid,batched|ready,batched|rejected,batched|sending,paid|returned,ready|batched,sending|accepted,sending|batched,sending|paid,sending|rejected,sending|unknown,unknown|accepted,unknown|batched,unknown|paid,unknown|rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="f592c0995f3f0a7cd4252c5019ed5dffd25bd8c5",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_cb98c",
                    table="payments_payout",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="what_is_owed_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."source_kind" IS DISTINCT FROM (NEW."source_kind") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."attempt" IS DISTINCT FROM (NEW."attempt") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."payee_name" IS DISTINCT FROM (NEW."payee_name") OR OLD."bank_code" IS DISTINCT FROM (NEW."bank_code") OR OLD."account_sealed" IS DISTINCT FROM (NEW."account_sealed") OR OLD."account_tail" IS DISTINCT FROM (NEW."account_tail") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."verified_by_id" IS DISTINCT FROM (NEW."verified_by_id") OR OLD."ordered_at" IS DISTINCT FROM (NEW."ordered_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a7153cf5a91ad2f995f8878fd727c685ec963884",
                    operation="UPDATE",
                    pgid="pgtrigger_what_is_owed_never_changes_bc379",
                    table="payments_payout",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="payouts_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b1ff6edb8de164ab74a2a79eee979d6098118f83",
                    operation="DELETE",
                    pgid="pgtrigger_payouts_are_kept_bded4",
                    table="payments_payout",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="payouts_begin_ready",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"state\" = 'ready'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                    hash="f4aeb92eecf8092a7f0c9bd632c4cf9ac50e4081",
                    operation="INSERT",
                    pgid="pgtrigger_payouts_begin_ready_f49a5",
                    table="payments_payout",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_lines",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."line_no" IS DISTINCT FROM (NEW."line_no"))',
                    declare="DECLARE batch_state TEXT;",
                    func="\n    IF OLD.batch_id IS NOT NULL THEN\n        SELECT state INTO batch_state FROM payments_batch WHERE id = OLD.batch_id FOR SHARE;\n        IF batch_state NOT IN ('draft', 'cancelled') THEN\n            RAISE EXCEPTION 'the lines of a frozen batch do not change';\n        END IF;\n    END IF;\n    IF NEW.batch_id IS NOT NULL THEN\n        SELECT state INTO batch_state FROM payments_batch WHERE id = NEW.batch_id FOR SHARE;\n        IF batch_state <> 'draft' THEN\n            RAISE EXCEPTION 'a frozen batch takes no lines';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                    hash="b406d7a1b8618eb8eb88fdfd81c218fa48f8556c",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_lines_9de84",
                    table="payments_payout",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released_lines_are_sent",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'sending' AND OLD.\"state\" = 'batched')",
                    declare="DECLARE batch_state TEXT;",
                    func="\n    SELECT state INTO batch_state FROM payments_batch WHERE id = NEW.batch_id;\n    IF batch_state NOT IN ('approved', 'sending') THEN\n        RAISE EXCEPTION 'only the lines of an approved batch are sent';\n    END IF;\n    RETURN NEW;\n",
                    hash="1dd0f3198d25538f71dfc111ecaf6c9d02be5928",
                    operation="UPDATE",
                    pgid="pgtrigger_only_released_lines_are_sent_46b5d",
                    table="payments_payout",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callbackreceipt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="59cd736b0d87940f7cfc0275e816070e18500d15",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5d569",
                    table="payments_callbackreceipt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankcase",
            trigger=pgtrigger.compiler.Trigger(
                name="cases_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ad6c9ceedb54e75044493ca132a33dbb998e18cb",
                    operation="DELETE",
                    pgid="pgtrigger_cases_are_kept_b7f7e",
                    table="payments_bankcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankcase",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_cases_stand_still",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ccccfc3933b82fab1bee4fa8f12dd2bbd37e62e8",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_cases_stand_still_88281",
                    table="payments_bankcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d310feca15435b004bb3b007508303af512af0ad",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5dbb9",
                    table="payments_payoutlog",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(fields=("entry", "account"), name="one_posting_an_account"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5e9511c1ae0c4be83de5c51416a4b7acbdbc9018",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6ff2e",
                    table="payments_posting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="entries_sum_to_zero",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE lines BIGINT; balance NUMERIC;",
                    func="\n    SELECT count(*), coalesce(sum(amount), 0) INTO lines, balance FROM payments_posting WHERE entry_id = NEW.entry_id;\n    IF lines < 2 OR balance <> 0 THEN\n        RAISE EXCEPTION 'ledger entry % does not sum to zero', NEW.entry_id;\n    END IF;\n    RETURN NULL;\n",
                    hash="c97fb2927abbbc67a387d02d5d9360cb08f1ca1c",
                    operation="INSERT",
                    pgid="pgtrigger_entries_sum_to_zero_00381",
                    table="payments_posting",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reconciliationday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("has_statement", True),
                        ("unexplained", 0),
                    ),
                    _connector="OR",
                ),
                name="closed_day_has_nothing_unexplained",
                violation_error_message="Hari ini belum dapat ditutup: masih ada rupiah yang belum dijelaskan.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reconciliationday",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{open|closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="aabce2aeb9ed73019800ca9f4c3958638a5530c2",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_2d191",
                    table="payments_reconciliationday",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reconciliationday",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_days_stand_still",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'closed')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="650ce72364438c66f0b6f0f4b7a808415e73b3e5",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_days_stand_still_d47e2",
                    table="payments_reconciliationday",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reconciliationday",
            trigger=pgtrigger.compiler.Trigger(
                name="days_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4a259fd2cdb519e92b09902aeb11ae5401172d64",
                    operation="DELETE",
                    pgid="pgtrigger_days_are_kept_5e12b",
                    table="payments_reconciliationday",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reconciliationdaylog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fe6777146bcef61cd51cba606242d050657392c2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_90956",
                    table="payments_reconciliationdaylog",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(fields=("statement", "line"), name="one_line_a_number"),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("match", "matched")), fields=("kind", "payout"), name="one_matched_line_a_payout"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("match", "matched"), _negated=True), ("payout__isnull", False), _connector="OR"
                ),
                name="matched_line_has_a_payout",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("match", "explained"), _negated=True),
                    models.Q(models.Q(("explanation", ""), _negated=True), ("explained_by__isnull", False)),
                    _connector="OR",
                ),
                name="explained_line_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementline",
            trigger=pgtrigger.compiler.Trigger(
                name="lines_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d1e85bc2c04f4254725b07d11a61f4430b6b408d",
                    operation="DELETE",
                    pgid="pgtrigger_lines_are_kept_8988a",
                    table="payments_statementline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementline",
            trigger=pgtrigger.compiler.Trigger(
                name="movements_never_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."bank_reference" IS DISTINCT FROM (NEW."bank_reference") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."code" IS DISTINCT FROM (NEW."code"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="754db9e33b35ddf858fbc0c29ba1cbb5c6343524",
                    operation="UPDATE",
                    pgid="pgtrigger_movements_never_change_a5b7d",
                    table="payments_statementline",
                    when="BEFORE",
                ),
            ),
        ),
    ]
