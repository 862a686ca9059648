"""Training is a topic of its own in the inbox, also for what was told before."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVENTS = (
    "training_warned",
    "training_lost",
    "training_completed",
    "training_missed",
    "training_working",
    "meeting_cancelled",
    "voucher_issued",
    "voucher_expired",
    "training_enrolled",
    "training_cancelled",
    "training_left",
)


def take_out(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    apps.get_model("notices", "Notice").objects.filter(event__in=EVENTS).update(topic="training")


def put_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    apps.get_model("notices", "Notice").objects.filter(topic="training").update(topic="claim")


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_complaints"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="topic",
            field=models.CharField(
                choices=[
                    ("phk", "PHK"),
                    ("claim", "Klaim"),
                    ("payment", "Pembayaran"),
                    ("counsel", "Konseling"),
                    ("training", "Pelatihan"),
                    ("complaint", "Pengaduan"),
                    ("account", "Akun"),
                    ("work", "Pekerjaan petugas"),
                ],
                max_length=10,
                verbose_name="topik",
            ),
        ),
        migrations.RunPython(take_out, put_back),
    ]
