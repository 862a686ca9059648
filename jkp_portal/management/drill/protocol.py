"""What a drill is, what it answers, and the table."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core import clock
from core.invariants import look
from core.models import Job
from integrations.breaker import forget_all
from jkp_portal.invariants import INVARIANTS
from payments.management.drill.payouts import Result
from payments.management.drill.payouts import run as run_payouts
from payments.management.drill.scenarios import Scenario
from payments.management.drill.verdict import Verdict, wait_for
from payments.management.drill.world import World

log = logging.getLogger(__name__)
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How many payouts, how many people, and the longest that one drill may wait for what it expects, in seconds."""

    payouts: int
    people: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Drill:
    """One fault of the catalogue. `run` returns when everything that was begun has ended, or the time is over."""

    fault: str
    name: str
    says: str
    run: Callable[[World, Size], Verdict]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    fault: str
    name: str
    says: str
    counted: str
    seconds: float
    wrong: tuple[str, ...]

    @property
    def survived(self) -> bool:
        return not self.wrong

    def line(self) -> str:
        verdict = "survived" if self.survived else "NOT SURVIVED"
        return f"{self.fault:<4} {self.name:<16} {verdict:<12} {self.seconds:>5.0f} s  {self.counted}  ({self.says})"


def of_payouts(scenario: Scenario) -> Drill:
    """A scenario of payments as a drill among the others."""
    return Drill(
        scenario.fault,
        scenario.name,
        scenario.says,
        lambda world, size: told_of_payouts(run_payouts(world, scenario, payouts=size.payouts, seconds=size.seconds)),
    )


def told_of_payouts(result: Result) -> Verdict:
    """What payments counted, as a verdict."""
    verdict = Verdict()
    verdict.equal("transfers", result.transfers, result.payouts)
    verdict.counted |= {"duplicates": result.duplicates, "lost": result.lost, "ledger": f"Rp{result.ledger}"}
    verdict.counted |= {"kills": result.kills, "lost sight of": result.lost_sight}
    verdict.expect(result.held, "payouts: " + result.line())
    return verdict


def run(drill: Drill, world: World, size: Size) -> Row:
    """Carry it out, then check every invariant of every floor. A drill that stumbles is one that was not survived."""
    started, broke = time.monotonic(), world.pages_that_broke()
    try:
        verdict = drill.run(world, size)
        verdict.wrong += broken_invariants()
        verdict.equal("pages with an error 500", world.pages_that_broke() - broke, 0)
    except Exception as error:  # the next drill goes on, and the table says so
        log.exception("the drill stopped")
        verdict = Verdict(wrong=[f"stopped: {type(error).__name__}: {error}"])
    finally:
        _put_right(world)
    told = ", ".join(f"{what} {found}" for what, found in verdict.counted.items())
    seconds = time.monotonic() - started
    return Row(drill.fault, drill.name, drill.says, told, seconds, tuple(verdict.wrong))


def _put_right(world: World) -> None:
    """The next drill begins with partners that are well, and without the jobs that this one made to fail for good."""
    world.stop_workers()
    world.bank.heal()
    forget_all()
    Job.objects.dead().delete()


def broken_invariants() -> list[str]:
    """One sentence for each invariant that does not hold, with the first that break it."""
    return [
        f"{found.invariant.code} {found.invariant.says}: {', '.join(found.offenders[:SHOWN])}"
        for found in look(INVARIANTS, at=clock.now())
        if found.offenders
    ]


def all_work_is_done(world: World, *, seconds: float) -> list[str]:
    """Wait until no job is due. Returns what is still open, or dead, by name."""
    wait_for(lambda: not Job.objects.claimable(clock.now()).exists(), world, seconds=seconds, every=0.5)
    left = Job.objects.claimable(clock.now()) | Job.objects.dead()
    return sorted(
        {f"{name}: {state} {error}" for name, state, error in left.values_list("name", "state", "last_error")}
    )


def table(rows: Sequence[Row], *, heading: str) -> str:
    """The table in Markdown: one line a drill, in the order of the catalogue."""
    lines = [heading, "", "| fault | drill | what goes wrong | counted | seconds | |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row.fault} | `{row.name}` | {row.says} | {row.counted} | {row.seconds:.0f} |"
        f" {'survived' if row.survived else '**not survived**'} |"
        for row in sorted(rows, key=lambda row: row.fault)
    ]
    faults = {row.fault for row in rows}
    survived = faults - {row.fault for row in rows if not row.survived}
    return "\n".join([*lines, "", f"Survived: {len(survived)} of {len(faults)} faults."])
