"""What somebody searches for among vacancies: read from an address, written back as the canonical one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from core.text import one_line
from ipk.enums.vacancies import Employment, Schooling

LONGEST_QUERY, MOST_WORDS = 80, 8
WAGES = (2_000_000, 2_500_000, 3_000_000, 4_000_000, 5_000_000, 7_500_000, 10_000_000)
RECENT = (1, 7, 30)
_WORD = re.compile(r"[^\W_]+")
# Words that every vacancy may hold and nobody looks for.
STOP = frozenset(
    {"di", "ke", "dari", "dan", "atau", "yang", "untuk", "dengan", "pada", "kerja", "pekerjaan", "lowongan", "loker"}
    | {"cari", "mencari", "posisi", "sebagai", "the", "of"}
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`place` as typed; `where` is "home", "abroad" or ""; `group` one or two digits; `recent` in days, 0 for all."""

    q: str = ""
    place: str = ""
    wage: int = 0
    group: str = ""
    schooling: str = ""
    where: str = ""
    kinds: tuple[str, ...] = ()
    recent: int = 0
    newest: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Lower-case words of the query that say something, at most eight."""
        found = [word.lower() for word in _WORD.findall(self.q)]
        said = [word for word in found if word not in STOP]
        return tuple(dict.fromkeys(said or found))[:MOST_WORDS]

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for: without it the page shows what there is."""
        return any((self.q, self.place, *self.filters))

    @property
    def filters(self) -> tuple[Any, ...]:
        """What stands in the filter panel and is set."""
        each = (self.wage, self.group, self.schooling, self.where, self.kinds, self.recent)
        return tuple(value for value in each if value)

    def query_string(self) -> str:
        """The same search always gives the same text."""
        pairs: list[tuple[str, Any]] = [
            ("q", self.q), ("di", self.place), ("gaji", self.wage), ("golongan", self.group),
            ("didik", self.schooling), ("mana", {"home": "dn", "abroad": "ln"}.get(self.where, "")),
            *(("jenis", kind) for kind in self.kinds), ("baru", self.recent), ("urut", "baru" if self.newest else ""),
        ]  # fmt: skip
        return urlencode([(name, value) for name, value in pairs if value])

    def without(self, *names: str) -> "Wanted":
        """The same search with these fields as if nobody had set them."""
        plain = Wanted()
        return replace(self, **{name: getattr(plain, name) for name in names})


def read_wanted(data: Mapping[str, Any]) -> Wanted:
    """What an address asks for; what cannot be read is left out, because a link may be old or broken."""
    kinds = data.getlist("jenis") if hasattr(data, "getlist") else data.get("jenis", ())
    return Wanted(
        q=one_line(data.get("q") or "")[:LONGEST_QUERY].strip(),
        place=one_line(data.get("di") or "")[:LONGEST_QUERY].strip(),
        wage=_one_of(data.get("gaji"), WAGES),
        group=_digits(data.get("golongan")),
        schooling=str(data.get("didik")) if data.get("didik") in Schooling.values[1:] else "",
        where={"dn": "home", "ln": "abroad"}.get(str(data.get("mana")), ""),
        kinds=tuple(kind for kind in Employment.values if kind in kinds),
        recent=_one_of(data.get("baru"), RECENT),
        newest=data.get("urut") == "baru",
    )


def _one_of(text: Any, allowed: tuple[int, ...]) -> int:
    return next((number for number in allowed if str(number) == text), 0)


def _digits(text: Any) -> str:
    return str(text) if re.fullmatch(r"[1-9][0-9]?", str(text or ""), re.ASCII) else ""
