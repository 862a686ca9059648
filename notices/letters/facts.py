"""What a letter is told, read as what it prints."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from core import formatting
from notices.letters.document import bold, plain

IN_INDONESIAN = {"language": "id"}
_day = partial(formatting.plain_date, **IN_INDONESIAN)


class MissingFacts(LookupError):
    """A programming error: a letter of this kind needs more."""


class Facts:
    """Named facts of a letter. Dates may be dates, moments or ISO strings; money is whole rupiah."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def has(self, name: str) -> bool:
        return self._given.get(name) not in (None, "", [])

    def text(self, name: str, default: str = "") -> str:
        return plain(str(self._given[name])) if self.has(name) else default

    def texts(self, name: str) -> list[str]:
        return [plain(str(value)) for value in self._given.get(name) or ()]

    def date(self, name: str) -> date:
        """The legal day of a fact."""
        value = self._given[name]
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
            value = value if value.tzinfo else value.date()
        return formatting.legal_day(value)

    def day(self, name: str) -> str:
        """ "14 Desember 2026"; empty when unknown."""
        return _day(self.date(name)) if self.has(name) else ""

    def long_day(self, name: str) -> str:
        """ "Senin, 14 Desember 2026"; empty when unknown."""
        return formatting.long_date(self.date(name), **IN_INDONESIAN) if self.has(name) else ""

    def last_moment(self, name: str) -> str:
        """ "Senin, 14 Desember 2026, 23.59 WIB", in bold."""
        return bold(formatting.deadline(self.date(name), **IN_INDONESIAN))

    def rupiah(self, name: str) -> str:
        return formatting.rupiah(int(self._given[name]), **IN_INDONESIAN)

    def rows(self, name: str) -> list[list[str]]:
        return [[plain(str(cell)) for cell in row] for row in self._given.get(name) or ()]

    def known(self, *pairs: tuple[str, str]) -> list[list[str]]:
        """Rows of a table out of (name, what holds), without those that are empty."""
        return [[name, value] for name, value in pairs if value]
