"""One's own data as PDF/A, by the library that makes the letters: to read and to print."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from core import formatting
from core.printing import pdf_of

TEMPLATE = Path(__file__).with_name("my_data.typ")


def as_pdf(data: dict[str, Any], *, at: datetime) -> bytes:
    """The export of `my_data.export` as a tagged PDF. The same data at the same moment give the same bytes."""
    moment = f"{formatting.plain_date(at, 'id')}, {formatting.clock_time(at)}"
    printed = {
        "title": "Data saya di portal JKP",
        "why": f"Semua data tentang Anda per {moment} (UU 27/2022 Pasal 13). Simpan di tempat yang aman.",
        "foot": f"Dibuat {moment}",
        "nothing": "Tidak ada.",
        "sections": [{"title": _word(name), "blocks": list(_blocks(value))} for name, value in data.items()],
    }
    return pdf_of(TEMPLATE, {"data": json.dumps(printed, ensure_ascii=False)}, at=at)


def _blocks(value: Any) -> Iterator[list[list[str]]]:
    """One table for each thing; what a thing holds inside is spelled out with its path."""
    for thing in value if isinstance(value, list) else [value]:
        rows = [[_word(path), _text(leaf)] for path, leaf in _leaves(thing)]
        if rows:
            yield rows


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}, {name}" if path else str(name))
    elif isinstance(value, list | tuple) and any(isinstance(inner, dict) for inner in value):
        for number, inner in enumerate(value, 1):
            yield from _leaves(inner, f"{path} {number}".strip())
    elif value is not None:
        yield path or "isi", value


def _word(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{formatting.plain_date(value, 'id')}, {formatting.clock_time(value)}"
    if isinstance(value, date):
        return formatting.plain_date(value, "id")
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
