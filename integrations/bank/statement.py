"""The bank's statement of one day: read to the last rupiah, or put aside whole."""

import csv
import hashlib
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.text import one_line
from integrations.errors import StatementInvalid
from integrations.wire import Garbage, parse_day

COLUMNS = ("line", "booked_on", "kind", "key", "bank_reference", "bank", "account_tail", "amount", "code")
TRAILER = "TRAILER"
_TRAILER_FIELDS = (6, 7)  # the seventh, the total of money that came in, only on days with such money
_AMOUNT = re.compile(r"[1-9]\d{0,14}\Z", re.ASCII)
_TOTAL = re.compile(r"(0|[1-9]\d{0,17})\Z", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9._:/-]{1,80}\Z", re.ASCII)
_REMARK_LENGTH = 80


class StatementKind(StrEnum):
    DEBIT = "debit"
    RETURN = "return"
    CREDIT = "credit"  # somebody paid in: `key` is what they wrote, in their own words


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement, amount in whole rupiah, always positive: `kind` gives the direction."""

    line: int
    kind: StatementKind
    key: str
    bank_reference: str
    bank: str
    account_tail: str
    amount: int
    code: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A file whose count and totals agree with its lines. Store `sha256`: it tells a repeated file."""

    statement_no: str
    day: date
    lines: tuple[StatementLine, ...]
    debit_total: int
    return_total: int
    sha256: str
    credit_total: int = 0


def parse_statement(content: bytes, *, day: date, seen: Collection[str] = ()) -> Statement:
    """Return the statement of `day`. Raises StatementInvalid; nothing of such a file may be posted.

    Reasons: `duplicate_file`, `bad_encoding`, `bad_csv`, `unknown_columns`, `no_trailer`, `bad_trailer`,
    `bad_line_number`, `bad_date`, `other_day`, `unknown_kind`, `bad_reference`, `negative_amount`, `bad_amount`,
    `duplicate_line`, `wrong_count`, `wrong_total`.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        if sha256 in seen:
            raise StatementInvalid("duplicate_file")
        return _parse(content, day, sha256)
    except StatementInvalid as invalid:
        invalid.sha256 = sha256
        raise


def _parse(content: bytes, day: date, sha256: str) -> Statement:
    rows = _rows(content)
    if not rows or tuple(rows[0]) != COLUMNS:
        raise StatementInvalid("unknown_columns", line=1)
    if len(rows) < 2 or rows[-1][:1] != [TRAILER]:
        raise StatementInvalid("no_trailer", line=len(rows))
    lines = tuple(_line(row, number, day) for number, row in enumerate(rows[1:-1], start=1))
    _refuse_repeated(lines)
    statement_no, debit_total, return_total, credit_total = _trailer(rows[-1], lines, day)
    return Statement(statement_no, day, lines, debit_total, return_total, sha256, credit_total)


def _rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise StatementInvalid("bad_encoding") from None
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise StatementInvalid("bad_csv") from None


def _line(row: list[str], number: int, day: date) -> StatementLine:
    at = number + 1
    if len(row) != len(COLUMNS):
        raise StatementInvalid("unknown_columns", line=at)
    line, booked_on, kind, key, bank_reference, bank, account_tail, amount, code = row
    if line != str(number):
        raise StatementInvalid("bad_line_number", line=at)
    _check_day(booked_on, day, at)
    if kind not in StatementKind.__members__.values():
        raise StatementInvalid("unknown_kind", line=at)
    if kind == StatementKind.CREDIT:
        key = one_line(key)[:_REMARK_LENGTH]
    elif not _NAME.match(key):
        raise StatementInvalid("bad_reference", line=at)
    if not _NAME.match(bank_reference):
        raise StatementInvalid("bad_reference", line=at)
    return StatementLine(
        number, StatementKind(kind), key, bank_reference, bank, account_tail, _amount(amount, at), code
    )


def _check_day(text: str, day: date, at: int) -> None:
    try:
        booked_on = parse_day(text)
    except Garbage:
        raise StatementInvalid("bad_date", line=at) from None
    if booked_on != day:
        raise StatementInvalid("other_day", line=at)


def _amount(text: str, at: int) -> int:
    if text.startswith("-"):
        raise StatementInvalid("negative_amount", line=at)
    if not _AMOUNT.match(text):
        raise StatementInvalid("bad_amount", line=at)
    return int(text)


def _refuse_repeated(lines: tuple[StatementLine, ...]) -> None:
    """Two people may write the same reference; the bank's own is never given twice."""
    met: set[tuple[StatementKind, str]] = set()
    for line in lines:
        ours = {line.key} if line.kind is not StatementKind.CREDIT else set()
        for name in {*ours, line.bank_reference}:
            if (line.kind, name) in met:
                raise StatementInvalid("duplicate_line", line=line.line + 1)
            met.add((line.kind, name))


def _trailer(row: list[str], lines: tuple[StatementLine, ...], day: date) -> tuple[str, int, int, int]:
    at = len(lines) + 2
    if len(row) not in _TRAILER_FIELDS or not _NAME.match(row[2]) or not all(_TOTAL.match(n) for n in row[3:]):
        raise StatementInvalid("bad_trailer", line=at)
    _check_day(row[1], day, at)
    count, debit_total, return_total, credit_total = map(int, [*row[3:], "0"][:4])
    if count != len(lines):
        raise StatementInvalid("wrong_count", line=at)
    sums = {kind: sum(line.amount for line in lines if line.kind is kind) for kind in StatementKind}
    told = {
        StatementKind.DEBIT: debit_total,
        StatementKind.RETURN: return_total,
        StatementKind.CREDIT: credit_total,
    }
    if told != sums:
        raise StatementInvalid("wrong_total", line=at)
    return row[2], debit_total, return_total, credit_total
