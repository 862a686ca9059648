"""The conditions of a month in words: titles, the sentence behind each, and what can be done."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formatting import date_range, plain_date
from core.language import language
from ipk.selectors import Mission

Facts = Mapping[str, Any]

TITLES: dict[str, str] = {
    "MON-01": gettext_lazy("Dikirim dalam batas waktu"),
    "MON-02": gettext_lazy("Bukti mencari kerja"),
    "MON-03": gettext_lazy("Kehadiran pelatihan"),
    "MON-04": gettext_lazy("Asesmen diri selesai"),
    "MON-05": gettext_lazy("Formulir status kebekerjaan"),
    "MON-06": gettext_lazy("Belum bekerja lagi"),
    "MON-07": gettext_lazy("Peserta masih hidup"),
}

HELP: dict[str, str] = {
    "MON-01": gettext_lazy("Bila Anda terhalang gangguan layanan, ajukan keberatan dan ceritakan kapan terjadi."),
    "MON-02": gettext_lazy("Tambahkan lamaran ke perusahaan lain, atau satu panggilan tes atau wawancara."),
    "MON-03": gettext_lazy("Bila catatan hadir keliru, minta lembaga pelatihan memperbaikinya."),
    "MON-04": gettext_lazy("Isi asesmen diri sampai selesai."),
    "MON-05": gettext_lazy("Isi formulir status kebekerjaan."),
    "MON-06": gettext_lazy("Bila Anda belum bekerja, beri tahu kami lewat keberatan dan sertakan bukti."),
    "MON-07": gettext_lazy("Bila data ini keliru, hubungi Dukcapil."),
}


def _day(iso: str | None) -> str:
    return plain_date(date.fromisoformat(iso), language()) if iso else _("belum diketahui")


def _period(first: str | None, last: str | None) -> str:
    if not first or not last:
        return _("belum diketahui")
    return date_range(date.fromisoformat(first), date.fromisoformat(last), language())


def _window(met: bool | None, facts: Facts) -> str:
    if not facts.get("opens_on"):
        return _("Bulan pertama dikirim bersama klaim.") if met else _("Jendela bulan ini belum diketahui.")
    window = _period(facts["opens_on"], facts["closes_on"])
    if not facts.get("filed_on"):
        return _("Bisa dikirim %(window)s.") % {"window": window}
    return _("Dikirim %(day)s. Batasnya %(window)s.") % {"day": _day(facts["filed_on"]), "window": window}


def _job_search(met: bool | None, facts: Facts) -> str:
    if not facts.get("asked"):
        return _("Tidak ditanyakan pada bulan pertama.")
    if met is None and not facts["applications"] and not facts["interviews"]:
        return _("Bukti mencari kerja belum diketahui.")
    if facts.get("by_training"):
        return _("Kehadiran pelatihan mencukupi.")
    words = ngettext(
        "%(found)s lamaran ke perusahaan berbeda diterima dari %(period)s. Dibutuhkan %(needed)s, "
        "atau %(calls)s panggilan.",
        "%(found)s lamaran ke perusahaan berbeda diterima dari %(period)s. Dibutuhkan %(needed)s, "
        "atau %(calls)s panggilan.",
        facts["applications"],
    ) % {
        "found": facts["applications"],
        "needed": facts["applications_needed"],
        "calls": facts["interviews_needed"],
        "period": _period(facts["period_from"], facts["period_to"]),
    }
    if facts["interviews"]:
        words += " " + _("Panggilan tes atau wawancara: %(calls)s.") % {"calls": facts["interviews"]}
    return words


def _training(met: bool | None, facts: Facts) -> str:
    if not facts.get("asked"):
        return _("Tidak sedang mengikuti pelatihan.")
    if facts.get("attendance") is None:
        return _("Catatan hadir pelatihan belum diketahui.")
    return _("Kehadiran %(share)s. Dibutuhkan %(needed)s.") % {
        "share": _percent(facts["attendance"]),
        "needed": _percent(facts["needed"]),
    }


def _percent(share: str) -> str:
    """Cut off, never rounded up: 79.99 % does not read as 80 %."""
    return f"{int(Fraction(share) * 100)}%"


def _assessment(met: bool | None, facts: Facts) -> str:
    if not facts.get("asked"):
        return _("Ditanyakan mulai bulan kedua.")
    return _("Asesmen diri sudah selesai.") if met else _("Asesmen diri belum selesai.")


def _status_form(met: bool | None, facts: Facts) -> str:
    if not facts.get("asked"):
        return _("Ditanyakan pada bulan terakhir.")
    return _("Formulir sudah diisi.") if met else _("Formulir belum diisi.")


def _at_work(met: bool | None, facts: Facts) -> str:
    if facts.get("reemployed_on"):
        return _("Mulai bekerja %(day)s.") % {"day": _day(facts["reemployed_on"])}
    return _("Belum diketahui.") if met is None else _("Tidak ada laporan bekerja.")


def _alive(met: bool | None, facts: Facts) -> str:
    if facts.get("died_on"):
        return _("Tercatat meninggal dunia %(day)s.") % {"day": _day(facts["died_on"])}
    return _("Tidak ada catatan kematian.")


SENTENCES: dict[str, Callable[[bool | None, Facts], str]] = {
    "MON-01": _window,
    "MON-02": _job_search,
    "MON-03": _training,
    "MON-04": _assessment,
    "MON-05": _status_form,
    "MON-06": _at_work,
    "MON-07": _alive,
}


def progress(mission: Mission) -> str:
    """ "3 dari 5 lamaran diterima, 1 masih diperiksa": how far the search for work is. No full stop."""
    if mission.interviews >= mission.interviews_needed:
        return _("Panggilan tes atau wawancara sudah diterima")
    counted = min(mission.counted, mission.needed)
    words = _("%(counted)s dari %(needed)s lamaran diterima") % {"counted": counted, "needed": mission.needed}
    checking = mission.checking + mission.interviews_checking
    return _("%(words)s, %(n)s masih diperiksa") % {"words": words, "n": checking} if checking else words
