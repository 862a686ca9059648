"""The monthly run on the workers: what is due becomes one job a chunk, and a chunk is one transaction."""

from collections.abc import Iterable
from datetime import datetime

from claims.operations import monthly_cycle, outreach, reminders
from core.chunks import CHUNK, Step, do_chunk, do_one, left
from core.jobs import enqueue, waiting

JOB = "claims.run_chunk"
# In the order of a day: what opens late is not lost at once, and a benefit ends after its last month was lost.
MONTHS = (monthly_cycle.OPEN, monthly_cycle.FORFEIT, monthly_cycle.GIVE_TO_OFFICERS, monthly_cycle.END)
STEPS = {step.name: step for step in (*MONTHS, *reminders.STEPS, *outreach.STEPS)}


def plan_months(*, at: datetime) -> int:
    """Make the jobs of what has come due. Returns how many."""
    return _plan(MONTHS, at)


def plan_reminders(*, at: datetime) -> int:
    return _plan(reminders.STEPS, at)


def plan_outreach(*, at: datetime) -> int:
    """Whoever claimed, whose right lapsed, and who is reminded today."""
    return _plan(outreach.STEPS, at)


def _plan(steps: Iterable[Step], at: datetime) -> int:
    """As many jobs as chunks, less those that are still open: asked twice, the second finds them there."""
    made = 0
    for step in steps:
        missing = -(-left(step, at=at) // CHUNK)
        if missing:
            missing -= waiting(JOB, step=step.name)
        for _chunk in range(missing):
            enqueue(JOB, step=step.name)
            made += 1
    return made


def run_chunk(name: str, *, at: datetime) -> int:
    """Do one chunk of a step. Its last one looks whether a later step of the months has become due by it."""
    step = STEPS[name]
    done = do_chunk(step, at=at)
    if done and step in MONTHS and done < CHUNK:
        _plan(MONTHS[MONTHS.index(step) + 1 :], at)
    return done


def run_one(name: str, pk: str, *, at: datetime) -> bool:
    """Do one row that was set aside."""
    return do_one(STEPS[name], pk, at=at)
