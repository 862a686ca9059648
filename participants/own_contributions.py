"""One person's own history of contributions: what BPJS answered when it was asked, beside the register of all.

Whether a month counts and what is missing is asked of the rules. A decision rests on BPJS's answer (POL-20); the
register is shown with its own date, and where both differ the page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from core import clock
from participants.contribution_history import PaidMonths, paid_months_of, rows_between
from participants.models import (
    BpjsSnapshot,
    ContributionFile,
    Employer,
    Employment,
    MonthlyContribution,
    ParticipantNumber,
    Person,
    PhkEvent,
)
from participants.selectors import current_phk, latest_snapshot
from rules import facts as law_facts
from rules.calendar import Calendar, Month, first_day, month_of
from rules.counting import paid_by_due_day
from rules.deadlines import contribution_due
from rules.decision import Reason
from rules.eligibility import decide
from rules.errors import CalendarNotLoaded

ON_TIME, LATE, PAID, UNPAID, MISSING, NOT_DUE, OUTSIDE, UNKNOWN = (
    "on_time", "late", "paid", "unpaid", "missing", "not_due", "outside", "unknown",
)  # fmt: skip
CONDITIONS = ("ELG-05", "ELG-06", "ELG-12")


@dataclass(frozen=True, slots=True)
class Entry:
    """A month with one employer as one source has it. `file`: number of the register's file; empty: BPJS's answer."""

    month: date
    npp: str
    wage: int | None
    paid_on: date | None
    reported_on: date | None
    said_at: datetime
    file: str = ""


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month of the strip. `differs`: the register says something else than BPJS answered."""

    month: date
    state: str
    entries: tuple[Entry, ...] = ()
    differs: bool = False


@dataclass(frozen=True)
class OwnHistory:
    """Everything known about one person's contributions on a day; `calendar` judges the due dates."""

    person: Person
    today: date
    calendar: Calendar
    snapshot: BpjsSnapshot | None
    phk: PhkEvent | None
    answered: Sequence[Entry]
    numbers: Sequence[ParticipantNumber]
    summaries: dict[int, PaidMonths]
    registered: Sequence[MonthlyContribution]
    files: dict[int, ContributionFile]
    names: dict[str, str] = field(default_factory=dict)
    reported: Sequence[Employment] = ()

    @property
    def membership(self) -> dict[str, Any]:
        """What BPJS said about being a member; empty when it does not know the person or was never asked."""
        found = self.snapshot.payload.get("membership", {}) if self.snapshot else {}
        return found if found.get("known") else {}

    @property
    def is_known(self) -> bool:
        return bool(self.membership)

    @property
    def is_empty(self) -> bool:
        """Nobody has told anything."""
        return not (self.answered or any(summary.months for summary in self.summaries.values()) or self.registered)

    @cached_property
    def first_month(self) -> date | None:
        """The first month of membership, or of what is on record."""
        days = [row.month for row in self.answered]
        days += [summary.months[0] for summary in self.summaries.values() if summary.months]
        days += [date.fromisoformat(row["since"]) for row in self.membership.get("memberships", [])]
        return min(days).replace(day=1) if days else None

    @property
    def register_until(self) -> date | None:
        """The last month that the register holds of this person."""
        return max((s.last_month for s in self.summaries.values() if s.last_month), default=None)

    def years(self) -> list[int]:
        """From the first month on record to today, the newest first."""
        first = self.first_month.year if self.first_month else self.today.year
        return list(range(self.today.year, min(first, self.today.year) - 1, -1))

    def months(self, year: int) -> list[MonthState]:
        """The months of a year up to today's, oldest first."""
        last = 12 if year < self.today.year else self.today.month
        return [self._month(date(year, number, 1)) for number in range(1, last + 1)]

    def conditions(self) -> dict[str, Reason] | None:
        """12 of 24, six in a row, programmes and JKN, by the rules of today; at the PHK, or as if work ended today.

        None when the rules cannot judge: a payment lies in a year without a calendar.
        """
        phk_on = self.phk.phk_on if self.phk else self.today
        facts = law_facts.EligibilityFacts(
            decided_on=self.today,
            participant=_participant(self.membership),
            phk=law_facts.Phk(on=phk_on),
            contributions=tuple(_fact(row) for row in self.answered) if self.is_known else None,
        )
        try:
            reasons = decide(facts, self.calendar).reasons
        except CalendarNotLoaded:
            return None
        return {reason.code: reason for reason in reasons if reason.code in CONDITIONS}

    def _month(self, month: date) -> MonthState:
        answered = tuple(entry for entry in self.answered if entry.month == month)
        registered = tuple(self._from_register(row) for row in self.registered if row.period == month_of(month))
        entries = answered or registered
        if entries:
            others = registered if answered else ()
            differs = any(_unlike(entry, answered) for entry in others)
            shown = (*answered, *(others if differs else ())) or registered
            return MonthState(month, self._state_of(month, entries), shown, differs)
        return MonthState(month, self._state_without(month))

    def _state_of(self, month: date, entries: Sequence[Entry]) -> str:
        """Of several employers' rows the best counts, as it does for the rules."""
        period = month_of(month)
        paid = [entry.paid_on for entry in entries if entry.paid_on is not None]
        if not paid:
            return NOT_DUE if self._is_in_time(period) else UNPAID
        try:
            return ON_TIME if any(paid_by_due_day(period, day, self.calendar) for day in paid) else LATE
        except CalendarNotLoaded:
            return PAID

    def _state_without(self, month: date) -> str:
        if self.first_month is None:
            return UNKNOWN
        if month < self.first_month:
            return OUTSIDE
        if self._is_in_time(month_of(month)):
            return NOT_DUE
        if not self.is_known or self.snapshot is None or month >= clock.legal_date(self.snapshot.as_of).replace(day=1):
            return UNKNOWN
        return MISSING if self._was_member(month) else OUTSIDE

    def _was_member(self, month: date) -> bool:
        """A membership covers the month; without any membership nobody knows, and the month is called missing."""
        rows = self.membership.get("memberships", [])
        name = f"{month:%Y-%m}"
        return not rows or any(row["since"][:7] <= name and name <= (row["until"] or "9999")[:7] for row in rows)

    def _is_in_time(self, period: Month) -> bool:
        try:
            return self.today <= contribution_due(period, self.calendar)
        except CalendarNotLoaded:
            return False

    def _from_register(self, row: MonthlyContribution) -> Entry:
        file = self.files[row.file]
        npp = f"{row.employer:08d}"
        return Entry(first_day(Month(row.period)), npp, row.wage, row.paid_on, None, file.received_at, file.number)


