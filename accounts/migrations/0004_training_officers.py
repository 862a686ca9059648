"""Officers of training: who verifies institutes, who sets costs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_counsellor_coordinator"),
        ("core", "0003_at_scale"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="roleassignment",
            name="national_role_has_no_region",
        ),
        migrations.AlterField(
            model_name="roleassignment",
            name="role",
            field=models.CharField(
                choices=[
                    ("KNS", "Pengantar Kerja"),
                    ("RVW", "Penelaah tagihan LPK"),
                    ("APV", "Penyetuju tagihan LPK"),
                    ("VLP", "Verifikator LPK"),
                    ("STK", "Penetap program dan biaya pelatihan"),
                    ("KKN", "Koordinator Pengantar Kerja"),
                    ("PGW", "Pengawas ketenagakerjaan"),
                    ("PGK", "Koordinator pengawas"),
                    ("MED", "Mediator hubungan industrial"),
                    ("BVF", "Verifikator BPJS"),
                    ("BPM", "Pembuat pembayaran BPJS"),
                    ("BPC", "Pemeriksa pembayaran BPJS"),
                    ("INT", "Petugas integritas"),
                    ("CS", "Halo JKP"),
                    ("DPO", "Pejabat pelindungan data"),
                    ("AUD", "Auditor"),
                    ("ADM", "Administrator"),
                ],
                max_length=3,
                verbose_name="peran",
            ),
        ),
        migrations.AlterField(
            model_name="roleassignmentevent",
            name="role",
            field=models.CharField(
                choices=[
                    ("KNS", "Pengantar Kerja"),
                    ("RVW", "Penelaah tagihan LPK"),
                    ("APV", "Penyetuju tagihan LPK"),
                    ("VLP", "Verifikator LPK"),
                    ("STK", "Penetap program dan biaya pelatihan"),
                    ("KKN", "Koordinator Pengantar Kerja"),
                    ("PGW", "Pengawas ketenagakerjaan"),
                    ("PGK", "Koordinator pengawas"),
                    ("MED", "Mediator hubungan industrial"),
                    ("BVF", "Verifikator BPJS"),
                    ("BPM", "Pembuat pembayaran BPJS"),
                    ("BPC", "Pemeriksa pembayaran BPJS"),
                    ("INT", "Petugas integritas"),
                    ("CS", "Halo JKP"),
                    ("DPO", "Pejabat pelindungan data"),
                    ("AUD", "Auditor"),
                    ("ADM", "Administrator"),
                ],
                max_length=3,
                verbose_name="peran",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "role__in",
                            ["ADM", "APV", "AUD", "BPC", "BPM", "BVF", "CS", "DPO", "INT", "RVW", "STK", "VLP"],
                        ),
                        _negated=True,
                    ),
                    ("region", None),
                    _connector="OR",
                ),
                name="national_role_has_no_region",
                violation_error_message="Peran ini berlaku nasional, tanpa wilayah.",
            ),
        ),
    ]
