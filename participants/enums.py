"""Words of participants, employers and terminations, with the labels that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdentityState(models.TextChoices):
    """How far we know that a person is who they say."""

    PENDING = "pending", _("Menunggu pemeriksaan")
    VERIFIED = "verified", _("Terverifikasi")
    NEEDS_OFFICER = "officer", _("Diperiksa petugas")
    REFUSED = "refused", _("Tidak cocok")


class Sex(models.TextChoices):
    MALE = "L", _("Laki-laki")
    FEMALE = "P", _("Perempuan")


class Scale(models.TextChoices):
    MICRO = "mikro", _("Usaha mikro")
    SMALL = "kecil", _("Usaha kecil")
    MEDIUM = "menengah", _("Usaha menengah")
    LARGE = "besar", _("Usaha besar")


class RiskClass(models.TextChoices):
    """Kelas risiko JKK: how dangerous the work is (PP 44/2015 Pasal 16)."""

    I = "I", _("Kelas I, risiko sangat rendah")  # noqa: E741 - the numeral of the law
    II = "II", _("Kelas II, risiko rendah")
    III = "III", _("Kelas III, risiko sedang")
    IV = "IV", _("Kelas IV, risiko tinggi")
    V = "V", _("Kelas V, risiko sangat tinggi")


class Side(models.TextChoices):
    """Who says something about a PHK."""

    EMPLOYER = "employer", _("Perusahaan")
    WORKER = "worker", _("Pekerja")

    @property
    def other(self) -> "Side":
        return Side.WORKER if self == Side.EMPLOYER else Side.EMPLOYER


class Stance(models.TextChoices):
    """What a version is: a report of one's own, or an answer to the other side's."""

    REPORTS = "reports", _("Melaporkan")
    AGREES = "agrees", _("Membenarkan")
    DISPUTES = "disputes", _("Membantah")


class Contract(models.TextChoices):
    PKWT = "PKWT", _("Kontrak (PKWT)")
    PKWTT = "PKWTT", _("Karyawan tetap (PKWTT)")


class PhkReason(models.TextChoices):
    """Letters of Pasal 154A ayat (1) UU 13/2003; `other` is ayat (2)."""

    A = "a", _("Penggabungan, peleburan, pengambilalihan, atau pemisahan perusahaan")
    B = "b", _("Efisiensi karena perusahaan rugi")
    C = "c", _("Perusahaan tutup karena rugi terus-menerus 2 tahun")
    D = "d", _("Perusahaan tutup karena keadaan memaksa")
    E = "e", _("Perusahaan menunda pembayaran utang (PKPU)")
    F = "f", _("Perusahaan pailit")
    G = "g", _("Permintaan pekerja karena kesalahan perusahaan")
    H = "h", _("Putusan pengadilan menolak permintaan PHK pekerja")
    I = "i", _("Mengundurkan diri atas kemauan sendiri")  # noqa: E741 - the letter of the law
    J = "j", _("Mangkir 5 hari kerja atau lebih")
    K = "k", _("Melanggar perjanjian kerja atau peraturan perusahaan")
    L = "l", _("Ditahan pihak berwajib")
    M = "m", _("Sakit berkepanjangan atau cacat akibat kecelakaan kerja")
    N = "n", _("Memasuki usia pensiun")
    O = "o", _("Meninggal dunia")  # noqa: E741 - the letter of the law
    OTHER = "other", _("Alasan lain")


class ProofKind(models.TextChoices):
    """Proof of PHK (Permenaker 2/2025 Pasal 9 ayat (3))."""

    NONE = "none", _("Belum ada bukti")
    RECEIPT = "tanda_terima", _("Surat atau bukti PHK yang sudah diterima pekerja")
    REGISTERED_AGREEMENT = "pb_terdaftar", _("Perjanjian bersama dengan akta pendaftaran di PHI")
    AGREEMENT_WITH_RECEIPT = "pb_tanda_terima", _("Perjanjian bersama dengan tanda terima laporan PHK")
    PHI_RULING = "putusan_phi", _("Putusan PHI yang berkekuatan hukum tetap")


class PhkState(models.TextChoices):
    AWAITING_OTHER = "other", _("Menunggu tanggapan")
    AWAITING_MEDIATOR = "mediator", _("Diperiksa mediator")
    NEEDS_PROOF = "proof", _("Perlu bukti")
    CONFIRMED = "confirmed", _("Disahkan")
    DISPUTED = "disputed", _("Diperselisihkan")
    CLOSED = "closed", _("Ditutup")
    WITHDRAWN = "withdrawn", _("Ditarik")


# Still being settled: a second report of the same employment joins it instead of opening another.
PENDING_PHK = (PhkState.AWAITING_OTHER, PhkState.AWAITING_MEDIATOR, PhkState.NEEDS_PROOF, PhkState.DISPUTED)
# No longer a PHK that anything may rest on.
VOID_PHK = (PhkState.CLOSED, PhkState.WITHDRAWN)


class ImportState(models.TextChoices):
    """A CSV file of reports: read, then either dropped or saved."""

    CHECKING = "checking", _("Sedang diperiksa")
    CHECKED = "checked", _("Sudah diperiksa")
    SAVING = "saving", _("Sedang disimpan")
    SAVED = "saved", _("Tersimpan")
    UNREADABLE = "unreadable", _("Berkas tidak terbaca")
    CANCELLED = "cancelled", _("Dibatalkan")


class JoinState(models.TextChoices):
    """A user who says they act for an employer."""

    AWAITING_CODE = "code", _("Menunggu kode")
    NEEDS_OFFICER = "officer", _("Diperiksa petugas")
    ACCEPTED = "accepted", _("Diterima")
    REFUSED = "refused", _("Ditolak")


class DataWish(models.TextChoices):
    """What somebody may ask about their own data (UU 27/2022 Pasal 6, 8, 11)."""

    CORRECT = "correct", _("Perbaiki data yang keliru")
    DELETE = "delete", _("Hapus data saya")
    LIMIT = "limit", _("Hentikan atau batasi pemakaian data saya")


class DataRequestState(models.TextChoices):
    ASKED = "asked", _("Diperiksa")
    GRANTED = "granted", _("Dipenuhi")
    REFUSED = "refused", _("Tidak dapat dipenuhi")


# On what a wish may be refused, each with the sentence that the person reads.
REFUSAL_ARTICLES = {
    "UU 27/2022 Pasal 15 ayat (1) huruf c": _("Data diperlukan untuk menjalankan program jaminan sosial negara."),
    "UU 27/2022 Pasal 15 ayat (1) huruf b": _("Data diperlukan untuk proses penegakan hukum."),
    "UU 27/2022 Pasal 33": _("Mengubahnya membuka data orang lain atau membahayakan seseorang."),
}


class ContributionKind(models.TextChoices):
    """What BPJS sends: a month's register, payments that came late, rows put right or confirmed."""

    MONTH = "month", _("Berkas bulanan")
    LATE = "late", _("Pembayaran susulan")
    CORRECTION = "correction", _("Perbaikan")


