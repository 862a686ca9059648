"""Why a partner's request is refused, as the log of data exchange keeps it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """The codes that the partner reads too (docs/data-exchange.md); OTHER: a code without words of its own."""

    UNSIGNED = "unsigned", _("Tanpa tanda tangan lengkap")
    TOO_LONG = "too_long", _("Permintaan terlalu besar")
    BAD_TIMESTAMP = "bad_timestamp", _("Waktu tidak terbaca")
    STALE = "stale", _("Waktu lebih dari lima menit dari waktu portal")
    UNKNOWN = "unknown", _("Perjanjian belum disetujui")
    KEY_OVER = "key_over", _("Tidak ada kunci yang berlaku")
    BAD_SIGNATURE = "bad_signature", _("Tanda tangan tidak cocok")
    REPLAYED = "replayed", _("Permintaan yang sama dikirim lagi")
    NOT_IN_FORCE = "not_in_force", _("Perjanjian tidak berlaku hari itu")
    NOT_AGREED = "not_agreed", _("Tidak termasuk dalam perjanjian")
    NOT_FOUND = "not_found", _("Data tidak ada, belum disetujui, atau milik perjanjian lain")
    MALFORMED = "malformed", _("Bentuk permintaan salah")
    PURPOSE = "purpose", _("Tujuan tidak ditulis")
    TOO_MANY = "too_many", _("Terlalu banyak permintaan")
    UNREADABLE = "unreadable", _("Daftar Kartu Pekerja tidak dapat dibaca")
    LIST_OPEN = "list_open", _("Daftar sebelumnya belum selesai")
    BEFORE = "before_agreement", _("Triwulan sebelum perjanjian berlaku")
    ALTERED = "altered", _("Berkas tidak sama dengan yang ditandatangani")
    OTHER = "other", _("Alasan lain")


_ALSO = {
    **dict.fromkeys(("empty", "too_big", "not_text", "no_header", "too_many_rows", "bad_wage"), Refusal.UNREADABLE),
    **dict.fromkeys(("parse_error", "unsupported_media_type", "too_many_people"), Refusal.MALFORMED),
    "not_approved": Refusal.NOT_FOUND,
}


def refusal_of(code: str) -> Refusal:
    """The reason that a code of an error means in the log."""
    return _ALSO.get(code) or (Refusal(code) if code in Refusal.values else Refusal.OTHER)
