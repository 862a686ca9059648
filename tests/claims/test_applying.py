"""From a draft to a filed claim."""

from datetime import date, timedelta

import pytest

from claims.enums import AccountCheck, ClaimState
from claims.models import Claim, KapkVersion
from claims.operations import claims
from claims.operations.reminders import remind
from claims.selectors import account_needs_officer, tasks_of
from core.errors import Conflict, Invalid
from core.models import AuditEvent, Job
from integrations.bank import AccountStatus
from integrations.errors import PartnerRefused
from notices.models import Letter, Notice
from participants.enums import ProofKind, Side
from participants.operations.phk_mediation import record_dispute, record_ruling
from tests.factories import participants
from tests.factories.claims import (
    KnowsTheOwner,
    account,
    assessed_phk,
    claim,
    give_account,
    kapk_code,
    moment,
    participant,
    phk,
    sign_kapk,
    verifier,
)

pytestmark = pytest.mark.django_db


class TestStarting:
    def test_a_draft_is_kept_for_thirty_days(self, at):
        draft = claim("draft")
        assert (draft.state, draft.draft_until) == (ClaimState.DRAFT, date(2026, 12, 16))
        assert draft.number == "JKP-2026-0000001"

    def test_starting_twice_gives_the_same_draft(self, at):
        event = assessed_phk()
        first = claims.start_claim(event, actor=event.person.user, at=at)
        assert claims.start_claim(event, actor=event.person.user, at=at + timedelta(days=1)) == first

    def test_a_second_phk_waits_for_the_claim_that_runs(self, at):
        running = claim("draft")
        other = assessed_phk(person=running.person, phk_on=date(2026, 11, 12))
        with pytest.raises(Conflict) as refused:
            claims.start_claim(other, actor=running.person.user, at=at)
        assert refused.value.code == "claim_running"

    def test_after_a_withdrawal_the_same_phk_can_be_claimed_again(self, at):
        draft = claim("draft")
        claims.withdraw_claim(draft, actor=draft.person.user, at=at)
        again = claims.start_claim(draft.phk, actor=draft.person.user, at=at)
        assert again != draft
        assert again.state == ClaimState.DRAFT

    def test_after_a_refusal_the_same_phk_can_be_claimed_again(self, at):
        refused = claim("refused", paid_months=11)
        assert claims.start_claim(refused.phk, actor=refused.person.user, at=at) != refused

    def test_an_unconfirmed_phk_is_not_claimed_yet(self, at):
        event = participants.report_phk(person=participant())
        with pytest.raises(Conflict) as refused:
            claims.start_claim(event, actor=event.person.user, at=at)
        assert refused.value.code == "phk_pending"
        assert not Claim.objects.exists()

    @pytest.mark.parametrize(("phk_on", "opens"), [(date(2026, 6, 16), True), (date(2026, 6, 17), False)])
    def test_an_unconfirmed_phk_is_claimed_when_the_last_thirty_filing_days_have_come(self, at, phk_on, opens):
        """Filed on 16 November: the last filing day is 16 or 17 December (POL-06)."""
        event = participants.report_phk(person=participant(), phk_on=phk_on)
        if opens:
            assert claims.start_claim(event, actor=event.person.user, at=at).state == ClaimState.DRAFT
        else:
            with pytest.raises(Conflict):
                claims.start_claim(event, actor=event.person.user, at=at)

    def test_a_disputed_phk_can_be_claimed_so_that_the_filing_day_counts(self, at):
        event = phk()
        record_dispute(event=event, case_number="12/PHI/2026", actor=verifier(), at=at)
        event.refresh_from_db()
        assert claims.start_claim(event, actor=event.person.user, at=at).state == ClaimState.DRAFT


