"""Everything known about one month of benefit, as the `month` question of the rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from claims.enums import DecisionKind, WorkReportState
from claims.models import Claim, ClaimMonth, Decision, MonthAssessment, WorkReport
from core.calendar import working_calendar
from ipk.enums import ActivityState
from ipk.selectors import Item, has_assessed, job_search
from rules.deadlines import evidence_from, month_window, reference_date
from rules.parameters import OUTAGE_EXTRA_DAYS
from training.selectors import attendance

WAITING = (ActivityState.SUBMITTED, ActivityState.NEEDS_FIX)


@dataclass(frozen=True, slots=True)
class MonthEvidence:
    """What was done to find work in the evidence period of a month; each list holds activities not rejected."""

    first: date
    last: date
    applications: list[Item]
    interviews: list[Item]

    @property
    def waiting(self) -> list[Item]:
        """Activities that nobody has looked at yet, or that the person was asked about."""
        return [item for item in (*self.applications, *self.interviews) if item.state in WAITING]


def evidence_period(month: ClaimMonth, today: date) -> tuple[date, date]:
    """From the reference date of the month before to the day of filing, both inclusive (POL-17); unsent: to today."""
    return evidence_from(_first_filed(month.claim), month.n), month.filed_on or today


def evidence_for(month: ClaimMonth, today: date) -> MonthEvidence:
    first, last = evidence_period(month, today)
    found = job_search(month.claim.person, first, last)
    return MonthEvidence(first, last, list(found.applications), list(found.interviews))


def month_facts(
    month: ClaimMonth,
    evidence: MonthEvidence | None,
    *,
    filed_on: date,
    granted_on: date,
    accepted_only: bool = True,
    given: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The facts as JSON. `accepted_only` leaves out activities that nobody has looked at. Month 1 has no evidence.

    What counts for another month is used. Being at work counts from the day that the person reported. `given` are
    facts that were read already: wage_base, reemployed_on, outage_days.
    """
    given = given or {}
    claim = month.claim
    states = (ActivityState.ACCEPTED,) if accepted_only else (ActivityState.ACCEPTED, *WAITING)
    return {
        "n": month.n,
        "reference_date": _first_filed(claim).isoformat(),
        "filed_on": filed_on.isoformat(),
        "granted_on": granted_on.isoformat(),
        "wage_base": given["wage_base"] if "wage_base" in given else wage_base_of(claim),
        "applications": items_as_facts(month, evidence.applications, states) if evidence else None,
        "interviews": items_as_facts(month, evidence.interviews, states) if evidence else None,
        "training": _training(month),
        "self_assessed": has_assessed(claim.person),
        "status_form": month.status_form is not None,
        "reemployed_on": _iso(given["reemployed_on"] if "reemployed_on" in given else work_began_on(claim)),
        "died_on": _iso(claim.person.died_on),
        "outage_days": given["outage_days"] if "outage_days" in given else _lengthened(month),
    }


def items_as_facts(month: ClaimMonth, items: list[Item], states: tuple[str, ...]) -> list[dict[str, Any]]:
    """Activities in one of these states, as the question of the month asks for them."""
    return [
        {
            "company": item.company,
            "on": item.on.isoformat(),
            "used": item.used_for is not None and str(item.used_for) != str(month.pk),
        }
        for item in items
        if item.state in states
    ]


def _training(month: ClaimMonth) -> dict[str, Any] | None:
    """Attendance between the reference dates of the month before and of this one; None when not in training."""
    first_filed = _first_filed(month.claim)
    if month.n == 1:
        return None
    first, end = reference_date(first_filed, month.n - 1), reference_date(first_filed, month.n)
    share = attendance(month.claim.person, first, end - timedelta(days=1))
    return {"attendance": share} if share is not None else None


def _lengthened(month: ClaimMonth) -> int:
    """The days of outage that make the rules' window as long as the stored one. What was shown is never shortened."""
    if month.closes_on is None:
        return 0
    window = month_window(_first_filed(month.claim), month.n, working_calendar())
    if window is None or month.closes_on <= window.closes_on:
        return 0
    extra = OUTAGE_EXTRA_DAYS.on(_first_filed(month.claim)).value
    return max((month.closes_on - window.closes_on).days - extra, 1)


def work_began_on(claim: Claim) -> date | None:
    """The first day of the work that the person reported and did not take back."""
    return standing_reports().filter(claim=claim).values_list("started_on", flat=True).first()


def standing_reports() -> QuerySet[WorkReport]:
    """Reports of work that were not taken back, the earliest work first."""
    return WorkReport.objects.exclude(state=WorkReportState.UNDONE).order_by("started_on")


def wage_base_of(claim: Claim) -> int | None:
    """The wage base of the last approval, in whole rupiah."""
    approvals = Decision.objects.filter(claim=claim, kind=DecisionKind.APPROVAL).order_by("-at")
    return approvals.values_list("wage_base", flat=True).first()


def latest_run(month: ClaimMonth) -> MonthAssessment | None:
    return month.assessments.order_by("-assessed_at").first()


def _first_filed(claim: Claim) -> date:
    if claim.reference_date is None:
        raise ValueError(f"{claim} was never filed")
    return claim.reference_date


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
