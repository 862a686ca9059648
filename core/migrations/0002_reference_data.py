"""Load regions and the working-day calendar. Both are edited in admin afterwards; loading twice changes nothing."""

import csv
from pathlib import Path

from django.db import migrations

from rules.holiday_rows import DECREES, ROWS, HolidayRow

DATA = Path(__file__).resolve().parents[1] / "data"


def load(apps, schema_editor):
    region = apps.get_model("core", "Region")
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for wanted in (lambda r: not r["parent"], lambda r: r["parent"]):
        region.objects.bulk_create(
            [region(code=r["code"], name=r["name"], parent_id=r["parent"] or None) for r in rows if wanted(r)],
            ignore_conflicts=True,
        )
    holiday = apps.get_model("core", "Holiday")
    holiday.objects.bulk_create(
        [holiday(day=r.day, name=r.name, joint_leave=r.kind == "cuti", decree=decree_of(r)) for r in ROWS],
        ignore_conflicts=True,
    )


def decree_of(row: HolidayRow) -> str:
    decree = row.decree or DECREES[int(row.day[:4])]
    return f"{decree} (perkiraan)" if row.estimated else decree


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
