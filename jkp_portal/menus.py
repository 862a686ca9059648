"""Who sees which menu. A link appears once its address exists; labels are what people already know."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: URL name, words, icon, and the path prefixes (without language) under which it is current."""

    url_name: str
    label: str | Promise
    icon: str = "maju"
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """The place of work of a role: the words beside the mark and the tabs; the first tab is home."""

    name: str | Promise
    tabs: tuple[Entry, ...]


PARTICIPANT = Desk(
    "",
    (
        Entry("claims:dashboard", _("Dasbor"), "rumah"),
        Entry("claims:my_claim", _("Klaim"), "klaim", ("/klaim/", "/kelayakan/", "/phk/", "/status-kerja/")),
        Entry("ipk:mission", _("Cari kerja"), "tas", ("/ipk/",)),
        Entry("counseling:home", _("Konseling"), "obrol", ("/konseling/",)),
        Entry("training:home", _("Pelatihan"), "belajar", ("/pelatihan/",)),
    ),
)

EMPLOYER = Desk(
    _("Perusahaan"),
    (
        Entry("participants:employer_home", _("Beranda"), "rumah"),
        Entry("participants:employer_phk_list", _("Laporan PHK"), "klaim", ("/perusahaan/phk/",)),
        Entry("ipk:employer_vacancies", _("Lowongan"), "tas", ("/perusahaan/lowongan/", "/perusahaan/pelamar/")),
        Entry("participants:employer_staff", _("Rekan kerja"), "orang", ("/perusahaan/staf/",)),
        Entry("compliance:employer_home", _("Kepatuhan"), "timbang", ("/perusahaan/kepatuhan/",)),
    ),
)

LPK = Desk(
    _("Lembaga pelatihan"),
    (
        Entry("training:provider_home", _("Beranda"), "rumah"),
        Entry("training:provider_classes", _("Kelas"), "belajar", ("/mitra/kelas/",)),
        Entry("training:provider_invoices", _("Tagihan"), "dompet", ("/mitra/tagihan/",)),
        Entry("training:provider_profile", _("Profil"), "orang", ("/mitra/profil/",)),
    ),
)

_COUNSELLOR = Desk(
    _("Pengantar Kerja"),
    (
        Entry("counseling:desk", _("Hari ini")),
        Entry("counseling:queue", _("Antrian dan jadwal"), under=("/konselor/antrian/",)),
        Entry("ipk:evidence_queue", _("Bukti lamaran"), under=("/konselor/bukti/",)),
        Entry("ipk:vacancy_queue", _("Lowongan"), under=("/konselor/lowongan/",)),
    ),
)
_REVIEW = Desk(
    _("Reviu pelatihan, Binalatvogan"),
    (
        Entry("training:review_home", _("Tagihan"), under=("/reviu/tagihan/",)),
        Entry("training:review_batch", _("Batch pembayaran"), under=("/reviu/batch/",)),
        Entry("training:review_providers", _("Kemitraan LPK"), under=("/reviu/lpk/",)),
        Entry("reports:monitoring", _("Pemantauan"), under=("/pemantauan/",)),
    ),
)
_INSPECTION = Desk(
    _("Pengawasan ketenagakerjaan"),
    (
        Entry("compliance:inspection_home", _("Kasus"), under=("/pengawasan/",)),
        Entry("reports:monitoring", _("Pemantauan"), under=("/pemantauan/",)),
    ),
)
_MEDIATION = Desk(
    _("Mediasi hubungan industrial"),
    (Entry("participants:mediation", _("Antrian PHK"), under=("/mediasi/",)),),
)
_BPJS = Desk(
    _("Verifikasi BPJS Ketenagakerjaan"),
    (
        Entry("claims:review_queue", _("Antrian verifikasi"), under=("/bpjs/verval/",)),
        Entry("jkp_portal:people", _("Peserta"), under=("/petugas/peserta/",)),
        Entry("participants:identity_queue", _("Identitas"), under=("/bpjs/identitas/", "/bpjs/perusahaan/")),
        Entry("claims:objection_queue", _("Keberatan"), under=("/bpjs/keberatan/",)),
        Entry("payments:batches", _("Pembayaran"), under=("/bpjs/bayar/",)),
        Entry("payments:reconciliation", _("Rekonsiliasi"), under=("/bpjs/rekonsiliasi/",)),
        Entry("claims:overpayment_queue", _("Kelebihan bayar"), under=("/bpjs/kelebihan/",)),
        Entry("claims:risk_cases", _("Indikator risiko"), under=("/bpjs/risiko/",)),
    ),
)
ADMINISTRATION = Desk(
    _("Pengelolaan layanan"),
    (
        Entry("jkp_portal:operations", _("Operasi"), under=("/ops/",)),
        Entry("jkp_portal:audit", _("Jejak audit"), under=("/audit/",)),
        Entry("reports:monitoring", _("Pemantauan"), under=("/pemantauan/",)),
        Entry("participants:wishes", _("Pelindungan data"), under=("/pdp/",)),
        Entry("admin:index", _("Admin"), under=("/admin/",)),
    ),
)

# In the order of precedence: somebody with several roles works at the first desk and has the tabs of all.
DESKS: dict[Role, Desk] = {
    Role.COUNSELLOR: _COUNSELLOR,
    Role.REVIEWER: _REVIEW,
    Role.APPROVER: _REVIEW,
    Role.INSPECTOR: _INSPECTION,
    Role.INSPECTION_COORDINATOR: _INSPECTION,
    Role.MEDIATOR: _MEDIATION,
    Role.BPJS_VERIFIER: _BPJS,
    Role.BPJS_PAYMENT_MAKER: _BPJS,
    Role.BPJS_PAYMENT_CHECKER: _BPJS,
    Role.INTEGRITY: _BPJS,
    Role.HELP_DESK: _BPJS,
    Role.DATA_PROTECTION: ADMINISTRATION,
    Role.AUDITOR: ADMINISTRATION,
    Role.ADMINISTRATOR: ADMINISTRATION,
}

OFFICER_ACCOUNT = (
    Entry("notices:inbox", _("Pemberitahuan"), "lonceng"),
    Entry("accounts:security", _("Keamanan dan perangkat"), "perisai"),
)

ACCOUNT = (
    Entry("notices:inbox", _("Pemberitahuan"), "lonceng"),
    Entry("claims:payments", _("Pembayaran dan surat"), "dompet"),
    Entry("ipk:profile", _("Profil dan CV"), "tas"),
    Entry("jkp_portal:my_data", _("Data saya"), "orang"),
    Entry("accounts:security", _("Keamanan dan perangkat"), "perisai"),
)

FOOT = (
    Entry("ipk:vacancies", _("Lowongan kerja")),
    Entry("ipk:market", _("Pasar kerja")),
    Entry("jkp_portal:privacy", _("Privasi")),
    Entry("jkp_portal:accessibility", _("Aksesibilitas")),
    Entry("jkp_portal:status", _("Status layanan")),
    Entry("compliance:complaint", _("Pengaduan")),
    Entry("reports:statistics", _("Statistik")),
)
