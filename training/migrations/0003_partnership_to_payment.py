"""From the partnership of an institute to its payment: proposals, prices, vouchers, attendance, invoices, billing."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("core", "0003_at_scale"),
        ("participants", "0002_clocks_and_returns"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("training", "0002_catalogue"),
    ]

    operations = [
        migrations.CreateModel(
            name="BillingBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="nomor")),
                ("bill_on", models.DateField(verbose_name="tanggal pengajuan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Dikumpulkan"),
                            ("frozen", "Dibekukan"),
                            ("approved", "Disetujui"),
                            ("sent", "Diajukan ke BPJS"),
                            ("answered", "Dijawab BPJS"),
                            ("done", "Selesai"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("invoices", models.PositiveIntegerField(default=0, verbose_name="tagihan")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="peserta")),
                ("total", models.PositiveBigIntegerField(default=0, verbose_name="jumlah (Rp)")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="sidik")),
                ("made_at", models.DateTimeField(verbose_name="disusun")),
                ("frozen_at", models.DateTimeField(null=True, verbose_name="dibekukan")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="disetujui")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="diterima BPJS")),
                ("receipt_no", models.CharField(blank=True, max_length=40, verbose_name="nomor tanda terima BPJS")),
                ("due_on", models.DateField(null=True, verbose_name="dibayar paling lambat")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "pengajuan ke BPJS",
                "verbose_name_plural": "pengajuan ke BPJS",
                "ordering": ("-bill_on", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("bill_on",),
                        name="one_billing_a_date",
                        violation_error_message="Pengajuan untuk tanggal ini sudah ada.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bill_on__day", 1), ("bill_on__day", 15), _connector="OR"),
                        name="billing_goes_on_the_1st_or_15th",
                        violation_error_message="Tagihan diajukan ke BPJS pada tanggal 1 dan 15.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["frozen", "approved", "sent", "answered", "done"]), _negated=True),
                            models.Q(
                                ("count__gt", 0),
                                ("frozen_at__isnull", False),
                                ("total__gt", 0),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                            ),
                            _connector="OR",
                        ),
                        name="frozen_billing_is_counted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state__in", ["approved", "sent", "answered", "done"]), _negated=True),
                                models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("approved_by", None),
                                models.Q(("approved_by", models.F("made_by")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="billing_is_approved_by_another",
                        violation_error_message="Penyusun pengajuan tidak menyetujuinya sendiri.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sent", "answered", "done"]), _negated=True),
                            models.Q(
                                ("due_on__isnull", False),
                                ("sent_at__isnull", False),
                                models.Q(("receipt_no", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sent_billing_has_a_receipt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Facility",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ruang", "Ruang belajar"),
                            ("bengkel", "Bengkel atau tempat praktik"),
                            ("alat", "Alat dan bahan"),
                            ("daring", "Sarana daring"),
                        ],
                        max_length=8,
                        verbose_name="jenis",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="kapasitas peserta")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="tidak dipakai lagi sejak")),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facilities", to="training.institute"
                    ),
                ),
            ],
            options={
                "verbose_name": "sarana",
                "verbose_name_plural": "sarana",
                "ordering": ("kind", "name", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("capacity__range", (1, 1000))), name="facility_holds_somebody"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InstituteHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("bank_code", models.CharField(blank=True, max_length=3, verbose_name="bank")),
                ("account_tail", models.CharField(blank=True, max_length=4)),
                (
                    "account_name",
                    models.CharField(blank=True, max_length=150, verbose_name="nama rekening menurut bank"),
                ),
                ("head_name", models.CharField(blank=True, max_length=150, verbose_name="pimpinan")),
                ("licence_no", models.CharField(blank=True, max_length=60, verbose_name="nomor izin")),
                ("accredited_until", models.DateField(blank=True, null=True, verbose_name="terakreditasi sampai")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="bank_code_account_tail_account_name_head_name_licence_no_accredited_until_events",
                        to="training.institute",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InstituteInvitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                (
                    "part",
                    models.CharField(
                        choices=[("pimpinan", "Pimpinan"), ("staf", "Staf")], default="staf", max_length=10
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="training.institute"
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("institute"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        name="one_open_institute_invitation_an_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InstituteStaff",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("pimpinan", "Pimpinan"), ("staf", "Staf")],
                        default="staf",
                        max_length=10,
                        verbose_name="sebagai",
                    ),
                ),
                ("since", models.DateField(verbose_name="sejak")),
                ("until", models.DateField(blank=True, null=True, verbose_name="sampai")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="staff", to="training.institute"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="institutes_as_staff",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "staf LPK",
                "verbose_name_plural": "staf LPK",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("institute", "user"),
                        name="one_membership_a_user_and_institute",
                        violation_error_message="Orang ini sudah menjadi staf lembaga.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="institute_staff_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instructor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=150, verbose_name="nama")),
                ("subject", models.CharField(max_length=120, verbose_name="bidang")),
                ("certificate_no", models.CharField(blank=True, max_length=60, verbose_name="nomor sertifikat")),
                ("certified_until", models.DateField(blank=True, null=True, verbose_name="sertifikat berlaku sampai")),
                (
                    "experience_years",
                    models.PositiveSmallIntegerField(default=0, verbose_name="pengalaman mengajar (tahun)"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="tidak mengajar lagi sejak")),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instructors", to="training.institute"
                    ),
                ),
            ],
            options={
                "verbose_name": "instruktur",
                "verbose_name_plural": "instruktur",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("experience_years__lte", 60)), name="experience_is_possible"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certified_until", None), models.Q(("certificate_no", ""), _negated=True), _connector="OR"
                        ),
                        name="certificate_has_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=500, verbose_name="hubungan")),
                ("since", models.DateField(verbose_name="sejak")),
                ("until", models.DateField(null=True, verbose_name="sampai")),
                ("declared_at", models.DateTimeField()),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="training.institute"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="petugas",
                    ),
                ),
            ],
            options={
                "verbose_name": "benturan kepentingan",
                "verbose_name_plural": "benturan kepentingan",
                "ordering": ("-declared_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("officer", "institute"),
                        name="one_open_interest_an_institute",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="interest_ends_after_it_starts",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="interest_says_why"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="nomor")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Disusun"),
                            ("sent", "Direviu"),
                            ("returned", "Dikembalikan ke LPK"),
                            ("recommended", "Menunggu persetujuan"),
                            ("approved", "Disetujui"),
                            ("billed", "Diajukan ke BPJS"),
                            ("incomplete", "Belum lengkap menurut BPJS"),
                            ("accepted", "Diterima BPJS"),
                            ("paid", "Dibayar"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="keadaan",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=0)),
                ("count", models.PositiveIntegerField(default=0, verbose_name="peserta")),
                ("total", models.PositiveBigIntegerField(default=0, verbose_name="jumlah (Rp)")),
                ("made_at", models.DateTimeField(verbose_name="disusun")),
                ("report", models.TextField(blank=True, verbose_name="laporan pelaksanaan")),
                ("signed_name", models.CharField(blank=True, max_length=150, verbose_name="SPTJM ditandatangani oleh")),
                ("signed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="dikirim")),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("bill_on", models.DateField(null=True, verbose_name="diajukan ke BPJS")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                ("paid_on", models.DateField(null=True, verbose_name="dibayar")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "training_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="training.trainingclass",
                    ),
                ),
            ],
            options={
                "verbose_name": "tagihan LPK",
                "verbose_name_plural": "tagihan LPK",
                "ordering": ("-made_at", "pk"),
                "indexes": [
                    models.Index(condition=models.Q(("state", "sent")), fields=["sent_at"], name="invoice_to_review"),
                    models.Index(condition=models.Q(("state", "approved")), fields=["bill_on"], name="invoice_to_bill"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "returned"])),
                        fields=("training_class",),
                        name="one_open_invoice_a_class",
                        violation_error_message="Kelas ini sudah mempunyai tagihan yang sedang disusun.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]),
                            models.Q(
                                ("bill_on__isnull", False),
                                ("sent_at__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("signed_name", ""), _negated=True),
                                models.Q(("report", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sent_invoice_is_signed",
                        violation_error_message="SPTJM belum ditandatangani.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["approved", "billed", "incomplete", "accepted", "paid"]), _negated=True
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("reviewed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="approved_invoice_was_judged_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(
                                models.Q(("approved_by", models.F("reviewed_by")), _negated=True),
                                models.Q(("approved_by", models.F("signed_by")), _negated=True),
                                models.Q(("approved_by", models.F("made_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reviewer_does_not_approve",
                        violation_error_message="Penelaah tagihan tidak menyetujuinya sendiri.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", False), _connector="OR"
                        ),
                        name="paid_invoice_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("suspend", "Tangguhkan"), ("restore", "Pulihkan"), ("end", "Akhiri kemitraan")],
                        max_length=10,
                        verbose_name="tindakan",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Menunggu petugas kedua"),
                            ("applied", "Diberlakukan"),
                            ("rejected", "Tidak disetujui"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="jawaban")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="training.institute"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "tindakan terhadap LPK",
                "verbose_name_plural": "tindakan terhadap LPK",
                "ordering": ("-proposed_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("institute",),
                        name="one_open_measure_an_institute",
                        violation_error_message="Lembaga ini sudah mempunyai usulan tindakan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("decided_by", None), ("state", "proposed")),
                                models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("decided_by", None),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="measure_is_decided_by_another",
                        violation_error_message="Petugas lain yang memutuskan usulan ini.",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="measure_says_why"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_at", models.DateTimeField(verbose_name="mulai")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="lama (menit)")),
                ("topic", models.CharField(blank=True, max_length=150, verbose_name="materi")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Dijadwalkan"),
                            ("recorded", "Presensi tercatat"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("locks_at", models.DateTimeField(verbose_name="dikunci")),
                ("secret", models.BinaryField(max_length=20)),
                ("created_at", models.DateTimeField()),
                (
                    "training_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="training.trainingclass",
                    ),
                ),
            ],
            options={
                "verbose_name": "pertemuan",
                "verbose_name_plural": "pertemuan",
                "ordering": ("starts_at", "pk"),
                "indexes": [
                    models.Index(condition=models.Q(("state", "planned")), fields=["starts_at"], name="meeting_planned")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("training_class", "starts_at"),
                        name="one_meeting_a_moment",
                        violation_error_message="Pertemuan pada waktu ini sudah ada.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (15, 720))),
                        name="meeting_lasts_a_possible_time",
                        violation_error_message="Pertemuan berlangsung 15 menit sampai 12 jam.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("locks_at__gt", models.F("starts_at"))), name="meeting_locks_afterwards"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="nomor")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Disusun"),
                            ("submitted", "Diverifikasi"),
                            ("returned", "Perlu dilengkapi"),
                            ("verified", "Menunggu tanda tangan LPK"),
                            ("signed", "Menunggu tanda tangan Kemnaker"),
                            ("agreed", "Berlaku"),
                            ("refused", "Ditolak"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="diajukan")),
                ("due_on", models.DateField(null=True, verbose_name="paling lambat")),
                ("checklist", models.PositiveSmallIntegerField(verbose_name="versi daftar periksa")),
                ("answers", models.JSONField(default=dict)),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                ("verified_at", models.DateTimeField(null=True)),
                ("signed_name", models.CharField(blank=True, max_length=150, verbose_name="ditandatangani oleh")),
                ("signed_at", models.DateTimeField(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("valid_until", models.DateField(null=True, verbose_name="berlaku sampai")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="training.institute",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kemitraan LPK",
                "verbose_name_plural": "kemitraan LPK",
                "ordering": ("-begun_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["agreed", "refused"]), _negated=True),
                        fields=("institute",),
                        name="one_running_proposal_an_institute",
                        violation_error_message="Lembaga ini sudah mempunyai pengajuan yang berjalan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("due_on__isnull", False), ("submitted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="submitted_proposal_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["verified", "signed", "agreed"]), _negated=True),
                            models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="verified_partnership_has_a_verifier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            models.Q(
                                ("agreed_by__isnull", False),
                                ("signed_by__isnull", False),
                                ("valid_until__isnull", False),
                                models.Q(("signed_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_is_signed_by_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None),
                            models.Q(
                                models.Q(("agreed_by", models.F("verified_by")), _negated=True),
                                models.Q(("agreed_by", models.F("signed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="verifier_does_not_agree",
                        violation_error_message="Petugas yang memverifikasi LPK tidak menandatangani perjanjiannya.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammePrice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("cost", models.PositiveIntegerField(verbose_name="biaya per peserta (Rp)")),
                ("ceiling", models.PositiveIntegerField(verbose_name="batas (Rp)")),
                ("set_on", models.DateField(verbose_name="ditetapkan")),
                ("set_at", models.DateTimeField()),
                ("why", models.CharField(max_length=500, verbose_name="pertimbangan")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prices", to="training.programme"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "penetapan biaya",
                "verbose_name_plural": "penetapan biaya",
                "ordering": ("-set_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cost__gt", 0), ("cost__lte", models.F("ceiling"))),
                        name="price_stays_under_the_ceiling",
                        violation_error_message="Biaya melebihi batas menurut peraturan.",
                    ),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="price_says_why"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("FR16", "Presensi terlalu seragam"),
                            ("FR17", "Kelas selalu penuh tanpa yang berhenti"),
                            ("FR18", "Konselor merekomendasikan satu LPK"),
                        ],
                        max_length=4,
                        verbose_name="aturan",
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("facts", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField(verbose_name="ditemukan")),
                ("due_on", models.DateField(verbose_name="paling lambat")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Perlu diperiksa"),
                            ("explained", "Ada penjelasan"),
                            ("referred", "Diteruskan"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                (
                    "counsellor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signals", to="training.institute"
                    ),
                ),
            ],
            options={
                "verbose_name": "sinyal integritas",
                "verbose_name_plural": "sinyal integritas",
                "ordering": ("due_on", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="one_signal_a_finding"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decided_signal_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=300, verbose_name="alamat")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="tidak dipakai lagi sejak")),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="training.institute"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.region",
                        verbose_name="kabupaten atau kota",
                    ),
                ),
            ],
            options={
                "verbose_name": "tempat pelatihan",
                "verbose_name_plural": "tempat pelatihan",
                "ordering": ("region", "address"),
                "constraints": [models.UniqueConstraint(fields=("institute", "address"), name="one_site_an_address")],
            },
        ),
        migrations.CreateModel(
            name="TrainingPeriod",
            fields=[
                ("claim_ref", models.UUIDField(primary_key=True, serialize=False)),
                ("opens_on", models.DateField(verbose_name="mulai")),
                ("closes_on", models.DateField(verbose_name="sampai")),
                ("ended_on", models.DateField(null=True, verbose_name="berakhir")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_periods",
                        to="participants.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "masa pelatihan",
                "verbose_name_plural": "masa pelatihan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="training_period_has_days"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="kode")),
                ("ceiling", models.PositiveIntegerField(verbose_name="nilai paling tinggi (Rp)")),
                ("issued_at", models.DateTimeField(verbose_name="diterbitkan")),
                ("valid_until", models.DateField(verbose_name="berlaku sampai")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Dapat dipakai"),
                            ("redeemed", "Sudah dipakai"),
                            ("expired", "Kedaluwarsa"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vouchers", to="participants.person"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchers",
                        to="training.trainingrecommendation",
                    ),
                ),
            ],
            options={
                "verbose_name": "voucher pelatihan",
                "verbose_name_plural": "voucher pelatihan",
                "ordering": ("-issued_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("person",),
                        name="one_active_voucher_a_person",
                        violation_error_message="Anda masih mempunyai voucher yang dapat dipakai.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9A-HJKMNP-TV-Z]{12}$")),
                        name="voucher_code_is_canonical",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceUnlock",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("until", models.DateTimeField(verbose_name="sampai")),
                ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="unlocks", to="training.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "pembukaan presensi",
                "verbose_name_plural": "pembukaan presensi",
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="unlock_says_why")
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingBatchLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.billingbatch"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BillingItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(verbose_name="peserta")),
                ("total", models.PositiveBigIntegerField(verbose_name="jumlah (Rp)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("billed", "Diperiksa BPJS"),
                            ("accepted", "Diterima"),
                            ("incomplete", "Belum lengkap"),
                            ("paid", "Dibayar"),
                        ],
                        default="billed",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("is_live", models.BooleanField(default=True)),
                ("lacks", models.CharField(blank=True, max_length=500, verbose_name="yang kurang")),
                ("answered_at", models.DateTimeField(null=True)),
                ("paid_on", models.DateField(null=True, verbose_name="dibayar")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="training.billingbatch"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="training.invoice"
                    ),
                ),
            ],
            options={
                "verbose_name": "tagihan dalam pengajuan",
                "verbose_name_plural": "tagihan dalam pengajuan",
                "ordering": ("batch", "invoice"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)), fields=("invoice",), name="one_live_billing_an_invoice"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "billed"),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="answered_item_has_an_officer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "incomplete"), _negated=True),
                            models.Q(("lacks", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="incomplete_item_says_what_lacks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", False), _connector="OR"
                        ),
                        name="paid_item_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("price", models.PositiveIntegerField(verbose_name="biaya (Rp)")),
                ("enrolled_at", models.DateTimeField(verbose_name="didaftarkan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("enrolled", "Terdaftar"),
                            ("completed", "Selesai"),
                            ("missed", "Kehadiran kurang"),
                            ("working", "Sudah bekerja"),
                            ("withdrawn", "Berhenti"),
                        ],
                        default="enrolled",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("ended_on", models.DateField(null=True, verbose_name="hari terakhir")),
                ("employer", models.CharField(blank=True, max_length=150, verbose_name="tempat kerja baru")),
                ("working_from", models.DateField(null=True, verbose_name="mulai bekerja")),
                ("lsp_name", models.CharField(blank=True, max_length=150, verbose_name="LSP")),
                ("lsp_number", models.CharField(blank=True, max_length=60, verbose_name="nomor sertifikat kompetensi")),
                ("warned_at", models.DateTimeField(null=True)),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="participants.person"
                    ),
                ),
                (
                    "training_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="training.trainingclass",
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolment", to="training.voucher"
                    ),
                ),
            ],
            options={
                "verbose_name": "peserta kelas",
                "verbose_name_plural": "peserta kelas",
                "ordering": ("enrolled_at", "pk"),
                "indexes": [models.Index(fields=["person", "-enrolled_at"], name="enrolment_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("training_class", "person"),
                        name="one_seat_a_person_and_class",
                        violation_error_message="Peserta ini sudah terdaftar di kelas ini.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "enrolled")),
                        fields=("person",),
                        name="one_running_enrolment_a_person",
                        violation_error_message="Peserta ini sedang mengikuti kelas lain.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "working"), _negated=True),
                            models.Q(("ended_on__isnull", False), ("working_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="working_enrolment_says_since_when",
                    ),
                    models.CheckConstraint(condition=models.Q(("price__gt", 0)), name="enrolment_costs_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.invoice"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeasureLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.measure"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartnershipLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.partnership"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignalLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.signal"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VoucherLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.voucher"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WaitingPlace",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu kursi"),
                            ("seated", "Mendapat kursi"),
                            ("left", "Tidak menunggu lagi"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "training_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waiting", to="training.trainingclass"
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waiting", to="training.voucher"
                    ),
                ),
            ],
            options={
                "verbose_name": "daftar tunggu",
                "verbose_name_plural": "daftar tunggu",
                "ordering": ("asked_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("training_class", "voucher"),
                        name="one_place_in_line",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField(verbose_name="tanggal")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="hadir (menit)")),
                ("planned", models.PositiveSmallIntegerField(verbose_name="lama (menit)")),
                (
                    "source",
                    models.CharField(
                        choices=[("daftar", "Daftar hadir"), ("qr", "Kode pertemuan")],
                        max_length=6,
                        verbose_name="cara",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="participants.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="training.enrolment"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="training.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "presensi",
                "verbose_name_plural": "presensi",
                "indexes": [models.Index(fields=["person", "on"], name="attendance_of_person_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "enrolment"), name="one_attendance_a_meeting"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__lte", models.F("planned")), ("planned__lte", 1440)),
                        name="nobody_attends_longer_than_the_meeting",
                        violation_error_message="Hadir tidak dapat lebih lama dari pertemuannya.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingItemLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.billingitem"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EnrolmentLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.enrolment"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("price", models.PositiveIntegerField(verbose_name="biaya (Rp)")),
                ("attended", models.PositiveIntegerField(verbose_name="hadir (menit)")),
                ("planned", models.PositiveIntegerField(verbose_name="lama (menit)")),
                (
                    "basis",
                    models.CharField(
                        choices=[("presensi", "Kehadiran"), ("bekerja", "Surat telah mengikuti pelatihan")],
                        max_length=8,
                        verbose_name="dasar",
                    ),
                ),
                ("is_live", models.BooleanField(default=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_lines",
                        to="training.enrolment",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="training.invoice"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="training.trainingrecommendation",
                    ),
                ),
            ],
            options={
                "verbose_name": "baris tagihan",
                "verbose_name_plural": "baris tagihan",
                "ordering": ("invoice", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)),
                        fields=("enrolment",),
                        name="nobody_is_billed_twice",
                        violation_error_message="Peserta ini sudah ada di tagihan lain.",
                    ),
                    models.CheckConstraint(condition=models.Q(("price__gt", 0)), name="line_costs_something"),
                    models.CheckConstraint(
                        condition=models.Q(("attended__lte", models.F("planned"))),
                        name="line_attended_no_longer_than_planned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingPlaceLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.waitingplace"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AttendanceCorrection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("was", models.PositiveSmallIntegerField()),
                ("now", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                ("at", models.DateTimeField()),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="training.attendance",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "perbaikan presensi",
                "verbose_name_plural": "perbaikan presensi",
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="correction_says_why"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(verbose_name="baris")),
                ("price", models.PositiveIntegerField(verbose_name="biaya (Rp)")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="training.billingbatch"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="training.billingitem"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="billed", to="training.invoiceline"
                    ),
                ),
            ],
            options={
                "verbose_name": "baris pengajuan",
                "verbose_name_plural": "baris pengajuan",
                "ordering": ("batch", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="one_billing_line_a_number"),
                    models.UniqueConstraint(fields=("batch", "line"), name="one_billing_line_an_invoice_line"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineRemark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=500, verbose_name="catatan")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="training.invoiceline"
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan baris",
                "verbose_name_plural": "catatan baris",
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="remark_says_something"
                    )
                ],
            },
        ),
        migrations.RemoveField(
            model_name="presence",
            name="person",
        ),
        migrations.RemoveField(
            model_name="presence",
            name="recorded_by",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="institute",
            name="moves",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="moves",
        ),
        migrations.RemoveConstraint(
            model_name="programme",
            name="programme_texts_are_short",
        ),
        migrations.AddField(
            model_name="institute",
            name="account_name",
            field=models.CharField(blank=True, max_length=150, verbose_name="nama rekening menurut bank"),
        ),
        migrations.AddField(
            model_name="institute",
            name="account_sealed",
            field=models.BinaryField(blank=True, default=b""),
        ),
        migrations.AddField(
            model_name="institute",
            name="account_tail",
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name="institute",
            name="accreditation_no",
            field=models.CharField(blank=True, max_length=60, verbose_name="nomor akreditasi LA-LPK"),
        ),
        migrations.AddField(
            model_name="institute",
            name="bank_code",
            field=models.CharField(blank=True, max_length=3, verbose_name="bank"),
        ),
        migrations.AddField(
            model_name="institute",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="email"),
        ),
        migrations.AddField(
            model_name="institute",
            name="head_name",
            field=models.CharField(blank=True, max_length=150, verbose_name="pimpinan"),
        ),
        migrations.AddField(
            model_name="institute",
            name="licence",
            field=models.CharField(
                blank=True,
                choices=[("izin", "Izin LPK"), ("tanda_daftar", "Tanda Daftar LPK")],
                max_length=12,
                verbose_name="jenis izin",
            ),
        ),
        migrations.AddField(
            model_name="institute",
            name="licence_no",
            field=models.CharField(blank=True, max_length=60, verbose_name="nomor izin"),
        ),
        migrations.AddField(
            model_name="institute",
            name="licence_until",
            field=models.DateField(blank=True, null=True, verbose_name="izin berlaku sampai"),
        ),
        migrations.AddField(
            model_name="institute",
            name="training_code",
            field=models.CharField(
                blank=True, editable=False, max_length=20, null=True, unique=True, verbose_name="Kode Pelatihan JKP"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="curriculum",
            field=models.TextField(blank=True, verbose_name="kurikulum: unit dan jam"),
        ),
        migrations.AddField(
            model_name="programme",
            name="due_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="dinilai paling lambat"),
        ),
        migrations.AddField(
            model_name="programme",
            name="proposed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="diajukan"),
        ),
        migrations.AddField(
            model_name="programme",
            name="remark",
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name="catatan penilai"),
        ),
        migrations.AddField(
            model_name="programme",
            name="standard",
            field=models.CharField(blank=True, max_length=120, verbose_name="standar kompetensi"),
        ),
        migrations.AlterField(
            model_name="institute",
            name="state",
            field=models.CharField(
                choices=[
                    ("prospect", "Calon mitra"),
                    ("listed", "Mitra"),
                    ("suspended", "Ditangguhkan"),
                    ("ended", "Kemitraan berakhir"),
                ],
                default="listed",
                max_length=10,
                verbose_name="keadaan",
            ),
        ),
        migrations.AlterField(
            model_name="programme",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draf"),
                    ("proposed", "Dinilai"),
                    ("returned", "Perlu diperbaiki"),
                    ("listed", "Terdaftar"),
                    ("withdrawn", "Ditarik"),
                ],
                default="draft",
                max_length=10,
                verbose_name="keadaan",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="institute",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{listed|ended,listed|suspended,prospect|listed,suspended|ended,suspended|listed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="1637ba67becb4fc6bc304f4713af95e6474ac291",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_6608e",
                    table="training_institute",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="institute",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "training_institutehistory" ("account_name", "account_tail", "accredited_until", "bank_code", "head_name", "licence_no", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."account_name", NEW."account_tail", NEW."accredited_until", NEW."bank_code", NEW."head_name", NEW."licence_no", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="9163855ddf6ba632d74cdfe02e0e75add1cc8a55",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f5bbe",
                    table="training_institute",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="institute",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."account_name" IS DISTINCT FROM (NEW."account_name") OR OLD."account_tail" IS DISTINCT FROM (NEW."account_tail") OR OLD."accredited_until" IS DISTINCT FROM (NEW."accredited_until") OR OLD."bank_code" IS DISTINCT FROM (NEW."bank_code") OR OLD."head_name" IS DISTINCT FROM (NEW."head_name") OR OLD."licence_no" IS DISTINCT FROM (NEW."licence_no"))',
                    func='INSERT INTO "training_institutehistory" ("account_name", "account_tail", "accredited_until", "bank_code", "head_name", "licence_no", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."account_name", NEW."account_tail", NEW."accredited_until", NEW."bank_code", NEW."head_name", NEW."licence_no", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="e1b906c956950133660de45ab1b045a50cc19cd6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4059",
                    table="training_institute",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{draft|listed,draft|proposed,listed|withdrawn,proposed|listed,proposed|returned,returned|proposed,withdrawn|listed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="275c23fbe4ff52361ddb5266c01881e8232bf2b2",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_90862",
                    table="training_programme",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="institute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account_name", ""), ("account_tail", ""), ("bank_code", "")),
                    models.Q(
                        models.Q(("account_tail", ""), _negated=True),
                        models.Q(("bank_code", ""), _negated=True),
                        models.Q(("account_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="institute_account_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "proposed"), _negated=True),
                    models.Q(("due_on__isnull", False), ("proposed_at__isnull", False)),
                    _connector="OR",
                ),
                name="proposed_programme_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length("learns"), 5000),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("requirements"), 5000
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("curriculum"), 5000
                    ),
                ),
                name="programme_texts_are_short",
            ),
        ),
        migrations.DeleteModel(
            name="Presence",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendancecorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="53274c1ade5b9a9fd6b3dc4b885fe96d39be14a5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b00d7",
                    table="training_attendancecorrection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{answered|done,approved|sent,draft|cancelled,draft|frozen,frozen|approved,frozen|cancelled,sent|answered}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="d66c326891b10266512a0cc853164a02cb9391c7",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_a3a66",
                    table="training_billingbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="billing_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="22d6f8dc50a3f61eb683b5fe33b266f52f814f41",
                    operation="DELETE",
                    pgid="pgtrigger_billing_is_kept_cb3e2",
                    table="training_billingbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="billing_maker_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."bill_on" IS DISTINCT FROM (NEW."bill_on") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1b20d47cff56beac8a32197175ee18bfb62f6e6c",
                    operation="UPDATE",
                    pgid="pgtrigger_billing_maker_stays_c9d51",
                    table="training_billingbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_billing_stands_still",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT (OLD."state" = \'draft\') AND (OLD."count" IS DISTINCT FROM (NEW."count") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."invoices" IS DISTINCT FROM (NEW."invoices") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2f64a1bf9dbdd6eee764c4e05e9ef744b462a30a",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_billing_stands_still_28542",
                    table="training_billingbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="freezing_counts_the_lines",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'frozen' AND OLD.\"state\" = 'draft')",
                    declare="DECLARE real_count BIGINT; real_total BIGINT;",
                    func="\n    SELECT count(*), coalesce(sum(price), 0) INTO real_count, real_total\n    FROM training_billingline WHERE batch_id = NEW.id;\n    IF real_count <> NEW.count OR real_total <> NEW.total OR real_count = 0 THEN\n        RAISE EXCEPTION 'count or total of the batch differs from its lines';\n    END IF;\n    IF EXISTS (\n        SELECT 1 FROM training_billingitem i\n        LEFT JOIN (SELECT item_id, count(*) AS n, sum(price) AS s FROM training_billingline\n                   WHERE batch_id = NEW.id GROUP BY item_id) l ON l.item_id = i.id\n        WHERE i.batch_id = NEW.id AND (l.n IS DISTINCT FROM i.count OR l.s IS DISTINCT FROM i.total)\n    ) THEN\n        RAISE EXCEPTION 'an item of the batch differs from its lines';\n    END IF;\n    RETURN NEW;\n",
                    hash="85706c48ec37e6f2b5d1bd33b09d004682ede178",
                    operation="UPDATE",
                    pgid="pgtrigger_freezing_counts_the_lines_1cdc3",
                    table="training_billingbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingbatchlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4c1c5dbc05f78f40ec1383942d5e59108e3054f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_67deb",
                    table="training_billingbatchlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingitemlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7b13148bc844786dc9ae5cb51ba51a75c4811433",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ffea4",
                    table="training_billingitemlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolmentlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="493e2db72c4916a4b6073397ff8674ae7254d5fc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d83b1",
                    table="training_enrolmentlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="institutehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b4001cf66dea9d92cc7670bc92dee8aacf1a2217",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c13a5",
                    table="training_institutehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interest",
            trigger=pgtrigger.compiler.Trigger(
                name="interests_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="476d77b74b7854bb08cd03f38f27bf621a494525",
                    operation="DELETE",
                    pgid="pgtrigger_interests_are_kept_a856d",
                    table="training_interest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{accepted|paid,approved|billed,billed|accepted,billed|incomplete,draft|cancelled,draft|sent,incomplete|approved,incomplete|returned,paid|accepted,recommended|approved,recommended|returned,returned|cancelled,returned|sent,sent|recommended,sent|returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="18889eb224abc41c4810c479eb3341a54b3e088a",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_76f0f",
                    table="training_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="invoices_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b47ac5a2602aec85c6be3f0880045ca3da1b4b1f",
                    operation="DELETE",
                    pgid="pgtrigger_invoices_are_kept_0a3ed",
                    table="training_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="invoice_is_of_one_class",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."training_class_id" IS DISTINCT FROM (NEW."training_class_id") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6b2cd088b38801b210e74fcabc4b30031771d1d9",
                    operation="UPDATE",
                    pgid="pgtrigger_invoice_is_of_one_class_8f883",
                    table="training_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="invoice_is_its_lines",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."state" IN (\'sent\', \'approved\') AND OLD."state" IS DISTINCT FROM (NEW."state"))',
                    declare="DECLARE real_count BIGINT; real_total BIGINT;",
                    func="\n    SELECT count(*), coalesce(sum(price), 0) INTO real_count, real_total\n    FROM training_invoiceline WHERE invoice_id = NEW.id AND is_live;\n    IF real_count <> NEW.count OR real_total <> NEW.total OR real_count = 0 THEN\n        RAISE EXCEPTION 'count or total of the invoice differs from its lines';\n    END IF;\n    RETURN NEW;\n",
                    hash="4ca13c8254162d67c060f4ee0facded1b507a3b8",
                    operation="UPDATE",
                    pgid="pgtrigger_invoice_is_its_lines_fb3ba",
                    table="training_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="judges_have_no_interest",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."reviewed_by_id" IS DISTINCT FROM (NEW."reviewed_by_id") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id"))',
                    declare="DECLARE house UUID;",
                    func="\n    SELECT c_p.institute_id INTO house FROM training_trainingclass c\n    JOIN training_programme c_p ON c_p.id = c.programme_id WHERE c.id = NEW.training_class_id;\n    IF EXISTS (SELECT 1 FROM training_partnership p WHERE p.institute_id = house\n               AND p.verified_by_id IN (NEW.reviewed_by_id, NEW.approved_by_id)) THEN\n        RAISE EXCEPTION 'who verified the institute does not judge its invoices';\n    END IF;\n    IF EXISTS (SELECT 1 FROM training_interest i WHERE i.institute_id = house\n               AND i.officer_id IN (NEW.reviewed_by_id, NEW.approved_by_id) AND i.until IS NULL) THEN\n        RAISE EXCEPTION 'who has declared a tie to the institute does not judge its invoices';\n    END IF;\n    IF EXISTS (SELECT 1 FROM training_institutestaff s WHERE s.institute_id = house\n               AND s.user_id IN (NEW.reviewed_by_id, NEW.approved_by_id)) THEN\n        RAISE EXCEPTION 'who acts for the institute does not judge its invoices';\n    END IF;\n    RETURN NEW;\n",
                    hash="f752121f41d35342e671e6013f5d016675e8a09e",
                    operation="UPDATE",
                    pgid="pgtrigger_judges_have_no_interest_873e6",
                    table="training_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_invoice_keeps_its_sum",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT (OLD."state" IN (\'draft\', \'returned\')) AND (OLD."count" IS DISTINCT FROM (NEW."count") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."version" IS DISTINCT FROM (NEW."version")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="be8fe15c9e8b622c78cc2274c8d8ec98b9c68b86",
                    operation="UPDATE",
                    pgid="pgtrigger_sent_invoice_keeps_its_sum_580d6",
                    table="training_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingitem",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{accepted|paid,billed|accepted,billed|incomplete,paid|accepted}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="a5956f953b6a4e71bf18385b339806f875c7df4a",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_9c22c",
                    table="training_billingitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingitem",
            trigger=pgtrigger.compiler.Trigger(
                name="items_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="372a97fe853538e501b6249485ac34aee7ff4029",
                    operation="DELETE",
                    pgid="pgtrigger_items_are_kept_c0882",
                    table="training_billingitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingitem",
            trigger=pgtrigger.compiler.Trigger(
                name="item_sum_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."invoice_id" IS DISTINCT FROM (NEW."invoice_id") OR OLD."count" IS DISTINCT FROM (NEW."count") OR OLD."total" IS DISTINCT FROM (NEW."total"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1154cf530669a6d941efe2214eca9d9e0d146013",
                    operation="UPDATE",
                    pgid="pgtrigger_item_sum_stays_db7f5",
                    table="training_billingitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingitem",
            trigger=pgtrigger.compiler.Trigger(
                name="items_join_drafts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE batch_state TEXT;",
                    func="\n    SELECT state INTO batch_state FROM training_billingbatch WHERE id = NEW.batch_id FOR SHARE;\n    IF batch_state <> 'draft' THEN\n        RAISE EXCEPTION 'a frozen batch takes no lines';\n    END IF;\n    RETURN NEW;\n",
                    hash="7147e87ac2f5d40463d0c902db097c2d43d5115b",
                    operation="INSERT",
                    pgid="pgtrigger_items_join_drafts_fa14f",
                    table="training_billingitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceline",
            trigger=pgtrigger.compiler.Trigger(
                name="lines_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7ff2985aee30e08ee33924fbb55d9ce9a66fca67",
                    operation="DELETE",
                    pgid="pgtrigger_lines_are_kept_e5a9f",
                    table="training_invoiceline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceline",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_lines_stand_still",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE invoice_state TEXT;",
                    func="\n    SELECT state INTO invoice_state FROM training_invoice WHERE id = coalesce(NEW.invoice_id, OLD.invoice_id) FOR SHARE;\n    IF invoice_state NOT IN ('draft', 'returned') THEN\n        RAISE EXCEPTION 'the lines of an invoice that was sent do not change';\n    END IF;\n    RETURN coalesce(NEW, OLD);\n",
                    hash="ba34fb0d3d83bd6e25999d87ea7ed2e3b4cbfa32",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_sent_lines_stand_still_a5b75",
                    table="training_invoiceline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingline",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fd882e3d9d98e0fd7eaaa3e2d8cafa1d4f0b8e79",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5ba2d",
                    table="training_billingline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingline",
            trigger=pgtrigger.compiler.Trigger(
                name="lines_join_drafts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE batch_state TEXT;",
                    func="\n    SELECT state INTO batch_state FROM training_billingbatch WHERE id = NEW.batch_id FOR SHARE;\n    IF batch_state <> 'draft' THEN\n        RAISE EXCEPTION 'a frozen batch takes no lines';\n    END IF;\n    RETURN NEW;\n",
                    hash="742b009f5c16b312b3bbf15643d99535209d41df",
                    operation="INSERT",
                    pgid="pgtrigger_lines_join_drafts_9133b",
                    table="training_billingline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoicelog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ad5a43c116a5ef273799e30d7d9c35fa5b7e8803",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_778f3",
                    table="training_invoicelog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lineremark",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4269f1ca6bef2cc7012d6f7ec99b48133d88b450",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_60690",
                    table="training_lineremark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{proposed|applied,proposed|rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="99f185abe21bac07a82669373f7faf8545e9ec01",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_ba0d2",
                    table="training_measure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="measures_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="aa28014cb517a61cd2058e79d1ca89ed77f2a5c5",
                    operation="DELETE",
                    pgid="pgtrigger_measures_are_kept_49c21",
                    table="training_measure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="proposal_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."institute_id" IS DISTINCT FROM (NEW."institute_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="83b866d9016f814d515ea581c0e29595448f28c1",
                    operation="UPDATE",
                    pgid="pgtrigger_proposal_stays_91293",
                    table="training_measure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measurelog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="aaa6687481f857a36924985b6cb3049ce52e4369",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c595a",
                    table="training_measurelog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{planned|cancelled,planned|recorded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="c33a8dbba600acc5527a38cebb38c79b8559c221",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_68ba9",
                    table="training_meeting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="meetings_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8882bc0afa2a3de71ee6f212ddfac953dea59d2b",
                    operation="DELETE",
                    pgid="pgtrigger_meetings_are_kept_3a4c4",
                    table="training_meeting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="recorded_meeting_keeps_its_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT (OLD."state" = \'planned\') AND (OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."training_class_id" IS DISTINCT FROM (NEW."training_class_id")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d7880ae01e1832a9eda302d8f3b350f4be068fc5",
                    operation="UPDATE",
                    pgid="pgtrigger_recorded_meeting_keeps_its_time_59d4e",
                    table="training_meeting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendanceunlock",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1231505feb2ba706c8207afde4cc17a9293ab213",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5e992",
                    table="training_attendanceunlock",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="attendance_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="548c77d79b774b248e7092d20cf683eae7362a91",
                    operation="DELETE",
                    pgid="pgtrigger_attendance_is_kept_7c744",
                    table="training_attendance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="attendance_stays_where_it_is",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."enrolment_id" IS DISTINCT FROM (NEW."enrolment_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."on" IS DISTINCT FROM (NEW."on"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4b409ff9037f06ee0cbc3ea6691ab7643167c61f",
                    operation="UPDATE",
                    pgid="pgtrigger_attendance_stays_where_it_is_50d5e",
                    table="training_attendance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="attendance_is_plausible",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE planned INTEGER; locks_at TIMESTAMPTZ; meeting_state TEXT; is_same_class BOOLEAN;",
                    func="\n    SELECT m.minutes, m.locks_at, m.state, m.training_class_id = e.training_class_id\n    INTO planned, locks_at, meeting_state, is_same_class\n    FROM training_meeting m, training_enrolment e WHERE m.id = NEW.meeting_id AND e.id = NEW.enrolment_id;\n    IF NOT is_same_class THEN\n        RAISE EXCEPTION 'attendance of a meeting of another class';\n    END IF;\n    IF NEW.planned <> planned THEN\n        RAISE EXCEPTION 'attendance names other minutes than its meeting';\n    END IF;\n    IF meeting_state = 'cancelled' THEN\n        RAISE EXCEPTION 'nobody attends a cancelled meeting';\n    END IF;\n    IF NEW.recorded_at > locks_at THEN\n        RAISE EXCEPTION 'attendance of this meeting is locked';\n    END IF;\n    RETURN NEW;\n",
                    hash="3f094a0051dd4b97beb15ed6a484a31a86c61237",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_attendance_is_plausible_71fe7",
                    table="training_attendance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetinglog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e5dbf2493b261cfaf016a58f829e7d5e796363be",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3b5e6",
                    table="training_meetinglog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnership",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{draft|submitted,returned|submitted,signed|agreed,signed|refused,submitted|refused,submitted|returned,submitted|verified,verified|refused,verified|signed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="98bd945574e7d6fb8ab5037b73da682324246ee5",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_e14be",
                    table="training_partnership",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnership",
            trigger=pgtrigger.compiler.Trigger(
                name="partnerships_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="27dd0fd655a865104dc8b0c586f6e6a37b48f8c7",
                    operation="DELETE",
                    pgid="pgtrigger_partnerships_are_kept_167d5",
                    table="training_partnership",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnershiplog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5cac11031522a279a5b33007451a1d6156add589",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fd318",
                    table="training_partnershiplog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeprice",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1eea8632f4b2fd60cd5545338f75a5c4b4f395c8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ec687",
                    table="training_programmeprice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signal",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{open|explained,open|referred}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="eb97b98e28a2fd8ca4fbb021ce0ac2f7a9c30ff8",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_3eba9",
                    table="training_signal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signal",
            trigger=pgtrigger.compiler.Trigger(
                name="signals_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6d604067497cbaee9b60da67fd0f5dee2c756595",
                    operation="DELETE",
                    pgid="pgtrigger_signals_are_kept_b7975",
                    table="training_signal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signallog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="add920ad9a1f3bb09bbfc5ff33fc8226778473c1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_39672",
                    table="training_signallog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucher",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{active|cancelled,active|expired,active|redeemed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="1184a829989e1d0bef8ac73717a64f13ad1c01f4",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_c16dc",
                    table="training_voucher",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucher",
            trigger=pgtrigger.compiler.Trigger(
                name="vouchers_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a6c98122e43cfdb420fcabaa9e49c90fd0e58d1f",
                    operation="DELETE",
                    pgid="pgtrigger_vouchers_are_kept_4aa95",
                    table="training_voucher",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucher",
            trigger=pgtrigger.compiler.Trigger(
                name="voucher_terms_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recommendation_id" IS DISTINCT FROM (NEW."recommendation_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."ceiling" IS DISTINCT FROM (NEW."ceiling") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f42e6b2f0906d42aa4a0059485e4aeaaab456096",
                    operation="UPDATE",
                    pgid="pgtrigger_voucher_terms_stay_ab147",
                    table="training_voucher",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{completed|enrolled,enrolled|completed,enrolled|missed,enrolled|withdrawn,enrolled|working,missed|enrolled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="380b09057703aef6c35ab96146bcd49bdc30e579",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_0b318",
                    table="training_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="enrolments_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8a2dae99224762ce0440448c7c68389ef3c10b03",
                    operation="DELETE",
                    pgid="pgtrigger_enrolments_are_kept_95d30",
                    table="training_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="enrolment_terms_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."training_class_id" IS DISTINCT FROM (NEW."training_class_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."voucher_id" IS DISTINCT FROM (NEW."voucher_id") OR OLD."price" IS DISTINCT FROM (NEW."price") OR OLD."enrolled_at" IS DISTINCT FROM (NEW."enrolled_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="474fb56b2ace22adcc8cb711f7a6cb91448c6bc8",
                    operation="UPDATE",
                    pgid="pgtrigger_enrolment_terms_stay_cc65f",
                    table="training_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucherlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b8fa446d4b271f787c89be79f9e4e4d991ef4fea",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3fb77",
                    table="training_voucherlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="waitingplace",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{waiting|left,waiting|seated}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="12aa1a8f448a38d30ada21be145bb6971426f30f",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_553de",
                    table="training_waitingplace",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="waitingplacelog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e399cc198333723a54ed48269cdab63f2e6c3779",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9efc3",
                    table="training_waitingplacelog",
                    when="BEFORE",
                ),
            ),
        ),
    ]
