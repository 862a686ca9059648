"""The employer asks for what it paid first: in time, checked by one officer, decided by another, paid once."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from compliance.enums import ArrearsState
from compliance.models import ArrearsCase
from compliance.operations import reimbursement
from compliance.selectors.arrears import PAYOUT_SOURCE
from core.errors import Conflict, Invalid, NotAllowed
from notices.models import Notice
from payments.models import Payout
from tests.factories import claims as make
from tests.factories.accounts import UserFactory
from tests.factories.arrears import ACCOUNT, NOTE, arrears_case, bank_says, fresh, staff_of, worker_of
from tests.factories.compliance import inspector
from tests.factories.participants import MORNING, StaffFactory

pytestmark = pytest.mark.django_db
S = ArrearsState
LAST_DAY = date(2027, 2, 16)  # paid on 16 November


def ask(case: ArrearsCase, *, day: date | None = None, by: User | None = None) -> ArrearsCase:
    at = make.moment(day, 23, 59) if day else MORNING
    return reimbursement.ask_reimbursement(case, account=ACCOUNT, actor=by or staff_of(case), at=at)


# --- asked


def test_the_request_is_for_what_was_paid_and_answered_in_seven_working_days() -> None:
    case = ask(arrears_case("settled"))
    assert (case.state, case.amount, case.answer_due_on) == (S.ASKED, 2_700_000, date(2026, 11, 25))
    assert (case.account, case.account_tail, case.bank_code) == ("1230009988776", "8776", "008")


def test_the_last_day_of_three_months_is_in_time() -> None:
    assert ask(arrears_case("settled"), day=LAST_DAY).first_asked_on == LAST_DAY


def test_the_day_after_is_too_late() -> None:
    case = arrears_case("settled")
    with pytest.raises(Conflict) as refused:
        ask(case, day=date(2027, 2, 17))
    assert refused.value.code == "too_late"
    assert fresh(case).state == S.SETTLED


def test_the_database_holds_the_last_day_too() -> None:
    case = arrears_case("settled")
    with pytest.raises(IntegrityError, match="reimbursement_is_asked_in_time"), transaction.atomic():
        ArrearsCase.objects.filter(pk=case.pk).update(first_asked_on=date(2027, 2, 17))


def test_nothing_is_asked_before_the_debts_are_settled() -> None:
    case = arrears_case("paid")
    with pytest.raises(Conflict) as refused:
        ask(case)
    assert refused.value.code == "wrong_state"


def test_a_second_click_is_the_same_request() -> None:
    case = arrears_case("settled")
    assert ask(case).asked_at == ask(case).asked_at
    assert fresh(case).log.filter(move="ask").count() == 1


def test_only_who_acts_for_the_employer_asks() -> None:
    case = arrears_case("settled")
    for stranger in (UserFactory(), worker_of(case), make.verifier(), StaffFactory().user):
        with pytest.raises(NotAllowed):
            ask(case, by=stranger)


@pytest.mark.parametrize(
    "wrong", [{"number": "12 34"}, {"number": "123"}, {"number": "١٢٣٤٥٦٧"}, {"name": " "}, {"bank_code": ""}]
)
def test_an_account_that_is_none_is_said(wrong: dict[str, str]) -> None:
    case = arrears_case("settled")
    with pytest.raises(Invalid) as refused:
        reimbursement.ask_reimbursement(case, account=replace(ACCOUNT, **wrong), actor=staff_of(case), at=MORNING)
    assert refused.value.code == "bad_account"


def test_what_was_asked_in_time_and_given_back_may_be_asked_again_after_the_last_day() -> None:
    case = ask(arrears_case("settled"), day=LAST_DAY)
    at = make.moment(date(2027, 2, 22))
    reimbursement.give_back(case, note="Rekening atas nama pribadi.", actor=make.verifier(), at=at)
    assert set(Notice.objects.filter(event="reimbursement_returned").values_list("user", flat=True)) == {
        staff_of(case).pk
    }
    again = ask(fresh(case), day=date(2027, 3, 1))
    assert (again.state, again.first_asked_on, again.amount) == (S.ASKED, LAST_DAY, 2_700_000)


# --- two officers


def test_one_officer_recommends_and_another_approves() -> None:
    case = arrears_case("approved")
    payout = Payout.objects.get(source_kind=PAYOUT_SOURCE)
    assert (payout.source_id, payout.amount, payout.user) == (case.pk, 2_700_000, None)
    assert (payout.account, payout.payee_name) == ("1230009988776", "PT Pemberi Kerja Contoh")
    assert payout.verified_by == case.decided_by != case.recommended_by


def test_who_recommended_does_not_decide() -> None:
    case, who = arrears_case("asked"), make.verifier()
    reimbursement.recommend(case, note=NOTE, actor=who, at=MORNING)
    for act in (lambda: reimbursement.approve(case, actor=who, at=MORNING),
                lambda: reimbursement.disagree(case, note=NOTE, actor=who, at=MORNING)):  # fmt: skip
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code == "same_officer"
    assert not Payout.objects.exists()


def test_the_database_holds_the_two_officers_apart() -> None:
    case = arrears_case("recommended")
    with pytest.raises(IntegrityError, match="two_officers_let_money_go"), transaction.atomic():
        ArrearsCase.workflow.move(
            case, "approve", actor=None, at=MORNING, decided_by=case.recommended_by, decided_at=MORNING
        )


def test_approving_twice_orders_once() -> None:
    case, who = arrears_case("recommended"), make.verifier()
    for _ in range(2):
        reimbursement.approve(case, actor=who, at=MORNING)
    assert Payout.objects.filter(source_kind=PAYOUT_SOURCE).count() == 1
    with pytest.raises(Conflict):
        reimbursement.approve(case, actor=make.verifier(), at=MORNING)


def test_the_second_may_send_it_back_to_the_first() -> None:
    case = arrears_case("recommended")
    back = reimbursement.disagree(case, note="Bukti bulan pertama buram.", actor=make.verifier(), at=MORNING)
    assert (back.state, back.recommended_by) == (S.ASKED, None)
    assert back.log.get(move="disagree").note == "Bukti bulan pertama buram."


@pytest.mark.parametrize("state", ["asked", "recommended"])
def test_a_refusal_names_officer_and_reason(state: str) -> None:
    case, who = arrears_case(state), make.verifier()
    with pytest.raises(Invalid) as refused:
        reimbursement.refuse(case, note=" ", actor=who, at=MORNING)
    assert refused.value.code == "note_needed"
    done = reimbursement.refuse(case, note="Bukti pelunasan tidak sah.", actor=who, at=MORNING)
    assert (done.state, done.decided_by, done.reason) == (S.REFUSED, who, "Bukti pelunasan tidak sah.")
    assert reimbursement.refuse(case, note="Bukti pelunasan tidak sah.", actor=who, at=MORNING) == done
    assert not Payout.objects.exists()
    assert Notice.objects.filter(event="reimbursement_decided", user=staff_of(case)).exists()


def test_nobody_refuses_without_a_name_in_the_database() -> None:
    case = arrears_case("asked")
    with pytest.raises(IntegrityError, match="refused_reimbursement_says_who_and_why"), transaction.atomic():
        ArrearsCase.workflow.move(case, "refuse", actor=None, at=MORNING)


@pytest.mark.parametrize("act", [reimbursement.recommend, reimbursement.give_back, reimbursement.refuse])
def test_only_a_verifier_without_a_tie_works_on_it(act: object) -> None:
    case, tied = arrears_case("asked"), make.verifier()
    StaffFactory(employer=case.employer, user=tied)
    for nobody in (UserFactory(), staff_of(case), worker_of(case), inspector(), tied):
        with pytest.raises(NotAllowed):
            act(case, note=NOTE, actor=nobody, at=MORNING)  # type: ignore[operator]


# --- money


def test_the_bank_settles_and_the_case_is_reimbursed_once() -> None:
    case = arrears_case("reimbursed")
    assert (case.state, case.paid_on) == (S.REIMBURSED, date(2026, 12, 14))
    reimbursement.hear_of_transfer(case.pk, at=MORNING)
    assert case.log.filter(move="reimburse").count() == 1
    assert Notice.objects.filter(event="reimbursement_paid", user=staff_of(case), channel="inbox").count() == 1


def test_what_the_bank_returns_goes_to_another_account_once() -> None:
    case = bank_says(arrears_case("reimbursed"), "returned", code="account_closed")
    assert (case.state, case.paid_on) == (S.BANK_PROBLEM, None)
    staff = staff_of(case)
    with pytest.raises(Conflict) as refused:
        reimbursement.give_another_account(case, account=ACCOUNT, actor=staff, at=MORNING)
    assert refused.value.code == "same_account"
    other = replace(ACCOUNT, number="9990001112223")
    for _ in range(2):
        reimbursement.give_another_account(case, account=other, actor=staff, at=MORNING)
    assert list(Payout.objects.order_by("attempt").values_list("attempt", "account_tail")) == [(1, "8776"), (2, "2223")]
    assert fresh(case).state == S.APPROVED
    assert bank_says(case, "settled").state == S.REIMBURSED


def test_a_stranger_gives_no_account() -> None:
    case = bank_says(arrears_case("reimbursed"), "returned", code="account_closed")
    with pytest.raises(NotAllowed):
        reimbursement.give_another_account(case, account=ACCOUNT, actor=worker_of(case), at=MORNING)


def test_news_about_a_case_without_a_payout_changes_nothing() -> None:
    case = arrears_case("asked")
    assert reimbursement.hear_of_transfer(case.pk, at=MORNING).state == S.ASKED
