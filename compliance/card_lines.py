"""The list of card holders that a province sends: a CSV whose NIKs are hashed as they are read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.crypto import blind_index
from core.errors import Invalid
from core.forms import parse_rupiah
from core.nik import compact_nik, is_nik
from core.text import ascii_digits, one_line
from participants.csv_file import Columns, Line, Unreadable, decode, read

MOST_LINES = 20_000
LONGEST_NAME = 150
LARGEST_WAGE = 10**12
LINES_NAMED = 20  # of many the first
ASKED_PURPOSE = "exchange-nik"
COLUMNS = Columns(
    needed={"nama": True, "nik": True, "npp": False, "upah": False},
    aliases={"nama_lengkap": "nama", "gaji": "upah"},
)
REFUSALS = {
    "empty": _("Berkas ini kosong: tidak ada satu pun pemegang kartu di dalamnya."),
    "too_big": _("Berkas lebih besar dari 4 MB. Bagi menjadi beberapa berkas."),
    "not_text": _("Berkas ini bukan CSV. Di Excel pilih Simpan sebagai, lalu CSV UTF-8."),
    "no_header": _("Baris pertama harus berisi nama kolom: nama;nik;npp;upah. Yang tidak ada: %(missing)s."),
    "too_many_rows": _("Berkas berisi lebih dari 20.000 baris. Bagi menjadi beberapa berkas."),
    "bad_wage": _("Upah di baris %(lines)s bukan jumlah rupiah. Perbaiki, lalu kirim lagi seluruh berkas."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A holder as the card file has them. `line`: as a spreadsheet counts, the header is 1.

    `person`: blind index of the NIK, in hexadecimal, as Person has it; that of no NIK for a badly written one. `npp`:
    digits without leading zeros, or as it was written; "" and None: the file does not say.
    """

    line: int
    person: str
    name: str
    npp: str
    wage: int | None


def read_cards(content: bytes) -> tuple[list[Card], list[bytes]]:
    """The lines, and of each different NIK the key that is kept of whom it was asked. Nothing else holds a NIK after.

    Raises Invalid("empty" | "too_big" | "not_text" | "no_header" | "too_many_rows" | "bad_wage", field="file").
    """
    try:
        lines = read(decode(content), COLUMNS, most=MOST_LINES)
    except Unreadable as problem:
        message = str(REFUSALS[problem.code])
        raise Invalid(problem.code, message % problem.facts if problem.facts else message, field="file") from None
    if bad := [str(line.number) for line in lines if _has_no_amount(line)]:
        raise Invalid("bad_wage", REFUSALS["bad_wage"] % {"lines": _listed(bad)}, field="file")
    niks = [compact_nik(line.cells.get("nik", "").lstrip("'")) for line in lines]
    asked = {blind_index(ASKED_PURPOSE, nik) for nik in niks}
    return [_card(line, nik) for line, nik in zip(lines, niks, strict=True)], sorted(asked)


def _card(line: Line, nik: str) -> Card:
    npp = ascii_digits(one_line(line.cells.get("npp", ""))).lstrip("'")
    return Card(
        line=line.number,
        person=person_index(nik).hex(),
        name=one_line(line.cells.get("nama", ""))[:LONGEST_NAME],
        npp=npp.lstrip("0")[:20],
        wage=_wage(line),
    )


def person_index(nik: str) -> bytes:
    """The blind index under which somebody with this compacted NIK is found; for a badly written one, nobody is."""
    return blind_index("nik", nik if is_nik(nik) else "")


def _wage(line: Line) -> int | None:
    text = line.cells.get("upah", "")
    return parse_rupiah(text) if text else None


def _has_no_amount(line: Line) -> bool:
    """Whether its wage says something that is no amount of money."""
    amount = _wage(line)
    return bool(line.cells.get("upah")) and (amount is None or amount > LARGEST_WAGE)


def _listed(lines: list[str]) -> str:
    """The first lines by their numbers, and how many there are besides."""
    named, more = ", ".join(lines[:LINES_NAMED]), len(lines) - LINES_NAMED
    return _("%(lines)s dan %(more)s baris lain") % {"lines": named, "more": more} if more > 0 else named


def packed(cards: Iterable[Card]) -> str:
    return json.dumps([[card.line, card.person, card.name, card.npp, card.wage] for card in cards])


def unpacked(text: str) -> list[Card]:
    return [Card(*values) for values in json.loads(text)]
