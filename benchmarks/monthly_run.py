"""A month opens for 100,000 people: the run as workers do it, against one statement that writes the same rows.

The run is planned by the task that beat calls and done by its jobs, one after the other in this process: move and log
row of the month, the period that evidence is collected for, the message in the inbox with its two copies, and the
jobs that send them. Afterwards the rows of both sides are compared. `--count` takes fewer people. On a busy machine
the clock flatters the statement, which waits for nobody: processor time says what the work costs.
"""

import argparse
import os
import resource
from importlib import import_module

import django
from django.core.management import call_command

from benchmarks.lib import Figure, main

COUNT, WARM_UP = 100_000, 2_000


def run() -> list[Figure]:
    count = arguments().count
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")
    os.environ["DEMO_MODE"] = "false"  # as in production: no movable clock
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    sides = import_module("benchmarks.monthly_sides")  # models can be imported only now
    sides.by_statement(WARM_UP)
    sides.by_jobs(WARM_UP)
    statement, chunks = sides.by_statement(count), sides.by_jobs(count)
    sides.refuse_difference()
    return [
        Figure("one statement, claims", count / statement.seconds, "/s"),
        Figure("the run in chunks, claims", count / chunks.seconds, "/s"),
        Figure("one statement, processor time a claim", statement.processor / count * 1000, "ms"),
        Figure("the run in chunks, processor time a claim", chunks.processor / count * 1000, "ms"),
        Figure("run / statement, processor time", chunks.processor / statement.processor, "x", limit=10, goal=3),
        Figure("run / statement, as the clock saw it", chunks.seconds / statement.seconds, "x", limit=10, goal=3),
        Figure("queries a claim", chunks.queries / count, "", limit=0.1, goal=0.025),
        Figure("messages on the queue per 1,000 claims", chunks.jobs / count * 1000, "", limit=2),
        Figure("peak memory of the process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"),
    ]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./jkp bench monthly_run")
    parser.add_argument("--count", type=int, default=COUNT, help="due claims on each side")
    return parser.parse_args()


if __name__ == "__main__":
    main("monthly_run", run)
