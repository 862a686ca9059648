"""Random people with their months, for holding the batch against `eligibility.decide`: most are due the benefit but for
one or two things, and many stand on the last day, the last rupiah or the last month of a rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any, TypeVar

from rules import eligibility
from rules.batch import CODE_OF_OUTCOME, NO, UNKNOWN, YES, Answers, code_of, days
from rules.calendar import Month, add_months, first_day, month_of
from rules.decision import Decision
from rules.facts import (
    Contract,
    Contribution,
    EligibilityFacts,
    Jkn,
    Participant,
    Phk,
    PhkReason,
    Programme,
    Proof,
    Scale,
)
from rules.reading import CODES

T = TypeVar("T")

FIRST_PHK, LAST_PHK = date(2023, 12, 1), date(2027, 3, 31)
TURNING_DAYS = (date(2024, 11, 6), date(2024, 11, 7), date(2025, 2, 6), date(2025, 2, 7), date(2024, 8, 31))
WAGES = (4_999_999, 5_000_000, 5_000_001, 3_333_333, 1, 2, 3, 0, -5, 12_345_678, 2_000_010)
EVERY_PROGRAMME = frozenset(Programme)
EPOCH = Month(2022 * 12)


def histories(number: int, seed: int) -> Iterator[EligibilityFacts]:
    """The same people for the same seed. Every month that matters has a bit, so that the batch must decide."""
    random = Random(seed)
    for _ in range(number):
        yield _history(random)


def _history(random: Random) -> EligibilityFacts:
    again = random.random() < 0.05
    phk_on = _phk_day(random, again)
    filed_on = _filing_day(random, phk_on)
    decided_on = max(filed_on + timedelta(days=random.choice((0, 1, 2, 5, 40))), date(2023, 12, 1))
    if random.random() < 0.1:
        decided_on = random.choice((date(2025, 2, 6), date(2025, 2, 7)))
    facts = EligibilityFacts(
        _maybe(random, filed_on),
        decided_on,
        _person(random, filed_on),
        _phk(random, phk_on),
        _maybe(random, _rows(random, phk_on, again)),
        _previous(random, phk_on, again),
    )
    return facts if random.random() < 0.99 else replace(facts, phk=replace(facts.phk, on=None))


def _maybe(random: Random, value: T, share: float = 0.02) -> T | None:
    return None if random.random() < share else value


def _mostly(random: Random, usual: T, others: Sequence[T | None], share: float = 0.04) -> T | None:
    return random.choice(others) if random.random() < share else usual


def _phk_day(random: Random, again: bool) -> date:
    if again:
        return date(2027, 1, 1) + timedelta(days=random.randrange(90))
    if random.random() < 0.2:
        return random.choice(TURNING_DAYS) + timedelta(days=random.choice((-1, 0, 1)))
    return FIRST_PHK + timedelta(days=random.randrange((LAST_PHK - FIRST_PHK).days + 1))


def _filing_day(random: Random, phk_on: date) -> date:
    if random.random() < 0.2:
        return add_months(phk_on, random.choice((3, 6))) + timedelta(days=random.choice((-1, 0, 1)))
    return phk_on + timedelta(days=random.choice((0, 3, 10, 30, 60, 80, 150, 200)))


def _person(random: Random, filed_on: date) -> Participant:
    registered_on = date(2015, 1, 1) + timedelta(days=random.randrange(3000))
    born_on = date(1985, 1, 1) + timedelta(days=random.randrange(6000))
    if random.random() < 0.1:
        born_on = add_months(registered_on, -54 * 12) + timedelta(days=random.choice((-1, 0, 1, 2)))
    about = [filed_on + timedelta(days=step) for step in (-1, 0, 1)]
    return Participant(
        citizen=_mostly(random, True, (False, None)),
        born_on=_maybe(random, born_on),
        registered_on=_maybe(random, registered_on),
        scale=_mostly(random, random.choice(list(Scale)), (None,)),
        programmes=_mostly(
            random,
            EVERY_PROGRAMME,
            (None, frozenset(), EVERY_PROGRAMME - {Programme.JP}, EVERY_PROGRAMME - {Programme.JKM}),
            0.1,
        ),
        jkn=_mostly(random, Jkn.PPU, (None, *Jkn), 0.1),
        willing_to_work=_mostly(random, True, (False, None)),
        employed_elsewhere=_mostly(random, False, (True, None)),
        reemployed_on=_mostly(random, None, about),
        died_on=_mostly(random, None, about),
    )


def _phk(random: Random, phk_on: date) -> Phk:
    about = [phk_on + timedelta(days=step) for step in (-1, 0, 1, 90)]
    contract = _mostly(random, Contract.PKWTT, (Contract.PKWT, None), 0.2)
    return Phk(
        on=phk_on,
        reason=_mostly(random, PhkReason.B, (None, *PhkReason), 0.15),
        contract=contract,
        contract_ends_on=_maybe(random, random.choice(about)) if contract is not Contract.PKWTT else None,
        proof=_mostly(random, Proof.TANDA_TERIMA, (None, *Proof), 0.15),
        disputed=_mostly(random, False, (True, None), 0.06),
    )


def _rows(random: Random, phk_on: date, again: bool) -> tuple[Contribution, ...]:
    """One or two employers; months on record with gaps, unpaid, late or reported after the PHK."""
    last = month_of(phk_on)
    first = EPOCH if again else Month(last - random.choice((11, 12, 13, 23, 24, 26)))
    kept = 1.0 if again and random.random() < 0.7 else random.choice((1.0, 0.95, 0.8, 0.6, 0.5))
    wage = random.choice(WAGES) if random.random() < 0.15 else random.randrange(1_500_000, 9_000_000)
    rows = []
    for employer in range(1 + (random.random() < 0.15)):
        for number in range(first, last + 1 + random.choice((0, 0, 1))):
            if random.random() < kept:
                rows.append(_row(random, Month(number), f"E{employer}", wage + employer, phk_on))
    if random.random() < 0.2:
        random.shuffle(rows)
    return tuple(rows)


@lru_cache(maxsize=512)
def _usual_days(month: Month) -> tuple[date, date]:
    """Reported on the 5th of the month, paid on the 10th of the next."""
    return first_day(month).replace(day=5), first_day(Month(month + 1)).replace(day=10)


def _row(random: Random, month: Month, employer: str, wage: int, phk_on: date) -> Contribution:
    drawn, (reported_on, paid_on) = random.random(), _usual_days(month)
    if drawn > 0.19:
        return Contribution(month, employer, wage, paid_on, reported_on)
    if drawn < 0.12:
        after = phk_on + timedelta(days=random.choice((0, 0, 1, 30, 100)))
        unusual = random.choice(
            (None, after, paid_on.replace(day=15), paid_on.replace(day=random.choice((16, 17, 20))))
        )
        return Contribution(month, employer, wage, unusual, reported_on)
    about = phk_on + timedelta(days=random.choice((-1, 0, 1)))
    if drawn < 0.17:
        return Contribution(month, employer, wage, paid_on, about)
    return Contribution(month, employer, None, paid_on, random.choice((None, about, reported_on)))


def _previous(random: Random, phk_on: date, again: bool) -> tuple[date | None, ...] | None:
    if again:
        first = date(2021, 12, 1) + timedelta(days=random.randrange(75))
        taken: list[date | None] = [first] * random.choice((1, 1, 1, 2, 3))
        return (*taken, None) if random.random() < 0.05 else tuple(taken)
    about = phk_on + timedelta(days=random.choice((-1, 0, 1, -40)))
    return _mostly(random, (), (None, (date(2023, 3, 1),), (about,), (None,)), 0.06)


# --- Beside the reference ----------------------------------------------------------------------------------------

_MET = {True: YES, None: UNKNOWN, False: NO}


def expected(decision: Decision) -> dict[str, Any]:
    """A decision in the numbers of the batch."""
    return {
        "outcome": CODE_OF_OUTCOME[decision.outcome],
        "regime": code_of(decision.regime),
        "wage_base": decision.wage_base or 0,
        "last_filing_day": days.number(decision.last_filing_day),
        "benefit": sum(month.amount for month in decision.months),
        **{f"month {n}": decision.months[n - 1].amount if decision.months else 0 for n in range(1, 7)},
        **{reason.code: _MET[reason.met] for reason in decision.reasons},
    }


def given(answers: Answers) -> Iterator[dict[str, Any]]:
    """What the batch answered, person by person, in the same words."""
    columns = {
        "outcome": answers.outcome,
        "regime": answers.regime(),
        "wage_base": answers.wage_base,
        "last_filing_day": answers.last_filing_day(),
        "benefit": answers.benefit(),
        **{f"month {n}": answers.amount(n) for n in range(1, 7)},
        **{code: answers.met(code) for code in CODES},
    }
    for row in zip(*(column.tolist() for column in columns.values()), strict=True):
        yield dict(zip(columns, row, strict=True))


def differences(facts: Sequence[EligibilityFacts], answers: Answers) -> list[tuple[EligibilityFacts, dict[str, Any]]]:
    """The people answered differently, with (ours, reference) for each thing that differs."""
    found = []
    for one, mine in zip(facts, given(answers), strict=True):
        reference = expected(eligibility.decide(one))
        if mine != reference:
            found.append((one, {key: (mine[key], reference[key]) for key in mine if mine[key] != reference[key]}))
    return found
