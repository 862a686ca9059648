"""Who was at a meeting: written by the institute for everybody, or by each with the code that the class shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.clock import legal_date
from core.errors import Conflict, Invalid
from core.limits import Limit, forget, refuse_locked, strike
from core.text import one_line
from participants.models import Person
from rules.duties import CHECK_IN_GRACE_MINUTES
from training.checkin import ends_at, is_code, is_running
from training.enums import AttendanceSource, ClassState, EnrolmentState, MeetingState
from training.models import Attendance, AttendanceCorrection, Enrolment, Meeting, TrainingClass
from training.models.attendance import LONGEST_REASON
from training.operations.meetings import refuse_billed
from training.operations.outcomes import reopen_outcomes, settle_class, tell_outlook
from training.selectors.meetings import RosterRow, fingerprint, on_roster, roster, running_meeting

GUESSES = Limit("training.check-in", most=5, within=timedelta(minutes=10), lock=timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Written:
    """What an institute says of a meeting: minutes of everybody, made from a page with this fingerprint.

    `reason` is needed as soon as something that was written down changes.
    """

    minutes: Mapping[UUID, int]
    fingerprint: str
    reason: str = ""


@transaction.atomic
def record_roster(meeting: Meeting, *, written: Written, actor: User, at: datetime) -> Meeting:
    """Write down who was there for how many minutes. The same again is the same answer, whatever was lost between.

    Raises Conflict("cancelled" | "locked" | "stale" | "billed") and Invalid("too_early" | "row_missing" |
    "not_of_class" | "longer_than_meeting" | "reason_missing").
    """
    TrainingClass.objects.select_for_update(of=("self",)).get(pk=meeting.training_class_id)  # before its seats
    fresh = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    rows = roster(fresh)
    if fresh.state == MeetingState.RECORDED and written.minutes == {row.enrolment.pk: row.minutes for row in rows}:
        return fresh
    _refuse_moment(fresh, at)
    people = {row.enrolment.pk for row in rows}
    changed = [row for row in rows if row.minutes is not None and row.minutes != written.minutes.get(row.enrolment.pk)]
    # Somebody who checked in meanwhile, and whom the page says the same of, is no reason to ask again.
    if written.fingerprint != fingerprint(rows) and (changed or people != written.minutes.keys()):
        raise Conflict("stale", _("Daftar ini berubah sejak halaman dibuka. Bandingkan, lalu simpan lagi."))
    _refuse_minutes(fresh, written.minutes, people)
    reason = one_line(written.reason)[:LONGEST_REASON]
    if changed and not reason:
        raise Invalid("reason_missing", _("Tulis mengapa presensi yang sudah tercatat diubah."))
    if fresh.state == MeetingState.RECORDED:
        refuse_billed(fresh)
    _write_new(fresh, [row for row in rows if row.minutes is None], written.minutes, actor, at)
    _correct(fresh, changed, written.minutes, reason, actor, at)
    if fresh.state == MeetingState.PLANNED:
        fresh = Meeting.workflow.move(fresh, "record", actor=actor, at=at)
    reopen_outcomes([row.enrolment for row in changed], actor=actor, at=at, reason=reason)
    tell_outlook(fresh.training_class, at=at)
    settle_class(fresh.training_class, at=at)
    return fresh


def _refuse_moment(meeting: Meeting, at: datetime) -> None:
    if meeting.state == MeetingState.CANCELLED or meeting.training_class.state == ClassState.CANCELLED:
        raise Conflict("cancelled", _("Pertemuan ini dibatalkan."))
    if at < meeting.starts_at:
        raise Invalid("too_early", _("Presensi dapat diisi sejak pertemuan mulai."))
    if at > meeting.locks_at:
        raise Conflict("locked", _("Presensi pertemuan ini sudah dikunci. Minta petugas Kemnaker membukanya."))


def _refuse_minutes(meeting: Meeting, minutes: Mapping[UUID, int], people: set[UUID]) -> None:
    if people - minutes.keys():
        raise Invalid("row_missing", _("Isi kehadiran setiap peserta."))
    if minutes.keys() - people:
        raise Invalid("not_of_class", _("Ada peserta yang bukan dari kelas ini."))
    if any(not 0 <= there <= meeting.minutes for there in minutes.values()):
        raise Invalid("longer_than_meeting", _("Hadir tidak dapat lebih lama dari pertemuannya."))


def _write_new(meeting: Meeting, rows: list[RosterRow], minutes: Mapping[UUID, int], actor: User, at: datetime) -> None:
    Attendance.objects.bulk_create(
        _attendance(meeting, row.enrolment, minutes[row.enrolment.pk], AttendanceSource.ROSTER, actor, at)
        for row in rows
    )


def _correct(
    meeting: Meeting, rows: list[RosterRow], minutes: Mapping[UUID, int], reason: str, actor: User, at: datetime
) -> None:
    """The row says what is true now, the correction what stood there before."""
    stored = {row.enrolment_id: row for row in meeting.attendances.filter(enrolment__in=[r.enrolment.pk for r in rows])}
    corrections = []
    for row in rows:
        one, now = stored[row.enrolment.pk], minutes[row.enrolment.pk]
        corrections.append(
            AttendanceCorrection(attendance=one, was=one.minutes, now=now, reason=reason, by=actor, at=at)
        )
        one.minutes, one.source, one.recorded_by, one.recorded_at = now, AttendanceSource.ROSTER, actor, at
    Attendance.objects.bulk_update(stored.values(), ["minutes", "source", "recorded_by", "recorded_at"])
    AttendanceCorrection.objects.bulk_create(corrections)


def _attendance(
    meeting: Meeting, enrolment: Enrolment, minutes: int, source: AttendanceSource, actor: User, at: datetime
) -> Attendance:
    return Attendance(
        meeting=meeting,
        enrolment=enrolment,
        person_id=enrolment.person_id,
        on=legal_date(meeting.starts_at),
        minutes=minutes,
        planned=meeting.minutes,
        source=source,
        recorded_by=actor,
        recorded_at=at,
    )


# --- by the code that the class shows ----------------------------------------------------------------------------


def check_in(person: Person, *, typed: str, actor: User, at: datetime, meeting: Meeting | None = None) -> Attendance:
    """Somebody is in class and types, or scans, its code. Twice is once.

    `meeting`: the one of the scanned code; without it, the one that goes on now. Raises TooMany after five wrong codes,
    Conflict("no_meeting" | "not_running" | "recorded") and Invalid("wrong_code").
    """
    key = str(person.pk)
    now = meeting or running_meeting(person, at)
    there = _there(person, now) if now is not None else None
    if there is not None:
        return there
    refuse_locked(GUESSES, key, at=at)
    if now is None:
        raise Conflict("no_meeting", _("Tidak ada pertemuan kelas Anda yang sedang berlangsung."))
    if not is_running(now, at):
        raise Conflict("not_running", _("Pertemuan ini belum dibuka atau sudah selesai. Hubungi LPK Anda."))
    if not is_code(now, typed, at):
        strike(GUESSES, key, at=at)
        refuse_locked(GUESSES, key, at=at)
        raise Invalid("wrong_code", _("Kode tidak cocok. Ketik enam angka yang tampil di kelas sekarang."))
    forget(GUESSES, key)
    return _come_in(person, now, actor, at)


@transaction.atomic
def _come_in(person: Person, meeting: Meeting, actor: User, at: datetime) -> Attendance:
    """The roster may be written in the same moment: then it stands."""
    fresh = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    there = _there(person, fresh)
    if there is not None:
        return there
    enrolment = on_roster(fresh).filter(person=person, state=EnrolmentState.ENROLLED).first()
    if enrolment is None or fresh.state != MeetingState.PLANNED:
        raise Conflict("not_running", _("Pertemuan ini belum dibuka atau sudah selesai. Hubungi LPK Anda."))
    row = _attendance(fresh, enrolment, minutes_from(fresh, at), AttendanceSource.QR, actor, at)
    row.save(force_insert=True)
    return row


def minutes_from(meeting: Meeting, at: datetime) -> int:
    """All of the meeting for who comes within the minutes of grace, otherwise the whole minutes that are left."""
    grace = timedelta(minutes=CHECK_IN_GRACE_MINUTES.on(legal_date(at)).value)
    if at <= meeting.starts_at + grace:
        return meeting.minutes
    return max((ends_at(meeting) - at) // timedelta(minutes=1), 0)


def _there(person: Person, meeting: Meeting) -> Attendance | None:
    return meeting.attendances.filter(person=person).select_related("meeting").first()
