"""The cells of one row, read as people write them, with a list of what could not be read. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from core.forms import DateTripleField, NameField, NikField, parse_rupiah
from core.text import ascii_digits, one_line
from participants.csv_file import Columns

Problem = tuple[str, str]  # (column, code): the words are participants.wording's
_SCIENTIFIC = re.compile(r"\d[.,]\d+e\+\d+", re.IGNORECASE)


class CellReader:
    """The cells of a line, with a list of what could not be read."""

    def __init__(self, cells: Mapping[str, str], columns: Columns, lengths: Mapping[str, int]) -> None:
        self.cells, self._columns, self._lengths = cells, columns, lengths
        self.problems: list[Problem] = []

    def cell(self, column: str) -> str:
        text = one_line(self.cells.get(column, ""))
        if not text and self._columns.needed[column]:
            self.problems.append((column, "missing"))
        return text

    def text(self, column: str) -> str:
        text = self.cell(column)
        if len(text) > self._lengths[column]:
            self.problems.append((column, "too_long"))
        return text

    def nik(self) -> str:
        text = self.cell("nik")
        if _SCIENTIFIC.fullmatch(text):
            self.problems.append(("nik", "nik_scientific"))
            return ""
        return self.cleaned("nik", NikField(), text.lstrip("'")) or ""

    def name(self) -> str:
        return self.cleaned("nama", NameField(), self.cell("nama")) or ""

    def day(self, column: str) -> date | None:
        text = ascii_digits(self.cell(column))
        if not text:
            return None
        parts = re.split(r"[/.\- ]+", text)
        if len(parts) == 3 and len(parts[0]) == 4:
            parts.reverse()
        return self.cleaned(column, DateTripleField(), parts) if len(parts) == 3 else self.bad(column)

    def choice(self, column: str, find: Callable[[str], Any]) -> Any:
        text = self.cell(column)
        return (find(text) or self.bad(column)) if text else None

    def wage(self) -> int | None:
        text = self.cell("upah")
        if not text:
            return None
        negative = text.startswith(("-", "−"))
        amount = parse_rupiah(text.lstrip("-−"))
        return self.bad("upah") if amount is None else (-amount if negative else amount)

    def cleaned(self, column: str, reader: Any, value: Any) -> Any:
        if not value:
            return None
        try:
            return reader.clean(value)
        except ValidationError as error:
            code = error.error_list[0].code
            return self.bad(column, "two_digits" if code == "two_digits" else "")

    def judged(self, found: Iterable[Problem]) -> tuple[Problem, ...]:
        """What could not be read, with what was found wrong with the other cells, in the order of the columns."""
        named = {column for column, _code in self.problems}
        wrong = [*self.problems, *(problem for problem in found if problem[0] not in named)]
        places = {column: place for place, column in enumerate(self._columns.names)}
        return tuple(sorted(wrong, key=lambda problem: places[problem[0]]))

    def bad(self, column: str, code: str = "") -> None:
        self.problems.append((column, code or f"bad_{column}"))


def key(text: str) -> str:
    """A word as a code: small letters, anything else an underscore."""
    return re.sub(r"[^a-z]+", "_", text.casefold()).strip("_")
