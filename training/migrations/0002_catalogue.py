"""Institutes, programmes, classes, recommendations of counsellors; the distribution of 2022 as history."""

import csv
import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import training.models.institutes
import training.models.programmes

# What people look for stands in several columns with different weight; a generated column asks for one immutable call.
WORDS = """
CREATE FUNCTION training_name_words(name text)
RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN setweight(to_tsvector('pg_catalog.indonesian', name), 'B');
END
$$;
CREATE FUNCTION training_programme_words(title text, skills text[], learns text, requirements text)
RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN setweight(to_tsvector('pg_catalog.indonesian', title), 'A')
        || setweight(to_tsvector('pg_catalog.indonesian', array_to_string(skills, ' ')), 'B')
        || setweight(to_tsvector('pg_catalog.indonesian', learns), 'C')
        || setweight(to_tsvector('pg_catalog.indonesian', requirements), 'D');
END
$$
"""
NO_WORDS = "DROP FUNCTION training_name_words; DROP FUNCTION training_programme_words"
DATA = Path(__file__).resolve().parents[1] / "data"
# The source prints some names in its own way.
PRINTED = {"Banda Aceh": "11", "Bangka Belitung": "19"}


def load(apps, schema_editor):
    """The distribution of 2022 (training/data/README.md). What is there stays."""
    provinces = dict(apps.get_model("core", "Region").objects.filter(parent=None).values_list("name", "code"))
    distribution = apps.get_model("training", "Distribution")
    with (DATA / "lpk_jkp_2022.csv").open(encoding="utf-8", newline="") as file:
        distribution.objects.bulk_create(
            [
                distribution(
                    year=2022,
                    province_id=PRINTED.get(row["provinsi"]) or provinces[row["provinsi"]],
                    printed=row["provinsi"],
                    regencies=int(row["jumlah_kab_kota"]),
                    institutes=int(row["jumlah_lembaga"]),
                    programmes=int(row["jumlah_program"]),
                )
                for row in csv.DictReader(file)
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("core", "0003_at_scale"),
        ("participants", "0002_clocks_and_returns"),
        ("training", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.CreateModel(
            name="Institute",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=150, verbose_name="nama")),
                ("slug", models.SlugField(editable=False, max_length=80, unique=True)),
                ("vin", models.CharField(max_length=20, unique=True, verbose_name="VIN")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pemerintah", "Pemerintah"), ("swasta", "Swasta"), ("perusahaan", "Perusahaan")],
                        max_length=10,
                        verbose_name="penyelenggara",
                    ),
                ),
                (
                    "province",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Left(models.F("region_id"), 2),
                        output_field=models.CharField(max_length=2),
                    ),
                ),
                ("address", models.CharField(max_length=300, verbose_name="alamat")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telepon")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="situs web")),
                ("accredited_until", models.DateField(blank=True, null=True, verbose_name="terakreditasi sampai")),
                (
                    "state",
                    models.CharField(
                        choices=[("listed", "Mitra"), ("suspended", "Ditangguhkan"), ("ended", "Kemitraan berakhir")],
                        default="listed",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=training.models.institutes.NameWords("name"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
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
                "verbose_name": "lembaga pelatihan",
                "verbose_name_plural": "lembaga pelatihan",
                "ordering": ("name", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "listed")),
                        fields=["province", "name"],
                        name="institute_of_province",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["search"], name="institute_by_words"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("vin__regex", "^[0-9A-Z]{6,20}$")),
                        name="vin_is_letters_and_digits",
                        violation_error_message="VIN terdiri atas 6 sampai 20 huruf besar dan angka.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("website", ""), ("website__startswith", "https://"), _connector="OR"),
                        name="institute_leads_to_a_web_address",
                        violation_error_message="Alamat situs web harus dimulai dengan https://",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone", ""), ("phone__regex", "^\\+62[0-9]{7,12}$"), _connector="OR"),
                        name="institute_phone_is_international",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Distribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                ("printed", models.CharField(max_length=60, verbose_name="nama di sumber")),
                ("regencies", models.PositiveSmallIntegerField(verbose_name="kabupaten dan kota")),
                ("institutes", models.PositiveSmallIntegerField(verbose_name="lembaga")),
                ("programmes", models.PositiveSmallIntegerField(verbose_name="program")),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.region",
                        verbose_name="provinsi",
                    ),
                ),
            ],
            options={
                "verbose_name": "sebaran lembaga pelatihan",
                "verbose_name_plural": "sebaran lembaga pelatihan",
                "ordering": ("year", "province"),
                "constraints": [
                    models.UniqueConstraint(fields=("year", "province"), name="one_distribution_a_year_and_province")
                ],
            },
        ),
        migrations.CreateModel(
            name="InstituteLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.institute"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120, verbose_name="nama program")),
                ("slug", models.SlugField(editable=False, max_length=100)),
                ("group", models.CharField(max_length=4, verbose_name="golongan jabatan")),
                (
                    "mode",
                    models.CharField(
                        choices=[("luring", "Tatap muka"), ("daring", "Daring"), ("campuran", "Campuran")],
                        default="luring",
                        max_length=8,
                        verbose_name="cara belajar",
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(verbose_name="jam pelajaran")),
                ("days", models.PositiveSmallIntegerField(verbose_name="hari pertemuan")),
                ("cost", models.PositiveIntegerField(verbose_name="biaya per peserta (Rp)")),
                ("priced_on", models.DateField(editable=False)),
                ("requirements", models.TextField(blank=True, verbose_name="syarat peserta")),
                ("learns", models.TextField(verbose_name="yang dipelajari")),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="keterampilan",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draf"), ("listed", "Terdaftar"), ("withdrawn", "Ditarik")],
                        default="draft",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=training.models.programmes.ProgrammeWords(
                            "title", "skills", "learns", "requirements"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "institute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="training.institute",
                        verbose_name="lembaga pelatihan",
                    ),
                ),
            ],
            options={
                "verbose_name": "program pelatihan",
                "verbose_name_plural": "program pelatihan",
                "ordering": ("title", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "listed")), fields=["group", "title"], name="programme_of_group"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "listed")),
                        fastupdate=False,
                        fields=["search"],
                        name="programme_by_words",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("institute", "slug"), name="one_programme_an_address"),
                    models.CheckConstraint(
                        condition=models.Q(("group__regex", "^[1-9][0-9]{1,3}$")),
                        name="programme_group_is_an_occupation",
                        violation_error_message="Golongan jabatan ditulis dengan dua sampai empat angka.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__range", (1, 366)), ("hours__range", (1, 2000))),
                        name="programme_lasts_a_possible_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost__lte", 100000000)), name="programme_costs_a_possible_sum"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("skills__len__lte", 15)), name="programme_names_few_skills"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("learns"), 5000
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("requirements"), 5000
                            ),
                        ),
                        name="programme_texts_are_short",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.programme"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrainingClass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(verbose_name="selesai")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="kursi")),
                ("taken", models.PositiveSmallIntegerField(default=0, verbose_name="kursi terisi")),
                ("place", models.CharField(max_length=200, verbose_name="tempat")),
                ("schedule", models.CharField(max_length=120, verbose_name="hari dan jam")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Dibuka"), ("closed", "Ditutup"), ("cancelled", "Dibatalkan")],
                        default="open",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="training.programme",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "kelas pelatihan",
                "verbose_name_plural": "kelas pelatihan",
                "ordering": ("starts_on", "pk"),
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["starts_on"], name="class_starting")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="class_ends_after_it_starts",
                        violation_error_message="Tanggal selesai tidak boleh sebelum tanggal mulai.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__range", (1, 500))), name="class_has_possible_seats"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("seats"))),
                        name="class_seats_suffice",
                        violation_error_message="Kursi terisi tidak boleh lebih banyak dari kursi yang ada.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("programme", "starts_on", "schedule"),
                        name="one_class_a_start_and_schedule",
                        violation_error_message="Kelas dengan tanggal mulai dan jadwal ini sudah ada.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingRecommendation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("session_ref", models.UUIDField(db_index=True)),
                ("why", models.TextField(verbose_name="alasan")),
                ("made_at", models.DateTimeField()),
                ("valid_until", models.DateField(verbose_name="berlaku sampai")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Berlaku"),
                            ("withdrawn", "Ditarik"),
                            ("used", "Dipakai"),
                            ("expired", "Kedaluwarsa"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_recommendations",
                        to="participants.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="training.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "rekomendasi pelatihan",
                "verbose_name_plural": "rekomendasi pelatihan",
                "indexes": [models.Index(fields=["person", "-made_at"], name="recommendation_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("person", "programme"),
                        name="one_open_recommendation_a_programme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("why", ""), _negated=True),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("why"), 1000
                            ),
                        ),
                        name="recommendation_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingClassLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="training.trainingclass"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrainingRecommendationLog",
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
                        to="training.trainingrecommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distribution",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f73506bd037ec9ef5ad70a54746ac6303f24202f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cebd3",
                    table="training_distribution",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="institute",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{listed|ended,listed|suspended,suspended|ended,suspended|listed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="ba2d7b4d4e6306a1264b31691689e401808de733",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_6608e",
                    table="training_institute",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="institutelog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d0dfde917a719a76062376bac6dbf911cb5b978c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d6aaf",
                    table="training_institutelog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{draft|listed,listed|withdrawn,withdrawn|listed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="432445660eb2dae5aab950f011d60e6b469b2928",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_90862",
                    table="training_programme",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmelog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="798f82e30c1137018d520eb6840a180904f42363",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_af5f6",
                    table="training_programmelog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingclass",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{closed|cancelled,closed|open,open|cancelled,open|closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="006e4e7b380710793e77a0a24139b3de41bfebd0",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_7e952",
                    table="training_trainingclass",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingclasslog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6b954091796256bf97178c3836d045d2c7f78067",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e460e",
                    table="training_trainingclasslog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingrecommendation",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{open|expired,open|used,open|withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="205dcf0cb5ce6c955c74633ae102434f8b47bf45",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_ba08c",
                    table="training_trainingrecommendation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingrecommendationlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3c41af2036d20bd5aa0c3ce274a97582e5fb124a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2c58b",
                    table="training_trainingrecommendationlog",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
