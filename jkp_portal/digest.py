"""Each working morning, to every officer with work waiting: how much, how much of it is due today, how much is late."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.selectors import regions_of, roles_of
from claims.enums import ON_THE_CLOCK
from claims.models import Claim, ClaimMonth
from core import clock
from core.calendar import working_calendar
from counseling.selectors.reports import reports_owed_to
from notices.operations import notify
from participants.enums import PhkState
from participants.models import DataRequest, IdentityCheck, PhkEvent
from payments.enums import BatchState
from payments.models import Batch, Payout
from training.selectors.invoices import to_approve, to_review, waiting_days
from training.selectors.signals import open_signals
from training.selectors.unlocks import requests_for


@dataclass(frozen=True, slots=True)
class Work:
    """What waits; `soon` is due today, `late` was due before."""

    waiting: int = 0
    soon: int = 0
    late: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(self.waiting + other.waiting, self.soon + other.soon, self.late + other.late)


def tell_officers(*, at: datetime) -> int:
    """Write the digest of the day to each officer who has work, once. Nothing on days off. Returns how many have."""
    today, calendar = clock.legal_date(at), working_calendar()
    if calendar.holds(today.year) and not calendar.is_working_day(today):
        return 0
    told = 0
    officers = User.objects.filter(is_active=True, pk__in=RoleAssignment.objects.in_force(today).values("user"))
    for officer in officers.order_by("pk"):
        work = work_of(officer, today)
        if work.waiting:
            facts = {"waiting": work.waiting, "soon": work.soon, "late": work.late}
            link = reverse("jkp_portal:home_for")
            notify(event="officer_digest", user=officer, at=at, link=link, key=today.isoformat(), **facts)
            told += 1
    return told


def work_of(officer: User, today: date) -> Work:
    """What waits for this officer, by role; nobody decides or checks their own."""
    roles = roles_of(officer, today)
    return sum((_WORK[role](officer, today) for role in sorted(roles) if role in _WORK), Work())


def _verification(officer: User, today: date) -> Work:
    running = Claim.objects.filter(state__in=ON_THE_CLOCK, phk__state=PhkState.CONFIRMED)
    identities = _by_day(IdentityCheck.objects.awaiting_officer().exclude(user=officer), "due_on", today)
    claims = _by_day(running.exclude(person__user=officer), "decision_due_on", today)
    return identities + claims + _by_day(reports_owed_to(officer).order_by(), "due_on", today)


def _mediation(officer: User, today: date) -> Work:
    region = regions_of(officer, Role.MEDIATOR, on=today)
    return _by_day(PhkEvent.objects.awaiting_mediator().filter(region.q("region__code")), "mediate_by", today)


def _protection(officer: User, today: date) -> Work:
    return _by_day(DataRequest.objects.waiting().exclude(user=officer), "due_at__date", today)


def _making(officer: User, today: date) -> Work:
    ready = Payout.objects.ready().exclude(verified_by=officer).order_by()
    months = ClaimMonth.objects.filter(pk__in=ready.values("source_id"))
    due = _by_day(months, "pay_due_on", today)
    return Work(waiting=ready.count(), soon=due.soon, late=due.late)


def _checking(officer: User, today: date) -> Work:
    waiting = Batch.objects.filter(state__in=[BatchState.FROZEN, BatchState.CHECKED]).exclude(made_by=officer)
    return Work(waiting=waiting.exclude(checked_by=officer).exclude(lines__verified_by=officer).count())


def _integrity(officer: User, today: date) -> Work:
    return _by_day(open_signals(officer, today), "due_on", today)


def _review(officer: User, today: date) -> Work:
    """Invoices by the reviewer's last day, and locked rosters that institutes ask for."""
    return _of_days(waiting_days(to_review(officer, today)), today) + Work(requests_for(officer, today).count())


def _approval(officer: User, today: date) -> Work:
    return _of_days(waiting_days(to_approve(officer, today)), today)


def _of_days(days: list[date], today: date) -> Work:
    return Work(len(days), days.count(today), sum(day < today for day in days))


def _by_day(rows: QuerySet, column: str, today: date) -> Work:  # type: ignore[type-arg]
    due, late = rows.filter(**{column: today}).count(), rows.filter(**{f"{column}__lt": today}).count()
    return Work(rows.count(), due, late)


_WORK = {
    Role.BPJS_VERIFIER: _verification,
    Role.MEDIATOR: _mediation,
    Role.INTEGRITY: _integrity,
    Role.DATA_PROTECTION: _protection,
    Role.REVIEWER: _review,
    Role.APPROVER: _approval,
    Role.BPJS_PAYMENT_MAKER: _making,
    Role.BPJS_PAYMENT_CHECKER: _checking,
}
