"""Complaints of the demo about one firm of Semarang: one that nobody has taken, one that the firm was asked about."""

import uuid
from datetime import date, datetime, time
from typing import Any

from claims.models import Claim
from compliance.enums import ComplaintKind
from compliance.operations.complaints import take_complaint
from compliance.operations.filing import ComplaintSaid, file_complaint
from compliance.operations.serving import serve_employer
from core.calendar import working_calendar
from core.clock import JAKARTA
from core.models import Region
from jkp_portal.demo.stories import Stage
from participants.models import Person
from rules.calendar import subtract_working_days

SEMARANG, GARMEN = "3374", "99000002"
FRESH, EARLIER, SERVED = 1, 4, 2  # working days ago; an answer is owed within five
NOT_ENROLLED = "Saya bekerja sejak dua tahun lalu, tetapi baru didaftarkan sebelas bulan sebelum diberhentikan."
SOME_WORKERS = "Pekerja borongan di bagian setrika tidak didaftarkan, padahal bekerja setiap hari seperti yang lain."
ASKED = (
    "Jelaskan berapa pekerja borongan yang bekerja sejak Januari dan berapa yang didaftarkan. "
    "Lampirkan daftar gaji tiga bulan terakhir."
)


def tell_complaints(stage: Stage, today: date) -> None:
    """Budi's waits for an inspector; Vina's was taken, and the firm owes an answer."""
    _filed("budi", ComplaintKind.NOT_ENROLLED, NOT_ENROLLED, days_ago(today, FRESH))
    taken = _filed("vina", ComplaintKind.SOME_WORKERS, SOME_WORKERS, days_ago(today, EARLIER))
    inspector, at = stage.officers["pengawas"], days_ago(today, SERVED)
    serve_employer(take_complaint(taken, actor=inspector, at=at), text=ASKED, actor=inspector, at=at)


def days_ago(today: date, count: int) -> datetime:
    """Ten in the morning, so many working days ago."""
    return datetime.combine(subtract_working_days(today, count, working_calendar()), time(10), JAKARTA)


def _filed(name: str, kind: ComplaintKind, text: str, at: datetime) -> Any:
    person = Person.objects.get(user__email=f"{name}@contoh.invalid")
    said = ComplaintSaid(kind, GARMEN, Region.objects.get(pk=SEMARANG), text)
    claim = Claim.objects.get(person=person)
    submission = uuid.uuid5(person.pk, "demo:complaint")
    return file_complaint(said, submission=submission, author=person.user, claim=claim, at=at).complaint
