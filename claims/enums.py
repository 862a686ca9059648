"""States of a claim and its months, and what an officer may ask to be put right."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimState(models.TextChoices):
    DRAFT = "draft", _("Belum dikirim")
    SUBMITTED = "submitted", _("Terkirim")  # the rules have not answered yet: facts are being fetched
    IN_REVIEW = "in_review", _("Diperiksa")
    NEEDS_FIX = "needs_fix", _("Perlu diperbaiki")
    ACTIVE = "active", _("Aktif")
    REFUSED = "refused", _("Ditolak")
    EXPIRED = "expired", _("Draf kedaluwarsa")
    WITHDRAWN = "withdrawn", _("Ditarik")
    ENDED = "ended", _("Berakhir")


# One person has at most one claim in these states; the database holds it too.
LIVE = (ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.IN_REVIEW, ClaimState.NEEDS_FIX, ClaimState.ACTIVE)
# After these another claim may be made for the same PHK, while the filing days run.
SET_ASIDE = (ClaimState.REFUSED, ClaimState.EXPIRED, ClaimState.WITHDRAWN)
# The three-working-day clock of Permenaker 2/2025 Ps 13(6) runs in these states.
ON_THE_CLOCK = (ClaimState.SUBMITTED, ClaimState.IN_REVIEW)
# A benefit was granted: money may be on its way, and may come back, also when the benefit is over.
HAS_PAID = (ClaimState.ACTIVE, ClaimState.ENDED)
FILED = (ClaimState.SUBMITTED, ClaimState.IN_REVIEW, ClaimState.NEEDS_FIX, ClaimState.ACTIVE, ClaimState.REFUSED,
         ClaimState.ENDED)  # fmt: skip


class MonthState(models.TextChoices):
    SCHEDULED = "scheduled", _("Belum bisa dimulai")
    OPEN = "open", _("Bisa dikirim")
    SUBMITTED = "submitted", _("Terkirim")  # the rules or the evidence desk have not answered yet
    IN_REVIEW = "in_review", _("Diperiksa")  # an officer's word is needed
    HELD = "held", _("Perlu dilengkapi")
    APPROVED = "approved", _("Disetujui")
    PAID = "paid", _("Dibayar")
    BANK_PROBLEM = "bank_problem", _("Rekening bermasalah")
    REFUSED = "refused", _("Ditolak")
    FORFEITED = "forfeited", _("Hangus")
    STOPPED = "stopped", _("Berakhir")


class MonthPayer(models.TextChoices):
    """Who sends the money of a granted month (Pasal 39)."""

    FUND = "fund", _("BPJS Ketenagakerjaan")
    EMPLOYER = "employer", _("Perusahaan")


class Branch(models.TextChoices):
    """What the employer's arrears at the PHK mean for who pays (Pasal 39, 39A, POL-22)."""

    CLEAR = "clear", _("Tidak ada tunggakan")
    WITHIN_LIMIT = "within", _("Tunggakan paling lama tiga bulan berturut-turut")
    EMPLOYER_FIRST = "employer", _("Tunggakan lebih dari tiga bulan berturut-turut")
    BANKRUPT = "bankrupt", _("Perusahaan pailit atau tutup")
    UNKNOWN = "unknown", _("Tunggakan belum diketahui")


# Sent by the person and not decided.
MONTH_SENT = (MonthState.SUBMITTED, MonthState.IN_REVIEW, MonthState.HELD)
# The three-working-day clock runs.
MONTH_ON_THE_CLOCK = (MonthState.SUBMITTED, MonthState.IN_REVIEW)
MONTH_GRANTED = (MonthState.APPROVED, MonthState.PAID, MonthState.BANK_PROBLEM)
# Nothing of it is owed unless an objection is upheld.
MONTH_LOST = (MonthState.REFUSED, MonthState.FORFEITED, MonthState.STOPPED)
# Still ahead: ends with the benefit.
MONTH_AHEAD = (MonthState.SCHEDULED, MonthState.OPEN, *MONTH_SENT)


class EndReason(models.TextChoices):
    """Why a benefit is over."""

    COMPLETED = "completed", _("Enam bulan selesai")
    WORKING = "working", _("Sudah bekerja lagi")
    DIED = "died", _("Peserta meninggal dunia")


class AccountCheck(models.TextChoices):
    """What the bank's name inquiry said about the account."""

    NOT_ASKED = "not_asked", _("Akan diperiksa")
    MATCHES = "matches", _("Nama cocok")
    DIFFERS = "differs", _("Nama berbeda, diperiksa petugas")
    NOT_FOUND = "not_found", _("Bank tidak mengenal nomor ini")
    CLOSED = "closed", _("Rekening tidak aktif")
    REFUSED = "refused", _("Bukan atas nama Anda")


# The bank's answer leaves it open whether money can arrive: an officer looks.
ACCOUNT_IN_DOUBT = (AccountCheck.DIFFERS, AccountCheck.NOT_FOUND, AccountCheck.CLOSED)


class CorrectionDocument(models.TextChoices):
    ACCOUNT = "account", _("Rekening bank")
    PHK_PROOF = "phk_proof", _("Bukti PHK")
    IDENTITY = "identity", _("Data diri")


