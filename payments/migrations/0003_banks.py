"""Banks that can be paid to, with the pattern of their account numbers."""

import django.core.validators
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BANKS = (
    ("002", "BRI", r"^\d{15}$"),
    ("008", "Bank Mandiri", r"^\d{13}$"),
    ("009", "BNI", r"^\d{10}$"),
    ("014", "BCA", r"^\d{10}$"),
    ("022", "CIMB Niaga", r"^\d{12,14}$"),
    ("110", "Bank BJB", r"^\d{13}$"),
    ("200", "BTN", r"^\d{16}$"),
    ("451", "Bank Syariah Indonesia", r"^\d{10}$"),
)


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    bank = apps.get_model("payments", "Bank")
    for code, name, pattern in BANKS:
        bank.objects.update_or_create(code=code, defaults={"name": name, "pattern": pattern})


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bank",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=3,
                        primary_key=True,
                        serialize=False,
                        validators=[django.core.validators.RegexValidator("^\\d{3}$")],
                        verbose_name="kode",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="nama")),
                (
                    "pattern",
                    models.CharField(
                        max_length=20,
                        validators=[django.core.validators.RegexValidator("^\\^\\\\d\\{\\d{1,2}(,\\d{1,2})?\\}\\$$")],
                        verbose_name="pola nomor rekening",
                    ),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="dapat dipilih")),
            ],
            options={
                "verbose_name": "bank",
                "verbose_name_plural": "bank",
                "ordering": ("name",),
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
