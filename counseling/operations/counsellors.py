"""Who may counsel: appointing with training, assessment, certificate and the hours of an ordinary week."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from accounts.models import User
from core import audit
from counseling.enums import CounsellorKind
from counseling.models import Counsellor, WorkingHours
from counseling.operations.hours import WORKING_WEEK, Hours
from notices.enums import Zone

ORDINARY_WEEK = tuple(
    Hours(day, start, end) for day in WORKING_WEEK for start, end in ((time(8), time(12)), (time(13), time(16)))
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What makes a counsellor (KON-01): the days of training and assessment, and how long the certificate runs."""

    number: str
    bimtek_on: date
    assessed_on: date
    until: date


@transaction.atomic
def appoint_counsellor(
    user: User,
    *,
    kind: CounsellorKind,
    region_id: str,
    certificate: Certificate,
    zone: Zone = Zone.WIB,
    languages: tuple[str, ...] = ("Indonesia",),
    fields: tuple[str, ...] = (),  # codes of KBJI
    weekly_capacity: int = 20,
    hours: tuple[Hours, ...] = ORDINARY_WEEK,
    actor: User | None,
    at: datetime,
) -> Counsellor:
    """A counsellor with the hours of an ordinary week. Who is one already stays as they are."""
    there = Counsellor.objects.filter(user=user).first()
    if there is not None:
        return there
    made = Counsellor.objects.create(
        user=user,
        kind=kind,
        number=certificate.number,
        bimtek_on=certificate.bimtek_on,
        assessed_on=certificate.assessed_on,
        certified_until=certificate.until,
        region_id=region_id,
        languages=list(languages),
        fields=list(fields),
        weekly_capacity=weekly_capacity,
        zone=zone,
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(counsellor=made, weekday=one.weekday, start=one.start, end=one.end) for one in hours
    )
    audit.record("counseling.counsellor.appointed", actor=actor, at=at, subject=made)
    return made
