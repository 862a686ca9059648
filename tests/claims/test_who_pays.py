"""Which branch of Pasal 39 and 39A applies, and that fund and employer never both pay a month."""

from datetime import date

import pytest
from django.db import InternalError, transaction

from claims.enums import Branch, DecisionKind, MonthPayer, MonthState, OverpaymentCause
from claims.models import Claim
from claims.operations import objections
from claims.operations.employer_pays import fund_takes_over, record_paid_by_employer
from claims.operations.months import order_payment
from claims.operations.overpayments import find_overpayment
from claims.payer_words import letter_lines, said
from claims.selectors import PAYOUT_SOURCE
from claims.who_pays import FACT, WhoPays, branch_of, kept, who_pays
from core.calendar import working_calendar
from core.errors import Conflict
from core.models import Job
from notices.models import Letter, Notice
from participants.models import Employer
from payments.models import Payout
from tests.factories.claims import claim, first_month, latest, objection, verifier
from tests.factories.participants import MORNING, PHK_ON
from tests.factories.payments import make_payout

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
FOUR = (1, 2, 3, 4, 5)  # October is not due before the PHK of 10 November


def found(unpaid: tuple[int, ...], *, bankrupt: bool = False, **facts: object) -> WhoPays:
    made = claim("in_review", unpaid=unpaid, **facts)
    if bankrupt:
        close(made)
    return who_pays(latest(made), Employer.objects.get(pk=made.phk.employer_id), working_calendar())


def close(made: Claim) -> None:
    Employer.objects.filter(pk=made.phk.employer_id).update(bankrupt_or_closed_on=date(2026, 10, 1))
    made.phk.employer.refresh_from_db()


def payouts(made: Claim) -> int:
    return Payout.objects.filter(source_kind=PAYOUT_SOURCE, source_id__in=made.months.values("pk")).count()


class TestBranches:
    @pytest.mark.parametrize(
        ("unpaid", "bankrupt", "branch", "consecutive"),
        [
            ((), False, Branch.CLEAR, 0),
            ((1, 2, 3, 4), False, Branch.WITHIN_LIMIT, 3),
            (FOUR, False, Branch.EMPLOYER_FIRST, 4),
            (FOUR, True, Branch.BANKRUPT, 4),
            ((1, 2, 3, 4, 5, 6, 7), True, Branch.BANKRUPT, 6),
            ((1, 2, 3, 4, 5, 6, 7, 8), True, Branch.EMPLOYER_FIRST, 7),
            ((), True, Branch.CLEAR, 0),
            ((6, 7, 8, 9, 10), False, Branch.WITHIN_LIMIT, 0),
        ],
    )
    def test_months_and_bankruptcy_decide(self, unpaid, bankrupt, branch, consecutive):
        assert (found(unpaid, bankrupt=bankrupt).branch, found(unpaid, bankrupt=bankrupt).consecutive) == (
            branch,
            consecutive,
        )

    def test_the_months_that_are_still_unpaid_are_named(self):
        assert found(FOUR).unpaid == ("2026-06", "2026-07", "2026-08", "2026-09")

    def test_unknown_contributions_are_for_an_officer(self):
        made = claim("in_review")
        run = latest(made)
        run.answer = {**run.answer, "reasons": [dict(r) for r in run.answer["reasons"]]}
        for reason in run.answer["reasons"]:
            if reason["code"] == "ELG-05":
                reason["facts"] = {**reason["facts"], "months": {}}
        answer = who_pays(run, made.phk.employer, working_calendar())
        assert (answer.branch, answer.employer_first) == (Branch.UNKNOWN, False)

    def test_an_approval_keeps_its_branch_whatever_becomes_known_later(self):
        made = claim("active", unpaid=FOUR)
        decision = made.decisions.get(kind=DecisionKind.APPROVAL)
        assert kept(decision).branch == Branch.EMPLOYER_FIRST
        assert decision.facts[FACT]["law"].startswith("PP 6/2025 Pasal 39 ayat (3)")
        close(made)
        assert branch_of(made, latest(made), working_calendar()).branch == Branch.EMPLOYER_FIRST

    def test_a_higher_wage_changes_nothing_about_who_pays(self):
        made = claim("active", unpaid=FOUR)
        decision = made.decisions.get(kind=DecisionKind.APPROVAL)
        objected = objections.uphold_objection(
            objection(decision), reply="Slip gaji Oktober sah.", actor=verifier(), at=MORNING, wage=4_800_000
        )
        assert objected.state == "upheld"
        last = made.decisions.filter(kind=DecisionKind.APPROVAL).order_by("-at", "-number").first()
        assert (last.wage_base, kept(last).branch) == (4_800_000, Branch.EMPLOYER_FIRST)