class CorrectionReason(models.TextChoices):
    NOT_READABLE = "not_readable", _("Tidak terbaca")
    OTHER_NAME = "other_name", _("Nama pada dokumen berbeda")
    OTHER_DATE = "other_date", _("Tanggal pada dokumen berbeda")
    INCOMPLETE = "incomplete", _("Belum lengkap")
    ACCOUNT_UNKNOWN = "account_unknown", _("Nomor rekening tidak dikenal bank")
    ACCOUNT_CLOSED = "account_closed", _("Rekening tidak aktif")
    NOT_YOURS = "not_yours", _("Rekening bukan atas nama Anda")


# What can be wrong with which document.
CORRECTION_REASONS: dict[CorrectionDocument, tuple[CorrectionReason, ...]] = {
    CorrectionDocument.ACCOUNT: (
        CorrectionReason.OTHER_NAME,
        CorrectionReason.NOT_YOURS,
        CorrectionReason.ACCOUNT_UNKNOWN,
        CorrectionReason.ACCOUNT_CLOSED,
    ),
    CorrectionDocument.PHK_PROOF: (
        CorrectionReason.NOT_READABLE,
        CorrectionReason.OTHER_NAME,
        CorrectionReason.OTHER_DATE,
        CorrectionReason.INCOMPLETE,
    ),
    CorrectionDocument.IDENTITY: (
        CorrectionReason.NOT_READABLE,
        CorrectionReason.OTHER_NAME,
        CorrectionReason.INCOMPLETE,
    ),
}


class DecisionKind(models.TextChoices):
    APPROVAL = "approval", _("Persetujuan")
    REFUSAL = "refusal", _("Penolakan")
    MONTH_GRANT = "month_grant", _("Persetujuan bulan")
    MONTH_REFUSAL = "month_refusal", _("Penolakan bulan")
    FORFEITURE = "forfeiture", _("Bulan hangus")
    STOP = "stop", _("Penghentian manfaat")
    OVERPAYMENT = "overpayment", _("Kelebihan bayar")


# About the claim as a whole; the others are about a month or about what follows.
ON_THE_CLAIM = (DecisionKind.APPROVAL, DecisionKind.REFUSAL)
ON_A_MONTH = (DecisionKind.MONTH_GRANT, DecisionKind.MONTH_REFUSAL, DecisionKind.FORFEITURE)
# The portal may grant, and may record what time or the person's own report has done; it never refuses (POL-26).
# A claim is approved without an officer only when an objection was granted by silence.
WITHOUT_OFFICER = (DecisionKind.APPROVAL, DecisionKind.MONTH_GRANT, DecisionKind.FORFEITURE, DecisionKind.STOP)
AGAINST = (DecisionKind.REFUSAL, DecisionKind.MONTH_REFUSAL, DecisionKind.FORFEITURE, DecisionKind.STOP,
           DecisionKind.OVERPAYMENT)  # fmt: skip


class ObjectionState(models.TextChoices):
    DRAFT = "draft", _("Belum dikirim")
    SUBMITTED = "submitted", _("Diperiksa")
    UPHELD = "upheld", _("Dikabulkan")
    REJECTED = "rejected", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Ditarik")


class ObjectionGround(models.TextChoices):
    WRONG_FACT = "wrong_fact", _("Fakta yang dipakai keliru")
    NEW_PROOF = "new_proof", _("Saya punya bukti baru")
    HINDERED = "hindered", _("Saya terhalang gangguan layanan")
    WRONG_RULE = "wrong_rule", _("Aturannya tidak sesuai dengan keadaan saya")
    OTHER = "other", _("Alasan lain")


class WorkReportState(models.TextChoices):
    PENDING = "pending", _("Masih bisa dibatalkan")
    EFFECTIVE = "effective", _("Berlaku")
    UNDONE = "undone", _("Dibatalkan")


class OverpaymentCause(models.TextChoices):
    """Why a month that was granted was not due."""

    WORK = "work", _("Sudah bekerja")
    DEATH = "death", _("Meninggal dunia")


class OverpaymentState(models.TextChoices):
    FOUND = "found", _("Diperiksa")
    CONFIRMED = "confirmed", _("Ditetapkan")
    SETTLED = "settled", _("Lunas")
    CANCELLED = "cancelled", _("Dibatalkan")


class OutreachState(models.TextChoices):
    """Somebody who was laid off and has not claimed, as the sweep found them."""

    DOUBTFUL = "doubtful", _("Perlu dilihat petugas")  # the register does not decide: nobody is told anything
    FOUND = "found", _("Akan diingatkan")
    REMINDED = "reminded", _("Sudah diingatkan")
    CLAIMED = "claimed", _("Mengajukan klaim")
    LAPSED = "lapsed", _("Hak berakhir")
    DECLINED = "declined", _("Tidak mau diingatkan")
    DROPPED = "dropped", _("Dikesampingkan")


# Reminders go to these; the others wait for somebody, or are over.
OUTREACH_REMINDED = (OutreachState.FOUND, OutreachState.REMINDED)
OUTREACH_OPEN = (OutreachState.DOUBTFUL, *OUTREACH_REMINDED, OutreachState.DECLINED)
