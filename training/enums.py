"""States and kinds of training: institutes, their programmes and classes, what counsellors recommend."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstituteKind(models.TextChoices):
    """Who runs it (Permenaker 2/2025 Pasal 31)."""

    GOVERNMENT = "pemerintah", _("Pemerintah")
    PRIVATE = "swasta", _("Swasta")
    COMPANY = "perusahaan", _("Perusahaan")


class InstituteState(models.TextChoices):
    PROSPECT = "prospect", _("Calon mitra")
    LISTED = "listed", _("Mitra")
    SUSPENDED = "suspended", _("Ditangguhkan")
    ENDED = "ended", _("Kemitraan berakhir")


class Mode(models.TextChoices):
    ONSITE = "luring", _("Tatap muka")
    ONLINE = "daring", _("Daring")
    BLENDED = "campuran", _("Campuran")


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Draf")
    PROPOSED = "proposed", _("Dinilai")
    RETURNED = "returned", _("Perlu diperbaiki")
    LISTED = "listed", _("Terdaftar")
    WITHDRAWN = "withdrawn", _("Ditarik")


class ClassState(models.TextChoices):
    OPEN = "open", _("Dibuka")
    CLOSED = "closed", _("Ditutup")
    CANCELLED = "cancelled", _("Dibatalkan")


class RecommendationState(models.TextChoices):
    OPEN = "open", _("Berlaku")
    WITHDRAWN = "withdrawn", _("Ditarik")
    USED = "used", _("Dipakai")
    EXPIRED = "expired", _("Kedaluwarsa")


class LicenceKind(models.TextChoices):
    """Private institutes hold a licence, those of the state and of companies a registration (Permenaker 6/2025)."""

    LICENCE = "izin", _("Izin LPK")
    REGISTRATION = "tanda_daftar", _("Tanda Daftar LPK")


class StaffPart(models.TextChoices):
    HEAD = "pimpinan", _("Pimpinan")
    STAFF = "staf", _("Staf")


class FacilityKind(models.TextChoices):
    ROOM = "ruang", _("Ruang belajar")
    WORKSHOP = "bengkel", _("Bengkel atau tempat praktik")
    EQUIPMENT = "alat", _("Alat dan bahan")
    ONLINE = "daring", _("Sarana daring")


class PartnershipState(models.TextChoices):
    DRAFT = "draft", _("Disusun")
    SUBMITTED = "submitted", _("Diverifikasi")
    RETURNED = "returned", _("Perlu dilengkapi")
    VERIFIED = "verified", _("Menunggu tanda tangan LPK")
    SIGNED = "signed", _("Menunggu tanda tangan Kemnaker")
    AGREED = "agreed", _("Berlaku")
    REFUSED = "refused", _("Ditolak")


class MeasureKind(models.TextChoices):
    SUSPEND = "suspend", _("Tangguhkan")
    RESTORE = "restore", _("Pulihkan")
    END = "end", _("Akhiri kemitraan")
    FREE_VIN = "free_vin", _("Bebaskan VIN dan tutup pendaftaran")


class MeasureState(models.TextChoices):
    PROPOSED = "proposed", _("Menunggu petugas kedua")
    APPLIED = "applied", _("Diberlakukan")
    REJECTED = "rejected", _("Tidak disetujui")


class VoucherState(models.TextChoices):
    ACTIVE = "active", _("Dapat dipakai")
    REDEEMED = "redeemed", _("Sudah dipakai")
    EXPIRED = "expired", _("Kedaluwarsa")
    CANCELLED = "cancelled", _("Dibatalkan")


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", _("Terdaftar")
    COMPLETED = "completed", _("Selesai")
    MISSED = "missed", _("Kehadiran kurang")
    WORKING = "working", _("Sudah bekerja")
    WITHDRAWN = "withdrawn", _("Berhenti")


class WaitingState(models.TextChoices):
    WAITING = "waiting", _("Menunggu kursi")
    SEATED = "seated", _("Mendapat kursi")
    LEFT = "left", _("Tidak menunggu lagi")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Dijadwalkan")
    RECORDED = "recorded", _("Presensi tercatat")
    CANCELLED = "cancelled", _("Dibatalkan")


class AttendanceSource(models.TextChoices):
    ROSTER = "daftar", _("Daftar hadir")
    QR = "qr", _("Kode pertemuan")


class UnlockRequestState(models.TextChoices):
    ASKED = "asked", _("Menunggu jawaban")
    GRANTED = "granted", _("Dibuka")
    REFUSED = "refused", _("Tidak dibuka")


class InvoiceState(models.TextChoices):
    DRAFT = "draft", _("Disusun")
    SENT = "sent", _("Direviu")
    RETURNED = "returned", _("Dikembalikan ke LPK")
    RECOMMENDED = "recommended", _("Menunggu persetujuan")
    APPROVED = "approved", _("Disetujui")
    BILLED = "billed", _("Diajukan ke BPJS")
    INCOMPLETE = "incomplete", _("Belum lengkap menurut BPJS")
    ACCEPTED = "accepted", _("Diterima BPJS")
    PAID = "paid", _("Dibayar")
    CANCELLED = "cancelled", _("Dibatalkan")


class LineBasis(models.TextChoices):
    ATTENDANCE = "presensi", _("Kehadiran")
    WORK = "bekerja", _("Surat telah mengikuti pelatihan")


class BillingState(models.TextChoices):
    DRAFT = "draft", _("Dikumpulkan")
    FROZEN = "frozen", _("Dibekukan")
    APPROVED = "approved", _("Disetujui")
    SENT = "sent", _("Diajukan ke BPJS")
    ANSWERED = "answered", _("Dijawab BPJS")
    DONE = "done", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")


class ItemState(models.TextChoices):
    BILLED = "billed", _("Diperiksa BPJS")
    ACCEPTED = "accepted", _("Diterima")
    INCOMPLETE = "incomplete", _("Belum lengkap")
    PAID = "paid", _("Dibayar")


class SignalKind(models.TextChoices):
    """What is odd enough for somebody to look at. Never a refusal."""

    SAME_PATTERN = "FR16", _("Presensi terlalu seragam")
    ALWAYS_FULL = "FR17", _("Kelas selalu penuh tanpa yang berhenti")
    ONE_INSTITUTE = "FR18", _("Konselor merekomendasikan satu LPK")


class SignalState(models.TextChoices):
    OPEN = "open", _("Perlu diperiksa")
    EXPLAINED = "explained", _("Ada penjelasan")
    REFERRED = "referred", _("Diteruskan")
