"""The reasons of `rules.sanctions` in words, with dates and articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import plain_date
from core.language import language
from rules import sanctions as law
from rules.decision import Reason

_SAID: dict[str, dict[bool | None, Promise]] = {
    law.SERVED: {
        True: gettext_lazy("Surat tahap ini diterima perusahaan pada %(served_on)s."),
        False: gettext_lazy("Surat tahap ini belum tercatat diterima perusahaan."),
    },
    law.RAN_OUT: {
        True: gettext_lazy("Jangka waktu tahap ini berakhir pada %(ends_on)s."),
        False: gettext_lazy("Perusahaan masih punya waktu sampai %(ends_on)s."),
    },
    law.NOT_MET: {
        True: gettext_lazy("Kewajiban belum dipenuhi menurut pemeriksaan petugas."),
        False: gettext_lazy("Kewajiban sudah dipenuhi, jadi tidak ada langkah berikutnya."),
        None: gettext_lazy("Belum ada petugas yang memeriksa pemenuhan sesudah jangka waktu berakhir."),
    },
    law.HEARD: {
        True: gettext_lazy("Tidak ada jawaban atau keberatan yang ditunggu."),
        False: gettext_lazy("Ada jawaban atau keberatan perusahaan yang belum selesai, sampai %(reply_until)s."),
    },
    law.MET: {
        True: gettext_lazy("Kewajiban sudah dipenuhi menurut pemeriksaan petugas."),
        False: gettext_lazy("Kewajiban belum dipenuhi."),
        None: gettext_lazy("Belum ada petugas yang memeriksa apakah kewajiban sudah dipenuhi."),
    },
}
_WITHOUT_CLOCK: dict[bool | None, Promise] = {
    True: gettext_lazy("Tahap ini tidak punya jangka waktu."),
    False: gettext_lazy("Jangka waktu belum berjalan karena surat belum diterima."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One reason for a reader. `met` None: nobody knows yet."""

    text: str
    met: bool | None
    law: str


def said(reason: Reason) -> Said:
    """An article is named only where it may be cited."""
    words = _SAID[reason.code]
    if reason.code == law.RAN_OUT and not reason.facts.get("ends_on"):
        words = _WITHOUT_CLOCK
    text = str(words[reason.met]) % {name: _day(value) for name, value in reason.facts.items()}
    return Said(text, reason.met, reason.law.text if reason.law.citable else _("Ketentuan portal"))


def _day(value: Any) -> str:
    return plain_date(date.fromisoformat(value), language()) if value else "–"


def why_blocked(reasons: Iterable[Reason]) -> str:
    """What stands in the way, in one paragraph."""
    return " ".join(said(reason).text for reason in reasons if reason.met is not True)
