"""Print the second factor of the demo's officers for this minute."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jkp_portal.demo.codes import current_code


class Command(BaseCommand):
    help = "Prints the six digits that the demo's officers enter now."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Only with DEMO_MODE.")
        self.stdout.write(current_code())
