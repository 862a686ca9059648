"""What silence grants stands on a day that has passed, in the database too (UU 30/2014 Pasal 77)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from claims.enums import DecisionKind, ObjectionState
from claims.models import Decision, Objection
from claims.operations import objections
from claims.operations.decisions import record_decision
from tests.factories import claims as make

pytestmark = pytest.mark.django_db
ANSWER_BY = date(2026, 11, 30)  # ten working days after Monday the 16th


@pytest.fixture
def refused():
    return make.claim("refused", paid_months=11)


def approve(claim, objection, at, **changed):
    """An approval that nobody signs."""
    refusal = make.refusal(claim)
    facts = {"run": refusal.assessment, "wage_base": 4_500_000, "unanswered": objection, "officer": None, "at": at}
    with transaction.atomic():
        return record_decision(claim, DecisionKind.APPROVAL, **facts | changed)


def test_the_approval_after_silence_names_the_objection_and_its_last_day(refused, travel):
    sent = make.objection(make.refusal(refused))
    objections.grant_by_silence(at=travel(make.moment(ANSWER_BY + timedelta(days=1), 0)))
    granted = Decision.objects.get(kind=DecisionKind.APPROVAL)
    assert (granted.officer, granted.unanswered, granted.answer_was_due_on) == (None, sent, ANSWER_BY)


def test_an_officer_who_upholds_leaves_no_trace_of_silence(refused, at):
    sent = make.objection(make.refusal(refused))
    objections.uphold_objection(sent, reply="Benar.", wage=None, actor=make.verifier(), at=at)
    granted = Decision.objects.get(kind=DecisionKind.APPROVAL)
    assert (granted.unanswered, granted.answer_was_due_on) == (None, None)


def test_nobody_approves_without_an_officer_and_without_an_objection(refused, at):
    with pytest.raises(DatabaseError, match="nothing is granted without an officer"):
        approve(refused, None, at)
    assert not Decision.objects.filter(kind=DecisionKind.APPROVAL).exists()


@pytest.mark.parametrize(("hour", "works"), [(make.moment(ANSWER_BY, 23, 59, 59), False), (None, True)])
def test_the_last_second_of_the_last_day_is_not_yet_silence(refused, hour, works):
    sent = make.objection(make.refusal(refused))
    moment = hour or make.moment(ANSWER_BY + timedelta(days=1), 0)
    if works:
        assert approve(refused, sent, moment).officer_name == "JKP"
    else:
        with pytest.raises(DatabaseError, match="went unanswered"):
            approve(refused, sent, moment)


@pytest.mark.parametrize("stage", ["draft", "withdrawn", "answered"])
def test_only_an_objection_that_waits_for_an_answer_can_go_unanswered(refused, at, stage):
    sent = make.objection(make.refusal(refused), sent=stage != "draft")
    if stage == "withdrawn":
        sent = objections.withdraw_objection(sent, actor=refused.person.user, at=at)
    if stage == "answered":
        actor, articles = make.verifier(), ("PP 6/2025 Pasal 19",)
        sent = objections.reject_objection(sent, reply="Tidak.", articles=articles, actor=actor, at=at)
    with pytest.raises(DatabaseError):
        approve(refused, sent, make.moment(ANSWER_BY + timedelta(days=30)))


def test_another_claims_silence_grants_nothing_here(refused, at):
    sent = make.objection(make.refusal(refused))
    other = make.claim("refused", paid_months=11)
    with pytest.raises(DatabaseError, match="went unanswered"):
        approve(other, sent, make.moment(ANSWER_BY + timedelta(days=1)))


def test_an_objection_is_not_upheld_by_silence_before_its_day(refused, at):
    sent = make.objection(make.refusal(refused))
    with pytest.raises(DatabaseError, match="silence grants nothing"), transaction.atomic():
        Objection.workflow.move(sent, "uphold", actor=None, at=at, by_silence=True, decided_at=at, carried_out_at=at)
    sent.refresh_from_db()
    assert sent.state == ObjectionState.SUBMITTED


def test_the_last_day_of_an_answer_never_moves_earlier(refused):
    sent = make.objection(make.refusal(refused))
    rows = Objection.objects.filter(pk=sent.pk)
    for day in (ANSWER_BY - timedelta(days=1), None):
        with pytest.raises(DatabaseError, match="never moves earlier"), transaction.atomic():
            rows.update(answer_due_on=day)
    assert rows.update(answer_due_on=date(2026, 12, 1)) == 1


def test_what_silence_leaves_to_an_officer_has_a_last_day(travel):
    claim = make.claim("refused", paid_months=11, wage=None)
    make.objection(make.refusal(claim))
    objections.grant_by_silence(at=travel(ANSWER_BY + timedelta(days=1)))
    assert Objection.objects.get().carry_out_by == date(2026, 12, 4)
