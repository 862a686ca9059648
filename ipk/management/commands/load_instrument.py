"""Take in a version of the self-assessment from a file, as a draft that is asked of nobody yet."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Invalid
from ipk.operations import take_in_version


class Command(BaseCommand):
    help = "Muat versi instrumen asesmen dari berkas JSON sebagai draf (docs/how-to/replace-the-instrument.md)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="berkas seperti ipk/data/instruments/riasec-1.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = take_in_version(json.loads(options["file"].read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        except Invalid as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{version}: {version.items.count()} butir, belum terbit")
