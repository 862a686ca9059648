"""Take in a contribution file that is too large for a page: the operators' way for a month of millions of rows."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import Invalid
from participants.enums import ContributionKind
from participants.operations.contribution_files import ControlTotals, receive_contributions


class Command(BaseCommand):
    help = "Receive a contribution file of BPJS; the workers check it, an officer loads it (/bpjs/iuran/)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--kind", choices=ContributionKind.values, default=ContributionKind.MONTH.value)
        parser.add_argument("--month", help="as 2026-10, for a month's register only")
        parser.add_argument("--rows", type=int, required=True, help="control total: rows without the header")
        parser.add_argument("--wages", type=int, required=True, help="control total: sum of upah")
        parser.add_argument("--government", type=int, required=True, help="control total: sum of iuran_pemerintah")
        parser.add_argument("--sha256", required=True, help="of the whole file, from the letter that came with it")

    def handle(self, *args: Any, **asked: Any) -> None:
        said = ControlTotals(asked["rows"], asked["wages"], asked["government"], asked["sha256"])
        try:
            month = date.fromisoformat(f"{asked['month']}-01") if asked["month"] else None
            with asked["path"].open("rb") as source:
                file = receive_contributions(
                    source,
                    name=asked["path"].name,
                    kind=ContributionKind(asked["kind"]),
                    month=month,
                    said=said,
                    actor=None,
                    at=clock.now(),
                )
        except (Invalid, OSError, ValueError) as error:
            raise CommandError(str(getattr(error, "message", "") or error)) from error
        self.stdout.write(f"{file.number}: {file.get_state_display()}")
