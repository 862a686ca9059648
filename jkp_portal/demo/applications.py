"""Applications of the demo: two employers with a vacancy each, four people who applied, one of them taken."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.jobs import run_due
from files.operations import store_upload
from ipk import operations as search
from ipk.enums.vacancies import Employment, Schooling, WorkPlace
from ipk.operations.applications import APPLICATION_PURPOSE
from ipk.operations.moderation import approve_vacancy
from ipk.operations.vacancies import Written, draft_vacancy, submit_vacancy
from ipk.selectors import profile_snapshot
from jkp_portal.demo.stories import Stage, page_photo
from participants.models import Employer, Person

GARMEN, BUSANA = "99000002", "99000001"
LETTER = (
    "Dengan hormat,\n\nSaya tujuh tahun menjahit kemeja ekspor dan terbiasa dengan target harian. "
    "Saya dapat mulai bekerja minggu depan.\n\nTerima kasih."
)


def tell_applications(stage: Stage) -> None:
    """Siti's is new, with letter and file; Lina was called at one firm and not taken at the other; Agus was taken."""
    at = stage.now()
    sewing = _published(stage, GARMEN, "Operator jahit garmen", "75", "Menjahit kemeja dan seragam.", at)
    office = _published(stage, BUSANA, "Staf administrasi gudang", "43", "Mencatat barang masuk dan keluar.", at)
    called, taken = _applied("lina", sewing, at), _applied("agus", sewing, at)
    refused = _applied("lina", office, at)
    _applied("siti", sewing, at, letter=LETTER, with_file=True)
    hr = {"actor": stage.hr[GARMEN], "at": at}
    meeting = search.Appointment(
        clock.start_of_day(clock.legal_date(at)) + timedelta(days=4, hours=10),
        "Jalan Contoh 12, Surakarta, lantai 2",
        "Temui Ibu Galuh. Bawa KTP dan satu contoh jahitan.",
    )
    search.call_applicants([called], appointment=meeting, **hr)
    search.accept_applicant(taken, starts_on=clock.legal_date(at) + timedelta(days=7), wage=2_900_000, **hr)
    search.refuse_applicants([refused], reason="filled", actor=stage.hr[BUSANA], at=at)
    run_due()


def _published(stage: Stage, npp: str, title: str, group: str, duties: str, at: datetime) -> Any:
    """Written by the employer's HR and looked at by an officer."""
    actor = stage.hr[npp]
    written = Written(
        title=title,
        occupation_id=group,
        description=duties,
        requirements="Pengalaman satu tahun.",
        region_id="3372",
        country="",
        wage_from=2_600_000,
        wage_to=3_100_000,
        education=Schooling.LOWER,
        experience_years=1,
        employment=Employment.PERMANENT,
        work_place=WorkPlace.ONSITE,
        openings=3,
        skills=("menjahit", "mengendalikan mutu") if group == "75" else ("mencatat stok",),
        closes_on=clock.legal_date(at) + timedelta(days=30),
    )
    vacancy = draft_vacancy(Employer.objects.get(npp=npp), written=written, actor=actor, at=at)
    vacancy = submit_vacancy(vacancy, actor=actor, at=at)
    return approve_vacancy(vacancy, seen=vacancy.version, actor=stage.officers["konselor"], at=at)


def _applied(who: str, vacancy: Any, at: datetime, *, letter: str = "", with_file: bool = False) -> Any:
    person = Person.objects.get(user__email=f"{who}@contoh.invalid")
    files = []
    if with_file:
        page = page_photo(["SERTIFIKAT", "Operator garmen, level 2", "", person.full_name], "PNG")
        upload = SimpleUploadedFile("sertifikat.png", page, "image/png")
        files = [store_upload(upload, owner=person.user, purpose=APPLICATION_PURPOSE, at=at)]
    return search.send_application(
        person,
        vacancy=vacancy,
        snapshot=profile_snapshot(person),
        letter=letter,
        files=files,
        actor=person.user,
        at=at,
    )
