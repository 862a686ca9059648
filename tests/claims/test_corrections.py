"""What was asked for is sent, and the claim is looked at again."""

from datetime import date, timedelta

import pytest

from claims.enums import AccountCheck, ClaimState
from claims.models import Claim, CorrectionFile, CorrectionRequest
from claims.operations import corrections, review
from core.errors import Conflict
from core.models import Job
from notices.models import Notice
from tests.factories.claims import account, claim, verifier
from tests.factories.participants import stored_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_for_account(at):
    found = claim("in_review")
    review.ask_to_fix(found, document="account", reason="other_name", note="", actor=verifier(), at=at)
    return Claim.objects.get()


def answer(found, at):
    file = stored_file(found.person.user)
    return corrections.answer_with_file(found, file=file, actor=found.person.user, at=at)


def test_the_document_goes_back_to_the_desk_within_one_working_day(at):
    found = claim("needs_fix")
    sent = answer(found, at + timedelta(days=4))  # Friday
    assert (sent.state, sent.decision_due_on) == (ClaimState.IN_REVIEW, date(2026, 11, 23))
    assert sent.reference_date == date(2026, 11, 16)
    assert CorrectionRequest.objects.get().answered_at == at + timedelta(days=4)
    assert Job.objects.filter(name="claims.assess_claim").count() == 2


def test_sending_twice_is_one_answer(at):
    found = claim("needs_fix")
    answer(found, at)
    answer(found, at + timedelta(minutes=1))
    assert CorrectionFile.objects.count() == 1
    assert found.log.filter(move="answer_fix").count() == 1


@pytest.mark.parametrize("stage", ["draft", "submitted", "in_review", "active"])
def test_nothing_is_sent_when_nothing_is_asked(at, stage):
    with pytest.raises(Conflict) as refused:
        answer(claim(stage), at)
    assert refused.value.code == "nothing_asked"
    assert not CorrectionFile.objects.exists()


def test_an_account_does_not_answer_for_a_document(at):
    found = claim("needs_fix")
    with pytest.raises(Conflict):
        corrections.answer_with_account(found, **account(found), actor=found.person.user, at=at)
    assert Claim.objects.get().state == ClaimState.NEEDS_FIX


def test_a_document_does_not_answer_for_an_account(at, asked_for_account):
    with pytest.raises(Conflict):
        answer(asked_for_account, at)
    assert Claim.objects.get().state == ClaimState.NEEDS_FIX


def test_another_account_is_the_answer_and_the_bank_is_asked(at, asked_for_account):
    found = asked_for_account
    given = account(found)
    sent = corrections.answer_with_account(found, **given, actor=found.person.user, at=at + timedelta(hours=1))
    assert (sent.state, sent.account, sent.account_check) == (
        ClaimState.IN_REVIEW,
        given["number"],
        AccountCheck.NOT_ASKED,
    )
    assert Notice.objects.filter(event="account_changed", channel="email").count() == 1
    assert Job.objects.filter(name="claims.check_account").count() == 2


def test_the_same_account_sent_from_two_tabs_is_one_answer(at, asked_for_account):
    found, given = asked_for_account, account(asked_for_account)
    for minute in range(2):
        corrections.answer_with_account(
            found, **given, actor=found.person.user, at=at + timedelta(hours=1, minutes=minute)
        )
    assert found.log.filter(move="answer_fix").count() == 1


def test_the_desk_may_ask_again(at):
    found = claim("needs_fix")
    sent = answer(found, at)
    review.ask_to_fix(sent, document="identity", reason="incomplete", note="", actor=verifier(), at=at)
    assert CorrectionRequest.objects.count() == 2
    assert Claim.objects.get().state == ClaimState.NEEDS_FIX
