"""Is the benefit due? Thirteen conditions, each answered with its article and the facts it used.

All reasons are always collected. An unknown fact is never a refusal (POL-20): `met` is None and an officer decides.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from rules import parameters as law
from rules.calendar import SHIPPED, Calendar, Month, full_years, month_name, month_of
from rules.counting import COUNTED, Months, grid, longest_run, months_on_record
from rules.decision import Decision, MonthAmount, Outcome, Reason, all_met
from rules.facts import Contract, Contribution, EligibilityFacts, Scale
from rules.money import Rupiah, share_of
from rules.reading import CODES as CODES
from rules.reading import Law, law_on
from rules.transitional import last_filing_day

HELD_BY: Final = "ELG-11"

_PKWTT: Final = Contract.PKWTT
LARGE_SCALES: Final = frozenset({Scale.MENENGAH, Scale.BESAR})


class _Case:
    """The facts beside the law of the day, and the months on record when the PHK and the contributions are known."""

    __slots__ = ("articles", "facts", "last_filing_day", "law", "months", "previous_phk", "window_from", "window_to")

    def __init__(self, facts: EligibilityFacts, day_law: Law) -> None:
        self.facts = facts
        self.law = day_law
        self.articles = day_law.articles
        self.window_from: Month | None = None
        self.window_to: Month | None = None
        self.previous_phk: date | None = None
        self.months: Months | None = None
        self.last_filing_day: date | None = None


def decide(facts: EligibilityFacts, calendar: Calendar = SHIPPED) -> Decision:
    """Judges all conditions under the regime in force on `decided_on` (POL-04).

    Without a day of decision a condition is answered only where every regime answers alike. Raises
    ParameterNotInForce before 2 February 2021 and CalendarNotLoaded when a needed year is missing.
    """
    if facts.decided_on is None:
        return _decide_without_day(facts, calendar)
    case = _prepare(facts, facts.decided_on, calendar)
    reasons = tuple([condition(case) for condition in _CONDITIONS])
    wage_base = _wage_base(case)
    outcome = _outcome(reasons, wage_base)
    months: tuple[MonthAmount, ...] = ()
    if outcome is Outcome.ELIGIBLE and wage_base is not None:
        months = amounts(wage_base, facts.decided_on)
    return Decision(outcome, case.law.regime, reasons, wage_base, months, case.last_filing_day)


def amounts(wage_base: Rupiah, granted_on: date) -> tuple[MonthAmount, ...]:
    """What months 1 to 6 pay if all were granted on one day; each is rounded (Pasal 21, POL-07)."""
    shares: list[MonthAmount] = []
    previous: Fraction | None = None
    for n, rate in enumerate(law.BENEFIT_RATES.on(granted_on).value, 1):
        share = shares[-1].amount if rate is previous else share_of(wage_base, rate)
        shares.append(MonthAmount(n, share))
        previous = rate
    return tuple(shares)


def wage_basis(rows: tuple[Contribution, ...], phk_on: date) -> int | None:
    """The last wage reported for a month up to the PHK month by a report dated on or before the PHK (POL-19).

    The latest month decides, then the latest report, then the higher wage of two employers. None when there is no
    such report or it does not say the wage. Not capped.
    """
    latest: tuple[int, date, bool, int] | None = None
    month_limit = month_of(phk_on)
    for month, _, wage, _, reported_on in reversed(rows):
        if reported_on is None or month > month_limit or reported_on > phk_on:
            continue
        if latest is None or month >= latest[0]:
            report = (month, reported_on, wage is not None, wage or 0)
            latest = report if latest is None else max(latest, report)
    return latest[3] if latest is not None and latest[2] else None


def _prepare(facts: EligibilityFacts, decided_on: date, calendar: Calendar) -> _Case:
    day_law = law_on(decided_on)
    case = _Case(facts, day_law)
    if facts.previous_benefits:
        case.previous_phk = max((day for day in facts.previous_benefits if day is not None), default=None)
    phk_on = facts.phk.on
    if phk_on is None:
        return case
    case.last_filing_day = last_filing_day(phk_on, decided_on)
    case.window_to = Month(month_of(phk_on) - day_law.window_ends_before_phk)
    case.window_from = Month(case.window_to - day_law.window + 1)
    if facts.contributions is not None:
        first = case.window_from
        if case.previous_phk is not None:
            first = min(first, Month(month_of(case.previous_phk) + 1))
        case.months = months_on_record(facts.contributions, phk_on, first, calendar)
    return case


def _wage_base(case: _Case) -> Rupiah | None:
    facts = case.facts
    if facts.contributions is None or facts.phk.on is None:
        return None
    wage = wage_basis(facts.contributions, facts.phk.on)
    return Rupiah(min(wage, case.law.ceiling)) if wage is not None and wage > 0 else None


def _outcome(reasons: tuple[Reason, ...], wage_base: Rupiah | None) -> Outcome:
    """A known failure before a dispute, a dispute before an unknown, an unknown before eligible."""
    answers = [reason.met for reason in reasons]
    if False in answers:
        failed = [reason.code for reason in reasons if reason.met is False]
        return Outcome.HELD if failed == [HELD_BY] else Outcome.INELIGIBLE
    return Outcome.NEEDS_OFFICER if None in answers or wage_base is None else Outcome.ELIGIBLE


def _decide_without_day(facts: EligibilityFacts, calendar: Calendar) -> Decision:
    """No day of decision: what all regimes agree on is known, the rest is not, and nobody is found eligible."""
    answers = [decide(replace(facts, decided_on=value.since), calendar) for value in law.REGIME.values]
    latest = answers[-1]
    reasons = tuple(
        latest_reason if len({r.met for r in same}) == 1 else latest_reason._replace(met=None)
        for latest_reason, same in zip(latest.reasons, zip(*(a.reasons for a in answers), strict=True), strict=True)
    )
    outcome = _outcome(reasons, None)
    last_days = {answer.last_filing_day for answer in answers}
    return Decision(outcome, None, reasons, latest.wage_base, (), last_days.pop() if len(last_days) == 1 else None)


# --- The conditions ----------------------------------------------------------------------------------------------


def _citizen_below_age_limit(case: _Case) -> Reason:
    person = case.facts.participant
    age = None
    if person.born_on is not None and person.registered_on is not None:
        age = full_years(person.born_on, person.registered_on)
    met = all_met(person.citizen, None if age is None else age < case.law.age_limit)
    facts = {
        "citizen": person.citizen,
        "born_on": _iso(person.born_on),
        "registered_on": _iso(person.registered_on),
        "age": age,
        "age_limit": case.law.age_limit,
    }
    return Reason("ELG-01", met, case.articles["ELG-01"], facts)


def _reason_not_excluded(case: _Case) -> Reason:
    reason = case.facts.phk.reason
    met = None if reason is None or reason in case.law.undecided else reason not in case.law.excluded
    return Reason("ELG-02", met, case.articles["ELG-02"], {"reason": reason, "excluded": case.law.excluded})


def _before_contract_end(case: _Case) -> Reason:
    phk = case.facts.phk
    if phk.contract is None:
        met = None
    elif phk.contract == _PKWTT:
        met = True
    else:
        met = None if phk.on is None or phk.contract_ends_on is None else phk.on < phk.contract_ends_on
    facts = {
        "asked": phk.contract != _PKWTT,
        "contract": phk.contract,
        "phk_on": _iso(phk.on),
        "contract_ends_on": _iso(phk.contract_ends_on),
    }
    return Reason("ELG-03", met, case.articles["ELG-03"], facts)


def _willing_to_work(case: _Case) -> Reason:
    willing = case.facts.participant.willing_to_work
    return Reason("ELG-04", willing, case.articles["ELG-04"], {"willing_to_work": willing})


def _enough_counted_months(case: _Case) -> Reason:
    needed = case.law.needed
    facts: dict[str, object] = {
        "counted": None,
        "needed": needed,
        "missing": None,
        "window_from": _month(case.window_from),
        "window_to": _month(case.window_to),
        "months": {},
    }
    if case.months is None or case.window_from is None or case.window_to is None:
        return Reason("ELG-05", None, case.articles["ELG-05"], facts)
    states = case.months.between(case.window_from, case.window_to)
    counted = states.count(COUNTED)
    facts["counted"] = counted
    facts["missing"] = max(needed - counted, 0)
    facts["months"] = grid(states, case.window_from)
    return Reason("ELG-05", counted >= needed, case.articles["ELG-05"], facts)


def _consecutive_months(case: _Case) -> Reason:
    needed = case.law.run_needed
    if not needed:
        return Reason("ELG-06", True, case.articles["ELG-06"], {"asked": False})
    facts: dict[str, object] = {"asked": True, "needed": needed, "anchor": case.law.anchor, "longest": None}
    if case.months is None or case.window_from is None or case.window_to is None:
        return Reason("ELG-06", None, case.articles["ELG-06"], facts)
    run, end = longest_run(case.months.between(case.window_from, case.window_to), case.law.anchor)
    facts["longest"] = run
    facts["run_from"] = _month(Month(case.window_from + end - run + 1)) if run else None
    facts["run_to"] = _month(Month(case.window_from + end)) if run else None
    return Reason("ELG-06", run >= needed, case.articles["ELG-06"], facts)


def _not_at_work(case: _Case) -> Reason:
    person, filed_on = case.facts.participant, case.facts.filed_on
    elsewhere = person.employed_elsewhere
    met = all_met(None if elsewhere is None else not elsewhere, not_by(person.reemployed_on, filed_on))
    facts = {
        "employed_elsewhere": elsewhere,
        "reemployed_on": _iso(person.reemployed_on),
        "filed_on": _iso(filed_on),
    }
    return Reason("ELG-07", met, case.articles["ELG-07"], facts)


def _proof_accepted(case: _Case) -> Reason:
    proof = case.facts.phk.proof
    met = None if proof is None else proof in case.law.proofs
    return Reason("ELG-08", met, case.articles["ELG-08"], {"proof": proof, "accepted": case.law.proofs})


def _filed_in_time(case: _Case) -> Reason:
    filed_on, last = case.facts.filed_on, case.last_filing_day
    met = None if filed_on is None or last is None else filed_on <= last
    facts = {"phk_on": _iso(case.facts.phk.on), "filed_on": _iso(filed_on), "last_filing_day": _iso(last)}
    return Reason("ELG-09", met, case.articles["ELG-09"], facts)


def _benefits_before(case: _Case) -> Reason:
    taken = case.facts.previous_benefits
    facts: dict[str, object] = {
        "taken": None if taken is None else len(taken),
        "limit": case.law.benefits_max,
        "asked": taken is None or len(taken) > 0,
    }
    if not taken:
        return Reason("ELG-10", None if taken is None else True, case.articles["ELG-10"], facts)
    facts["needed"] = case.law.months_between
    facts["last_phk_on"] = _iso(case.previous_phk)
    facts["counted"] = counted = _counted_since_previous(case)
    enough = None if counted is None else counted >= case.law.months_between
    return Reason("ELG-10", all_met(len(taken) < case.law.benefits_max, enough), case.articles["ELG-10"], facts)


def _counted_since_previous(case: _Case) -> int | None:
    """Counted months after the month of the last benefit's PHK, up to the new PHK (POL-09). None: not known."""
    previous, taken, phk_on = case.previous_phk, case.facts.previous_benefits or (), case.facts.phk.on
    if case.months is None or phk_on is None or previous is None or None in taken:
        return None
    if previous >= phk_on:
        return None  # the record contradicts itself: an officer looks
    first, last = Month(month_of(previous) + 1), month_of(phk_on)
    return case.months.between(first, last).count(COUNTED)


