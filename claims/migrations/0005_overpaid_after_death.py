from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0004_clocks_and_returns"),
    ]

    operations = [
        migrations.RenameField(
            model_name="overpayment",
            old_name="work_started_on",
            new_name="since",
        ),
        migrations.AddField(
            model_name="overpayment",
            name="cause",
            field=models.CharField(
                choices=[("work", "Sudah bekerja"), ("death", "Meninggal dunia")], default="work", max_length=5
            ),
        ),
    ]