class TestTasks:
    def test_each_task_counts_once_it_is_done(self, at):
        draft = claim("draft")
        assert tasks_of(draft).left == 3
        claims.confirm_data(draft, actor=draft.person.user, at=at)
        give_account(draft, at)
        assert tasks_of(Claim.objects.get()).left == 1
        sign_kapk(draft, at)
        done = tasks_of(Claim.objects.get())
        assert (done.left, done.can_send) == (0, True)

    @pytest.mark.parametrize("task", ["confirm_data", "set_account"])
    def test_a_sent_claim_is_not_changed(self, at, task):
        sent = claim("submitted")
        given = account(sent) if task == "set_account" else {}
        with pytest.raises(Conflict) as refused:
            getattr(claims, task)(sent, **given, actor=sent.person.user, at=at)
        assert refused.value.code == "wrong_state"
        assert Claim.objects.get().account == sent.account

    def test_the_account_is_sealed_and_only_its_end_is_shown(self, at):
        draft = claim("draft")
        claims.set_account(draft, **account(draft, "000000000014471"), actor=draft.person.user, at=at)
        stored = Claim.objects.get()
        assert stored.account == "000000000014471"
        assert stored.account_shown == "BRI •••• 4471"
        assert b"000000000014471" not in bytes(stored.account_sealed)

    def test_another_account_in_a_draft_is_told_to_its_owner(self, at):
        draft = claim("draft")
        give_account(draft, at)
        assert not Notice.objects.filter(event="account_changed").exists()
        give_account(draft, at + timedelta(minutes=5))
        assert Notice.objects.filter(event="account_changed", channel="sms").count() == 1


class TestAccountName:
    @pytest.mark.parametrize(
        ("owner", "check"),
        [
            ("SITI RAHMAWATI", AccountCheck.MATCHES),
            ("SITI R.", AccountCheck.MATCHES),
            ("RAHMAWATI SITI", AccountCheck.MATCHES),
            ("HJ. SITI RAHMAWATY", AccountCheck.MATCHES),
            ("BAMBANG PRASETYO", AccountCheck.DIFFERS),
            ("SITI AMINAH", AccountCheck.DIFFERS),
        ],
    )
    def test_a_name_that_is_alike_passes_and_another_goes_to_an_officer(self, at, owner, check):
        draft = claim("draft")
        assert give_account(draft, at, owner=owner).account_check == check

    @pytest.mark.parametrize(
        ("owner", "status", "check"),
        [
            ("SITI RAHMAWATI", AccountStatus.CLOSED, AccountCheck.CLOSED),
            ("BAMBANG PRASETYO", AccountStatus.CLOSED, AccountCheck.DIFFERS),
            ("", AccountStatus.NOT_FOUND, AccountCheck.NOT_FOUND),
        ],
    )
    def test_an_account_that_takes_no_money_goes_to_an_officer(self, at, owner, status, check):
        draft = claim("draft")
        claims.set_account(draft, **account(draft), actor=draft.person.user, at=at)
        draft.refresh_from_db()
        found = claims.check_account(draft, set_at=at, bank=KnowsTheOwner(owner, status), at=at)
        assert (found.account_check, found.account_in_doubt, account_needs_officer(found)) == (check, True, True)

    def test_a_bank_that_the_network_does_not_know_goes_to_an_officer(self, at):
        class Refuses:
            def inquire_account(self, bank, number):
                raise PartnerRefused("bank", "unknown_bank")

        draft = claim("draft")
        claims.set_account(draft, **account(draft), actor=draft.person.user, at=at)
        draft.refresh_from_db()
        assert claims.check_account(draft, set_at=at, bank=Refuses(), at=at).account_check == AccountCheck.NOT_FOUND

    def test_the_answer_about_an_account_that_was_replaced_is_dropped(self, at):
        draft = claim("draft")
        claims.set_account(draft, **account(draft), actor=draft.person.user, at=at)
        later = at + timedelta(seconds=1)
        draft = claims.set_account(draft, **account(draft), actor=draft.person.user, at=later)
        claims.check_account(draft, set_at=at, bank=KnowsTheOwner("SITI RAHMAWATI"), at=later)
        assert Claim.objects.get().account_check == AccountCheck.NOT_ASKED

    def test_the_bank_is_asked_by_a_worker(self, at):
        draft = claim("draft")
        claims.set_account(draft, **account(draft), actor=draft.person.user, at=at)
        assert Job.objects.filter(name="claims.check_account", args__claim_id=str(draft.pk)).count() == 1


