"""Keberatan: in time, decided by somebody else, carried out once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import InternalError, transaction

from claims.enums import ClaimState, DecisionKind, MonthState, ObjectionState, OverpaymentState, WorkReportState
from claims.models import Claim, ClaimMonth, Decision, Objection, Overpayment
from claims.operations import (
    corrections,
    extras,
    month_deciding,
    month_filing,
    monthly_cycle,
    objections,
    overpayments,
)
from claims.selectors import money_came_back, wage_base_of
from core.errors import Conflict, Invalid, NotAllowed
from integrations.bank import TransferAnswer
from notices.models import Letter, Notice
from payments.invariants import ledger_sum
from payments.models import Payout
from payments.operations.sending import record_answer, reserve
from tests.factories import claims as make
from tests.factories.participants import stored_file
from tests.factories.payments import make_approved_batch

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 12, 15)  # 21 working days after 16 November 2026
ANSWER_BY = date(2026, 11, 30)  # 10 working days after 16 November 2026
REPLY = "Bukti bayar Anda sah. Bulan itu kami hitung."


@pytest.fixture
def refused(travel) -> Claim:
    return make.claim("refused", paid_months=11)


@pytest.fixture
def paid(travel) -> Claim:
    return make.claim("paid")


def uphold(objection: Objection, at: datetime, **given) -> Objection:
    return objections.uphold_objection(objection, reply=REPLY, actor=make.verifier(), at=at, **given)


def payouts(claim: Claim) -> list[int]:
    rows = Payout.objects.filter(source_kind="claim_month", source_id__in=claim.months.values("pk"))
    return sorted(rows.values_list("amount", flat=True))


def forfeiture(claim: Claim, travel, n: int = 2) -> Decision:
    month = claim.months.get(n=n)
    travel(month.closes_on + timedelta(days=1))
    return make.forfeited(claim, n).decisions.get(kind=DecisionKind.FORFEITURE)


def month_refusal(claim: Claim, travel) -> Decision:
    month = claim.months.get(n=2)
    make.assessed(claim)
    at = travel(month.opens_on)
    month_filing.submit_month(month, actor=claim.person.user, at=at)
    month_deciding.assess_month(month, at=at)
    at = travel(month.closes_on + timedelta(days=1))
    monthly_cycle.give_to_officers(at=at)
    month.refresh_from_db()
    run = month_deciding.record_run(month, month_deciding.evidence_for(month, at.date()), at=at)
    return month_deciding.refuse_month(
        month, run=run, reason_code="R08", note="Kami menemukan 0 lamaran.", actor=make.verifier(), at=at
    )


def reject_at_the_bank(payout: Payout, at: datetime) -> None:
    make_approved_batch(0)
    reserve(payout.pk, at=at)
    payout.refresh_from_db()
    record_answer(payout, TransferAnswer(accepted=False, code="account_closed", bank_reference=""), at=at)


# --- in time -----------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_and_started_once(refused, at):
    decision = make.refusal(refused)
    first = objections.start_objection(decision, actor=refused.person.user, at=at)
    again = objections.start_objection(decision, actor=refused.person.user, at=at)
    assert first == again
    assert (first.state, first.number) == (ObjectionState.DRAFT, "KBR-2026-0000001")


def test_the_receipt_says_until_when_the_office_answers(refused, at):
    sent = make.objection(make.refusal(refused))
    assert (sent.state, sent.filed_at, sent.answer_due_on) == (ObjectionState.SUBMITTED, at, ANSWER_BY)
    assert Letter.objects.get(kind="objection_receipt").user == refused.person.user
    notice = Notice.objects.get(event="objection_received", channel="inbox")
    assert notice.link == f"/klaim/keberatan/{sent.decision_id}/"


def test_the_last_second_of_the_last_day_is_in_time(refused, travel):
    draft = make.objection(make.refusal(refused), sent=False)
    last = travel(make.moment(LAST_DAY, 23, 59, 59))
    assert draft.decision.objection_until == LAST_DAY
    sent = objections.submit_objection(draft, actor=refused.person.user, at=last)
    assert sent.state == ObjectionState.SUBMITTED


def test_midnight_after_the_last_day_is_too_late(refused, travel):
    draft = make.objection(make.refusal(refused), sent=False)
    midnight = travel(make.moment(LAST_DAY + timedelta(days=1), 0))
    with pytest.raises(Conflict, match="too_late"):
        objections.submit_objection(draft, actor=refused.person.user, at=midnight)
    assert Objection.objects.get().state == ObjectionState.DRAFT


def test_after_the_last_day_none_is_started(refused, travel):
    with pytest.raises(Conflict, match="too_late"):
        objections.start_objection(
            make.refusal(refused), actor=refused.person.user, at=travel(LAST_DAY + timedelta(days=1))
        )
    assert not Objection.objects.exists()


def test_sending_twice_sends_once(refused, travel):
    sent = make.objection(make.refusal(refused))
    again = objections.submit_objection(sent, actor=refused.person.user, at=travel(date(2026, 11, 20)))
    assert (again.filed_at, again.answer_due_on) == (sent.filed_at, ANSWER_BY)
    assert Letter.objects.filter(kind="objection_receipt").count() == 1


def test_an_objection_without_its_answers_is_not_sent(refused, at):
    draft = objections.start_objection(make.refusal(refused), actor=refused.person.user, at=at)
    with pytest.raises(Invalid, match="not_complete"):
        objections.submit_objection(draft, actor=refused.person.user, at=at)


@pytest.mark.parametrize(
    ("given", "code"), [({"ground": "bukan"}, "unknown_ground"), ({"text": "Salah."}, "text_short")]
)
def test_an_answer_that_cannot_be_is_refused(refused, at, given, code):
    draft = objections.start_objection(make.refusal(refused), actor=refused.person.user, at=at)
    with pytest.raises(Invalid, match=code):
        objections.answer_objection(draft, **given)


def test_what_was_sent_is_not_changed(refused, at):
    sent = make.objection(make.refusal(refused))
    with pytest.raises(Conflict, match="wrong_state"):
        objections.answer_objection(sent, text="Saya berubah pikiran.")
    with pytest.raises(Conflict, match="wrong_state"):
        objections.add_file(sent, file=stored_file(refused.person.user), at=at)


def test_files_may_be_taken_out_of_a_draft_and_stay_once_sent(refused, at):
    draft = make.objection(make.refusal(refused), sent=False)
    first, second = (stored_file(refused.person.user) for _ in range(2))
    dropped = objections.add_file(draft, file=first, at=at)
    kept = objections.add_file(draft, file=second, at=at)
    assert objections.add_file(draft, file=second, at=at) == kept
    objections.drop_file(draft, file_id=str(dropped.pk))
    objections.submit_objection(draft, actor=refused.person.user, at=at)
    assert list(draft.files.all()) == [kept]
    with pytest.raises(InternalError, match="stays with the objection"), transaction.atomic():
        kept.delete()


def test_ten_files_are_the_most(refused, at):
    draft = make.objection(make.refusal(refused), sent=False)
    for _ in range(10):
        objections.add_file(draft, file=stored_file(refused.person.user), at=at)
    with pytest.raises(Invalid, match="too_many_files"):
        objections.add_file(draft, file=stored_file(refused.person.user), at=at)


def test_one_that_was_withdrawn_leaves_room_for_another(refused, at):
    sent = make.objection(make.refusal(refused))
    objections.withdraw_objection(sent, actor=refused.person.user, at=at)
    assert make.objection(make.refusal(refused)) != sent


# --- who decides -------------------------------------------------------------------------------------------------


def test_who_refused_does_not_decide_the_objection(travel, at):
    refuser = make.verifier()
    sent = make.objection(make.refusal(make.claim("refused", paid_months=11, officer=refuser)))
    for decide in (objections.uphold_objection, objections.reject_objection):
        with pytest.raises(NotAllowed, match="decided_before"):
            decide(sent, reply=REPLY, articles=("PP 6/2025 Pasal 19",), actor=refuser, at=at)
    assert Objection.objects.get().state == ObjectionState.SUBMITTED


def test_the_database_refuses_the_same_officer_whatever_the_code_says(travel, at):
    refuser = make.verifier()
    sent = make.objection(make.refusal(make.claim("refused", paid_months=11, officer=refuser)))
    with pytest.raises(InternalError, match="somebody who did not decide before"), transaction.atomic():
        Objection.objects.filter(pk=sent.pk).update(officer=refuser)
    Objection.objects.filter(pk=sent.pk).update(officer=make.verifier())


def test_the_database_refuses_a_decision_on_ones_own_objection(refused):
    sent = make.objection(make.refusal(refused))
    with pytest.raises(InternalError, match="their own objection"), transaction.atomic():
        Objection.objects.filter(pk=sent.pk).update(officer=refused.person.user)


def test_rejecting_needs_reply_and_article_and_says_what_comes_next(refused, at):
    sent, officer = make.objection(make.refusal(refused)), make.verifier()
    with pytest.raises(Invalid, match="reply_needed"):
        objections.reject_objection(sent, reply=" ", articles=("PP 6/2025 Pasal 19",), actor=officer, at=at)
    with pytest.raises(Invalid, match="article_needed"):
        objections.reject_objection(sent, reply="Tidak ada bukti.", articles=(), actor=officer, at=at)
    objections.reject_objection(sent, reply="Tidak ada bukti.", articles=("PP 6/2025 Pasal 19",), actor=officer, at=at)
    letter = Letter.objects.get(kind="objection_answer")
    assert letter.content["title"] == "Keberatan Anda tidak dikabulkan"
    assert "Senin, 30 November 2026" in str(letter.content)  # the last day of the appeal
    refused.refresh_from_db()
    assert refused.state == ClaimState.REFUSED


def test_an_answer_is_given_once(refused, at):
    sent = make.objection(make.refusal(refused))
    uphold(sent, at)
    with pytest.raises(Conflict, match="wrong_state"):
        uphold(sent, at)
    assert payouts(refused) == [2_700_000]


def test_an_officer_decides_on_what_the_page_showed(refused, at):
    sent = make.objection(make.refusal(refused))
    with pytest.raises(Conflict, match="rules_changed"):
        uphold(sent, at, seen="0123456789abcdef")
    assert Objection.objects.get().state == ObjectionState.SUBMITTED


# --- what follows ------------------------------------------------------------------------------------------------


def test_an_upheld_refusal_makes_the_claim_active_and_pays_month_1_once(refused, at):
    upheld = uphold(make.objection(make.refusal(refused)), at)
    refused.refresh_from_db()
    approval = refused.decisions.get(kind=DecisionKind.APPROVAL)
    assert (refused.state, upheld.carried_out_at) == (ClaimState.ACTIVE, at)
    assert (approval.wage_base, approval.officer, approval.run.outcome) == (4_500_000, upheld.officer, "ineligible")
    states = list(refused.months.order_by("n").values_list("state", flat=True))
    assert states == [MonthState.APPROVED, *[MonthState.SCHEDULED] * 5]
    assert (payouts(refused), ledger_sum()) == ([2_700_000], 0)
    assert Letter.objects.get(kind="objection_answer").content["title"] == "Keberatan Anda dikabulkan"


def test_an_unknown_wage_is_asked_of_the_officer(travel, at):
    sent = make.objection(make.refusal(make.claim("refused", paid_months=11, wage=None)))
    with pytest.raises(Invalid, match="wage_needed"):
        uphold(sent, at)
    assert Objection.objects.get().state == ObjectionState.SUBMITTED
    uphold(sent, at, wage=7_000_000)
    assert payouts(Claim.objects.get()) == [3_000_000]


def test_a_claim_is_not_reinstated_beside_another(refused, at):
    sent = make.objection(make.refusal(refused))
    other = make.claim("draft", event=refused.phk)
    with pytest.raises(Conflict) as refusal:
        uphold(sent, at)
    assert refusal.value.code == "other_claim_live"
    assert other.number in refusal.value.message
    assert Objection.objects.get().state == ObjectionState.SUBMITTED


def test_an_upheld_forfeiture_pays_that_month_once(paid, travel):
    decision = forfeiture(paid, travel)
    at = travel(date(2026, 12, 28))
    uphold(make.objection(decision, at=at), at)
    month = paid.months.get(n=2)
    assert (month.state, month.amount, month.pay_due_on) == (MonthState.APPROVED, 2_700_000, date(2026, 12, 31))
    assert (payouts(paid), ledger_sum()) == ([2_700_000, 2_700_000], 0)
    assert paid.months.get(n=3).state == MonthState.SCHEDULED
    grant = month.decisions.get(kind=DecisionKind.MONTH_GRANT)
    assert grant.run.outcome == "not_payable"  # the objection stands for what the rules miss


def test_an_upheld_month_refusal_pays_it(paid, travel):
    decision = month_refusal(paid, travel)
    at = travel(date(2026, 12, 28))
    uphold(make.objection(decision, at=at), at)
    assert paid.months.get(n=2).state == MonthState.APPROVED
    assert payouts(paid) == [2_700_000, 2_700_000]


def test_other_months_go_on_while_an_objection_waits(paid, travel):
    make.objection(forfeiture(paid, travel), at=travel(date(2026, 12, 28)))
    third = paid.months.get(n=3)
    monthly_cycle.open_months(at=travel(third.opens_on))
    assert paid.months.get(n=3).state == MonthState.OPEN


def test_an_upheld_stop_brings_the_months_back(paid, travel):
    decision = make.stopped(paid, travel)
    at = travel(date(2026, 12, 20))  # the window of month 2 has opened meanwhile
    paid.refresh_from_db()
    assert paid.state == ClaimState.ENDED
    uphold(make.objection(decision, at=at), at)
    paid.refresh_from_db()
    assert (paid.state, paid.ended_on, paid.end_reason) == (ClaimState.ACTIVE, None, "")
    assert set(paid.months.filter(n__gt=1).values_list("state", flat=True)) == {MonthState.SCHEDULED}
    assert paid.work_reports.get().state == WorkReportState.UNDONE
    monthly_cycle.open_months(at=at)
    assert (paid.months.get(n=2).state, paid.months.get(n=2).closes_on) == (MonthState.OPEN, date(2026, 12, 29))


def test_a_month_that_was_sent_before_the_stop_stays_sent(paid, travel):
    month = paid.months.get(n=2)
    sent_at = travel(month.opens_on)
    month_filing.submit_month(month, actor=paid.person.user, at=sent_at)
    decision = make.stopped(paid, travel, started_on=date(2026, 12, 17))
    at = travel(date(2026, 12, 21))
    uphold(make.objection(decision, at=at), at)
    back = ClaimMonth.objects.get(pk=month.pk)
    assert (back.state, back.filed_at) == (MonthState.SUBMITTED, sent_at)
    assert back.decision_due_on == date(2026, 12, 28)


def test_an_upheld_overpayment_is_not_owed(travel):
    claim = make.claim("paid")
    make.stopped(claim, travel, started_on=date(2026, 11, 20))
    claim.refresh_from_db()
    found = overpayments.find_overpayment(claim, cause="work", since=date(2026, 11, 16), at=travel(date(2026, 11, 23)))
    at = travel(date(2026, 11, 24))
    decision = overpayments.confirm_overpayment(
        found, instalments=3, note="Sudah bekerja.", actor=make.verifier(), at=at
    )
    uphold(make.objection(decision, at=at), at)
    assert Overpayment.objects.get().state == OverpaymentState.CANCELLED
    assert ledger_sum() == 0


def test_a_disputed_amount_raises_the_wage_base_and_pays_the_difference_once(paid, at):
    approval = paid.decisions.get(kind=DecisionKind.APPROVAL)
    sent, at = make.objection(approval), at + timedelta(hours=1)
    with pytest.raises(Invalid, match="wage_not_higher"):
        uphold(sent, at, wage=4_500_000)
    uphold(sent, at, wage=4_800_000)
    difference = Payout.objects.get(source_kind="objection")
    assert (difference.amount, difference.source_id, wage_base_of(paid)) == (180_000, sent.pk, 4_800_000)
    assert (paid.months.get(n=1).amount, ledger_sum()) == (2_700_000, 0)


def test_what_was_undone_already_needs_no_objection(refused, at, travel):
    uphold(make.objection(make.refusal(refused)), at)
    with pytest.raises(Conflict, match="wrong_state"):
        uphold(Objection.objects.get(), at)


def test_a_difference_that_the_bank_sends_back_goes_to_the_next_account(paid, at):
    at += timedelta(hours=1)
    uphold(make.objection(paid.decisions.get(kind=DecisionKind.APPROVAL)), at, wage=4_800_000)
    first = Payout.objects.get(source_kind="objection")
    reject_at_the_bank(first, at)
    for _ in range(2):
        extras.hear_of_extra(first.pk, at=at)
    assert Notice.objects.filter(event="bank_problem", channel="inbox").count() == 1
    assert money_came_back(paid)
    found = make.correct_account(paid, at + timedelta(hours=1))
    for _ in range(2):
        corrections.pay_again(found, verified_by=None, at=at + timedelta(hours=2))
    again = Payout.objects.get(source_kind="objection", attempt=2)
    assert (again.amount, again.account, again.state) == (180_000, found.account, "ready")
    assert (money_came_back(found), ledger_sum()) == (False, 0)


# --- silence -----------------------------------------------------------------------------------------------------


def test_silence_grants_after_the_last_day_of_the_answer(refused, travel):
    make.objection(make.refusal(refused))
    assert objections.grant_by_silence(at=travel(make.moment(ANSWER_BY, 23, 59, 59))) == 0
    at = travel(make.moment(ANSWER_BY + timedelta(days=1), 0))
    assert objections.grant_by_silence(at=at) == 1
    assert objections.grant_by_silence(at=at) == 0
    granted = Objection.objects.get()
    assert (granted.state, granted.by_silence, granted.officer) == (ObjectionState.UPHELD, True, None)
    assert granted.carried_out_at == at
    assert Claim.objects.get().state == ClaimState.ACTIVE
    assert (payouts(refused), ledger_sum()) == ([2_700_000], 0)
    assert "Kami tidak menjawab" in str(Letter.objects.get(kind="objection_answer").content)


def test_after_the_last_day_nobody_can_reject(refused, travel):
    sent = make.objection(make.refusal(refused))
    with pytest.raises(Conflict, match="granted_by_silence"):
        objections.reject_objection(
            sent,
            reply="Tidak.",
            articles=("PP 6/2025 Pasal 19",),
            actor=make.verifier(),
            at=travel(ANSWER_BY + timedelta(days=1)),
        )


def test_silence_without_a_known_wage_waits_for_an_officer(travel):
    claim = make.claim("refused", paid_months=11, wage=None)
    make.objection(make.refusal(claim))
    at = travel(ANSWER_BY + timedelta(days=1))
    objections.grant_by_silence(at=at)
    granted = Objection.objects.get()
    claim.refresh_from_db()
    assert (granted.state, granted.carried_out_at, claim.state) == (ObjectionState.UPHELD, None, ClaimState.REFUSED)
    officer = make.verifier()
    with pytest.raises(Invalid, match="wage_needed"):
        objections.finish_silent(granted, actor=officer, at=at)
    objections.finish_silent(granted, wage=4_000_000, actor=officer, at=at)
    with pytest.raises(Conflict, match="wrong_state"):
        objections.finish_silent(granted, wage=4_000_000, actor=officer, at=at)
    assert payouts(claim) == [2_400_000]


def test_silence_does_not_pay_to_an_account_that_nobody_knows(refused, travel):
    Claim.objects.update(account_check="differs")
    make.objection(make.refusal(refused))
    objections.grant_by_silence(at=travel(ANSWER_BY + timedelta(days=1)))
    assert Objection.objects.get().carried_out_at is None
    assert payouts(refused) == []


def test_silence_beside_another_claim_that_was_granted_leaves_nothing_to_do(refused, travel, at):
    make.objection(make.refusal(refused))
    later = travel(at + timedelta(days=1))
    make.bpjs_knows(refused.person, refused.phk.employer.npp, at=later)
    other = make.claim("active", event=refused.phk, at=later)
    day = travel(ANSWER_BY + timedelta(days=1))
    objections.grant_by_silence(at=day)
    done = objections.finish_silent(Objection.objects.get(), actor=make.verifier(), at=day)
    assert done.carried_out_at == day
    assert Payout.objects.filter(source_kind="claim_month").count() == other.months.granted().count() == 1


def test_silence_on_a_forfeited_month_pays_it(paid, travel):
    sent = make.objection(forfeiture(paid, travel), at=travel(date(2026, 12, 28)))
    objections.grant_by_silence(at=travel(sent.answer_due_on + timedelta(days=1)))
    assert payouts(paid) == [2_700_000, 2_700_000]
    grant = Decision.objects.get(kind=DecisionKind.MONTH_GRANT)
    assert (grant.officer, grant.officer_name) == (None, "JKP")
