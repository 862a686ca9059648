"""Let invented vacancies follow in the demo, a thousand at a time, and sessions. A second run plans nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from jkp_portal.demo.classes import plan_classes
from jkp_portal.demo.market import plan_market
from jkp_portal.demo.sessions import plan_sessions


class Command(BaseCommand):
    help = "Plans the rest of the demo's invented vacancies, sessions and classes; a worker writes them from now on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Only with DEMO_MODE: these vacancies, sessions and classes are invented.")
        plan_market(at=clock.now())
        plan_sessions(at=clock.now())
        plan_classes(at=clock.now())
