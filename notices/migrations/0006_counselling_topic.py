"""Counselling is a topic of its own in the inbox, also for what was told before."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVENTS = (
    "counselling_asked",
    "counselling_agreed",
    "counselling_proposed",
    "counselling_moved",
    "counselling_returned",
    "counselling_tomorrow",
    "counselling_soon",
    "counselling_missed",
    "counselling_follow_up",
    "worksheet_sent",
    "counsellor_referred",
    "counsellor_reported",
    "counsellor_report_closed",
)


def take_out(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    apps.get_model("notices", "Notice").objects.filter(event__in=EVENTS).update(topic="counsel")


def put_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    apps.get_model("notices", "Notice").objects.filter(topic="counsel").update(topic="claim")


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_letters_of_training"),
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
                    ("account", "Akun"),
                    ("work", "Pekerjaan petugas"),
                ],
                max_length=10,
                verbose_name="topik",
            ),
        ),
        migrations.RunPython(take_out, put_back),
    ]
