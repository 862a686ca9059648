"""The nine parts of a profile, what an entry of each is, and how a jobseeker stands.

Guide of the labour-market information benefit (Kepka Pusat Pasar Kerja 1/543/2024) 3.3 no. 5 and 3.5 no. 1-5.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The parts in the order of the guide. Its value is the part's address."""

    PHOTO = "foto", _("Foto diri")
    PERSONAL = "data-diri", _("Data diri")
    EDUCATION = "pendidikan", _("Pendidikan")
    EXPERIENCE = "pengalaman", _("Pengalaman kerja")
    TRAINING = "pelatihan", _("Pelatihan")
    CERTIFICATE = "sertifikasi", _("Sertifikasi")
    ACHIEVEMENT = "prestasi", _("Pencapaian dan prestasi")
    LANGUAGE = "bahasa", _("Bahasa asing")
    SKILL = "keahlian", _("Keahlian")


# Parts that are lists of entries. The others have a page of their own.
LISTED = (
    Part.EDUCATION,
    Part.EXPERIENCE,
    Part.TRAINING,
    Part.CERTIFICATE,
    Part.ACHIEVEMENT,
    Part.LANGUAGE,
    Part.SKILL,
)
# Somebody may say to have none of these; the part is then answered.
OPTIONAL = (Part.EDUCATION, Part.TRAINING, Part.CERTIFICATE, Part.ACHIEVEMENT, Part.LANGUAGE)
# What an entry happened on is one moment, not a time.
MOMENTS = (Part.TRAINING, Part.ACHIEVEMENT)


class Schooling(models.TextChoices):
    """How far somebody went to school."""

    SD = "sd", _("SD atau sederajat, Paket A")
    SMP = "smp", _("SMP atau sederajat, Paket B")
    SMA = "sma", _("SMA atau sederajat, Paket C")
    SMK = "smk", _("SMK")
    D1 = "d1", _("Diploma 1 (D-1)")
    D2 = "d2", _("Diploma 2 (D-2)")
    D3 = "d3", _("Diploma 3 (D-3)")
    D4 = "d4", _("Sarjana terapan (D-4)")
    S1 = "s1", _("Sarjana (S-1)")
    S2 = "s2", _("Magister (S-2)")
    S3 = "s3", _("Doktor (S-3)")


class Fluency(models.TextChoices):
    """How well somebody speaks a language, in plain words for the steps of the CEFR (A1 to C2)."""

    A1 = "a1", _("Pemula: beberapa kata dan salam")
    A2 = "a2", _("Dasar: percakapan singkat sehari-hari")
    B1 = "b1", _("Cukup: percakapan tentang pekerjaan")
    B2 = "b2", _("Baik: berbicara dan menulis dengan lancar")
    C = "c", _("Sangat baik: hampir seperti bahasa sendiri")


LEVELS: dict[str, type[models.TextChoices]] = {Part.EDUCATION: Schooling, Part.LANGUAGE: Fluency}


class Source(models.TextChoices):
    """Who said it first. What BPJS or a PHK report said was looked at by the person before it was saved."""

    OWN = "own", _("Anda sendiri")
    BPJS = "bpjs", _("BPJS Ketenagakerjaan")
    PHK = "phk", _("laporan PHK")


class JobseekerState(models.TextChoices):
    ACTIVE = "active", _("Terdaftar")
    ENDED = "ended", _("Berakhir")


class Condition(models.TextChoices):
    """How somebody stands towards work now."""

    LAID_OFF = "phk", _("Ter-PHK")
    NOT_WORKING = "none", _("Belum bekerja")
    WORKING = "work", _("Sedang bekerja, mencari yang lain")


class Impairment(models.TextChoices):
    """Kinds of disability of UU 8/2016 Pasal 4 ayat (1), and a health condition that work must allow for."""

    PHYSICAL = "fisik", _("Disabilitas fisik")
    INTELLECTUAL = "intelektual", _("Disabilitas intelektual")
    MENTAL = "mental", _("Disabilitas mental")
    SENSORY = "sensorik", _("Disabilitas sensorik: penglihatan, pendengaran, wicara")
    HEALTH = "kesehatan", _("Kondisi kesehatan yang perlu diperhatikan")
