"""A bill to BPJS of 10,000 participants: checked, built and frozen, against one statement that writes the same lines.

Both sides write into the table of lines as it is in production, with its keys and triggers; the statement checks
nothing, adds nothing up and takes no fingerprint. Every round is undone, so that each begins with the same rows.
"""

import argparse
import os
from importlib import import_module

import django
from django.core.management import call_command

from benchmarks.lib import Figure, interleaved_medians, main

LINES, A_CLASS = 10_000, 25


def run() -> list[Figure]:
    count = arguments().count
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")
    os.environ["DEMO_MODE"] = "false"  # as in production: no movable clock
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    sides = import_module("benchmarks.billing_sides")  # models can be imported only now
    sides.fill(count, A_CLASS)
    bare, whole = interleaved_medians([sides.by_statement, sides.by_operations], rounds=7, warm_up=1)
    return [
        Figure("one statement, lines", count / bare, "/s"),
        Figure("checked, built and frozen, lines", count / whole, "/s"),
        Figure("checked, built and frozen", whole, "s"),
        Figure("whole / statement", whole / bare, "x", limit=3, goal=2),
        Figure("queries of the whole", sides.queries(), "", limit=40),
    ]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./jkp bench billing")
    parser.add_argument("--count", type=int, default=LINES, help="participants in the bill")
    return parser.parse_args()


if __name__ == "__main__":
    main("billing", run)
