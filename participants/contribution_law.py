"""What the law asks of one month of contribution, as Python and as SQL; every number comes from `rules`. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from participants.enums import Scale
from rules.calendar import Month, first_day, month_of
from rules.duties import CONTRIBUTION_WAGE_TIMES
from rules.money import Rupiah, share_of
from rules.parameters import (
    CONTRIBUTION_GOVERNMENT,
    CONTRIBUTION_JKK,
    CONTRIBUTION_JKM,
    PROGRAMMES_LARGE,
    PROGRAMMES_SMALL,
    REGISTRATION_AGE_LIMIT,
    RELIEF_JKK_SHARE,
    WAGE_CEILING,
)
from rules.transitional import contribution_day

EPOCH = month_of(date(2022, 1, 1))  # bit 0 of a participant's months
BITS = 63  # what an int8 holds beside its sign: until March 2027
PROGRAMMES = ("JKK", "JKM", "JHT", "JP")  # in the order in which a file writes them
SMALL = (Scale.MICRO, Scale.SMALL)
LARGE = (Scale.MEDIUM, Scale.LARGE)


def holds(month: Month) -> bool:
    """Whether the months of a participant have a bit for it."""
    return EPOCH <= month < EPOCH + BITS


def bit_of(month: Month) -> int:
    """The value of the month's bit in `paid_bits`."""
    if not holds(month):
        raise ValueError(f"no bit for {first_day(month):%Y-%m}")
    return 1 << (month - EPOCH)


def months_of(bits: int) -> list[Month]:
    """The months whose bits are set, oldest first."""
    return [Month(EPOCH + place) for place in range(BITS) if bits >> place & 1]


@dataclass(frozen=True, slots=True)
class MonthLaw:
    """The numbers of one contribution month (POL-08). `relief`: the part of JKK that firms in relief still pay."""

    month: Month
    ceiling: Rupiah
    government: Fraction
    jkk: Fraction
    jkm: Fraction
    relief: Fraction
    age_limit: int
    wage_times: int
    small: tuple[str, ...]
    large: tuple[str, ...]

    @property
    def has_relief(self) -> bool:
        return self.relief != 1

    def expected(self, wage: int, *, relief: bool) -> dict[str, int]:
        """What the row of a worker with this wage must hold, each part rounded by the one rule (POL-07)."""
        base = Rupiah(min(wage, self.ceiling))
        return {
            "iuran_pemerintah": share_of(base, self.government),
            "iuran_jkk": share_of(base, self.jkk * self.relief if relief else self.jkk),
            "iuran_jkm": share_of(base, self.jkm),
        }

    def programmes_of(self, scale: str) -> tuple[str, ...]:
        """Every list of programmes that a firm of this scale may hold: what it must, or more."""
        return self.small if scale in SMALL else self.large


@lru_cache(maxsize=128)
def law_of(month: Month) -> MonthLaw:
    """Raises ParameterNotInForce for a month before February 2021."""
    day = contribution_day(month)
    return MonthLaw(
        month=month,
        ceiling=WAGE_CEILING.on(day).value,
        government=CONTRIBUTION_GOVERNMENT.on(day).value,
        jkk=CONTRIBUTION_JKK.on(day).value,
        jkm=CONTRIBUTION_JKM.on(day).value,
        relief=RELIEF_JKK_SHARE.on(day).value,
        age_limit=REGISTRATION_AGE_LIMIT.on(day).value,
        wage_times=CONTRIBUTION_WAGE_TIMES.on(day).value,
        small=_at_least(PROGRAMMES_SMALL.on(day).value),
        large=_at_least(PROGRAMMES_LARGE.on(day).value),
    )


def _at_least(needed: Iterable[str]) -> tuple[str, ...]:
    wanted = frozenset(needed)
    sets = (held for size in range(len(PROGRAMMES) + 1) for held in combinations(PROGRAMMES, size))
    return tuple("+".join(held) for held in sets if wanted <= set(held))


def share_sql(base: str, share: Fraction) -> str:
    """`rules.money.share_of` as an expression: `base` is SQL for a whole, not negative number."""
    numerator, denominator = share.as_integer_ratio()
    return f"((2 * {base} * {numerator} + {denominator}) / {2 * denominator})"