class TestWords:
    def test_four_months_are_said_with_their_article(self):
        words = said(found(FOUR), PHK_ON)
        assert words["title"] == "Perusahaan membayar manfaat Anda lebih dahulu"
        assert words["why"] == (
            "Perusahaan menunggak iuran 4 bulan berturut-turut pada hari PHK. "
            "Lebih dari 3 bulan, perusahaan wajib membayar Anda lebih dahulu."
        )
        assert words["article"] == "PP 6/2025 Pasal 39 ayat (3) dan ayat (4)"

    def test_a_bankrupt_employer_is_said_with_its_article(self):
        words = said(found(FOUR, bankrupt=True), PHK_ON)
        assert words["title"] == "BPJS Ketenagakerjaan membayar manfaat Anda"
        assert "pailit atau tutup menurut hukum dan menunggak iuran 4 bulan." in words["why"]
        assert (words["article"], words["then"]) == (
            "PP 6/2025 Pasal 39A",
            "Utang iuran tetap tanggungan perusahaan, bukan Anda.",
        )

    def test_no_arrears_are_one_sentence_without_an_article(self):
        words = said(found(()), PHK_ON)
        assert (words["why"], words["article"]) == ("Tidak ada iuran yang menunggak pada hari PHK.", "")
        assert letter_lines(found(()), PHK_ON) == []

    def test_the_letter_says_what_the_page_says(self):
        made = claim("active", unpaid=FOUR)
        letter = Letter.objects.get(kind="approval", user=made.person.user)
        words = said(kept(made.decisions.get()), made.phk.phk_on)
        assert letter.facts["who_pays"] == [f"{words['title']}.", words["why"], words["then"], f"{words['article']}."]
        assert letter.facts["payer"] == "employer"


class TestNeverTwice:
    def test_the_fund_orders_nothing_for_a_month_of_the_employer(self):
        made = claim("active", unpaid=FOUR)
        month = first_month(made)
        assert (month.state, month.payer, payouts(made)) == (MonthState.APPROVED, MonthPayer.EMPLOYER, 0)
        assert month.pay_due_on == date(2026, 11, 25)  # seven working days
        assert Job.objects.get(name="compliance.hear_of_month").args == {"month_id": str(month.pk)}

    def test_the_worker_hears_that_the_employer_pays(self):
        made = claim("active", unpaid=FOUR)
        events = set(Notice.objects.filter(user=made.person.user).values_list("event", flat=True))
        assert "claim_approved_employer" in events
        assert "claim_approved" not in events

    @pytest.mark.parametrize("unpaid", [(), (1, 2, 3, 4)])
    def test_the_fund_pays_up_to_three_months(self, unpaid):
        made = claim("active", unpaid=unpaid)
        assert (first_month(made).payer, payouts(made)) == (MonthPayer.FUND, 1)
        assert not Job.objects.filter(name="compliance.hear_of_month").exists()

    def test_an_order_for_it_is_refused_by_operation_and_database(self):
        made = claim("active", unpaid=FOUR)
        month = first_month(made)
        with pytest.raises(Conflict) as refused:
            order_payment(month, verified_by=None, at=MORNING)
        assert refused.value.code == "employer_pays"
        with pytest.raises(InternalError, match="fund does not pay what the employer pays"), transaction.atomic():
            make_payout(source_kind=PAYOUT_SOURCE, source_id=month.pk, amount=month.amount)

    def test_the_payer_of_a_granted_month_never_changes(self):
        month = first_month(claim("active"))
        with pytest.raises(InternalError), transaction.atomic():
            type(month).objects.filter(pk=month.pk).update(payer=MonthPayer.EMPLOYER)

    def test_paid_by_the_employer_it_is_paid_once(self):
        made, officer = claim("active", unpaid=FOUR), verifier()
        paid = record_paid_by_employer(first_month(made), paid_on=TODAY, actor=officer, at=MORNING)
        assert (paid.state, paid.paid_on, payouts(made)) == (MonthState.PAID, TODAY, 0)
        again = record_paid_by_employer(first_month(made), paid_on=TODAY, actor=officer, at=MORNING)
        assert again.log.filter(move="pay").count() == 1

    def test_an_employer_does_not_pay_what_the_fund_pays(self):
        with pytest.raises(Conflict) as refused:
            record_paid_by_employer(first_month(claim("active")), paid_on=TODAY, actor=verifier(), at=MORNING)
        assert refused.value.code == "fund_pays"

    def test_the_fund_takes_over_once(self):
        made, officer = claim("active", unpaid=FOUR), verifier()
        assert Claim.objects.get(pk=made.pk).employer_pays
        for _ in range(2):
            assert not fund_takes_over(made, actor=officer, at=MORNING).employer_pays
        assert first_month(made).payer == MonthPayer.EMPLOYER

    def test_what_the_employer_pays_is_never_owed_back_to_the_fund(self):
        made = claim("active", unpaid=FOUR)
        assert find_overpayment(made, cause=OverpaymentCause.WORK, since=TODAY, at=MORNING) is None
        assert find_overpayment(claim("active"), cause=OverpaymentCause.WORK, since=TODAY, at=MORNING) is not None
