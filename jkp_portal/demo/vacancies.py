"""Vacancies of the demo: many invented ones, Karirhub's copy, an employer's own in every state, a report, a search."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from core import clock
from integrations.karirhub import karirhub_client
from ipk.enums.vacancies import Employment, ReportReason, ReturnReason, Schooling, WorkPlace
from ipk.operations import moderation
from ipk.operations.copying import copy_vacancies
from ipk.operations.samples import generate_vacancies
from ipk.operations.saved_searches import save_search
from ipk.operations.vacancies import Written, draft_vacancy, submit_vacancy
from ipk.operations.vacancy_reports import report_vacancy
from ipk.selectors.vacancies import search
from ipk.wanted import Wanted
from jkp_portal.demo.market import A_STEP, TOLD
from jkp_portal.demo.stories import Stage
from participants.models import Employer, EmployerStaff


def tell_vacancies(stage: Stage) -> None:
    """Two firms' own vacancies go through the desk; the rest is there for searching."""
    generate_vacancies(A_STEP, seed=TOLD, at=stage.now())
    copy_vacancies(karirhub=karirhub_client(), at=stage.now())
    shown = _own(stage, "99000001", "Operator jahit garmen", "75", "3372", "Menjahit kemeja dan seragam.")
    _sent(stage, shown)
    moderation.approve_vacancy(shown, seen=1, actor=stage.officers["konselor"], at=stage.now())
    waiting = _own(
        stage, "99000001", "Staf gudang kain", "43", "3311", "Mencatat kain masuk. Biaya seragam ditanggung pelamar."
    )
    _sent(stage, waiting)
    _own(stage, "99000001", "Kepala regu jahit", "75", "3372", "Memimpin regu.")
    back = _own(stage, "99000002", "Satpam pabrik", "54", "3372", "Menjaga pintu.")
    _sent(stage, back)
    moderation.return_vacancy(
        back,
        seen=1,
        reason=ReturnReason.UNCLEAR,
        note="Sebutkan jam kerja dan giliran malam.",
        actor=stage.officers["konselor"],
        at=stage.now(),
    )


def tell_searching(stage: Stage, searcher: str) -> None:
    """Somebody keeps a search, and reports a vacancy of Surakarta."""
    user = User.objects.get(email=f"{searcher}@contoh.invalid")
    save_search(user, wanted=Wanted("penjahit", "Jawa Tengah"), label="penjahit · Jawa Tengah", at=stage.now())
    doubted = search(Wanted("satpam", "Jawa Tengah"), today=clock.today()).rows[0]
    note = "Diminta transfer Rp300.000 untuk seragam sebelum wawancara."
    report_vacancy(doubted, user=user, reason=ReportReason.FEE, note=note, at=stage.now())


def _own(stage: Stage, npp: str, title: str, group: str, region: str, description: str) -> Any:
    """A draft, written by the firm's HR."""
    employer = Employer.objects.get(npp=npp)
    written = Written(
        title=title,
        occupation_id=group,
        description=description,
        requirements="Teliti.\nBersedia kerja gilir.",
        region_id=region,
        country="",
        wage_from=2_600_000,
        wage_to=3_100_000,
        education=Schooling.LOWER,
        experience_years=1,
        employment=Employment.PERMANENT,
        work_place=WorkPlace.ONSITE,
        openings=5,
        skills=("mesin jahit industri", "ketelitian"),
        closes_on=clock.today() + timedelta(days=30),
    )
    return draft_vacancy(employer, written=written, actor=_hr(employer), at=stage.now())


def _sent(stage: Stage, vacancy: Any) -> None:
    submit_vacancy(vacancy, actor=_hr(vacancy.employer), at=stage.now())


def _hr(employer: Employer | None) -> User:
    return EmployerStaff.objects.in_force(clock.today()).filter(employer=employer).order_by("since", "pk")[0].user
