"""The statement file of one day, right or wrong as the switches say."""

import csv
import io
import re
import sqlite3
from collections.abc import Mapping
from datetime import date

from integrations.sandbox.partner import Refusal
from integrations.sandbox.store import Store

COLUMNS = ("line", "booked_on", "kind", "key", "bank_reference", "bank", "account_tail", "amount", "code")


def statement(store: Store, day: str, switches: Mapping[str, object]) -> bytes:
    """Return the CSV of `day`: a head, the movements, and a trailer with count and totals."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII):
        raise Refusal(422, "invalid_request")
    try:
        date.fromisoformat(day)
    except ValueError:
        raise Refusal(422, "invalid_request") from None
    debits = store.rows("SELECT * FROM transfers WHERE settled_on = ? ORDER BY id", day)
    returns = store.rows("SELECT * FROM transfers WHERE returned_on = ? ORDER BY id", day)
    credits_of_day = store.rows("SELECT * FROM credits WHERE booked_on = ? ORDER BY id", day)
    movements = [("debit", row) for row in debits] + [("return", row) for row in returns]
    movements += [("credit", row) for row in credits_of_day]
    shown_day = f"{day[8:]}/{day[5:7]}/{day[:4]}" if switches.get("local_dates") else day
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    shown = movements[:-1] if switches.get("partial_statement") else movements
    for number, (kind, row) in enumerate(shown, start=1):
        writer.writerow(_line(number, shown_day, kind, row))
    off = 1 if switches.get("wrong_total") else 0
    total, back = sum(row["amount"] for row in debits) + off, sum(row["amount"] for row in returns)
    came_in = [sum(row["amount"] for row in credits_of_day)] if credits_of_day else []
    writer.writerow(["TRAILER", shown_day, f"ST-{day.replace('-', '')}", len(movements), total, back, *came_in])
    return out.getvalue().encode()


def _line(number: int, day: str, kind: str, row: sqlite3.Row) -> list[object]:
    code = row["code"] if kind == "return" else ""
    place = (row["bank"], row["number"][-4:])
    return [number, day, kind, row["key"], row["bank_reference"], *place, row["amount"], code]
