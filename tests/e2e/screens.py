"""Every address of the portal, once: who is shown what there. A new address belongs here before it belongs anywhere.

`SCREENS` are pages that somebody of the stories can simply open; the page budgets, axe and the pictures go over them.
Those of compliance and training stand in files of their own; elsewhere.py names the rest, with where it is looked at.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver

from claims.models import ClaimMonth, Decision, Objection, OutreachEntry, Overpayment
from core import clock
from counseling.enums import SessionState
from counseling.models import CounsellingRequest, Report, Session
from counseling.selectors.outcomes import outcome_of
from ipk.models import Activity, Application, ProfileEntry, Vacancy
from notices.models import Letter
from participants.models import (
    DataRequest,
    EmployerInvitation,
    EmployerJoin,
    IdentityCheck,
    PhkEvent,
    PhkImport,
)
from payments.models import BankCase, Batch, Payout, StatementLine
from tests.e2e import compliance_screens, training_screens
from tests.e2e.screen import Arguments, Screen, claim, first, user_of
from training.models import Programme, TrainingClass


def month(who: str, n: int) -> Arguments:
    return lambda: claim(who)() | {"n": n}


def sent_month(who: str) -> Arguments:
    return lambda: {"month_id": ClaimMonth.objects.get(claim__person__user=user_of(who), n=2).pk}


def decision_of(who: str) -> Arguments:
    """The last decision about a month."""

    def arguments() -> dict[str, Any]:
        last = Decision.objects.filter(claim__person__user=user_of(who), month__n__gt=1).latest("at")
        return {"claim_id": last.claim_id, "decision_id": last.pk}

    return arguments


def decided(who: str, kind: str) -> Arguments:
    """The last decision of a kind on somebody's claim."""
    found = {"claim__person__user__email": f"{who}@contoh.invalid", "kind": kind}
    return lambda: {"decision_id": Decision.objects.filter(**found).latest("at").pk}


def objection(who: str) -> Arguments:
    found = {"decision__claim__person__user__email": f"{who}@contoh.invalid"}
    return lambda: {"objection_id": Objection.objects.get(**found).pk}


def event(who: str, argument: str = "event_id") -> Arguments:
    return lambda: {argument: PhkEvent.objects.filter(person__user=user_of(who)).latest("reported_at").pk}


def proof(who: str) -> Arguments:
    def arguments() -> dict[str, Any]:
        found = event(who)()
        return found | {"proof_id": PhkEvent.objects.get(pk=found["event_id"]).proofs.latest("pk").pk}

    return arguments


def letter(who: str, kind: str) -> Arguments:
    return lambda: {"letter_id": Letter.objects.filter(user=user_of(who), kind=kind).latest("issued_at").pk}


def check_of(who: str) -> Arguments:
    return lambda: {"check_id": IdentityCheck.objects.filter(user=user_of(who)).latest("pk").pk}


def payout(who: str) -> Arguments:
    return lambda: {"payout_id": Payout.objects.filter(user=user_of(who)).latest("ordered_at").pk}


def activity(state: str, *, who: str = "siti") -> Arguments:
    """The latest of somebody's activities in a state."""
    found = Activity.objects.filter(application=None).filter
    return lambda: {"activity_id": found(person__user=user_of(who), state=state).latest("added_at", "pk").pk}


def profile_entry(who: str, part: str) -> Arguments:
    found = ProfileEntry.objects.filter
    return lambda: {"entry_id": found(person__user=user_of(who), part=part).latest("changed_at", "pk").pk}


def application(who: str, state: str) -> Arguments:
    """Somebody's application in a state."""
    rows = Application.objects.filter(person__user__email=f"{who}@contoh.invalid", state=state)
    return lambda: {"application_id": rows.get().pk}


def vacancy_of(who: str, state: str) -> Arguments:
    """The vacancy that somebody applied for."""
    rows = Application.objects.filter(person__user__email=f"{who}@contoh.invalid", state=state)
    return lambda: {"vacancy_id": rows.get().vacancy_id}