@dataclass(frozen=True, slots=True)
class Named:
    """An employer of one's own history; the region only when the portal knows it."""

    name: str
    region_id: str | None


def named_employer(person: Person, npp: str) -> Named | None:
    """The employer with this number, if BPJS or an employer's report names it for the person."""
    if not (npp.isascii() and npp.isdecimal() and len(npp) <= 20):
        return None
    snapshot = latest_snapshot(person)
    payload = snapshot.payload if snapshot else {}
    said = {row["npp"]: row["employer"] for row in payload.get("membership", {}).get("memberships", [])}
    own = {*said, *(row["npp"] for row in payload.get("contributions", []))}
    if npp not in own and not person.employments.filter(employer__npp=npp).exists():
        return None
    employer = Employer.objects.filter(npp=npp).first()
    if employer is not None:
        return Named(employer.name, employer.region_id)
    return Named(said.get(npp, npp), None)


def own_history(person: Person, *, year: int | None, today: date, calendar: Calendar) -> OwnHistory:
    """Everything for one page; of the register only the partitions of `year` are read (None: none of them)."""
    numbers = list(person.participant_numbers.order_by("since", "number"))
    keys = [number.pk for number in numbers]
    snapshot = latest_snapshot(person)
    registered = rows_between(keys, since=_first(year), until=_last(year)) if year and keys else []
    history = OwnHistory(
        person=person,
        today=today,
        calendar=calendar,
        snapshot=snapshot,
        phk=current_phk(person),
        answered=_answered(snapshot),
        numbers=numbers,
        summaries=paid_months_of(keys) if keys else {},
        registered=registered,
        files=ContributionFile.objects.in_bulk({row.file for row in registered}) if registered else {},
        reported=list(person.employments.current().select_related("employer").order_by("started_on", "pk")),
    )
    history.names.update(_names(history))
    return history


def _answered(snapshot: BpjsSnapshot | None) -> list[Entry]:
    rows = [] if snapshot is None else snapshot.payload.get("contributions", [])
    return [
        Entry(
            month=date.fromisoformat(f"{row['month']}-01"),
            npp=row["npp"],
            wage=row["wage"],
            paid_on=_day(row["paid_on"]),
            reported_on=_day(row["reported_on"]),
            said_at=snapshot.as_of,
        )
        for row in sorted(rows, key=lambda row: (row["month"], row["npp"]))
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _first(year: int) -> Month:
    return month_of(date(year, 1, 1))


def _last(year: int) -> Month:
    return month_of(date(year, 12, 1))


def _names(history: OwnHistory) -> dict[str, str]:
    """Employers by number: as BPJS named them, else as the portal knows them."""
    said = {row["npp"]: row["employer"] for row in history.membership.get("memberships", [])}
    wanted = {entry.npp for entry in history.answered} | {n.employer_npp for n in history.numbers if n.employer_npp}
    wanted |= {f"{row.employer:08d}" for row in history.registered}
    unnamed = wanted - said.keys()
    known = Employer.objects.filter(npp__in=unnamed).values_list("npp", "name") if unnamed else []
    return said | dict(known)


def _unlike(entry: Entry, answered: Sequence[Entry]) -> bool:
    """The register has another wage or payment for this employer and month than BPJS answered."""
    same = [row for row in answered if row.npp == entry.npp]
    return not any((row.wage, row.paid_on) == (entry.wage, entry.paid_on) for row in same)


def _participant(membership: dict[str, Any]) -> law_facts.Participant:
    latest = max(membership.get("memberships", []), key=lambda row: row["since"], default=None)
    return law_facts.Participant(
        scale=law_facts.Scale(latest["scale"]) if latest else None,
        programmes=frozenset(law_facts.Programme(name) for name in latest["programmes"]) if latest else None,
        jkn=law_facts.Jkn(membership["jkn"]) if membership.get("jkn") else None,
    )


def _fact(entry: Entry) -> law_facts.Contribution:
    return law_facts.Contribution(month_of(entry.month), entry.npp, entry.wage, entry.paid_on, entry.reported_on)
