"""What somebody looks for in the catalogue: read from an address, written back as the canonical one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from core.text import one_line
from training.enums import Mode

LONGEST_QUERY, MOST_WORDS = 80, 8
STARTS = (14, 30, 90)  # days from today
COSTS = (1_000_000, 1_500_000, 2_000_000)
_WORD = re.compile(r"[^\W_]+")
# Words that every programme may hold and nobody looks for.
STOP = frozenset(
    {"di", "ke", "dari", "dan", "atau", "yang", "untuk", "dengan", "pada", "pelatihan", "kursus", "program", "kelas"}
    | {"belajar", "cari", "mencari", "lpk", "blk", "lembaga", "the", "of"}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`place` as typed; `group` one or two digits; `days` until the start and `cost` in whole rupiah, 0 for any.

    `institutes`: whole institutes are asked for instead of programmes; `soonest`: the order is that of the start;
    `nearest`: the place narrows nothing and what is near to it stands first.
    """

    q: str = ""
    place: str = ""
    group: str = ""
    mode: str = ""
    days: int = 0
    cost: int = 0
    soonest: bool = False
    nearest: bool = False
    institutes: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return words_of(self.q)

    @property
    def filters(self) -> tuple[Any, ...]:
        """What stands in the filter panel and is set."""
        return tuple(value for value in (self.group, self.mode, self.days, self.cost) if value)

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for: without it the page shows what there is."""
        return any((self.q, self.place, self.institutes, *self.filters))

    @property
    def order(self) -> str:
        """As it stands in an address; empty for the usual one."""
        return "dekat" if self.nearest else "mulai" if self.soonest else ""

    def query_string(self) -> str:
        """The same question always gives the same text."""
        pairs = [
            ("q", self.q), ("di", self.place), ("bidang", self.group), ("cara", self.mode), ("mulai", self.days),
            ("biaya", self.cost), ("urut", self.order),
            ("lihat", "lembaga" if self.institutes else ""),
        ]  # fmt: skip
        return urlencode([(name, value) for name, value in pairs if value])

    def without(self, *names: str) -> "Asked":
        """The same question with these fields as if nobody had set them."""
        plain = Asked()
        return replace(self, **{name: getattr(plain, name) for name in names})


def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words that say something, at most eight: letters and digits only."""
    found = [word.lower() for word in _WORD.findall(text)]
    said = [word for word in found if word not in STOP]
    return tuple(dict.fromkeys(said or found))[:MOST_WORDS]


def read_asked(data: Mapping[str, Any]) -> Asked:
    """What an address asks for; what cannot be read is left out, because a link may be old or broken."""
    return Asked(
        q=one_line(data.get("q") or "")[:LONGEST_QUERY].strip(),
        place=one_line(data.get("di") or "")[:LONGEST_QUERY].strip(),
        group=_digits(data.get("bidang")),
        mode=str(data.get("cara")) if data.get("cara") in Mode.values else "",
        days=_one_of(data.get("mulai"), STARTS),
        cost=_one_of(data.get("biaya"), COSTS),
        soonest=data.get("urut") == "mulai",
        nearest=data.get("urut") == "dekat",
        institutes=data.get("lihat") == "lembaga",
    )


def _one_of(text: Any, allowed: tuple[int, ...]) -> int:
    return next((number for number in allowed if str(number) == text), 0)


def _digits(text: Any) -> str:
    return str(text) if re.fullmatch(r"[1-9][0-9]?", str(text or ""), re.ASCII) else ""