def ticked(who: str, state: str, answer: str) -> Callable[[], str]:
    """An answer to one applicant."""
    rows = Application.objects.filter(person__user__email=f"{who}@contoh.invalid", state=state)
    return lambda: f"?jawab={answer}&pelamar={rows.get().pk}"


def vacancy(state: str) -> Arguments:
    """An employer's own in a state, written by its HR."""
    found = Vacancy.objects.filter(state=state, versions__isnull=False)
    return lambda: {"vacancy_id": found.latest("created_at", "pk").pk}


def counselled(who: str, **more: str) -> Arguments:
    """Somebody's last session; `vacancy`: one that was shown in it and is `undone` or `done`."""

    def arguments() -> dict[str, Any]:
        row = Session.objects.filter(person__user=user_of(who), state=SessionState.HELD).latest("starts_at")
        return {"session_pk": row.pk} | {name: _shown(row, state) for name, state in more.items()}

    return arguments


def told_to_bpjs() -> dict[str, Any]:
    """What a counsellor told BPJS."""
    return {"report_id": Report.objects.for_bpjs().latest("at").pk}


def _shown(session: Session, state: str) -> Any:
    found = outcome_of(session).vacancies
    return next(row.vacancy.pk for row in found if row.has_applied == (state == "done"))


def programme() -> dict[str, Any]:
    """One with a class ahead, and its institute."""
    classes = TrainingClass.objects.with_room(clock.today()).select_related("programme__institute")
    found: Programme = classes[0].programme
    return {"slug": found.institute.slug, "programme": found.slug}


def institute() -> dict[str, Any]:
    return {"slug": programme()["slug"]}


def overpayment() -> dict[str, Any]:
    return {"overpayment_id": Overpayment.objects.latest("found_at").pk}


def looked_for(who: str) -> Arguments:
    return lambda: {"outreach_id": OutreachEntry.objects.get(person__user=user_of(who)).pk}


def counselling(who: str) -> Arguments:
    """Somebody's request for counselling."""
    found = {"person__user__email": f"{who}@contoh.invalid"}
    return lambda: {"request_id": CounsellingRequest.objects.filter(**found).latest("asked_at").pk}


def code() -> dict[str, Any]:
    return {"code": Letter.objects.filter(user=user_of("siti")).latest("issued_at").code}


def today() -> dict[str, Any]:
    return {"day": clock.today()}


def answers(count: int) -> Callable[[], str]:
    """The query of the public check after so many answers."""

    def query() -> str:
        day = clock.today() - timedelta(days=9)
        given = [
            {"alasan": "b"},
            {"kontrak": "PKWTT"},
            {"tanggal_day": day.day, "tanggal_month": day.month, "tanggal_year": day.year},
            {"iuran": "24"},
            {"bekerja": "no"},
            {"upah": 4_200_000},
        ]
        return "?" + urlencode({name: value for answer in given[:count] for name, value in answer.items()})

    return query