class ContributionFileState(models.TextChoices):
    RECEIVED = "received", _("Sedang diperiksa")
    CHECKED = "checked", _("Siap dimuat")
    LOADING = "loading", _("Sedang dimuat")
    LOADED = "loaded", _("Dimuat")
    REFUSED = "refused", _("Ditolak")
    CANCELLED = "cancelled", _("Dibatalkan")


# The same content may come again: nothing of it was kept.
VOID_CONTRIBUTION_FILE = (ContributionFileState.REFUSED, ContributionFileState.CANCELLED)


class ContributionStep(models.TextChoices):
    """How far the work on a contribution file is."""

    WAITING = "waiting", _("Menunggu giliran")
    READING = "reading", _("Membaca baris")
    CHECKING = "checking", _("Memeriksa baris")
    SAVING = "saving", _("Menyimpan bulan")
    DONE = "done", _("Selesai")


class EmploymentState(models.TextChoices):
    """A worker in an employer's list, as far as BPJS has confirmed it."""

    REPORTED = "reported", _("Menunggu BPJS")
    ACTIVE = "active", _("Terdaftar")
    ENDED = "ended", _("Sudah keluar")
    DROPPED = "dropped", _("Tidak didaftarkan")


class WorkerReportKind(models.TextChoices):
    """What an employer tells BPJS of a worker (ENR-02, ENR-05)."""

    ENROL = "enrol", _("Pendaftaran")
    WAGE = "wage", _("Perubahan upah")
    PROGRAMMES = "programmes", _("Perubahan program")
    LEAVE = "leave", pgettext_lazy("membership", "Keluar")


class WorkerReportState(models.TextChoices):
    WAITING = "waiting", _("Menunggu BPJS")
    CONFIRMED = "confirmed", _("Dikonfirmasi")
    RETURNED = "returned", _("Dikembalikan")
    WITHDRAWN = "withdrawn", _("Ditarik")


class EmployerFact(models.TextChoices):
    """What an employer asks BPJS to change of itself."""

    SCALE = "scale", _("Skala usaha")
    RISK_CLASS = "risk_class", _("Kelas risiko JKK")


# The values that each fact can have.
EMPLOYER_FACTS: dict[str, type[models.TextChoices]] = {EmployerFact.SCALE: Scale, EmployerFact.RISK_CLASS: RiskClass}
