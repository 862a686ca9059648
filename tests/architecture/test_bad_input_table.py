"""docs/bad-input.md names tests that exist, for every number that it speaks of."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NUMBERS = {f"B{n:02d}" for n in range(1, 37)}


def rows() -> dict[str, list[str]]:
    """The tests of each row by its number."""
    found = {}
    for line in (ROOT / "docs/bad-input.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"B\d\d|–", cells[0]):
            found.setdefault(cells[0], []).extend(re.findall(r"`(test_\w+)`", cells[-1]))
    return found


def test_every_bad_input_has_its_row_with_tests() -> None:
    table = rows()
    assert set(table) == NUMBERS | {"–"}
    assert [number for number, names in table.items() if not names] == []


def test_every_named_test_exists() -> None:
    written = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        written.update(re.findall(r"^\s*(?:async )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.M))
    named = {name for names in rows().values() for name in names}
    assert named - written == set()
