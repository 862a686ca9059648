"""The demo's market grows while the portal is used: ten thousand invented vacancies in all, a thousand a step.

The first thousand are told with the stories. The others come by a chain of jobs in the queue `batch`, with pauses
between, so that neither READY nor a page waits for them.
"""

from datetime import datetime, timedelta

from core.jobs import enqueue
from ipk.operations.samples import generate_vacancies

A_STEP = 1_000
TOLD, LAST = 1, 10  # seeds: the one that the stories tell, and that of the last thousand
BEFORE_THE_FIRST, BETWEEN = timedelta(minutes=1), timedelta(seconds=10)
JOB = "jkp_portal.grow_market"


def plan_market(*, at: datetime) -> None:
    """Let the second thousand follow in a minute. Asked again, nothing is planned anew."""
    _plan(TOLD + 1, due_at=at + BEFORE_THE_FIRST)


def grow_market(seed: int, *, at: datetime) -> int:
    """Write the vacancies of this step and plan the next one, until the last. Twice is once. Returns how many."""
    written = generate_vacancies(A_STEP, seed=seed, at=at, counts_words=seed == LAST)
    if seed < LAST:
        _plan(seed + 1, due_at=at + BETWEEN)
    return written


def _plan(seed: int, *, due_at: datetime) -> None:
    enqueue(JOB, due_at=due_at, dedupe=f"grow-market:{seed}", seed=seed)
