"""Work found again and what follows from it: how somebody's report stands, months granted at work, what is owed."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from claims.enums import MONTH_GRANTED, ClaimState, MonthPayer, OverpaymentState, WorkReportState
from claims.models import Claim, ClaimMonth, MembershipQuestion, Overpayment, Repayment, WorkReport
from claims.selectors.extras import REFUND_SOURCE
from core.calendar import working_calendar
from core.clock import start_of_day
from ipk.selectors import FoundWork, accepted_application
from payments.enums import Account
from payments.invariants import balance
from payments.models import JournalEntry, Payout
from payments.selectors import journal_about, last_payout
from rules.deadlines import reemployment_report_due

PLANS = (1, 3, 6, 12)  # instalments, one a month


@dataclass(frozen=True, slots=True)
class AtWork:
    """What the person's page about work speaks of.

    `report` was not taken back. `question` is the open one that is to be answered first. `denied` were answered with
    no, and an officer has not looked yet.
    """

    claim: Claim | None
    report: WorkReport | None = None
    question: MembershipQuestion | None = None
    denied: list[MembershipQuestion] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        """A benefit runs that a report would stop."""
        return self.claim is not None and self.claim.state == ClaimState.ACTIVE


def at_work(user: User) -> AtWork:
    """How the signed-in person's last claim stands. Drafts that expired and claims taken back are passed over."""
    over = (ClaimState.EXPIRED, ClaimState.WITHDRAWN)
    claims = Claim.objects.filter(person__user=user).exclude(state__in=over)
    claim = claims.select_related("person__user", "phk").order_by("-created_at").first()
    if claim is None:
        return AtWork(None)
    report = claim.work_reports.exclude(state=WorkReportState.UNDONE).first()
    if report is not None or claim.state != ClaimState.ACTIVE:
        return AtWork(claim, report)
    unsettled = claim.questions.filter(Q(answered_at=None) | Q(works=False, settled_at=None)).order_by("answer_by")
    questions = list(unsettled)
    still_open = next((q for q in questions if q.answered_at is None), None)
    return AtWork(claim, None, still_open, [q for q in questions if q.answered_at is not None])


def pending_report(claim: Claim) -> WorkReport | None:
    """A report that has no effect yet and can be taken back."""
    return claim.work_reports.filter(state=WorkReportState.PENDING).first()


def granted_at_work(claim: Claim, worked_from: date) -> list[ClaimMonth]:
    """Months that were granted although work had begun by the day they were sent (POL-18), in their order."""
    return [month for month in _granted(claim) if sent_on(month) >= worked_from]


def granted_after_death(claim: Claim, died_on: date) -> list[ClaimMonth]:
    """Months that were granted although they were sent when the person had died, in their order.

    What the person sent stays due, as with work (POL-18).
    """
    return [month for month in _granted(claim) if sent_on(month) > died_on]


def sent_on(month: ClaimMonth) -> date:
    """The day a month was sent; month 1 is sent with the claim."""
    day: date = month.filed_on or month.claim.reference_date
    return day


def _granted(claim: Claim) -> QuerySet[ClaimMonth]:
    return claim.months.filter(state__in=MONTH_GRANTED, payer=MonthPayer.FUND).select_related("claim").order_by("n")


# --- what is owed ------------------------------------------------------------------------------------------------


def overpayments_of(user: User) -> list[Overpayment]:
    """Of the signed-in person, the newest first, with `repaid` in whole rupiah."""
    own = Overpayment.objects.filter(claim__person__user=user).select_related("claim")
    return list(with_repaid(own).order_by("-found_at"))


def with_repaid(rows: QuerySet[Overpayment]) -> QuerySet[Overpayment]:
    """Each row with `repaid`, and `due_on` of the first instalment that has not come."""
    from_plan = Repayment.objects.filter(overpayment=OuterRef("pk")).order_by()
    paid = from_plan.filter(paid_on__isnull=False).values("overpayment").annotate(total=Sum("amount"))
    waiting = from_plan.filter(paid_on=None).order_by("due_on")
    return rows.annotate(
        repaid=Coalesce(Subquery(paid.values("total")), Value(0), output_field=BigIntegerField()),
        due_on=Subquery(waiting.values("due_on")[:1]),
    )


def refund_of(overpayment: Overpayment) -> Payout | None:
    """The transfer that gave back what was repaid, when nothing was owed after all."""
    return last_payout(REFUND_SOURCE, overpayment.pk)


def books_of(overpayment: Overpayment, plan: list[Repayment]) -> QuerySet[JournalEntry]:
    """What the books say about one overpayment, its instalments included."""
    return journal_about([str(overpayment.pk), *(f"{overpayment.pk}:{row.pk}" for row in plan)])


def overpayments_that_differ() -> list[str]:
    """What people owe by the plans equals the receivable of the books. Each sentence is a broken rule; none is good."""
    confirmed = Overpayment.objects.filter(state=OverpaymentState.CONFIRMED)
    owed = with_repaid(confirmed).aggregate(total=Sum(F("amount") - F("repaid")))["total"] or 0
    unpaid = Repayment.objects.filter(overpayment__in=confirmed, paid_on=None).aggregate(total=Sum("amount"))["total"]
    wrong = []
    if balance(Account.RECEIVABLE) != owed:
        wrong.append(f"{Account.RECEIVABLE} is {balance(Account.RECEIVABLE)}, the overpayments say {owed}")
    if (unpaid or 0) != owed:
        wrong.append(f"the plans leave {unpaid or 0} to pay, the overpayments say {owed}")
    return wrong


def placement_of(claim: Claim, today: date) -> FoundWork | None:
    """The yes of an employer since the PHK that its person still has to report, up to the last day of the report."""
    found = accepted_application(claim.person_id, since=claim.phk.phk_on)
    if found is None or report_due(found) < today:
        return None
    begun = WorkReport.objects.filter(claim=claim, reported_at__gte=start_of_day(found.accepted_on))
    return None if begun.exists() else found


def report_due(found: FoundWork) -> date:
    """The last of the seven working days after the yes (POL-18)."""
    return reemployment_report_due(found.accepted_on, working_calendar())
