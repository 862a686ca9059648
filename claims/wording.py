"""From codes of the rules to sentences: each code has its title and its sentence, in both languages."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims import month_wording
from core.formatting import month_year, plain_date
from core.language import language
from participants.enums import PhkReason

Facts = Mapping[str, Any]

TITLES: dict[str, str] = {
    "ELG-01": gettext_lazy("Warga negara Indonesia, umur saat mendaftar sesuai"),
    "ELG-02": gettext_lazy("Alasan PHK termasuk"),
    "ELG-03": gettext_lazy("Kontrak diputus sebelum berakhir"),
    "ELG-04": gettext_lazy("Bersedia bekerja kembali"),
    "ELG-05": gettext_lazy("Masa iur cukup"),
    "ELG-06": gettext_lazy("Iuran berturut-turut"),
    "ELG-07": gettext_lazy("Belum bekerja lagi"),
    "ELG-08": gettext_lazy("Bukti PHK diterima"),
    "ELG-09": gettext_lazy("Diajukan dalam batas waktu"),
    "ELG-10": gettext_lazy("Manfaat sebelumnya"),
    "ELG-11": gettext_lazy("Tidak sedang berselisih di PHI"),
    "ELG-12": gettext_lazy("Program jaminan sosial lengkap"),
    "ELG-13": gettext_lazy("Peserta masih hidup"),
}

PROOFS: dict[str, str] = {
    "tanda_terima": gettext_lazy("bukti PHK dan tanda terima laporan PHK"),
    "pb_terdaftar": gettext_lazy("perjanjian bersama yang terdaftar di PHI"),
    "pb_tanda_terima": gettext_lazy("perjanjian bersama dan tanda terima laporan PHK"),
    "putusan_phi": gettext_lazy("putusan PHI yang tetap"),
    "none": gettext_lazy("belum ada"),
}

JKN: dict[str, str] = {
    "ppu": gettext_lazy("pekerja penerima upah"),
    "pbpu": gettext_lazy("peserta mandiri"),
    "pbi": gettext_lazy("penerima bantuan iuran"),
    "none": gettext_lazy("belum terdaftar"),
}

SOURCES: dict[str, str] = {
    "bpjs": gettext_lazy("BPJS Ketenagakerjaan"),
    "dukcapil": gettext_lazy("Dukcapil"),
    "employer": gettext_lazy("Perusahaan"),
    "worker": gettext_lazy("Pekerja"),
    "mediator": gettext_lazy("Mediator"),
    "officer": gettext_lazy("Petugas"),
    "kapk": gettext_lazy("KAPK"),
    "none": gettext_lazy("Belum ada data"),
}

RESULTS: dict[bool | None, str] = {
    True: gettext_lazy("Terpenuhi"),
    False: gettext_lazy("Belum terpenuhi"),
    None: gettext_lazy("Belum diketahui"),
}

OUTCOMES: dict[str, str] = {
    "eligible": gettext_lazy("Layak"),
    "ineligible": gettext_lazy("Tidak layak"),
    "held": gettext_lazy("Ditahan, perselisihan berjalan"),
    "needs_officer": gettext_lazy("Perlu petugas"),
}

MONTH_OUTCOMES: dict[str, str] = {
    "payable": gettext_lazy("Layak dibayar"),
    "not_payable": gettext_lazy("Tidak dapat dibayar"),
    "hold": gettext_lazy("Perlu dilengkapi"),
    "needs_officer": gettext_lazy("Perlu petugas"),
}

# What a person can do about a condition that fails or is not known. Conditions without an entry need nothing.
HELP: dict[str, str] = {
    "ELG-01": gettext_lazy("Bila data ini keliru, perbaiki di Dukcapil atau BPJS Ketenagakerjaan."),
    "ELG-02": gettext_lazy("Bila alasan yang dilaporkan keliru, perbaiki laporan PHK Anda dan sertakan bukti."),
    "ELG-03": gettext_lazy("Bila tanggal kontrak keliru, kirim kontrak Anda pada laporan PHK."),
    "ELG-04": gettext_lazy("Anda menyatakannya dengan menandatangani KAPK."),
    "ELG-05": gettext_lazy(
        "Bila ada bulan yang sudah dibayar tetapi belum tercatat, tanyakan kepada perusahaan atau BPJS."
    ),
    "ELG-06": gettext_lazy(
        "Bila ada bulan yang sudah dibayar tetapi belum tercatat, tanyakan kepada perusahaan atau BPJS."
    ),
    "ELG-07": gettext_lazy("Bila Anda sudah tidak bekerja di sana, minta perusahaan itu menutup kepesertaan Anda."),
    "ELG-08": gettext_lazy("Tambahkan bukti pada laporan PHK. Mediator memeriksanya."),
    "ELG-09": gettext_lazy("Bila Anda terhalang gangguan layanan, hubungi Halo JKP."),
    "ELG-10": gettext_lazy("Manfaat berikutnya membutuhkan masa iur yang cukup sejak PHK sebelumnya."),
    "ELG-11": gettext_lazy("Klaim dapat dilanjutkan setelah putusan tetap."),
    "ELG-12": gettext_lazy("Tanyakan kepada perusahaan atau BPJS program mana yang belum didaftarkan."),
    "ELG-13": gettext_lazy("Bila data ini keliru, hubungi Dukcapil."),
}


def title(code: str) -> str:
    return str(TITLES.get(code) or month_wording.TITLES[code])


def sentence(code: str, met: bool | None, facts: Facts) -> str:
    """The facts behind a condition in one plain sentence. Unknown facts are said to be unknown."""
    return (_SENTENCES.get(code) or month_wording.SENTENCES[code])(met, facts)


def result(met: bool | None) -> str:
    return str(RESULTS[met])


def cited(law: str) -> str:
    """An article as people read it: without the number of the policy that completes it."""
    return law.partition(" (POL-")[0]


def help_for(code: str, met: bool | None) -> str:
    """What can be done about a condition that is not met; empty when it is."""
    return "" if met else str(HELP.get(code) or month_wording.HELP[code])


def _day(iso: str | None) -> str:
    return plain_date(date.fromisoformat(iso), language()) if iso else _("belum diketahui")


def _month(name: str | None) -> str:
    return month_year(date.fromisoformat(f"{name}-01"), language()) if name else _("belum diketahui")


def _citizen(met: bool | None, facts: Facts) -> str:
    if met is None:
        return _("Kewarganegaraan, tanggal lahir, atau tanggal daftar belum diketahui.")
    if facts["citizen"] is False:
        return _("Tercatat bukan warga negara Indonesia.")
    return _("Umur saat mendaftar %(age)s tahun. Batasnya sebelum %(limit)s tahun.") % {
        "age": facts["age"],
        "limit": facts["age_limit"],
    }


def _reason(met: bool | None, facts: Facts) -> str:
    reason = facts.get("reason")
    if reason is None:
        return _("Alasan PHK belum diketahui.")
    text = _("Alasan yang dilaporkan: %(reason)s.") % {"reason": PhkReason(reason).label}
    if met is None:
        return text + " " + _("Petugas memeriksa keadaannya.")
    return text


def _contract(met: bool | None, facts: Facts) -> str:
    if facts.get("contract") == "PKWTT":
        return _("Pekerja tetap (PKWTT). Syarat ini tidak ditanyakan.")
    if met is None:
        return _("Jenis atau tanggal akhir kontrak belum diketahui.")
    return _("PHK %(phk)s, kontrak sampai %(end)s.") % {
        "phk": _day(facts["phk_on"]),
        "end": _day(facts["contract_ends_on"]),
    }


def _willing(met: bool | None, facts: Facts) -> str:
    if met is None:
        return _("Belum dinyatakan di KAPK.")
    return _("Dinyatakan bersedia di KAPK.") if met else _("Dinyatakan tidak bersedia.")


def _months(met: bool | None, facts: Facts) -> str:
    if met is None:
        return _("Riwayat iuran belum diketahui.")
    return ngettext(
        "%(counted)s bulan dihitung, %(start)s sampai %(end)s. Dibutuhkan %(needed)s bulan.",
        "%(counted)s bulan dihitung, %(start)s sampai %(end)s. Dibutuhkan %(needed)s bulan.",
        facts["counted"],
    ) % {
        "counted": facts["counted"],
        "needed": facts["needed"],
        "start": _month(facts["window_from"]),
        "end": _month(facts["window_to"]),
    }


def _run(met: bool | None, facts: Facts) -> str:
    if not facts.get("asked"):
        return _("Tidak ditanyakan sejak PP 6/2025.")
    if met is None:
        return _("Riwayat iuran belum diketahui.")
    return _("Paling lama %(longest)s bulan berturut-turut. Dibutuhkan %(needed)s bulan.") % facts


def _at_work(met: bool | None, facts: Facts) -> str:
    if facts.get("employed_elsewhere"):
        return _("Masih tercatat sebagai penerima upah di perusahaan lain.")
    if facts.get("reemployed_on"):
        return _("Tercatat bekerja lagi mulai %(day)s.") % {"day": _day(facts["reemployed_on"])}
    return _("Belum diketahui.") if met is None else _("Tidak ada upah baru yang dilaporkan.")


def _proof(met: bool | None, facts: Facts) -> str:
    if facts.get("proof") is None:
        return _("Bukti PHK belum diperiksa mediator.")
    return _("Bukti: %(proof)s.") % {"proof": PROOFS[facts["proof"]]}


def _in_time(met: bool | None, facts: Facts) -> str:
    if met is None:
        return _("Tanggal PHK atau tanggal pengajuan belum diketahui.")
    return _("PHK %(phk)s. Hari terakhir pengajuan %(last)s.") % {
        "phk": _day(facts["phk_on"]),
        "last": _day(facts["last_filing_day"]),
    }


def _before(met: bool | None, facts: Facts) -> str:
    if facts.get("taken") is None:
        return _("Riwayat manfaat belum diketahui.")
    if facts["taken"] == 0:
        return _("Belum pernah menerima manfaat JKP.")
    return _(
        "Sudah %(taken)s kali dari paling banyak %(limit)s. Iuran sejak itu %(counted)s bulan, dibutuhkan %(needed)s."
    ) % {
        **facts,
        "counted": "?" if facts.get("counted") is None else facts["counted"],
    }


def _dispute(met: bool | None, facts: Facts) -> str:
    if met is None:
        return _("Belum diketahui.")
    return _("Tidak ada perselisihan yang tercatat.") if met else _("Perselisihan masih diperiksa.")


def _programmes(met: bool | None, facts: Facts) -> str:
    if facts.get("missing"):
        return _("Belum terdaftar: %(missing)s.") % {"missing": ", ".join(facts["missing"])}
    if met is None:
        return _("Program, skala perusahaan, atau JKN belum diketahui.")
    return _("Program lengkap. JKN: %(jkn)s.") % {"jkn": JKN[facts["jkn"]]}


def _alive(met: bool | None, facts: Facts) -> str:
    return (
        _("Tidak ada catatan kematian.")
        if met
        else _("Tercatat meninggal dunia %(day)s.") % {"day": _day(facts["died_on"])}
    )


_SENTENCES: dict[str, Callable[[bool | None, Facts], str]] = {
    "ELG-01": _citizen,
    "ELG-02": _reason,
    "ELG-03": _contract,
    "ELG-04": _willing,
    "ELG-05": _months,
    "ELG-06": _run,
    "ELG-07": _at_work,
    "ELG-08": _proof,
    "ELG-09": _in_time,
    "ELG-10": _before,
    "ELG-11": _dispute,
    "ELG-12": _programmes,
    "ELG-13": _alive,
}
