"""Two tabs, two devices, two officers in the same moment."""

import pytest

from claims.models import Claim, Decision
from claims.operations import assessments, claims, review
from core.errors import Conflict
from core.models import AuditEvent, Job
from notices.models import Letter
from payments.models import Payout
from tests.factories.claims import MORNING, assessed_phk, claim, latest, verifier
from tests.payments.together import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_submits_make_one_claim_and_the_same_receipt():
    ready = claim("ready_to_send")
    run_together(2, lambda: claims.submit_claim(ready, actor=ready.person.user, at=MORNING))
    assert Claim.objects.get().filed_at == MORNING
    assert Letter.objects.filter(kind="claim_receipt").count() == 1
    assert AuditEvent.objects.filter(action="claims.claim.filed").count() == 1
    assert Job.objects.filter(name="claims.assess_claim").count() == 1


def test_two_starts_make_one_draft():
    event = assessed_phk()
    run_together(2, lambda: claims.start_claim(event, actor=event.person.user, at=MORNING))
    assert Claim.objects.count() == 1


def test_two_officers_make_one_decision_and_one_payment():
    found = claim("in_review")
    seen, refused = latest(found), []

    def approve():
        try:
            review.approve_claim(found, assessment=seen, actor=officers.pop(), at=MORNING)
        except Conflict as error:
            refused.append(error.code)

    officers = [verifier(), verifier()]
    run_together(2, approve)
    assert refused == ["wrong_state"]
    assert (Decision.objects.count(), Payout.objects.count()) == (1, 1)


def test_two_workers_make_one_assessment():
    event = assessed_phk()
    before = event.assessments.count()
    later = MORNING.replace(day=17)
    run_together(2, lambda: assessments.record_assessment(event, claim=None, filed_at=later, at=later))
    assert event.assessments.count() == before + 1
