"""What every benchmark shares: warm-up, medians, and one way to say what was measured and whether it held.

A benchmark is a module with `def run() -> list[Figure]` that ends in `if __name__ == "__main__": main("name", run)`.
"""

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figure:
    """One measured number.

    `limit` must hold, or the benchmark has missed; `goal` is what we aim at and only shown. Both count in `unit`.
    A ratio (unit "x") says more than a time: it survives a change of machine. `at_least` turns the comparison round.
    """

    name: str
    value: float
    unit: str = "x"
    limit: float | None = None
    goal: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self._meets(self.limit)

    @property
    def reaches_goal(self) -> bool:
        return self._meets(self.goal)

    def _meets(self, bound: float | None) -> bool:
        if bound is None:
            return True
        return self.value >= bound if self.at_least else self.value <= bound


def median_seconds(
    work: Callable[[], object], *, rounds: int = 9, inner: int = 1, warm_up: int = 2, seconds: float = 20
) -> float:
    """Return the median time of one call of `work`.

    Every round calls it `inner` times (so that a microsecond can be measured); `warm_up` rounds are not counted. Stops
    after `seconds` in all, but never before three counted rounds.
    """
    for _round in range(warm_up):
        _timed(work, inner)
    measured: list[float] = []
    deadline = time.perf_counter() + seconds
    while len(measured) < rounds and (len(measured) < 3 or time.perf_counter() < deadline):
        measured.append(_timed(work, inner))
    return statistics.median(measured)


def interleaved_medians(
    works: Sequence[Callable[[], object]], *, rounds: int = 9, inner: int = 1, warm_up: int = 2
) -> list[float]:
    """Medians of several works taken in turns, so that a busy minute of the machine meets all of them."""
    measured: list[list[float]] = [[] for _work in works]
    for number in range(warm_up + rounds):
        for work, times in zip(works, measured, strict=True):
            seconds = _timed(work, inner)
            if number >= warm_up:
                times.append(seconds)
    return [statistics.median(times) for times in measured]


def processor_seconds(pids: Iterable[int]) -> float:
    """What these processes of this machine have used so far, in user and system mode."""
    return sum(_ticks_of(pid) for pid in pids) / _TICKS


def _ticks_of(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _timed(work: Callable[[], object], inner: int) -> float:
    gc.collect()
    gc.disable()
    try:
        started = time.perf_counter()
        for _call in range(inner):
            work()
        return (time.perf_counter() - started) / inner
    finally:
        gc.enable()


def show(figures: Sequence[Figure]) -> None:
    """Print the figures as a table."""
    rows = [("figure", "measured", "limit", "goal", "")]
    for figure in figures:
        sign = "≥" if figure.at_least else "≤"
        verdict = "missed" if not figure.holds else "" if figure.reaches_goal else "short of the goal"
        rows.append(
            (
                figure.name,
                _number(figure.value, figure.unit),
                f"{sign} {_number(figure.limit, figure.unit)}" if figure.limit is not None else "-",
                f"{sign} {_number(figure.goal, figure.unit)}" if figure.goal is not None else "-",
                verdict,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(row[column].rjust(widths[column]) for column in (1, 2, 3)), row[4]]
        print("  ".join(cells).rstrip())


def main(name: str, run: Callable[[], Sequence[Figure]]) -> NoReturn:
    """Run a benchmark, print its figures and the closing line; exit 1 when a limit is missed."""
    figures = run()
    show(figures)
    missed = [figure.name for figure in figures if not figure.holds]
    if not figures:
        missed = ["nothing was measured"]
    print(f"{name}: missed {', '.join(missed)}" if missed else f"{name}: held")
    sys.exit(1 if missed else 0)


def _number(value: float, unit: str) -> str:
    """Three significant digits and the unit: 0.00124 s, 21 300/s, 1.5 x."""
    if value >= 100:
        text = f"{value:,.0f}".replace(",", " ")
    elif value >= 1:
        text = f"{value:.3g}"
    else:
        text = f"{value:.3g}" if value >= 0.0001 or value == 0 else f"{value:.2e}"
    return text + unit if unit.startswith("/") else f"{text} {unit}".rstrip()
