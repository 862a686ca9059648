"""Membership in the demo: a firm tells BPJS of its workers, in every state that a report can have."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.clock import legal_date
from core.jobs import run_due
from core.models import Region
from integrations.sandbox.people import Bpjs, Membership, Person, contributions, nik
from integrations.sandbox.stories import BUSANA, LOGISTIK, Phk, Story
from jkp_portal.demo.complaints import days_ago
from jkp_portal.demo.people import register
from jkp_portal.demo.stories import Stage
from participants.enums import EmployerFact, RiskClass, WorkerReportKind
from participants.models import Employer, Employment, WorkerReport, Workplace
from participants.operations.employer_reports import ask_for_change
from participants.operations.membership import confirm_report, enrol_worker, report_change, return_report
from participants.operations.membership_letters import take_certificate
from participants.operations.workplaces import open_workplace
from participants.said import Worker
from participants.worker_said import Changed, Enrolled
from rules.calendar import add_months

ENROLLED, ANSWERED, CERTIFIED, CHANGED = 8, 7, 6, 2  # working days ago
BEGAN, LEFT, OPENED = 21, 400, 365  # days ago
WAGE, RAISED = 4_200_000, 4_600_000
ALL, NO_PENSION = ("JKK", "JKM", "JHT", "JP"), ("JKK", "JKM", "JHT")
PLACE, ADDRESS, SURAKARTA = "Pabrik Laweyan", "Jalan Dr. Radjiman 500, Surakarta", "3372"
UNLIKE_KTP = "Nama pada laporan berbeda dari KTP. Kirim ulang dengan nama lengkap."
MORE_MACHINES = "Mesin potong dan tungku baru dipakai sejak bulan lalu."


@dataclass(frozen=True, slots=True)
class Hand:
    """A worker of the firm who has no account."""

    full_name: str
    born_on: date
    sex: str
    serial: int

    @property
    def worker(self) -> Worker:
        return Worker(nik(self.born_on, self.sex, self.serial), self.full_name, self.born_on)


HER_NUMBERS = ("99000000141", "99000000142")  # at the firm before, and here
NUMBERS = (HER_NUMBERS[1], "99000000151", "99000000152")  # of those whom BPJS confirmed
RAISED_HAND = Hand("Sekar Palupi", date(1993, 4, 18), "P", 151)
PARTLY = Hand("Bagus Prasetya", date(1997, 9, 3), "L", 152)
UNLIKE = Hand("Tri W.", date(1990, 2, 21), "L", 153)
NEW = Hand("Nanda Puspita", date(2001, 11, 6), "P", 154)


def laila(today: date) -> Story:
    """She had a number (KPJ) at another firm until a year ago, and BPJS gave her one more for this one."""
    left, born = today - timedelta(days=LEFT), date(1994, 6, 12)
    before = Membership(LOGISTIK.npp, add_months(left, -24), left, kpj=HER_NUMBERS[0])
    now = Membership(BUSANA.npp, today - timedelta(days=BEGAN), kpj=HER_NUMBERS[1])
    rows = contributions(LOGISTIK.npp, WAGE, phk_on=left, months=24, today=today)
    held = Bpjs(registered_on=before.since, memberships=(before, now), contributions=rows)
    person = Person(nik(born, "P", 141), "Laila Hapsari", "Mariam", born, "P", phone="+628980000141", bpjs=held)
    return Story("laila", "has work again", person, BUSANA, Phk(on=left), WAGE, employers=(LOGISTIK, BUSANA))


def tell_membership(stage: Stage, today: date) -> None:
    """Reports that BPJS confirmed, returned or has not answered, and the certificate of what it confirmed."""
    told, hr, verifier = laila(today), stage.hr[BUSANA.npp], stage.officers["verifikator"]
    stage.partners.load(people=[told.person])
    register(told, days_ago(today, ENROLLED))
    firm = Employer.objects.get(npp=BUSANA.npp)
    before, answered = stage.at(days_ago(today, ENROLLED)), days_ago(today, ANSWERED)
    place = _place(before, firm, today)
    hers = Worker(told.person.nik, told.person.full_name, told.person.born_on)
    known = [_enrolled(before, firm, one, today, place=place) for one in (hers, RAISED_HAND.worker)]
    known.append(_enrolled(before, firm, PARTLY.worker, today, programmes=NO_PENSION))
    for report, kpj in zip(known, NUMBERS, strict=True):
        confirm_report(report, actor=verifier, at=answered, kpj=kpj)
    unlike = _enrolled(before, firm, UNLIKE.worker, today)
    return_report(unlike, reply=UNLIKE_KTP, actor=verifier, at=answered)
    take_certificate(firm, user=hr, at=days_ago(today, CERTIFIED))
    _enrolled(stage, firm, NEW.worker, today, place=place)
    _changes(stage, firm, known[1].employment, today)
    run_due()


def _place(stage: Stage, firm: Employer, today: date) -> Workplace:
    return open_workplace(
        firm,
        name=PLACE,
        address=ADDRESS,
        region=Region.objects.get(pk=SURAKARTA),
        since=today - timedelta(days=OPENED),
        actor=stage.hr[firm.npp],
        at=stage.now(),
    )


def _enrolled(
    stage: Stage,
    firm: Employer,
    worker: Worker,
    today: date,
    *,
    place: Workplace | None = None,
    programmes: tuple[str, ...] = ALL,
) -> WorkerReport:
    said = Enrolled(today - timedelta(days=BEGAN), WAGE, programmes)
    return enrol_worker(
        employer=firm, worker=worker, said=said, actor=stage.hr[firm.npp], at=stage.now(), workplace=place
    )


def _changes(stage: Stage, firm: Employer, raised: Employment, today: date) -> None:
    """A new wage and another class of risk, which BPJS has not answered."""
    hr, at, since = stage.hr[firm.npp], stage.now(), legal_date(days_ago(today, CHANGED))
    report_change(raised, Changed(WorkerReportKind.WAGE, since, wage=RAISED), actor=hr, at=at)
    ask_for_change(
        firm,
        fact=EmployerFact.RISK_CLASS,
        wanted=RiskClass.III,
        effective_on=since,
        reason=MORE_MACHINES,
        actor=hr,
        at=at,
    )