class TestSigning:
    def test_a_signature_keeps_the_wording_and_writes_the_letter(self, at):
        draft = claim("draft")
        sign_kapk(draft, at)
        signature = Claim.objects.get().kapk
        assert (signature.version.version, signature.typed_name) == (1, "Siti Rahmawati")
        assert Letter.objects.get(kind="kapk").facts["points"] == KapkVersion.objects.get(version=1).points_id

    def test_signing_again_gives_the_first_signature_and_needs_no_code(self, at):
        draft = claim("draft")
        sign_kapk(draft, at)
        again = claims.sign_kapk(
            draft, typed_name="Orang Lain", code="", actor=draft.person.user, at=at + timedelta(hours=1)
        )
        assert again.signed_at == at

    @pytest.mark.parametrize("name", ["Bambang Prasetyo", "S", ""])
    def test_another_name_is_not_a_signature_and_does_not_use_up_the_code(self, at, name):
        draft = claim("draft")
        code = kapk_code(draft, at)
        with pytest.raises(Invalid) as refused:
            claims.sign_kapk(draft, typed_name=name, code=code, actor=draft.person.user, at=at)
        assert refused.value.code == "name_differs"
        claims.sign_kapk(draft, typed_name="Siti Rahmawati", code=code, actor=draft.person.user, at=at)
        assert tasks_of(Claim.objects.get()).kapk

    def test_a_code_of_another_claim_does_not_sign(self, at):
        mine, theirs = claim("draft"), claim("draft")
        code = kapk_code(theirs, at)
        with pytest.raises(Invalid) as refused:
            claims.sign_kapk(mine, typed_name="Siti Rahmawati", code=code, actor=mine.person.user, at=at)
        assert refused.value.code == "code_missing"
        assert not hasattr(Claim.objects.get(pk=mine.pk), "kapk")

    @pytest.mark.parametrize(("minutes", "signs"), [(9, True), (10, False)])
    def test_a_code_serves_for_ten_minutes(self, at, minutes, signs):
        draft = claim("draft")
        code = kapk_code(draft, at)
        later = at + timedelta(minutes=minutes)
        given = {"typed_name": "Siti Rahmawati", "code": code, "actor": draft.person.user, "at": later}
        if signs:
            claims.sign_kapk(draft, **given)
        else:
            with pytest.raises(Invalid) as refused:
                claims.sign_kapk(draft, **given)
            assert refused.value.code == "code_expired"
        assert tasks_of(Claim.objects.get()).kapk is signs


