"""Bring a database and the static files up to date; one process, so that Django is loaded once.

    python -m devkit.prepare migrate seed people market

Each step may be repeated at any time. `seed` tells the demo's stories when the portal has a `seed_demo` command.
"""

import gc
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands

from devkit import static_files
from devkit.migrating import render_less
from devkit.paths import PEOPLE


def migrate() -> None:
    """Less collecting of garbage saves a sixth of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1_000)
    render_less()
    call_command("migrate", interactive=False, verbosity=1)


def static() -> None:
    """Collect and compress the static files, unless somebody just did."""
    folder = Path(settings.STATIC_ROOT)
    with static_files.collection(folder):
        if not static_files.are_current(folder):
            call_command(
                "collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["rest_framework"]
            )
            static_files.mark_as_collected(folder)


def seed() -> None:
    if "seed_demo" in get_commands():
        call_command("seed_demo")


def people() -> None:
    """Write down the demo's people with their sign-ins; nothing while the portal has no such command."""
    if "demo_people" in get_commands():
        with PEOPLE.open("w") as listed:
            call_command("demo_people", stdout=listed)


def market() -> None:
    """Let the demo's market grow once it is used."""
    if "grow_demo_market" in get_commands():
        call_command("grow_demo_market")


STEPS = {"migrate": migrate, "static": static, "seed": seed, "people": people, "market": market}


def main(steps: list[str]) -> None:
    django.setup()
    for step in steps:
        print(f"-- {step}", flush=True)
        STEPS[step]()


if __name__ == "__main__":
    main(sys.argv[1:])
