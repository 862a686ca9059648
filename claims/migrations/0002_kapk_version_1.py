"""The first wording of the job-search commitment, in force since 7 February 2025 (PP 37/2021 Pasal 19 ayat (2))."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2025, 2, 7)
POINTS_ID = [
    "Saya bersedia bekerja kembali. Setiap bulan saya melamar ke paling sedikit 5 perusahaan berbeda, "
    "atau memenuhi paling sedikit 1 panggilan wawancara.",
    "Saya mengisi asesmen diri sebelum mengajukan manfaat bulan ke-2.",
    "Bila mulai bekerja lagi, saya melapor paling lama 7 hari kerja sejak diterima bekerja.",
    "Keterangan dan dokumen yang saya berikan benar.",
    "Manfaat ini untuk saya sendiri. Saya tidak mengalihkannya kepada orang lain.",
    "Kegiatan saya mencari kerja boleh diperiksa, dan saya menjawab bila ditanya.",
]
POINTS_EN = [
    "I am willing to work again. Each month I apply to at least 5 different companies, "
    "or attend at least 1 job interview.",
    "I complete the self-assessment before I claim the benefit of month 2.",
    "If I start to work again, I report it within 7 working days of being accepted.",
    "The statements and documents I give are true.",
    "This benefit is for me alone. I do not transfer it to anybody else.",
    "My job search may be checked, and I answer when I am asked about it.",
]


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    version = apps.get_model("claims", "KapkVersion")
    version.objects.get_or_create(
        version=1, defaults={"in_force_since": SINCE, "points_id": POINTS_ID, "points_en": POINTS_EN}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0001_initial"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
