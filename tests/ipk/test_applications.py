"""Applications inside the portal: sending, taking back, the employer's answers, and what the database refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from core.errors import Conflict, Invalid, TooMany
from core.models import AuditEvent, Job
from ipk import operations
from ipk.enums.applications import ApplicationState
from ipk.models import Activity, Application, ApplicationFile
from notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.ipk_applications import (
    INTERVIEW,
    SNAPSHOT,
    application,
    appointment,
    attachment,
    staff_of,
)
from tests.factories.ipk_vacancies import CLOSES, VacancyFactory
from tests.factories.participants import MORNING, PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db


def send(person, vacancy, **fields):
    return operations.send_application(
        person, vacancy=vacancy, **{"snapshot": SNAPSHOT, "actor": person.user, "at": MORNING, **fields}
    )


# --- sending -----------------------------------------------------------------------------------------------------


def test_what_was_sent_is_kept_as_it_was(person):
    vacancy = VacancyFactory(title="Operator jahit")
    file = attachment(person.user)
    sent = send(person, vacancy, letter="Dengan hormat,\r\n\r\nsaya melamar.  \r\n", files=[file])
    vacancy.title = "Penjahit"
    vacancy.save(update_fields=["title"])
    row = Application.objects.get(pk=sent.pk)
    assert (row.title, row.company) == ("Operator jahit", vacancy.company)
    assert row.letter == "Dengan hormat,\n\nsaya melamar."
    assert row.snapshot == SNAPSHOT
    assert [(f.n, f.file_id) for f in row.files.all()] == [(1, file.pk)]
    assert row.state == ApplicationState.SENT
    assert AuditEvent.objects.filter(action="ipk.application.sent", object_id=str(row.pk)).count() == 1


def test_sent_twice_is_one_application_whatever_the_second_says(person):
    vacancy = VacancyFactory()
    first = send(person, vacancy, letter="Satu")
    second = send(person, vacancy, letter="Dua")
    assert second.pk == first.pk
    assert second.letter == "Satu"
    assert Activity.objects.filter(person=person).count() == 1


@pytest.mark.parametrize("state", ["submitted", "held", "closed", "taken_down"])
def test_a_vacancy_that_is_not_open_takes_no_application(person, state):
    with pytest.raises(Conflict, match="vacancy_closed"):
        send(person, VacancyFactory(**{state: True}))
    assert not Application.objects.exists()


def test_the_last_day_of_a_vacancy_still_takes_applications(person):
    vacancy = VacancyFactory(closes_on=date(2026, 11, 16))
    with pytest.raises(Conflict):
        send(person, vacancy, at=MORNING + timedelta(hours=15))  # 00.00 WIB of the day after
    assert send(person, vacancy, at=MORNING + timedelta(hours=14, minutes=59)).pk


def test_a_second_submit_after_closing_shows_the_same_application(person):
    vacancy = VacancyFactory(closes_on=CLOSES)
    first = send(person, vacancy)
    assert send(person, vacancy, at=MORNING + timedelta(days=60)).pk == first.pk


def test_an_imported_vacancy_is_applied_for_where_it_comes_from(person):
    with pytest.raises(Conflict) as refused:
        send(person, VacancyFactory(imported=True))
    assert refused.value.code == "applied_elsewhere"


def test_a_letter_has_3000_letters_at_most(person):
    with pytest.raises(Invalid) as refused:
        send(person, VacancyFactory(), letter="a" * 3_001)
    assert refused.value.code == "letter_too_long"
    assert len(send(person, VacancyFactory(), letter="a" * 3_000).letter) == 3_000


def test_invisible_signs_vanish_from_a_letter(person):
    sent = send(person, VacancyFactory(), letter="Saya\x00 \u202ebisa\u200b <script>alert(1)</script>")
    assert sent.letter == "Saya bisa <script>alert(1)</script>"


def test_files_are_ones_own_clean_or_waiting_and_three_at_most(person):
    own = [attachment(person.user) for _ in range(4)]
    with pytest.raises(Invalid) as many:
        send(person, VacancyFactory(), files=own)
    assert many.value.code == "too_many_files"
    for file in (
        attachment(UserFactory()),
        attachment(person.user, state="rejected"),
        replace_purpose(attachment(person.user)),
    ):
        with pytest.raises(Invalid) as refused:
            send(person, VacancyFactory(), files=[file])
        assert refused.value.code == "file_not_yours"
    sent = send(person, VacancyFactory(), files=[own[0], own[0], own[1], own[2]])
    assert [f.n for f in sent.files.all()] == [1, 2, 3]


def replace_purpose(file):
    file.purpose = "objection"
    return file


def test_thirty_applications_a_day_are_enough(person):
    for _ in range(30):
        send(person, VacancyFactory())
    with pytest.raises(TooMany):
        send(person, VacancyFactory())
    assert send(person, VacancyFactory(), at=MORNING + timedelta(days=1, seconds=1)).pk


# --- taking back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["sent", "seen", "called"])
def test_what_is_not_answered_for_good_may_be_taken_back_once(state):
    row = application(state)
    for _ in range(2):
        row = operations.withdraw_application(row, actor=row.person.user, at=MORNING)
    assert row.state == ApplicationState.WITHDRAWN
    assert [entry.move for entry in row.log.all()][-1] == "withdraw"
    assert AuditEvent.objects.filter(action="ipk.application.withdrawn").count() == 1


@pytest.mark.parametrize("state", ["accepted", "refused"])
def test_an_answer_stands(state):
    row = application(state)
    with pytest.raises(Conflict):
        operations.withdraw_application(row, actor=row.person.user, at=MORNING)


def test_after_taking_it_back_one_may_apply_again(person):
    vacancy = VacancyFactory()
    old = application("withdrawn", person=person, vacancy=vacancy)
    new = application(person=person, vacancy=vacancy)
    assert new.pk != old.pk


# --- the employer's answers --------------------------------------------------------------------------------------


def test_opening_marks_it_seen_once_and_tells_nobody():
    row = application()
    staff = staff_of(row.vacancy)
    for _ in range(2):
        row = operations.see_application(row, actor=staff, at=MORNING)
    assert row.state == ApplicationState.SEEN
    assert row.log.count() == 1
    assert not Notice.objects.filter(user=row.person.user).exists()


def test_a_colleague_who_opens_it_at_the_same_time_changes_nothing():
    row = application()
    stale = Application.objects.get(pk=row.pk)
    staff = staff_of(row.vacancy)
    operations.refuse_applicants([row], actor=staff, at=MORNING)
    assert operations.see_application(stale, actor=staff, at=MORNING).state == ApplicationState.REFUSED


def test_many_are_called_at_once_and_each_is_told():
    vacancy = VacancyFactory()
    rows = [application(vacancy=vacancy), application("seen", vacancy=vacancy)]
    called = operations.call_applicants(rows, appointment=appointment(), actor=staff_of(vacancy), at=MORNING)
    assert {row.pk for row in called} == {row.pk for row in rows}
    for row in Application.objects.all():
        assert (row.state, row.interview_at, row.interview_place) == ("called", INTERVIEW, "Jalan Contoh 1, Surakarta")
        assert Notice.objects.filter(user=row.person.user, event="application_called", channel="inbox").count() == 1


def test_the_same_call_twice_is_once_and_another_time_is_told_anew():
    row = application("called")
    staff = staff_of(row.vacancy)
    again = MORNING + timedelta(hours=1)
    operations.call_applicants([row], appointment=appointment(), actor=staff, at=again)
    assert row.log.filter(move="call").count() == 1
    later = appointment(at=INTERVIEW + timedelta(days=1))
    operations.call_applicants([row], appointment=later, actor=staff, at=again)
    assert row.log.filter(move="call").count() == 2
    assert Notice.objects.filter(event="application_called", channel="inbox").count() == 2
    assert Activity.objects.filter(kind="interview").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"at": MORNING}, "interview_in_the_past"),
        ({"at": MORNING + timedelta(days=90, seconds=1)}, "interview_too_far"),
        ({"place": " \u200b "}, "place_missing"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(change, code):
    row = application()
    with pytest.raises(Invalid) as refused:
        operations.call_applicants(
            [row], appointment=replace(appointment(), **change), actor=staff_of(row.vacancy), at=MORNING
        )
    assert refused.value.code == code


def test_who_withdrew_meanwhile_is_left_out_of_an_answer_to_many():
    vacancy = VacancyFactory()
    stays, leaves = application(vacancy=vacancy), application(vacancy=vacancy)
    operations.withdraw_application(leaves, actor=leaves.person.user, at=MORNING)
    done = operations.refuse_applicants([stays, leaves], reason="filled", actor=staff_of(vacancy), at=MORNING)
    assert [row.pk for row in done] == [stays.pk]
    leaves.refresh_from_db()
    assert leaves.state == ApplicationState.WITHDRAWN


@pytest.mark.parametrize("state", ["withdrawn", "accepted"])
def test_an_answer_to_what_has_moved_on_is_refused(state):
    row = application(state)
    staff = staff_of(row.vacancy)
    with pytest.raises(Conflict):
        operations.refuse_applicants([row], actor=staff, at=MORNING)
    with pytest.raises(Conflict):
        operations.call_applicants([row], appointment=appointment(), actor=staff, at=MORNING)


def test_a_refusal_needs_no_reason_and_takes_only_one_of_the_list():
    row = application()
    staff = staff_of(row.vacancy)
    with pytest.raises(Invalid):
        operations.refuse_applicants([row], reason="terlalu tua", actor=staff, at=MORNING)
    refused = operations.refuse_applicants([row], actor=staff, at=MORNING)[0]
    assert (refused.state, refused.reason, refused.answered_at) == ("refused", "", MORNING)
    again = operations.refuse_applicants([row], reason="wage", actor=staff, at=MORNING)[0]
    assert again.reason == ""
    assert Notice.objects.filter(event="application_refused", channel="inbox").count() == 1


def test_an_acceptance_keeps_its_terms_and_is_told_upwards_once():
    row = application("called")
    staff = staff_of(row.vacancy)
    for _ in range(2):
        row = operations.accept_applicant(row, starts_on=date(2026, 12, 1), wage=3_000_000, actor=staff, at=MORNING)
    assert (row.state, row.starts_on, row.wage, row.message) == ("accepted", date(2026, 12, 1), 3_000_000, "Bawa KTP.")
    assert Job.objects.filter(name="claims.ask_for_placement").count() == 1
    assert Notice.objects.filter(event="application_accepted", channel="inbox").count() == 1


@pytest.mark.parametrize(
    ("starts_on", "code"), [(date(2026, 11, 15), "starts_in_the_past"), (date(2027, 11, 17), "starts_too_far")]
)
def test_a_first_day_that_cannot_be_is_refused(starts_on, code):
    row = application()
    with pytest.raises(Invalid) as refused:
        operations.accept_applicant(row, starts_on=starts_on, actor=staff_of(row.vacancy), at=MORNING)
    assert refused.value.code == code


# --- who sees them, and what the database refuses ----------------------------------------------------------------


def test_an_application_is_its_senders_and_its_employers():
    row = application()
    staff, today = staff_of(row.vacancy), MORNING.date()
    former = StaffFactory(employer=row.vacancy.employer, former=True).user
    assert Application.objects.visible_to(row.person.user).get() == row
    assert not Application.objects.visible_to(PersonFactory().user).exists()
    assert Application.objects.of_employer(staff, today).get() == row
    for outsider in (StaffFactory().user, former, row.person.user):
        assert not Application.objects.of_employer(outsider, today).exists()


@pytest.mark.parametrize(("column", "value"), [("snapshot", {}), ("letter", "lain"), ("company", "PT Lain")])
def test_what_was_sent_never_changes(column, value):
    application()
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Application.objects.update(**{column: value})


def test_the_database_knows_the_moves_and_keeps_one_a_vacancy():
    row = application("refused")
    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        Application.objects.filter(pk=row.pk).update(state="accepted")
    with pytest.raises(IntegrityError, match="one_live_application_a_vacancy"), transaction.atomic():
        Application.objects.create(
            person=row.person, vacancy=row.vacancy, company="x", title="x", snapshot={}, sent_at=MORNING
        )


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"letter": "a" * 3_001}, "application_letter_is_short"),
        ({"state": "called", "answered_at": MORNING}, "called_application_has_its_appointment"),
        ({"state": "refused"}, "answered_application_has_its_moment"),
        ({"reason": "wage"}, "only_a_refused_application_has_a_reason"),
        ({"wage": 1}, "only_an_accepted_application_has_its_terms"),
    ],
)
def test_an_application_that_cannot_be_is_refused(person, fields, constraint):
    vacancy = VacancyFactory()
    with pytest.raises(IntegrityError, match=constraint):
        Application.objects.create(
            person=person, vacancy=vacancy, company="x", title="x", snapshot={}, sent_at=MORNING, **fields
        )


def test_a_fourth_file_finds_no_place(person):
    row = application(person=person)
    with pytest.raises(IntegrityError, match="three_files_at_most"):
        ApplicationFile.objects.create(application=row, file=attachment(person.user), n=4)
