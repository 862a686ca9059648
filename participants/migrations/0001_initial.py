import uuid

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("core", "0001_initial"),
        ("files", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("npp", models.CharField(max_length=20, unique=True, verbose_name="nomor pendaftaran (NPP)")),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                ("name_key", models.CharField(db_index=True, max_length=200)),
                (
                    "scale",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mikro", "Usaha mikro"),
                            ("kecil", "Usaha kecil"),
                            ("menengah", "Usaha menengah"),
                            ("besar", "Usaha besar"),
                        ],
                        max_length=10,
                        verbose_name="skala usaha",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="email menurut BPJS")),
                (
                    "bankrupt_or_closed_on",
                    models.DateField(blank=True, null=True, verbose_name="pailit atau tutup sejak"),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(verbose_name="data BPJS per")),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "perusahaan",
                "verbose_name_plural": "perusahaan",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("nik_sealed", models.BinaryField()),
                ("nik_index", models.BinaryField(max_length=32, unique=True)),
                ("full_name", models.CharField(max_length=150, verbose_name="nama lengkap")),
                ("born_on", models.DateField(verbose_name="tanggal lahir")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("L", "Laki-laki"), ("P", "Perempuan")],
                        max_length=1,
                        verbose_name="jenis kelamin",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="meninggal pada")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Menunggu pemeriksaan"),
                            ("verified", "Terverifikasi"),
                            ("officer", "Diperiksa petugas"),
                            ("refused", "Tidak cocok"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="identitas",
                    ),
                ),
                ("verified_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.region",
                        verbose_name="domisili",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "orang",
                "verbose_name_plural": "orang",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "officer")), fields=["created_at"], name="person_for_officer"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "verified"), _negated=True),
                            ("verified_at__isnull", False),
                            _connector="OR",
                        ),
                        name="verified_person_has_its_moment",
                        violation_error_message="Identitas terverifikasi tanpa waktu pemeriksaan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EmployerHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                (
                    "scale",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mikro", "Usaha mikro"),
                            ("kecil", "Usaha kecil"),
                            ("menengah", "Usaha menengah"),
                            ("besar", "Usaha besar"),
                        ],
                        max_length=10,
                        verbose_name="skala usaha",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="email menurut BPJS")),
                (
                    "bankrupt_or_closed_on",
                    models.DateField(blank=True, null=True, verbose_name="pailit atau tutup sejak"),
                ),
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
                        related_name="name_scale_address_region_contact_email_bankrupt_or_closed_on_events",
                        to="participants.employer",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EmployerInvitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("is_admin", models.BooleanField(default=False)),
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
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="participants.employer",
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
                        models.F("employer"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        name="one_open_invitation_an_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EmployerJoin",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.CharField(max_length=80, verbose_name="jabatan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("code", "Menunggu kode"),
                            ("officer", "Diperiksa petugas"),
                            ("accepted", "Diterima"),
                            ("refused", "Ditolak"),
                        ],
                        default="code",
                        max_length=10,
                    ),
                ),
                ("code_sealed", models.BinaryField(blank=True, default=b"")),
                ("code_until", models.DateTimeField(null=True)),
                ("code_sent_at", models.DateTimeField(null=True)),
                ("sends", models.PositiveSmallIntegerField(default=0)),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joins", to="participants.employer"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employer_joins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pendaftaran staf perusahaan",
                "verbose_name_plural": "pendaftaran staf perusahaan",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("code", "officer"))),
                        fields=("employer", "user"),
                        name="one_open_join_a_user_and_employer",
                        violation_error_message="Anda sudah mendaftar untuk perusahaan ini.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("accepted", "refused")), _negated=True),
                            models.Q(("code_sealed", b""), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_join_holds_no_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmployerJoinLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="participants.employerjoin"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EmployerStaff",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_admin", models.BooleanField(default=False, verbose_name="admin perusahaan")),
                ("since", models.DateField(verbose_name="sejak")),
                ("until", models.DateField(blank=True, null=True, verbose_name="sampai")),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="staff", to="participants.employer"
                    ),
                ),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employments_as_staff",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "staf perusahaan",
                "verbose_name_plural": "staf perusahaan",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("employer", "user"),
                        name="one_membership_a_user_and_employer",
                        violation_error_message="Orang ini sudah menjadi staf perusahaan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="membership_ends_after_it_starts",
                        violation_error_message="Tanggal sampai harus sesudah tanggal mulai.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhkEvent",
            fields=[
                ("phk_on", models.DateField(verbose_name="tanggal PHK")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("a", "Penggabungan, peleburan, pengambilalihan, atau pemisahan perusahaan"),
                            ("b", "Efisiensi karena perusahaan rugi"),
                            ("c", "Perusahaan tutup karena rugi terus-menerus 2 tahun"),
                            ("d", "Perusahaan tutup karena keadaan memaksa"),
                            ("e", "Perusahaan menunda pembayaran utang (PKPU)"),
                            ("f", "Perusahaan pailit"),
                            ("g", "Permintaan pekerja karena kesalahan perusahaan"),
                            ("h", "Putusan pengadilan menolak permintaan PHK pekerja"),
                            ("i", "Mengundurkan diri atas kemauan sendiri"),
                            ("j", "Mangkir 5 hari kerja atau lebih"),
                            ("k", "Melanggar perjanjian kerja atau peraturan perusahaan"),
                            ("l", "Ditahan pihak berwajib"),
                            ("m", "Sakit berkepanjangan atau cacat akibat kecelakaan kerja"),
                            ("n", "Memasuki usia pensiun"),
                            ("o", "Meninggal dunia"),
                            ("other", "Alasan lain"),
                        ],
                        max_length=5,
                        verbose_name="alasan",
                    ),
                ),
                (
                    "contract",
                    models.CharField(
                        choices=[("PKWT", "Kontrak (PKWT)"), ("PKWTT", "Karyawan tetap (PKWTT)")],
                        max_length=5,
                        verbose_name="perjanjian kerja",
                    ),
                ),
                ("contract_starts_on", models.DateField(blank=True, null=True, verbose_name="kontrak mulai")),
                ("contract_ends_on", models.DateField(blank=True, null=True, verbose_name="kontrak berakhir")),
                ("work_started_on", models.DateField(blank=True, null=True, verbose_name="mulai bekerja")),
                ("wage", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="upah terakhir")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="nomor")),
                (
                    "opened_by",
                    models.CharField(
                        choices=[("employer", "Perusahaan"), ("worker", "Pekerja")],
                        max_length=8,
                        verbose_name="dilaporkan oleh",
                    ),
                ),
                ("reported_at", models.DateTimeField(verbose_name="dilaporkan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("other", "Menunggu tanggapan"),
                            ("mediator", "Diperiksa mediator"),
                            ("proof", "Perlu bukti"),
                            ("confirmed", "Disahkan"),
                            ("disputed", "Diperselisihkan"),
                            ("closed", "Ditutup"),
                            ("withdrawn", "Ditarik"),
                        ],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("other_side_due_on", models.DateField(blank=True, null=True, verbose_name="batas tanggapan")),
                ("other_side_silent", models.BooleanField(default=False, verbose_name="pihak lain tidak menjawab")),
                ("asked_for", models.TextField(blank=True, verbose_name="yang diminta")),
                ("phi_case", models.CharField(blank=True, max_length=60, verbose_name="nomor perkara PHI")),
                (
                    "proof_kind",
                    models.CharField(
                        choices=[
                            ("none", "Belum ada bukti"),
                            ("tanda_terima", "Surat atau bukti PHK yang sudah diterima pekerja"),
                            ("pb_terdaftar", "Perjanjian bersama dengan akta pendaftaran di PHI"),
                            ("pb_tanda_terima", "Perjanjian bersama dengan tanda terima laporan PHK"),
                            ("putusan_phi", "Putusan PHI yang berkekuatan hukum tetap"),
                        ],
                        default="none",
                        max_length=15,
                        verbose_name="bukti",
                    ),
                ),
                ("receipt_number", models.CharField(blank=True, max_length=24, verbose_name="nomor tanda terima")),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("waiting_since", models.DateTimeField()),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.region",
                        verbose_name="tempat kerja",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phk_events",
                        to="participants.employer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="phk_events", to="participants.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "PHK",
                "verbose_name_plural": "PHK",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "mediator")), fields=["waiting_since"], name="phk_for_mediator"
                    ),
                    models.Index(
                        condition=models.Q(("state", "other")), fields=["other_side_due_on"], name="phk_question"
                    ),
                    models.Index(fields=["employer", "-reported_at"], name="phk_of_employer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contract_starts_on", None),
                            ("contract_ends_on", None),
                            ("contract_ends_on__gte", models.F("contract_starts_on")),
                            _connector="OR",
                        ),
                        name="phkevent_contract_ends_after_it_starts",
                        violation_error_message="Kontrak berakhir sebelum mulai.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("work_started_on", None), ("phk_on__gte", models.F("work_started_on")), _connector="OR"
                        ),
                        name="phkevent_phk_after_work_started",
                        violation_error_message="Tanggal PHK sebelum mulai bekerja.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wage", None), ("wage__gt", 0), _connector="OR"),
                        name="phkevent_wage_is_positive",
                        violation_error_message="Upah harus lebih dari nol.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("closed", "withdrawn")), _negated=True),
                        fields=("person", "employer", "phk_on"),
                        name="one_phk_a_person_employer_and_day",
                        violation_error_message="PHK ini sudah dilaporkan.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("other", "mediator", "proof", "disputed"))),
                        fields=("person", "employer"),
                        name="one_pending_phk_a_person_and_employer",
                        violation_error_message="PHK dari perusahaan ini sedang diperiksa.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "other"), _negated=True),
                            ("other_side_due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="asked_side_has_a_date",
                        violation_error_message="Pihak lain ditanya tanpa batas waktu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "disputed"), _negated=True),
                            models.Q(("phi_case", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="disputed_phk_names_its_case",
                        violation_error_message="Tulis nomor perkara di PHI.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                models.Q(("proof_kind", "none"), _negated=True),
                                models.Q(("receipt_number", ""), _negated=True),
                                ("confirmed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="confirmed_phk_has_proof_and_receipt",
                        violation_error_message="PHK disahkan tanpa bukti atau tanda terima.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("full_name", models.CharField(max_length=150)),
                ("born_on", models.DateField()),
                ("mother_sealed", models.BinaryField(blank=True, default=b"")),
                ("warnings", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("matches", "Cocok"),
                            ("differs", "Berbeda"),
                            ("unknown", "Tidak ditemukan"),
                            ("silent", "Dukcapil tidak menjawab"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answer", models.JSONField(default=dict)),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_checks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_checks",
                        to="participants.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("user",), name="one_open_identity_check_a_user"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_at", None), ("mother_sealed", b""), _connector="OR"),
                        name="mother_name_is_wiped_when_answered",
                        violation_error_message="Nama ibu kandung tidak disimpan setelah diperiksa.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), models.Q(("outcome", ""), _negated=True), _connector="OR"
                        ),
                        name="closed_check_was_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="bulan iuran")),
                ("employer_npp", models.CharField(max_length=20, verbose_name="NPP")),
                ("wage", models.BigIntegerField(null=True, verbose_name="upah dilaporkan")),
                ("paid_on", models.DateField(null=True, verbose_name="dibayar")),
                ("reported_on", models.DateField(verbose_name="dilaporkan")),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="participants.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "iuran",
                "verbose_name_plural": "iuran",
                "ordering": ("-month", "employer_npp"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "month", "employer_npp"), name="one_contribution_a_month_and_employer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="contribution_month_is_a_first_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BpjsSnapshot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("as_of", models.DateTimeField(verbose_name="data BPJS per")),
                ("fetched_at", models.DateTimeField(verbose_name="diambil")),
                ("payload", models.JSONField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bpjs_snapshots",
                        to="participants.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "data BPJS",
                "verbose_name_plural": "data BPJS",
                "ordering": ("-fetched_at",),
                "indexes": [models.Index(fields=["person", "-fetched_at"], name="snapshot_latest")],
            },
        ),
        migrations.CreateModel(
            name="PersonHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("full_name", models.CharField(max_length=150, verbose_name="nama lengkap")),
                ("born_on", models.DateField(verbose_name="tanggal lahir")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("L", "Laki-laki"), ("P", "Perempuan")],
                        max_length=1,
                        verbose_name="jenis kelamin",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
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
                        related_name="full_name_born_on_sex_address_region_user_events",
                        to="participants.person",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.region",
                        verbose_name="domisili",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="participants.person"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PhkDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("answers", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("keep_until", models.DateField(db_index=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phk_draft",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PhkEventLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="participants.phkevent"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PhkImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("uploaded_at", models.DateTimeField()),
                ("file_name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("content_sealed", models.BinaryField(blank=True, default=b"")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Sedang diperiksa"),
                            ("checked", "Sudah diperiksa"),
                            ("saving", "Sedang disimpan"),
                            ("saved", "Tersimpan"),
                            ("unreadable", "Berkas tidak terbaca"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=40)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("good_rows", models.PositiveIntegerField(default=0)),
                ("done_rows", models.PositiveIntegerField(default=0)),
                ("report", models.JSONField(default=list)),
                ("only_good", models.BooleanField(default=False)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phk_imports",
                        to="participants.employer",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "berkas laporan PHK",
                "verbose_name_plural": "berkas laporan PHK",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("cancelled", "unreadable")), _negated=True),
                        fields=("employer", "sha256"),
                        name="one_import_a_file",
                        violation_error_message="Berkas ini sudah diunggah.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("saved", "cancelled")), _negated=True),
                            ("content_sealed", b""),
                            _connector="OR",
                        ),
                        name="finished_import_is_wiped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhkImportLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="participants.phkimport"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PhkProof",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("none", "Belum ada bukti"),
                            ("tanda_terima", "Surat atau bukti PHK yang sudah diterima pekerja"),
                            ("pb_terdaftar", "Perjanjian bersama dengan akta pendaftaran di PHI"),
                            ("pb_tanda_terima", "Perjanjian bersama dengan tanda terima laporan PHK"),
                            ("putusan_phi", "Putusan PHI yang berkekuatan hukum tetap"),
                        ],
                        max_length=15,
                        verbose_name="jenis bukti",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("employer", "Perusahaan"), ("worker", "Pekerja")], max_length=8, verbose_name="dari"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="nomor")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="tanggal")),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="participants.phkevent"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "bukti PHK",
                "verbose_name_plural": "bukti PHK",
                "ordering": ("added_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "none"), _negated=True),
                        name="proof_is_of_a_kind",
                        violation_error_message="Pilih jenis bukti.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file__isnull", False), models.Q(("number", ""), _negated=True), _connector="OR"
                        ),
                        name="proof_has_a_file_or_a_number",
                        violation_error_message="Unggah bukti atau tulis nomornya.",
                    ),
                    models.UniqueConstraint(
                        fields=("event", "file", "kind"),
                        name="one_proof_a_file_and_kind",
                        violation_error_message="Berkas ini sudah ditambahkan.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhkVersion",
            fields=[
                ("phk_on", models.DateField(verbose_name="tanggal PHK")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("a", "Penggabungan, peleburan, pengambilalihan, atau pemisahan perusahaan"),
                            ("b", "Efisiensi karena perusahaan rugi"),
                            ("c", "Perusahaan tutup karena rugi terus-menerus 2 tahun"),
                            ("d", "Perusahaan tutup karena keadaan memaksa"),
                            ("e", "Perusahaan menunda pembayaran utang (PKPU)"),
                            ("f", "Perusahaan pailit"),
                            ("g", "Permintaan pekerja karena kesalahan perusahaan"),
                            ("h", "Putusan pengadilan menolak permintaan PHK pekerja"),
                            ("i", "Mengundurkan diri atas kemauan sendiri"),
                            ("j", "Mangkir 5 hari kerja atau lebih"),
                            ("k", "Melanggar perjanjian kerja atau peraturan perusahaan"),
                            ("l", "Ditahan pihak berwajib"),
                            ("m", "Sakit berkepanjangan atau cacat akibat kecelakaan kerja"),
                            ("n", "Memasuki usia pensiun"),
                            ("o", "Meninggal dunia"),
                            ("other", "Alasan lain"),
                        ],
                        max_length=5,
                        verbose_name="alasan",
                    ),
                ),
                (
                    "contract",
                    models.CharField(
                        choices=[("PKWT", "Kontrak (PKWT)"), ("PKWTT", "Karyawan tetap (PKWTT)")],
                        max_length=5,
                        verbose_name="perjanjian kerja",
                    ),
                ),
                ("contract_starts_on", models.DateField(blank=True, null=True, verbose_name="kontrak mulai")),
                ("contract_ends_on", models.DateField(blank=True, null=True, verbose_name="kontrak berakhir")),
                ("work_started_on", models.DateField(blank=True, null=True, verbose_name="mulai bekerja")),
                ("wage", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="upah terakhir")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("employer", "Perusahaan"), ("worker", "Pekerja")], max_length=8, verbose_name="pihak"
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[("reports", "Melaporkan"), ("agrees", "Membenarkan"), ("disputes", "Membantah")],
                        max_length=8,
                        verbose_name="sikap",
                    ),
                ),
                ("statement", models.TextField(blank=True, verbose_name="penjelasan")),
                ("worker_name", models.CharField(blank=True, max_length=150, verbose_name="nama pekerja")),
                ("worker_address", models.CharField(blank=True, max_length=300, verbose_name="alamat pekerja")),
                ("kpj_sealed", models.BinaryField(blank=True, default=b"")),
                ("employer_address", models.CharField(blank=True, max_length=300, verbose_name="alamat perusahaan")),
                (
                    "certificate_number",
                    models.CharField(blank=True, max_length=60, verbose_name="nomor sertifikat kepesertaan"),
                ),
                (
                    "contract_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="nomor perjanjian kerja atau surat pengangkatan"
                    ),
                ),
                ("proof_number", models.CharField(blank=True, max_length=60, verbose_name="nomor bukti PHK")),
                ("proof_dated_on", models.DateField(blank=True, null=True, verbose_name="tanggal bukti PHK")),
                ("at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="participants.phkevent"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "versi laporan PHK",
                "verbose_name_plural": "versi laporan PHK",
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contract_starts_on", None),
                            ("contract_ends_on", None),
                            ("contract_ends_on__gte", models.F("contract_starts_on")),
                            _connector="OR",
                        ),
                        name="phkversion_contract_ends_after_it_starts",
                        violation_error_message="Kontrak berakhir sebelum mulai.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("work_started_on", None), ("phk_on__gte", models.F("work_started_on")), _connector="OR"
                        ),
                        name="phkversion_phk_after_work_started",
                        violation_error_message="Tanggal PHK sebelum mulai bekerja.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wage", None), ("wage__gt", 0), _connector="OR"),
                        name="phkversion_wage_is_positive",
                        violation_error_message="Upah harus lebih dari nol.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stance", "disputes"), _negated=True),
                            models.Q(("statement", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dispute_says_why",
                        violation_error_message="Tulis alasan bantahan.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("typed_sealed", models.BinaryField(blank=True, default=b"")),
                ("password", models.CharField(blank=True, max_length=128)),
                ("usable", models.BooleanField(default=True)),
                ("code_sealed", models.BinaryField(blank=True, default=b"")),
                ("code_channel", models.CharField(default="sms", max_length=5)),
                ("code_sent_at", models.DateTimeField(null=True)),
                ("code_until", models.DateTimeField(null=True)),
                ("sends", models.PositiveSmallIntegerField(default=0)),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None),
                            models.Q(("code_sealed", b""), ("password", ""), ("typed_sealed", b"")),
                            _connector="OR",
                        ),
                        name="finished_registration_is_wiped",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BpjsNotice",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="bpjs_notice",
                        serialize=False,
                        to="participants.phkevent",
                    ),
                ),
                ("receipt_number", models.CharField(blank=True, max_length=60)),
                ("refused_because", models.CharField(blank=True, max_length=40)),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "pemberitahuan PHK ke BPJS",
                "verbose_name_plural": "pemberitahuan PHK ke BPJS",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("receipt_number", ""), _negated=True),
                            models.Q(("refused_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bpjs_answered_the_notice",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bpjsnotice",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b6944a2e12e5c96afef25ec5bf616909621e2d9a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2e7f7",
                    table="participants_bpjsnotice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_employerhistory" ("address", "bankrupt_or_closed_on", "contact_email", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "scale") VALUES (NEW."address", NEW."bankrupt_or_closed_on", NEW."contact_email", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id", NEW."scale"); RETURN NULL;',
                    hash="429deb39f247c38b1062481ba9f11e9c36d4eaec",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_61431",
                    table="participants_employer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."bankrupt_or_closed_on" IS DISTINCT FROM (NEW."bankrupt_or_closed_on") OR OLD."contact_email" IS DISTINCT FROM (NEW."contact_email") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."scale" IS DISTINCT FROM (NEW."scale"))',
                    func='INSERT INTO "participants_employerhistory" ("address", "bankrupt_or_closed_on", "contact_email", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "scale") VALUES (NEW."address", NEW."bankrupt_or_closed_on", NEW."contact_email", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id", NEW."scale"); RETURN NULL;',
                    hash="6fa994e1ceff5f9d9636b4c6cac1d119b7a44bc6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_90171",
                    table="participants_employer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employerhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b06bd23f45acbdffeac6eeee5d2fdde333f30dcb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c283f",
                    table="participants_employerhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employerjoin",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{code|accepted,code|officer,officer|accepted,officer|refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="8ea49aea63fb25afd8e72cb185f2f1dceb100c51",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_71f7c",
                    table="participants_employerjoin",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employerjoinlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="484b8065fa5ade32aebca88666c445ec9b94f3a6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_525a3",
                    table="participants_employerjoinlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{confirmed|disputed,disputed|closed,disputed|confirmed,mediator|confirmed,mediator|disputed,mediator|proof,mediator|withdrawn,other|mediator,other|withdrawn,proof|disputed,proof|mediator,proof|withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="e36d918a0480d58d0e4f322bb08a327667545c2c",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_b23c4",
                    table="participants_phkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{officer|refused,officer|verified,pending|officer,pending|verified,refused|pending}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="e0d3091dbd4b0c9b83332abc8d5ad2149bc3f363",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_3062b",
                    table="participants_person",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_personhistory" ("address", "born_on", "full_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sex", "user_id") VALUES (NEW."address", NEW."born_on", NEW."full_name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id", NEW."sex", NEW."user_id"); RETURN NULL;',
                    hash="dbcec3a17df049cf80abdabd9e4d0f8727c2ffd9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ccb1c",
                    table="participants_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."born_on" IS DISTINCT FROM (NEW."born_on") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                    func='INSERT INTO "participants_personhistory" ("address", "born_on", "full_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sex", "user_id") VALUES (NEW."address", NEW."born_on", NEW."full_name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id", NEW."sex", NEW."user_id"); RETURN NULL;',
                    hash="c5f7ac5326e5e0ecc47d0288a41866b25d9de4cf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_16a4e",
                    table="participants_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bpjssnapshot",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d15806ff8cf7bbb69e917da0c842a7c01512ff14",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a71cd",
                    table="participants_bpjssnapshot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="526b55aa87aaed5753e1762ac743de8b8f5c9f14",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2a839",
                    table="participants_personhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a6f886c92a1a1c74a1a87eff2c9938e3c663def2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_08cee",
                    table="participants_personlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phkeventlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9318c211f9d86ed1c3febcb05e8c34ef938593ff",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_811b1",
                    table="participants_phkeventlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phkimport",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{checked|cancelled,checked|saving,checking|cancelled,checking|checked,checking|unreadable,saving|checked,saving|saved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b4e559465f77ccc0dda0939211f11b209393ce2d",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_4758b",
                    table="participants_phkimport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phkimportlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="08657d275e83aa0ff33eec95fba44752c11ab641",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dd115",
                    table="participants_phkimportlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phkproof",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2e971a14047a6c3450a22e6bfaaea2e9ee21b436",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cf874",
                    table="participants_phkproof",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phkversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="35e670a5d4744a0e2ddd9f389d57253e28438356",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_64c8f",
                    table="participants_phkversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
