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
    COUNSELLING = "counsel", _("Konseling")
    TRAINING = "training", _("Pelatihan")
    COMPLAINT = "complaint", _("Pengaduan")
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
    PKS = "pks", _("Perjanjian kerja sama pelatihan JKP (PKS)")
    VOUCHER = "voucher", _("Voucher pelatihan")
    TRAINING_CERTIFICATE = "training_certificate", _("Sertifikat pelatihan")
    TRAINING_ATTENDED = "training_attended", _("Surat telah mengikuti pelatihan")
    LPK_REPORT = "lpk_report", _("Laporan kegiatan pelatihan")
    LPK_REQUEST = "lpk_request", _("Permohonan pembayaran biaya pelatihan")
    SPTJM = "sptjm", _("Surat pernyataan tanggung jawab mutlak (SPTJM)")
    BILLING_LETTER = "billing_letter", _("Surat pengajuan pembayaran pelatihan")
    COMPLAINT_ANSWER = "complaint_answer", _("Jawaban pengaduan")
    BILL_AGREEMENT = "bill_agreement", _("Berita acara kesepakatan iuran pemerintah")
    BILL_KPPN = "bill_kppn", _("Surat permintaan pembayaran iuran pemerintah")
    BILL_STATEMENT = "bill_statement", _("Surat pernyataan iuran pemerintah")
    MEMBER_CERTIFICATE = "member_certificate", _("Sertifikat kepesertaan perusahaan")
    MEMBER_PROOF = "member_proof", _("Bukti kepesertaan pekerja")
    INSPECTION_ORDER = "inspection_order", _("Surat tugas pemeriksaan")
    INSPECTION_NOTA = "inspection_nota", _("Nota pemeriksaan")
    SANCTION_WARNING = "sanction_warning", _("Teguran tertulis")
    SANCTION_FINE = "sanction_fine", _("Surat pengenaan denda administratif")
    SANCTION_RECOMMENDED = "sanction_recommended", _("Pemberitahuan rekomendasi TMP2T")
    SANCTION_TO_OFFICE = "sanction_to_office", _("Rekomendasi TMP2T kepada kantor layanan")
    SANCTION_IMPOSED = "sanction_imposed", _("Pemberitahuan TMP2T dikenakan")
    SANCTION_LIFTED = "sanction_lifted", _("Pencabutan TMP2T")
    SANCTION_WITHDRAWN = "sanction_withdrawn", _("Pencabutan rekomendasi TMP2T kepada kantor layanan")
    SANCTION_CLOSED = "sanction_closed", _("Sanksi selesai karena kewajiban dipenuhi")
    SANCTION_ANSWER = "sanction_answer", _("Jawaban keberatan atas sanksi")
