"""Stored decisions against today's rules, and open claims against a law that is not in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from claims.enums import MONTH_AHEAD, ClaimState
from claims.models import Assessment, ClaimMonth, MonthAssessment
from claims.selectors.months import wage_base_of
from core.calendar import working_calendar
from rules import eligibility, monthly
from rules.calendar import Calendar
from rules.deadlines import month_window
from rules.facts_json import eligibility_facts, month_facts
from rules.law import Parameter
from rules.trial import trial

AT_ONCE = 1000
COMPARED = ("outcome", "regime", "wage_base", "amount", "months", "last_filing_day", "opens_on", "closes_on")


@dataclass(frozen=True, slots=True)
class Difference:
    """One stored run that today's rules answer otherwise. `changes` are (what, stored, now)."""

    subject: str
    run_id: str
    rules_version: str
    changes: tuple[tuple[str, Any, Any], ...]


def differences() -> Iterator[Difference]:
    """Run today's rules over the stored facts of every run of the rules, and tell what they answer otherwise."""
    calendar = working_calendar()
    runs = Assessment.objects.select_related("phk").order_by("assessed_at", "pk")
    for run in runs.iterator(AT_ONCE):
        now = eligibility.decide(eligibility_facts(run.facts), calendar).to_json()
        yield from _difference(run.phk.number, run, now)
    months = MonthAssessment.objects.select_related("month__claim").order_by("assessed_at", "pk")
    for month_run in months.iterator(AT_ONCE):
        now = monthly.decide(month_facts(month_run.facts), calendar).to_json()
        yield from _difference(str(month_run.month), month_run, now)


def _difference(subject: str, run: Assessment | MonthAssessment, now: dict[str, Any]) -> Iterator[Difference]:
    stored = run.answer
    changes = [(name, stored.get(name), now.get(name)) for name in COMPARED if stored.get(name) != now.get(name)]
    met = {reason["code"]: reason["met"] for reason in now["reasons"]}
    changes += [
        (reason["code"], reason["met"], met.get(reason["code"]))
        for reason in stored["reasons"]
        if reason["met"] != met.get(reason["code"])
    ]
    if changes:
        yield Difference(subject, str(run.pk), run.rules_version, tuple(changes))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a changed parameter would do to one month that is still ahead. Amounts in whole rupiah."""

    claim: str
    n: int
    amount: int
    amount_then: int
    closes_on: date | None
    closes_then: date | None

    @property
    def changes(self) -> bool:
        return self.amount != self.amount_then or self.closes_on != self.closes_then


def effects_of(changed: Parameter[object], value: object, since: date) -> Iterator[Effect]:
    """Each month ahead of every running claim, as if it were granted on the last day of its window.

    A window that was told is never shortened: the later of both days stands (a rule change moves no deadline earlier).
    """
    calendar = working_calendar()
    ahead = ClaimMonth.objects.filter(state__in=MONTH_AHEAD, claim__state=ClaimState.ACTIVE, closes_on__isnull=False)
    for month in ahead.select_related("claim").order_by("claim__number", "n").iterator(AT_ONCE):
        wage = wage_base_of(month.claim) or 0
        now = monthly.amount(month.n, wage, month.closes_on)
        with trial(changed, value, since):
            then = monthly.amount(month.n, wage, month.closes_on)
            closes = _closes(month, calendar)
        yield Effect(
            claim=month.claim.number,
            n=month.n,
            amount=now,
            amount_then=then,
            closes_on=month.closes_on,
            closes_then=max(closes, month.closes_on) if closes else month.closes_on,
        )


def _closes(month: ClaimMonth, calendar: Calendar) -> date | None:
    window = month_window(month.claim.reference_date, month.n, calendar)
    return window.closes_on if window else None
