"""Vacancies with their words for the search, reports about them, copies from elsewhere, and saved searches."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations, models

import ipk.models.vacancies

SEARCH_WORDS = """
CREATE FUNCTION ipk_search_words(title text, company text, skills text[], requirements text, country text, description text)
RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN setweight(to_tsvector('pg_catalog.indonesian', title), 'A')
        || setweight(to_tsvector('pg_catalog.indonesian', company || ' ' || array_to_string(skills, ' ')), 'B')
        || setweight(to_tsvector('pg_catalog.indonesian', requirements || ' ' || country), 'C')
        || setweight(to_tsvector('pg_catalog.indonesian', description), 'D');
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_at_scale"),
        ("ipk", "0004_profile"),
        ("participants", "0002_clocks_and_returns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(SEARCH_WORDS, "DROP FUNCTION ipk_search_words"),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("company", models.CharField(max_length=200, verbose_name="perusahaan")),
                ("title", models.CharField(max_length=120, verbose_name="pekerjaan")),
                ("description", models.TextField(verbose_name="yang dikerjakan")),
                ("requirements", models.TextField(blank=True, verbose_name="yang diminta")),
                (
                    "province",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            django.db.models.functions.text.Left(models.F("region_id"), 2), models.Value("")
                        ),
                        output_field=models.CharField(max_length=2),
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=60, verbose_name="negara")),
                ("wage_from", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="gaji dari")),
                ("wage_to", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="gaji sampai")),
                (
                    "wage_best",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("wage_to"), models.F("wage_from")
                        ),
                        output_field=models.PositiveBigIntegerField(null=True),
                    ),
                ),
                (
                    "education",
                    models.CharField(
                        choices=[
                            ("0", "Tidak disyaratkan"),
                            ("1", "SD"),
                            ("2", "SMP"),
                            ("3", "SMA atau SMK"),
                            ("4", "Diploma (D1–D3)"),
                            ("5", "Sarjana (D4/S1)"),
                            ("6", "Magister (S2) ke atas"),
                        ],
                        default="0",
                        max_length=1,
                        verbose_name="pendidikan",
                    ),
                ),
                ("experience_years", models.PositiveSmallIntegerField(default=0, verbose_name="pengalaman (tahun)")),
                (
                    "employment",
                    models.CharField(
                        choices=[
                            ("pkwtt", "Tetap"),
                            ("pkwt", "Kontrak"),
                            ("paruh", "Paruh waktu"),
                            ("harian", "Harian"),
                            ("magang", "Magang"),
                        ],
                        max_length=6,
                        verbose_name="jenis kerja",
                    ),
                ),
                (
                    "work_place",
                    models.CharField(
                        choices=[
                            ("onsite", "Di tempat kerja"),
                            ("hybrid", "Sebagian dari rumah"),
                            ("remote", "Dari rumah"),
                        ],
                        default="onsite",
                        max_length=6,
                        verbose_name="tempat bekerja",
                    ),
                ),
                ("openings", models.PositiveSmallIntegerField(default=1, verbose_name="jumlah orang")),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("portal", "Portal JKP"), ("karirhub", "Karirhub")], default="portal", max_length=8
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=60)),
                ("external_url", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draf"),
                            ("submitted", "Diperiksa"),
                            ("published", "Tayang"),
                            ("held", "Ditahan, sedang diperiksa"),
                            ("rejected", "Dikembalikan"),
                            ("closed", "Ditutup"),
                            ("taken_down", "Diturunkan"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("closes_on", models.DateField(verbose_name="tutup")),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fee", "Meminta pembayaran dari pelamar"),
                            ("fraud", "Lowongan palsu"),
                            ("data", "Meminta data pribadi yang tidak perlu"),
                            ("unclear", "Pekerjaan atau syaratnya tidak jelas"),
                            ("wage", "Gaji tidak wajar atau tidak jelas"),
                            ("unfair", "Syarat yang membeda-bedakan"),
                            ("other", "Alasan lain"),
                        ],
                        max_length=8,
                    ),
                ),
                ("officer_note", models.CharField(blank=True, max_length=500)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=ipk.models.vacancies.SearchWords(
                            "title", "company", "skills", "requirements", "country", "description"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="participants.employer",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ipk.occupation",
                        verbose_name="golongan",
                    ),
                ),
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
                "verbose_name": "lowongan",
                "verbose_name_plural": "lowongan",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "published")),
                        fastupdate=False,
                        fields=["search", "province"],
                        name="vacancy_by_words",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["-published_at", "id"],
                        name="vacancy_newest",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["province", "-published_at"],
                        name="vacancy_of_province",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["occupation", "-published_at"],
                        name="vacancy_of_group",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")), fields=["closes_on"], name="vacancy_closing"
                    ),
                    models.Index(
                        condition=models.Q(("state", "submitted")),
                        fields=["due_on", "submitted_at"],
                        name="vacancy_for_officer",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("region__isnull", True), ("country", ""), _connector="OR"),
                        name="vacancy_is_at_home_or_abroad",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wage_to", None),
                            models.Q(("wage_from__isnull", False), ("wage_to__gte", models.F("wage_from"))),
                            _connector="OR",
                        ),
                        name="vacancy_wage_is_a_range",
                        violation_error_message="Gaji tertinggi harus sama atau lebih besar dari gaji terendah.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wage_from", None), ("wage_from__range", (1, 1000000000)), _connector="OR"),
                        name="vacancy_wage_is_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("openings__range", (1, 9999))), name="vacancy_seeks_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("experience_years__lte", 40)), name="vacancy_asks_possible_experience"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("description"), 5000
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("requirements"), 5000
                            ),
                        ),
                        name="vacancy_texts_are_short",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("skills__len__lte", 15)), name="vacancy_names_few_skills"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None), ("closes_on__gte", models.F("published_at__date")), _connector="OR"
                        ),
                        name="vacancy_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("published", "held", "taken_down")), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="shown_vacancy_was_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            models.Q(("due_on__isnull", False), ("submitted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="waiting_vacancy_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("rejected", "taken_down")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="returned_vacancy_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("employer__isnull", False),
                                ("external_id", ""),
                                ("external_url", ""),
                                ("source", "portal"),
                            ),
                            models.Q(
                                models.Q(("source", "portal"), _negated=True),
                                ("employer", None),
                                models.Q(("external_id", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="vacancy_of_the_portal_has_an_employer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("external_url", ""), ("external_url__startswith", "https://"), _connector="OR"
                        ),
                        name="vacancy_leads_to_a_web_address",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("source", "external_id"),
                        name="one_vacancy_an_external_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VacancyCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(choices=[("portal", "Portal JKP"), ("karirhub", "Karirhub")], max_length=8),
                ),
                ("started_at", models.DateTimeField()),
                ("cursor", models.CharField(blank=True, max_length=200)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("closed", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["source", "-finished_at"], name="copy_last_finished")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("source",),
                        name="one_round_of_copying_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VacancyLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="ipk.vacancy"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VacancyReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("fee", "Diminta membayar sesuatu"),
                            ("fraud", "Lowongan palsu atau penipuan"),
                            ("data", "Diminta data pribadi yang tidak perlu"),
                            ("other", "Alasan lain"),
                        ],
                        max_length=5,
                        verbose_name="alasan",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="keterangan")),
                ("at", models.DateTimeField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Menunggu petugas"), ("upheld", "Terbukti"), ("dismissed", "Tidak terbukti")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="ipk.vacancy"
                    ),
                ),
            ],
            options={
                "verbose_name": "laporan lowongan",
                "verbose_name_plural": "laporan lowongan",
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["due_on"], name="report_for_officer")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vacancy", "user"),
                        name="one_report_a_vacancy_and_user",
                        violation_error_message="Anda sudah melaporkan lowongan ini.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_report_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VacancyReportLog",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="ipk.vacancyreport"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VacancyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="ipk.vacancy"
                    ),
                ),
            ],
            options={
                "ordering": ("n",),
                "constraints": [models.UniqueConstraint(fields=("vacancy", "n"), name="one_vacancy_version_a_number")],
            },
        ),
        migrations.CreateModel(
            name="VacancyWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("stem", models.CharField(db_index=True, max_length=40)),
                ("uses", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("word", name="gin_trgm_ops"), name="word_by_letters"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("query", models.CharField(max_length=400)),
                ("label", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                ("told_until", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pencarian tersimpan",
                "verbose_name_plural": "pencarian tersimpan",
                "indexes": [models.Index(fields=["user", "created_at"], name="saved_search_of_user")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "query"),
                        name="one_saved_search_a_user_and_query",
                        violation_error_message="Pencarian ini sudah Anda simpan.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancy",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{closed|published,draft|closed,draft|submitted,held|published,held|taken_down,published|closed,published|held,published|submitted,published|taken_down,rejected|closed,rejected|submitted,submitted|closed,submitted|published,submitted|rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="eabf747f727706edbbf0e6464a98e98670e47ff9",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_0ee63",
                    table="ipk_vacancy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancylog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ce970d4169cddc976691b90673b9cf4342c93e9b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_65c9b",
                    table="ipk_vacancylog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancyreport",
            trigger=pgtrigger.compiler.Trigger(
                name="moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \'|\', NEW."state") = ANY(\'{open|dismissed,open|upheld}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="58d389c59b1543cee0a9a50fe640646b547bd923",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_55d39",
                    table="ipk_vacancyreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancyreportlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b3479ae3c3594ff886d9bdf46af762e7da6b74ac",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_feabc",
                    table="ipk_vacancyreportlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ec8f8895fc18c9f604295ff31ed14c974ccedb2b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f15ac",
                    table="ipk_vacancyversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
