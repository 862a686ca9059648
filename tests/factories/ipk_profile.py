"""Profiles and registrations as jobseeker, each written by the operations that write them in life.

profile(person)                         only the personal part
profile(person, full=True)              all nine parts, with a photo
entry(person, Part.EXPERIENCE, …)       one entry
jobseeker(person, job="Kasir")          registered; ended=True: and ended again
conditioned(person)                     registered, with a condition kept by consent
"""

import io
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from accounts.models import User
from files.models import StoredFile
from ipk.enums.profile import Condition, Fluency, Impairment, Part, Schooling
from ipk.models import Jobseeker, ProfileEntry
from ipk.operations import jobseekers
from ipk.operations import profile as operations
from ipk.operations.jobseekers import Wish
from ipk.operations.profile import PHOTO_PURPOSE, ToldEntry
from participants.models import Person
from tests.factories.files import StoredFileFactory
from tests.factories.participants import MORNING, TODAY

ENTRIES: dict[Part, dict[str, Any]] = {
    Part.EDUCATION: {
        "level": Schooling.SMK,
        "place": "SMK Contoh 4 Surakarta",
        "title": "Tata busana",
        "began_on": date(2005, 1, 1),
        "ended_on": date(2008, 1, 1),
    },
    Part.EXPERIENCE: {
        "title": "Operator jahit",
        "place": "PT Busana Lestari Contoh",
        "began_on": date(2019, 3, 1),
        "ended_on": date(2026, 11, 1),
        "note": "Menjahit kerah dan manset, melatih tiga operator baru.",
    },
    Part.TRAINING: {"title": "Dasar K3", "place": "BLK Contoh", "began_on": date(2022, 1, 1)},
    Part.CERTIFICATE: {
        "title": "Operator garmen",
        "place": "BNSP",
        "began_on": date(2023, 1, 1),
        "ended_on": date(2028, 1, 1),
    },
    Part.ACHIEVEMENT: {"title": "Karyawan teladan", "place": "PT Busana Lestari Contoh", "began_on": date(2024, 1, 1)},
    Part.LANGUAGE: {"title": "Inggris", "level": Fluency.A2},
    Part.SKILL: {"title": "Mengoperasikan mesin jahit industri"},
}


def face(width: int = 600, height: int = 800) -> bytes:
    """A portrait as a phone keeps it, without anybody on it."""
    image = Image.new("RGB", (width, height), "#b5d8d3")
    draw = ImageDraw.Draw(image)
    middle, reach = width // 2, width // 4
    draw.ellipse((middle - reach, height // 8, middle + reach, height // 8 + 2 * reach), fill="#8a5a3b")
    draw.rectangle((width // 6, height // 8 + 2 * reach, width * 5 // 6, height), fill="#0b5f66")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def photo(owner: User, content: bytes | None = None, **fields: Any) -> StoredFile:
    """A checked picture of the owner, as if it had been uploaded for the profile."""
    content = content or face()
    location = default_storage.save("berkas/foto", ContentFile(content))
    return StoredFileFactory(
        owner=owner, purpose=PHOTO_PURPOSE, kind="jpeg", location=location, size=len(content), **fields
    )


def told(part: Part, **fields: Any) -> ToldEntry:
    return ToldEntry(**{**ENTRIES[part], **fields})


def entry(person: Person, part: Part = Part.EXPERIENCE, *, at: datetime = MORNING, **fields: Any) -> ProfileEntry:
    return operations.add_entry(person, part, told=told(part, **fields), actor=person.user, at=at)


def profile(person: Person, *, full: bool = False, summary: str = "", at: datetime = MORNING) -> None:
    """The personal part; with `full` the others too."""
    who: dict[str, Any] = {"actor": person.user, "at": at}
    operations.keep_personal(person, summary=summary, shows_email=True, shows_phone=True, **who)
    if full:
        operations.set_photo(person, file=photo(person.user), **who)
        for part in ENTRIES:
            entry(person, part, at=at)


def wish(**fields: Any) -> Wish:
    return Wish(
        **{
            "job": "Operator jahit",
            "occupation": "75",
            "condition": Condition.LAID_OFF,
            "places": ("33", "3372"),
            "ready_on": TODAY,
            **fields,
        }
    )


def jobseeker(person: Person, *, ended: bool = False, at: datetime = MORNING, **fields: Any) -> Jobseeker:
    row = jobseekers.register_jobseeker(person, wish=wish(**fields), actor=person.user, at=at)
    if ended:
        jobseekers.end_jobseeker(person, actor=person.user, at=at)
        row.refresh_from_db()
    return row


def conditioned(person: Person, *, needs: str = "Jalur kursi roda", at: datetime = MORNING) -> Jobseeker:
    row = jobseeker(person, at=at)
    jobseekers.keep_condition(person, kinds=[Impairment.PHYSICAL], needs=needs, consents=True, actor=person.user, at=at)
    return row
