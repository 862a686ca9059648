"""States and kinds of what inspectors work on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ComplaintKind(models.TextChoices):
    """What a worker says an employer, or somebody else, does not do right (004; DUT-01, DUT-02, DUT-06)."""

    NOT_ENROLLED = "not_enrolled", _("Saya tidak didaftarkan ke BPJS Ketenagakerjaan")
    WAGE = "wage", _("Upah yang dilaporkan lebih kecil dari upah saya")
    SOME_WORKERS = "some_workers", _("Hanya sebagian pekerja yang didaftarkan")
    SOME_PROGRAMMES = "programmes", _("Hanya sebagian program yang diikuti")
    PHK = "phk", _("PHK tidak dilaporkan")
    LEVY = "levy", _("Diminta membayar untuk layanan JKP (pungutan liar)")
    OTHER = "other", _("Hal lain")


class ComplaintState(models.TextChoices):
    RECEIVED = "received", _("Diterima")
    EXAMINING = "examining", _("Diperiksa")
    NEEDS_INFO = "needs_info", _("Perlu keterangan")
    REFERRED = "referred", _("Diteruskan ke pemeriksaan")
    ANSWERED = "answered", _("Dijawab")
    WITHDRAWN = "withdrawn", _("Ditarik")


# The office owes something; while it waits for the author, the clock is the author's.
OWED = (ComplaintState.RECEIVED, ComplaintState.EXAMINING, ComplaintState.REFERRED)
OPEN = (*OWED, ComplaintState.NEEDS_INFO)


class Side(models.TextChoices):
    """Who speaks in a conversation."""

    AUTHOR = "author", _("Pelapor")
    OFFICER = "officer", _("Pengawas")


class MessageKind(models.TextChoices):
    QUESTION = "question", _("Pertanyaan")
    REPLY = "reply", _("Jawaban pelapor")
    ADDITION = "addition", _("Tambahan dari pelapor")
    REFERRAL = "referral", _("Diteruskan ke pemeriksaan")
    ANSWER = "answer", _("Jawaban")
    REOPENING = "reopening", _("Minta diperiksa lagi")


class AllegationState(models.TextChoices):
    SERVED = "served", _("Menunggu tanggapan perusahaan")
    REPLIED = "replied", _("Sudah ditanggapi")


class InspectionKind(models.TextChoices):
    """Why an inspection is held (004, 3a and 3d)."""

    PROGRAMME = "programme", _("Rencana kerja tahunan")
    COMPLAINT = "complaint", _("Pengaduan")
    RISK = "risk", _("Daftar risiko")
    SAMPLE = "sample", _("Sampel acak")
    ACCIDENT = "accident", _("Kecelakaan kerja (unit reaksi cepat)")
    OUTREACH = "outreach", _("Pembinaan")


class InspectionState(models.TextChoices):
    PLANNED = "planned", _("Direncanakan")
    ORDERED = "ordered", _("Surat tugas terbit")
    VISITED = "visited", _("Sudah dikunjungi")
    ISSUED = "issued", _("Nota pemeriksaan terbit")
    FOLLOWED = "followed", _("Tindak lanjut diperiksa")
    SANCTIONED = "sanctioned", _("Diteruskan ke sanksi")
    CLOSED = "closed", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")


class Membership(models.TextChoices):
    """As what somebody belongs to a team (DUT-08)."""

    LEAD = "lead", _("Ketua tim")
    INSPECTOR = "inspector", _("Pengawas ketenagakerjaan")
    EXAMINER = "examiner", _("Petugas pemeriksa BPJS")
    MEDIATOR = "mediator", _("Mediator hubungan industrial")
    INVESTIGATOR = "ppns", _("Penyidik pegawai negeri sipil (PPNS)")


class FindingState(models.TextChoices):
    OPEN = "open", _("Belum dipenuhi")
    MET = "met", _("Sudah dipenuhi")


class ActivityKind(models.TextChoices):
    """What an activity of a work plan consists of (004, annex)."""

    OUTREACH = "outreach", _("Sosialisasi dan pembinaan")
    EXCHANGE = "exchange", _("Pertukaran data")
    INSPECTION = "inspection", _("Pemeriksaan")
    SANCTION = "sanction", _("Tindak lanjut sanksi")
    PLANNING = "planning", _("Penyusunan program kerja")
    TRAINING = "training", _("Pelatihan")


class PlanYearState(models.TextChoices):
    PLANNED = "planned", _("Belum dimulai")
    RUNNING = "running", _("Berjalan")
    DONE = "done", _("Selesai")
    DROPPED = "dropped", _("Tidak dilaksanakan")


class EvaluationState(models.TextChoices):
    DRAFT = "draft", _("Ditulis")
    SUBMITTED = "submitted", _("Menunggu persetujuan BPJS")
    AGREED = "agreed", _("Disepakati")


class ArrearsState(models.TextChoices):
    """An employer pays the benefit first, settles what it owes, and may ask the fund to give it back (Pasal 39)."""

    OPENED = "opened", _("Perusahaan belum diberi tahu")
    TOLD = "told", _("Menunggu pembayaran perusahaan")
    HANDED = "handed", _("Diteruskan kepada pengawas")
    PAID = "paid", _("Dibayar perusahaan")
    SETTLED = "settled", _("Tunggakan dan denda lunas")
    ASKED = "asked", _("Penggantian diminta")
    RECOMMENDED = "recommended", _("Menunggu petugas kedua")
    APPROVED = "approved", _("Penggantian disetujui")
    BANK_PROBLEM = "bank_problem", _("Rekening perusahaan bermasalah")
    REIMBURSED = "reimbursed", _("Penggantian dibayar")
    REFUSED = "refused", _("Penggantian ditolak")


# The employer has not paid every month that it owes the worker.
UNPAID_BY_EMPLOYER = (ArrearsState.OPENED, ArrearsState.TOLD, ArrearsState.HANDED)
# The employer has something to do: pay, ask for its money back, name another account.
WAITS_FOR_EMPLOYER = (*UNPAID_BY_EMPLOYER, ArrearsState.SETTLED, ArrearsState.BANK_PROBLEM)
# BPJS owes an answer to a request.
REQUEST_OPEN = (ArrearsState.ASKED, ArrearsState.RECOMMENDED)


class EmployerPaymentState(models.TextChoices):
    DECLARED = "declared", _("Menunggu kabar pekerja")
    DENIED = "denied", _("Menurut pekerja belum masuk")
    CONFIRMED = "confirmed", _("Sudah diterima pekerja")
    REJECTED = "rejected", _("Bukti tidak diterima")


class FilePart(models.TextChoices):
    """What a file of an inspection belongs to."""

    VISIT = "visit", _("Kunjungan")
    REPLY = "reply", _("Jawaban perusahaan")
    PROOF = "proof", _("Bukti tindak lanjut")


# An inspection that another complaint about the same employer may still join.
JOINABLE = (InspectionState.PLANNED, InspectionState.ORDERED, InspectionState.VISITED)
UNDER_WAY = (*JOINABLE, InspectionState.ISSUED, InspectionState.FOLLOWED, InspectionState.SANCTIONED)


class SanctionState(models.TextChoices):
    """`rules.sanctions.Stage` with its names."""

    FOUND = "found", _("Belum ada sanksi")
    WARNED_ONCE = "warned_once", _("Teguran pertama")
    WARNED_TWICE = "warned_twice", _("Teguran kedua")
    FINED = "fined", _("Denda")
    RECOMMENDED = "recommended", _("TMP2T direkomendasikan")
    IMPOSED = "imposed", _("TMP2T dikenakan")
    LIFTED = "lifted", _("TMP2T dicabut")
    COMPLIED = "complied", _("Kewajiban dipenuhi")


SANCTION_ENDED = (SanctionState.LIFTED, SanctionState.COMPLIED)
# The steps that an employer may object to, in their order; each is a letter that it receives.
SANCTION_STEPS = (
    SanctionState.WARNED_ONCE,
    SanctionState.WARNED_TWICE,
    SanctionState.FINED,
    SanctionState.RECOMMENDED,
)


class ProposalState(models.TextChoices):
    OPEN = "open", _("Menunggu persetujuan")
    APPROVED = "approved", _("Disetujui")
    REFUSED = "refused", _("Tidak disetujui")
    REVOKED = "revoked", _("Dibatalkan karena keberatan")


class ServedHow(models.TextChoices):
    """How a letter reached the employer; each leaves a proof."""

    HAND = "hand", _("Diantar, dengan tanda terima")
    POST = "post", _("Pos tercatat")
    EMAIL = "email", _("Surel, dengan jawaban diterima")


class SanctionObjectionState(models.TextChoices):
    FILED = "filed", _("Menunggu jawaban")
    UPHELD = "upheld", _("Diterima")
    REJECTED = "rejected", _("Ditolak")


class RecommendationState(models.TextChoices):
    SENT = "sent", _("Menunggu jawaban kantor")
    IMPOSED = "imposed", _("Layanan dihentikan")
    DECLINED = "declined", _("Tidak dilaksanakan")
