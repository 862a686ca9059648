import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("ipk", "0003_assessment"),
        ("participants", "0002_clocks_and_returns"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConditionConsent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text_version", models.CharField(max_length=10)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="condition_consents",
                        to="participants.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "persetujuan data kondisi fisik",
                "verbose_name_plural": "persetujuan data kondisi fisik",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("person",),
                        name="one_standing_condition_consent_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                        ),
                        name="consent_is_withdrawn_after_it_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhysicalCondition",
            fields=[
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="held",
                        serialize=False,
                        to="ipk.conditionconsent",
                    ),
                ),
                ("said_sealed", models.BinaryField()),
            ],
            options={
                "verbose_name": "kondisi fisik",
                "verbose_name_plural": "kondisi fisik",
            },
        ),
        migrations.CreateModel(
            name="Jobseeker",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("job", models.CharField(max_length=80, verbose_name="pekerjaan yang diinginkan")),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("phk", "Ter-PHK"),
                            ("none", "Belum bekerja"),
                            ("work", "Sedang bekerja, mencari yang lain"),
                        ],
                        max_length=4,
                        verbose_name="kondisi kebekerjaan",
                    ),
                ),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4), blank=True, default=list, size=None
                    ),
                ),
                ("abroad", models.BooleanField(default=False, verbose_name="bersedia bekerja di luar negeri")),
                ("countries", models.CharField(blank=True, max_length=120, verbose_name="negara")),
                ("wage", models.PositiveBigIntegerField(null=True, verbose_name="upah paling sedikit")),
                ("ready_on", models.DateField(verbose_name="siap bekerja mulai")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Terdaftar"), ("ended", "Berakhir")],
                        default="active",
                        max_length=6,
                        verbose_name="keadaan",
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ipk.occupation",
                        verbose_name="golongan pekerjaan",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobseeker_registrations",
                        to="participants.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "pencari kerja",
                "verbose_name_plural": "pencari kerja",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("person",),
                        name="one_live_jobseeker_a_person",
                        violation_error_message="Anda sudah terdaftar sebagai pencari kerja.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__len__gte", 1), ("abroad", True), _connector="OR"),
                        name="jobseeker_wants_to_work_somewhere",
                        violation_error_message="Pilih paling sedikit satu tempat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__len__lte", 10)), name="jobseeker_places_can_be_read"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("countries", ""), ("abroad", True), _connector="OR"),
                        name="countries_only_for_work_abroad",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wage", None), ("wage__gt", 0), _connector="OR"),
                        name="wished_wage_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "active")),
                            models.Q(("ended_at__isnull", False), ("state", "ended")),
                            _connector="OR",
                        ),
                        name="ended_jobseeker_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobseekerHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("job", models.CharField(max_length=80, verbose_name="pekerjaan yang diinginkan")),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("phk", "Ter-PHK"),
                            ("none", "Belum bekerja"),
                            ("work", "Sedang bekerja, mencari yang lain"),
                        ],
                        max_length=4,
                        verbose_name="kondisi kebekerjaan",
                    ),
                ),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4), blank=True, default=list, size=None
                    ),
                ),
                ("abroad", models.BooleanField(default=False, verbose_name="bersedia bekerja di luar negeri")),
                ("countries", models.CharField(blank=True, max_length=120, verbose_name="negara")),
                ("wage", models.PositiveBigIntegerField(null=True, verbose_name="upah paling sedikit")),
                ("ready_on", models.DateField(verbose_name="siap bekerja mulai")),
                (
                    "occupation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ipk.occupation",
                        verbose_name="golongan pekerjaan",
                    ),
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
                        related_name="history",
                        to="ipk.jobseeker",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JobseekerLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="ipk.jobseeker"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="profile",
                        serialize=False,
                        to="participants.person",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=600, verbose_name="ringkasan")),
                ("shows_email", models.BooleanField(default=False, verbose_name="tampilkan email")),
                ("shows_phone", models.BooleanField(default=False, verbose_name="tampilkan nomor HP")),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "none_of",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "photo",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "profil",
                "verbose_name_plural": "profil",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("none_of__contained_by", ["pendidikan", "pelatihan", "sertifikasi", "prestasi", "bahasa"])
                        ),
                        name="profile_without_what_may_be_missing",
                        violation_error_message="Bagian ini perlu diisi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told_at", None), ("shows_email", True), ("shows_phone", True), _connector="OR"
                        ),
                        name="told_profile_can_be_answered",
                        violation_error_message="Pilih paling sedikit satu cara menghubungi Anda.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("pendidikan", "Pendidikan"),
                            ("pengalaman", "Pengalaman kerja"),
                            ("pelatihan", "Pelatihan"),
                            ("sertifikasi", "Sertifikasi"),
                            ("prestasi", "Pencapaian dan prestasi"),
                            ("bahasa", "Bahasa asing"),
                            ("keahlian", "Keahlian"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("place", models.CharField(blank=True, max_length=150)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sd", "SD atau sederajat, Paket A"),
                            ("smp", "SMP atau sederajat, Paket B"),
                            ("sma", "SMA atau sederajat, Paket C"),
                            ("smk", "SMK"),
                            ("d1", "Diploma 1 (D-1)"),
                            ("d2", "Diploma 2 (D-2)"),
                            ("d3", "Diploma 3 (D-3)"),
                            ("d4", "Sarjana terapan (D-4)"),
                            ("s1", "Sarjana (S-1)"),
                            ("s2", "Magister (S-2)"),
                            ("s3", "Doktor (S-3)"),
                            ("a1", "Pemula: beberapa kata dan salam"),
                            ("a2", "Dasar: percakapan singkat sehari-hari"),
                            ("b1", "Cukup: percakapan tentang pekerjaan"),
                            ("b2", "Baik: berbicara dan menulis dengan lancar"),
                            ("c", "Sangat baik: hampir seperti bahasa sendiri"),
                        ],
                        max_length=4,
                    ),
                ),
                ("began_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=600)),
                ("key", models.CharField(max_length=300)),
                (
                    "source",
                    models.CharField(
                        choices=[("own", "Anda sendiri"), ("bpjs", "BPJS Ketenagakerjaan"), ("phk", "laporan PHK")],
                        default="own",
                        max_length=4,
                    ),
                ),
                ("source_ref", models.CharField(blank=True, max_length=20)),
                ("source_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profile_entries",
                        to="participants.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "isi profil",
                "verbose_name_plural": "isi profil",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "part", "key"),
                        name="one_profile_entry_of_a_kind",
                        violation_error_message="Ini sudah ada di profil Anda.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("part", "pendidikan"), models.Q(("place", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="profile_entry_is_named",
                        violation_error_message="Tulis namanya.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("part__in", ("pendidikan", "pengalaman", "pelatihan", "sertifikasi")), _negated=True
                            ),
                            models.Q(("place", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="profile_entry_has_its_place",
                        violation_error_message="Tulis nama sekolah, perusahaan, atau lembaganya.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("level__in", ["sd", "smp", "sma", "smk", "d1", "d2", "d3", "d4", "s1", "s2", "s3"]),
                                ("part", "pendidikan"),
                            ),
                            models.Q(("level__in", ["a1", "a2", "b1", "b2", "c"]), ("part", "bahasa")),
                            models.Q(models.Q(("part__in", ("pendidikan", "bahasa")), _negated=True), ("level", "")),
                            _connector="OR",
                        ),
                        name="profile_entry_has_the_level_of_its_part",
                        violation_error_message="Pilih tingkatnya.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("began_on", None),
                            ("ended_on", None),
                            ("ended_on__gte", models.F("began_on")),
                            _connector="OR",
                        ),
                        name="profile_entry_ends_after_it_begins",
                        violation_error_message="Selesai sebelum mulai. Periksa lagi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("part", "pengalaman"), _negated=True),
                            ("began_on__isnull", False),
                            _connector="OR",
                        ),
                        name="job_has_its_beginning",
                        violation_error_message="Isi bulan mulai bekerja.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "own"), ("source_at", None), ("source_ref", "")),
                            models.Q(
                                models.Q(("source", "own"), _negated=True),
                                models.Q(("source_ref", ""), _negated=True),
                                ("part", "pengalaman"),
                                ("source_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="told_entry_names_its_source",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="physicalcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="held_by_a_standing_consent",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM ipk_conditionconsent WHERE id = NEW.consent_id AND withdrawn_at IS NULL\n                    ) THEN\n                        RAISE EXCEPTION 'a condition is kept only while its consent stands'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="4a67deb95969fb8986d2a79d3c7567dbee0ee32c",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_held_by_a_standing_consent_f1668",
                    table="ipk_physicalcondition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conditionconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="nothing_held_after_withdrawal",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."withdrawn_at" IS NOT NULL)',
                    func="\n                    IF EXISTS (SELECT 1 FROM ipk_physicalcondition WHERE consent_id = NEW.id) THEN\n                        RAISE EXCEPTION 'a consent is withdrawn only when what it allowed to keep is deleted'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="d229dcbe0ef172a86bd7b173e473763cc9e958fc",
                    operation="UPDATE",
                    pgid="pgtrigger_nothing_held_after_withdrawal_63541",
                    table="ipk_conditionconsent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobseeker",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{active|ended}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="9c2c4276201dc934b9b8f306ccb73877edc3392a",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_0ab7a",
                    table="ipk_jobseeker",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobseeker",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "ipk_jobseekerhistory" ("abroad", "condition", "countries", "job", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "ready_on", "wage") VALUES (NEW."abroad", NEW."condition", NEW."countries", NEW."job", NEW."occupation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."ready_on", NEW."wage"); RETURN NULL;',
                    hash="317ca7ccc2d499187d1771a4016cec8c35dfae50",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4b622",
                    table="ipk_jobseeker",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobseeker",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."abroad" IS DISTINCT FROM (NEW."abroad") OR OLD."condition" IS DISTINCT FROM (NEW."condition") OR OLD."countries" IS DISTINCT FROM (NEW."countries") OR OLD."job" IS DISTINCT FROM (NEW."job") OR OLD."occupation_id" IS DISTINCT FROM (NEW."occupation_id") OR OLD."places" IS DISTINCT FROM (NEW."places") OR OLD."ready_on" IS DISTINCT FROM (NEW."ready_on") OR OLD."wage" IS DISTINCT FROM (NEW."wage"))',
                    func='INSERT INTO "ipk_jobseekerhistory" ("abroad", "condition", "countries", "job", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "ready_on", "wage") VALUES (NEW."abroad", NEW."condition", NEW."countries", NEW."job", NEW."occupation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."ready_on", NEW."wage"); RETURN NULL;',
                    hash="8429325f70e6e4a509884cd8ecb15507272956f1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4d324",
                    table="ipk_jobseeker",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobseekerhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="74908f7ae2f7b3a1e50dc1037bafa2c569d009dc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_05192",
                    table="ipk_jobseekerhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobseekerlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7260589bbd7b13939d7e6ab97d2d3e3de3bf2f51",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3a45f",
                    table="ipk_jobseekerlog",
                    when="BEFORE",
                ),
            ),
        ),
    ]
