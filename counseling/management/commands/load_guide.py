"""Take in a version of the guide of questions from a file, as a draft that is asked of nobody yet."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Invalid
from counseling.operations.guides import take_in_guide


class Command(BaseCommand):
    help = "Muat versi panduan konseling dari berkas JSON sebagai draf (docs/how-to/change-the-guide.md)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="berkas seperti counseling/data/guides/career-1.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            guide = take_in_guide(json.loads(options["file"].read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        except Invalid as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{guide}: {guide.questions.count()} pertanyaan, belum terbit")
