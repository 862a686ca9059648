"""`./jkp manage create_admin nama@instansi.go.id "Nama Lengkap"`: the first administrator of an installation.

Later ones are granted in the admin by somebody else. The second factor is set up at the first sign-in.
"""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.enums import Role
from accounts.operations.roles import grant_role
from accounts.operations.users import check_new_password, create_user
from core import clock
from core.errors import DomainError


class Command(BaseCommand):
    help = "Creates an administrator; asks for the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass.getpass("Kata sandi: ")
        at = clock.now()
        try:
            check_new_password(password)
            with transaction.atomic():
                user = create_user(full_name=options["full_name"], email=options["email"], password=password, at=at)
                today = clock.legal_date(at)
                grant_role(user, Role.ADMINISTRATOR, starts_on=today, granted_by=None, at=at)
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{user.email}: administrator. Masuk di /masuk/, lalu aktifkan langkah kedua.")
