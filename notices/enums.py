"""Channels, states and kinds of what leaves the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The inbox is the record; the others are copies."""

    INBOX = "inbox", _("Kotak masuk")
    EMAIL = "email", _("Email")
    SMS = "sms", _("SMS")


class NoticeState(models.TextChoices):
    QUEUED = "queued", _("Menunggu dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal terkirim")
    SKIPPED = "skipped", _("Tidak dikirim")


class Topic(models.TextChoices):
    """What a notice is about: the filter of the inbox."""

    PHK = "phk", _("PHK")
    CLAIM = "claim", _("Klaim")
    PAYMENT = "payment", _("Pembayaran")
    ACCOUNT = "account", _("Akun")
    WORK = "work", _("Pekerjaan petugas")


class Zone(models.TextChoices):
    """The clock on the person's wall: quiet hours go by it. Deadlines stay in WIB."""

    WIB = "Asia/Jakarta", _("WIB")
    WITA = "Asia/Makassar", _("WITA")
    WIT = "Asia/Jayapura", _("WIT")


class LetterKind(models.TextChoices):
    PHK_REPORT = "phk_report", _("Laporan PHK Anda sudah kami terima")
    PHK_RECEIPT = "phk_receipt", _("Tanda terima laporan PHK")
    CLAIM_RECEIPT = "claim_receipt", _("Bukti pengajuan klaim")
    KAPK = "kapk", _("Komitmen Aktivitas Pencarian Kerja (KAPK)")
    APPROVAL = "approval", _("Surat persetujuan klaim")
    REFUSAL = "refusal", _("Surat penolakan klaim")
    PAYMENT_PROOF = "payment_proof", _("Bukti pembayaran manfaat")
    MONTH_RECEIPT = "month_receipt", _("Bukti pengajuan klaim bulanan")
    FORFEITURE = "forfeiture", _("Pemberitahuan bulan hangus")
    STOP = "stop", _("Surat penghentian manfaat")
    HEIRS = "heirs", _("Surat kepada ahli waris")
    OVERPAYMENT = "overpayment", _("Surat kelebihan bayar")
    OBJECTION_RECEIPT = "objection_receipt", _("Tanda terima keberatan")
    OBJECTION_ANSWER = "objection_answer", _("Jawaban keberatan")
    WAGE_REVIEW = "wage_review", _("Jawaban evaluasi ulang upah")
