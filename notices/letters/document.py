"""The wording of a letter: plain data that the page and the PDF both print, so that they never differ.

Text may carry **bold** for amounts, dates, deadlines and statuses. Nothing else is markup.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Table:
    """Facts: rows of a name and what holds for it; with a head, three columns such as condition, found, result."""

    rows: Sequence[Sequence[str]]
    head: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    paragraphs: Sequence[str] = ()
    table: Table | None = None
    points: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A letter's words. `why` is the paragraph under the title; `office` and `signed` name a unit, never a person.

    `extra` may hold `scan`, a path of the portal that a second QR code leads to, with `scan_words` beside it.
    """

    title: str
    why: str
    office: str
    to: Sequence[str]
    sections: Sequence[Section]
    signed: str
    signed_note: str
    extra: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def bold(text: str) -> str:
    """Mark text that must be seen; marks inside it are dropped."""
    return f"**{plain(text)}**"


def plain(text: str) -> str:
    """Text from outside, without marks of its own."""
    return text.replace("**", "")


def runs(text: str) -> list[tuple[str, bool]]:
    """Split into (words, is bold)."""
    parts = _BOLD.split(text)
    return [(part, index % 2 == 1) for index, part in enumerate(parts) if part]
