"""Meetings of a class: who is on the roster, what is written down, where everybody's attendance stands."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum
from django.db.models.fields import DateTimeField

from accounts.models import User
from core import clock
from core.clock import legal_date
from participants.models import Person
from rules.training import Outlook, outlook, suffices
from training.checkin import OPENS_BEFORE
from training.enums import AttendanceSource, ClassState, EnrolmentState, MeetingState
from training.models import Attendance, Enrolment, Institute, Meeting, TrainingClass

M, E = MeetingState, EnrolmentState
THREE_DIGITS = Decimal("0.001")
LONGEST = timedelta(hours=12)  # of a meeting, by its constraint


@dataclass(frozen=True, slots=True)
class RosterRow:
    """Somebody on the roster. `minutes` None: nobody wrote anything down yet."""

    enrolment: Enrolment
    minutes: int | None
    source: str = ""

    @property
    def by_code(self) -> bool:
        return self.source == AttendanceSource.QR


@dataclass(frozen=True, slots=True)
class Tally:
    """Minutes of one person: there, of those held and written down, of all that are planned."""

    attended: int
    held: int
    planned: int

    def outlook(self, on: date) -> Outlook:
        return outlook(self.attended, self.held, self.planned, on)

    def suffices(self, on: date) -> bool | None:
        return suffices(self.attended, self.planned, on)

    @property
    def missed(self) -> int:
        return self.held - self.attended

    @property
    def share(self) -> Decimal | None:
        """Of the minutes that were held, cut off after three digits and never rounded up; None before the first."""
        if not self.held:
            return None
        return (Decimal(self.attended) / self.held).quantize(THREE_DIGITS, ROUND_DOWN)


def meetings_of(training_class: TrainingClass) -> QuerySet[Meeting]:
    """Those that count, the first one first."""
    return training_class.meetings.exclude(state=M.CANCELLED).order_by("starts_at", "pk")


def meetings_visible_to(user: User, on: date) -> QuerySet[Meeting]:
    """Of the institutes that one acts for; with class, programme and institute."""
    houses = Institute.objects.of_staff(user, on)
    rows = Meeting.objects.filter(training_class__programme__institute__in=houses)
    return rows.select_related("training_class__programme__institute__region")


def classes_visible_to(user: User, on: date) -> QuerySet[TrainingClass]:
    houses = Institute.objects.of_staff(user, on)
    return TrainingClass.objects.filter(programme__institute__in=houses).select_related("programme__institute__region")


def on_roster(meeting: Meeting) -> QuerySet[Enrolment]:
    """Who can be there on that day: not who left before."""
    day = legal_date(meeting.starts_at)
    stays = Q(ended_on=None) & ~Q(state=E.WITHDRAWN)
    rows = Enrolment.objects.filter(stays | Q(ended_on__gte=day), training_class_id=meeting.training_class_id)
    return rows.select_related("person").order_by("person__full_name", "pk")


def roster(meeting: Meeting) -> list[RosterRow]:
    """Everybody of that day with what is written down. Two queries."""
    written = {row.enrolment_id: row for row in meeting.attendances.all()}
    return [_row(one, written.get(one.pk)) for one in on_roster(meeting)]


def _row(enrolment: Enrolment, written: Attendance | None) -> RosterRow:
    return RosterRow(enrolment, None) if written is None else RosterRow(enrolment, written.minutes, written.source)


def fingerprint(rows: Sequence[RosterRow]) -> str:
    """What a page was made from: other people or other minutes, another fingerprint."""
    said = "\n".join(sorted(f"{row.enrolment.pk}:{'' if row.minutes is None else row.minutes}" for row in rows))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def tallies(training_class: TrainingClass) -> dict[UUID, Tally]:
    """Where everybody of a class stands, also who left: what is written down of recorded meetings. Two queries."""
    held, planned = minutes_of(training_class)
    counted = Q(attendances__meeting__state=M.RECORDED) & (Q(ended_on=None) | Q(attendances__on__lte=F("ended_on")))
    sums = training_class.enrolments.order_by().annotate(there=Sum("attendances__minutes", filter=counted, default=0))
    return {pk: Tally(there, held, planned) for pk, there in sums.values_list("pk", "there")}


def tally_of(enrolment: Enrolment) -> Tally:
    held, planned = minutes_of(enrolment.training_class)
    rows = enrolment.attendances.filter(meeting__state=M.RECORDED)
    if enrolment.ended_on is not None:
        rows = rows.filter(on__lte=enrolment.ended_on)
    return Tally(rows.aggregate(there=Sum("minutes", default=0))["there"], held, planned)


def minutes_of(training_class: TrainingClass) -> tuple[int, int]:
    """Minutes of meetings that are written down, and of all that count."""
    sums = (
        meetings_of(training_class)
        .order_by()
        .aggregate(held=Sum("minutes", filter=Q(state=M.RECORDED), default=0), planned=Sum("minutes", default=0))
    )
    return sums["held"], sums["planned"]


def own_attendances(enrolment: Enrolment) -> dict[UUID, Attendance]:
    """What is written down of somebody, by meeting."""
    return {row.meeting_id: row for row in enrolment.attendances.all()}


# --- what waits --------------------------------------------------------------------------------------------------


def unwritten(institutes: Iterable[Institute] | QuerySet[Institute], at: datetime) -> QuerySet[Meeting]:
    """Meetings that began and whose roster nobody wrote, the first to be locked first."""
    rows = _of_running_classes().filter(training_class__programme__institute__in=institutes)
    return rows.filter(state=M.PLANNED, starts_at__lte=at).order_by("locks_at", "pk")


def locked_soon(at: datetime) -> QuerySet[Meeting]:
    """Held, not written down, and locked within half a day: the institutes are reminded."""
    rows = _of_running_classes().filter(state=M.PLANNED, locks_at__gt=at, locks_at__lte=at + timedelta(hours=12))
    return rows.order_by("locks_at", "pk")


def locked(at: datetime) -> QuerySet[Meeting]:
    """Meetings of the nation that are locked, the oldest first: only an officer can open them."""
    return _of_running_classes().exclude(state=M.CANCELLED).filter(locks_at__lt=at).order_by("locks_at", "pk")


def _of_running_classes() -> QuerySet[Meeting]:
    rows = Meeting.objects.exclude(training_class__state=ClassState.CANCELLED)
    return rows.select_related("training_class__programme__institute__region")


def meetings_on(institute: Institute, day: date) -> QuerySet[Meeting]:
    """An institute's meetings of a legal day, by the hour."""
    first = clock.start_of_day(day)
    rows = _of_running_classes().filter(training_class__programme__institute=institute).exclude(state=M.CANCELLED)
    return rows.filter(starts_at__gte=first, starts_at__lt=first + timedelta(days=1)).order_by("starts_at", "pk")


