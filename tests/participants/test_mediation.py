"""What a mediator decides, what follows, and the clock that moves a report without an answer."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid
from core.events import subscribed
from core.models import AuditEvent, Job
from files.enums import FileState
from notices.models import Letter, Notice
from participants.enums import PhkReason, PhkState, ProofKind, Side, Stance
from participants.events import PhkConfirmed
from participants.models import PhkEvent
from participants.operations import phk
from participants.said import ProofGiven
from tests.factories.participants import (
    MORNING,
    PersonFactory,
    StaffFactory,
    at_mediator,
    confirmed_phk,
    officer,
    proof,
    report_phk,
    said,
    stored_file,
)

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 25)


@pytest.fixture
def mediator():
    return officer(Role.MEDIATOR, region="33")


def accept(event, mediator, kind=ProofKind.RECEIPT, side=Side.EMPLOYER, at=MORNING):
    return phk.accept_proof(event=event, kind=kind, side=side, actor=mediator, at=at)


# --- accepting ---------------------------------------------------------------------------------------------------


def test_accepting_gives_a_receipt_and_tells_everybody(mediator):
    person = PersonFactory()
    event = accept(at_mediator(person=person), mediator)
    assert (event.state, event.proof_kind, event.receipt_number) == ("confirmed", "tanda_terima", "TTP-2026-0000001")
    assert event.confirmed_at == MORNING
    assert Notice.objects.filter(event="phk_proof_accepted", channel="inbox").count() == 2
    letter = Letter.objects.about(event).get()
    assert (letter.user, letter.facts["receipt_number"]) == (person.user, "TTP-2026-0000001")
    assert AuditEvent.objects.get(action="participants.phk.confirmed").actor == mediator


def test_accepting_publishes_the_confirmation_to_its_listeners(mediator):
    event = accept(at_mediator(), mediator)
    for name in subscribed().get(PhkConfirmed, ()):
        assert Job.objects.get(name=name).args == {"event_id": str(event.pk)}
    assert Job.objects.get(name="participants.tell_bpjs").args == {"event_id": str(event.pk)}


def test_the_accepted_side_gives_the_facts_and_the_stated_wage_stays(mediator):
    event = report_phk()
    staff = StaffFactory(employer=event.employer)
    phk.answer_other_side(
        event=event,
        side=Side.EMPLOYER,
        stance=Stance.DISPUTES,
        said=said(reason=PhkReason.K, wage=None),
        statement="Surat peringatan ketiga.",
        actor=staff.user,
        at=MORNING,
    )
    event = accept(event, mediator)
    assert (event.reason, event.wage) == ("k", 4_500_000)


def test_a_second_acceptance_is_a_conflict_and_gives_no_second_number(mediator):
    event = accept(at_mediator(), mediator)
    with pytest.raises(Conflict, match="wrong_state"):
        accept(event, mediator)
    assert Letter.objects.about(event).count() == 1


def test_a_kind_that_nobody_uploaded_is_not_accepted(mediator):
    event = at_mediator()
    with pytest.raises(Invalid, match="proof_missing"):
        accept(event, mediator, ProofKind.REGISTERED_AGREEMENT)


def test_a_number_without_its_file_is_not_enough(mediator):
    event = at_mediator(with_proof=False)
    staff = StaffFactory(employer=event.employer)
    given = ProofGiven(ProofKind.RECEIPT, number="PHK/88/2026")
    phk.add_proof(event=event, side=Side.EMPLOYER, proofs=[given], actor=staff.user, at=MORNING)
    with pytest.raises(Invalid, match="proof_missing"):
        accept(event, mediator)


def test_a_file_in_quarantine_is_not_yet_proof(mediator):
    event = at_mediator(with_proof=False)
    staff = StaffFactory(employer=event.employer)
    file = stored_file(staff.user, state=FileState.QUARANTINED)
    phk.add_proof(
        event=event, side=Side.EMPLOYER, proofs=[ProofGiven(ProofKind.RECEIPT, file)], actor=staff.user, at=MORNING
    )
    with pytest.raises(Invalid, match="proof_missing"):
        accept(event, mediator)


def test_an_agreement_with_receipt_counts_only_since_february_2025(mediator):
    assert ProofKind.AGREEMENT_WITH_RECEIPT not in phk.accepted_kinds(date(2025, 2, 6))
    assert ProofKind.AGREEMENT_WITH_RECEIPT in phk.accepted_kinds(date(2025, 2, 7))
    event = at_mediator(with_proof=False)
    staff = StaffFactory(employer=event.employer)
    given = proof(staff.user, ProofKind.AGREEMENT_WITH_RECEIPT)
    phk.add_proof(event=event, side=Side.EMPLOYER, proofs=[given], actor=staff.user, at=MORNING)
    before = datetime(2025, 2, 6, 12, tzinfo=clock.JAKARTA)
    with pytest.raises(Invalid, match="proof_kind_not_accepted"):
        accept(event, mediator, ProofKind.AGREEMENT_WITH_RECEIPT, at=before)
    assert accept(event, mediator, ProofKind.AGREEMENT_WITH_RECEIPT).proof_kind == "pb_tanda_terima"


def test_a_side_that_said_nothing_cannot_be_the_source(mediator):
    with pytest.raises(Invalid, match="version_missing"):
        accept(at_mediator(), mediator, side=Side.WORKER)


def test_a_confirmation_without_proof_is_refused_by_the_database():
    event = at_mediator()
    with pytest.raises(IntegrityError, match="confirmed_phk_has_proof_and_receipt"), transaction.atomic():
        PhkEvent.workflow.move(event, "accept_proof", actor=None, at=MORNING)


# --- asking again ------------------------------------------------------------------------------------------------


def test_asking_again_says_what_is_missing_to_who_reported(mediator):
    event = report_phk(with_proof=False)
    phk.close_overdue_questions(at=MORNING + timedelta(days=30))
    event = phk.ask_again(event=event, reason="Unggah halaman yang bertanda tangan.", actor=mediator, at=MORNING)
    assert (event.state, event.asked_for) == (PhkState.NEEDS_PROOF, "Unggah halaman yang bertanda tangan.")
    assert Notice.objects.filter(user=event.person.user, event="phk_proof_asked_again", channel="inbox").count() == 1


def test_a_request_without_words_is_refused(mediator):
    event = at_mediator()
    with pytest.raises(Invalid, match="reason_missing"):
        phk.ask_again(event=event, reason="kurang", actor=mediator, at=MORNING)


def test_added_proof_goes_back_into_the_queue_and_can_be_asked_for_twice(mediator):
    person = PersonFactory()
    event = report_phk(person=person, with_proof=False)
    phk.close_overdue_questions(at=MORNING + timedelta(days=30))
    for _ in range(2):
        phk.ask_again(event=event, reason="Unggah surat yang terbaca.", actor=mediator, at=MORNING)
        event = phk.add_proof(event=event, side=Side.WORKER, proofs=[proof(person.user)], actor=person.user, at=MORNING)
        assert event.state == PhkState.AWAITING_MEDIATOR
    assert Notice.objects.filter(event="phk_proof_asked_again", channel="inbox").count() == 2


def test_the_same_document_again_changes_nothing(mediator):
    person = PersonFactory()
    event = report_phk(person=person, with_proof=False)
    given = proof(person.user)
    for _ in range(2):
        phk.add_proof(event=event, side=Side.WORKER, proofs=[given], actor=person.user, at=MORNING)
    assert event.proofs.count() == 1


# --- at the PHI --------------------------------------------------------------------------------------------------


def test_a_dispute_holds_even_a_confirmed_phk(mediator):
    event = phk.record_dispute(event=confirmed_phk(), case_number="12/Pdt.Sus-PHI/2026", actor=mediator, at=MORNING)
    assert (event.state, event.disputed, event.phi_case) == (PhkState.DISPUTED, True, "12/Pdt.Sus-PHI/2026")


def test_a_dispute_names_its_case(mediator):
    with pytest.raises(Invalid, match="case_missing"):
        phk.record_dispute(event=at_mediator(), case_number=" ", actor=mediator, at=MORNING)


def test_a_ruling_for_the_phk_is_its_proof_and_keeps_the_receipt(mediator):
    event = confirmed_phk()
    number = event.receipt_number
    event = phk.record_dispute(event=event, case_number="12/2026", actor=mediator, at=MORNING)
    event = phk.record_ruling(
        event=event,
        upheld=True,
        ruling=proof(mediator, ProofKind.PHI_RULING),
        brought_by=Side.WORKER,
        actor=mediator,
        at=MORNING,
    )
    assert (event.state, event.proof_kind, event.receipt_number) == ("confirmed", "putusan_phi", number)


def test_a_ruling_against_the_phk_closes_it(mediator):
    event = phk.record_dispute(event=at_mediator(), case_number="12/2026", actor=mediator, at=MORNING)
    ruling = proof(mediator, ProofKind.PHI_RULING)
    event = phk.record_ruling(
        event=event, upheld=False, ruling=ruling, brought_by=Side.EMPLOYER, actor=mediator, at=MORNING
    )
    assert event.state == PhkState.CLOSED
    assert Job.objects.filter(name="participants.tell_bpjs").count() == 0


def test_a_ruling_needs_its_document(mediator):
    event = phk.record_dispute(event=at_mediator(), case_number="12/2026", actor=mediator, at=MORNING)
    with pytest.raises(Invalid, match="ruling_missing"):
        phk.record_ruling(
            event=event,
            upheld=True,
            ruling=ProofGiven(ProofKind.PHI_RULING),
            brought_by=Side.WORKER,
            actor=mediator,
            at=MORNING,
        )


# --- silence -----------------------------------------------------------------------------------------------------


def test_until_the_last_second_of_its_day_an_employer_may_still_answer():
    event = report_phk()
    assert phk.close_overdue_questions(at=clock.end_of_day(DUE)) == 0
    event.refresh_from_db()
    assert event.state == PhkState.AWAITING_OTHER


def test_the_day_after_silence_moves_the_report_to_the_mediator_flagged():
    event = report_phk()
    moment = clock.start_of_day(DUE + timedelta(days=1))
    assert phk.close_overdue_questions(at=moment) == 1
    event.refresh_from_db()
    assert (event.state, event.other_side_silent, event.waiting_since) == (PhkState.AWAITING_MEDIATOR, True, moment)
    assert Notice.objects.filter(user=event.person.user, event="phk_unanswered", channel="inbox").count() == 1


def test_closing_twice_moves_once():
    report_phk()
    moment = clock.start_of_day(DUE + timedelta(days=1))
    assert [phk.close_overdue_questions(at=moment) for _ in range(2)] == [1, 0]
    assert Notice.objects.filter(event="phk_unanswered", channel="inbox").count() == 1


def test_an_employer_may_still_answer_while_the_mediator_looks():
    event = report_phk()
    phk.close_overdue_questions(at=clock.start_of_day(DUE + timedelta(days=1)))
    staff = StaffFactory(employer=event.employer)
    answered = phk.answer_other_side(
        event=event, side=Side.EMPLOYER, stance=Stance.AGREES, actor=staff.user, at=MORNING
    )
    assert answered.state == PhkState.AWAITING_MEDIATOR
    assert answered.versions.filter(side="employer").exists()
