"""Kinds, states and reasons of vacancies and of reports about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VacancyState(models.TextChoices):
    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diperiksa")
    PUBLISHED = "published", _("Tayang")
    HELD = "held", _("Ditahan, sedang diperiksa")
    REJECTED = "rejected", _("Dikembalikan")
    CLOSED = "closed", _("Ditutup")
    TAKEN_DOWN = "taken_down", _("Diturunkan")


class VacancySource(models.TextChoices):
    PORTAL = "portal", _("Portal JKP")
    KARIRHUB = "karirhub", _("Karirhub")


class Employment(models.TextChoices):
    """By what contract somebody works."""

    PERMANENT = "pkwtt", _("Tetap")
    FIXED_TERM = "pkwt", _("Kontrak")
    PART_TIME = "paruh", _("Paruh waktu")
    DAILY = "harian", _("Harian")
    INTERNSHIP = "magang", _("Magang")


class WorkPlace(models.TextChoices):
    ONSITE = "onsite", _("Di tempat kerja")
    HYBRID = "hybrid", _("Sebagian dari rumah")
    REMOTE = "remote", _("Dari rumah")


class Schooling(models.TextChoices):
    """The least schooling that is asked for, from the lowest to the highest: the value's order is the ladder's."""

    ANY = "0", _("Tidak disyaratkan")
    PRIMARY = "1", _("SD")
    LOWER = "2", _("SMP")
    UPPER = "3", _("SMA atau SMK")
    DIPLOMA = "4", _("Diploma (D1–D3)")
    BACHELOR = "5", _("Sarjana (D4/S1)")
    MASTER = "6", _("Magister (S2) ke atas")


class ReportReason(models.TextChoices):
    """Why somebody reports a vacancy."""

    FEE = "fee", _("Diminta membayar sesuatu")
    FRAUD = "fraud", _("Lowongan palsu atau penipuan")
    DATA = "data", _("Diminta data pribadi yang tidak perlu")
    OTHER = "other", _("Alasan lain")


class ReportState(models.TextChoices):
    OPEN = "open", _("Menunggu petugas")
    UPHELD = "upheld", _("Terbukti")
    DISMISSED = "dismissed", _("Tidak terbukti")


class ReturnReason(models.TextChoices):
    """Why an officer gives a vacancy back to its employer, or takes it down."""

    FEE = "fee", _("Meminta pembayaran dari pelamar")
    FRAUD = "fraud", _("Lowongan palsu")
    DATA = "data", _("Meminta data pribadi yang tidak perlu")
    UNCLEAR = "unclear", _("Pekerjaan atau syaratnya tidak jelas")
    WAGE = "wage", _("Gaji tidak wajar atau tidak jelas")
    UNFAIR = "unfair", _("Syarat yang membeda-bedakan")
    OTHER = "other", _("Alasan lain")


class Flag(models.TextChoices):
    """What the portal noticed in the text, for the officer to look at: never a verdict."""

    FEE = "fee", _("Menyebut biaya, transfer, deposit, atau jaminan")
    CHAT_ONLY = "chat_only", _("Hanya bisa dihubungi lewat WhatsApp atau Telegram")
    LINK = "link", _("Memuat tautan")
    WAGE = "wage", _("Gaji jauh di atas lowongan serupa")
    DATA = "data", _("Meminta KTP, KK, atau rekening di awal")


# What somebody may look at on the public pages, as long as it has not closed.
PUBLIC = (VacancyState.PUBLISHED,)
# What reads as it did on the public pages: whoever has applied may look it up.
ONCE_PUBLIC = (VacancyState.PUBLISHED, VacancyState.HELD, VacancyState.CLOSED, VacancyState.TAKEN_DOWN)
# What an employer may still write in.
EDITABLE = (VacancyState.DRAFT, VacancyState.REJECTED, VacancyState.PUBLISHED)
