"""What must always be true of claims and their months."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from claims.enums import (
    FILED,
    MONTH_ON_THE_CLOCK,
    ON_THE_CLOCK,
    ClaimState,
    DecisionKind,
    MonthPayer,
    MonthState,
    OutreachState,
    OverpaymentState,
    WorkReportState,
)
from claims.models import (
    Claim,
    ClaimMonth,
    ClaimMonthLog,
    CorrectionRequest,
    Decision,
    MembershipQuestion,
    MonthAssessment,
    Objection,
    OutreachEntry,
    OverpaidMonth,
    Overpayment,
    Repayment,
    WageReview,
    WorkReport,
)
from claims.operations.outreach import has_claimed
from claims.selectors import PAYOUT_SOURCE
from claims.selectors.work import overpayments_that_differ
from core import clock
from core.invariants import Invariant
from core.models import Job
from ipk.enums import ActivityKind
from ipk.selectors import completed_assessments, counted_activities
from participants.models import Person
from payments.enums import PayoutState
from payments.models import Payout
from rules.money import Rupiah, share_of
from rules.parameters import (
    APPLICATIONS_NEEDED,
    ATTENDANCE_NEEDED,
    BENEFIT_MONTHS,
    BENEFIT_RATES,
    BENEFITS_MAX,
    INTERVIEWS_NEEDED,
    SELF_ASSESSMENT_MONTH,
    TRAINING_SUFFICES,
    WAGE_CEILING,
)
from rules.transitional import payment_regime

_OURS = {"source_kind": PAYOUT_SOURCE}
_AT_WORK, _BENEFITS_TAKEN, _ALIVE = "ELG-07", "ELG-10", "ELG-13"


def _paid_without_transfer(at: datetime) -> Iterator[str]:
    settled = Payout.objects.filter(
        **_OURS, source_id=OuterRef("pk"), state=PayoutState.PAID, amount=OuterRef("amount")
    )
    counted = settled.order_by().values("source_id").annotate(times=Count("pk")).values("times")
    months = ClaimMonth.objects.filter(state=MonthState.PAID, payer=MonthPayer.FUND)
    for month in months.annotate(times=Coalesce(Subquery(counted), 0)).exclude(times=1):
        yield f"month {month.pk} is paid with {month.times} settled transfers of its amount"


def _transfer_without_paid_month(at: datetime) -> Iterator[str]:
    """Money arrived and the month does not know, nor does a job wait to tell it."""
    waiting = Job.objects.filter(state="open", name="claims.payout_settled")
    told = waiting.annotate(about=KT("args__payout_id")).filter(about=OuterRef("key_text"))
    paid = ClaimMonth.objects.filter(pk=OuterRef("source_id"), state=MonthState.PAID)
    payouts = Payout.objects.filter(**_OURS, state=PayoutState.PAID)
    alone = payouts.annotate(key_text=Cast("pk", CharField())).exclude(Exists(paid)).exclude(Exists(told))
    for payout in alone:
        yield f"payout {payout.pk} is settled, its month {payout.source_id} is not paid"


def _paid_by_both(at: datetime) -> Iterator[str]:
    """The employer pays it, and the fund was asked to pay it too."""
    by_fund = Payout.objects.filter(**_OURS, source_id=OuterRef("pk"))
    for month in ClaimMonth.objects.filter(Exists(by_fund), payer=MonthPayer.EMPLOYER):
        yield f"month {month.pk} is the employer's and has a transfer of the fund"


def _months_out_of_order(at: datetime) -> Iterator[str]:
    most = BENEFIT_MONTHS.on(clock.legal_date(at)).value
    crowded = Claim.objects.annotate(rows=Count("months"), numbers=Count("months__n", distinct=True))
    for claim in crowded.filter(Q(rows__gt=most) | ~Q(rows=F("numbers"))):
        yield f"claim {claim.pk} has {claim.rows} months, {claim.numbers} different ones"
    later = ClaimMonth.objects.filter(claim=OuterRef("claim"), n__gt=OuterRef("n"))
    overtaken = Exists(later.filter(opens_on__lte=OuterRef("opens_on")))
    granted_before = Exists(later.filter(granted_on__lt=OuterRef("granted_on")))
    for month in ClaimMonth.objects.filter(overtaken | granted_before):
        yield f"month {month.pk} opens or was granted after a later one"


def _amounts_that_differ(at: datetime) -> Iterator[str]:
    """Computed once more by the rules of the day on which it was granted."""
    for month in ClaimMonth.objects.granted().iterator(chunk_size=2_000):
        rate = BENEFIT_RATES.on(month.granted_on).value[month.n - 1]
        base = month.wage_base
        expected = (share_of(Rupiah(base), rate), payment_regime(month.granted_on).value)
        if (month.amount, month.regime) != expected or base > WAGE_CEILING.on(month.granted_on).value:
            yield f"month {month.pk} grants {month.amount} by {month.regime} of {base}, the rules {expected[0]}"
    amount = ClaimMonth.objects.filter(pk=OuterRef("source_id")).values("amount")
    for payout in Payout.objects.filter(**_OURS).annotate(granted=Subquery(amount)).exclude(amount=F("granted")):
        yield f"payout {payout.pk} orders {payout.amount}, its month grants {payout.granted}"


def _granted_to_the_dead_or_employed(at: datetime) -> Iterator[str]:
    for month in _granted_after_death():
        yield f"month {month.pk} was sent after the person died, and nobody was told of an overpayment"
    for decision in _approved_against(_AT_WORK, _ALIVE):
        yield f"decision {decision.pk} approves although the rules found work or death"
    for month in _granted_at_work():
        yield f"month {month.pk} was granted for a time at work, and nobody was told of an overpayment"


def _paid_by_fund() -> QuerySet[ClaimMonth]:
    """Nobody owes the fund what an employer paid."""
    return ClaimMonth.objects.granted().filter(payer=MonthPayer.FUND)


def _granted_after_death() -> QuerySet[ClaimMonth]:
    """Sent after the day of death: found as an overpayment, or wrong."""
    found = OverpaidMonth.objects.filter(month=OuterRef("pk"))
    months = _paid_by_fund().annotate(sent_on=Coalesce("filed_on", "claim__reference_date"))
    return months.filter(claim__person__died_on__lt=F("sent_on")).exclude(Exists(found))


def _granted_at_work() -> QuerySet[ClaimMonth]:
    """Sent on or after the first day of work that has taken effect, or granted after that work was reported (POL-18).

    What was found as an overpayment is looked after; what an upheld objection granted was looked at.
    """
    reports = WorkReport.objects.filter(claim=OuterRef("claim"), started_on__lte=OuterRef("sent_on"))
    effective = reports.filter(state=WorkReportState.EFFECTIVE)
    heard = reports.exclude(state=WorkReportState.UNDONE).filter(reported_at__lt=OuterRef("decided_at"))
    found = OverpaidMonth.objects.filter(month=OuterRef("pk"))
    months = _paid_by_fund().annotate(sent_on=Coalesce("filed_on", "claim__reference_date"))
    return months.filter(Exists(effective) | Exists(heard)).exclude(Exists(found)).exclude(Exists(_upheld("pk")))


def _upheld(month: str) -> QuerySet[ClaimMonthLog]:
    """Granted by an objection, whatever the rules said."""
    return ClaimMonthLog.objects.filter(subject=OuterRef(month), move="uphold")


def _granted_without_commitment(at: datetime) -> Iterator[str]:
    unsigned = Q(claim__kapk=None) | Q(claim__kapk__signed_at__gt=F("claim__filed_at"))
    for month in ClaimMonth.objects.granted().filter(unsigned):
        yield f"month {month.pk} was granted without a KAPK signed before filing"


def _granted_without_effort(at: datetime) -> Iterator[str]:
    """From month 2: the self-assessment, and evidence that was counted for this month or 80 % of the sessions."""
    assessed = completed_assessments().filter(
        person=OuterRef("claim__person"), completed_at__lte=OuterRef("decided_at")
    )
    grant = Decision.objects.filter(month_assessment=OuterRef("pk"), kind=DecisionKind.MONTH_GRANT)
    runs = MonthAssessment.objects.filter(Exists(grant), month=OuterRef("pk")).order_by("-assessed_at")
    attendance = runs.values(share=KT("facts__training__attendance"))[:1]
    months = ClaimMonth.objects.granted().filter(n__gt=1).exclude(Exists(_upheld("pk")))
    months = months.annotate(
        assessed=Exists(assessed),
        applications=_counted(ActivityKind.APPLICATION),
        interviews=_counted(ActivityKind.INTERVIEW),
        attendance=Subquery(attendance),
    )
    for month in months.iterator(chunk_size=2_000):
        if not month.assessed and month.n >= SELF_ASSESSMENT_MONTH.on(month.granted_on).value:
            yield f"month {month.pk} was granted before the self-assessment was complete"
        if not (_looked_for_work(month) or _trained(month)):
            yield f"month {month.pk} was granted without accepted evidence or 80 % of the sessions"


def _counted(kind: ActivityKind) -> Coalesce:
    """How many accepted activities of a kind were counted for the month: companies where only those count."""
    used = counted_activities(kind).filter(used_for=OuterRef("pk")).order_by()
    return Coalesce(Subquery(used.values("used_for").annotate(n=Count("company_key", distinct=True)).values("n")), 0)


def _looked_for_work(month: Any) -> bool:
    day = month.granted_on
    return (
        month.applications >= APPLICATIONS_NEEDED.on(day).value or month.interviews >= INTERVIEWS_NEEDED.on(day).value
    )


def _trained(month: Any) -> bool:
    """Attendance is enough where the law of the day says so, and never in the last month (POL-11, POL-12)."""
    day = month.granted_on
    if month.n == BENEFIT_MONTHS.on(day).value or not TRAINING_SUFFICES.on(day).value or not month.attendance:
        return False
    return Fraction(month.attendance) >= ATTENDANCE_NEEDED.on(day).value


def _too_many_benefits(at: datetime) -> Iterator[str]:
    most = BENEFITS_MAX.on(clock.legal_date(at)).value
    taken = Count("claims", filter=Q(claims__state__in=(ClaimState.ACTIVE, ClaimState.ENDED)))
    for person in Person.objects.annotate(taken=taken).filter(taken__gt=most):
        yield f"person {person.pk} has {person.taken} benefits"
    for decision in _approved_against(_BENEFITS_TAKEN):
        yield f"decision {decision.pk} approves a benefit that the rules count as one too many"


def _approved_against(*codes: str) -> Iterator[Decision]:
    failed = Q(pk__in=[])
    for code in codes:
        failed |= Q(assessment__answer__reasons__contains=[{"code": code, "met": False}])
    yield from Decision.objects.filter(failed, kind=DecisionKind.APPROVAL)


def _decided_by_themselves(at: datetime) -> Iterator[str]:
    for decision in Decision.objects.filter(officer=F("claim__person__user")):
        yield f"decision {decision.pk} was taken on the officer's own claim"


def _refused_without_reasons(at: datetime) -> Iterator[str]:
    bare = Q(reason_codes=[]) | Q(articles=[]) | Q(note="") | Q(objection_until__lt=F("at__date"))
    for decision in Decision.objects.filter(bare, kind=DecisionKind.REFUSAL):
        yield f"decision {decision.pk} refuses without reason, article, explanation or days to object"
    refusal = Decision.objects.filter(claim=OuterRef("pk"), kind=DecisionKind.REFUSAL)
    for claim in Claim.objects.filter(state=ClaimState.REFUSED).exclude(Exists(refusal)):
        yield f"claim {claim.pk} is refused without a decision"


def _open_without_deadline(at: datetime) -> Iterator[str]:
    undated = Q(state__in=FILED, decision_due_on=None) | Q(state__in=ON_THE_CLOCK, clock_from=None)
    for claim in Claim.objects.filter(undated):
        yield f"claim {claim.pk} is {claim.state} without the day by which it is decided"
    for month in ClaimMonth.objects.granted().filter(pay_due_on=None):
        yield f"month {month.pk} is {month.state} without the day by which it is paid"
    waits = Q(state__in=MONTH_ON_THE_CLOCK, decision_due_on=None) | Q(state=MonthState.HELD, complete_by=None)
    for month in ClaimMonth.objects.filter(waits):
        yield f"month {month.pk} is {month.state} without the day by which it is decided or completed"
    asked = CorrectionRequest.objects.filter(claim=OuterRef("pk"), answered_at=None)
    for claim in Claim.objects.filter(state=ClaimState.NEEDS_FIX).exclude(Exists(asked)):
        yield f"claim {claim.pk} waits for a correction that nobody asked for"


def _objections_without_deadline(at: datetime) -> Iterator[str]:
    for objection in Objection.objects.waiting().filter(answer_due_on=None):
        yield f"objection {objection.number} waits without the day by which it is answered"
    for objection in Objection.objects.to_carry_out().filter(carry_out_by=None):
        yield f"objection {objection.number} was granted by silence without the day by which it is carried out"


def _questions_without_deadline(at: datetime) -> Iterator[str]:
    """Their days are never empty; one before the question was asked gives nobody the time to answer."""
    for question in MembershipQuestion.objects.open().filter(answer_by__lt=F("asked_at__date")):
        yield f"question {question.pk} is to be answered before the day on which it was asked"
    for review in WageReview.objects.waiting().filter(answer_due_on__lt=F("asked_at__date")):
        yield f"wage review {review.pk} is to be answered before the day on which it was asked"


def _overpayments_without_deadline(at: datetime) -> Iterator[str]:
    for found in Overpayment.objects.filter(state=OverpaymentState.FOUND, decide_by__lt=F("found_at__date")):
        yield f"overpayment {found.number} is to be decided before the day on which it was found"
    ahead = Repayment.objects.filter(overpayment=OuterRef("pk"), paid_on=None)
    for owed in Overpayment.objects.filter(state=OverpaymentState.CONFIRMED).exclude(Exists(ahead)):
        yield f"overpayment {owed.number} is owed without a day by which anything is paid"


def _outreach_without_its_claim(at: datetime) -> Iterator[str]:
    for entry in OutreachEntry.objects.filter(~has_claimed(), state=OutreachState.CLAIMED):
        yield f"outreach {entry.pk} counts a claim for its PHK that nobody sent"


def _lapsed_before_the_last_day(at: datetime) -> Iterator[str]:
    """On the last day itself one may still file (POL-06)."""
    for entry in OutreachEntry.objects.filter(state=OutreachState.LAPSED, closed_at__date__lte=F("lapses_on")):
        yield f"outreach {entry.pk} lapsed on {entry.closed_at:%Y-%m-%d}, when the right still ran"


INVARIANTS = (
    Invariant("I2", "A paid month has exactly one settled transfer of its amount", _paid_without_transfer),
    Invariant("I2", "A settled transfer has a paid month", _transfer_without_paid_month),
    Invariant("I2", "What an employer pays first the fund does not pay", _paid_by_both),
    Invariant("I3", "A claim has at most six months, each once, in order", _months_out_of_order),
    Invariant("I4", "A month's amount is what the rules of its day give, and what was ordered", _amounts_that_differ),
    Invariant("I5", "Nothing is granted after death or new work", _granted_to_the_dead_or_employed),
    Invariant("I6", "Nothing is granted without a signed KAPK", _granted_without_commitment),
    Invariant("I6", "From month 2 nothing is granted without effort to find work", _granted_without_effort),
    Invariant("I7", "Nobody has more benefits than the law allows in a lifetime", _too_many_benefits),
    Invariant("I8", "Nobody decides on their own claim", _decided_by_themselves),
    Invariant(
        "I14", "The receivable of the books is what the plans leave to pay", lambda at: iter(overpayments_that_differ())
    ),
    Invariant("I16", "A refusal has its reason, article and days to object", _refused_without_reasons),
    Invariant("I17", "Every open claim and month has its deadline", _open_without_deadline),
    Invariant("I17", "Every objection that waits has its deadline", _objections_without_deadline),
    Invariant("I17", "Every question to a participant has its deadline", _questions_without_deadline),
    Invariant("I17", "Every overpayment has its deadline", _overpayments_without_deadline),
    Invariant("I28", "Who was reached and claimed has a claim that was sent", _outreach_without_its_claim),
    Invariant("I28", "No right lapses before its last day is over", _lapsed_before_the_last_day),
)
