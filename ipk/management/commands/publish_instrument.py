"""Publish a version of the self-assessment: new attempts are asked it, and it never changes again."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import DomainError
from ipk.operations import publish_version
from ipk.selectors import version_of


class Command(BaseCommand):
    help = "Terbitkan versi instrumen asesmen. Sesudah terbit tidak dapat diubah."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", help="kode instrumen, misalnya riasec-48")
        parser.add_argument("number", type=int, help="nomor versi")

    def handle(self, *args: Any, **options: Any) -> None:
        version = version_of(options["code"], options["number"])
        if version is None:
            raise CommandError(f"Tidak ada versi {options['number']} dari {options['code']}.")
        try:
            publish_version(version, actor=None, at=clock.now())
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{version} terbit")
