"""Back at work, asked about work, and the end by death."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum

from claims.enums import ClaimState, DecisionKind, EndReason, MonthState, OverpaymentState, WorkReportState
from claims.models import Claim, Decision, MembershipQuestion, Overpayment
from claims.operations import month_deciding, month_filing, monthly_cycle, overpayments, watching, work
from claims.selectors.work import sent_on
from core.errors import Conflict, Invalid
from integrations.bpjs import Membership, Scale
from notices.models import Letter, Notice
from participants.operations.people import record_death
from payments.models import Payout, Posting
from tests.factories import claims as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 30)
REFERENCE = date(2026, 12, 16)


@pytest.fixture
def claim(travel) -> Claim:
    return make.claim("paid")


def report(claim: Claim, at, **facts):
    told = {"employer": "PT Kerja Baru", "accepted_on": date(2026, 11, 27), "started_on": date(2026, 11, 30)} | facts
    return work.report_work(claim, **told, actor=claim.person.user, at=at)


def balance(account: str) -> int:
    return Posting.objects.filter(account=account).aggregate(total=Sum("amount"))["total"] or 0


def grant_second_month(claim: Claim, travel):
    make.evidence(claim, 5)
    make.assessed(claim)
    at = travel(REFERENCE)
    monthly_cycle.open_months(at=at)
    month = claim.months.get(n=2)
    month_filing.submit_month(month, actor=claim.person.user, at=at)
    month_deciding.assess_month(month, at=at)
    return make.tell_bank(claim.months.get(n=2), "settled", at=at)


# --- reporting ---------------------------------------------------------------------------------------------------


def test_a_report_takes_effect_after_24_hours_and_the_rest_stops(claim, travel):
    at = travel(TODAY)
    told = report(claim, at)
    assert told.effective_at == at + timedelta(hours=24)
    assert work.take_effect(told, at=at + timedelta(hours=23, minutes=59)).state == WorkReportState.PENDING
    for _ in range(2):
        work.take_effect(told, at=at + timedelta(hours=24))
    claim.refresh_from_db()
    assert (claim.state, claim.end_reason, claim.ended_on) == (ClaimState.ENDED, EndReason.WORKING, TODAY)
    assert list(claim.months.order_by("n").values_list("state", flat=True)) == ["paid", *["stopped"] * 5]
    decision = Decision.objects.get(kind=DecisionKind.STOP)
    assert (decision.officer, decision.reason_codes, decision.facts["late"]) == (None, ["R12"], False)
    assert Letter.objects.get(kind="stop").content["title"] == "Manfaat JKP Anda berhenti"
    assert not Overpayment.objects.exists()


def test_a_report_can_be_undone_within_24_hours_and_not_later(claim, travel):
    at = travel(TODAY)
    told = report(claim, at)
    undone = work.undo_report(told, actor=claim.person.user, at=at + timedelta(hours=23))
    assert undone.state == WorkReportState.UNDONE
    assert work.take_effect(told, at=at + timedelta(days=2)).state == WorkReportState.UNDONE
    again = report(claim, at + timedelta(hours=23))
    with pytest.raises(Conflict, match="too_late"):
        work.undo_report(again, actor=claim.person.user, at=again.effective_at)
    claim.refresh_from_db()
    assert claim.state == ClaimState.ACTIVE


def test_reporting_twice_reports_once(claim, travel):
    at = travel(TODAY)
    assert report(claim, at) == report(claim, at, employer="PT Lain")
    assert Notice.objects.filter(event="work_reported", channel="inbox").count() == 1


def test_work_that_begins_later_stops_the_benefit_on_its_first_day(claim, travel):
    at = travel(TODAY)
    told = report(claim, at, started_on=date(2026, 12, 14))
    assert told.effective_at == make.moment(date(2026, 12, 14), 0)


def test_a_late_report_is_recorded_and_refuses_nothing(claim, travel):
    at = travel(date(2026, 12, 14))
    assert work.is_late(report(claim, at))
    assert not work.is_late(report(make.claim("paid"), at, accepted_on=date(2026, 12, 3), started_on=date(2026, 12, 7)))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"accepted_on": date(2026, 12, 1)}, "accepted_in_the_future"),
        ({"started_on": date(2026, 11, 26)}, "starts_before_accepted"),
        ({"accepted_on": date(2026, 11, 1), "started_on": date(2026, 11, 10)}, "before_the_phk"),
        ({"started_on": date(2027, 3, 2)}, "starts_too_far"),
        ({"employer": "  "}, "employer_missing"),
    ],
)
def test_impossible_reports_are_refused_in_words(claim, travel, facts, code):
    with pytest.raises(Invalid) as refused:
        report(claim, travel(TODAY), **facts)
    assert refused.value.code == code
    assert str(refused.value.message)


# --- overpayment -------------------------------------------------------------------------------------------------


def overpaid(claim: Claim, travel) -> Overpayment:
    """Month 2 was granted on 16 December; the person says on 20 December that they worked since the 1st."""
    grant_second_month(claim, travel)
    at = travel(date(2026, 12, 20))
    told = report(claim, at, accepted_on=date(2026, 11, 27), started_on=date(2026, 12, 1))
    work.take_effect(told, at=told.effective_at)
    return Overpayment.objects.get(claim=claim)


def test_a_month_granted_for_a_time_at_work_is_found_and_asked_back_by_a_named_officer(claim, travel):
    found, officer = overpaid(claim, travel), make.verifier()
    assert (found.amount, found.state) == (2_700_000, OverpaymentState.FOUND)
    assert balance("piutang_peserta") == 0
    at = travel(date(2026, 12, 21))
    with pytest.raises(Invalid, match="note_needed"):
        overpayments.confirm_overpayment(found, instalments=3, note=" ", actor=officer, at=at)
    decision = overpayments.confirm_overpayment(
        found, instalments=3, note="Anda bekerja sejak 1 Desember.", actor=officer, at=at
    )
    assert decision.officer == officer
    plan = list(found.plan.values_list("due_on", "amount"))
    assert plan == [(date(2027, m, 21), 900_000) for m in (1, 2, 3)]
    assert balance("piutang_peserta") == 2_700_000
    assert Letter.objects.get(kind="overpayment").content["title"] == "Kelebihan bayar manfaat JKP"


def test_repaid_to_the_last_rupiah_it_is_settled_and_the_books_are_even(claim, travel):
    found, payer = overpaid(claim, travel), make.verifier()
    at = travel(date(2026, 12, 21))
    overpayments.confirm_overpayment(found, instalments=6, note="Bekerja.", actor=payer, at=at)
    for place, row in enumerate(found.plan.all()):
        for _ in range(2):
            overpayments.record_repayment(
                row, paid_on=date(2026, 12, 21), bank_reference=f"IN{place}", actor=payer, at=at
            )
    found.refresh_from_db()
    assert found.state == OverpaymentState.SETTLED
    assert (balance("piutang_peserta"), balance("dana_jkp"), balance("dibayar")) == (0, 2_700_000, -2_700_000)
    with transaction.atomic():
        assert Posting.objects.aggregate(total=Sum("amount"))["total"] == 0


def test_a_cancelled_overpayment_pays_back_what_was_repaid_once(claim, travel):
    found, officer = overpaid(claim, travel), make.verifier()
    at = travel(date(2026, 12, 21))
    overpayments.confirm_overpayment(found, instalments=3, note="Bekerja.", actor=officer, at=at)
    overpayments.record_repayment(
        found.plan.first(), paid_on=date(2026, 12, 21), bank_reference="IN1", actor=officer, at=at
    )
    for _ in range(2):
        overpayments.cancel_overpayment(found, actor=officer, at=at)
    refund = Payout.objects.get(source_kind="overpayment")
    assert (refund.amount, refund.source_id) == (900_000, found.pk)
    assert balance("piutang_peserta") == 0


# --- what BPJS knows ---------------------------------------------------------------------------------------------


def membership(since: date, *, until: date | None = None) -> Membership:
    return Membership("991", "98000002", "PT Kerja Baru", Scale.MEDIUM, ("JHT",), since, until)


def test_a_new_membership_asks_once_and_stops_nothing(claim, travel):
    at = travel(TODAY)
    for _ in range(2):
        work.ask_about_memberships(claim, [membership(TODAY), membership(date(2019, 1, 1))], at=at)
    question = MembershipQuestion.objects.get()
    assert (question.employer, question.answer_by) == ("PT Kerja Baru", date(2026, 12, 7))
    claim.refresh_from_db()
    assert claim.state == ClaimState.ACTIVE
    assert Notice.objects.filter(event="work_question", channel="inbox").count() == 1


def test_a_month_is_not_sent_while_the_question_is_open(claim, travel):
    work.ask_about_memberships(claim, [membership(TODAY)], at=travel(TODAY))
    with pytest.raises(Conflict, match="question_open"):
        month_filing.submit_month(claim.months.get(n=2), actor=claim.person.user, at=travel(REFERENCE))


def test_a_denied_membership_is_for_an_officer(claim, travel):
    question = work.ask_about_memberships(claim, [membership(TODAY)], at=travel(TODAY))[0]
    user = claim.person.user
    with pytest.raises(Invalid, match="note_needed"):
        work.answer_question(question, works=False, actor=user, at=travel(TODAY))
    work.answer_question(question, works=False, note="Saya hanya melamar.", actor=user, at=travel(TODAY))
    with pytest.raises(Conflict, match="answered_differently"):
        work.answer_question(question, works=True, actor=user, at=travel(TODAY))
    make.evidence(claim, 5)
    make.assessed(claim)
    at = travel(REFERENCE)
    month = month_filing.submit_month(claim.months.get(n=2), actor=user, at=at)
    assert month_deciding.assess_month(month, at=at).state == MonthState.IN_REVIEW


# --- death -------------------------------------------------------------------------------------------------------


def test_the_benefit_ends_with_the_person_and_the_heirs_are_told(claim, travel):
    at = travel(TODAY)
    record_death(claim.person, died_on=date(2026, 11, 28), at=at)
    for _ in range(2):
        claim = work.end_by_death(Claim.objects.get(pk=claim.pk), at=at)
    assert (claim.state, claim.end_reason, claim.ended_on) == (ClaimState.ENDED, EndReason.DIED, date(2026, 11, 28))
    letter = Letter.objects.get(kind="heirs")
    assert "Siti Rahmawati" in letter.content["why"]


def test_months_that_were_sent_after_the_death_are_given_to_an_officer(claim, travel):
    """Month 1 was sent on 16 November: by the person on the day of death, or by somebody else on the day after."""
    at = travel(TODAY)
    month = claim.months.get(n=1)
    sent = sent_on(month)
    record_death(claim.person, died_on=sent - timedelta(days=1), at=at)
    for _ in range(2):
        work.end_by_death(Claim.objects.get(pk=claim.pk), at=at)
    found = claim.overpayments.get()
    assert (found.cause, found.since, found.state) == ("death", sent - timedelta(days=1), "found")
    assert [(line.month_id, line.amount) for line in found.months.all()] == [(month.pk, month.amount)]
    decision = overpayments.confirm_overpayment(found, instalments=1, note="Kembalikan.", actor=make.verifier(), at=at)
    assert decision.reason_codes == ["R18"]
    assert "died_on" in decision.facts
    letter = Letter.objects.get(kind="overpayment")
    assert "Kepada ahli waris" in letter.content["why"]
    assert "bekerja" not in letter.content["why"]


def test_what_the_person_sent_on_the_day_of_death_stays_due(claim, travel):
    at = travel(TODAY)
    record_death(claim.person, died_on=sent_on(claim.months.get(n=1)), at=at)
    work.end_by_death(Claim.objects.get(pk=claim.pk), at=at)
    assert not claim.overpayments.exists()


def test_every_running_claim_is_in_one_chunk(claim, monkeypatch):
    monkeypatch.setattr(watching, "CHUNK", 2)
    for _ in range(2):
        make.claim("paid")
    make.claim("refused", paid_months=11)
    assert watching.plan() == 2
