"""Take in a contribution bill that is too large for a page: the operators' way for a month of millions of rows."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.operations.bill_files import BillTotals, receive_bill
from core import clock
from core.errors import DomainError


class Command(BaseCommand):
    help = "Receive the government's contribution bill of a month; the workers check it (/reviu/tagihan-iuran/)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--month", required=True, help="as 2026-10")
        parser.add_argument("--rows", type=int, required=True, help="control total: rows without the header")
        parser.add_argument("--recomposition", type=int, required=True, help="control total: sum of rekomposisi")
        parser.add_argument("--amount", type=int, required=True, help="control total: sum of iuran")
        parser.add_argument("--sha256", required=True, help="of the whole file, from the letter that came with it")

    def handle(self, *args: Any, **asked: Any) -> None:
        said = BillTotals(asked["rows"], asked["recomposition"], asked["amount"], asked["sha256"])
        try:
            month = date.fromisoformat(f"{asked['month']}-01")
            with asked["path"].open("rb") as source:
                bill = receive_bill(source, name=asked["path"].name, month=month, said=said, actor=None, at=clock.now())
        except (DomainError, OSError, ValueError) as error:
            raise CommandError(str(getattr(error, "message", "") or error)) from error
        self.stdout.write(f"{bill.number}: {bill.get_state_display()}")
