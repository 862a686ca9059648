"""A month's contribution file of 2,000,000 dirty rows, from its bytes to everybody's months, against raw COPY.

Raw COPY puts the same lines into a table without a key and without a log, and looks at nothing. The whole is what the
portal does: hash, read, judge, list what goes back, attach the month, rebuild the summary. Every count of the list must
be the generator's. Both are taken in turns, because the machine may be busy; the whole leaves its month behind, which
is taken out again before the next round. At last everybody's enough months are asked over the bits and, by GROUP BY,
over the rows; both must count the same people.
"""

import argparse
import os
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from benchmarks.lib import Figure, main

ROWS = 2_000_000


def run() -> list[Figure]:
    asked = arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")
    os.environ["DEMO_MODE"] = "false"  # as in production: no movable clock
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    sides = import_module("benchmarks.ingest_sides")  # models can be imported only now
    with tempfile.TemporaryDirectory() as folder:
        measured = sides.measure(Path(folder), rows=asked.rows, rounds=asked.rounds)
    compared = import_module("benchmarks.enough_sides").compare()
    return [
        Figure("raw COPY, rows", asked.rows / measured.raw, "/s"),
        Figure("whole file, rows", asked.rows / measured.whole, "/s"),
        *(Figure(f"  {name}", seconds, "s") for name, seconds in measured.steps.items()),
        Figure("whole / raw", measured.whole / measured.raw, "x", limit=6, goal=4),
        Figure("whole / raw, processor time", measured.processor, "x"),
        Figure("raw / load step", measured.raw / measured.load, "x", limit=0.6, at_least=True),
        Figure("memory of our process", measured.own_memory / 2**20, "MiB", limit=512),
        Figure("memory of all processes at most", measured.memory / 2**20, "MiB", limit=2048),
        Figure("differences from what was planted", measured.differences, "", limit=0),
        Figure("bytes a contribution row", measured.row_bytes, "", limit=110),
        Figure("bytes a participant", measured.summary_bytes, "", limit=110),
        Figure("buffers of one summary", measured.summary_buffers, "", limit=4),
        Figure("buffers of 24 months in detail", measured.detail_buffers, "", limit=100),
        Figure("enough months by bits, participants", compared.people / compared.bits, "/s"),
        Figure("by rows, participants", compared.people / compared.rows, "/s"),
        Figure("rows / bits", compared.rows / compared.bits, "x", limit=25, at_least=True),
    ]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./jkp bench ingest")
    parser.add_argument("--rows", type=int, default=ROWS, help="lines of the file")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is measured")
    return parser.parse_args()


if __name__ == "__main__":
    main("ingest", run)
