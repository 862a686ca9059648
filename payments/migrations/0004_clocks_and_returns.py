from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_six_months"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="statementline",
            name="matched_line_has_a_payout",
        ),
        migrations.AddField(
            model_name="bankstatement",
            name="credit_total",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="statementline",
            name="placed",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("payout_ordered", "Pembayaran dipesan"),
                    ("payout_ordered_again", "Pembayaran dipesan lagi sesudah retur"),
                    ("payout_sent", "Diserahkan ke bank"),
                    ("payout_settled", "Diterima penerima"),
                    ("payout_rejected", "Ditolak bank"),
                    ("payout_returned", "Dikembalikan bank"),
                    ("bank_claim", "Ditagihkan kepada bank"),
                    ("overpaid", "Kelebihan bayar ditetapkan"),
                    ("repaid", "Kelebihan bayar dikembalikan"),
                    ("incoming", "Uang masuk ke rekening"),
                    ("incoming_known", "Uang masuk yang sudah dicatat petugas"),
                    ("incoming_sent_back", "Uang masuk dikembalikan kepada pengirim"),
                    ("overpayment_cancelled", "Kelebihan bayar dibatalkan"),
                ],
                max_length=30,
                verbose_name="jenis",
            ),
        ),
        migrations.AlterField(
            model_name="posting",
            name="account",
            field=models.CharField(
                choices=[
                    ("dana_jkp", "Dana JKP"),
                    ("kewajiban_peserta", "Kewajiban kepada penerima"),
                    ("dalam_proses_bank", "Dalam proses bank"),
                    ("dibayar", "Dibayar"),
                    ("retur", "Retur, menunggu dibayar lagi"),
                    ("piutang_bank", "Piutang kepada bank"),
                    ("piutang_peserta", "Piutang kelebihan bayar"),
                    ("uang_masuk", "Uang masuk, belum dibagikan"),
                ],
                max_length=20,
                verbose_name="akun",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("match", "matched"), _negated=True),
                    ("payout__isnull", False),
                    models.Q(("kind", "credit"), ("placed", models.F("amount"))),
                    _connector="OR",
                ),
                name="matched_line_has_a_payout",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("placed", 0), models.Q(("kind", "credit"), ("placed__lte", models.F("amount"))), _connector="OR"
                ),
                name="no_more_is_placed_than_came_in",
            ),
        ),
    ]
