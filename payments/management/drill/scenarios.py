"""What goes wrong: each scenario is one fault of the catalogue, kept up until every payout has ended."""

from collections.abc import Callable
from dataclasses import dataclass

from core.models import Job
from core.tasks import run_job
from payments.management.drill.world import World

KILL_EVERY = 0.25
Tick = Callable[[World, int], None]


def nothing(world: World, tick: int) -> None:
    """No further fault."""


def kill(world: World, tick: int) -> None:
    world.kill_one_worker()


def kill_and_flush(world: World, tick: int) -> None:
    """A kill every quarter of a second, and every two seconds Redis forgets everything."""
    world.kill_one_worker()
    if tick % 8 == 0:
        world.flush_redis()


def time_out_now_and_then(world: World, tick: int) -> None:
    """Alternately: the bank acts at once and answers too late; it acts long after we stopped waiting; all is well."""
    phase = tick % 12
    if phase == 0:
        world.bank.fault("bank", only=["transfer"], timeout_then_success=2.5, timeout_count=3)
    elif phase == 4:
        world.bank.fault("bank", only=["transfer"], slow=2.5)
    elif phase in (2, 5):
        world.bank.fault("bank")


def ring_ten_times(world: World, tick: int) -> None:
    """Every waiting job is rung ten times more, in no order."""
    if tick % 8 == 0:
        ids = [str(pk) for pk in Job.objects.filter(state="open").order_by("?").values_list("pk", flat=True)[:200]]
        for job_id, queue in [(i, q) for _ in range(10) for i in ids for q in ("payouts",)]:
            run_job.apply_async((job_id,), queue=queue, ignore_result=True)


@dataclass(frozen=True, slots=True)
class Scenario:
    """`bank` are the bank's switches; `returned` and `rejected` are shares in percent of what the bank sends back."""

    name: str
    says: str
    tick: Tick = nothing
    failpoint: str = ""
    beats: int = 1
    bank: tuple[tuple[str, object], ...] = ()
    returned: int = 0
    rejected: int = 0
    by_statement: bool = False


SCENARIOS = (
    Scenario("kills", "a worker is killed every quarter of a second", tick=kill),
    Scenario(
        "after-answer", "workers die between the bank's answer and our commit", failpoint="after_bank_answer:0.05"
    ),
    Scenario("before-call", "workers die between our commit and the bank", failpoint="after_reserve:0.05"),
    Scenario("redis-flush", "Redis is emptied every two seconds, and workers are killed", tick=kill_and_flush),
    Scenario("late-success", "the bank answers too late and succeeds all the same", tick=time_out_now_and_then),
    Scenario(
        "callbacks",
        "every callback comes five times and out of order; one in ten is returned, one in twenty rejected",
        tick=kill,
        bank=(("duplicate_callback", 4), ("reorder_callbacks", True)),
        returned=10,
        rejected=5,
    ),
    Scenario(
        "no-callbacks",
        "no callback ever comes; the statement tells",
        tick=kill,
        bank=(("drop_callback", True),),
        by_statement=True,
    ),
    Scenario("two-beats", "two beats, and every job is rung ten times", tick=ring_ten_times, beats=2),
)