def unplanned(institute: Institute, on: date) -> QuerySet[TrainingClass]:
    """Classes with people that have begun or begin within a week, and have no meeting."""
    planned = Meeting.objects.filter(training_class=OuterRef("pk")).exclude(state=M.CANCELLED)
    people = Enrolment.objects.filter(training_class=OuterRef("pk"), state=E.ENROLLED)
    rows = TrainingClass.objects.filter(programme__institute=institute, starts_on__lte=on + timedelta(days=7))
    rows = rows.exclude(state=ClassState.CANCELLED).filter(Exists(people), ~Exists(planned))
    return rows.select_related("programme").order_by("starts_on", "pk")


def running_meeting(person: Person, at: datetime) -> Meeting | None:
    """The meeting of somebody's class that goes on now, the quarter of an hour before it counted."""
    ends = ExpressionWrapper(F("starts_at") + F("minutes") * timedelta(minutes=1), output_field=DateTimeField())
    rows = Meeting.objects.filter(
        training_class__enrolments__person=person,
        training_class__enrolments__state=E.ENROLLED,
        starts_at__lte=at + OPENS_BEFORE,
        starts_at__gt=at - LONGEST,
    )
    rows = rows.exclude(state=M.CANCELLED).exclude(training_class__state=ClassState.CANCELLED)
    rows = rows.annotate(ends=ends).filter(ends__gt=at).select_related("training_class__programme__institute__region")
    return rows.order_by("-starts_at").first()


def planned_minutes(held: TrainingClass) -> int:
    """Of all its meetings that are not called off."""
    return held.meetings.exclude(state=M.CANCELLED).aggregate(sum=Sum("minutes"))["sum"] or 0


def may_check_in(person: Person, at: datetime) -> bool:
    """A meeting of somebody's class goes on and nothing is written of them yet: the code of the class is asked for."""
    running = running_meeting(person, at)
    return running is not None and not Attendance.objects.filter(meeting=running, person=person).exists()


def classes_to_close(on: date) -> QuerySet[TrainingClass]:
    """Ended, nobody waits for a roster, and somebody's outcome is still open."""
    counted = Meeting.objects.filter(training_class=OuterRef("pk")).exclude(state=M.CANCELLED)
    running = Enrolment.objects.filter(training_class=OuterRef("pk"), state=E.ENROLLED)
    rows = TrainingClass.objects.filter(ends_on__lt=on).exclude(state=ClassState.CANCELLED)
    return rows.filter(
        Exists(running), Exists(counted.filter(state=M.RECORDED)), ~Exists(counted.filter(state=M.PLANNED))
    )
