"""Reading what a partner sent: every field has one type, anything else is garbage and never a crash."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}\Z", re.ASCII)
_TEXT_LIMIT = 500
_WHOLE_LIMIT = 10**15
_MISSING = object()

Choice = TypeVar("Choice", bound=StrEnum)


class Garbage(Exception):
    """The answer does not have the agreed shape; `path` names the field, never its value."""

    def __init__(self, path: str) -> None:
        super().__init__(f"unreadable at {path}")
        self.path = path


def parse_day(text: object, path: str = "") -> date:
    """Return the day of `YYYY-MM-DD`, or raise Garbage."""
    if not isinstance(text, str) or not _DAY.match(text):
        raise Garbage(path)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Garbage(path) from None


def parse_moment(text: object, path: str = "") -> datetime:
    """Return the aware moment of an ISO text, or raise Garbage; a moment without zone is garbage."""
    if not isinstance(text, str):
        raise Garbage(path)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Garbage(path) from None
    if moment.tzinfo is None:
        raise Garbage(path)
    return moment


class Fields:
    """One JSON object and where it sits in the answer."""

    __slots__ = ("_path", "_values")

    def __init__(self, values: object, path: str = "$") -> None:
        if not isinstance(values, Mapping):
            raise Garbage(path)
        self._values = values
        self._path = path

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}"

    def _take(self, name: str) -> object:
        value = self._values.get(name, _MISSING)
        if value is _MISSING:
            raise Garbage(self._at(name))
        return value

    def text(self, name: str, *, limit: int = _TEXT_LIMIT) -> str:
        value = self._take(name)
        if not isinstance(value, str) or len(value) > limit or "\x00" in value:
            raise Garbage(self._at(name))
        return value

    def filled(self, name: str) -> str:
        value = self.text(name)
        if not value.strip():
            raise Garbage(self._at(name))
        return value

    def whole_or_none(self, name: str) -> int | None:
        value = self._take(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _WHOLE_LIMIT:
            raise Garbage(self._at(name))
        return value

    def whole(self, name: str, *, minimum: int = 0) -> int:
        value = self.whole_or_none(name)
        if value is None or value < minimum:
            raise Garbage(self._at(name))
        return value

    def flag_or_none(self, name: str) -> bool | None:
        value = self._take(name)
        if value is not None and not isinstance(value, bool):
            raise Garbage(self._at(name))
        return value

    def flag(self, name: str) -> bool:
        value = self.flag_or_none(name)
        if value is None:
            raise Garbage(self._at(name))
        return value

    def day(self, name: str) -> date:
        return parse_day(self._take(name), self._at(name))

    def day_or_none(self, name: str) -> date | None:
        return None if self._take(name) is None else self.day(name)

    def month(self, name: str) -> date:
        value = self._take(name)
        if not isinstance(value, str) or not _MONTH.match(value):
            raise Garbage(self._at(name))
        return parse_day(f"{value}-01", self._at(name))

    def moment(self, name: str) -> datetime:
        return parse_moment(self._take(name), self._at(name))

    def moment_or_none(self, name: str) -> datetime | None:
        return None if self._take(name) is None else self.moment(name)

    def choice(self, name: str, kinds: type[Choice]) -> Choice:
        try:
            return kinds(self.text(name))
        except ValueError:
            raise Garbage(self._at(name)) from None

    def choice_or_none(self, name: str, kinds: type[Choice]) -> Choice | None:
        return None if self._take(name) is None else self.choice(name, kinds)

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._list(name)
        if not all(isinstance(value, str) for value in values):
            raise Garbage(self._at(name))
        return tuple(str(value) for value in values)

    def children(self, name: str) -> list["Fields"]:
        return [Fields(value, f"{self._at(name)}[{i}]") for i, value in enumerate(self._list(name))]

    def child(self, name: str) -> "Fields":
        return Fields(self._take(name), self._at(name))

    def _list(self, name: str) -> list[object]:
        value = self._take(name)
        if not isinstance(value, list):
            raise Garbage(self._at(name))
        return value
