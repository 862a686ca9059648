"""Reporting a termination: who is asked, what joins, what is refused, and that twice is once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.enums import Role
from core import jobs
from core.errors import Conflict, Invalid
from core.models import Job
from notices.models import Letter, Notice
from participants.enums import PhkReason, PhkState, ProofKind, Side, Stance
from participants.models import Person, PhkEvent, PhkProof, PhkVersion
from participants.operations import phk
from participants.said import ProofGiven, Worker
from tests.factories.accounts import officer
from tests.factories.participants import (
    MORNING,
    PHK_ON,
    EmployerFactory,
    PersonFactory,
    StaffFactory,
    at_mediator,
    confirmed_phk,
    proof,
    report_phk,
    said,
)

pytestmark = pytest.mark.django_db


def told(user) -> list[str]:
    return list(
        Notice.objects.filter(user=user, channel="inbox")
        .order_by("created_at", "event")
        .values_list("event", flat=True)
    )


# --- by the worker -----------------------------------------------------------------------------------------------


def test_a_worker_reports_and_the_employer_has_seven_working_days():
    staff = StaffFactory()
    event = report_phk(employer=staff.employer)
    assert event.state == PhkState.AWAITING_OTHER
    assert event.other_side_due_on == date(2026, 11, 25)  # Monday 16 November plus seven working days
    assert event.number == "PHK-2026-0000001"
    assert told(staff.user) == ["phk_answer_asked"]
    assert told(event.person.user) == ["phk_reported_by_worker"]
    assert [row.move for row in event.log.all()] == ["report"]


def test_the_worker_gets_a_letter_that_the_report_is_here():
    event = report_phk()
    letter = Letter.objects.get(user=event.person.user)
    assert letter.kind == "phk_report"
    assert letter.facts["number"] == event.number
    assert event.person.nik not in str(letter.facts)


def test_a_worker_whose_employer_agrees_gets_one_receipt_once_the_proof_is_accepted():
    event = report_phk()
    staff = StaffFactory(employer=event.employer).user
    event = phk.answer_other_side(event=event, side=Side.EMPLOYER, stance=Stance.AGREES, actor=staff, at=MORNING)
    mediator = officer(Role.MEDIATOR, region="33")
    event = phk.accept_proof(event=event, kind=ProofKind.RECEIPT, side=Side.WORKER, actor=mediator, at=MORNING)
    letters = Letter.objects.filter(user=event.person.user).order_by("number")
    assert [letter.kind for letter in letters] == ["phk_report", "phk_receipt"]
    assert letters[1].facts["receipt_number"] == event.receipt_number


def test_the_labels_in_a_letter_are_indonesian_whatever_the_page_speaks():
    with translation.override("en"):
        event = report_phk()
    facts = Letter.objects.get(user=event.person.user).facts
    assert (facts["reported_by"], facts["reason"]) == ("Pekerja", "Efisiensi karena perusahaan rugi")


def test_an_employer_without_staff_here_is_written_to_at_the_address_of_bpjs(mailoutbox):
    event = report_phk(employer=EmployerFactory())
    jobs.run_due()
    letter = next(mail for mail in mailoutbox if mail.to == [event.employer.contact_email])
    assert event.number in letter.body
    assert event.person.full_name not in letter.body


def test_the_same_report_twice_is_one_event():
    person, employer = PersonFactory(), EmployerFactory()
    file = proof(person.user)
    same = {
        "person": person,
        "employer": employer,
        "said": said(),
        "proofs": [file],
        "actor": person.user,
        "at": MORNING,
    }
    assert phk.report_by_worker(**same) == phk.report_by_worker(**same)
    assert (PhkEvent.objects.count(), PhkVersion.objects.count(), PhkProof.objects.count()) == (1, 1, 1)
    assert Letter.objects.count() == 1


def test_another_story_about_a_pending_phk_names_the_first_report():
    event = report_phk()
    with pytest.raises(Conflict) as error:
        report_phk(person=event.person, employer=event.employer, phk_on=PHK_ON - timedelta(days=1))
    assert (error.value.code, error.value.facts["event"]) == ("already_reported", event.pk)
    assert PhkVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"phk_on": date(2026, 11, 17)}, "phk_in_future"),
        ({"work_started_on": date(2026, 11, 11)}, "phk_before_work"),
        ({"contract": "PKWT"}, "contract_end_missing"),
        (
            {"contract": "PKWT", "contract_starts_on": date(2026, 2, 1), "contract_ends_on": date(2026, 1, 31)},
            "contract_ends_before_start",
        ),
        ({"wage": 0}, "wage_not_positive"),
        ({"wage": 1_000_000_001}, "wage_too_large"),
    ],
)
def test_what_cannot_be_right_is_not_reported(facts, code):
    with pytest.raises(Invalid) as error:
        report_phk(**facts)
    assert error.value.code == code
    assert error.value.message
    assert not PhkEvent.objects.exists()


def test_a_phk_of_today_and_a_wage_of_one_billion_may_be_reported():
    event = report_phk(phk_on=date(2026, 11, 16), wage=1_000_000_000)
    assert (event.phk_on, event.wage) == (date(2026, 11, 16), 1_000_000_000)


def test_an_excluded_reason_may_be_reported_all_the_same():
    assert report_phk(reason=PhkReason.I).reason == "i"


# --- by the employer ---------------------------------------------------------------------------------------------


def test_an_employers_report_goes_to_the_mediator_and_asks_the_worker():
    person = PersonFactory()
    event = at_mediator(person=person)
    assert (event.state, event.other_side_due_on) == (PhkState.AWAITING_MEDIATOR, None)
    assert event.region_id == "3372"
    assert told(person.user) == ["phk_reported_by_employer"]


def test_an_employer_may_name_somebody_who_has_no_account():
    staff = StaffFactory()
    worker = Worker("9901010107900876", "Rina Kusuma", date(1990, 7, 1), "Jalan Melati 3")
    event = phk.report_by_employer(
        employer=staff.employer, worker=worker, said=said(), proofs=[], actor=staff.user, at=MORNING
    )
    assert (event.person.user, event.person.full_name, event.person.state) == (None, "Rina Kusuma", "pending")
    assert Person.objects.get(pk=event.person.pk).nik == "9901010107900876"


def test_what_an_employer_writes_does_not_change_a_known_person():
    person = PersonFactory(full_name="Siti Rahmawati")
    staff = StaffFactory()
    worker = Worker(person.nik, "Siti R.", date(1991, 1, 1))
    phk.report_by_employer(employer=staff.employer, worker=worker, said=said(), proofs=[], actor=staff.user, at=MORNING)
    person.refresh_from_db()
    assert (person.full_name, person.born_on) == ("Siti Rahmawati", date(1990, 7, 1))


def test_the_participant_number_is_sealed_in_the_version():
    event = at_mediator(kpj="12345678901")
    version = event.versions.get()
    assert version.kpj == "12345678901"
    assert b"12345678901" not in bytes(version.kpj_sealed)


# --- one event for both ------------------------------------------------------------------------------------------


def test_a_worker_who_reports_what_the_employer_reported_joins_it():
    person = PersonFactory()
    event = at_mediator(person=person)
    later = MORNING + timedelta(hours=1)
    joined = report_phk(person=person, employer=event.employer, phk_on=date(2026, 11, 9), at=later)
    assert joined.pk == event.pk
    assert [(v.side, v.phk_on) for v in event.versions.all()] == [("employer", PHK_ON), ("worker", date(2026, 11, 9))]
    joined.refresh_from_db()
    assert joined.phk_on == PHK_ON  # the facts stay until a mediator decides
    assert joined.state == PhkState.AWAITING_MEDIATOR


def test_an_employer_who_reports_what_the_worker_reported_answers_the_question():
    staff = StaffFactory()
    event = report_phk(employer=staff.employer)
    joined = at_mediator(person=event.person, employer=staff.employer)
    assert joined.pk == event.pk
    assert joined.state == PhkState.AWAITING_MEDIATOR
    notice = Notice.objects.get(user=event.person.user, event="phk_answered", channel="inbox")
    assert "setuju" in notice.body


def test_a_report_after_the_confirmation_adds_a_version_and_opens_nothing():
    person = PersonFactory()
    event = confirmed_phk(person=person)
    again = report_phk(person=person, employer=event.employer)
    assert (again.pk, again.state) == (event.pk, PhkState.CONFIRMED)
    assert PhkEvent.objects.count() == 1


def test_a_later_phk_from_the_same_employer_is_another_event():
    person = PersonFactory()
    first = confirmed_phk(person=person, phk_on=date(2025, 6, 30))
    second = report_phk(person=person, employer=first.employer)
    assert second.pk != first.pk


# --- answering ---------------------------------------------------------------------------------------------------


def answer(event, stance=Stance.AGREES, *, side=Side.EMPLOYER, actor=None, **more):
    actor = actor or StaffFactory(employer=event.employer).user
    return phk.answer_other_side(event=event, side=side, stance=stance, actor=actor, at=MORNING, **more)


def test_agreeing_copies_the_facts_without_the_wage():
    event = report_phk()
    answered = answer(event)
    version = event.versions.get(side="employer")
    assert answered.state == PhkState.AWAITING_MEDIATOR
    assert (version.stance, version.phk_on, version.reason, version.wage) == ("agrees", PHK_ON, "b", None)


def test_disputing_keeps_the_reason_and_the_other_facts():
    event = report_phk()
    answer(event, Stance.DISPUTES, said=said(reason=PhkReason.I), statement="Ada surat pengunduran diri.")
    version = event.versions.get(side="employer")
    assert (version.reason, version.statement) == ("i", "Ada surat pengunduran diri.")
    assert "berbeda" in Notice.objects.get(user=event.person.user, event="phk_answered", channel="inbox").body


def test_disputing_needs_a_reason():
    event = report_phk()
    with pytest.raises(Invalid, match="statement_missing"):
        answer(event, Stance.DISPUTES, statement="  ")
    event.refresh_from_db()
    assert (event.state, event.versions.count()) == (PhkState.AWAITING_OTHER, 1)


def test_the_same_answer_twice_is_one_answer():
    event = report_phk()
    staff = StaffFactory(employer=event.employer)
    answer(event, actor=staff.user)
    answer(event, actor=staff.user)
    assert event.versions.filter(side="employer").count() == 1
    assert Notice.objects.filter(event="phk_answered", channel="inbox").count() == 1


def test_a_second_different_answer_is_a_conflict():
    event = report_phk()
    answer(event)
    with pytest.raises(Conflict, match="already_answered"):
        answer(event, Stance.DISPUTES, statement="Kami keliru menjawab tadi.")


def test_nobody_answers_their_own_report():
    event = report_phk()
    with pytest.raises(Conflict, match="nothing_to_answer"):
        answer(event, side=Side.WORKER, actor=event.person.user)


def test_a_settled_report_takes_no_answer():
    person = PersonFactory()
    event = confirmed_phk(person=person)
    with pytest.raises(Conflict, match="wrong_state"):
        answer(event, side=Side.WORKER, actor=person.user)


# --- taking back -------------------------------------------------------------------------------------------------


def test_a_mistaken_report_is_taken_back_and_frees_the_way():
    event = report_phk()
    phk.withdraw(event=event, reason="reported_by_mistake", actor=event.person.user, at=MORNING)
    again = report_phk(person=event.person, employer=event.employer)
    assert again.pk != event.pk


def test_what_the_employer_reported_too_cannot_be_taken_back():
    staff = StaffFactory()
    event = report_phk(employer=staff.employer)
    at_mediator(person=event.person, employer=staff.employer)
    with pytest.raises(Conflict, match="other_side_reported"):
        phk.withdraw(event=event, reason="", actor=event.person.user, at=MORNING)
    event.refresh_from_db()
    assert event.state == PhkState.AWAITING_MEDIATOR


# --- the database says no too ------------------------------------------------------------------------------------


def test_two_pending_events_of_one_employment_are_refused_by_the_database():
    event = report_phk()
    with pytest.raises(IntegrityError, match="one_pending_phk"), transaction.atomic():
        PhkEvent.objects.create(
            number="PHK-2026-9999999",
            person=event.person,
            employer=event.employer,
            opened_by="worker",
            reported_at=MORNING,
            waiting_since=MORNING,
            mediate_by=date(2026, 11, 19),
            state=PhkState.AWAITING_MEDIATOR,
            **said(phk_on=date(2026, 11, 1)).facts(),
        )


def test_a_version_is_never_changed():
    version = report_phk().versions.get()
    version.statement = "lain"
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        version.save()


def test_a_state_that_is_no_move_is_refused_by_the_database():
    event = report_phk()
    with pytest.raises(Exception, match="moves"), transaction.atomic():
        PhkEvent.objects.filter(pk=event.pk).update(state="confirmed")


def test_a_proof_needs_a_file_or_a_number():
    event = report_phk(with_proof=False)
    with pytest.raises(IntegrityError, match="proof_has_a_file_or_a_number"), transaction.atomic():
        phk.add_proof(
            event=event,
            side=Side.WORKER,
            proofs=[ProofGiven(ProofKind.RECEIPT)],
            actor=event.person.user,
            at=MORNING,
        )
    assert Job.objects.filter(name="participants.tell_bpjs").count() == 0
