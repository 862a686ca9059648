"""`./jkp manage demo_code petugas@contoh.id`: the six digits that the demo's authenticator app would show."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.operations.second_factor import demo_code
from accounts.selectors import user_by_login
from core import clock


class Command(BaseCommand):
    help = "Prints the current second-factor code of a person of the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="e-mail address or mobile number")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_by_login(options["login"])
        code = demo_code(user, at=clock.now()) if user is not None else ""
        if not code:
            raise CommandError("Nobody of the demo with an authenticator app signs in with that.")
        self.stdout.write(code)
