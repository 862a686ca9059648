"""The months run by their dates: what opens, what closes, what is over. Asked by beat, done in chunks, safe to repeat.

Each step names the rows that are due and what is done with them together; core.chunks does the rest.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from claims.enums import MONTH_AHEAD, ClaimState, DecisionKind, EndReason, MonthState
from claims.events import BenefitEnded
from claims.models import Claim, ClaimMonth
from claims.operations import month_news
from claims.operations.decisions import Deciding, record_decisions
from claims.operations.month_deciding import record_runs
from claims.selectors import evidence_period
from core import audit, clock
from core.calendar import working_calendar
from core.chunks import CHUNK, Step, do_chunk
from core.events import publish
from core.jobs import enqueue
from ipk.operations import Period, clear_periods, set_periods
from notices.operations import Telling, notify_many
from rules.calendar import add_working_days
from rules.parameters import FILING_WORKING_DAYS

UNSETTLED = (*MONTH_AHEAD, MonthState.APPROVED, MonthState.BANK_PROBLEM)
ALONE = "claims.run_one"  # the job that does again one row that was set aside


def with_person(months: QuerySet[ClaimMonth]) -> QuerySet[ClaimMonth]:
    return months.select_related("claim__person__user", "claim__person__region")


# --- windows that open -------------------------------------------------------------------------------------------


def to_be_told(months: QuerySet[ClaimMonth]) -> QuerySet[ClaimMonth]:
    """With what is said to a person about a month, and nothing else: this is read for thousands."""
    return months.select_related("claim__person__user").only(
        *("claim", "n", "state", "opens_on", "closes_on", "complete_by", "filed_on"),
        *("claim__person", "claim__reference_date", "claim__person__user"),
        *("claim__person__user__full_name", "claim__person__user__language"),
    )


def _due_to_open(at: datetime) -> QuerySet[ClaimMonth]:
    return to_be_told(ClaimMonth.objects.to_open(clock.legal_date(at))).order_by("opens_on")


def _open(months: list[ClaimMonth], at: datetime) -> None:
    """One that we open late gets the full length of its window from today."""
    today = clock.legal_date(at)
    on_time = [month for month in months if month.opens_on == today]
    ClaimMonth.workflow.move_rows(on_time, "open", actor=None, at=at)
    late = [month for month in months if month.opens_on != today]
    if late:
        closes_on = add_working_days(today, FILING_WORKING_DAYS.on(today).value, working_calendar())
        ClaimMonth.workflow.move_rows(
            late, "open", actor=None, at=at, note="opened late", each=lambda place: {"closes_on": closes_on}
        )
    set_periods([Period(m.claim.person_id, m.n, evidence_period(m, today)[0], m.closes_on) for m in (*on_time, *late)])
    notify_many("month_open", [month_telling(month) for month in months], at=at)


OPEN = Step("open_months", _due_to_open, _open, ALONE)


def month_telling(month: ClaimMonth, *, key: str = "") -> Telling:
    """What somebody is told about a month and the last day of what is to be done."""
    due = month.complete_by if month.state == MonthState.HELD else month.closes_on
    return Telling(
        month.claim.person.user,
        f"/klaim/{month.claim_id}/bulan/{month.n}/",
        f"{month.pk}:{key}",
        {"month": month.n, "due": due},
    )


# --- windows that closed -----------------------------------------------------------------------------------------


def _due_to_forfeit(at: datetime) -> QuerySet[ClaimMonth]:
    return with_person(ClaimMonth.objects.to_forfeit(clock.legal_date(at))).order_by("closes_on")


def _forfeit(months: list[ClaimMonth], at: datetime) -> None:
    """Months that nobody sent in their window are lost, each with a decision that can be objected to (POL-16)."""
    ClaimMonth.workflow.move_rows(months, "forfeit", actor=None, at=at, each=lambda place: {"decided_at": at})
    runs = record_runs([(month, None) for month in months], at=at)
    decided = [
        Deciding(month.claim, month=month, run=run, codes=("R10",)) for month, run in zip(months, runs, strict=True)
    ]
    decisions = record_decisions(DecisionKind.FORFEITURE, decided, officer=None, at=at)
    month_news.tell_forfeited(list(zip(months, decisions, strict=True)), at=at)


FORFEIT = Step("forfeit_months", _due_to_forfeit, _forfeit, ALONE)


# --- held months past their day ----------------------------------------------------------------------------------


def _not_completed(at: datetime) -> QuerySet[ClaimMonth]:
    return ClaimMonth.objects.filter(state=MonthState.HELD, complete_by__lt=clock.legal_date(at)).order_by("pk")


def _give_to_officers(months: list[ClaimMonth], at: datetime) -> None:
    """Nobody is refused by a clock (POL-26)."""
    ClaimMonth.workflow.move_rows(months, "take_up", actor=None, at=at, note="not completed")


GIVE_TO_OFFICERS = Step("give_to_officers", _not_completed, _give_to_officers, ALONE)


# --- benefits that are over --------------------------------------------------------------------------------------


def _completed(at: datetime) -> QuerySet[Claim]:
    """Claims whose sixth month is settled, with nothing ahead and nothing on its way."""
    unsettled = ClaimMonth.objects.filter(claim=OuterRef("pk"), state__in=UNSETTLED)
    last = ClaimMonth.objects.filter(n=6).exclude(state__in=UNSETTLED)
    done = Claim.objects.filter(~Exists(unsettled), state=ClaimState.ACTIVE, pk__in=last.values("claim"))
    return done.order_by("pk").select_related("person__user")


def _complete(claims: list[Claim], at: datetime) -> None:
    end_claims(claims, reason=EndReason.COMPLETED, on=clock.legal_date(at), at=at)
    told = [Telling(claim.person.user, "/dasbor/", str(claim.pk)) for claim in claims]
    notify_many("benefit_completed", told, at=at)


END = Step("end_benefits", _completed, _complete, ALONE)


@transaction.atomic
def end_claim(claim: Claim, *, reason: EndReason, on: date, at: datetime) -> Claim:
    """The benefit of one claim ended before its time, and whoever follows it hears so: `end_claims` of one."""
    (ended,) = end_claims([Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)], reason=reason, on=on, at=at)
    publish(BenefitEnded(str(ended.pk), on.isoformat()))
    return ended


def end_claims(claims: list[Claim], *, reason: EndReason, on: date, at: datetime) -> list[Claim]:
    """The benefit ended on a day: what lies ahead stops, what was granted stays. The caller holds the claims locked."""
    ahead = ClaimMonth.objects.filter(claim__in=[claim.pk for claim in claims], state__in=MONTH_AHEAD)
    ClaimMonth.workflow.move_all(ahead, "stop", actor=None, at=at, note=reason.value)
    over = {"end_reason": reason, "ended_on": on}
    Claim.workflow.move_rows(claims, "end", actor=None, at=at, note=reason.value, each=lambda place: over)
    clear_periods(claim.person_id for claim in claims)
    ended = [(claim, {}) for claim in claims]
    audit.record_many("claims.claim.ended", ended, actor=None, at=at, reason=reason.value)
    return claims


# --- one chunk of each, here and now -----------------------------------------------------------------------------


def open_months(*, at: datetime, limit: int = CHUNK) -> int:
    """Open months whose window has come. Returns how many."""
    return do_chunk(OPEN, at=at, limit=limit)


def forfeit_months(*, at: datetime, limit: int = CHUNK) -> int:
    return do_chunk(FORFEIT, at=at, limit=limit)


def give_to_officers(*, at: datetime, limit: int = CHUNK) -> int:
    return do_chunk(GIVE_TO_OFFICERS, at=at, limit=limit)


def end_benefits(*, at: datetime, limit: int = CHUNK) -> int:
    return do_chunk(END, at=at, limit=limit)


def follow_person(person_id: str, *, at: datetime) -> None:
    """Evidence was judged, or the self-assessment completed: months that were sent are looked at again."""
    sent = ClaimMonth.objects.filter(claim__person=person_id, state=MonthState.SUBMITTED)
    for month_id in sent.values_list("pk", flat=True):
        enqueue("claims.assess_month", month_id=month_id)
