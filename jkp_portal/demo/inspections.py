"""Inspections of the demo: a nota that waits for the firm's answer, and one that nobody answered: a sanction."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.enums import InspectionKind, ServedHow
from compliance.models import Inspection, SanctionCase
from compliance.operations import inspections, sanction_serving, sanctions, visits
from core.clock import legal_date
from core.models import Region
from files.operations import store_upload
from jkp_portal.demo.complaints import days_ago
from jkp_portal.demo.stories import Stage, page_photo
from participants.models import Employer

# Working days ago.
OPENED, ORDERED, VISITED, ISSUED = 16, 14, 9, 3
LONG_OPENED, LONG_ORDERED, LONG_VISITED, LONG_ISSUED = 48, 46, 40, 36
FOLLOWED, PROPOSED, APPROVED, SERVED = 20, 15, 13, 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What inspectors went for at a firm, what they wrote there, and the duties that were not met."""

    npp: str
    because: str
    met: str
    text: str
    findings: tuple[visits.Found, ...]


BUSANA = Seen(
    "99000001",
    "Banyak PHK dalam setahun, dan beberapa dilaporkan sesudah batas waktunya.",
    "Kepala personalia",
    "Daftar gaji dan laporan kepada BPJS dibandingkan untuk tiga bulan terakhir.",
    (
        visits.Found("report_phk", "Tiga PHK belum dilaporkan sesudah tujuh hari kerja.", 3),
        visits.Found("report_data", "Kenaikan upah delapan belas pekerja belum dilaporkan.", 18),
    ),
)
GARMEN = Seen(
    "99000002",
    "Jumlah pekerja di pabrik lebih besar daripada yang terdaftar di BPJS.",
    "Manajer produksi",
    "Pekerja di tiga gedung dihitung dan dicocokkan dengan daftar peserta.",
    (visits.Found("enrol", "Dua belas pekerja bagian gudang belum didaftarkan.", 12),),
)
UNMET = "Dua belas pekerja masih belum didaftarkan, dan nota tidak dijawab."
WARNING = "Perusahaan belum mendaftarkan dua belas pekerja bagian gudang sesudah nota pemeriksaan."


def tell_inspections(stage: Stage, today: date) -> None:
    """One nota waits for its answer; the firm of another was warned the first time, and its days run."""
    _inspected(stage, BUSANA, today, OPENED, ORDERED, VISITED, ISSUED)
    warned = _inspected(stage, GARMEN, today, LONG_OPENED, LONG_ORDERED, LONG_VISITED, LONG_ISSUED)
    lead = stage.officers["pengawas"]
    visits.follow_up(warned, text=UNMET, actor=lead, at=days_ago(today, FOLLOWED))
    _warned(stage, warned, today)


def _inspected(
    stage: Stage, seen: Seen, today: date, opened: int, ordered: int, visited: int, issued: int
) -> Inspection:
    """From the plan to the nota, each step so many working days ago."""
    lead, boss = stage.officers["pengawas"], stage.officers["koordinator.pengawas"]
    firm = Employer.objects.get(npp=seen.npp)
    region = Region.objects.get(pk=firm.region_id)
    at = days_ago(today, visited)
    plan = inspections.InspectionPlan(InspectionKind.RISK, firm, region, seen.because, legal_date(at), lead)
    made = inspections.open_inspection(plan, actor=lead, at=days_ago(today, opened))
    made = inspections.declare(made, interest=False, actor=lead, at=days_ago(today, opened))
    made = inspections.order_inspection(made, actor=boss, at=days_ago(today, ordered))
    visits.record_visit(made, visits.Visit(legal_date(at), firm.address, seen.met, seen.text), actor=lead, at=at)
    for found in seen.findings:
        visits.add_finding(made, found, actor=lead, at=at + timedelta(hours=2))
    return visits.issue_nota(made, actor=boss, at=days_ago(today, issued))


def _warned(stage: Stage, inspection: Inspection, today: date) -> None:
    """Proposed by the inspector, approved by the coordinator; the letter was handed over, so its ten days run."""
    lead, boss = stage.officers["pengawas"], stage.officers["koordinator.pengawas"]
    at = days_ago(today, PROPOSED)
    case = sanctions.open_case(inspection, by=lead, at=at)
    sanction_serving.check_obligations(case, met=False, text=UNMET, by=lead, at=at)
    proposal = sanctions.propose(case, text=WARNING, by=lead, at=at)
    sanctions.approve(proposal, by=boss, at=days_ago(today, APPROVED))
    _served(SanctionCase.objects.get(pk=case.pk), lead, today)


def _served(case: SanctionCase, lead: Any, today: date) -> None:
    at = days_ago(today, SERVED)
    page = page_photo(["TANDA TERIMA", case.number, "", "Diterima bagian umum"], "PNG")
    upload = SimpleUploadedFile("tanda-terima.png", page, "image/png")
    file = store_upload(upload, owner=lead, purpose=sanction_serving.FILE_PURPOSE, at=at)
    sanction_serving.serve(case, on=legal_date(at), how=ServedHow.HAND, file=file, by=lead, at=at)
