"""Several attempts of the self-assessment a person, with an instrument that is data; version 1 of it.

What was completed in the short form stays complete, without a score. A draft of it goes on under the instrument: words
that name a known job are kept as that job, others are asked for again.
"""

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from ipk.titles import job_key

FILE = Path(__file__).resolve().parents[1] / "data" / "instruments" / "riasec-1.json"
PUBLISHED = datetime(2026, 10, 31, 17, tzinfo=UTC)  # 1 November 2026, 00.00 WIB


def load(apps, schema_editor):
    """The items come before the publication: afterwards the database lets nobody change them."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    named = data["instrument"]
    instrument, _is_new = apps.get_model("ipk", "Instrument").objects.get_or_create(code=named["code"], defaults=named)
    versions = apps.get_model("ipk", "InstrumentVersion").objects
    if versions.filter(instrument=instrument, number=data["number"]).exists():
        return
    fields = {name: data[name] for name in ("number", "note", "note_en", "labels", "scoring")}
    version = versions.create(instrument=instrument, **fields)
    item = apps.get_model("ipk", "Item")
    item.objects.bulk_create([item(version=version, **row) for row in data["items"]])
    version.published_at = PUBLISHED
    version.save(update_fields=["published_at"])


def adopt_drafts(apps, schema_editor):
    """Drafts of the short form get the version, an order of items, and the jobs that the classification knows."""
    version = apps.get_model("ipk", "InstrumentVersion").objects.get(instrument__code="riasec-48", number=1)
    titles = {row.key: row for row in apps.get_model("ipk", "JobTitle").objects.all()}
    for draft in apps.get_model("ipk", "SelfAssessment").objects.filter(state="draft", version=None):
        for kind in ("former", "wanted"):
            known = [titles[job_key(job)] for job in getattr(draft, f"{kind}_jobs") if job_key(job) in titles]
            setattr(draft, f"{kind}_jobs", [title.title for title in known])
            setattr(draft, f"{kind}_codes", [title.occupation_id for title in known])
        draft.version, draft.seed = version, secrets.randbelow(2**31)
        draft.save()


class Migration(migrations.Migration):
    dependencies = [
        ("ipk", "0002_occupations"),
        ("participants", "0002_clocks_and_returns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="kode")),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("name_en", models.CharField(max_length=120, verbose_name="nama Inggris")),
                ("source", models.TextField(verbose_name="sumber")),
            ],
            options={
                "verbose_name": "instrumen asesmen",
                "verbose_name_plural": "instrumen asesmen",
            },
        ),
        migrations.CreateModel(
            name="InstrumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="versi")),
                ("note", models.CharField(max_length=300, verbose_name="keterangan")),
                ("note_en", models.CharField(max_length=300, verbose_name="keterangan Inggris")),
                ("labels", models.JSONField(verbose_name="pilihan jawaban")),
                ("scoring", models.JSONField(verbose_name="penilaian")),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="terbit")),
            ],
            options={
                "verbose_name": "versi instrumen",
                "verbose_name_plural": "versi instrumen",
                "ordering": ("-published_at", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8, verbose_name="kode")),
                ("type", models.CharField(max_length=1, verbose_name="minat")),
                ("text", models.CharField(max_length=160, verbose_name="kegiatan")),
                ("text_en", models.CharField(max_length=160, verbose_name="kegiatan, Inggris")),
            ],
            options={
                "verbose_name": "butir asesmen",
                "verbose_name_plural": "butir asesmen",
                "ordering": ("version", "code"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="selfassessment",
            name="complete_assessment_has_its_answers",
        ),
        migrations.AddField(
            model_name="selfassessment",
            name="answers",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="selfassessment",
            name="former_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=4), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="selfassessment",
            name="result",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="selfassessment",
            name="seed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="selfassessment",
            name="wanted_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=4), blank=True, default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="selfassessment",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="self_assessments", to="participants.person"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="complete_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'complete')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1db877cfeb330812f374ff4a289373cff10df348",
                    operation="UPDATE",
                    pgid="pgtrigger_complete_is_kept_4aef2",
                    table="ipk_selfassessment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="instrumentversion",
            name="instrument",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="ipk.instrument",
                verbose_name="instrumen",
            ),
        ),
        migrations.AddField(
            model_name="selfassessment",
            name="version",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ipk.instrumentversion"
            ),
        ),
        migrations.AddIndex(
            model_name="selfassessment",
            index=models.Index(fields=["person", "-completed_at"], name="assessments_of_person"),
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("person",),
                name="one_draft_of_an_assessment_a_person",
                violation_error_message="Asesmen Anda sudah dimulai.",
            ),
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("completed_at", None), ("result__isnull", True), ("state", "draft")),
                    models.Q(
                        ("completed_at__isnull", False),
                        ("state", "complete"),
                        ("former_jobs__len__gte", 1),
                        ("former_jobs__len__lte", 3),
                        ("wanted_jobs__len", 3),
                        models.Q(("may_move", ""), _negated=True),
                        models.Q(("may_train", ""), _negated=True),
                        models.Q(
                            models.Q(("result__isnull", True), ("version", None)),
                            models.Q(
                                ("version__isnull", False),
                                ("former_codes__len__gte", 1),
                                ("former_codes__len__lte", 3),
                                ("wanted_codes__len", 3),
                                ("wanted_jobs__len", 3),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="complete_assessment_has_its_answers",
                violation_error_message="Asesmen belum lengkap.",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="ipk.instrumentversion",
                verbose_name="versi",
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumentversion",
            constraint=models.UniqueConstraint(fields=("instrument", "number"), name="one_version_a_number"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="instrumentversion",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b102c61c0bab26f6640ffd416d0e9a499f480dec",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_is_kept_707ec",
                    table="ipk_instrumentversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="one_item_a_code_and_version"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("type__in", ["R", "I", "A", "S", "E", "C"])), name="item_has_a_letter_of_riasec"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="published_items_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM ipk_instrumentversion WHERE id IN (OLD.version_id, NEW.version_id) AND published_at IS NOT NULL;\n    IF FOUND THEN RAISE EXCEPTION 'items of a published version do not change'; END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                    hash="3d63830e53a1d8e7f3e8708b885b82d4a9bb56b3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_published_items_are_kept_5c79d",
                    table="ipk_item",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(adopt_drafts, migrations.RunPython.noop, elidable=True),
    ]
