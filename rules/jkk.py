"""What an employer contributes for work accidents (JKK) by the risk of its work, and the part of it that funds JKP.

The five rates are those of PP 44/2015; a share of each is recomposed to JKP (PP 37/2021 and PP 6/2025 Pasal 11). The
relief of 2025 for six sectors is no matter of the class and is not counted here.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from rules import parameters as law
from rules.law import LegalRef


class RiskClass(StrEnum):
    """The risk of the work, from very low to very high."""

    I = "I"  # noqa: E741  # the numeral of the law
    II = "II"
    III = "III"
    IV = "IV"
    V = "V"


@dataclass(frozen=True, slots=True)
class JkkRate:
    """Shares of a wage: `rate` is paid (`law`), `to_jkp` of it funds JKP (`recomposed_by`)."""

    rate: Fraction
    to_jkp: Fraction
    law: LegalRef
    recomposed_by: LegalRef

    @property
    def kept(self) -> Fraction:
        """What stays with JKK."""
        return self.rate - self.to_jkp


def jkk_rate(risk_class: RiskClass, on: date) -> JkkRate:
    """The rate of a class on a day. Raises ParameterNotInForce before 2 February 2021."""
    rates, part = law.JKK_RATES.on(on), law.CONTRIBUTION_JKK.on(on)
    return JkkRate(rates.value[list(RiskClass).index(risk_class)], part.value, rates.law, part.law)