PUBLIC = (
    Screen("beranda", "jkp_portal:home"),
    Screen("bantuan", "jkp_portal:help"),
    Screen("aksesibilitas", "jkp_portal:accessibility"),
    Screen("privasi", "jkp_portal:privacy"),
    Screen("status", "jkp_portal:status"),
    Screen("tanpa-kuki", "jkp_portal:no_cookies"),
    Screen("pola", "jkp_portal:patterns"),
    Screen("pola-waktu", "jkp_portal:move_day"),
    *(
        Screen(f"cek-{name}", "claims:check", query=answers(number))
        for number, name in enumerate(("alasan", "kontrak", "tanggal", "iuran", "bekerja", "upah"))
    ),
    Screen("cek-hasil", "claims:check_result", query=answers(6)),
    Screen("lowongan", "ipk:vacancies"),
    Screen("lowongan-hasil", "ipk:vacancies", query=lambda: "?q=penjahid&gaji=2500000"),
    Screen("lowongan-nihil", "ipk:vacancies", query=lambda: "?q=astronaut&di=Surakarta"),
    Screen("lowongan-satu", "ipk:vacancy", arguments=vacancy("published")),
    Screen("pasar-kerja", "ipk:market"),
    Screen("satu-data", "reports:open_data"),
    Screen("pelatihan-katalog", "training:catalogue"),
    Screen("pelatihan-hasil", "training:catalogue", query=lambda: "?q=jahit&cara=luring"),
    Screen("pelatihan-lembaga", "training:catalogue", query=lambda: "?lihat=lembaga"),
    Screen("pelatihan-tanpa-lpk", "training:catalogue", query=lambda: "?di=Sulawesi+Barat"),
    Screen("lpk-satu", "training:institute", arguments=institute),
    Screen("lpk-program", "training:programme", arguments=programme),
    Screen("pelatihan-angka", "training:market"),
    Screen("pengaduan", "compliance:complaint"),
    Screen("pengaduan-lacak", "compliance:complaint_track"),
    Screen("verifikasi", "notices:verification_form"),
    Screen("verifikasi-asli", "notices:verification", arguments=code),
    Screen("verifikasi-tak-dikenal", "notices:verification", arguments=lambda: {"code": "AAAA-BBBB-CCCC"}, status=404),
    Screen("masuk", "account_login"),
    Screen("lupa-sandi", "account_reset_password"),
    Screen("daftar", "participants:register"),
    Screen("daftar-perusahaan", "participants:employer_register"),
)

