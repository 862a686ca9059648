"""Months of benefit: their windows, the money that arrives, and the money that comes back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from claims.enums import AccountCheck, MonthState
from claims.models import Claim, ClaimMonth
from claims.operations import claims, corrections, months
from claims.selectors import queue
from core.errors import Conflict, Invalid
from core.models import Holiday
from integrations.bank import AccountStatus
from notices.models import Letter, Notice
from payments.invariants import broken_rules
from payments.models import Payout
from tests.factories.claims import (
    KnowsTheOwner,
    account,
    claim,
    correct_account,
    first_month,
    payout_of,
    tell_bank,
    verifier,
)

pytestmark = pytest.mark.django_db


class TestArriving:
    def test_the_month_is_paid_on_the_day_of_the_bank(self):
        month = first_month(claim("paid"))
        assert (month.state, month.paid_on) == (MonthState.PAID, payout_of(month).paid_on)

    def test_the_person_gets_one_message_and_the_proof(self):
        month = first_month(claim("paid"))
        payout = payout_of(month)
        letter = Letter.objects.get(kind="payment_proof")
        assert letter.subject_id == str(payout.pk)
        assert letter.facts["bank_reference"] == payout.bank_reference
        assert Notice.objects.filter(event="claim_paid", channel="inbox").count() == 1

    def test_hearing_it_twice_changes_nothing(self, at):
        month = first_month(claim("paid"))
        months.hear_of_payout(month.pk, at=at + timedelta(days=1))
        assert first_month(month.claim).log.filter(move="pay").count() == 1
        assert Letter.objects.filter(kind="payment_proof").count() == 1

    def test_news_that_overtook_each_other_end_the_same(self, at):
        """Settled and sent back before claims heard of either: it was never paid for the person."""
        month = first_month(claim("active"))
        tell_bank(month, "settled", "returned", code="account_closed")
        month.refresh_from_db()
        assert month.state == MonthState.BANK_PROBLEM
        assert not Letter.objects.filter(kind="payment_proof").exists()

    def test_a_month_that_waits_for_the_bank_is_left_alone(self, at):
        month = first_month(claim("active"))
        assert months.hear_of_payout(month.pk, at=at).state == MonthState.APPROVED


class TestComingBack:
    def test_the_money_that_came_back_is_said_to_the_person_and_its_proof_withdrawn(self):
        month = first_month(claim("bank_problem"))
        assert (month.state, month.paid_on) == (MonthState.BANK_PROBLEM, None)
        assert Letter.objects.get(kind="payment_proof").revoked_at is not None
        assert Notice.objects.filter(event="bank_problem", channel="inbox").count() == 1

    def test_a_transfer_that_the_bank_refuses_at_once_ends_the_same(self):
        month = first_month(claim("active"))
        tell_bank(month, "rejected", code="account_not_found")
        month.refresh_from_db()
        assert month.state == MonthState.BANK_PROBLEM

    def test_another_account_is_paid_once_and_with_a_proof_of_its_own(self, at):
        found = claim("bank_problem")
        later = at + timedelta(days=1)
        found = correct_account(found, later)
        assert corrections.pay_again(found, verified_by=None, at=later) != []
        assert corrections.pay_again(found, verified_by=None, at=later) == []
        month = first_month(found)
        assert (month.state, month.pay_due_on) == (MonthState.APPROVED, date(2026, 11, 18))
        tell_bank(month, "settled", at=later)
        month.refresh_from_db()
        assert month.state == MonthState.PAID
        assert [p.attempt for p in Payout.objects.order_by("attempt")] == [1, 2]
        assert payout_of(month).account == Claim.objects.get().account
        assert Letter.objects.filter(kind="payment_proof", revoked_at=None).count() == 1
        assert broken_rules() == []

    def test_the_account_that_sent_it_back_is_not_paid_again_by_itself(self, at):
        """An inquiry that was late answers about the old account: it is not a new one."""
        found = claim("bank_problem")
        assert corrections.pay_again(found, verified_by=None, at=at + timedelta(hours=1)) == []
        assert first_month(found).state == MonthState.BANK_PROBLEM

    @pytest.mark.parametrize(
        ("owner", "status", "check"),
        [
            ("BAMBANG PRASETYO", AccountStatus.ACTIVE, AccountCheck.DIFFERS),
            ("", AccountStatus.NOT_FOUND, AccountCheck.NOT_FOUND),
            ("", AccountStatus.CLOSED, AccountCheck.CLOSED),
        ],
    )
    def test_an_account_in_doubt_waits_for_an_officer(self, at, owner, status, check):
        later = at + timedelta(days=1)
        found = correct_account(claim("bank_problem"), later, owner=owner, status=status)
        assert found.account_check == check
        assert list(queue(verifier(), later.date())) == [found]
        officer = verifier()
        corrections.accept_account(
            found, account_set_at=found.account_set_at, note="Nama ibu di buku tabungan.", actor=officer, at=later
        )
        assert first_month(found).state == MonthState.APPROVED
        assert payout_of(first_month(found)).verified_by == officer

    def test_an_officer_asks_for_another_account_with_a_reason(self, at):
        later = at + timedelta(days=1)
        found = correct_account(claim("bank_problem"), later, owner="BAMBANG PRASETYO")
        corrections.ask_other_account(
            found,
            account_set_at=found.account_set_at,
            reason="not_yours",
            note="Isi rekening sendiri.",
            actor=verifier(),
            at=later,
        )
        assert Claim.objects.get().account_check == AccountCheck.REFUSED
        assert Notice.objects.filter(event="correction_asked", channel="inbox").count() == 1
        found = correct_account(found, later + timedelta(hours=1))
        assert not found.corrections.open().exists()
        assert len(corrections.pay_again(found, verified_by=None, at=later + timedelta(hours=2))) == 1

    @pytest.mark.parametrize("verb", ["accept_account", "ask_other_account"])
    def test_an_account_that_changed_since_the_page_was_opened_is_not_judged(self, at, verb):
        found = correct_account(claim("bank_problem"), at + timedelta(days=1), owner="BAMBANG PRASETYO")
        seen = found.account_set_at
        found = correct_account(found, at + timedelta(days=2), owner="BAMBANG PRASETYO")
        given = {"reason": "not_yours"} if verb == "ask_other_account" else {}
        with pytest.raises(Conflict) as refused:
            getattr(corrections, verb)(
                found, account_set_at=seen, note="Baik.", actor=verifier(), at=at + timedelta(days=2), **given
            )
        assert refused.value.code == "account_changed"
        assert first_month(found).state == MonthState.BANK_PROBLEM

    def test_a_differing_account_is_not_accepted_without_a_reason(self, at):
        found = correct_account(claim("bank_problem"), at + timedelta(days=1), owner="BAMBANG PRASETYO")
        with pytest.raises(Invalid) as refused:
            corrections.accept_account(
                found, account_set_at=found.account_set_at, note=" ", actor=verifier(), at=at + timedelta(days=1)
            )
        assert refused.value.code == "note_needed"

    def test_an_account_that_matches_needs_no_word(self, at):
        found = correct_account(claim("bank_problem"), at + timedelta(days=1))
        with pytest.raises(Conflict) as refused:
            corrections.accept_account(
                found, account_set_at=found.account_set_at, note="Baik.", actor=verifier(), at=at + timedelta(days=1)
            )
        assert refused.value.code == "nothing_to_accept"

    @pytest.mark.parametrize("stage", ["active", "paid", "in_review"])
    def test_an_account_is_corrected_only_when_money_came_back(self, at, stage):
        found = claim(stage)
        before = found.account
        corrections.correct_account(found, **account(found), actor=found.person.user, at=at + timedelta(days=1))
        assert Claim.objects.get().account == before


class TestWindows:
    def test_a_year_without_decree_leaves_a_month_without_window_until_it_is_loaded(self, at):
        Holiday.objects.filter(day__year=2027).delete()
        found = claim("active")
        assert list(found.months.order_by("n").values_list("opens_on", flat=True)) == [
            None, date(2026, 12, 16), None, None, None, None,
        ]  # fmt: skip
        Holiday.objects.create(day=date(2027, 1, 1), name="Tahun Baru", decree="SKB 2027")
        assert months.fill_windows() == 4
        assert months.fill_windows() == 0
        assert found.months.get(n=3).opens_on == date(2027, 1, 16)


class TestDatabase:
    def test_a_granted_month_pays_what_rate_and_wage_say(self):
        month = first_month(claim("active"))
        with pytest.raises(IntegrityError, match="granted_month_has_its_amount"), transaction.atomic():
            ClaimMonth.objects.filter(pk=month.pk).update(amount=month.amount + 1)

    def test_half_up_is_the_same_in_the_database(self):
        month = first_month(claim("active", wage=3_333_333))
        with pytest.raises(IntegrityError), transaction.atomic():
            ClaimMonth.objects.filter(pk=month.pk).update(amount=1_999_999)

    def test_a_month_does_not_jump_to_paid(self):
        month = claim("active").months.get(n=2)
        with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
            ClaimMonth.objects.filter(pk=month.pk).update(state=MonthState.PAID)

    @pytest.mark.parametrize("n", [0, 7])
    def test_there_are_six_months(self, n):
        found = claim("active")
        with pytest.raises(IntegrityError, match="six_months"), transaction.atomic():
            ClaimMonth.objects.create(claim=found, n=n)

    def test_a_month_is_there_once(self):
        found = claim("active")
        with pytest.raises(IntegrityError, match="one_row_a_month"), transaction.atomic():
            ClaimMonth.objects.create(claim=found, n=2)


def test_a_late_answer_about_a_draft_account_pays_nothing(at):
    found = claim("active")
    claims.check_account(found, set_at=found.account_set_at, bank=KnowsTheOwner("SITI RAHMAWATI"), at=at)
    assert corrections.pay_again(Claim.objects.get(), verified_by=None, at=at) == []
    assert Payout.objects.count() == 1
