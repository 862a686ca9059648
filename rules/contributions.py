"""What a month of contribution is made of, and which months count."""

from dataclasses import dataclass
from fractions import Fraction

from rules.calendar import Month
from rules.errors import InvalidFacts
from rules.law import Parameter
from rules.money import Rupiah, share_of
from rules.parameters import CONTRIBUTION_GOVERNMENT, CONTRIBUTION_JKK, CONTRIBUTION_JKM, WAGE_CEILING
from rules.transitional import contribution_day


@dataclass(frozen=True, slots=True)
class ContributionAmount:
    """Whole rupiah of one worker-month. `total` is the sum of the rounded parts (POL-07)."""

    base: Rupiah
    government: Rupiah
    jkk: Rupiah
    jkm: Rupiah
    total: Rupiah

    def to_json(self) -> dict[str, int]:
        """The answer as the decision contract writes it."""
        return {
            "base": self.base,
            "government": self.government,
            "jkk": self.jkk,
            "jkm": self.jkm,
            "total": self.total,
        }


def compute(month: Month, wage: int) -> ContributionAmount:
    """Shares of min(wage, ceiling), each rounded; the rate goes by the contribution month (Pasal 11, POL-08).

    Raises InvalidFacts for a negative wage and ParameterNotInForce for a month before February 2021.
    """
    if wage < 0:
        raise InvalidFacts("A wage is not negative", "wage")
    day = contribution_day(month)
    base = Rupiah(min(wage, WAGE_CEILING.on(day).value))

    def part(rate: Parameter[Fraction]) -> Rupiah:
        return share_of(base, rate.on(day).value)

    government, jkk, jkm = part(CONTRIBUTION_GOVERNMENT), part(CONTRIBUTION_JKK), part(CONTRIBUTION_JKM)
    return ContributionAmount(base, government, jkk, jkm, Rupiah(government + jkk + jkm))
