"""The first guide of each kind of session as data, and who signed a worksheet with what was signed."""

import json
from datetime import UTC, datetime
from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FOLDER = Path(__file__).resolve().parents[1] / "data" / "guides"
PUBLISHED = datetime(2026, 10, 31, 17, tzinfo=UTC)  # 1 November 2026, 00.00 WIB


def load(apps, schema_editor):
    """The questions come before the publication: afterwards the database lets nobody change them."""
    guides = apps.get_model("counseling", "Guide").objects
    question = apps.get_model("counseling", "GuideQuestion")
    for name in ("career-1", "interview-1"):
        data = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        if guides.filter(kind=data["kind"], number=data["number"]).exists():
            continue
        guide = guides.create(kind=data["kind"], number=data["number"], note=data["note"])
        question.objects.bulk_create(question(guide=guide, n=n, **row) for n, row in enumerate(data["questions"], 1))
        guides.filter(pk=guide.pk).update(published_at=PUBLISHED)


class Migration(migrations.Migration):
    dependencies = [
        ("counseling", "0002_office_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WorksheetSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("peserta", "Peserta"), ("konselor", "Konselor")], max_length=10)),
                ("typed_name", models.CharField(max_length=150)),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("signed_at", "pk"),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="worksheetnote",
            trigger=pgtrigger.compiler.Trigger(
                name="notes_of_a_signed_worksheet_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM counseling_worksheet\n     WHERE id IN (OLD.worksheet_id, NEW.worksheet_id) AND state IN ('sent', 'agreed');\n    IF FOUND THEN RAISE EXCEPTION 'notes of a signed worksheet do not change'; END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                    hash="960a4da16ef3bc89fcd917ae4f65afaebc8f47cf",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_notes_of_a_signed_worksheet_stay_a239b",
                    table="counseling_worksheetnote",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="worksheetsignature",
            name="signed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="worksheetsignature",
            name="worksheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="counseling.worksheet"
            ),
        ),
        migrations.AddConstraint(
            model_name="worksheetsignature",
            constraint=models.UniqueConstraint(
                fields=("worksheet", "side", "digest"), name="one_signature_a_side_and_content"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="worksheetsignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b13917344ca3535c9fa6947efac8cafb67f38512",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9a361",
                    table="counseling_worksheetsignature",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
