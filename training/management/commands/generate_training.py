"""Fill the portal with invented institutes. The same seed a second time changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from training.operations.samples import generate_training


class Command(BaseCommand):
    help = "Writes invented training institutes with programmes and classes, for the demo and for trying out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institutes", type=int, default=300)
        parser.add_argument("--programmes", type=int, default=1_000)
        parser.add_argument("--classes", type=int, default=1_500)
        parser.add_argument("--seed", type=int, default=2, help="0 to 999; the same seed gives the same institutes")

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "SYNTHETIC_NIK", False):
            raise CommandError("Only where people may be invented (SYNTHETIC_NIK): never in production.")
        numbers = {name: options[name] for name in ("programmes", "classes")}
        if not 0 <= options["seed"] <= 999 or not all(
            0 <= n <= 100_000 for n in (options["institutes"], *numbers.values())
        ):
            raise CommandError("A seed from 0 to 999, and at most a hundred thousand of each.")
        written = generate_training(options["institutes"], **numbers, seed=options["seed"], at=clock.now())
        if not any(written):
            self.stdout.write("This seed has been used: nothing written.")
        else:
            self.stdout.write("Wrote {} institutes, {} programmes and {} classes.".format(*written))
