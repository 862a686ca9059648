"""The classification of occupations, with its groups. Loading twice changes nothing."""

import csv
from pathlib import Path

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.models.functions import Cast
from django.db.models.lookups import Regex

from ipk.titles import job_key

DATA = Path(__file__).resolve().parents[1] / "data"


def load(apps, schema_editor):
    """Groups, the upper ones first, then titles."""
    load_groups(apps)
    load_titles(apps)


def load_groups(apps):
    occupation = apps.get_model("ipk", "Occupation")
    with (DATA / "occupations.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda r: (len(r["code"]), r["code"]))
    occupation.objects.bulk_create(
        [occupation(parent_id=row["code"][:-1] or None, **row) for row in rows], ignore_conflicts=True
    )


def load_titles(apps):
    """Everyday titles first; a unit group whose name is one of them already is not named twice."""
    title, occupation = apps.get_model("ipk", "JobTitle"), apps.get_model("ipk", "Occupation")
    with (DATA / "job_titles.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["title"], row["occupation"]) for row in csv.DictReader(file)]
    groups = {o.code: o.name for o in occupation.objects.all() if len(o.code) == 4}
    named = {job_key(name): code for code, name in groups.items()}
    titles = [
        title(title=text, key=job_key(text), occupation_id=code, names_group=named.get(job_key(text)) == code)
        for text, code in [*rows, *((name, code) for code, name in groups.items())]
    ]
    title.objects.bulk_create(titles, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("ipk", "0001_initial"),
    ]

    operations = [
        TrigramExtension(),
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
        migrations.CreateModel(
            name="JobTitle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, verbose_name="sebutan")),
                ("key", models.CharField(editable=False, max_length=80, unique=True, verbose_name="kunci")),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="titles",
                        to="ipk.occupation",
                        verbose_name="kelompok jabatan",
                    ),
                ),
                ("names_group", models.BooleanField(default=False, editable=False, verbose_name="nama kelompok")),
            ],
            options={
                "verbose_name": "sebutan pekerjaan",
                "verbose_name_plural": "sebutan pekerjaan",
                "ordering": ("title",),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["key"], name="job_title_by_trigram", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Regex(Cast("occupation", models.CharField()), "^[0-9]{4}$"),
                        name="job_title_has_a_unit_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="job_title_has_a_key",
                        violation_error_message="Tulis sebutan pekerjaan dengan huruf.",
                    ),
                ],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
