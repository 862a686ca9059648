"""Everything known about one month of benefit, as the `month` question of the rules."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from claims.enums import DecisionKind, WorkReportState
from claims.models import Claim, ClaimMonth, Decision, MonthAssessment, WorkReport
from core.calendar import working_calendar
from ipk.enums import ActivityState
from ipk.selectors import Item, job_search, who_assessed
from rules.calendar import Calendar
from rules.deadlines import evidence_from, month_window, reference_date
from rules.parameters import OUTAGE_EXTRA_DAYS
from training.selectors import attendances

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
    facts that were read already, by the names that `known_about` gives them.
    """
    known = known_about([month], [name for name in KNOWN if name not in (given or {})])[month.pk] | (given or {})
    claim = month.claim
    states = (ActivityState.ACCEPTED,) if accepted_only else (ActivityState.ACCEPTED, *WAITING)
    return {
        "n": month.n,
        "reference_date": _first_filed(claim).isoformat(),
        "filed_on": filed_on.isoformat(),
        "granted_on": granted_on.isoformat(),
        "wage_base": known["wage_base"],
        "applications": items_as_facts(month, evidence.applications, states) if evidence else None,
        "interviews": items_as_facts(month, evidence.interviews, states) if evidence else None,
        "training": known["training"],
        "self_assessed": known["self_assessed"],
        "status_form": month.status_form is not None,
        "reemployed_on": _iso(known["reemployed_on"]),
        "died_on": _iso(claim.person.died_on),
        "outage_days": known["outage_days"],
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


# --- what is known about many months at once ---------------------------------------------------------------------


def known_about(months: Sequence[ClaimMonth], names: Iterable[str] | None = None) -> dict[UUID, dict[str, Any]]:
    """The facts of months that stand in other tables, by month and name: one query a fact, however many months."""
    read = {name: KNOWN[name](months) for name in (KNOWN if names is None else names)}
    return {month.pk: {name: values[place] for name, values in read.items()} for place, month in enumerate(months)}


def _wage_bases(months: Sequence[ClaimMonth]) -> list[int | None]:
    approvals = Decision.objects.filter(claim__in={m.claim_id for m in months}, kind=DecisionKind.APPROVAL)
    last = dict(approvals.order_by("at").values_list("claim", "wage_base"))
    return [last.get(month.claim_id) for month in months]


def _trainings(months: Sequence[ClaimMonth]) -> list[dict[str, Any] | None]:
    """Attendance between the reference dates of the month before and of this one; None when not in training."""
    asked = [month for month in months if month.n > 1]
    shares = dict(zip((month.pk for month in asked), attendances([_attended(month) for month in asked]), strict=True))
    return [{"attendance": shares[month.pk]} if shares.get(month.pk) is not None else None for month in months]


def _attended(month: ClaimMonth) -> tuple[UUID, date, date]:
    first_filed = _first_filed(month.claim)
    first, end = reference_date(first_filed, month.n - 1), reference_date(first_filed, month.n)
    return month.claim.person_id, first, end - timedelta(days=1)


def _self_assessed(months: Sequence[ClaimMonth]) -> list[bool]:
    complete = who_assessed({month.claim.person_id for month in months})
    return [month.claim.person_id in complete for month in months]


def _work_begun(months: Sequence[ClaimMonth]) -> list[date | None]:
    reports = standing_reports().filter(claim__in={month.claim_id for month in months}).reverse()
    earliest = dict(reports.values_list("claim", "started_on"))
    return [earliest.get(month.claim_id) for month in months]


def _outages(months: Sequence[ClaimMonth]) -> list[int]:
    calendar = working_calendar() if any(month.closes_on for month in months) else None
    return [_lengthened(month, calendar) if calendar else 0 for month in months]


def _lengthened(month: ClaimMonth, calendar: Calendar) -> int:
    """The days of outage that make the rules' window as long as the stored one. What was shown is never shortened."""
    if month.closes_on is None:
        return 0
    window = month_window(_first_filed(month.claim), month.n, calendar)
    if window is None or month.closes_on <= window.closes_on:
        return 0
    extra = OUTAGE_EXTRA_DAYS.on(_first_filed(month.claim)).value
    return max((month.closes_on - window.closes_on).days - extra, 1)


KNOWN: dict[str, Callable[[Sequence[ClaimMonth]], Sequence[Any]]] = {
    "wage_base": _wage_bases,
    "training": _trainings,
    "self_assessed": _self_assessed,
    "reemployed_on": _work_begun,
    "outage_days": _outages,
}


def standing_reports() -> QuerySet[WorkReport]:
    """Reports of work that were not taken back, the earliest work first."""
    return WorkReport.objects.exclude(state=WorkReportState.UNDONE).order_by("started_on")


def wage_base_of(claim: Claim) -> int | None:
    """The wage base of the last approval, in whole rupiah."""
    approvals = Decision.objects.filter(claim=claim, kind=DecisionKind.APPROVAL).order_by("-at")
    return approvals.values_list("wage_base", flat=True).first()


def latest_run(month: ClaimMonth) -> MonthAssessment | None:
    return latest_runs([month]).get(month.pk)


def latest_runs(months: Sequence[ClaimMonth]) -> dict[UUID, MonthAssessment]:
    """The last answer of the rules about each month that was ever asked about."""
    runs = MonthAssessment.objects.filter(month__in=[month.pk for month in months])
    return {run.month_id: run for run in runs.order_by("month_id", "-assessed_at").distinct("month_id")}


def _first_filed(claim: Claim) -> date:
    if claim.reference_date is None:
        raise ValueError(f"{claim} was never filed")
    return claim.reference_date


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
