"""The law for a million people at once against the plain numpy loop and OpenFisca-core, on the same columns.

The question is months and money: twelve counted months of 24, under the old regime six in a row, the capped wage, six
amounts, each rounded. Everything else about the people is presumed, for the loop and OpenFisca are not told it either.
The loop has its numbers written into it, knows the month of each PHK, and has one law. OpenFisca needs one month of PHK
for everybody, so it is timed on people who have it. All must agree before anything is timed,
and what is compared is processor time.

`--histories 1000000` holds the batch against `eligibility.decide` on as many random people, every condition and amount.
`--people` is how many the simulator is asked about.
"""

import argparse
import resource
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from benchmarks import openfisca_peer as peer
from benchmarks.lib import Figure, main
from rules import parameters
from rules.batch import People, judge, people_of
from rules.batch.answers import BLOCK
from rules.batch.bitmaps import EPOCH, MONTHS
from rules.batch.days import number
from rules.calendar import Month, first_day
from rules.reading import CODES
from rules.simulation import Change, simulate
from rules.synthetic import PRESUMED, invented
from tests.rules.histories import differences, histories

MONTHS_ALONE = frozenset(CODES) - {"ELG-05", "ELG-06"}
SIZE, PEOPLE, HISTORIES, AT_ONCE = 1_000_000, 2_000_000, 20_000, 10_000
WINDOW = 24
OLD, NEW = date(2025, 1, 20), date(2026, 3, 4)
# Of the plain loop's speed, and times OpenFisca's.
OF_THE_LOOP, TIMES_OPENFISCA = 0.3, 10


def run() -> list[Figure]:
    """Agreement first, then speed, then the simulator."""
    parser = argparse.ArgumentParser(prog="rules_batch")
    parser.add_argument("--histories", type=int, default=HISTORIES)
    parser.add_argument("--people", type=int, default=PEOPLE)
    options = parser.parse_args()
    compared, different = _beside_the_reference(options.histories)
    return [
        Figure("random people compared with decide", compared, ""),
        Figure("of these answered differently", different, "", limit=0, goal=0),
        *_speed("old regime", OLD, month=34),
        *_speed("new regime", NEW, month=49),
        *_every_condition(),
        *_simulator(options.people),
    ]


def _beside_the_reference(wanted: int) -> tuple[int, int]:
    compared = different = 0
    while compared < wanted:
        facts = list(histories(min(AT_ONCE, wanted - compared), seed=compared))
        different += len(differences(facts, judge(people_of(facts))))
        compared += len(facts)
    return compared, different


# --- Months and money --------------------------------------------------------------------------------------------


def _columns(size: int, decided_on: date, first: int, last: int) -> tuple[People, NDArray[np.int64]]:
    """People with a PHK between two months (counted from January 2022), and the month of each."""
    random = np.random.default_rng(7)
    month = random.integers(first, last + 1, size)
    starts = np.array([number(first_day(Month(EPOCH + place))) for place in range(MONTHS)], dtype=np.int32)
    bits = random.integers(0, 1 << 62, size) | random.integers(0, 1 << 62, size) * (random.integers(0, 5, size) > 1)
    people = People(
        phk_on=(starts[month] + random.integers(0, 28, size)).astype(np.int32),
        decided_on=number(decided_on),
        paid_bits=bits,
        last_wage=random.integers(1_600_000, 9_000_000, size),
        last_month=month.astype(np.int32),
    )
    return people, month


def _judged(people: People) -> NDArray[np.int64]:
    return judge(people, presumed=MONTHS_ALONE).benefit()


