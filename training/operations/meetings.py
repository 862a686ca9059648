"""When a class meets: planned by its institute, called off with a reason, opened again by an officer."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.clock import legal_date
from core.errors import Conflict, Invalid, NotAllowed
from core.text import one_line
from core.workflow import signed_by
from rules.duties import ATTENDANCE_LOCK_HOURS
from training.enums import ClassState, MeetingState
from training.models import AttendanceUnlock, InvoiceLine, Meeting, TrainingClass, UnlockRequest
from training.models.attendance import LONGEST_REASON, MINUTES_A_DAY
from training.models.invoices import CHANGEABLE
from training.operations import attendance_news as news
from training.policies import can_unlock

SHORTEST, LONGEST = 15, 720  # minutes, as the constraint has it
MOST_MEETINGS = 400
LONGEST_UNLOCK = timedelta(days=14)
_SECRET = 20


@transaction.atomic
def plan_meetings(
    training_class: TrainingClass,
    *,
    starts: Sequence[datetime],
    minutes: int,
    topic: str = "",
    actor: User | None,
    at: datetime,
) -> list[Meeting]:
    """Meetings of the same length, all or none; one that is there already, as long, is left as it is.

    Raises Conflict("class_cancelled") and Invalid("nothing_planned" | "too_many" | "minutes" | "outside_class" |
    "too_late" | "overlap" | "too_long_a_day").
    """
    held = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if held.state == ClassState.CANCELLED:
        raise Conflict("class_cancelled", _("Kelas ini dibatalkan."))
    known = {meeting.starts_at: meeting for meeting in held.meetings.exclude(state=MeetingState.CANCELLED)}
    wanted = sorted(set(starts))
    _refuse(held, wanted, minutes, len(known), at)
    same = [known[start] for start in wanted if start in known and known[start].minutes == minutes]
    fresh = [start for start in wanted if start not in {meeting.starts_at for meeting in same}]
    _refuse_overlap(
        [*((meeting.starts_at, meeting.minutes) for meeting in known.values()), *((s, minutes) for s in fresh)]
    )
    made = [_meeting(held, start, minutes, one_line(topic)[:150], at) for start in fresh]
    Meeting.objects.bulk_create(made)
    for meeting in made:
        meeting.log.create(move="plan", from_state="", to_state=meeting.state, at=at, **signed_by(actor))
    return sorted([*same, *made], key=lambda meeting: meeting.starts_at)


def _meeting(held: TrainingClass, start: datetime, minutes: int, topic: str, at: datetime) -> Meeting:
    hours = ATTENDANCE_LOCK_HOURS.on(legal_date(start)).value
    return Meeting(
        training_class=held,
        starts_at=start,
        minutes=minutes,
        topic=topic,
        locks_at=start + timedelta(minutes=minutes, hours=hours),
        secret=secrets.token_bytes(_SECRET),
        created_at=at,
    )


def _refuse(held: TrainingClass, starts: list[datetime], minutes: int, known: int, at: datetime) -> None:
    if not starts:
        raise Invalid("nothing_planned", _("Tidak ada hari pertemuan pada masa itu."))
    if len(starts) + known > MOST_MEETINGS:
        raise Invalid("too_many", _("Satu kelas paling banyak 400 pertemuan."))
    if not SHORTEST <= minutes <= LONGEST:
        raise Invalid("minutes", _("Pertemuan berlangsung 15 menit sampai 12 jam."))
    length = timedelta(minutes=minutes)
    if any(not held.starts_on <= legal_date(start) <= held.ends_on for start in starts):
        raise Invalid("outside_class", _("Tanggal pertemuan di luar masa kelas ini."))
    last = timedelta(hours=ATTENDANCE_LOCK_HOURS.on(legal_date(at)).value)
    if starts[0] + length + last < at:
        raise Invalid("too_late", _("Pertemuan itu sudah lama lewat; presensinya tidak dapat lagi dicatat."))


def _refuse_overlap(meetings: list[tuple[datetime, int]]) -> None:
    """One class is at one place at a time, and no day has more than 24 hours of it."""
    in_order = sorted(meetings)
    for (start, minutes), (following, _length) in pairwise(in_order):
        if start + timedelta(minutes=minutes) > following:
            raise Invalid("overlap", _("Dua pertemuan kelas ini berlangsung bersamaan."), at=following)
    by_day: dict[object, int] = {}
    for start, minutes in in_order:
        day = legal_date(start)
        by_day[day] = by_day.get(day, 0) + minutes
        if by_day[day] > MINUTES_A_DAY:
            raise Invalid("too_long_a_day", _("Pertemuan satu hari lebih dari 24 jam."), day=day)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, actor: User, at: datetime) -> Meeting:
    """It is not held, with a reason; participants of one that is still to come are told. Twice is once.

    Raises Invalid("reason_missing") and Conflict("wrong_state" | "locked" | "somebody_was_there").
    """
    said = why(reason)
    fresh = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if fresh.state == MeetingState.CANCELLED:
        return fresh
    if at > fresh.locks_at:
        raise Conflict("locked", _("Presensi pertemuan ini sudah dikunci. Minta petugas Kemnaker membukanya."))
    if fresh.attendances.exists():
        raise Conflict("somebody_was_there", _("Sudah ada yang tercatat hadir pada pertemuan ini."))
    moved = Meeting.workflow.move(fresh, "cancel", actor=actor, at=at, note=said)
    audit.record("training.meeting.cancelled", actor=actor, at=at, subject=moved, reason=said)
    if moved.starts_at > at:
        news.meeting_cancelled(moved, at=at)
    return moved


@transaction.atomic
def unlock_meeting(meeting: Meeting, *, until: datetime, reason: str, actor: User, at: datetime) -> Meeting:
    """An officer lets a locked roster be written or corrected once more, until a moment. The same again is once.

    Raises NotAllowed("not_allowed"), Invalid("reason_missing" | "until") and Conflict("wrong_state" | "not_locked" |
    "billed"): what stands on an invoice that was sent changes no more. A request of the institute is granted by it.
    """
    said = why(reason)
    fresh = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not can_unlock(actor, fresh, legal_date(at)):
        raise NotAllowed("not_allowed", _("Anda tidak dapat membuka presensi lembaga ini."))
    if fresh.unlocks.filter(by=actor, until=until, reason=said).exists():
        return fresh
    if fresh.state == MeetingState.CANCELLED:
        raise Conflict("wrong_state", _("Pertemuan ini dibatalkan."))
    if at <= fresh.locks_at:
        raise Conflict("not_locked", _("Presensi pertemuan ini masih terbuka."), until=fresh.locks_at)
    if not at < until <= at + LONGEST_UNLOCK:
        raise Invalid("until", _("Buka paling lama 14 hari sejak sekarang."))
    refuse_billed(fresh)
    AttendanceUnlock.objects.create(meeting=fresh, until=until, reason=said, by=actor, at=at)
    fresh.locks_at = until
    fresh.save(update_fields=["locks_at"])
    _grant_request(fresh, said, actor, at)
    audit.record(
        "training.attendance.unlocked", actor=actor, at=at, subject=fresh, reason=said, until=until.isoformat()
    )
    news.unlocked(fresh, at=at)
    return fresh


def _grant_request(meeting: Meeting, said: str, actor: User, at: datetime) -> None:
    """Whoever opens it answers the institute that asked."""
    request = UnlockRequest.objects.waiting().filter(meeting=meeting).first()
    if request is None:
        return
    if request.asked_by_id == actor.pk:
        raise NotAllowed("not_allowed", _("Anda sendiri yang meminta. Petugas lain yang memutuskan."))
    decided = {"decided_by": actor, "decided_at": at, "answer": said}
    UnlockRequest.workflow.move(request, "grant", actor=actor, at=at, note=said, **decided)


def refuse_billed(meeting: Meeting) -> None:
    """Raise Conflict("billed") while somebody of the meeting stands on an invoice that was sent."""
    lines = InvoiceLine.objects.filter(enrolment__training_class_id=meeting.training_class_id, is_live=True)
    if lines.exclude(invoice__state__in=CHANGEABLE).exists():
        raise Conflict(
            "billed", _("Kelas ini sudah ditagih. Presensinya berubah hanya sesudah tagihan dikembalikan ke LPK.")
        )


def why(reason: str) -> str:
    """In one line. Raises Invalid("reason_missing")."""
    said = one_line(reason)[:LONGEST_REASON]
    if not said:
        raise Invalid("reason_missing", _("Tulis alasannya."))
    return said
