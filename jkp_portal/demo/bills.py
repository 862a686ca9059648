"""The contribution bill of the demo: a month of the register as BPJS bills it, with mistakes to be found."""

import hashlib
import io
from datetime import date

from compliance.bill_lines import HEADER
from compliance.operations.bill_files import BillTotals, receive_bill
from core.jobs import run_due
from integrations.sandbox.people import FAMILIES, MEN, WOMEN
from jkp_portal.demo.contribution_file import FIRST_NUMBER
from jkp_portal.demo.stories import Stage
from participants.contribution_law import law_of
from rules.calendar import month_of

NAMES = [f"{first} {last}" for last in FAMILIES for first in (*WOMEN, *MEN)]
STRANGER = FIRST_NUMBER + 999_999_999  # no number of the register is so high
TOO_MUCH, NO_NIK, NO_NAME, TWICE = (3, 31, 77), (12, 90), (45,), (8,)  # places of lines


def tell_bill(stage: Stage, register: dict[date, list[str]], month: date) -> None:
    """Received from BPJS and checked by the portal; a reviewer has not looked yet."""
    lines = bill_lines(register[month], month)
    content = "\n".join([HEADER, *lines, ""]).encode()
    rows = [line.split(",") for line in lines]
    said = BillTotals(
        rows=len(rows),
        recomposition=sum(int(row[4]) for row in rows),
        amount=sum(int(row[5]) for row in rows),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    name = f"tagihan-{month:%Y-%m}.csv"
    receive_bill(
        io.BytesIO(content), name=name, month=month, said=said, actor=stage.officers["verifikator"], at=stage.now()
    )
    run_due()


def bill_lines(register: list[str], month: date) -> list[str]:
    """A line for each of the register that can be read, some of them wrong, and a stranger's."""
    cells = [line.split(",") for line in register]
    known = [(int(row[0]), int(row[3])) for row in cells if row[3].isdecimal()]
    lines = [_line(place, number, wage, month) for place, (number, wage) in enumerate(known)]
    lines += [lines[place] for place in TWICE]
    return [*lines, _line(0, STRANGER, 4_000_000, month)]


def _line(place: int, number: int, wage: int, month: date) -> str:
    parts = law_of(month_of(month)).expected(wage, relief=False)
    cells = (
        "" if place in NO_NAME else NAMES[place % len(NAMES)],
        "" if place in NO_NIK else f"99{number:014d}",
        f"{number:011d}",
        str(wage),
        str(parts["iuran_jkk"] + parts["iuran_jkm"]),
        str(parts["iuran_pemerintah"] + (place in TOO_MUCH)),
        str(month.month),
        str(month.year),
    )
    return ",".join(cells)
