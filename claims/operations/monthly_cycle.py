"""The months run by their dates: what opens, what closes, what is over. Asked by beat, done in chunks, safe to repeat.

Each function does one chunk in one transaction and returns how many rows it moved; the task calls until none is left.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from claims.enums import MONTH_AHEAD, ClaimState, DecisionKind, EndReason, MonthState
from claims.models import Claim, ClaimMonth
from claims.operations import month_news
from claims.operations.decisions import record_decision
from claims.operations.month_deciding import record_run
from claims.selectors import evidence_period
from core import audit, clock
from core.calendar import working_calendar
from core.jobs import enqueue
from ipk.operations import clear_period, set_period
from notices.operations import notify
from rules.calendar import add_working_days
from rules.parameters import FILING_WORKING_DAYS

CHUNK = 500
DAYS_BEFORE_CLOSING = (3, 1)
LAST_HOURS_FROM = 16  # o'clock in Jakarta, on the closing day


@transaction.atomic
def open_months(*, at: datetime, limit: int = CHUNK) -> int:
    """Open months whose window has come. One that we open late gets the full length of its window from today."""
    today = clock.legal_date(at)
    due = ClaimMonth.objects.to_open(today).order_by("opens_on", "pk")
    on_time = ClaimMonth.workflow.move_all(due.filter(opens_on=today), "open", actor=None, at=at, limit=limit)
    late_close = add_working_days(today, FILING_WORKING_DAYS.on(today).value, working_calendar())
    late = ClaimMonth.workflow.move_all(
        due.filter(opens_on__lt=today),
        "open",
        actor=None,
        at=at,
        note="opened late",
        each=lambda place: {"closes_on": late_close},
        limit=limit - len(on_time),
    )
    for month in _with_people([*on_time, *late]):
        _begin(month, at)
    return len(on_time) + len(late)


def _begin(month: ClaimMonth, at: datetime) -> None:
    first, _today = evidence_period(month, clock.legal_date(at))
    set_period(month.claim.person, n=month.n, first=first, last=month.closes_on)
    _tell(month, "month_open", at)


@transaction.atomic
def forfeit_months(*, at: datetime, limit: int = CHUNK) -> int:
    """Months that nobody sent in their window are lost, each with a decision that can be objected to (POL-16)."""
    lost = ClaimMonth.workflow.move_all(
        ClaimMonth.objects.to_forfeit(clock.legal_date(at)).order_by("closes_on", "pk"),
        "forfeit",
        actor=None,
        at=at,
        each=lambda place: {"decided_at": at},
        limit=limit,
    )
    for month in _with_people(lost):
        run = record_run(month, None, at=at)
        decision = record_decision(
            month.claim, DecisionKind.FORFEITURE, month=month, run=run, codes=("R10",), officer=None, at=at
        )
        month_news.tell_forfeited(month, decision, at=at)
    return len(lost)


@transaction.atomic
def give_to_officers(*, at: datetime, limit: int = CHUNK) -> int:
    """Held months that were not completed in time go to an officer: nobody is refused by a clock (POL-26)."""
    late = ClaimMonth.objects.filter(state=MonthState.HELD, complete_by__lt=clock.legal_date(at)).order_by("pk")
    return len(ClaimMonth.workflow.move_all(late, "take_up", actor=None, at=at, note="not completed", limit=limit))


@transaction.atomic
def end_benefits(*, at: datetime, limit: int = CHUNK) -> int:
    """Claims with nothing ahead and nothing on its way are over."""
    unsettled = ClaimMonth.objects.filter(state__in=(*MONTH_AHEAD, MonthState.APPROVED, MonthState.BANK_PROBLEM))
    done = Claim.objects.filter(state=ClaimState.ACTIVE, months__n=6).exclude(pk__in=unsettled.values("claim"))
    rows = list(done.order_by("pk").select_related("person__user")[:limit])
    for claim in rows:
        end_claim(claim, reason=EndReason.COMPLETED, on=clock.legal_date(at), at=at)
        notify(event="benefit_completed", user=claim.person.user, at=at, link="/dasbor/", key=str(claim.pk))
    return len(rows)


def end_claim(claim: Claim, *, reason: EndReason, on: date, at: datetime) -> Claim:
    """The benefit ended on a day: what lies ahead stops, what was granted stays."""
    ahead = claim.months.filter(state__in=MONTH_AHEAD)
    ClaimMonth.workflow.move_all(ahead, "stop", actor=None, at=at, note=reason.value)
    claim = Claim.workflow.move(claim, "end", actor=None, at=at, note=reason.value, end_reason=reason, ended_on=on)
    clear_period(claim.person)
    audit.record("claims.claim.ended", actor=None, at=at, subject=claim, reason=reason.value)
    return claim


def remind(*, at: datetime) -> int:
    """Tell people whose window is about to close: three days, one day, and hours before. Each said once."""
    today, spoken = clock.legal_date(at), 0
    open_months = ClaimMonth.objects.of_running_claims().filter(state=MonthState.OPEN)
    for days in DAYS_BEFORE_CLOSING:
        spoken += _remind(open_months.filter(closes_on=today + timedelta(days=days)), str(days), at)
    if at.astimezone(clock.JAKARTA).hour >= LAST_HOURS_FROM:
        spoken += _remind(open_months.filter(closes_on=today), "0", at)
    held = ClaimMonth.objects.filter(state=MonthState.HELD, complete_by=today + timedelta(days=1))
    return spoken + _remind(held, "held", at)


def _remind(months: object, key: str, at: datetime) -> int:
    rows = months.select_related("claim__person__user")  # type: ignore[attr-defined]
    for month in rows:
        due = month.complete_by if month.state == MonthState.HELD else month.closes_on
        _tell(month, "month_closing", at, key=key, due=due)
    return len(rows)


def follow_person(person_id: str, *, at: datetime) -> None:
    """Evidence was judged, or the self-assessment completed: months that were sent are looked at again."""
    sent = ClaimMonth.objects.filter(claim__person=person_id, state=MonthState.SUBMITTED)
    for month_id in sent.values_list("pk", flat=True):
        enqueue("claims.assess_month", month_id=month_id)


def _tell(month: ClaimMonth, event: str, at: datetime, *, key: str = "", due: object = None) -> None:
    notify(
        event=event,
        user=month.claim.person.user,
        at=at,
        link=f"/klaim/{month.claim_id}/bulan/{month.n}/",
        key=f"{month.pk}:{key}",
        month=month.n,
        due=due or month.closes_on,
    )


def _with_people(months: list[ClaimMonth]) -> list[ClaimMonth]:
    rows = ClaimMonth.objects.filter(pk__in=[month.pk for month in months])
    return list(rows.select_related("claim__person__user"))
