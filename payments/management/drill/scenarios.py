"""What goes wrong: each scenario is one fault of the catalogue, kept up until every payout has ended."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.db import connection, transaction

from core.jobs import enqueue
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


def cut_the_database(world: World, tick: int) -> None:
    """Every two seconds the server ends every connection but ours, whatever it was in the middle of."""
    if tick % 8 == 0:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )


def crash_the_database(world: World, tick: int) -> None:
    """Every five seconds the server stops at once, as after a power cut, and starts again a second later."""
    if tick % 20 == 4:
        world.stop_database(crash=True)
        time.sleep(1)
        world.start_database()


def silence_redis(world: World, tick: int) -> None:
    """Redis answers nobody for two seconds of every six, and has forgotten everything afterwards."""
    if tick % 24 == 0:
        world.flush_redis()
        world.silence_redis(seconds=2)


def poison(world: World, tick: int) -> None:
    """Every two seconds a bell that names no job, a job without a meaning, and one for a batch that does not exist."""
    if tick % 8 == 0:
        run_job.apply_async(("no-such-job",), queue="payouts", ignore_result=True)
        with transaction.atomic():
            enqueue("payments.send_chunk", surprise=tick)
            enqueue("payments.send_chunk", batch_id=uuid4(), chunk=0)


@dataclass(frozen=True, slots=True)
class Scenario:
    """`fault` is its number in the catalogue (docs/payments.md). `bank` are the bank's switches; `returned` and
    `rejected` are shares in percent of what the bank sends back."""

    fault: str
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
    Scenario("F01", "kills", "a worker is killed every quarter of a second", tick=kill),
    Scenario(
        "F02",
        "after-answer",
        "workers die between the bank's answer and our commit",
        failpoint="after_bank_answer:0.05",
    ),
    Scenario("F02", "before-call", "workers die between our commit and the bank", failpoint="after_reserve:0.05"),
    Scenario("F08", "redis-flush", "Redis is emptied every two seconds, and workers are killed", tick=kill_and_flush),
    Scenario("F16", "late-success", "the bank answers too late and succeeds all the same", tick=time_out_now_and_then),
    Scenario(
        "F10",
        "callbacks",
        "every callback comes five times and out of order; one in ten is returned, one in twenty rejected",
        tick=kill,
        bank=(("duplicate_callback", 4), ("reorder_callbacks", True)),
        returned=10,
        rejected=5,
    ),
    Scenario(
        "F17",
        "no-callbacks",
        "no callback ever comes; the statement tells",
        tick=kill,
        bank=(("drop_callback", True),),
        by_statement=True,
    ),
    Scenario("F12", "two-beats", "two beats, and every job is rung ten times", tick=ring_ten_times, beats=2),
    Scenario("F04", "database-cut", "every two seconds every connection to the database is cut", tick=cut_the_database),
    Scenario(
        "F04",
        "crash",
        "every five seconds the database server stops at once and starts from its log",
        tick=crash_the_database,
    ),
    Scenario("F09", "redis-away", "Redis is away two seconds of six, and empty when it is back", tick=silence_redis),
    Scenario("F11", "poison", "bells without a job, jobs without a meaning", tick=poison),
)
