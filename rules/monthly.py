"""Is month n paid? Seven conditions, each answered with its article and the facts it used.

Months are paid under the regime in force on the day the month is granted (POL-05). Missing proof holds the month;
only work, death or a closed window make it not payable.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rules import parameters as law
from rules.articles import article
from rules.calendar import SHIPPED, Calendar
from rules.deadlines import Window, evidence_from, month_window
from rules.decision import MonthDecision, MonthOutcome, Reason
from rules.eligibility import not_by
from rules.facts import MonthFacts
from rules.jobsearch import Tally, tally
from rules.law import Regime
from rules.money import Rupiah, share_of
from rules.transitional import payment_regime
from rules.values import decimal

WINDOW, JOB_SEARCH, TRAINING, ASSESSMENT, STATUS_FORM, NOT_AT_WORK, ALIVE = (
    "MON-01",
    "MON-02",
    "MON-03",
    "MON-04",
    "MON-05",
    "MON-06",
    "MON-07",
)
_REFUSING: Final = (NOT_AT_WORK, ALIVE)
FIRST_MONTH: Final = 1


@dataclass(slots=True)
class _Case:
    """The facts, the law of the day of grant, and what several conditions need."""

    facts: MonthFacts
    granted_on: date
    regime: Regime
    window: Window | None
    last_month: int

    def reason(self, code: str, met: bool | None, facts: Mapping[str, object]) -> Reason:
        return Reason(code, met, article(code, self.regime), {"asked": True, **facts})

    def not_asked(self, code: str) -> Reason:
        return Reason(code, True, article(code, self.regime), {"asked": False})


def decide(facts: MonthFacts, calendar: Calendar = SHIPPED) -> MonthDecision:
    """Judges month n under the regime of `granted_on` (POL-05).

    Without a day of grant a condition is answered only where every regime answers alike, and no amount is named.
    Raises ParameterNotInForce before 2 February 2021 and CalendarNotLoaded when a needed year is missing.
    """
    if facts.granted_on is None:
        return _decide_without_day(facts, calendar)
    case = _prepare(facts, facts.granted_on, calendar)
    reasons = tuple([condition(case) for condition in _CONDITIONS])
    amount = _amount(facts, facts.granted_on)
    outcome = _outcome(case, reasons, amount)
    if outcome not in (MonthOutcome.PAYABLE, MonthOutcome.HOLD):
        amount = None
    opens_on, closes_on = (case.window.opens_on, case.window.closes_on) if case.window else (None, None)
    return MonthDecision(outcome, case.regime, amount, opens_on, closes_on, reasons)


def amount(n: int, wage_base: int, granted_on: date) -> Rupiah:
    """What month n pays when granted on that day: the rate of the month times the capped wage, rounded (Pasal 21)."""
    base = Rupiah(min(wage_base, law.WAGE_CEILING.on(granted_on).value))
    return share_of(base, law.BENEFIT_RATES.on(granted_on).value[n - 1])


def _amount(facts: MonthFacts, granted_on: date) -> Rupiah | None:
    """None when the wage is unknown, zero or negative (POL-19)."""
    if facts.wage_base is None or facts.wage_base <= 0:
        return None
    return amount(facts.n, facts.wage_base, granted_on)


def _prepare(facts: MonthFacts, granted_on: date, calendar: Calendar) -> _Case:
    window = None
    if facts.reference_date is not None:
        window = month_window(facts.reference_date, facts.n, calendar, facts.outage_days or 0)
    last_month = law.BENEFIT_MONTHS.on(granted_on).value
    return _Case(facts, granted_on, payment_regime(granted_on), window, last_month)


def _outcome(case: _Case, reasons: tuple[Reason, ...], amount: Rupiah | None) -> MonthOutcome:
    """A known refusal first, then what can still be supplied, then what an officer must look at."""
    failed = {reason.code for reason in reasons if reason.met is False}
    if failed.intersection(_REFUSING) or (WINDOW in failed and _after_window(case)):
        return MonthOutcome.NOT_PAYABLE
    if failed:
        return MonthOutcome.HOLD
    unknown = amount is None or any(reason.met is None for reason in reasons)
    return MonthOutcome.NEEDS_OFFICER if unknown else MonthOutcome.PAYABLE


def _after_window(case: _Case) -> bool:
    filed_on = case.facts.filed_on
    return case.window is not None and filed_on is not None and filed_on > case.window.closes_on


def _decide_without_day(facts: MonthFacts, calendar: Calendar) -> MonthDecision:
    answers = [decide(replace(facts, granted_on=value.since), calendar) for value in law.REGIME.values]
    latest = answers[-1]
    outcomes = {answer.outcome for answer in answers}
    outcome = outcomes.pop() if len(outcomes) == 1 else MonthOutcome.NEEDS_OFFICER
    reasons = tuple(
        newest if len({reason.met for reason in same}) == 1 else newest._replace(met=None)
        for newest, same in zip(latest.reasons, zip(*(a.reasons for a in answers), strict=True), strict=True)
    )
    if outcome is MonthOutcome.PAYABLE:
        outcome = MonthOutcome.NEEDS_OFFICER
    return MonthDecision(outcome, None, None, latest.opens_on, latest.closes_on, reasons)


# --- The conditions ----------------------------------------------------------------------------------------------


def _inside_window(case: _Case) -> Reason:
    facts, window = case.facts, case.window
    if facts.n == FIRST_MONTH:
        return case.reason(WINDOW, True, {"window": False})
    shown: dict[str, object] = {
        "filed_on": _iso(facts.filed_on),
        "opens_on": _iso(window.opens_on) if window else None,
        "closes_on": _iso(window.closes_on) if window else None,
        "outage_days": facts.outage_days,
    }
    if window is None or facts.filed_on is None:
        return case.reason(WINDOW, None, shown)
    if facts.filed_on > window.closes_on:
        # An outage that is not on record yet may have lengthened the window: unknown, not late.
        return case.reason(WINDOW, None if facts.outage_days is None else False, {**shown, "when": "late"})
    when = "open" if facts.filed_on in window else "early"
    return case.reason(WINDOW, when == "open", {**shown, "when": when})


def _looked_for_work(case: _Case) -> Reason:
    if case.facts.n == FIRST_MONTH:
        return case.not_asked(JOB_SEARCH)
    proof, shown = _job_search(case)
    trained = _trained(case)
    suffices = law.TRAINING_SUFFICES.on(case.granted_on).value and case.facts.n != case.last_month
    if proof is not True and suffices and case.facts.training is not None and trained is not False:
        shown["by_training"] = trained
        proof = trained
    return case.reason(JOB_SEARCH, proof, shown)


def _job_search(case: _Case) -> tuple[bool | None, dict[str, object]]:
    """Five applications or one interview in the evidence period; both lists unknown is unknown (POL-10)."""
    facts, day = case.facts, case.granted_on
    first = None
    if facts.reference_date is not None:
        first = evidence_from(facts.reference_date, facts.n)
    needed, interviews_needed = law.APPLICATIONS_NEEDED.on(day).value, law.INTERVIEWS_NEEDED.on(day).value
    distinct = law.DISTINCT_COMPANIES.on(day).value
    sent = tally(facts.applications or (), first, facts.filed_on, distinct)
    invited = tally(facts.interviews or (), first, facts.filed_on, distinct)
    shown: dict[str, object] = {
        "period_from": _iso(first),
        "period_to": _iso(facts.filed_on),
        "applications": sent.sure,
        "applications_needed": needed,
        "applications_missing": max(needed - sent.sure, 0),
        "distinct_companies": distinct,
        "interviews": invited.sure,
        "interviews_needed": interviews_needed,
        **_left_out(sent, invited),
    }
    if facts.applications is None and facts.interviews is None:
        return None, shown
    return _either(sent.reaches(needed), invited.reaches(interviews_needed)), shown


def _left_out(sent: Tally, invited: Tally) -> dict[str, int]:
    return {
        "repeated_companies": sent.repeated,
        "outside_period": sent.outside + invited.outside,
        "already_used": sent.used + invited.used,
    }


def _either(first: bool | None, second: bool | None) -> bool | None:
    if True in (first, second):
        return True
    return None if None in (first, second) else False


def _trained(case: _Case) -> bool | None:
    """At least 80 % attendance in the previous month; None when in training and the attendance is unknown."""
    training = case.facts.training
    if training is None or training.attendance is None:
        return None
    return training.attendance >= law.ATTENDANCE_NEEDED.on(case.granted_on).value


def _attended_training(case: _Case) -> Reason:
    facts = case.facts
    if facts.n in (FIRST_MONTH, case.last_month) or facts.training is None:
        return case.not_asked(TRAINING)
    needed = law.ATTENDANCE_NEEDED.on(case.granted_on).value
    attendance = facts.training.attendance
    shown = {"attendance": decimal(attendance), "needed": decimal(needed)}
    met = _trained(case)
    if met is False and law.TRAINING_SUFFICES.on(case.granted_on).value:
        proof, _ = _job_search(case)
        if proof is not False:
            met = None  # job-search proof beside attendance below 80 %: an officer decides (POL-11)
    return case.reason(TRAINING, met, shown)


def _self_assessed(case: _Case) -> Reason:
    facts = case.facts
    if facts.n < law.SELF_ASSESSMENT_MONTH.on(case.granted_on).value:
        return case.not_asked(ASSESSMENT)
    return case.reason(ASSESSMENT, facts.self_assessed, {"self_assessed": facts.self_assessed})


def _status_form(case: _Case) -> Reason:
    facts = case.facts
    if facts.n != law.STATUS_FORM_MONTH.on(case.granted_on).value:
        return case.not_asked(STATUS_FORM)
    return case.reason(STATUS_FORM, facts.status_form, {"status_form": facts.status_form})


def _not_at_work(case: _Case) -> Reason:
    facts = case.facts
    shown = {"reemployed_on": _iso(facts.reemployed_on), "filed_on": _iso(facts.filed_on)}
    return case.reason(NOT_AT_WORK, not_by(facts.reemployed_on, facts.filed_on), shown)


def _alive(case: _Case) -> Reason:
    facts = case.facts
    shown = {"died_on": _iso(facts.died_on), "filed_on": _iso(facts.filed_on)}
    return case.reason(ALIVE, not_by(facts.died_on, facts.filed_on), shown)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_CONDITIONS: Final[tuple[Callable[[_Case], Reason], ...]] = (
    _inside_window,
    _looked_for_work,
    _attended_training,
    _self_assessed,
    _status_form,
    _not_at_work,
    _alive,
)
