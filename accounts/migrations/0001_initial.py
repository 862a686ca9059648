import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoleAssignmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("KNS", "Pengantar Kerja"),
                            ("RVW", "Penelaah tagihan LPK"),
                            ("APV", "Penyetuju tagihan LPK"),
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
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="sampai")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("signed_in", "Berhasil masuk"),
                            ("wrong_password", "Kata sandi salah"),
                            ("wrong_code", "Kode salah"),
                            ("locked", "Ditolak, terlalu sering dicoba"),
                        ],
                        max_length=20,
                    ),
                ),
                ("device", models.CharField(max_length=120)),
                ("ip", models.GenericIPAddressField(null=True)),
            ],
            options={
                "verbose_name": "riwayat masuk",
                "verbose_name_plural": "riwayat masuk",
                "ordering": ("-at",),
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("email", models.EmailField(blank=True, max_length=254, null=True, verbose_name="alamat email")),
                ("full_name", models.CharField(max_length=150, verbose_name="nama lengkap")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                ("is_staff", models.BooleanField(default=False, verbose_name="boleh membuka admin")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(blank=True, max_length=254, null=True, verbose_name="alamat email")),
                ("full_name", models.CharField(max_length=150, verbose_name="nama lengkap")),
                ("phone_sealed", models.BinaryField(blank=True, default=b"")),
                ("phone_index", models.BinaryField(max_length=32, null=True, unique=True)),
                ("phone_verified_at", models.DateTimeField(blank=True, null=True)),
                ("language", models.CharField(default="id", max_length=2)),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                ("is_staff", models.BooleanField(default=False, verbose_name="boleh membuka admin")),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("session_epoch", models.PositiveIntegerField(default=0)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengguna",
                "verbose_name_plural": "pengguna",
            },
        ),
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.BinaryField(max_length=32)),
                ("name", models.CharField(max_length=120)),
                ("first_seen_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=30)),
                ("subject", models.CharField(max_length=64)),
                ("channel", models.CharField(choices=[("sms", "SMS"), ("email", "email")], max_length=5)),
                ("to_sealed", models.BinaryField()),
                ("digits_sealed", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("KNS", "Pengantar Kerja"),
                            ("RVW", "Penelaah tagihan LPK"),
                            ("APV", "Penyetuju tagihan LPK"),
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
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="sampai")),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="diberikan oleh",
                    ),
                ),
            ],
            options={
                "verbose_name": "penugasan peran",
                "verbose_name_plural": "penugasan peran",
            },
        ),
    ]
