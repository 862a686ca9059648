"""Break what can break while money is on its way, and count.

    ./jkp manage faults payouts                     every scenario with 3,000 payouts
    ./jkp manage faults payouts --only kills,F16 --count 300

It makes a database beside the configured one, uses one empty database of Redis, and starts its own bank, web, workers
and beats. One line a scenario; exit status 1 unless all held.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.management.drill.payouts import run
from payments.management.drill.scenarios import SCENARIOS
from payments.management.drill.world import world_of_its_own

_NAMES = ", ".join(f"{scenario.name} ({scenario.fault})" for scenario in SCENARIOS)


class Command(BaseCommand):
    help = "Fault drills on real services. Exit status 1 unless every scenario held."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        drills = parser.add_subparsers(dest="drill", required=True)
        payouts = drills.add_parser("payouts", help="pay many people while workers, broker, bank and beats fail")
        payouts.add_argument("--count", type=int, default=3000, help="payouts a scenario (3000)")
        payouts.add_argument("--seconds", type=float, default=600, help="the longest a scenario may take (600)")
        payouts.add_argument("--only", default="", help=f"names or numbers: {_NAMES}")
        payouts.add_argument("--redis-database", type=int, default=15, help="an empty database of the Redis (15)")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {name for name in options["only"].split(",") if name}
        unknown = wanted - {name for scenario in SCENARIOS for name in (scenario.name, scenario.fault)}
        if unknown:
            raise CommandError(f"No such scenario: {', '.join(sorted(unknown))}.")
        chosen = [one for one in SCENARIOS if not wanted or wanted & {one.name, one.fault}]
        kept = 0
        with world_of_its_own(options["redis_database"]) as world:
            for scenario in chosen:
                result = run(world, scenario, payouts=options["count"], seconds=options["seconds"])
                self.stdout.write(f"{result.line()}  ({scenario.says})")
                self.stdout.flush()
                for rule in result.broken[:10]:
                    self.stdout.write(f"    {rule}")
                kept += result.held
        self.stdout.write(f"faults payouts: {kept} of {len(chosen)} held")
        if kept < len(chosen):
            raise SystemExit(1)
