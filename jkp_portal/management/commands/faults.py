"""Break what can break, count, and say what was survived.

    ./jkp manage faults all                          every fault of the catalogue, as a table
    ./jkp manage faults all --only F05,sent-again --people 10 --markdown
    ./jkp manage faults payouts --count 3000         only payments: money on its way

It starts a PostgreSQL, a Redis, partners, web, workers and beats of its own. Exit status 1 unless all was survived.
"""

import logging
import os
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.formatting import long_date
from jkp_portal.management.drill.cast import begin_in_the_morning
from jkp_portal.management.drill.catalogue import DRILLS, PAYOUTS
from jkp_portal.management.drill.protocol import Drill, Row, Size, run, table
from payments.management.drill.world import World, world_of_its_own


class Command(BaseCommand):
    help = "Fault drills on real services. Exit status 1 unless every drill was survived."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("which", choices=("all", "payouts"), help="everything, or only payouts on their way")
        parser.add_argument("--count", type=int, default=3000, help="payouts a fault (3000)")
        parser.add_argument("--people", type=int, default=40, help="participants a fault (40)")
        parser.add_argument("--seconds", type=float, default=600, help="the longest that a drill waits (600)")
        parser.add_argument("--only", default="", help="names or numbers, for example F05,kills")
        parser.add_argument("--markdown", action="store_true", help="print the table in Markdown at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger().setLevel(logging.ERROR)  # what the portal says is in its own logs
        size = Size(options["count"], options["people"], options["seconds"])
        chosen = _chosen(PAYOUTS if options["which"] == "payouts" else DRILLS, options["only"])
        with world_of_its_own() as world:
            day = long_date(clock.today(), "en")  # read first: the drills move the clock
            begin_in_the_morning()
            rows = self._carry_out(world, chosen, size)
        if options["markdown"]:
            heading = f"{day}, {os.cpu_count()} cores, {size.payouts} payouts or {size.people} people a drill."
            self.stdout.write(table(rows, heading=heading))
        survived = sum(row.survived for row in rows)
        self.stdout.write(f"faults {options['which']}: {survived} of {len(rows)} drills survived")
        if survived < len(rows):
            raise SystemExit(1)

    def _carry_out(self, world: World, chosen: Sequence[Drill], size: Size) -> list[Row]:
        rows = []
        for drill in chosen:
            row = run(drill, world, size)
            self.stdout.write(row.line())
            for wrong in row.wrong:
                self.stdout.write(f"    {wrong}")
            self.stdout.flush()
            rows.append(row)
        return rows


def _chosen(drills: Sequence[Drill], only: str) -> list[Drill]:
    wanted = {name for name in only.split(",") if name}
    unknown = wanted - {name for drill in drills for name in (drill.name, drill.fault)}
    if unknown:
        names = ", ".join(f"{drill.name} ({drill.fault})" for drill in drills)
        raise CommandError(f"No such drill: {', '.join(sorted(unknown))}. There are: {names}.")
    return [drill for drill in drills if not wanted or wanted & {drill.name, drill.fault}]
