"""Fill an empty demo with its people. A second run changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from jkp_portal.demo.cast import OFFICERS
from jkp_portal.demo.tell import tell


class Command(BaseCommand):
    help = "Tells the demo's stories through the portal's operations. Needs the partner sandbox."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Only with DEMO_MODE: the demo's passwords are known to everybody.")
        if User.objects.filter(email=OFFICERS[-1].email).exists():
            self.stdout.write("The demo's people are here already.")
            return
        names = tell()
        self.stdout.write(f"Told {len(names)} stories.")