def _plain(people: People, month: NDArray[np.int64], old: bool) -> NDArray[np.int64]:
    """As one would write it for this question alone, in blocks that stay in the processor's cache."""
    assert people.paid_bits is not None
    assert people.last_wage is not None
    benefit = np.zeros(len(people), dtype=np.int64)
    for start in range(0, len(people), BLOCK):
        part = slice(start, start + BLOCK)
        window = ((people.paid_bits[part] >> (month[part] - 23)) & 0xFFFFFF).astype(np.uint32)
        due = np.bitwise_count(window) >= 12
        wage = np.minimum(people.last_wage[part], 5_000_000)
        if old:
            run = window & (window >> 1)
            run &= run >> 2
            run &= run >> 2
            due &= run != 0
            sums = 3 * ((2 * wage * 45 + 100) // 200) + 3 * ((2 * wage * 25 + 100) // 200)
        else:
            sums = 6 * ((2 * wage * 60 + 100) // 200)
        benefit[part] = sums * due
    return benefit


def _speed(name: str, decided_on: date, month: int) -> list[Figure]:
    people, months = _columns(SIZE, decided_on, 24, 50)
    old = decided_on == OLD
    alike, _ = _columns(SIZE, decided_on, month, month)
    asked = _openfisca(alike, month)
    if not np.array_equal(_judged(people), _plain(people, months, old)):
        raise RuntimeError(f"{name}: the plain loop answers otherwise")
    if not np.array_equal(_judged(alike), asked()):
        raise RuntimeError(f"{name}: OpenFisca answers otherwise")
    ours, plain = _in_turns([lambda: _judged(people), lambda: _plain(people, months, old)], rounds=25)
    mine, theirs = _in_turns([lambda: _judged(alike), asked], rounds=9)
    return [
        Figure(f"{name}: batch", SIZE / ours, "/s"),
        Figure(f"{name}: plain numpy loop", SIZE / plain, "/s"),
        Figure(f"{name}: OpenFisca-core", SIZE / theirs, "/s"),
        Figure(f"{name}: batch / plain loop", plain / ours, "x", limit=OF_THE_LOOP, goal=0.5, at_least=True),
        Figure(f"{name}: batch / OpenFisca", theirs / mine, "x", limit=TIMES_OPENFISCA, goal=15, at_least=True),
    ]


def _in_turns(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Median seconds of processor time of each work: all are one thread that waits for nothing, and neighbours on the
    machine are none of their business."""
    measured: list[list[float]] = [[] for _work in works]
    for _round in range(rounds + 2):
        for work, times in zip(works, measured, strict=True):
            started = time.process_time()
            work()
            times.append(time.process_time() - started)
    return [statistics.median(times[2:]) for times in measured]


def _openfisca(people: People, month: int) -> Callable[[], NDArray[np.int64]]:
    """The same people as 24 months set and the amounts calculated; the arrays are prepared outside the measurement."""
    assert people.paid_bits is not None
    assert people.last_wage is not None
    system = peer.months_system()
    names = [_name(month - back) for back in range(WINDOW)]
    counted = {name: (people.paid_bits >> (month - back) & 1).astype(bool) for back, name in enumerate(names)}
    wage_base = np.minimum(people.last_wage, peer.CEILING).astype(np.int32)
    decided_on = np.full(len(people), np.datetime64("1970-01-01") + people.decided_on)
    return lambda: peer.benefit(system, counted, wage_base, decided_on, names[0])


def _name(place: int) -> str:
    return f"{(EPOCH + place) // 12}-{(EPOCH + place) % 12 + 1:02d}"


# --- All thirteen conditions, and the simulator ------------------------------------------------------------------


def _every_condition() -> list[Figure]:
    facts = list(histories(AT_ONCE, seed=1))
    few = people_of(facts)
    people = few.rows(np.tile(np.arange(len(few)), SIZE // len(few)))
    (seconds,) = _in_turns([lambda: judge(people)], rounds=5)
    answers = judge(people)
    return [
        Figure("all conditions, days and regimes mixed", len(people) / seconds, "/s"),
        Figure("bytes a person, every column", people.nbytes() / len(people), "B"),
        Figure("bytes an answer", answers.nbytes() / len(people), "B", limit=16),
    ]


def _simulator(size: int) -> list[Figure]:
    claimants = invented(size, seed=1, first_phk=date(2026, 1, 1), last_phk=date(2026, 12, 31))
    change = Change(parameters.BENEFIT_RATES, (Fraction(1, 2),) * 6, date(2026, 7, 1))
    tracemalloc.start()  # numpy's arrays are counted too; the measured rounds run without it
    simulate(claimants, [change], presumed=PRESUMED)
    added = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    times = []
    for _round in range(3):
        started = time.perf_counter()
        result = simulate(claimants, [change], presumed=PRESUMED)
        times.append(time.perf_counter() - started)
    if result.total.after != sum(month.after for month in result.months):
        raise RuntimeError("the groups and the months do not add up")
    return [
        Figure("people of the simulator", size, ""),
        Figure("60 % to 50 % over them", statistics.median(times), "s", limit=30, goal=5),
        Figure("people / s of the simulator", size / statistics.median(times), "/s"),
        Figure("bytes a person, in columns", claimants.people.nbytes() / size, "B"),
        Figure("bytes a person that simulating adds at most", added / size, "B", limit=128),
        Figure("peak of memory of the whole benchmark", _peak(), "MB", limit=1_024),
    ]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main("rules_batch", run)
