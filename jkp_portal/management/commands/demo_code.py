"""`./jkp manage demo_code [petugas@contoh.invalid]`: the second factor of the demo's officers for this minute."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.operations import second_factor
from accounts.selectors import user_by_login
from core import clock
from jkp_portal.demo.codes import current_code


class Command(BaseCommand):
    help = "Prints the six digits that the demo's officers enter now; with a login, one that this person has not used."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", nargs="?", default="", help="e-mail address or mobile number")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Only with DEMO_MODE.")
        self.stdout.write(_code_of(options["login"]) if options["login"] else current_code())


def _code_of(login: str) -> str:
    user = user_by_login(login)
    code = second_factor.demo_code(user, at=clock.now()) if user is not None else ""
    if not code:
        raise CommandError("Nobody of the demo with an authenticator app signs in with that.")
    return code
