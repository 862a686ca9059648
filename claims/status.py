"""What a participant sees: nine statuses, from however many states there are behind the desk.

Pure: the same claim and months always give the same status. Review for fraud is never one of them.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from claims.enums import ClaimState, MonthState


class Status(StrEnum):
    CANNOT_START = "BELUM_BISA"
    ACTION_NEEDED = "PERLU_TINDAKAN"
    READY = "SIAP_KIRIM"
    IN_REVIEW = "DIPERIKSA"
    FIX_ASKED = "DIMINTA_PERBAIKAN"
    APPROVED = "DISETUJUI"
    PAID = "DIBAYAR"
    BANK_PROBLEM = "GAGAL_BAYAR"
    REFUSED = "DITOLAK"
    ENDED = "BERAKHIR"


@dataclass(frozen=True, slots=True)
class StatusText:
    """`tone` is the tag's look: ok, run, wait, bad, or empty for neutral."""

    tag: str
    tone: str
    meaning: str
    your_step: str
    our_step: str


TEXTS: dict[Status, StatusText] = {
    Status.CANNOT_START: StatusText(
        _("Belum bisa dimulai"), "", _("Waktunya belum tiba."), _("Tidak ada yang perlu Anda lakukan."),
        _("Kami ingatkan sebelum waktunya tiba.")),
    Status.ACTION_NEEDED: StatusText(
        _("Belum lengkap"), "wait", _("Masih ada tugas."), _("Selesaikan tugas yang tersisa."),
        _("Draf Anda kami simpan 30 hari.")),
    Status.READY: StatusText(
        _("Siap dikirim"), "wait", _("Semua tugas selesai."), _("Periksa lalu kirim klaim."),
        _("Kami mulai memeriksa begitu klaim terkirim.")),
    Status.IN_REVIEW: StatusText(
        _("Diperiksa"), "run", _("BPJS Ketenagakerjaan memeriksa klaim Anda."), _("Tidak ada yang perlu Anda lakukan."),
        _("Kami memutuskan paling lama tiga hari kerja.")),
    Status.FIX_ASKED: StatusText(
        _("Perlu diperbaiki"), "bad", _("Satu dokumen perlu diperbaiki."), _("Perbaiki dokumen yang diminta."),
        _("Tanggal pengajuan Anda tetap. Kami periksa lagi dalam satu hari kerja.")),
    Status.APPROVED: StatusText(
        _("Disetujui"), "ok", _("Uang sedang disiapkan."), _("Tidak ada yang perlu Anda lakukan."),
        _("Kami mengirim uang ke rekening Anda.")),
    Status.PAID: StatusText(
        _("Dibayar"), "ok", _("Uang sudah masuk rekening Anda."), _("Simpan surat bukti bayar."), _("Selesai.")),
    Status.BANK_PROBLEM: StatusText(
        _("Rekening bermasalah"), "bad", _("Bank mengembalikan uang Anda."), _("Perbaiki rekening Anda."),
        _("Kami kirim ulang paling lama satu hari kerja setelah rekening benar.")),
    Status.REFUSED: StatusText(
        _("Ditolak"), "bad", _("Klaim tidak dapat disetujui."), _("Baca alasannya dan cara mengajukan keberatan."),
        _("Keberatan diputus petugas lain.")),
    Status.ENDED: StatusText(
        _("Berakhir"), "", _("Klaim ini sudah selesai."), _("Tidak ada yang perlu Anda lakukan."), _("Selesai.")),
}  # fmt: skip

# Money came back and another account was given: the bank or an officer looks at it.
ACCOUNT_GIVEN = StatusText(
    _("Rekening diperiksa"), "run", _("Rekening baru Anda sedang diperiksa."), _("Tidak ada yang perlu Anda lakukan."),
    _("Kami kirim ulang setelah bank mengenalinya."),
)  # fmt: skip

