"""The end of a class: 80.0 % completes, one minute less does not (B29); work found; certificates and letters."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from core.chunks import do_one
from core.errors import Conflict, Invalid
from core.jobs import aside
from notices.enums import LetterKind
from notices.models import Letter, Notice
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import TrainingClassFactory
from tests.factories.training_money import (
    BEGAN,
    SEVEN_HOURS,
    AttendanceFactory,
    EnrolmentFactory,
    InstituteStaffFactory,
    MeetingFactory,
    at_eight,
    attended,
    trained,
)
from tests.factories.training_places import with_voucher
from training.enums import EnrolmentState, MeetingState
from training.models import Attendance, Enrolment, EnrolmentLog, TrainingClass
from training.operations import (
    Written,
    close_class_outcomes,
    issue_attended_letter,
    note_work,
    outcomes,
    record_certification,
    record_roster,
    redeem_voucher,
    unlock_meeting,
    wait_for_seat,
)
from training.operations.outcomes import attended_letter_of, certificate_of
from training.selectors.meetings import fingerprint, roster
from training.tasks import note_work as note_work_job

pytestmark = pytest.mark.django_db
S = EnrolmentState
LONG_AFTER = at_eight(date(2027, 1, 4))


def closed(enrolment: Enrolment, at=LONG_AFTER) -> str:
    close_class_outcomes(at=at)
    enrolment.refresh_from_db()
    return enrolment.state


def test_80_percent_exactly_completes_with_a_certificate():
    enrolment = attended(PersonFactory(), 16, 20)
    assert closed(enrolment) == S.COMPLETED
    letter = certificate_of(enrolment)
    assert letter.user == enrolment.person.user
    assert letter.facts["attended_percent"] == "80"
    assert letter.facts["programme"] == enrolment.training_class.programme.title
    notice = Notice.objects.get(user=letter.user, event="training_completed", channel="inbox")
    assert notice.link == f"/pelatihan/saya/{enrolment.pk}/"


def test_one_minute_less_is_missed_and_certified_nowhere():
    """79.99 % is not rounded up."""
    enrolment = attended(PersonFactory(), 16, 20)
    row = enrolment.attendances.filter(minutes=SEVEN_HOURS).order_by("on").first()
    Attendance.objects.filter(pk=row.pk).update(minutes=SEVEN_HOURS - 1)
    assert closed(enrolment) == S.MISSED
    assert certificate_of(enrolment) is None
    assert Notice.objects.filter(user=enrolment.person.user, event="training_missed", channel="inbox").count() == 1


def test_closing_twice_is_closing_once():
    enrolment = attended(PersonFactory(), 20, 20)
    closed(enrolment)
    assert close_class_outcomes(at=LONG_AFTER) == 0
    assert Letter.objects.filter(kind=LetterKind.TRAINING_CERTIFICATE).count() == 1
    assert enrolment.log.filter(move="complete").count() == 1


def test_nothing_is_decided_on_the_last_day_or_while_a_roster_is_missing():
    enrolment = attended(PersonFactory(), 20, 20)
    held = enrolment.training_class
    assert closed(enrolment, at=at_eight(held.ends_on)) == S.ENROLLED
    open_one = MeetingFactory(training_class=held, starts_at=at_eight(held.ends_on))
    assert closed(enrolment) == S.ENROLLED
    open_one.workflow.move(open_one, "cancel", actor=None, at=LONG_AFTER)
    assert closed(enrolment) == S.COMPLETED


def test_a_class_that_never_met_decides_nothing():
    enrolment = EnrolmentFactory()
    assert closed(enrolment) == S.ENROLLED


def test_the_last_roster_of_an_ended_class_decides_at_once():
    enrolment = attended(PersonFactory(), 19, 19, first=BEGAN)
    held = enrolment.training_class
    last = MeetingFactory(training_class=held, starts_at=at_eight(held.ends_on))
    rows = roster(last)
    written = Written({enrolment.pk: 0}, fingerprint(rows))
    record_roster(last, written=written, actor=UserFactory(), at=last.starts_at + timedelta(days=1))
    enrolment.refresh_from_db()
    assert enrolment.state == S.COMPLETED


def test_everybody_of_a_class_is_decided_together():
    held = trained(3, meetings=(15, 20))
    close_class_outcomes(at=LONG_AFTER)
    assert set(held.enrolments.values_list("state", flat=True)) == {S.MISSED}


# --- corrected afterwards ----------------------------------------------------------------------------------------


def corrected(enrolment: Enrolment, there: bool) -> Enrolment:
    """An officer opens one meeting, the institute corrects it."""
    held = enrolment.training_class
    row = enrolment.attendances.filter(minutes=0 if there else SEVEN_HOURS).first()
    until = LONG_AFTER + timedelta(days=1)
    unlock_meeting(row.meeting, until=until, reason="Salah tulis", actor=officer(Role.REVIEWER), at=LONG_AFTER)
    staff = InstituteStaffFactory(institute=held.programme.institute).user
    written = Written({enrolment.pk: SEVEN_HOURS if there else 0}, fingerprint(roster(row.meeting)), "Salah tulis")
    record_roster(row.meeting, written=written, actor=staff, at=LONG_AFTER)
    enrolment.refresh_from_db()
    return enrolment


def test_a_correction_afterwards_decides_anew_and_revokes_the_certificate():
    enrolment = attended(PersonFactory(), 16, 20)
    closed(enrolment)
    first = certificate_of(enrolment)
    assert corrected(enrolment, there=False).state == S.MISSED
    assert certificate_of(enrolment) is None
    first.refresh_from_db()
    assert first.revoked_reason == "Presensi diperbaiki."


def test_a_correction_afterwards_can_complete_with_a_new_certificate():
    enrolment = attended(PersonFactory(), 15, 20)
    assert closed(enrolment) == S.MISSED
    assert corrected(enrolment, there=True).state == S.COMPLETED
    assert certificate_of(enrolment).facts["attended_percent"] == "80"
    assert list(enrolment.log.values_list("move", flat=True)) == ["enrol", "miss", "reopen", "complete"]


def test_a_certificate_that_stays_right_is_issued_again_with_the_new_share():
    enrolment = attended(PersonFactory(), 18, 20)
    closed(enrolment)
    assert corrected(enrolment, there=False).state == S.COMPLETED
    assert certificate_of(enrolment).facts["attended_percent"] == "85"
    assert EnrolmentLog.objects.filter(subject=enrolment, move="complete").count() == 2


# --- work --------------------------------------------------------------------------------------------------------

WORKS_FROM = date(2026, 11, 12)


def finds(enrolment: Enrolment, started_on: date = WORKS_FROM) -> Enrolment | None:
    found = note_work(enrolment.person, started_on=started_on, employer="PT Tenun Contoh", at=at_eight(started_on))
    enrolment.refresh_from_db()
    return found


def test_who_finds_work_gets_the_letter_and_the_day_before_is_the_last():
    enrolment = attended(PersonFactory(), 5, 5, first=BEGAN)
    assert finds(enrolment).state == S.WORKING
    assert (enrolment.ended_on, enrolment.working_from) == (date(2026, 11, 11), WORKS_FROM)
    letter = attended_letter_of(enrolment)
    assert letter.facts["employer"] == "PT Tenun Contoh"
    assert letter.facts["hours_attended"] == "21"  # three meetings of seven hours, up to the last day
    assert "21 jam, menurut daftar hadir sampai Kamis, 12 November 2026" in str(letter.content)
    assert Notice.objects.filter(user=letter.user, event="training_working", channel="inbox").count() == 1


def test_the_news_twice_is_one_letter():
    enrolment = attended(PersonFactory(), 5, 5, first=BEGAN)
    finds(enrolment)
    assert finds(enrolment) is None
    note_work_job(person_id=str(enrolment.person_id), started_on="2026-11-12", employer="PT Tenun Contoh")
    issue_attended_letter(enrolment, actor=UserFactory(), at=LONG_AFTER)
    assert Letter.objects.filter(kind=LetterKind.TRAINING_ATTENDED).count() == 1


def test_who_never_came_just_leaves_without_a_letter():
    enrolment = attended(PersonFactory(), 0, 5, first=BEGAN)
    taken = enrolment.training_class.taken
    assert finds(enrolment).state == S.WITHDRAWN
    assert TrainingClass.objects.get(pk=enrolment.training_class_id).taken == taken - 1
    assert attended_letter_of(enrolment) is None
    with pytest.raises(Conflict, match="not_working"):
        issue_attended_letter(enrolment, actor=UserFactory(), at=LONG_AFTER)


def test_a_letter_needs_a_day_of_attendance():
    with pytest.raises(Conflict, match="never_there"):
        issue_attended_letter(EnrolmentFactory(working=True), actor=UserFactory(), at=LONG_AFTER)


def test_work_after_the_class_and_work_without_a_class_change_nothing():
    enrolment = attended(PersonFactory(), 5, 5, first=BEGAN)
    assert finds(enrolment, enrolment.training_class.ends_on + timedelta(days=1)) is None
    assert enrolment.state == S.ENROLLED
    assert note_work(PersonFactory(), started_on=WORKS_FROM, employer="PT X", at=LONG_AFTER) is None


def test_somebody_without_an_account_is_decided_without_letters():
    enrolment = attended(PersonFactory(user=None), 20, 20)
    assert closed(enrolment) == S.COMPLETED
    assert not Letter.objects.exists()


# --- certification of competence ---------------------------------------------------------------------------------


def certify(enrolment: Enrolment, name="LSP Garmen Contoh", number="LSP-2026-771") -> Enrolment:
    return record_certification(enrolment, lsp_name=name, lsp_number=number, actor=UserFactory(), at=LONG_AFTER)


def test_a_certificate_of_competence_is_noted_and_taken_out():
    enrolment = EnrolmentFactory(completed=True)
    assert certify(enrolment).lsp_number == "LSP-2026-771"
    assert certify(enrolment, "", "").lsp_name == ""
    with pytest.raises(Invalid, match="lsp_incomplete"):
        certify(enrolment, number="")


def test_the_certificate_is_issued_anew_with_what_the_lsp_says_and_without_it():
    enrolment = attended(PersonFactory(), 20, 20)
    close_class_outcomes(at=LONG_AFTER)
    first = certificate_of(enrolment)
    assert "LSP Garmen Contoh" not in str(first.content)
    for _twice in range(2):
        certify(enrolment)
    second = certificate_of(enrolment)
    assert (second.facts["lsp_name"], second.facts["lsp_number"]) == ("LSP Garmen Contoh", "LSP-2026-771")
    assert "LSP-2026-771" in str(second.content)
    first.refresh_from_db()
    assert first.revoked_at == LONG_AFTER
    certify(enrolment, "", "")
    third = certificate_of(enrolment)
    assert "LSP-2026-771" not in str(third.content)
    assert len({first.facts["number"], second.facts["number"], third.facts["number"]}) == 3
    assert Letter.objects.filter(kind=LetterKind.TRAINING_CERTIFICATE, revoked_at=None).get() == third
    moves = ["enrol", "complete", "certify", "certify"]
    assert list(enrolment.log.order_by("pk").values_list("move", flat=True)) == moves


@pytest.mark.parametrize("trait", ["missed", "working"])
def test_only_who_completed_is_certified(trait):
    with pytest.raises(Conflict, match="not_completed"):
        certify(EnrolmentFactory(**{trait: True}))


def test_a_cancelled_class_and_other_peoples_classes_stay_as_they_are():
    one = attended(PersonFactory(), 20, 20)
    TrainingClass.workflow.move(one.training_class, "cancel", actor=None, at=LONG_AFTER)
    other = AttendanceFactory().enrolment
    MeetingFactory(
        training_class=other.training_class, starts_at=at_eight(date(2026, 11, 10)), state=MeetingState.PLANNED
    )
    assert (closed(one), closed(other)) == (S.ENROLLED, S.ENROLLED)


def test_the_seat_of_who_found_work_before_the_class_is_the_next_ones():
    taken = with_voucher()
    held = TrainingClassFactory(programme=taken.recommendation.programme, seats=1, taken=0)
    first = redeem_voucher(taken, training_class=held, actor=taken.person.user, at=MORNING)
    waits = with_voucher(programme=held.programme)
    wait_for_seat(waits, training_class=held, actor=waits.person.user, at=MORNING)
    gone = note_work(first.person, started_on=date(2026, 11, 30), employer="PT Tenun Contoh", at=MORNING)
    assert gone.state == S.WITHDRAWN
    assert Enrolment.objects.get(voucher=waits).training_class == held
    held.refresh_from_db()
    assert held.taken == 1


def test_a_class_that_fails_is_set_aside_and_keeps_back_no_other(monkeypatch):
    sick, well = (attended(PersonFactory(), 5, 5, first=BEGAN) for _class in range(2))
    settle = outcomes.settle_class

    def fail(training_class, *, at):
        if training_class.pk == sick.training_class_id:
            raise RuntimeError("a fault of this class")
        settle(training_class, at=at)

    monkeypatch.setattr(outcomes, "settle_class", fail)
    assert close_class_outcomes(at=LONG_AFTER) == 2  # dealt with: one closed, one set aside
    assert [Enrolment.objects.get(pk=one.pk).state for one in (sick, well)] == [S.ENROLLED, S.COMPLETED]
    assert [ids["pk"] for ids in aside(outcomes.ALONE, step="close_classes")] == [str(sick.training_class_id)]
    assert close_class_outcomes(at=LONG_AFTER) == 0  # it waits for somebody, not for every night
    monkeypatch.undo()
    assert do_one(outcomes.CLOSING, sick.training_class_id, at=LONG_AFTER)
    assert Enrolment.objects.get(pk=sick.pk).state == S.COMPLETED