PARTICIPANTS = (
    Screen("dasbor-baru", "claims:dashboard", "wati"),
    Screen("dasbor-menunggu-perusahaan", "claims:dashboard", "yusuf"),
    Screen("dasbor-identitas", "claims:dashboard", "nur"),
    Screen("dasbor-siap", "claims:dashboard", "dewi"),
    Screen("dasbor-draf", "claims:dashboard", "gita"),
    Screen("dasbor-diperiksa", "claims:dashboard", "eko"),
    Screen("dasbor-perbaikan", "claims:dashboard", "fajar"),
    Screen("dasbor-disetujui", "claims:dashboard", "lina"),
    Screen("dasbor-dibayar", "claims:dashboard", "siti"),
    Screen("dasbor-ditolak", "claims:dashboard", "budi"),
    Screen("dasbor-gagal-bayar", "claims:dashboard", "agus"),
    Screen("dasbor-sengketa", "claims:dashboard", "sri"),
    Screen("identitas-diperiksa", "participants:register_identity", "nur"),
    Screen("identitas-terverifikasi", "participants:register_identity", "siti"),
    Screen("lapor-phk-draf", "participants:phk_report", "wati"),
    *(
        Screen(f"lapor-phk-{step}", "participants:phk_report_step", "wati", lambda step=step: {"step": step})
        for step in ("perusahaan", "tanggal", "alasan", "perjanjian", "bukti", "periksa")
    ),
    Screen("phk-menunggu", "participants:phk", "yusuf", event("yusuf")),
    Screen("phk-disahkan", "participants:phk", "dewi", event("dewi")),
    Screen("phk-sengketa", "participants:phk", "sri", event("sri")),
    Screen("phk-minta-bukti", "participants:phk", "indra", event("indra")),
    Screen("phk-tambah-bukti", "participants:proof_add", "yusuf", event("yusuf")),
    Screen("phk-tarik", "participants:phk_withdraw", "yusuf", event("yusuf")),
    Screen("kelayakan-layak", "claims:eligibility", "dewi", event("dewi", "phk_id")),
    Screen("kelayakan-tidak", "claims:eligibility", "budi", event("budi", "phk_id")),
    Screen("kelayakan-menunggu", "claims:eligibility", "yusuf", event("yusuf", "phk_id")),
    Screen("klaim-tugas", "claims:tasks", "gita", claim("gita")),
    Screen("klaim-data", "claims:data", "gita", claim("gita")),
    Screen("klaim-rekening", "claims:account", "gita", claim("gita")),
    Screen("klaim-rekening-gagal", "claims:account", "agus", claim("agus")),
    Screen("klaim-kapk", "claims:kapk", "gita", claim("gita")),
    Screen("klaim-kapk-ditandatangani", "claims:kapk", "siti", claim("siti")),
    Screen("klaim-terkirim", "claims:sent", "eko", claim("eko")),
    Screen("klaim-diperiksa", "claims:claim", "eko", claim("eko")),
    Screen("klaim-perbaikan", "claims:claim", "fajar", claim("fajar")),
    Screen("klaim-perbaiki", "claims:fix", "fajar", claim("fajar")),
    Screen("klaim-dibayar", "claims:claim", "siti", claim("siti")),
    Screen("klaim-ditolak", "claims:claim", "budi", claim("budi")),
    Screen("klaim-gagal-bayar", "claims:claim", "agus", claim("agus")),
    Screen("klaim-tarik", "claims:withdraw", "eko", claim("eko")),
    Screen("keputusan-setuju", "claims:decision", "siti", claim("siti")),
    Screen("keputusan-tolak", "claims:decision", "budi", claim("budi")),
    Screen("dasbor-bulan-terbuka", "claims:dashboard", "tuti"),
    Screen("klaim-berjalan", "claims:claim", "tuti", claim("tuti")),
    Screen("bulan-terbuka", "claims:month", "tuti", month("tuti", 3)),
    Screen("bulan-periksa", "claims:month_check", "tuti", month("tuti", 3)),
    Screen("bulan-terkirim", "claims:month_sent", "tuti", month("tuti", 2)),
    Screen("bulan-dibayar", "claims:month", "tuti", month("tuti", 2)),
    Screen("bulan-belum-buka", "claims:month", "tuti", month("tuti", 4)),
    Screen("keputusan-bulan", "claims:month_decision", "tuti", decision_of("tuti")),
    Screen("keberatan-mulai", "claims:objection_start", "siti", decided("siti", "approval")),
    Screen("keberatan-draf", "claims:objection_start", "budi", decided("budi", "refusal")),
    *(
        Screen(f"keberatan-{name}", f"claims:objection_{route}", "budi", decided("budi", "refusal"))
        for name, route in (
            ("alasan", "ground"),
            ("penjelasan", "text"),
            ("bukti", "files"),
            ("periksa", "check"),
            ("tarik", "withdraw"),
        )
    ),
    Screen("keberatan-terkirim", "claims:objection_sent", "vina", decided("vina", "refusal")),
    Screen("keberatan-diperiksa", "claims:objection_start", "vina", decided("vina", "refusal")),
    Screen("keberatan-dijawab", "claims:objection_start", "wulan", decided("wulan", "refusal")),
    Screen("evaluasi-belum", "claims:reevaluation", "siti", claim("siti")),
    Screen("surat-keberatan", "notices:letter", "wulan", letter("wulan", "objection_answer")),
    Screen("pembayaran", "claims:payments", "siti"),
    Screen("iuran-saya", "participants:own_contributions", "siti"),
    Screen("iuran-saya-belum-ditanya", "participants:own_contributions", "wati"),
    Screen("pembayaran-gagal", "claims:payments", "agus"),
    Screen("pembayaran-kosong", "claims:payments", "wati"),
    Screen("pembayaran-kelebihan", "claims:payments", "dedi"),
    Screen("kelebihan-bayar", "claims:overpayment", "dedi", overpayment),
    Screen("kerja-lapor", "claims:work", "siti"),
    Screen("kerja-lapor-isi", "claims:work_report", "siti"),
    Screen("kerja-terlapor", "claims:work", "yani"),
    Screen("kerja-batalkan", "claims:work_undo", "yani"),
    Screen("kerja-berhenti", "claims:work", "dedi"),
    Screen("kerja-tidak-ada", "claims:work", "wati"),
    Screen("misi", "ipk:mission", "siti"),
    Screen("misi-kosong", "ipk:mission", "dewi"),
    Screen("misi-tambah", "ipk:add", "siti"),
    Screen("misi-aktivitas", "ipk:activity", "siti", activity("submitted")),
    Screen("misi-aktivitas-perbaikan", "ipk:activity", "siti", activity("needs_fix")),
    Screen("misi-perbaiki", "ipk:answer", "siti", activity("needs_fix")),
    Screen("misi-tarik", "ipk:withdraw", "siti", activity("submitted")),
    Screen("pelatihan", "training:home", "tuti"),
    Screen("pelatihan-kosong", "training:home", "dewi"),
    Screen("lowongan-peserta", "ipk:vacancies", "siti", query=lambda: "?q=operator"),
    Screen("lowongan-cocok", "ipk:vacancy", "siti", vacancy("published")),
    Screen("lowongan-lapor", "ipk:vacancy_report", "dewi", vacancy("published")),
    Screen("pencarian-tersimpan", "ipk:saved_searches", "siti"),
    Screen("asesmen", "ipk:assessment", "dewi"),
    Screen("asesmen-lanjut", "ipk:assessment", "siti"),
    Screen("asesmen-selesai", "ipk:assessment", "tuti"),
    Screen("asesmen-hasil", "ipk:assessment_result", "tuti"),
    Screen("asesmen-hasil-belum-ada", "ipk:assessment_result", "dewi"),
    Screen("asesmen-hasil-belum-selesai", "ipk:assessment_result", "siti"),
    Screen("asesmen-cari", "ipk:assessment_step", "siti", lambda: {"step": "pernah"}, lambda: "?q=oprator"),
    *(
        Screen(f"asesmen-{step}", "ipk:assessment_step", "siti", lambda step=step: {"step": step})
        for step in ("pernah", "ingin", "bersedia", "kegiatan-3")
    ),
    Screen("konseling-hasil", "counseling:outcome", "tuti", counselled("tuti")),
    Screen("konseling-nilai", "counseling:rate", "tuti", counselled("tuti")),
    Screen("kertas-kerja", "counseling:worksheet", "tuti", counselled("tuti")),
    Screen("catatan-konselor", "counseling:told", "tuti", counselled("tuti")),
    Screen("konseling-lamar", "counseling:apply", "tuti", counselled("tuti", vacancy_id="undone")),
    Screen("konseling-terlamar", "counseling:apply", "tuti", counselled("tuti", vacancy_id="done")),
    Screen("profil", "ipk:profile", "siti"),
    Screen("profil-kosong", "ipk:profile", "dewi"),
    Screen("profil-sebagian", "ipk:profile", "tuti"),
    Screen("profil-data-diri", "ipk:profile_personal", "siti"),
    Screen("profil-foto", "ipk:profile_photo", "siti"),
    Screen("profil-foto-kosong", "ipk:profile_photo", "dewi"),
    *(
        Screen(f"profil-{slug}", "ipk:profile_part", "siti", lambda slug=slug: {"slug": slug})
        for slug in ("pendidikan", "pengalaman", "pelatihan", "sertifikasi", "prestasi", "bahasa", "keahlian")
    ),
    *(
        Screen(f"profil-{slug}-tambah", "ipk:profile_add", "siti", lambda slug=slug: {"slug": slug})
        for slug in ("pendidikan", "pengalaman", "pelatihan", "sertifikasi", "prestasi", "bahasa", "keahlian")
    ),
    Screen("profil-pengalaman-dikenal", "ipk:profile_part", "dewi", lambda: {"slug": "pengalaman"}),
    Screen("profil-isi", "ipk:profile_entry", "siti", profile_entry("siti", "pengalaman")),
    Screen("profil-hapus", "ipk:profile_remove", "siti", profile_entry("siti", "pengalaman")),
    Screen("profil-cv", "ipk:profile_cv", "siti"),
    Screen("pencari-kerja", "ipk:jobseeker", "siti"),
    Screen("pencari-kerja-belum", "ipk:jobseeker", "dewi"),
    Screen("pencari-kerja-daftar", "ipk:jobseeker_register", "dewi"),
    Screen("pencari-kerja-ubah", "ipk:jobseeker_register", "siti"),
    Screen("pencari-kerja-kondisi", "ipk:jobseeker_condition", "siti"),
    Screen("pencari-kerja-akhiri", "ipk:jobseeker_end", "siti"),
    Screen("lamar", "ipk:apply", "wati", vacancy_of("lina", "called")),
    Screen("lamar-profil-lengkap", "ipk:apply", "siti", vacancy_of("lina", "refused")),
    Screen("portofolio", "ipk:portfolio", "lina"),
    Screen("portofolio-kosong", "ipk:portfolio", "dewi"),
    Screen("lamaran-terkirim", "ipk:application", "siti", application("siti", "sent")),
    Screen("lamaran-dipanggil", "ipk:application", "lina", application("lina", "called")),
    Screen("lamaran-tidak-diterima", "ipk:application", "lina", application("lina", "refused")),
    Screen("lamaran-diterima", "ipk:application", "agus", application("agus", "accepted")),
    Screen("lamaran-tarik", "ipk:application_withdraw", "lina", application("lina", "called")),
    Screen("lowongan-sudah-dilamar", "ipk:vacancy", "siti", vacancy_of("siti", "sent")),
    Screen("kerja-lapor-terisi", "claims:work", "agus"),
    Screen("konseling", "counseling:home", "siti"),
    Screen("konseling-menunggu", "counseling:home", "tuti"),
    Screen("konseling-usulan", "counseling:home", "lina"),
    Screen("konseling-belum", "counseling:home", "dewi"),
    Screen("konseling-daftar", "counseling:register", "dewi"),
    Screen("konseling-permohonan", "counseling:detail", "siti", counselling("siti")),
    Screen("konseling-jawab", "counseling:answer", "lina", counselling("lina")),
    Screen("konseling-pindah", "counseling:move", "siti", counselling("siti")),
    Screen("konseling-batal", "counseling:cancel", "tuti", counselling("tuti")),
    Screen("notifikasi", "notices:inbox", "siti"),
    Screen("notifikasi-saluran", "notices:copies", "siti"),
    Screen("surat-bayar", "notices:letter", "siti", letter("siti", "payment_proof")),
    Screen("surat-tolak", "notices:letter", "budi", letter("budi", "refusal")),
    Screen("keamanan", "accounts:security", "siti"),
    Screen("ganti-sandi", "accounts:password", "siti"),
    Screen("langkah-kedua", "accounts:second_factor", "siti"),
    Screen("langkah-kedua-aplikasi", "accounts:add_totp", "siti"),
    Screen("langkah-kedua-kunci", "accounts:add_passkey", "siti"),
    Screen("ganti-email", "accounts:change_email", "siti"),
    Screen("ganti-hp", "accounts:change_phone", "siti"),
    Screen("pastikan-ini-anda", "account_confirm", "siti"),
    Screen(
        "undangan-perusahaan", "participants:employer_invitation", "yusuf", first(EmployerInvitation, "invitation_id")
    ),
)

