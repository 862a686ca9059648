"""What the law says on a day: the parameters of a decision, read together.

`Tables` is where they are read from: the law as it is, or with some parameters changed for a question of what if.
Changed tables touch nothing else, so they may be asked while others decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

from rules import parameters as law
from rules.articles import article
from rules.law import LegalRef, Parameter, Regime
from rules.money import Rupiah
from rules.transitional import eligibility_regime, last_filing_day

T = TypeVar("T")

CODES: Final = tuple(f"ELG-{number:02d}" for number in range(1, 14))


class Tables:
    """The parameters, of which `changed` stand in for those of the same name."""

    __slots__ = ("_changed",)

    def __init__(self, changed: Iterable[Parameter[Any]] = ()) -> None:
        self._changed = {parameter.name: parameter for parameter in changed}

    def of(self, parameter: Parameter[T]) -> Parameter[T]:
        """The parameter itself, or what stands in for it."""
        return self._changed.get(parameter.name, parameter)

    def on(self, parameter: Parameter[T], day: date) -> T:
        """Its value on a day. Raises ParameterNotInForce."""
        return self.of(parameter).on(day).value


THE_LAW: Final = Tables()


@dataclass(frozen=True, slots=True)
class Law:
    """What the law asks of a decision on a day."""

    regime: Regime
    articles: Mapping[str, LegalRef]
    age_limit: int
    excluded: tuple[str, ...]
    undecided: frozenset[str]
    needed: int
    window: int
    window_ends_before_phk: int
    run_needed: int
    anchor: str
    proofs: tuple[str, ...]
    jkn: tuple[str, ...]
    large: tuple[str, ...]
    small: tuple[str, ...]
    benefits_max: int
    months_between: int
    ceiling: Rupiah


def read(day: date, tables: Tables = THE_LAW) -> Law:
    """The law of a day. Raises ParameterNotInForce before 2 February 2021."""
    on, regime = tables.on, tables.on(law.REGIME, day)

    def named(parameter: Parameter[frozenset[str]]) -> tuple[str, ...]:
        names = on(parameter, day)
        return tuple(sorted(names))

    return Law(
        regime=regime,
        articles={code: article(code, regime) for code in CODES},
        age_limit=on(law.REGISTRATION_AGE_LIMIT, day),
        excluded=named(law.EXCLUDED_REASONS),
        undecided=on(law.UNDECIDED_REASONS, day),
        needed=on(law.COUNTED_MONTHS_NEEDED, day),
        window=on(law.WINDOW_MONTHS, day),
        window_ends_before_phk=0 if on(law.WINDOW_INCLUDES_PHK_MONTH, day) else 1,
        run_needed=on(law.CONSECUTIVE_MONTHS_NEEDED, day),
        anchor=on(law.CONSECUTIVE_ANCHOR, day),
        proofs=named(law.PROOF_KINDS),
        jkn=named(law.JKN_SEGMENTS),
        large=named(law.PROGRAMMES_LARGE),
        small=named(law.PROGRAMMES_SMALL),
        benefits_max=on(law.BENEFITS_MAX, day),
        months_between=on(law.MONTHS_BETWEEN_BENEFITS, day),
        ceiling=on(law.WAGE_CEILING, day),
    )


@lru_cache(maxsize=1024)
def law_on(day: date) -> Law:
    """The law of a day as it is, looked up once a day."""
    return read(day)


def forget_law() -> None:
    """Read the parameters anew: after one was changed in a trial."""
    for remembered in (law_on, eligibility_regime, last_filing_day):
        remembered.cache_clear()
