"""Asking the law: what is stored, when it is asked again, and what happens while BPJS is silent."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from claims.enums import ClaimState
from claims.models import Assessment, Claim, Decision
from claims.operations import assessments
from core.errors import TooMany
from core.events import subscribed
from core.models import Job
from integrations.errors import PartnerUnavailable
from jkp_portal.subscriptions import SUBSCRIPTIONS
from notices.models import Notice
from participants.enums import ProofKind, Side
from participants.events import PhkClosed, PhkConfirmed, PhkReopened
from participants.models import PhkEvent
from participants.operations.phk_mediation import record_dispute, record_ruling
from payments.events import PayoutFailed, PayoutSettled
from rules import VERSION
from tests.factories import participants
from tests.factories.claims import assessed_phk, bpjs_knows, claim, latest, participant, phk, verifier

pytestmark = pytest.mark.django_db


class Silent:
    """BPJS while it does not answer."""

    def __getattr__(self, name):
        def call(*args):
            raise PartnerUnavailable("bpjs", "timeout")

        return call


def record(event, at, **given):
    return assessments.record_assessment(event, claim=None, filed_at=at, at=at, **given)


def test_facts_answer_parameters_and_regime_are_kept(at):
    found = record(phk(), at)
    assert (found.outcome, found.regime, found.rules_version) == ("eligible", "R25", VERSION)
    assert found.answer["months"][0] == {"n": 1, "amount": 2_700_000}
    assert found.facts["phk"] == {
        "on": "2026-11-10",
        "reason": "b",
        "contract": "PKWTT",
        "proof": "tanda_terima",
        "disputed": False,
    }
    assert found.parameters["wage_ceiling"]["value"] == 5_000_000
    assert [r["code"] for r in found.reasons] == [f"ELG-{n:02d}" for n in range(1, 14)]


def test_each_fact_says_where_it_came_from_and_when(at):
    found = record(phk(), at)
    assert found.sources["ELG-05"] == {"source": "bpjs", "as_of": at.isoformat()}
    assert found.sources["ELG-02"]["source"] == "mediator"
    assert found.sources["ELG-01"]["source"] == "dukcapil"
    assert found.sources["ELG-04"]["source"] == "kapk"


def test_the_same_facts_on_the_same_day_give_the_first_assessment(at):
    event = phk()
    first = record(event, at)
    assert record(event, at + timedelta(hours=2)) == first
    assert record(event, at + timedelta(days=1)) != first
    assert Assessment.objects.count() == 2


def test_an_assessment_is_never_changed_or_deleted(at):
    found = record(phk(), at)
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        Assessment.objects.filter(pk=found.pk).update(outcome="ineligible")
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        found.delete()


def test_a_decision_is_never_changed_or_deleted():
    claim("refused", paid_months=11)
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        Decision.objects.update(note="Lain.")
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        Decision.objects.all().delete()


@pytest.mark.parametrize(
    ("facts", "outcome", "failing"),
    [
        ({}, "eligible", []),
        ({"paid_months": 12}, "eligible", []),
        ({"paid_months": 11}, "ineligible", ["ELG-05"]),
        ({"reason": "i"}, "ineligible", ["ELG-02"]),
        ({"reason": "m"}, "needs_officer", ["ELG-02"]),
        ({"elsewhere": True}, "ineligible", ["ELG-07"]),
        ({"jkn": "none"}, "ineligible", ["ELG-12"]),
        ({"previous": (date(2024, 3, 1),)}, "ineligible", ["ELG-10"]),
        ({"wage": None}, "needs_officer", []),
    ],
)
def test_the_rules_are_asked_with_what_is_known(at, facts, outcome, failing):
    found = record(phk(**facts), at)
    assert found.outcome == outcome
    assert [r["code"] for r in found.reasons if r["met"] is not True] == failing


def test_somebody_whom_bpjs_does_not_know_is_for_an_officer(at):
    found = record(participants.confirmed_phk(person=participant()), at)
    assert found.outcome == "needs_officer"
    assert "contributions" not in {k for k, v in found.facts.items() if v is not None}


def test_a_resigned_worker_is_not_eligible_whatever_else(at):
    assert record(phk(reason="i", paid_months=24), at).outcome == "ineligible"


class TestSilentBpjs:
    def test_nothing_is_assessed_and_nothing_is_lost(self, at):
        event = phk()
        with pytest.raises(PartnerUnavailable):
            assessments.assess_phk(event, bpjs=Silent(), at=at)
        assert not Assessment.objects.exists()

    def test_a_filed_claim_stays_filed(self, at):
        sent = claim("submitted")
        with pytest.raises(PartnerUnavailable):
            assessments.assess_claim(sent, bpjs=Silent(), at=at)
        assert Claim.objects.get().state == ClaimState.SUBMITTED

    def test_an_officer_goes_on_with_what_is_stored(self, at):
        sent = claim("submitted")
        officer = verifier()
        assert assessments.run_again(sent, actor=officer, at=at).outcome == "eligible"
        assert Claim.objects.get().state == ClaimState.IN_REVIEW
        assert sent.log.get(move="take_up").actor == officer


class TestLookingAgain:
    def test_it_asks_bpjs_once_however_often_it_is_pressed(self, at):
        event = assessed_phk()
        for minute in range(3):
            assessments.look_again(event, actor=event.person.user, at=at + timedelta(minutes=minute))
        assert Job.objects.filter(name="claims.assess_phk").count() == 1

    def test_five_times_an_hour(self, at):
        event = assessed_phk()
        for _ in range(5):
            assessments.look_again(event, actor=event.person.user, at=at)
            Job.objects.filter(name="claims.assess_phk").update(state="done")
        with pytest.raises(TooMany):
            assessments.look_again(event, actor=event.person.user, at=at)

    def test_late_contributions_never_change_a_decision_by_themselves(self, at):
        """POL-24: a re-evaluation is offered; what was decided stays."""
        refused = claim("refused", paid_months=11)
        later = at + timedelta(days=3)
        bpjs_knows(refused.person, refused.phk.employer.npp, paid_months=14, at=later)
        assert record(refused.phk, later).outcome == "eligible"
        assert Claim.objects.get().state == ClaimState.REFUSED
        assert Decision.objects.get().assessment.outcome == "ineligible"


class TestFollowingThePhk:
    def test_every_event_of_payments_and_participants_that_concerns_claims_is_heard(self):
        assert SUBSCRIPTIONS[PhkConfirmed] == SUBSCRIPTIONS[PhkReopened] == SUBSCRIPTIONS[PhkClosed]
        assert "claims.payout_settled" in SUBSCRIPTIONS[PayoutSettled]
        assert "claims.payout_failed" in SUBSCRIPTIONS[PayoutFailed]
        assert subscribed()[PhkConfirmed] == ("claims.follow_phk",)

    def test_accepting_the_proof_has_the_syarat_checked(self):
        event = participants.confirmed_phk(person=participant())
        assert Job.objects.filter(name="claims.follow_phk", args__event_id=str(event.pk)).count() == 1

    def test_a_dispute_holds_the_claim_and_its_clock(self, at):
        found = claim("in_review")
        record_dispute(event=found.phk, case_number="12/PHI/2026", actor=verifier(), at=at)
        event = PhkEvent.objects.get()
        assessments.follow_phk(event, at=at + timedelta(minutes=1))
        assessments.run_again(found, actor=None, at=at + timedelta(minutes=1))
        assert latest(found).outcome == "held"
        assert Claim.objects.get().decision_due_on == date(2026, 11, 19)

    def test_after_the_ruling_the_three_working_days_start_anew(self, at):
        found = claim("in_review")
        officer = verifier()
        record_dispute(event=found.phk, case_number="12/PHI/2026", actor=officer, at=at)
        ruled = at + timedelta(days=14)
        ruling = participants.proof(officer, ProofKind.PHI_RULING)
        record_ruling(
            event=PhkEvent.objects.get(), upheld=True, ruling=ruling, brought_by=Side.EMPLOYER, actor=officer, at=ruled
        )
        assessments.follow_phk(PhkEvent.objects.get(), at=ruled)
        assert Claim.objects.get().decision_due_on == date(2026, 12, 3)
        assert Claim.objects.get().reference_date == date(2026, 11, 16)

    def test_a_phk_that_the_court_did_not_uphold_has_no_proof(self, at):
        found = claim("in_review")
        officer = verifier()
        record_dispute(event=found.phk, case_number="12/PHI/2026", actor=officer, at=at)
        ruling = participants.proof(officer, ProofKind.PHI_RULING)
        record_ruling(
            event=PhkEvent.objects.get(), upheld=False, ruling=ruling, brought_by=Side.EMPLOYER, actor=officer, at=at
        )
        seen = assessments.run_again(found, actor=None, at=at + timedelta(minutes=1))
        assert seen.outcome == "ineligible"
        assert next(r["met"] for r in seen.reasons if r["code"] == "ELG-08") is False


def test_the_person_hears_of_an_outcome_once_and_of_another_again(at, known_bpjs):
    event = phk()
    for minute in range(2):
        assessments.assess_phk(event, bpjs=known_bpjs(event, paid=24), at=at + timedelta(minutes=minute))
    assert Notice.objects.filter(event="eligibility_ready", channel="inbox").count() == 1
    assessments.assess_phk(event, bpjs=known_bpjs(event, paid=3), at=at + timedelta(days=1))
    assert Notice.objects.filter(event="eligibility_ready", channel="inbox").count() == 2
