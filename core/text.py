"""Cleaning what people type before anything looks at it."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def ascii_digits(text: str) -> str:
    """Full-width, Arabic-Indic and other decimal digits become 0-9; the rest stays."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def without_invisible(text: str) -> str:
    """Drop control, formatting (bidi, zero-width), private and unassigned characters; keep newlines and tabs."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")


def one_line(text: str) -> str:
    """Composed, visible characters only, single spaces, no space at the ends."""
    return _SPACES.sub(" ", without_invisible(unicodedata.normalize("NFC", text.replace("\n", " ")))).strip()


def composed_text(text: str) -> str:
    """What people write to people: composed, visible characters, lines ended in one way, nothing empty at the ends.

    Joiners go too, so an emoji that is made of several falls into its parts; no word does.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return without_invisible(unicodedata.normalize("NFC", lines)).strip()


def harmless_cell(text: str) -> str:
    """A cell of a CSV that holds somebody's own words: a spreadsheet must not take them for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
