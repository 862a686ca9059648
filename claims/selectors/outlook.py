"""What a month still asks of its person: what the law would say to it today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from claims.enums import AGAINST, ClaimState, MonthState, ObjectionState
from claims.models import Claim, ClaimMonth, Decision, MembershipQuestion, Objection, Overpayment
from claims.selectors.months import (
    MonthEvidence,
    evidence_period,
    items_as_facts,
    month_facts,
    standing_reports,
)
from claims.selectors.work import placement_of
from core.prepared import prepared
from counseling.selectors.requests import has_sheet_to_answer, is_counselled, was_counselled
from ipk.enums import ActivityKind, ActivityState
from ipk.selectors import FoundWork, Item, Mission, mission, was_accepted
from ipk.selectors.assessment import is_assessed
from rules import monthly as law
from rules.calendar import Calendar
from rules.decision import MonthDecision
from rules.facts_json import month_facts as read_facts
from training.selectors.attendance import has_attended
from training.selectors.now import is_offered, is_seated

# Answered by sending: when, and the form of the last month.
BY_SENDING = (law.WINDOW, law.STATUS_FORM)
# What counts should the evidence desk accept everything; what it asked about waits for the person instead.
STANDING = (ActivityState.ACCEPTED, ActivityState.SUBMITTED, ActivityState.NEEDS_FIX)
APPLICATION, INTERVIEW = ActivityKind.APPLICATION, ActivityKind.INTERVIEW
HOPED = (ActivityState.ACCEPTED, ActivityState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question of the portal: BPJS knows this new employer."""

    employer: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person of a claim besides its months. `zone` is empty for WIB.

    `placed`: an employer's yes inside the portal whose report is not overdue and was not begun.
    `owes`: money was ever found to be paid too much; `seated`, `offered`, `counselled`: training and counselling are
    worth asking for; `met`: was with a counsellor; `sheet`: a worksheet of it waits for an answer;
    `attended`: attendance was ever written down; `assessed`: the questionnaire is complete.
    """

    wage_base: int | None
    worked_from: date | None
    question: Asked | None
    placed: FoundWork | None
    objections: tuple[Objection, ...]
    zone: str
    owes: bool
    seated: bool
    offered: bool
    counselled: bool
    met: bool
    sheet: bool
    attended: bool
    assessed: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """`sure` is the law's answer on the evidence that was accepted, `hoped` once everything that waits is accepted.

    `question` is open: BPJS knows a new employer, and the month is not sent before it is answered.
    """

    month: ClaimMonth
    sure: MonthDecision
    hoped: MonthDecision
    mission: Mission
    question: Asked | None = None

    @property
    def missing(self) -> list[str]:
        """Conditions that are not met on accepted evidence, in the order of the law."""
        return _unmet(self.sure)

    @property
    def to_do(self) -> list[str]:
        """Conditions that the person can still do something about: not those that wait for the evidence desk."""
        return _unmet(self.hoped)

    @property
    def waits_for_desk(self) -> bool:
        """Enough was sent, and an officer has not looked at all of it."""
        return self.missing != self.to_do

    @property
    def tasks_left(self) -> int:
        return len(self.to_do) + (self.question is not None)


def _unmet(answer: MonthDecision) -> list[str]:
    return [r.code for r in answer.reasons if r.met is False and r.code not in BY_SENDING]


def outlook(month: ClaimMonth, today: date, known: Known) -> Outlook:
    """Ask the law as if the month were sent today, or on the day that it was; nothing is stored."""
    first, last = evidence_period(month, today)
    found = mission(month.claim.person, first, month.filed_on or month.closes_on, today=today)
    evidence = MonthEvidence(first, last, _items(found, APPLICATION, last), _items(found, INTERVIEW, last))
    given: dict[str, Any] = {"wage_base": known.wage_base, "reemployed_on": known.worked_from, "outage_days": 0}
    given |= {"self_assessed": known.assessed} | ({} if known.attended else {"training": None})
    facts = month_facts(month, evidence, filed_on=last, granted_on=today, given=given)
    hoped = facts | {
        "applications": items_as_facts(month, evidence.applications, HOPED),
        "interviews": items_as_facts(month, evidence.interviews, HOPED),
    }
    return Outlook(month, _answer(facts, today), _answer(hoped, today), mission=found, question=known.question)


def _items(found: Mission, kind: str, last: date) -> list[Item]:
    """The activities of a mission in the evidence period, as the question of the month asks for them."""
    rows = [row.activity for row in found.rows if row.activity.kind == kind and row.activity.state in STANDING]
    inside = [row for row in rows if found.first <= row.on <= last]
    return [Item(row.pk, row.company, row.on, row.state, row.used_for) for row in sorted(inside, key=lambda r: r.on)]


def _answer(facts: dict[str, Any], today: date) -> MonthDecision:
    """Of all that the law asks, the window is known from the month itself: no holidays are needed here."""
    years = {year for day in (date.fromisoformat(facts["reference_date"]), today) for year in (day.year, day.year + 1)}
    return law.decide(read_facts(facts), Calendar(frozenset(), years))


def is_sendable(month: ClaimMonth, today: date) -> bool:
    """Its window is open and it was not sent, also when nobody has opened it yet."""
    if month.state not in (MonthState.OPEN, MonthState.SCHEDULED) or month.opens_on is None:
        return False
    return month.closes_on is not None and month.opens_on <= today <= month.closes_on


def month_in_hand(
    claim: Claim, months: list[ClaimMonth], today: date, works_from: date | None = None
) -> ClaimMonth | None:
    """The month that its person works on: one to complete, or else one to send, or else the next that comes."""
    if claim.state != ClaimState.ACTIVE:
        return None
    held = [m for m in months if m.state == MonthState.HELD]
    sendable = [m for m in months if is_sendable(m, today)]
    return next(iter([*held, *sendable, *coming(months, today, works_from)]), None)


def coming(months: list[ClaimMonth], today: date, works_from: date | None = None) -> list[ClaimMonth]:
    """Months whose window has not come and will, the nearest first."""
    ahead = [m for m in months if m.state == MonthState.SCHEDULED and (m.opens_on is None or m.opens_on > today)]
    return [m for m in ahead if not stays_closed(m, works_from)]


def stays_closed(month: ClaimMonth, works_from: date | None) -> bool:
    """Its window would open on a day of work or after it (POL-18); `works_from` is that of a report that stands."""
    if works_from is None or month.state != MonthState.SCHEDULED:
        return False
    return month.opens_on is None or month.opens_on >= works_from


_ASKED = (
    *("worked_from", "employer", "answer_by", "objected", "zone", "owes"),
    *("seated", "offered", "counselled", "met", "sheet", "attended", "assessed", "accepted"),
)


@prepared
def _known(claim_id: UUID) -> QuerySet[Claim, dict[str, Any]]:
    asked = MembershipQuestion.objects.open().filter(claim=OuterRef("pk")).order_by("answer_by")
    objections = Objection.objects.filter(decision__claim=OuterRef("pk")).exclude(state=ObjectionState.WITHDRAWN)
    return (
        Claim.objects.filter(pk=claim_id)
        .annotate(
            worked_from=Subquery(standing_reports().filter(claim=OuterRef("pk")).values("started_on")[:1]),
            employer=Subquery(asked.values("employer")[:1]),
            answer_by=Subquery(asked.values("answer_by")[:1]),
            objected=Exists(objections),
            zone=F("person__user__notice_preference__zone"),
            owes=Exists(Overpayment.objects.filter(claim=OuterRef("pk"))),
            seated=is_seated("person"),
            offered=is_offered("person"),
            counselled=is_counselled("person"),
            met=was_counselled("person"),
            sheet=has_sheet_to_answer("person"),
            attended=has_attended("person"),
            assessed=is_assessed("person"),
            accepted=was_accepted("person"),
        )
        .values(*_ASKED)
    )


def known_of(claim: Claim, today: date) -> Known:
    """What a claim's pages need to know of its person, in one query; more only for whom an employer took."""
    [row] = _known(claim.pk)
    running = claim.state == ClaimState.ACTIVE
    return Known(
        wage_base=claim.verdict.wage_base if claim.verdict is not None else None,
        worked_from=row["worked_from"],
        question=Asked(row["employer"], row["answer_by"]) if running and row["answer_by"] is not None else None,
        placed=placement_of(claim, today) if running and row["accepted"] else None,
        objections=tuple(objections_of(claim)) if row["objected"] else (),
        zone=row["zone"] or "",
        owes=row["owes"],
        seated=row["seated"],
        offered=row["offered"],
        counselled=row["counselled"],
        met=row["met"],
        sheet=row["sheet"],
        attended=row["attended"],
        assessed=row["assessed"],
    )


def objections_of(claim: Claim) -> list[Objection]:
    """Those that were not withdrawn, the newest first."""
    found = Objection.objects.filter(decision__claim=claim).exclude(state=ObjectionState.WITHDRAWN)
    return list(found.order_by("-created_at"))


def newest_against(decisions: list[Decision], objections: Iterable[Objection], today: date) -> Decision | None:
    """The decision against the person that can still be objected to and was not; a draft does not count."""
    objected = {objection.decision_id for objection in objections if objection.state != ObjectionState.DRAFT}
    open_to_objection = [
        decision
        for decision in decisions
        if decision.kind in AGAINST and decision.pk not in objected and decision.objection_until >= today
    ]
    return min(open_to_objection, key=lambda decision: decision.objection_until, default=None)