EMPLOYERS = (
    Screen("perusahaan", "jkp_portal:employer_home", "hr.garmen"),
    Screen("perusahaan-phk", "participants:employer_phk_list", "hr.garmen"),
    Screen("perusahaan-phk-baru", "participants:employer_phk_new", "hr.garmen"),
    Screen("perusahaan-phk-detail", "participants:employer_phk", "hr.garmen", event("yusuf")),
    Screen("perusahaan-phk-jawab", "participants:phk_answer", "hr.garmen", event("yusuf")),
    Screen("perusahaan-csv", "participants:employer_csv", "hr.busana"),
    Screen("perusahaan-csv-hasil", "participants:employer_import", "hr.busana", first(PhkImport, "import_id")),
    Screen("pelamar", "ipk:board", "hr.garmen", vacancy_of("siti", "sent")),
    Screen("pelamar-tidak-cocok", "ipk:board", "hr.garmen", vacancy_of("siti", "sent"), query=lambda: "?q=zzz"),
    Screen("pelamar-satu", "ipk:applicant", "hr.garmen", application("siti", "sent")),
    Screen("pelamar-dipanggil", "ipk:applicant", "hr.garmen", application("lina", "called")),
    *(
        Screen(
            f"pelamar-{kind}",
            "ipk:board_answer",
            "hr.garmen",
            vacancy_of("siti", "sent"),
            query=ticked("siti", "sent", kind),
        )
        for kind in ("panggil", "tolak", "terima")
    ),
    Screen("perusahaan-pekerja", "participants:employer_workers", "hr.busana"),
    Screen("perusahaan-pekerja-baru", "participants:employer_worker_new", "hr.busana"),
    Screen("perusahaan-pekerja-csv", "participants:worker_csv", "hr.busana"),
    Screen("perusahaan-data", "participants:employer_data", "hr.busana"),
    Screen("perusahaan-tempat-baru", "participants:workplace_new", "hr.busana"),
    Screen("perusahaan-staf", "participants:employer_staff", "hr.busana"),
    Screen("perusahaan-lowongan", "ipk:employer_vacancies", "hr.busana"),
    Screen("perusahaan-lowongan-tidak-cocok", "ipk:employer_vacancies", "hr.busana", query=lambda: "?q=zzz"),
    Screen("perusahaan-lowongan-baru", "ipk:employer_vacancy_new", "hr.busana"),
    Screen("perusahaan-lowongan-satu", "ipk:employer_vacancy", "hr.busana", vacancy("draft")),
    Screen("perusahaan-lowongan-kembali", "ipk:employer_vacancy", "hr.garmen", vacancy("rejected")),
    Screen("perusahaan-lowongan-tutup", "ipk:employer_vacancy_close", "hr.garmen", vacancy_of("siti", "sent")),
    Screen("perusahaan-lowongan-ubah", "ipk:employer_vacancy_edit", "hr.busana", vacancy("draft")),
    Screen("perusahaan-gabung", "participants:employer_join", "hr.busana"),
    Screen(
        "perusahaan-gabung-kode", "participants:employer_join_code", "nur", first(EmployerJoin, "join_id", state="code")
    ),
)