def _not_disputed(case: _Case) -> Reason:
    disputed = case.facts.phk.disputed
    return Reason("ELG-11", None if disputed is None else not disputed, case.articles["ELG-11"], {"disputed": disputed})


def _programmes_and_jkn(case: _Case) -> Reason:
    person = case.facts.participant
    required = case.law.large if person.scale in LARGE_SCALES else case.law.small
    missing = None if person.programmes is None else [name for name in required if name not in person.programmes]
    complete = None if missing is None else not missing
    if person.scale is None and complete:
        complete = None  # enough for a small enterprise; whether for a large one is not known
    met = all_met(complete, None if person.jkn is None else person.jkn in case.law.jkn)
    facts = {
        "scale": person.scale,
        "required": required,
        "missing": missing,
        "jkn": person.jkn,
        "accepted_jkn": case.law.jkn,
    }
    return Reason("ELG-12", met, case.articles["ELG-12"], facts)


def _alive(case: _Case) -> Reason:
    died_on, filed_on = case.facts.participant.died_on, case.facts.filed_on
    return Reason(
        "ELG-13",
        not_by(died_on, filed_on),
        case.articles["ELG-13"],
        {"died_on": _iso(died_on), "filed_on": _iso(filed_on)},
    )


def not_by(event_on: date | None, day: date | None) -> bool | None:
    """True when the event has not happened by `day`; None when it has a date but `day` is unknown."""
    if event_on is None:
        return True
    return None if day is None else event_on > day


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _month(month: Month | None) -> str | None:
    return None if month is None else month_name(month)


_CONDITIONS: Final[tuple[Callable[[_Case], Reason], ...]] = (
    _citizen_below_age_limit,
    _reason_not_excluded,
    _before_contract_end,
    _willing_to_work,
    _enough_counted_months,
    _consecutive_months,
    _not_at_work,
    _proof_accepted,
    _filed_in_time,
    _benefits_before,
    _not_disputed,
    _programmes_and_jkn,
    _alive,
)
