"""Profiles of the demo: one complete with its photo, one begun; the others have what BPJS knows and nothing more."""

import io
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from core import clock
from files.operations import store_upload
from ipk import operations as search
from ipk.enums.profile import Condition, Fluency, Part, Schooling
from ipk.operations.profile import PHOTO_PURPOSE, ToldEntry
from ipk.selectors import known_jobs
from jkp_portal.demo.stories import Stage
from participants.models import Person

SUMMARY = (
    "Operator jahit dengan pengalaman tujuh tahun di lini kemeja ekspor. Teliti, terbiasa dengan target harian, "
    "dan pernah melatih operator baru. Mencari pekerjaan di Solo Raya."
)
ENTRIES = (
    (
        Part.EDUCATION,
        ToldEntry(
            "Tata busana", "SMK Contoh 4 Surakarta", Schooling.SMK, began_on=date(2005, 1, 1), ended_on=date(2008, 1, 1)
        ),
    ),
    (
        Part.EXPERIENCE,
        ToldEntry("Penjahit", "Konveksi Contoh Makmur", began_on=date(2008, 8, 1), ended_on=date(2014, 12, 1)),
    ),
    (Part.TRAINING, ToldEntry("Pola dan grading busana", "BLK Contoh Surakarta", began_on=date(2017, 1, 1))),
    (Part.CERTIFICATE, ToldEntry("Operator garmen, level 2", "LSP Contoh Garmen", began_on=date(2021, 1, 1))),
    (Part.ACHIEVEMENT, ToldEntry("Operator terbaik lini 3", "PT Busana Lestari Contoh", began_on=date(2023, 1, 1))),
    (Part.LANGUAGE, ToldEntry("Inggris", level=Fluency.A2)),
)
SKILLS = "Mengoperasikan mesin jahit industri, Obras dan overdeck, Membuat pola pakaian, Pengendalian mutu"


def tell_profiles(stage: Stage) -> None:
    """Siti's is complete and she is registered as jobseeker; Tuti has begun hers."""
    at = stage.now()
    siti, tuti = (Person.objects.get(user__email=f"{name}@contoh.invalid") for name in ("siti", "tuti"))
    _complete(siti, at)
    _begun(tuti, at)


def _complete(person: Person, at: datetime) -> None:
    who = {"actor": person.user, "at": at}
    upload = SimpleUploadedFile("foto.jpg", _portrait(), "image/jpeg")
    stored = store_upload(upload, owner=person.user, purpose=PHOTO_PURPOSE, at=at)
    search.set_photo(person, file=stored, **who)
    search.keep_personal(person, summary=SUMMARY, shows_email=True, shows_phone=True, **who)
    _known_job(person, "Operator jahit", at)
    for part, told in ENTRIES:
        search.add_entry(person, part, told=told, **who)
    search.add_skills(person, text=SKILLS, **who)
    wish = search.Wish(
        job="Operator jahit",
        occupation="75",
        condition=Condition.LAID_OFF,
        places=("3372", "3311"),
        ready_on=clock.legal_date(at),
        wage=2_500_000,
    )
    search.register_jobseeker(person, wish=wish, **who)


def _begun(person: Person, at: datetime) -> None:
    who = {"actor": person.user, "at": at}
    search.keep_personal(person, summary="", shows_email=False, shows_phone=True, **who)
    _known_job(person, "Pengawas lini", at)
    search.say_none(person, Part.CERTIFICATE, **who)


def _known_job(person: Person, position: str, at: datetime) -> None:
    """The job that BPJS knows, with the position that only the person can tell."""
    for job in known_jobs(person, ())[:1]:
        if job.began_on is None:
            continue
        ended = job.ended_on.replace(day=1) if job.ended_on else None
        told = ToldEntry(position, job.employer, began_on=job.began_on.replace(day=1), ended_on=ended)
        known = search.FirstKnown(job.source, job.ref, job.as_of)
        search.add_entry(person, Part.EXPERIENCE, told=told, known=known, actor=person.user, at=at)


def _portrait() -> bytes:
    """A drawn portrait: nobody's face."""
    image = Image.new("RGB", (600, 720), "#dceae8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 470, 540, 1000), fill="#0b5f66")
    draw.ellipse((165, 90, 435, 480), fill="#06373d")
    draw.polygon(((180, 330), (420, 330), (455, 560), (145, 560)), fill="#06373d")
    draw.ellipse((210, 150, 390, 390), fill="#c98f68")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