OFFICERS_SCREENS = (
    Screen("mediasi", "participants:mediation", "mediator"),
    Screen("mediasi-kasus", "participants:mediation_case", "mediator", event("yusuf")),
    Screen("mediasi-sengketa", "participants:mediation_case", "mediator", event("sri")),
    Screen("konselor", "counseling:desk", "konselor"),
    Screen("konseling-antrian", "counseling:queue", "konselor"),
    Screen("konseling-antrian-koordinator", "counseling:queue", "koordinator"),
    Screen("konseling-antrian-permohonan", "counseling:queue_request", "konselor", counselling("tuti")),
    Screen("konseling-antrian-terjadwal", "counseling:queue_request", "konselor", counselling("siti")),
    Screen("konselor-jadwal", "counseling:hours", "konselor"),
    Screen("konselor-cuti", "counseling:leave", "konselor"),
    Screen("bukti", "ipk:evidence_queue", "konselor"),
    Screen("bukti-kasus", "ipk:evidence", "konselor", activity("submitted")),
    Screen("bukti-diputus", "ipk:evidence", "auditor", activity("accepted")),
    Screen("lowongan-antrian", "ipk:vacancy_queue", "konselor"),
    Screen("lowongan-kasus", "ipk:vacancy_case", "konselor", vacancy("submitted")),
    Screen("identitas-antrian", "participants:identity_queue", "verifikator"),
    Screen("identitas-kasus", "participants:identity_case", "verifikator", check_of("nur")),
    Screen(
        "perusahaan-kasus", "participants:join_case", "verifikator", first(EmployerJoin, "join_id", state="officer")
    ),
    Screen("iuran", "participants:contribution_files", "verifikator"),
    Screen("kepesertaan", "participants:worker_reports", "verifikator"),
    Screen("kepesertaan-perusahaan", "participants:employer_reports", "verifikator"),
    Screen("iuran-terima", "participants:contribution_receive", "verifikator"),
    Screen("verval", "claims:review_queue", "verifikator"),
    Screen("verval-klaim", "claims:review", "verifikator", claim("eko")),
    Screen("verval-tidak-layak", "claims:review", "verifikator", claim("rudi")),
    Screen("verval-bulan", "claims:review_month", "verifikator", sent_month("tuti")),
    Screen("keberatan-antrian", "claims:objection_queue", "keberatan"),
    Screen("keberatan-kasus", "claims:objection_case", "keberatan", objection("vina")),
    Screen("keberatan-kasus-pemutus", "claims:objection_case", "verifikator", objection("vina")),
    Screen("keberatan-kasus-dijawab", "claims:objection_case", "auditor", objection("wulan")),
    Screen("verval-diputus", "claims:review", "auditor", claim("siti")),
    Screen("bayar", "payments:batches", "pembayar"),
    Screen("bayar-siap", "payments:ready", "pembayar"),
    Screen("bayar-batch", "payments:batch", "pemeriksa", first(Batch, "batch_id")),
    Screen("bayar-baris", "payments:payout", "pembayar", payout("agus")),
    Screen("bayar-kasus", "payments:cases", "pembayar"),
    Screen("bayar-kasus-satu", "payments:case", "pemeriksa", first(BankCase, "case_id")),
    Screen("rekonsiliasi", "payments:reconciliation", "pemeriksa"),
    Screen("rekonsiliasi-hari", "payments:day", "pemeriksa", today),
    Screen(
        "rekonsiliasi-jelaskan", "payments:explain", "pemeriksa", first(StatementLine, "line_id", match="unmatched")
    ),
    Screen("kelebihan", "claims:overpayment_queue", "verifikator"),
    Screen("kelebihan-kasus", "claims:overpayment_case", "verifikator", overpayment),
    Screen("kelebihan-angsuran", "claims:overpayment_case", "pembayar", overpayment),
    Screen("operasi", "jkp_portal:operations", "admin"),
    Screen("operasi-gangguan", "jkp_portal:outage", "admin"),
    Screen("data-saya", "jkp_portal:my_data", "siti"),
    Screen("data-saya-alamat", "participants:address", "siti"),
    Screen("data-saya-minta", "participants:wish", "siti"),
    Screen("pdp", "participants:wishes", "pdp"),
    Screen("pdp-permintaan", "participants:wish_case", "pdp", first(DataRequest, "wish_id")),
    Screen("peserta-cari", "jkp_portal:people", "verifikator"),
    Screen(
        "peserta-satu",
        "jkp_portal:person",
        "verifikator",
        lambda: {"person_id": user_of("siti").person.pk},
        query=lambda: "?untuk=klaim",
    ),
    Screen("konselor-sesi", "counseling:session", "konselor", counselled("tuti")),
    Screen("konselor-laporan", "counseling:report", "konselor", counselled("tuti")),
    Screen("laporan-konselor", "counseling:reports", "verifikator"),
    Screen("laporan-konselor-satu", "counseling:report_case", "verifikator", told_to_bpjs),
    Screen("konselor-rekomendasi", "counseling:advice", "konselor", counselled("tuti")),
    Screen(
        "konselor-rekomendasi-latih",
        "counseling:advice",
        "konselor",
        counselled("tuti"),
        query=lambda: "?bagian=pelatihan",
    ),
    Screen("konselor-tindak-lanjut", "counseling:follow_up", "konselor"),
    Screen("konselor-tindak-lanjut-satu", "counseling:follow_up_one", "konselor", counselled("tuti")),
    Screen("penjangkauan", "claims:outreach", "verifikator"),
    Screen("penjangkauan-satu", "claims:outreach_case", "verifikator", looked_for("yusuf")),
    Screen("koordinator-konselor", "counseling:counsellors", "koordinator"),
    Screen("koordinator-provinsi", "counseling:counsellors", "koordinator", query=lambda: "?provinsi=33"),
    Screen("koordinator-kalender", "counseling:calendar", "koordinator"),
    Screen("koordinator-kinerja", "reports:counselling", "koordinator"),
    Screen("pola-petugas", "jkp_portal:patterns_officer", "admin"),
    Screen("keamanan-petugas", "accounts:security", "verifikator"),
)

SCREENS = (
    *PUBLIC,
    *PARTICIPANTS,
    *EMPLOYERS,
    *OFFICERS_SCREENS,
    *compliance_screens.SCREENS,
    *training_screens.SCREENS,
)


def every_route(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The names of all addresses, without the admin, whose pages are Django's own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif pattern.namespace != "admin":
            yield from every_route(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
