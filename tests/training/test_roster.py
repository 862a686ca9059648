"""The roster: everybody at once, repeatable, corrected with a reason, locked after 48 hours (B29); who is warned."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid
from notices.models import Notice
from tests.factories.accounts import UserFactory, officer
from tests.factories.training_money import (
    SEVEN_HOURS,
    AttendanceFactory,
    EnrolmentFactory,
    InstituteStaffFactory,
    MeetingFactory,
    at_eight,
    meeting_on,
)
from training.enums import EnrolmentState, LineBasis, MeetingState
from training.models import Attendance, Enrolment, Invoice, InvoiceLine, Meeting
from training.operations import Written, record_roster, unlock_meeting
from training.operations.attendance_news import remind_of_rosters
from training.selectors.meetings import fingerprint, roster, tally_of

pytestmark = pytest.mark.django_db
MONDAY = at_eight(date(2026, 11, 16))
NOON = MONDAY + timedelta(hours=4)


@pytest.fixture
def meeting() -> Meeting:
    """Today at eight, with two people."""
    meeting = MeetingFactory(starts_at=MONDAY)
    for _ in range(2):
        EnrolmentFactory(training_class=meeting.training_class)
    return meeting


@pytest.fixture
def staff(meeting):
    return InstituteStaffFactory(institute=meeting.training_class.programme.institute, head=True).user


def said(meeting: Meeting, *minutes: int, reason: str = "") -> Written:
    rows = roster(meeting)
    there = {row.enrolment.pk: n for row, n in zip(rows, minutes, strict=True)}
    return Written(there, fingerprint(rows), reason)


def stored(meeting: Meeting) -> list[int | None]:
    return [row.minutes for row in roster(meeting)]


def refusal(meeting: Meeting, written: Written, staff, at=NOON) -> str:
    before = stored(meeting)
    with pytest.raises((Invalid, Conflict)) as refused:
        record_roster(meeting, written=written, actor=staff, at=at)
    assert stored(meeting) == before
    return refused.value.code


def test_minutes_of_everybody_are_written_at_once(meeting, staff):
    fresh = record_roster(meeting, written=said(meeting, SEVEN_HOURS, 45), actor=staff, at=NOON)
    assert fresh.state == MeetingState.RECORDED
    assert stored(meeting) == [SEVEN_HOURS, 45]
    row = Attendance.objects.get(minutes=45)
    assert (row.on, row.planned, row.source, row.recorded_by) == (date(2026, 11, 16), SEVEN_HOURS, "daftar", staff)


def test_the_same_page_sent_twice_answers_the_same(meeting, staff):
    """The answer was lost on the way: the second POST holds the fingerprint of an empty roster."""
    written = said(meeting, SEVEN_HOURS, 0)
    for moment in (NOON, NOON + timedelta(minutes=3), meeting.locks_at + timedelta(days=9)):
        assert record_roster(meeting, written=written, actor=staff, at=moment).state == MeetingState.RECORDED
    assert Attendance.objects.count() == 2
    assert meeting.log.filter(move="record").count() == 1


def test_what_changed_meanwhile_is_a_conflict_and_writes_nothing(meeting, staff):
    mine, other = said(meeting, SEVEN_HOURS, 0), said(meeting, SEVEN_HOURS, SEVEN_HOURS)
    record_roster(meeting, written=other, actor=staff, at=NOON)
    assert refusal(meeting, mine, staff) == "stale"


def test_who_checked_in_meanwhile_as_the_page_says_is_no_conflict(meeting, staff):
    mine = said(meeting, SEVEN_HOURS, 0)
    early, absent = (row.enrolment for row in roster(meeting))
    AttendanceFactory(enrolment=early, meeting=meeting, source="qr", recorded_at=MONDAY)
    assert record_roster(meeting, written=mine, actor=staff, at=NOON).state == MeetingState.RECORDED
    assert stored(meeting) == [SEVEN_HOURS, 0]
    assert early.attendances.get().source == "qr"
    assert absent.attendances.get().source == "daftar"


def test_who_checked_in_meanwhile_and_is_absent_on_the_page_is_a_conflict(meeting, staff):
    mine = said(meeting, 0, 0)
    AttendanceFactory(enrolment=roster(meeting)[0].enrolment, meeting=meeting, source="qr", recorded_at=MONDAY)
    assert refusal(meeting, mine, staff) == "stale"


def test_the_future_is_not_recorded(meeting, staff):
    before = MONDAY - timedelta(seconds=1)
    assert refusal(meeting, said(meeting, SEVEN_HOURS, 0), staff, at=before) == "too_early"
    assert record_roster(meeting, written=said(meeting, SEVEN_HOURS, 0), actor=staff, at=MONDAY)


def test_the_last_moment_before_the_lock_counts_and_the_next_does_not(meeting, staff):
    """B29: 48 hours after the end."""
    assert meeting.locks_at == at_eight(date(2026, 11, 18)) + timedelta(hours=7)
    late = meeting.locks_at + timedelta(microseconds=1)
    assert refusal(meeting, said(meeting, SEVEN_HOURS, 0), staff, at=late) == "locked"
    assert record_roster(meeting, written=said(meeting, SEVEN_HOURS, 0), actor=staff, at=meeting.locks_at)
    assert refusal(meeting, said(meeting, SEVEN_HOURS, 60, reason="x"), staff, at=late) == "locked"


def test_the_database_refuses_after_the_lock_too(meeting, staff):
    record_roster(meeting, written=said(meeting, SEVEN_HOURS, 0), actor=staff, at=NOON)
    with pytest.raises(InternalError, match="locked"), transaction.atomic():
        Attendance.objects.filter(minutes=0).update(minutes=1, recorded_at=meeting.locks_at + timedelta(seconds=1))


def test_nobody_is_left_out_added_or_there_longer_than_the_meeting(meeting, staff):
    whole = said(meeting, SEVEN_HOURS, 0)
    (first, _second) = whole.minutes
    stranger = EnrolmentFactory()
    assert refusal(meeting, Written({first: 5}, whole.fingerprint), staff) == "row_missing"
    assert refusal(meeting, Written({**whole.minutes, stranger.pk: 5}, whole.fingerprint), staff) == "not_of_class"
    assert refusal(meeting, said(meeting, SEVEN_HOURS + 1, 0), staff) == "longer_than_meeting"
    assert refusal(meeting, said(meeting, -1, 0), staff) == "longer_than_meeting"


def test_a_cancelled_meeting_has_no_roster(staff):
    cancelled = MeetingFactory(cancelled=True, starts_at=MONDAY)
    assert refusal(cancelled, Written({}, fingerprint([])), staff) == "cancelled"


def test_a_correction_says_why_and_keeps_what_stood_there(meeting, staff):
    record_roster(meeting, written=said(meeting, SEVEN_HOURS, 0), actor=staff, at=NOON)
    assert refusal(meeting, said(meeting, SEVEN_HOURS, 60), staff) == "reason_missing"
    record_roster(meeting, written=said(meeting, SEVEN_HOURS, 60, reason="Datang terlambat"), actor=staff, at=NOON)
    row = Attendance.objects.get(minutes=60)
    one = row.corrections.get()
    assert (one.was, one.now, one.reason, one.by) == (0, 60, "Datang terlambat", staff)
    assert stored(meeting) == [SEVEN_HOURS, 60]
    assert meeting.log.filter(move="record").count() == 1


def test_after_an_officers_unlock_it_is_corrected_until_that_moment(meeting, staff):
    record_roster(meeting, written=said(meeting, SEVEN_HOURS, 0), actor=staff, at=NOON)
    later, until = meeting.locks_at + timedelta(days=2), meeting.locks_at + timedelta(days=3)
    unlock_meeting(meeting, until=until, reason="Keliru orang", actor=officer(Role.REVIEWER), at=later)
    record_roster(meeting, written=said(meeting, 0, SEVEN_HOURS, reason="Keliru orang"), actor=staff, at=until)
    assert stored(meeting) == [0, SEVEN_HOURS]
    after = until + timedelta(seconds=1)
    assert refusal(meeting, said(meeting, 1, 1, reason="x"), staff, at=after) == "locked"


def billed(enrolment: Enrolment, staff) -> None:
    invoice = Invoice.objects.create(
        number="TG-2026-0000001", training_class=enrolment.training_class, made_by=staff, made_at=NOON
    )
    InvoiceLine.objects.create(
        invoice=invoice, enrolment=enrolment, recommendation=enrolment.voucher.recommendation,
        price=enrolment.price, attended=1, planned=1, basis=LineBasis.ATTENDANCE,
    )  # fmt: skip
    Invoice.workflow.move(
        invoice, "send", actor=staff, at=NOON, signed_by=staff, signed_name="R", signed_at=NOON, sent_at=NOON,
        bill_on=date(2026, 12, 1), report="Selesai", count=1, total=enrolment.price, version=1,
    )  # fmt: skip


def test_what_is_billed_changes_no_more(meeting, staff):
    record_roster(meeting, written=said(meeting, SEVEN_HOURS, 0), actor=staff, at=NOON)
    billed(meeting.training_class.enrolments.first(), staff)
    assert refusal(meeting, said(meeting, 1, 1, reason="x"), staff) == "billed"
    with pytest.raises(Conflict, match="billed"):
        unlock_meeting(
            meeting, until=meeting.locks_at + timedelta(days=2), reason="x",
            actor=officer(Role.REVIEWER), at=meeting.locks_at + timedelta(days=1),
        )  # fmt: skip


def test_who_left_before_is_not_on_the_roster_and_who_left_that_day_is(meeting):
    held = meeting.training_class
    gone = EnrolmentFactory(training_class=held, working=True, ended_on=date(2026, 11, 15))
    last_day = EnrolmentFactory(training_class=held, working=True, ended_on=date(2026, 11, 16))
    withdrawn = EnrolmentFactory(training_class=held, state=EnrolmentState.WITHDRAWN)
    people = {row.enrolment for row in roster(meeting)}
    assert last_day in people
    assert people.isdisjoint({gone, withdrawn})


# --- who is told -------------------------------------------------------------------------------------------------


def class_of(days: int, *, absent: int) -> tuple[Enrolment, Meeting]:
    """So many meetings from 2 November on, the last one today at eight and not written down; absent at some."""
    first = date(2026, 11, 16) - timedelta(days=days - 1)
    enrolment = EnrolmentFactory(training_class__starts_on=first)
    held = enrolment.training_class
    for n in range(days - 1):
        meeting = meeting_on(held, first + timedelta(days=n))
        there = 0 if n < absent else meeting.minutes
        Attendance.objects.create(
            meeting=meeting, enrolment=enrolment, person=enrolment.person, on=first + timedelta(days=n),
            minutes=there, planned=meeting.minutes, source="daftar", recorded_at=meeting.starts_at,
        )  # fmt: skip
    return enrolment, MeetingFactory(training_class=held, starts_at=MONDAY)


def told(user) -> list[str]:
    return sorted(Notice.objects.filter(user=user, channel="inbox").values_list("event", flat=True))


def after(enrolment: Enrolment, meeting: Meeting, minutes: int, staff, reason: str = "") -> list[str]:
    record_roster(meeting, written=said(meeting, minutes, reason=reason), actor=staff, at=NOON)
    return told(enrolment.person.user)


def test_all_three_are_warned_once_below_85_percent():
    """17 of 20 is 85 % and safe; 16 of 20 is 80 % and in danger."""
    enrolment, meeting = class_of(20, absent=3)
    house = enrolment.training_class.programme.institute
    head = InstituteStaffFactory(institute=house, head=True).user
    assert after(enrolment, meeting, SEVEN_HOURS, head) == []
    assert after(enrolment, meeting, 0, head, reason="Keliru") == ["training_warned"]
    assert told(head) == told(enrolment.voucher.recommendation.made_by) == ["attendance_warned"]
    enrolment.refresh_from_db()
    assert enrolment.warned_at == NOON
    assert after(enrolment, meeting, 1, head, reason="Keliru lagi") == ["training_warned"]
    assert len(told(head)) == 1


def test_who_cannot_reach_80_percent_any_more_is_told_so():
    """B29: 80.0 % passes, one minute less does not."""
    enrolment, meeting = class_of(20, absent=4)
    head = InstituteStaffFactory(institute=enrolment.training_class.programme.institute, head=True).user
    assert after(enrolment, meeting, SEVEN_HOURS, head) == ["training_warned"]
    assert after(enrolment, meeting, SEVEN_HOURS - 1, head, reason="Pulang") == ["training_lost", "training_warned"]
    assert told(head) == ["attendance_lost", "attendance_warned"]


def test_the_institute_is_reminded_once_half_a_day_before_the_lock(meeting, staff):
    """Not of what is written down, called off or locked."""
    held = meeting.training_class
    for trait, hours in (("recorded", 7), ("cancelled", 14)):
        MeetingFactory(training_class=held, starts_at=MONDAY - timedelta(hours=hours), **{trait: True})
    MeetingFactory(training_class=held, starts_at=MONDAY - timedelta(days=3))
    former = InstituteStaffFactory(institute=held.programme.institute, until=date(2026, 11, 17)).user
    assert remind_of_rosters(at=meeting.locks_at - timedelta(hours=12, seconds=1)) == 0
    assert remind_of_rosters(at=meeting.locks_at - timedelta(hours=12)) == 1
    assert remind_of_rosters(at=meeting.locks_at - timedelta(hours=11)) == 0
    notice = Notice.objects.get(event="roster_due", channel="inbox")
    assert (notice.user, notice.link) == (staff, f"/mitra/pertemuan/{meeting.pk}/")
    assert told(former) == []


def test_the_tally_counts_what_is_written_down_only():
    enrolment, _meeting = class_of(5, absent=1)
    tally = tally_of(enrolment)
    assert (tally.attended, tally.held, tally.planned) == (3 * SEVEN_HOURS, 4 * SEVEN_HOURS, 5 * SEVEN_HOURS)
    assert str(tally.share) == "0.750"


def test_a_participant_without_an_account_stops_nobody(meeting, staff):
    meeting.training_class.enrolments.first().person.__class__.objects.update(user=None)
    assert record_roster(meeting, written=said(meeting, 0, 0), actor=UserFactory(), at=NOON)
