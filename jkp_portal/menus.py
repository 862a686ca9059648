"""Who sees which menu. A link appears once its address exists; labels are what people already know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

ONE_ROW = 6  # tabs that a phone holds in two lines


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: URL name, words, icon, and the path prefixes (without language) under which it is current.

    A group has pages and no URL name: it leads to the first of them, and the second row shows them all.
    """

    url_name: str
    label: str | Promise
    icon: str = "maju"
    under: tuple[str, ...] = ()
    pages: tuple["Entry", ...] = ()


def _group(label: str | Promise, *pages: Entry) -> Entry:
    return Entry("", label, pages=pages)


@dataclass(frozen=True, slots=True)
class Desk:
    """The place of work of a role: the words beside the mark and at most six tabs; the first page is home."""

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
        Entry("jkp_portal:employer_home", _("Beranda"), "rumah", ("/perusahaan/staf/",)),
        Entry("participants:employer_phk_list", _("Laporan PHK"), "klaim", ("/perusahaan/phk/",)),
        Entry("participants:employer_workers", _("Pekerja"), "orang", ("/perusahaan/pekerja/",)),
        Entry(
            "participants:employer_data",
            _("Data perusahaan"),
            "tempat",
            ("/perusahaan/data/", "/perusahaan/tempat/"),
        ),
        Entry("ipk:employer_vacancies", _("Lowongan"), "tas", ("/perusahaan/lowongan/", "/perusahaan/pelamar/")),
        Entry("compliance:employer_home", _("Kepatuhan"), "timbang", ("/perusahaan/kepatuhan/",)),
    ),
)

LPK = Desk(
    _("Lembaga pelatihan"),
    (
        Entry("training:provider_home", _("Beranda"), "rumah"),
        Entry(
            "training:provider_classes",
            _("Kelas"),
            "belajar",
            ("/mitra/kelas/", "/mitra/peserta/", "/mitra/voucher/"),
        ),
        Entry("training:provider_programmes", _("Program"), "klaim", ("/mitra/program/",)),
        Entry("training:provider_invoices", _("Tagihan"), "dompet", ("/mitra/tagihan/",)),
        Entry("training:provider_profile", _("Profil"), "tas", ("/mitra/profil/",)),
        Entry("training:provider_staff", _("Rekan kerja"), "orang", ("/mitra/staf/",)),
    ),
)

