"""An employer in arrears pays first: opened, told, declared, confirmed, settled, or handed to the inspectors."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.models import User
from claims.enums import MonthState
from claims.models import Claim
from claims.operations.months import grant
from compliance.enums import ArrearsState, EmployerPaymentState
from compliance.models import ArrearsCase, EmployerPayment
from compliance.operations import arrears
from compliance.selectors.arrears import DebtSheet, debt_sheet, employer_months, office_cases, sheet_of
from core.errors import Conflict, Invalid, NotAllowed
from core.models import Region
from jkp_portal.my_data import export
from notices.models import Notice
from participants.models import EmployerStaff
from payments.models import Payout
from rules import debts
from rules.calendar import month_of
from tests.factories import claims as make
from tests.factories.accounts import UserFactory, officer
from tests.factories.arrears import (
    ACCOUNT,
    NOTE,
    arrears_case,
    declared,
    fresh,
    owed_claim,
    proof_of,
    staff_of,
    worker_of,
)
from tests.factories.compliance import inspector
from tests.factories.participants import MORNING, TODAY, StaffFactory

pytestmark = pytest.mark.django_db
S, P = ArrearsState, EmployerPaymentState
PAY_BY = date(2026, 11, 25)
AFTER = make.moment(PAY_BY + timedelta(days=1))


def told(event: str) -> set[User]:
    return {row.user for row in Notice.objects.filter(event=event)}


# --- opened


def test_a_case_names_the_months_and_the_article() -> None:
    case = arrears_case()
    assert case.number.startswith("TGK-2026-")
    assert (case.state, case.consecutive, case.total, case.pay_by) == (S.TOLD, 4, 4, PAY_BY)
    assert case.law.startswith("PP 6/2025 Pasal 39 ayat (3)")
    assert told("arrears_owed") == {staff_of(case)}


def test_the_same_news_twice_is_one_case() -> None:
    case = arrears_case()
    arrears.hear_of_month(make.first_month(case.claim).pk, at=MORNING)
    assert ArrearsCase.objects.count() == 1
    assert Notice.objects.filter(event="arrears_owed", channel="inbox").count() == 1


def test_an_employer_without_anybody_in_the_portal_is_told_by_an_officer() -> None:
    found = owed_claim()
    EmployerStaff.objects.filter(employer=found.phk.employer).update(until=TODAY)
    case = arrears.hear_of_month(make.first_month(found).pk, at=MORNING)
    assert case.state == S.OPENED
    with pytest.raises(Invalid):
        arrears.mark_told(case, note="surat", actor=make.verifier(), at=MORNING)
    assert arrears.mark_told(case, note="Surat tercatat nomor 12.", actor=make.verifier(), at=MORNING).state == S.TOLD


def test_a_month_of_the_fund_opens_nothing() -> None:
    with pytest.raises(ValueError, match="paid by the fund"):
        arrears.hear_of_month(make.first_month(make.claim("active")).pk, at=MORNING)
    assert not ArrearsCase.objects.exists()


# --- debts


def test_debts_are_kept_as_they_stood_that_day() -> None:
    """0.14 % of Rp4.500.000 is Rp6.300 a month; June is due 15 July, so on 16 November it is four months late."""
    rows = [(f"{d.month:%Y-%m}", d.amount, d.months_late, d.penalty) for d in arrears_case().debts.all()]
    assert rows == [
        ("2026-06", 6_300, 4, 504),
        ("2026-07", 6_300, 3, 378),
        ("2026-08", 6_300, 2, 252),
        ("2026-09", 6_300, 1, 126),
    ]


def test_penalty_and_fine_are_two_figures() -> None:
    sheet = debt_sheet(arrears_case(), TODAY)
    assert (sheet.contributions, sheet.penalty, sheet.fine) == (25_200, 1_260, 63)


def test_a_settled_case_keeps_the_figures_of_its_day() -> None:
    case = arrears_case("settled")
    assert (case.settled_contributions, case.settled_penalty, case.settled_fine) == (25_200, 1_260, 63)
    assert debt_sheet(case, TODAY + timedelta(days=200)).penalty == 1_260


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(0, 40), st.integers(0, 2_000_000), max_size=12),
    st.dates(date(2025, 6, 1), date(2026, 12, 28)),
)
def test_penalty_and_fine_are_never_added(unpaid: dict[int, int], day: date) -> None:
    """The penalty is that of the rows alone, the fine that of the contributions alone, and no figure holds both."""
    start = month_of(date(2024, 1, 1))
    rows = debts.debts({start + back: amount for back, amount in unpaid.items()}, day)
    sheet = sheet_of(rows, day)
    assert sheet.penalty == sum(row.penalty for row in rows)
    assert sheet.contributions == sum(row.amount for row in rows)
    bare = tuple(debts.Debt(r.month, r.amount, r.due_on, r.months_late, 0) for r in rows)
    assert sheet.fine == debts.administrative_fine(bare, day)
    assert set(DebtSheet.__slots__) == {"rows", "contributions", "penalty", "fine", "on"}


def test_no_column_of_a_case_holds_penalty_and_fine_together() -> None:
    figures = {f.name for f in ArrearsCase._meta.get_fields() if f.name.startswith("settled_")}
    assert figures == {"settled_on", "settled_by", "settled_contributions", "settled_penalty", "settled_fine"}


# --- paid


def test_the_employer_declares_and_the_worker_confirms() -> None:
    case = arrears_case()
    payment = declared(case)
    assert (payment.state, payment.amount, payment.request_until) == (P.DECLARED, 2_700_000, date(2027, 2, 16))
    assert told("arrears_declared") == {worker_of(case)}
    arrears.confirm_payment(payment, actor=worker_of(case), at=MORNING)
    case = fresh(case)
    month = make.first_month(case.claim)
    assert (case.state, case.request_until) == (S.PAID, date(2027, 2, 16))
    assert (month.state, month.paid_on) == (MonthState.PAID, TODAY)
    assert not Payout.objects.exists()


@pytest.mark.parametrize(
    ("paid_on", "until"),
    [(date(2026, 11, 30), date(2027, 2, 28)), (date(2026, 12, 1), date(2027, 3, 1))],
)
def test_three_months_end_on_the_same_day_of_the_month_or_its_last(paid_on: date, until: date) -> None:
    assert declared(arrears_case(), paid_on=paid_on, at=make.moment(date(2026, 12, 2))).request_until == until


def test_the_same_word_twice_is_one_payment() -> None:
    case = arrears_case()
    assert declared(case) == declared(case)
    with pytest.raises(Conflict) as refused:
        declared(case, by=StaffFactory(employer=case.employer).user)
    assert refused.value.code == "declared_already"
    assert EmployerPayment.objects.count() == 1


def test_confirming_twice_is_paid_once() -> None:
    case = arrears_case()
    payment = declared(case)
    for _ in range(2):
        arrears.confirm_payment(payment, actor=worker_of(case), at=MORNING)
    assert fresh(case).log.filter(move="pay").count() == 1


@pytest.mark.parametrize(
    ("paid_on", "code"), [(TODAY + timedelta(days=1), "paid_in_future"), (date(2026, 11, 15), "paid_before_grant")]
)
def test_a_day_that_cannot_be_is_said_beside_its_field(paid_on: date, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        declared(arrears_case(), paid_on=paid_on)
    assert refused.value.code == code


def test_only_who_acts_for_the_employer_declares() -> None:
    case = arrears_case()
    for stranger in (UserFactory(), worker_of(case), make.verifier(), StaffFactory().user):
        with pytest.raises(NotAllowed):
            declared(case, by=stranger)


def test_only_the_worker_or_a_verifier_without_a_tie_confirms() -> None:
    case = arrears_case()
    payment, tied = declared(case), make.verifier()
    StaffFactory(employer=case.employer, user=tied)
    for nobody in (staff_of(case), UserFactory(), tied, inspector(), make.verifier(Role.BPJS_PAYMENT_MAKER)):
        with pytest.raises(NotAllowed):
            arrears.confirm_payment(payment, note=NOTE, actor=nobody, at=MORNING)
    with pytest.raises(Invalid):
        arrears.confirm_payment(payment, note="", actor=make.verifier(), at=MORNING)
    assert arrears.confirm_payment(payment, note=NOTE, actor=make.verifier(), at=MORNING).state == P.CONFIRMED
    assert told("arrears_confirmed_for_you") == {worker_of(case)}


def test_what_the_worker_denies_an_officer_rejects_and_the_employer_declares_again() -> None:
    case = arrears_case()
    payment = arrears.deny_payment(declared(case), note="Tidak ada uang masuk.", actor=worker_of(case), at=MORNING)
    assert payment.state == P.DENIED
    who = make.verifier()
    rejected = arrears.reject_payment(payment, note="Bukti milik orang lain.", actor=who, at=MORNING)
    assert arrears.reject_payment(payment, note="Bukti milik orang lain.", actor=who, at=MORNING) == rejected
    assert told("arrears_rejected") == {staff_of(case)}
    assert employer_months(fresh(case))[0].owed
    assert declared(case).pk != payment.pk


def test_a_month_is_paid_by_one_live_payment_of_exactly_its_amount() -> None:
    case = arrears_case("paid")
    first = case.payments.get()
    facts = {
        "case": case, "month": first.month, "amount": first.amount, "paid_on": TODAY, "request_until": TODAY,
        "file": proof_of(case), "declared_by": staff_of(case), "declared_at": MORNING,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="one_live_employer_payment_a_month"), transaction.atomic():
        EmployerPayment.objects.create(**facts)
    with pytest.raises(InternalError, match="as they were granted"), transaction.atomic():
        EmployerPayment.objects.create(**facts | {"amount": first.amount + 1})
    funds = make.first_month(make.claim("active"))
    with pytest.raises(InternalError, match="as they were granted"), transaction.atomic():
        EmployerPayment.objects.create(**facts | {"month": funds, "amount": funds.amount})


def test_who_declares_does_not_confirm_even_by_hand() -> None:
    payment = declared(arrears_case())
    with pytest.raises(IntegrityError, match="who_declares_does_not_confirm"), transaction.atomic():
        EmployerPayment.workflow.move(
            payment,
            "confirm",
            actor=payment.declared_by,
            at=MORNING,
            answered_by=payment.declared_by,
            answered_at=MORNING,
        )


# --- the months after


def second_month(case: ArrearsCase, at: object = MORNING) -> None:
    claim = Claim.objects.get(pk=case.claim_id)
    month = claim.months.get(n=2)
    grant(
        type(month).workflow.move(type(month).workflow.move(month, "open", actor=None, at=MORNING), "submit",
        actor=None, at=MORNING, filed_on=TODAY, filed_at=MORNING, decision_due_on=TODAY),
        wage_base=4_500_000, officer=None, due_on=None, at=MORNING,
    )  # fmt: skip


def test_until_the_debts_are_settled_the_next_month_is_the_employers_too() -> None:
    case = arrears_case("paid")
    second_month(case)
    case = arrears.hear_of_month(case.claim.months.get(n=2).pk, at=MORNING)
    assert case.state == S.TOLD
    assert [row.owed for row in employer_months(case)] == [False, True]


def test_once_they_are_settled_the_fund_pays() -> None:
    case = arrears_case("settled")
    second_month(case)
    assert case.claim.months.get(n=2).payer == "fund"
    assert Payout.objects.get(source_kind="claim_month").source_id == case.claim.months.get(n=2).pk


def test_debts_are_not_settled_before_the_worker_has_the_money() -> None:
    case, who = arrears_case(), make.verifier()
    with pytest.raises(Conflict) as refused:
        arrears.settle_debts(case, settled_on=TODAY, actor=who, at=MORNING)
    assert refused.value.code == "wrong_state"


def test_settling_is_for_bpjs_on_a_day_that_was_and_once() -> None:
    case, who = arrears_case("paid"), make.verifier()
    with pytest.raises(NotAllowed):
        arrears.settle_debts(case, settled_on=TODAY, actor=staff_of(case), at=MORNING)
    for day, code in ((TODAY + timedelta(days=1), "settled_in_future"), (date(2026, 11, 9), "settled_before_case")):
        with pytest.raises(Invalid) as refused:
            arrears.settle_debts(case, settled_on=day, actor=who, at=MORNING)
        assert refused.value.code == code
    settled = arrears.settle_debts(case, settled_on=TODAY, actor=who, at=MORNING)
    assert arrears.settle_debts(case, settled_on=TODAY, actor=who, at=MORNING) == settled
    assert settled.log.filter(move="settle").count() == 1


# --- handed on


def test_on_the_last_day_nothing_is_handed_on_and_on_the_next_it_is() -> None:
    case = arrears_case()
    assert arrears.hand_over_unpaid(at=make.moment(PAY_BY, 23)) == 0
    assert arrears.hand_over_unpaid(at=AFTER) == 1
    assert arrears.hand_over_unpaid(at=AFTER) == 0
    case = fresh(case)
    assert (case.state, case.handed_at) == (S.HANDED, AFTER)
    assert (told("arrears_handed"), told("arrears_handed_employer")) == ({worker_of(case)}, {staff_of(case)})


def test_what_was_declared_in_time_waits_for_its_answer() -> None:
    case = arrears_case("declared")
    assert arrears.hand_over_unpaid(at=AFTER) == 0
    arrears.reject_payment(
        case.payments.get(), note="Bukti tidak terbaca sama sekali.", actor=make.verifier(), at=AFTER
    )
    assert arrears.hand_over_unpaid(at=AFTER) == 1


def test_an_employer_may_still_pay_what_was_handed_on() -> None:
    case = arrears_case("handed")
    arrears.confirm_payment(declared(case, at=AFTER), actor=worker_of(case), at=AFTER)
    assert fresh(case).state == S.PAID


# --- who sees it


def test_an_inspector_reads_the_cases_of_the_province_only() -> None:
    case = arrears_case()
    ArrearsCase.objects.filter(pk=case.pk).update(region=Region.objects.get(pk="3372"))
    assert list(office_cases(inspector("33"), TODAY)) == [case]
    assert list(office_cases(inspector("32"), TODAY)) == []
    assert list(office_cases(make.verifier(), TODAY)) == [case]
    assert list(office_cases(officer(Role.AUDITOR), TODAY)) == [case]
    assert list(office_cases(officer(Role.COUNSELLOR, region="33"), TODAY)) == []


def test_no_officer_reads_the_case_of_an_employer_they_act_for() -> None:
    case, who = arrears_case(), make.verifier()
    StaffFactory(employer=case.employer, user=who, until=TODAY - timedelta(days=1), since=date(2026, 1, 1))
    assert list(office_cases(who, TODAY)) == []


def test_worker_and_staff_see_their_own_and_strangers_nothing() -> None:
    case, other = arrears_case(), arrears_case()
    assert list(ArrearsCase.objects.visible_to(worker_of(case), TODAY)) == [case]
    assert list(ArrearsCase.objects.visible_to(staff_of(other), TODAY)) == [other]
    assert not ArrearsCase.objects.visible_to(UserFactory(), TODAY).exists()


# --- in one's own data


def test_the_worker_takes_along_the_case_its_debts_and_what_the_employer_paid() -> None:
    case = arrears_case("paid")
    (row,) = json.loads(json.dumps(export(worker_of(case)), default=str))["kasus_tunggakan"]
    assert (row["nomor"], row["perusahaan"]) == (case.number, case.employer.name)
    assert (row["keadaan"], row["dibayar_perusahaan_paling_lambat"]) == ("paid", "2026-11-25")
    assert [debt["bulan"] for debt in row["tunggakan"]] == ["2026-06", "2026-07", "2026-08", "2026-09"]
    (paid,) = row["pembayaran_perusahaan"]
    granted = make.first_month(case.claim).amount
    assert (paid["bulan_manfaat"], paid["jumlah"], paid["keadaan"]) == (1, granted, "confirmed")


def test_the_employers_account_is_not_the_workers_data() -> None:
    case = arrears_case("asked")
    said = json.dumps(export(worker_of(case)), default=str)
    assert case.number in said
    assert ACCOUNT.number not in said
    assert ACCOUNT.name not in said


def test_nobody_takes_along_somebody_elses_case() -> None:
    case = arrears_case()
    assert export(UserFactory())["kasus_tunggakan"] == []
    assert export(staff_of(case))["kasus_tunggakan"] == []