class TestSending:
    def test_the_filing_day_starts_the_clock_of_three_working_days(self, at):
        sent = claim("submitted")
        assert (sent.filed_at, sent.reference_date) == (at, date(2026, 11, 16))
        assert (sent.clock_from, sent.decision_due_on) == (date(2026, 11, 16), date(2026, 11, 19))

    @pytest.mark.parametrize(
        ("filed", "due"),
        [
            (moment(date(2026, 11, 20), 23, 59, 59), date(2026, 11, 25)),  # Friday night
            (moment(date(2026, 11, 21), 0, 0, 0), date(2026, 11, 25)),  # Saturday counts as Friday does
            (moment(date(2026, 12, 23)), date(2026, 12, 30)),  # 24 and 25 December are holidays
        ],
    )
    def test_weekends_and_holidays_do_not_count(self, filed, due):
        ready = claim("ready_to_send")
        assert claims.submit_claim(ready, actor=ready.person.user, at=filed).decision_due_on == due

    def test_sending_twice_is_one_claim_with_one_receipt(self, at):
        ready = claim("ready_to_send")
        first = claims.submit_claim(ready, actor=ready.person.user, at=at)
        second = claims.submit_claim(ready, actor=ready.person.user, at=at + timedelta(days=1))
        assert (first.pk, first.filed_at) == (second.pk, second.filed_at)
        assert Letter.objects.filter(kind="claim_receipt").count() == 1
        assert Notice.objects.filter(event="claim_received", channel="inbox").count() == 1
        assert Job.objects.filter(name="claims.assess_claim").count() == 1
        assert AuditEvent.objects.filter(action="claims.claim.filed").count() == 1

    def test_a_claim_with_tasks_left_is_not_sent(self, at):
        draft = claim("draft")
        with pytest.raises(Conflict) as refused:
            claims.submit_claim(draft, actor=draft.person.user, at=at)
        assert refused.value.code == "tasks_left"
        assert Claim.objects.get().state == ClaimState.DRAFT

    def test_a_claim_for_a_phk_that_the_court_did_not_uphold_is_not_sent(self, at):
        ready = claim("ready_to_send")
        officer = verifier()
        record_dispute(event=ready.phk, case_number="12/PHI/2026", actor=officer, at=at)
        ruling = participants.proof(officer, ProofKind.PHI_RULING)
        ready.phk.refresh_from_db()
        record_ruling(event=ready.phk, upheld=False, ruling=ruling, brought_by=Side.EMPLOYER, actor=officer, at=at)
        with pytest.raises(Conflict) as refused:
            claims.submit_claim(Claim.objects.get(), actor=ready.person.user, at=at)
        assert refused.value.code == "phk_void"

    def test_the_receipt_shows_no_more_than_the_end_of_the_account(self, at):
        sent = claim("submitted")
        facts = Letter.objects.get(kind="claim_receipt").facts
        assert facts["account"] == "BRI •••• 4471"
        assert sent.account not in str(facts)


class TestEnding:
    @pytest.mark.parametrize("stage", ["draft", "submitted", "in_review", "needs_fix"])
    def test_a_claim_is_taken_back_until_it_is_decided(self, at, stage):
        mine = claim(stage)
        assert claims.withdraw_claim(mine, actor=mine.person.user, at=at).state == ClaimState.WITHDRAWN
        assert not mine.corrections.open().exists()

    @pytest.mark.parametrize(("stage", "facts"), [("active", {}), ("refused", {"paid_months": 11})])
    def test_a_decided_claim_is_not_taken_back(self, at, stage, facts):
        mine = claim(stage, **facts)
        with pytest.raises(Conflict):
            claims.withdraw_claim(mine, actor=mine.person.user, at=at)

    @pytest.mark.parametrize(("day", "expired"), [(date(2026, 12, 16), 0), (date(2026, 12, 17), 1)])
    def test_a_draft_expires_after_its_last_day(self, day, expired):
        claim("draft")
        assert claims.expire_drafts(at=moment(day)) == expired
        assert claims.expire_drafts(at=moment(day)) == 0
        assert Notice.objects.filter(event="claim_expired", channel="inbox").count() == expired

    def test_a_sent_claim_never_expires(self):
        claim("submitted")
        assert claims.expire_drafts(at=moment(date(2027, 6, 1))) == 0

    @pytest.mark.parametrize("days", [7, 3, 1])
    def test_people_are_reminded_of_their_draft_once_a_step(self, days):
        draft = claim("draft")
        day = moment(draft.draft_until - timedelta(days=days))
        assert remind(at=day) == 1
        remind(at=day + timedelta(hours=1))
        assert Notice.objects.filter(event="claim_draft_reminder", channel="inbox").count() == 1

    def test_nobody_is_reminded_on_other_days(self):
        draft = claim("draft")
        assert remind(at=moment(draft.draft_until - timedelta(days=2))) == 0