_COUNSELLOR = Desk(
    _("Pengantar Kerja"),
    (
        Entry("counseling:desk", _("Hari ini")),
        Entry(
            "counseling:queue",
            _("Antrian dan jadwal"),
            under=("/konselor/antrian/", "/konselor/jadwal/", "/konselor/cuti/"),
        ),
        Entry("counseling:follow_up", _("Tindak lanjut"), under=("/konselor/tindak-lanjut/",)),
        Entry("ipk:evidence_queue", _("Bukti lamaran"), under=("/konselor/bukti/",)),
        Entry("ipk:vacancy_queue", _("Lowongan"), under=("/konselor/lowongan/",)),
    ),
)
_COUNSELLOR_COORDINATION = Desk(
    _("Koordinasi Pengantar Kerja"),
    (
        Entry("counseling:counsellors", _("Konselor"), under=("/koordinator/konselor/",)),
        Entry("counseling:calendar", _("Kalender"), under=("/koordinator/kalender/",)),
        Entry("counseling:queue", _("Antrian"), under=("/konselor/antrian/", "/konselor/hubungi/")),
        Entry("counseling:leave", _("Cuti"), under=("/konselor/cuti/",)),
        Entry("reports:counselling", _("Kinerja"), under=("/koordinator/kinerja/",)),
    ),
)
_REVIEW = Desk(
    _("Reviu pelatihan, Binalatvogan"),
    (
        _group(
            _("Tagihan"),
            Entry("training:review_home", _("Tagihan LPK"), under=("/reviu/tagihan/",)),
            Entry("training:review_batch", _("Pengajuan ke BPJS"), under=("/reviu/batch/",)),
            Entry("compliance:bills", _("Tagihan iuran"), under=("/reviu/tagihan-iuran/",)),
        ),
        Entry("training:review_attendance", _("Presensi terkunci"), under=("/reviu/presensi/",)),
        _group(
            _("Lembaga"),
            Entry("training:review_providers", _("Kemitraan LPK"), under=("/reviu/lpk/",)),
            Entry("training:pricing", _("Program dan biaya"), under=("/reviu/program/",)),
            Entry("training:interests", _("Benturan kepentingan"), under=("/reviu/benturan/",)),
        ),
        _group(
            _("Angka"),
            Entry("reports:evaluation", _("Evaluasi"), under=("/reviu/evaluasi/",)),
            Entry("reports:simulations", _("Simulasi"), under=("/reviu/simulator/",)),
            Entry("reports:monitoring", _("Pemantauan"), under=("/pemantauan/",)),
        ),
    ),
)
_STANDARDS = Desk(
    _("Standar dan biaya pelatihan"),
    (
        Entry("training:pricing", _("Program dan biaya"), under=("/reviu/program/",)),
        Entry("training:review_providers", _("Kemitraan LPK"), under=("/reviu/lpk/",)),
        Entry("training:interests", _("Benturan kepentingan"), under=("/reviu/benturan/",)),
        Entry("reports:evaluation", _("Evaluasi"), under=("/reviu/evaluasi/",)),
    ),
)
_INSPECTION = Desk(
    _("Pengawasan ketenagakerjaan"),
    (
        _group(
            _("Kasus"),
            Entry("compliance:inspection_home", _("Ringkasan")),
            Entry("compliance:complaints", _("Pengaduan"), under=("/pengawasan/pengaduan/",)),
        ),
        _group(
            _("Pemeriksaan"),
            Entry("compliance:inspections", _("Daftar pemeriksaan"), under=("/pengawasan/pemeriksaan/",)),
            Entry("compliance:risks", _("Risiko"), under=("/pengawasan/risiko/", "/pengawasan/perusahaan/")),
        ),
        _group(
            _("Penegakan"),
            Entry("compliance:sanctions", _("Sanksi"), under=("/pengawasan/sanksi/",)),
            Entry("compliance:arrears_desk", _("Tunggakan"), under=("/bpjs/tunggakan/",)),
        ),
        Entry("compliance:plans", _("Rencana kerja"), under=("/pengawasan/rencana/",)),
        _group(
            _("Data"),
            Entry("compliance:exchange", _("Pertukaran data"), under=("/pengawasan/pertukaran/",)),
            Entry("reports:monitoring", _("Pemantauan"), under=("/pemantauan/",)),
        ),
    ),
)
_MEDIATION = Desk(
    _("Mediasi hubungan industrial"),
    (
        Entry("participants:mediation", _("Antrian PHK"), under=("/mediasi/",)),
        Entry("claims:outreach", _("Penjangkauan"), under=("/penjangkauan/",)),
        Entry("compliance:complaints", _("Pengaduan"), under=("/pengawasan/pengaduan/",)),
        Entry("compliance:plans", _("Rencana kerja"), under=("/pengawasan/rencana/",)),
        Entry("compliance:inspections", _("Daftar pemeriksaan"), under=("/pengawasan/pemeriksaan/",)),
    ),
)
_BPJS = Desk(
    _("Verifikasi BPJS Ketenagakerjaan"),
    (
        _group(
            _("Klaim"),
            Entry("claims:review_queue", _("Antrian verifikasi"), under=("/bpjs/verval/",)),
            Entry("claims:objection_queue", _("Keberatan"), under=("/bpjs/keberatan/",)),
            Entry("claims:overpayment_queue", _("Kelebihan bayar"), under=("/bpjs/kelebihan/",)),
            Entry("claims:risk_cases", _("Indikator risiko"), under=("/bpjs/risiko/",)),
            Entry("counseling:reports", _("Laporan konselor"), under=("/bpjs/laporan-konselor/",)),
        ),
        _group(
            _("Peserta"),
            Entry("jkp_portal:people", _("Cari peserta"), under=("/petugas/peserta/",)),
            Entry("participants:identity_queue", _("Identitas"), under=("/bpjs/identitas/", "/bpjs/perusahaan/")),
            Entry("participants:worker_reports", _("Kepesertaan"), under=("/bpjs/kepesertaan/",)),
            Entry("claims:outreach", _("Penjangkauan"), under=("/penjangkauan/",)),
        ),
        _group(
            _("Iuran"),
            Entry("participants:contribution_files", _("Berkas iuran"), under=("/bpjs/iuran/",)),
            Entry("compliance:bpjs_bills", _("Tagihan iuran"), under=("/bpjs/tagihan-iuran/",)),
            Entry("compliance:arrears_desk", _("Tunggakan"), under=("/bpjs/tunggakan/",)),
        ),
        _group(
            _("Pembayaran"),
            Entry("payments:batches", _("Batch pembayaran"), under=("/bpjs/bayar/",)),
            Entry("payments:reconciliation", _("Rekonsiliasi"), under=("/bpjs/rekonsiliasi/",)),
        ),
        Entry("training:bpjs_billing", _("Pelatihan"), under=("/bpjs/pelatihan/",)),
        _group(
            _("Pengawasan"),
            Entry("compliance:plans", _("Rencana kerja"), under=("/pengawasan/rencana/",)),
            Entry("compliance:inspections", _("Daftar pemeriksaan"), under=("/pengawasan/pemeriksaan/",)),
        ),
    ),
)
_PAYMENT = Desk(
    _("Pembayaran BPJS Ketenagakerjaan"),
    (
        Entry("payments:batches", _("Batch pembayaran"), under=("/bpjs/bayar/",)),
        Entry("payments:reconciliation", _("Rekonsiliasi"), under=("/bpjs/rekonsiliasi/",)),
        Entry("claims:overpayment_queue", _("Kelebihan bayar"), under=("/bpjs/kelebihan/",)),
        Entry("training:bpjs_billing", _("Pelatihan"), under=("/bpjs/pelatihan/",)),
    ),
)
_HELP_DESK = Desk(
    _("Halo JKP"),
    (
        Entry("compliance:help_desk", _("Pengaduan lewat telepon"), under=("/halo-jkp/pengaduan/",)),
        Entry("claims:objection_queue", _("Keberatan"), under=("/bpjs/keberatan/",)),
        Entry("jkp_portal:people", _("Cari peserta"), under=("/petugas/peserta/",)),
    ),
)
_INTEGRITY = Desk(
    _("Integritas"),
    (
        Entry("training:signals", _("Sinyal integritas"), under=("/reviu/sinyal/",)),
        Entry("reports:evaluation", _("Evaluasi"), under=("/reviu/evaluasi/",)),
        Entry("training:review_providers", _("Kemitraan LPK"), under=("/reviu/lpk/",)),
        Entry("training:interests", _("Benturan kepentingan"), under=("/reviu/benturan/",)),
        Entry("compliance:complaints", _("Pengaduan"), under=("/pengawasan/pengaduan/",)),
    ),
)
ADMINISTRATION = Desk(
    _("Pengelolaan layanan"),
    (
        _group(
            _("Layanan"),
            Entry("jkp_portal:operations", _("Operasi"), under=("/ops/",)),
            Entry("jkp_portal:audit", _("Jejak audit"), under=("/audit/",)),
            Entry("admin:index", _("Admin"), under=("/admin/",)),
        ),
        _group(
            _("Peserta"),
            Entry("participants:wishes", _("Pelindungan data"), under=("/pdp/",)),
            Entry("claims:outreach", _("Penjangkauan"), under=("/penjangkauan/",)),
        ),
        Entry("compliance:bills", _("Tagihan iuran"), under=("/reviu/tagihan-iuran/",)),
        _group(
            _("Pengawasan"),
            Entry("compliance:complaints", _("Pengaduan"), under=("/pengawasan/pengaduan/",)),
            Entry("compliance:risks", _("Risiko"), under=("/pengawasan/risiko/", "/pengawasan/perusahaan/")),
            Entry("compliance:inspections", _("Daftar pemeriksaan"), under=("/pengawasan/pemeriksaan/",)),
            Entry("compliance:sanctions", _("Sanksi"), under=("/pengawasan/sanksi/",)),
            Entry("compliance:plans", _("Rencana kerja"), under=("/pengawasan/rencana/",)),
            Entry("compliance:exchange", _("Pertukaran data"), under=("/pengawasan/pertukaran/",)),
        ),
        Entry("training:signals", _("Sinyal integritas"), under=("/reviu/sinyal/",)),
        _group(
            _("Angka"),
            Entry("reports:monitoring", _("Pemantauan"), under=("/pemantauan/",)),
            Entry("reports:evaluation", _("Evaluasi"), under=("/reviu/evaluasi/",)),
            Entry("reports:simulations", _("Simulasi"), under=("/reviu/simulator/",)),
        ),
    ),
)

