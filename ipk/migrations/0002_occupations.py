"""The classification of occupations, with its groups. Loading twice changes nothing."""

import csv
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

DATA = Path(__file__).resolve().parents[1] / "data"


def load(apps, schema_editor):
    occupation = apps.get_model("ipk", "Occupation")
    with (DATA / "occupations.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda r: (len(r["code"]), r["code"]))
    occupation.objects.bulk_create(
        [occupation(parent_id=row["code"][:-1] or None, **row) for row in rows], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ipk", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Occupation",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name="kode")),
                ("name", models.CharField(max_length=160, verbose_name="nama")),
                ("name_en", models.CharField(max_length=160, verbose_name="nama Inggris")),
                ("holland", models.CharField(blank=True, max_length=3, verbose_name="minat")),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="ipk.occupation",
                        verbose_name="induk",
                    ),
                ),
            ],
            options={
                "verbose_name": "golongan jabatan",
                "verbose_name_plural": "golongan jabatan",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{1,4}$")), name="occupation_code_is_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holland", ""), ("holland__regex", "^[RIASEC]{3}$"), _connector="OR"),
                        name="interest_is_three_of_riasec",
                    ),
                ],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
