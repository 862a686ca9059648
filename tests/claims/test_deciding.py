"""What a verifier does: approve, ask for one correction, refuse by name."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.db.utils import DatabaseError

from claims.enums import AccountCheck, ClaimState, CorrectionReason, DecisionKind, MonthState
from claims.models import Assessment, Claim, CorrectionRequest, Decision
from claims.operations import assessments, claims, review
from core.errors import Conflict, Invalid
from core.models import AuditEvent, Job
from notices.models import Letter, Notice
from participants.models import Employer
from participants.operations.phk_mediation import record_dispute
from payments.models import Payout
from tests.factories.claims import bpjs_knows, claim, first_month, give_account, latest, moment, participant, verifier

pytestmark = pytest.mark.django_db


def approve(found, at, note="", **given):
    return review.approve_claim(
        found,
        assessment=latest(found),
        note=note,
        **{"actor": given.pop("actor", None) or verifier(), "at": at} | given,
    )


def refuse(found, at, reason="R02", note="Kami menemukan 11 bulan.", **given):
    return review.refuse_claim(
        found,
        assessment=latest(found),
        reason_code=reason,
        note=note,
        actor=given.pop("actor", None) or verifier(),
        at=at,
    )


class TestApproving:
    def test_an_eligible_claim_grants_the_first_month_and_orders_its_payment(self, at):
        found = claim("in_review")
        decision = approve(found, at)
        month = first_month(found)
        assert (decision.kind, decision.number, decision.wage_base) == (
            DecisionKind.APPROVAL,
            "KEP-2026-0000001",
            4_500_000,
        )
        assert (month.state, month.amount, month.rate_percent, month.regime) == (
            MonthState.APPROVED,
            2_700_000,
            60,
            "R25",
        )
        payout = Payout.objects.get()
        assert (payout.amount, payout.source_id, payout.account, payout.verified_by) == (
            2_700_000,
            month.pk,
            found.account,
            decision.officer,
        )

    def test_it_schedules_six_months_with_their_windows(self, at):
        found = claim("in_review")
        approve(found, at)
        windows = list(found.months.order_by("n").values_list("opens_on", "closes_on"))
        assert windows[:2] == [(None, None), (date(2026, 12, 16), date(2026, 12, 23))]
        assert windows[5] == (date(2027, 5, 10), date(2027, 5, 15))

    def test_the_money_is_due_when_the_three_working_days_end(self, at):
        found = claim("in_review")
        approve(found, at + timedelta(days=1))
        assert first_month(found).pay_due_on == date(2026, 11, 19)

    def test_the_wage_above_the_ceiling_is_capped(self, at):
        found = claim("in_review", wage=12_000_000)
        approve(found, at)
        assert first_month(found).amount == 3_000_000

    def test_half_a_rupiah_is_rounded_up(self, at):
        found = claim("in_review", wage=3_333_333)
        approve(found, at)
        assert first_month(found).amount == 2_000_000

    def test_the_person_is_told_with_a_letter_that_shows_the_facts(self, at):
        found = claim("in_review")
        decision = approve(found, at)
        letter = Letter.objects.get(kind="approval")
        assert letter.subject_id == str(decision.pk)
        assert [row[2] for row in letter.facts["rows"]] == ["Terpenuhi"] * len(letter.facts["rows"])
        assert "Peserta masih hidup" not in [row[0] for row in letter.facts["rows"]]
        person = letter.user.person
        assert letter.content["to"] == [
            f"Yth. **{person.full_name}**",
            f"NIK {person.masked_nik}",
            person.region.name,
        ]
        assert Notice.objects.filter(event="claim_approved", channel="inbox").count() == 1
        assert Job.objects.filter(name="claims.hand_over").count() == 1

    def test_approving_twice_is_one_decision(self, at):
        found = claim("in_review")
        seen = latest(found)
        approve(found, at)
        with pytest.raises(Conflict) as refused:
            review.approve_claim(found, assessment=seen, actor=verifier(), at=at)
        assert refused.value.code == "wrong_state"
        assert (Decision.objects.count(), Payout.objects.count()) == (1, 1)

    @pytest.mark.parametrize("stage", ["draft", "submitted", "needs_fix"])
    def test_only_a_claim_in_review_is_decided(self, at, stage):
        found = claim(stage)
        seen = Assessment.objects.order_by("assessed_at").last()
        with pytest.raises(Conflict) as refused:
            review.approve_claim(found, assessment=seen, actor=verifier(), at=at)
        assert refused.value.code == "wrong_state"
        assert Claim.objects.get().state == found.state

    def test_a_known_failure_is_not_approved(self, at):
        found = claim("in_review", paid_months=11)
        with pytest.raises(Conflict) as refused:
            approve(found, at, "Saya setuju saja.")
        assert refused.value.code == "not_payable"
        assert not Payout.objects.exists()

    def test_an_identity_that_is_not_verified_waits(self, at):
        person = participant(pending=True, full_name="Nur Aisyah")
        other = claim("in_review", person=person)
        with pytest.raises(Conflict) as refused:
            approve(other, at, "Sudah saya lihat.")
        assert refused.value.code == "identity_pending"

    def test_an_uncertain_account_needs_a_reason(self, at):
        found = claim("in_review")
        Claim.objects.filter(pk=found.pk).update(account_check=AccountCheck.DIFFERS)
        with pytest.raises(Invalid) as refused:
            approve(found, at)
        assert refused.value.code == "note_needed"
        assert approve(found, at, "Nama di buku tabungan sama, singkatan.").note.startswith("Nama di buku")

    def test_an_account_that_another_claim_names_needs_a_reason(self, at):
        first, second = claim("in_review"), claim("ready_to_send")
        give_account(second, at, number=first.account)
        with pytest.raises(Invalid) as refused:
            approve(first, at)
        assert refused.value.code == "note_needed"

    def test_an_unknown_condition_is_approved_with_a_reason(self, at):
        found = claim("in_review", reason="m")
        assert latest(found).outcome == "needs_officer"
        with pytest.raises(Invalid):
            approve(found, at)
        approve(found, at, "Surat dokter menyatakan masih dapat bekerja.")
        assert Claim.objects.get().state == ClaimState.ACTIVE

    def test_an_employer_four_months_in_arrears_needs_a_reason(self, at):
        """October is not due before 15 November, so it is no arrears yet at the PHK of 10 November."""
        found = claim("in_review", unpaid=(1, 2, 3, 4, 5))
        assert latest(found).outcome == "eligible"
        with pytest.raises(Invalid) as refused:
            approve(found, at)
        assert refused.value.code == "note_needed"

    def test_three_months_in_arrears_need_none(self, at):
        found = claim("in_review", unpaid=(1, 2, 3, 4))
        assert approve(found, at).kind == DecisionKind.APPROVAL

    def test_a_bankrupt_employer_in_arrears_needs_none(self, at):
        found = claim("in_review", unpaid=(1, 2, 3, 4, 5, 6))
        Employer.objects.filter(pk=found.phk.employer_id).update(bankrupt_or_closed_on=date(2026, 10, 1))
        assert approve(found, at).kind == DecisionKind.APPROVAL

    def test_a_wage_that_nobody_reported_is_found_by_the_officer(self, at):
        found = claim("in_review", wage=None)
        with pytest.raises(Invalid) as refused:
            approve(found, at, "Slip gaji Oktober.")
        assert refused.value.code == "wage_needed"
        decision = approve(found, at, "Slip gaji Oktober.", wage=9_000_000)
        assert (decision.wage_base, first_month(found).amount) == (5_000_000, 3_000_000)

    def test_the_officers_wage_does_not_replace_a_reported_one(self, at):
        found = claim("in_review", wage=3_000_000)
        assert approve(found, at, "Menurut peserta lebih.", wage=5_000_000).wage_base == 3_000_000


class TestDataThatChanged:
    def test_a_decision_on_other_facts_is_stale_and_the_new_facts_are_kept(self, at):
        found = claim("in_review")
        seen, later = latest(found), at + timedelta(minutes=1)
        bpjs_knows(found.person, found.phk.employer.npp, paid_months=11, at=later)
        with pytest.raises(Conflict) as refused:
            review.approve_claim(found, assessment=seen, actor=verifier(), at=later)
        assert refused.value.code == "assessment_changed"
        assert latest(found).outcome == "ineligible"
        assert Claim.objects.get().state == ClaimState.IN_REVIEW

    def test_another_wage_is_stale_too(self, at):
        found = claim("in_review")
        seen, later = latest(found), at + timedelta(minutes=1)
        bpjs_knows(found.person, found.phk.employer.npp, wage=4_600_000, at=later)
        with pytest.raises(Conflict):
            review.approve_claim(found, assessment=seen, actor=verifier(), at=later)
        assert not Payout.objects.exists()

    def test_a_dispute_since_the_page_was_opened_is_seen(self, at):
        found = claim("in_review")
        seen, later = latest(found), at + timedelta(minutes=1)
        record_dispute(event=found.phk, case_number="12/PHI/2026", actor=verifier(), at=later)
        with pytest.raises(Conflict) as refused:
            review.approve_claim(found, assessment=seen, actor=verifier(), at=later)
        assert refused.value.code == "assessment_changed"
        assert latest(found).outcome == "held"

    def test_the_same_facts_on_the_next_day_are_no_surprise(self, at):
        found = claim("in_review")
        approve(found, at + timedelta(days=1))
        assert Claim.objects.get().state == ClaimState.ACTIVE


class TestRefusing:
    def test_a_refusal_names_reason_article_officer_and_the_last_day_to_object(self, at):
        found = claim("in_review", paid_months=11)
        officer = verifier(full_name="Rina Puspitasari")
        decision = refuse(found, at, actor=officer)
        assert (decision.reason_codes, decision.articles) == (["R02"], ["PP 6/2025 Pasal 19"])
        assert decision.officer_name == "Rina Puspitasari"
        assert decision.objection_until == date(2026, 12, 15)
        assert Claim.objects.get().state == ClaimState.REFUSED

    def test_the_letter_says_what_the_page_says(self, at):
        found = claim("in_review", paid_months=11)
        refuse(found, at)
        facts = Letter.objects.get(kind="refusal").facts
        assert facts["explanation"] == "Kami menemukan 11 bulan."
        assert facts["objection_until"] == "2026-12-15"
        assert ["Masa iur cukup", "11 bulan dihitung, Desember 2024 sampai November 2026. Dibutuhkan 12 bulan.",
                "Belum terpenuhi"] in facts["rows"]  # fmt: skip
        assert Notice.objects.filter(event="claim_refused", channel="sms").count() == 1

    @pytest.mark.parametrize("reason", ["R01", "R02"])
    def test_a_condition_that_is_met_is_no_reason(self, at, reason):
        found = claim("in_review")
        with pytest.raises(Conflict) as refused:
            refuse(found, at, reason)
        assert refused.value.code == "fact_is_met"
        assert Claim.objects.get().state == ClaimState.IN_REVIEW

    def test_unknown_is_not_no(self, at):
        found = claim("in_review", reason="m")
        with pytest.raises(Conflict) as refused:
            refuse(found, at, "R01")
        assert refused.value.code == "fact_is_met"

    def test_a_reason_without_a_rule_behind_it_cites_an_article_all_the_same(self, at):
        found = claim("in_review")
        assert refuse(found, at, "R13", "Rekening atas nama suami.").articles == ["PP 6/2025 Pasal 21 ayat (1)"]

    @pytest.mark.parametrize(
        ("reason", "note", "code"), [("R99", "Tidak.", "unknown_reason"), ("R02", "  ", "note_needed")]
    )
    def test_a_refusal_without_reason_or_explanation_is_none(self, at, reason, note, code):
        found = claim("in_review", paid_months=11)
        with pytest.raises(Invalid) as refused:
            refuse(found, at, reason, note)
        assert refused.value.code == code
        assert not Decision.objects.exists()

    def test_a_refused_claim_is_not_refused_again(self, at):
        found = claim("refused", paid_months=11)
        with pytest.raises(Conflict):
            refuse(found, at)
        assert Decision.objects.count() == 1

    def test_the_database_refuses_a_refusal_without_an_article(self, at):
        found = claim("in_review", paid_months=11)
        with pytest.raises(DatabaseError, match="refusal_has_reason_and_article"), transaction.atomic():
            Decision.objects.create(
                number="KEP-X",
                claim=found,
                kind=DecisionKind.REFUSAL,
                assessment=latest(found),
                officer=verifier(),
                officer_name="X",
                at=at,
                objection_until=at.date(),
            )


class TestAsking:
    def test_one_document_is_asked_for_with_its_reason_and_day(self, at):
        found = claim("in_review")
        asked = review.ask_to_fix(
            found, document="phk_proof", reason="not_readable", note="Buram.", actor=verifier(), at=at
        )
        assert asked.answer_by == date(2026, 11, 23)
        assert Claim.objects.get().state == ClaimState.NEEDS_FIX
        assert Notice.objects.filter(event="correction_asked", channel="inbox").count() == 1

    def test_a_reason_must_fit_its_document(self, at):
        found = claim("in_review")
        with pytest.raises(Invalid) as refused:
            review.ask_to_fix(
                found, document="phk_proof", reason=CorrectionReason.ACCOUNT_CLOSED, note="", actor=verifier(), at=at
            )
        assert refused.value.code == "reason_does_not_fit"
        assert Claim.objects.get().state == ClaimState.IN_REVIEW

    def test_asking_twice_asks_once(self, at):
        found = claim("needs_fix")
        with pytest.raises(Conflict):
            review.ask_to_fix(found, document="account", reason="other_name", note="", actor=verifier(), at=at)
        assert CorrectionRequest.objects.count() == 1


class TestOwnClaim:
    def test_the_database_lets_nobody_decide_on_their_own_claim(self, at):
        found = claim("in_review")
        with pytest.raises(InternalError, match="nobody decides on their own claim"), transaction.atomic():
            approve(found, at, actor=found.person.user)
        assert not Decision.objects.exists()
        assert Claim.objects.get().state == ClaimState.IN_REVIEW


def test_each_step_is_written_down_with_who_did_it(at):
    officer = verifier(full_name="Rina Puspitasari")
    found = claim("active", officer=officer)
    moves = list(found.log.values_list("move", "actor_name"))
    assert moves == [
        ("submit", "Siti Rahmawati"),
        ("take_up", "JKP"),
        ("approve", "Rina Puspitasari"),
    ]
    assert AuditEvent.objects.filter(action="claims.decision.approval", actor=officer).count() == 1


def test_a_clock_that_runs_out_at_midnight_of_jakarta_is_the_same_day_everywhere(at):
    """23.59.59 WIB is already the next day in Jayapura: the filing day is that of Jakarta."""
    ready = claim("ready_to_send")
    sent = claims.submit_claim(ready, actor=ready.person.user, at=moment(date(2026, 11, 17), 23, 59, 59))
    assert sent.reference_date == date(2026, 11, 17)
    assert assessments.run_again(sent, actor=None, at=at).facts["filed_on"] == "2026-11-17"
