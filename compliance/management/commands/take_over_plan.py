"""Take over the work plan of a memorandum: `manage.py take_over_plan FILE`, or the one that comes with the portal."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from compliance.operations.workplan import take_over_plan
from core import clock
from core.errors import DomainError

SHIPPED = Path(__file__).parents[2] / "data" / "rencana_kerja_dki_2025.json"


class Command(BaseCommand):
    help = "Enter a memorandum's work plan from a JSON file; the same plan is entered once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            annex = json.loads(options["file"].read_text(encoding="utf-8"))
            plan = take_over_plan(annex, actor=None, at=clock.now())
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{plan.number}: {plan.activities.count()}")
