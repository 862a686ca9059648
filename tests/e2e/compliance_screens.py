"""Pages of complaints, inspections, sanctions, arrears, bills and provinces, as those of the stories open them."""

from compliance.models import (
    Allegation,
    ArrearsCase,
    Complaint,
    ContributionBill,
    DataAgreement,
    Inspection,
    PlanYear,
    Reconciliation,
    SanctionCase,
    WorkPlan,
)
from core import clock
from participants.models import ContributionFile, Employer
from tests.e2e.screen import Arguments, Screen, claim, first

JAKARTA, INSPECTOR, COORDINATOR = "koordinator.jakarta", "pengawas", "koordinator.pengawas"


def complaint(who: str) -> Arguments:
    """Somebody's complaint."""
    return first(Complaint, "complaint_id", author__email=f"{who}@contoh.invalid")


def inspection(state: str) -> Arguments:
    return first(Inspection, "inspection_id", state=state)


def begun() -> dict[str, object]:
    """The activity of this year that was begun; of another year when the plan does not hold this one."""
    row = PlanYear.objects.filter(year__lte=clock.today().year).order_by("-done", "-year", "pk")[0]
    return {"plan_year_id": row.pk}


def evaluation() -> dict[str, object]:
    row = PlanYear.objects.get(pk=begun()["plan_year_id"])
    return {"plan_id": row.activity.plan_id, "year": row.year}


case, bill, agreement = (
    first(SanctionCase, "case_id"),
    first(ContributionBill, "contribution_bill_id"),
    first(DataAgreement, "agreement_id"),
)
debt = first(ArrearsCase, "case_id")

PARTICIPANTS = (
    Screen("pengaduan-saya", "compliance:own_complaints", "budi"),
    Screen("pengaduan-saya-kosong", "compliance:own_complaints", "siti"),
    Screen("pengaduan-saya-satu", "compliance:own_complaint", "budi", complaint("budi")),
    Screen("pengaduan-saya-diperiksa", "compliance:own_complaint", "vina", complaint("vina")),
    Screen("dasbor-perusahaan-membayar", "claims:dashboard", "ratna"),
    Screen("klaim-perusahaan-membayar", "claims:claim", "ratna", claim("ratna")),
    Screen("keputusan-perusahaan-membayar", "claims:decision", "ratna", claim("ratna")),
    Screen("tunggakan-saya", "compliance:worker_arrears", "ratna", claim("ratna")),
    Screen("klaim-pailit", "claims:claim", "hendra", claim("hendra")),
)

EMPLOYERS = (
    Screen("kepatuhan", "compliance:employer_home", "hr.garmen"),
    Screen("kepatuhan-kosong", "compliance:employer_home", "hr.tenun"),
    Screen("kepatuhan-tanggapan", "compliance:employer_allegation", "hr.garmen", first(Allegation, "allegation_id")),
    Screen("kepatuhan-nota", "compliance:employer_nota", "hr.busana", inspection("issued")),
    Screen("kepatuhan-nota-sanksi", "compliance:employer_nota", "hr.garmen", inspection("sanctioned")),
    Screen("kepatuhan-sanksi", "compliance:employer_sanction", "hr.garmen", case),
    Screen("kepatuhan-tunggakan", "compliance:employer_arrears", "hr.logistik"),
    Screen("kepatuhan-tunggakan-kosong", "compliance:employer_arrears", "hr.busana"),
    Screen("kepatuhan-tunggakan-satu", "compliance:employer_arrears_case", "hr.logistik", debt),
)

OFFICERS = (
    Screen("pengawasan", "compliance:inspection_home", INSPECTOR),
    Screen("pengawasan-pengaduan", "compliance:complaints", INSPECTOR),
    Screen("pengawasan-pengaduan-nihil", "compliance:complaints", INSPECTOR, query=lambda: "?q=tidakada"),
    Screen("pengawasan-pengaduan-baru", "compliance:complaint_case", INSPECTOR, complaint("budi")),
    Screen("pengawasan-pengaduan-satu", "compliance:complaint_case", INSPECTOR, complaint("vina")),
    Screen("pengawasan-pengaduan-dibaca", "compliance:complaint_case", "auditor", complaint("vina")),
    Screen("pengawasan-risiko", "compliance:risks", INSPECTOR),
    Screen(
        "pengawasan-perusahaan",
        "compliance:inspected_employer",
        INSPECTOR,
        first(Employer, "employer_id", npp="99000002"),
    ),
    Screen("pemeriksaan", "compliance:inspections", INSPECTOR),
    Screen("pemeriksaan-baru", "compliance:inspection_new", INSPECTOR),
    Screen("pemeriksaan-nota", "compliance:inspection", INSPECTOR, inspection("issued")),
    Screen("pemeriksaan-sanksi", "compliance:inspection", COORDINATOR, inspection("sanctioned")),
    Screen("pemeriksaan-rencana", "compliance:programme", COORDINATOR),
    Screen("sanksi", "compliance:sanctions", INSPECTOR),
    Screen("sanksi-satu", "compliance:sanction_case", INSPECTOR, case),
    Screen("sanksi-koordinator", "compliance:sanction_case", COORDINATOR, case),
    Screen("rencana-kerja-satu", "compliance:plan", JAKARTA, first(WorkPlan, "plan_id")),
    Screen("rencana-kerja-kegiatan", "compliance:plan_year", JAKARTA, begun),
    Screen("rencana-kerja-evaluasi", "compliance:plan_evaluation", JAKARTA, evaluation),
    Screen("pertukaran", "compliance:exchange", JAKARTA),
    Screen("pertukaran-baru", "compliance:exchange_new", JAKARTA),
    Screen("pertukaran-data", "compliance:exchange_sets", JAKARTA),
    Screen("pertukaran-catatan", "compliance:exchange_log", "admin"),
    Screen("pertukaran-perjanjian", "compliance:exchange_agreement", JAKARTA, agreement),
    Screen("pertukaran-rekonsiliasi", "compliance:reconciliations", JAKARTA),
    Screen(
        "pertukaran-rekonsiliasi-satu", "compliance:reconciliation", JAKARTA, first(Reconciliation, "reconciliation_id")
    ),
    Screen("tagihan-iuran", "compliance:bills", "penelaah"),
    Screen("tagihan-iuran-satu", "compliance:bill", "penelaah", bill),
    Screen("tagihan-iuran-ganda", "compliance:bill", "penelaah", bill, lambda: "?kode=repeated"),
    Screen("tagihan-iuran-bulan", "compliance:bill_months", "penelaah"),
    Screen("bpjs-tagihan-iuran", "compliance:bpjs_bills", "verifikator"),
    Screen("bpjs-tagihan-iuran-satu", "compliance:bpjs_bill", "verifikator", bill),
    Screen("bpjs-tagihan-iuran-kirim", "compliance:bpjs_bill_new", "verifikator"),
    Screen(
        "iuran-berkas", "participants:contribution_file", "verifikator", first(ContributionFile, "contribution_file_id")
    ),
    Screen("tunggakan", "compliance:arrears_desk", "verifikator"),
    Screen("tunggakan-satu", "compliance:arrears_case", "verifikator", debt),
    Screen("halo-pengaduan", "compliance:help_desk", "halojkp"),
)

SCREENS = (*PARTICIPANTS, *EMPLOYERS, *OFFICERS)
