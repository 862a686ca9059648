"""Reading the CSV that offices really send, and writing one that no spreadsheet executes. Pure.

Accepts a BOM, UTF-8 or Windows-1252, and ; , or tab between the columns. Everything in a cell is text: a formula is its
own letters.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_ROWS = 5_000
MOST_BYTES = 4 * 1024 * 1024

_EXECUTES = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one kind of file in the order of its example (True: must be there), and other words for them."""

    needed: Mapping[str, bool]
    aliases: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        return list(self.needed)


class Unreadable(ValueError):
    """The file as a whole cannot be read. `code`: empty, not_text, no_header, too_many_rows, too_big."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file. `number` counts as the spreadsheet does: the header is line 1."""

    number: int
    cells: Mapping[str, str]


def decode(content: bytes) -> str:
    """The text of the file. Raises Unreadable for what is no text or too big."""
    if not content.strip(b"\xef\xbb\xbf \r\n\t"):
        raise Unreadable("empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("too_big")
    if b"\0" in content:
        raise Unreadable("not_text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str, columns: Columns, *, most: int = MOST_ROWS) -> list[Line]:
    """The rows with something in them, at most `most`. Raises Unreadable."""
    rows = _tolerant(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    header = [_column(name, columns) for name in next(rows, [])]
    missing = [name for name, needed in columns.needed.items() if needed and name not in header]
    if missing:
        raise Unreadable("no_header", missing=", ".join(missing))
    lines = []
    for number, cells in enumerate(rows, start=2):
        if any(cell.strip() for cell in cells):
            lines.append(Line(number, dict(zip(header, (cell.strip() for cell in cells), strict=False))))
        if len(lines) > most:
            raise Unreadable("too_many_rows", most=most)
    if not lines:
        raise Unreadable("empty")
    return lines


def write(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV that opens in a spreadsheet: BOM, semicolons, and no cell that it would run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([harmless(str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_EXECUTES) else cell


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(";,\t", key=first.count)


def _column(name: str, columns: Columns) -> str:
    key = re.sub(r"[^a-z0-9]+", "_", name.strip().casefold()).strip("_")
    return columns.aliases.get(key, key)


def _tolerant(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The reader's rows; a broken one ends the file as unreadable instead of as a stack trace."""
    try:
        yield from rows
    except csv.Error:
        raise Unreadable("not_text") from None
