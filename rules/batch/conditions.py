"""The thirteen conditions over columns. Each answers YES, UNKNOWN or NO a person, as its namesake in
`rules.eligibility` does.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rules.batch import bitmaps
from rules.batch.answers import filing_rule
from rules.batch.bitmaps import EPOCH, Bits, Mask, Words
from rules.batch.days import NO_DAY, Days, DayTable, asked_of_each, months_table, written
from rules.batch.people import NO, NO_CODE, UNKNOWN, YES, People, Small, programme_bits
from rules.batch.periods import Period
from rules.counting import ANYWHERE
from rules.eligibility import LARGE_SCALES
from rules.errors import InvalidFacts
from rules.facts import Contract, Jkn, PhkReason, Proof, Scale
from rules.reading import CODES, Law

# A column of answers, or one answer for everybody.
Answer = Small | int
# True: of everybody.
Known = Mask | bool
_LARGEST_WAGE: Final = int(np.iinfo(np.int32).max)
_FROM_THE_RIGHT: Final = 10_000  # month and day in `days.written`


class PhkDays:
    """What follows from each day of PHK that occurs among all people, worked out once."""

    def __init__(self, phk_on: Days, periods: tuple[Period, ...]) -> None:
        self.periods = periods
        self.months = months_table(phk_on, EPOCH)
        self.every_known = not (phk_on == NO_DAY).any()
        self._phk_on = phk_on
        self._filing: dict[int, DayTable] = {}

    def filing(self, place: int) -> DayTable:
        """The last filing day of each day of PHK, on a day of decision within a period."""
        if place not in self._filing:
            self._filing[place] = asked_of_each(self._phk_on, filing_rule(self.periods[place]))
        return self._filing[place]


class Case:
    """Some people under one law, and what several conditions need."""

    def __init__(self, phk: "PhkDays", people: People, place: int) -> None:
        self.people = people
        self.law: Law = phk.periods[place].law
        self.phk_month: NDArray[np.int32] = phk.months[people.phk_on]
        self.phk_known: Mask | None = None if phk.every_known else people.phk_on != NO_DAY
        self._phk = phk
        self._place = place
        self._windows: tuple[Words, Words] | None = None
        self._recorded: Known | None = None

    def last_filing_day(self) -> Days:
        days: Days = self._phk.filing(self._place)[self.people.phk_on]
        return days

    def windows(self, paid_bits: Bits) -> tuple[Words, Words]:
        """The months of the window that count, and those that may."""
        if self._windows is None:
            length = bitmaps.window_length(self.law.window)
            back = self.law.window_ends_before_phk + length - 1
            first = np.subtract(self.phk_month, back, dtype=np.int64)
            every_bit = bitmaps.inside(self._phk.months.values - back, length)
            sure = may = bitmaps.windows(paid_bits, first, length, every_bit)
            if not every_bit:
                may = may | bitmaps.outside(first, length)
            if self.people.doubtful_bits is not None:
                may = may | bitmaps.windows(self.people.doubtful_bits, first, length, every_bit)
            self._windows = sure, may
        return self._windows

    def on_record(self, paid_bits: Bits, answer: Small) -> Small:
        """The answer, where the PHK and the months are known."""
        if self._recorded is None:
            self._recorded = _known(None if int(paid_bits.min()) >= 0 else paid_bits >= 0, self.phk_known)
        return _where_known(answer, self._recorded)


def wage_base(case: Case) -> NDArray[np.int32]:
    """The capped wage; 0 where it is not known, not positive, or of a report after the PHK (POL-19)."""
    people, ceiling = case.people, case.law.ceiling
    if ceiling > _LARGEST_WAGE:
        raise InvalidFacts(f"A ceiling of {ceiling} does not fit the columns", "wage_ceiling")
    if people.last_wage is None or people.last_month is None:
        return np.zeros(len(people), dtype=np.int32)
    known = _known(case.phk_known, people.last_month <= case.phk_month, people.last_wage > 0)
    if people.last_reported_on is not None:
        reported_on = people.last_reported_on
        known = _known(known, reported_on != NO_DAY, reported_on <= people.phk_on)
    capped: NDArray[np.int32] = np.minimum(people.last_wage, ceiling).astype(np.int32)
    return capped * known


# --- The conditions ----------------------------------------------------------------------------------------------


def _flag(column: Small | None) -> Answer:
    return UNKNOWN if column is None else column


def _yes_or_no(yes: Mask) -> Small:
    answer: Small = yes.view(np.int8) * np.int8(2) - np.int8(1)
    return answer


def _known(*facts: Known | None) -> Known:
    """Where all of some facts are known; None stands for a fact that is known of everybody."""
    found: Known = True
    for fact in facts:
        found = found if fact is None else fact if found is True else found & fact
    return found


def _where_known(answer: Small, known: Known) -> Small:
    """The answer, UNKNOWN where a fact behind it is."""
    if known is True:
        return answer
    kept: Small = answer * known
    return kept


def _among(column: Small | None, answers: list[int]) -> Answer:
    """The answer of each value of an enumeration; NO_CODE is unknown."""
    if column is None:
        return UNKNOWN
    found: Small = np.array([*answers, UNKNOWN], dtype=np.int8)[column]
    return found


def _accepted(values: list[str], accepted: tuple[str, ...]) -> list[int]:
    return [YES if value in accepted else NO for value in values]


def _not_by(events: Days | None, filed_on: Days | int | None) -> Answer:
    """YES where the event has not happened by the day of filing; UNKNOWN where it has a day and the filing none."""
    if events is None:
        return YES
    happened = events != NO_DAY
    if not happened.any():
        return YES
    if filed_on is None:
        filed_on = NO_DAY
    late = _yes_or_no(events > filed_on) * np.not_equal(filed_on, NO_DAY)
    answer: Small = np.maximum(late, _yes_or_no(~happened))
    return answer


def _all_met(first: Answer, second: Answer) -> Answer:
    """`decision.all_met`: a known failure is the least, an unknown comes next."""
    least: Small = np.minimum(first, second)
    return least


def _citizen_below_age_limit(case: Case) -> Answer:
    people = case.people
    citizen = _flag(people.citizen)
    if people.born_on is None or people.registered_on is None:
        return _all_met(citizen, UNKNOWN)
    age = (written(people.registered_on) - written(people.born_on)) // _FROM_THE_RIGHT
    known = (people.born_on != NO_DAY) & (people.registered_on != NO_DAY)
    return _all_met(citizen, _where_known(_yes_or_no(age < case.law.age_limit), known))


def _reason_not_excluded(case: Case) -> Answer:
    law = case.law
    answers = [UNKNOWN if one in law.undecided else NO if one in law.excluded else YES for one in PhkReason]
    return _among(case.people.reason, answers)


def _before_contract_end(case: Case) -> Answer:
    people = case.people
    if people.contract is None:
        return UNKNOWN
    by_kind = np.array([*(YES if kind == Contract.PKWTT else NO for kind in Contract), UNKNOWN], dtype=np.int8)
    answer = by_kind[people.contract]
    if people.contract_ends_on is None:
        before: Answer = UNKNOWN
    else:
        known = _known(case.phk_known, people.contract_ends_on != NO_DAY)
        before = _where_known(_yes_or_no(people.phk_on < people.contract_ends_on), known)
    fixed: Small = (answer == NO).view(np.int8)  # of these alone the end of the contract is asked
    asked: Small = answer + fixed * (before - np.int8(NO))
    return asked


def _willing_to_work(case: Case) -> Answer:
    return _flag(case.people.willing_to_work)


def _enough_counted_months(case: Case) -> Answer:
    paid_bits = case.people.paid_bits
    if paid_bits is None:
        return UNKNOWN
    sure, may = case.windows(paid_bits)
    enough = np.bitwise_count(sure) >= case.law.needed
    if may is sure:
        return case.on_record(paid_bits, _yes_or_no(enough))
    return case.on_record(paid_bits, _bounded(enough, np.bitwise_count(may) >= case.law.needed))


def _consecutive_months(case: Case) -> Answer:
    needed, paid_bits = case.law.run_needed, case.people.paid_bits
    if not needed:
        return YES
    if paid_bits is None:
        return UNKNOWN
    sure, may = case.windows(paid_bits)
    at_end = case.law.anchor != ANYWHERE
    enough = bitmaps.has_run(sure, needed, case.law.window, at_end)
    if may is sure:
        return case.on_record(paid_bits, _yes_or_no(enough))
    return case.on_record(paid_bits, _bounded(enough, bitmaps.has_run(may, needed, case.law.window, at_end)))


def _bounded(sure: Mask, may: Mask) -> Small:
    """YES when the sure months are enough, NO when not even the possible ones are."""
    answer: Small = sure.view(np.int8) + may.view(np.int8) - np.int8(1)
    return answer


def _not_at_work(case: Case) -> Answer:
    people = case.people
    elsewhere = UNKNOWN if people.employed_elsewhere is None else -people.employed_elsewhere
    return _all_met(elsewhere, _not_by(people.reemployed_on, people.filed_on))


def _proof_accepted(case: Case) -> Answer:
    return _among(case.people.proof, _accepted(list(Proof), case.law.proofs))


def _filed_in_time(case: Case) -> Answer:
    filed_on = case.people.filed_on
    if filed_on is None:
        return UNKNOWN
    last = case.last_filing_day()
    known = _known(case.phk_known, last != NO_DAY, np.not_equal(filed_on, NO_DAY))
    return _where_known(_yes_or_no(np.less_equal(filed_on, last)), known)


def _benefits_before(case: Case) -> Answer:
    """Almost nobody has had one: months are counted for those alone."""
    taken = case.people.benefits_taken
    if taken is None:
        return UNKNOWN
    answer: Small = (taken != NO_CODE) * np.int8(YES)
    again = np.flatnonzero(taken > 0)
    if again.size:
        fewer = _yes_or_no(taken[again] < case.law.benefits_max)
        answer[again] = _all_met(fewer, _enough_since_previous(case, again))
    return answer


def _enough_since_previous(case: Case, again: NDArray[np.int64]) -> Answer:
    """Counted months after the month of the last benefit's PHK, up to the new PHK (POL-09)."""
    people = case.people.rows(again)
    if people.paid_bits is None or people.previous_phk_on is None:
        return UNKNOWN
    first = months_table(people.previous_phk_on, EPOCH)[people.previous_phk_on].astype(np.int64) + 1
    bits, without = bitmaps.between(first, case.phk_month[again].astype(np.int64))
    sure = may = bitmaps.count(people.paid_bits & bits)
    if people.doubtful_bits is not None:
        may = bitmaps.count((people.paid_bits | people.doubtful_bits) & bits)
    needed = case.law.months_between
    known = (people.paid_bits >= 0) & (people.previous_phk_on != NO_DAY) & (people.previous_phk_on < people.phk_on)
    return _where_known(_bounded(sure >= needed, may + without >= needed), known)


def _not_disputed(case: Case) -> Answer:
    return UNKNOWN if case.people.disputed is None else -case.people.disputed


def _programmes_and_jkn(case: Case) -> Answer:
    people, law = case.people, case.law
    jkn = _among(people.jkn, _accepted(list(Jkn), law.jkn))
    if people.programmes is None:
        return _all_met(jkn, UNKNOWN)
    scales: Small = people.scale if people.scale is not None else np.full(len(people), NO_CODE, dtype=np.int8)
    by_scale = [programme_bits(law.large if scale in LARGE_SCALES else law.small) for scale in Scale]
    required = np.array([*by_scale, programme_bits(law.small)], dtype=np.int8)[scales]
    complete = _yes_or_no((people.programmes & required) == required)
    # Enough for a small enterprise: whether for one of unknown scale is not known.
    complete *= (complete == NO) | (scales != NO_CODE)
    return _all_met(jkn, _where_known(complete, people.programmes != NO_CODE))


def _alive(case: Case) -> Answer:
    return _not_by(case.people.died_on, case.people.filed_on)


CONDITIONS: Final[dict[str, Callable[[Case], Answer]]] = dict(
    zip(
        CODES,
        (
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
        ),
        strict=True,
    )
)