# Where a month says something else than a claim in the same status.
MONTH_TEXTS: dict[MonthState, StatusText] = {
    MonthState.OPEN: StatusText(
        _("Belum lengkap"), "wait", _("Waktu mengirim bulan ini sudah tiba."), _("Selesaikan tugas, lalu kirim."),
        _("Kami ingatkan 3 hari, 1 hari, dan beberapa jam sebelum ditutup.")),
    MonthState.SUBMITTED: StatusText(
        _("Diperiksa"), "run", _("Kami memeriksa bukti bulan ini."), _("Tidak ada yang perlu Anda lakukan."),
        _("Kami memutuskan paling lama tiga hari kerja.")),
    MonthState.HELD: StatusText(
        _("Perlu dilengkapi"), "bad", _("Ada yang kurang untuk bulan ini."),
        _("Lengkapi yang kurang, lalu kirim lagi."),
        _("Tanggal pengajuan Anda tetap. Kami periksa lagi begitu Anda kirim.")),
    MonthState.REFUSED: StatusText(
        _("Ditolak"), "bad", _("Bulan ini tidak dapat disetujui."), _("Baca alasannya dan cara mengajukan keberatan."),
        _("Keberatan diputus petugas lain.")),
    MonthState.FORFEITED: StatusText(
        _("Hangus"), "bad", _("Bulan ini tidak dikirim sampai batas waktunya."),
        _("Bulan lain tetap bisa diajukan. Bila Anda terhalang, ajukan keberatan."),
        _("Keberatan diputus petugas lain.")),
    MonthState.STOPPED: StatusText(
        _("Berakhir"), "", _("Manfaat berhenti sebelum bulan ini dibayar."), _("Tidak ada yang perlu Anda lakukan."),
        _("Selesai.")),
}  # fmt: skip

# A month that the employer pays before the fund does (Pasal 39).
EMPLOYER_TEXTS: dict[MonthState, StatusText] = {
    MonthState.APPROVED: StatusText(
        _("Disetujui"), "ok", _("Perusahaan wajib membayar Anda lebih dahulu."),
        _("Kabari kami begitu uang dari perusahaan masuk."),
        _("Kami memberi tahu perusahaan dan mengawasi tanggalnya.")),
    MonthState.PAID: StatusText(
        _("Dibayar"), "ok", _("Perusahaan sudah membayar Anda."), _("Tidak ada yang perlu Anda lakukan."),
        _("Selesai.")),
}  # fmt: skip

_FROM_CLAIM = {
    ClaimState.SUBMITTED: Status.IN_REVIEW,
    ClaimState.IN_REVIEW: Status.IN_REVIEW,
    ClaimState.NEEDS_FIX: Status.FIX_ASKED,
    ClaimState.REFUSED: Status.REFUSED,
    ClaimState.EXPIRED: Status.ENDED,
    ClaimState.WITHDRAWN: Status.ENDED,
    ClaimState.ENDED: Status.ENDED,
}
_FROM_MONTH = {
    MonthState.SCHEDULED: Status.CANNOT_START,
    MonthState.OPEN: Status.ACTION_NEEDED,
    MonthState.SUBMITTED: Status.IN_REVIEW,
    MonthState.IN_REVIEW: Status.IN_REVIEW,
    MonthState.HELD: Status.FIX_ASKED,
    MonthState.APPROVED: Status.APPROVED,
    MonthState.PAID: Status.PAID,
    MonthState.BANK_PROBLEM: Status.BANK_PROBLEM,
    MonthState.REFUSED: Status.REFUSED,
    MonthState.FORFEITED: Status.REFUSED,
    MonthState.STOPPED: Status.ENDED,
}


def participant_status(claim_state: str, month_state: str | None, *, tasks_left: int = 0) -> Status:
    """The status of one month of a claim as its participant sees it. Total over every pair of states."""
    state = ClaimState(claim_state)
    if state == ClaimState.DRAFT:
        return Status.ACTION_NEEDED if tasks_left else Status.READY
    if state == ClaimState.ACTIVE:
        if month_state == MonthState.OPEN and not tasks_left:
            return Status.READY
        return _FROM_MONTH[MonthState(month_state)] if month_state else Status.APPROVED
    return _FROM_CLAIM[state]


def month_text(month_state: str, *, tasks_left: int = 1) -> StatusText:
    """The words of one month, whatever its claim has become since. Total over every state of a month."""
    state = MonthState(month_state)
    status = participant_status(ClaimState.ACTIVE, state, tasks_left=tasks_left)
    return TEXTS[status] if status == Status.READY else MONTH_TEXTS.get(state, TEXTS[status])
