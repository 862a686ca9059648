"""Banks that can be paid to, with the pattern of their account numbers."""

from django.apps.registry import Apps
from django.db import migrations
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
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
