"""States of money on its way, and the accounts it passes through."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

READERS = (Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER, Role.AUDITOR, Role.INTEGRITY)
LEDGER_READERS = (Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER, Role.AUDITOR, Role.BPJS_VERIFIER)


class PayoutState(models.TextChoices):
    READY = "ready", _("Siap dibayar")
    BATCHED = "batched", _("Dalam batch")
    SENDING = "sending", _("Sedang dikirim")
    ACCEPTED = "accepted", _("Diterima bank")
    UNKNOWN = "unknown", _("Jawaban bank belum pasti")
    PAID = "paid", _("Dibayar")
    REJECTED = "rejected", _("Ditolak bank")
    RETURNED = "returned", _("Retur")


FAILED = frozenset({PayoutState.REJECTED, PayoutState.RETURNED})
# The bank may know of it, and we do not yet know how it ended.
AT_THE_BANK = frozenset({PayoutState.SENDING, PayoutState.ACCEPTED, PayoutState.UNKNOWN})
SETTLED = frozenset({PayoutState.PAID, *FAILED})


class BatchState(models.TextChoices):
    DRAFT = "draft", _("Disusun")
    FROZEN = "frozen", _("Menunggu pemeriksa")
    CHECKED = "checked", _("Menunggu pemeriksa kedua")
    APPROVED = "approved", _("Disetujui")
    SENDING = "sending", _("Sedang dikirim")
    DONE = "done", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")


RELEASED = frozenset({BatchState.APPROVED, BatchState.SENDING, BatchState.DONE})


class Account(models.TextChoices):
    """The chart of accounts. Debits are positive, credits negative."""

    FUND = "dana_jkp", _("Dana JKP")
    OWED = "kewajiban_peserta", _("Kewajiban kepada penerima")
    IN_TRANSIT = "dalam_proses_bank", _("Dalam proses bank")
    PAID_OUT = "dibayar", _("Dibayar")
    CAME_BACK = "retur", _("Retur, menunggu dibayar lagi")
    BANK_OWES = "piutang_bank", _("Piutang kepada bank")
    RECEIVABLE = "piutang_peserta", _("Piutang kelebihan bayar")
    RECEIVED = "uang_masuk", _("Uang masuk, belum dibagikan")


class EntryKind(models.TextChoices):
    ORDERED = "payout_ordered", _("Pembayaran dipesan")
    ORDERED_AGAIN = "payout_ordered_again", _("Pembayaran dipesan lagi sesudah retur")
    SENT = "payout_sent", _("Diserahkan ke bank")
    SETTLED = "payout_settled", _("Diterima penerima")
    REJECTED = "payout_rejected", _("Ditolak bank")
    RETURNED = "payout_returned", _("Dikembalikan bank")
    BANK_CLAIM = "bank_claim", _("Ditagihkan kepada bank")
    OVERPAID = "overpaid", _("Kelebihan bayar ditetapkan")
    REPAID = "repaid", _("Kelebihan bayar dikembalikan")
    INCOMING = "incoming", _("Uang masuk ke rekening")
    INCOMING_KNOWN = "incoming_known", _("Uang masuk yang sudah dicatat petugas")
    INCOMING_SENT_BACK = "incoming_sent_back", _("Uang masuk dikembalikan kepada pengirim")
    OVERPAYMENT_CANCELLED = "overpayment_cancelled", _("Kelebihan bayar dibatalkan")


class CaseKind(models.TextChoices):
    """Why somebody must look."""

    OUTCOME_UNKNOWN = "outcome_unknown", _("Jawaban bank belum pasti")
    AMOUNT_DIFFERS = "amount_differs", _("Nilai dari bank berbeda")
    UNKNOWN_REFERENCE = "unknown_reference", _("Bank menyebut kunci yang tidak kami kenal")
    CONTRADICTION = "contradiction", _("Kabar bank bertentangan")
    BAD_FILE = "bad_file", _("Berkas mutasi ditolak")


class NewsSource(models.TextChoices):
    """How we came to know what the bank did."""

    ANSWER = "answer", _("jawaban langsung")
    CALLBACK = "callback", _("kabar bank")
    STATEMENT = "statement", _("mutasi rekening")
    INQUIRY = "inquiry", _("pertanyaan ke bank")


class ReceiptOutcome(models.TextChoices):
    APPLIED = "applied", _("Dibukukan")
    KNOWN = "known", _("Sudah diketahui")
    QUARANTINED = "quarantined", _("Disisihkan")


class StatementState(models.TextChoices):
    POSTED = "posted", _("Dibukukan")
    QUARANTINED = "quarantined", _("Disisihkan")


class LineMatch(models.TextChoices):
    MATCHED = "matched", _("Cocok")
    UNMATCHED = "unmatched", _("Hanya di bank")
    EXPLAINED = "explained", _("Dijelaskan")


class DayState(models.TextChoices):
    OPEN = "open", _("Terbuka")
    CLOSED = "closed", _("Ditutup")