# In the order of precedence: somebody with several roles works at the first desk and has the tabs of all.
DESKS: dict[Role, Desk] = {
    Role.COUNSELLOR: _COUNSELLOR,
    Role.COUNSELLOR_COORDINATOR: _COUNSELLOR_COORDINATION,
    Role.REVIEWER: _REVIEW,
    Role.APPROVER: _REVIEW,
    Role.INSTITUTE_VERIFIER: _REVIEW,
    Role.STANDARDS: _STANDARDS,
    Role.INSPECTOR: _INSPECTION,
    Role.INSPECTION_COORDINATOR: _INSPECTION,
    Role.MEDIATOR: _MEDIATION,
    Role.BPJS_VERIFIER: _BPJS,
    Role.BPJS_PAYMENT_MAKER: _PAYMENT,
    Role.BPJS_PAYMENT_CHECKER: _PAYMENT,
    Role.INTEGRITY: _INTEGRITY,
    Role.HELP_DESK: _HELP_DESK,
    Role.DATA_PROTECTION: ADMINISTRATION,
    Role.AUDITOR: ADMINISTRATION,
    Role.ADMINISTRATOR: ADMINISTRATION,
}


def first_row(desks: Iterable[Desk], *, is_open: Callable[[Entry], bool]) -> list[Entry]:
    """What somebody with these desks reads first: their groups, in each the pages that are open to them.

    Groups of one name are one, a page stands once, where it came first, and a group of one page is that page. Up to
    six pages need no groups.
    """
    groups: dict[str | Promise, list[Entry]] = {}
    shown: set[str] = set()
    for entry in (entry for desk in desks for entry in desk.tabs):
        for page in entry.pages or (entry,):
            if page.url_name not in shown and is_open(page):
                shown.add(page.url_name)
                groups.setdefault(entry.label, []).append(page)
    if len(shown) <= ONE_ROW:
        return [page for pages in groups.values() for page in pages]
    return [pages[0] if len(pages) == 1 else _group(label, *pages) for label, pages in groups.items()]


OFFICER_ACCOUNT = (
    Entry("notices:inbox", _("Pemberitahuan"), "lonceng"),
    Entry("accounts:security", _("Keamanan dan perangkat"), "perisai"),
)

ACCOUNT = (
    Entry("notices:inbox", _("Pemberitahuan"), "lonceng"),
    Entry("claims:payments", _("Pembayaran dan surat"), "dompet"),
    Entry("participants:own_contributions", _("Iuran saya"), "klaim", ("/iuran-saya/",)),
    Entry("ipk:profile", _("Profil dan CV"), "tas"),
    Entry("jkp_portal:my_data", _("Data saya"), "orang"),
    Entry("accounts:security", _("Keamanan dan perangkat"), "perisai"),
)

FOOT = (
    Entry("ipk:vacancies", _("Lowongan kerja")),
    Entry("training:catalogue", _("Pelatihan dan LPK")),
    Entry("ipk:market", _("Pasar kerja")),
    Entry("jkp_portal:privacy", _("Privasi")),
    Entry("jkp_portal:accessibility", _("Aksesibilitas")),
    Entry("jkp_portal:status", _("Status layanan")),
    Entry("compliance:complaint", _("Pengaduan")),
    Entry("reports:statistics", _("Statistik")),
)
