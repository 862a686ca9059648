"""`./jkp manage demo_files FOLDER`: a month of contributions and the bill for it, to send by hand as BPJS would."""

import hashlib
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from compliance.bill_lines import HEADER
from compliance.selectors.exchange import last_quarter
from core import clock
from core.formatting import number
from jkp_portal.demo.bills import bill_lines
from jkp_portal.demo.contribution_file import enter_members, make_sample
from rules.calendar import add_months

FEWEST = 100  # the mistakes of the bill have their places among them


class Command(BaseCommand):
    help = (
        "Writes a contribution file with mistakes and the bill for its month, with what their letters say, and lets the"
        " register know the people in them. A second time other people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--rows", type=int, default=20_000, help="lines of the month (20000)")
        parser.add_argument("--mistakes", type=float, default=0.02, help="the part of them that is wrong (0.02)")
        parser.add_argument("--month", type=_month, help="as 2025-07; without it one that the demo has not used")

    def handle(self, *args: Any, folder: Path, rows: int, mistakes: float, month: date | None, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Only with DEMO_MODE: the people in these files are invented.")
        if rows < FEWEST or not 0 <= mistakes < 1:
            raise CommandError(f"Say at least {FEWEST} rows, and a part of them below 1.")
        now = clock.now()
        month = month or add_months(last_quarter(clock.legal_date(now)), -12)
        folder.mkdir(parents=True, exist_ok=True)
        name, others = f"iuran-{month:%Y-%m}.csv", int(now.timestamp())
        sample = make_sample(folder, rows=rows, month=month, mistakes=mistakes, seed=others, name=name)
        enter_members(sample)
        said = sample.said
        totals = {
            "Jumlah baris": said.rows,
            "Jumlah upah": said.wages,
            "Jumlah iuran pemerintah": said.government,
        }
        self._letter(sample.path, "/bpjs/iuran/terima/", totals, said.sha256)
        self._bill(sample.path, folder / f"tagihan-{month:%Y-%m}.csv", month)

    def _bill(self, register: Path, bill: Path, month: date) -> None:
        lines = bill_lines(register.read_text().splitlines()[1:], month)
        content = "\n".join([HEADER, *lines, ""]).encode()
        bill.write_bytes(content)
        cells = [line.split(",") for line in lines]
        totals = {
            "Jumlah baris": len(lines),
            "Total rekomposisi": sum(int(row[4]) for row in cells),
            "Jumlah iuran yang ditagihkan": sum(int(row[5]) for row in cells),
        }
        self._letter(bill, "/bpjs/tagihan-iuran/kirim/", totals, hashlib.sha256(content).hexdigest())

    def _letter(self, path: Path, page: str, totals: dict[str, int], sha256: str) -> None:
        self.stdout.write(f"{path}  ({page})")
        for words, total in totals.items():
            self.stdout.write(f"  {words:<30}{number(total, 'id'):>22}")
        self.stdout.write(f"  SHA-256  {sha256}")


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
