"""Fill the portal with invented vacancies. The same seed a second time changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from ipk.operations.samples import generate_vacancies


class Command(BaseCommand):
    help = "Writes invented vacancies of invented companies, for the demo and for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=1, help="0 to 999; the same seed gives the same vacancies")

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "SYNTHETIC_NIK", False):
            raise CommandError("Only where people may be invented (SYNTHETIC_NIK): never in production.")
        if not 0 <= options["seed"] <= 999 or not 1 <= options["count"] <= 1_000_000:
            raise CommandError("A seed from 0 to 999, and at most a million vacancies.")
        written = generate_vacancies(options["count"], seed=options["seed"], at=clock.now())
        self.stdout.write(f"Wrote {written} vacancies." if written else "This seed has been used: nothing written.")
