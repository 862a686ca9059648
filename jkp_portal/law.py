"""The numbers of the law that public pages mention, read on a day: pages never write one themselves."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rules import parameters
from rules.money import Rupiah, share_of


@dataclass(frozen=True, slots=True)
class LawInBrief:
    rate: Fraction
    months: int
    wage_ceiling: Rupiah
    highest: Rupiah
    counted_months: int
    window_months: int
    claim_months: int
    payment_days: int
    applications: int
    interviews: int
    attendance: Fraction
    reemployment_days: int


def in_brief(day: date) -> LawInBrief:
    """What holds on `day`. Raises ParameterNotInForce before the programme began."""
    rates = parameters.BENEFIT_RATES.on(day).value
    ceiling = parameters.WAGE_CEILING.on(day).value
    return LawInBrief(
        rate=rates[0],
        months=parameters.BENEFIT_MONTHS.on(day).value,
        wage_ceiling=ceiling,
        highest=share_of(ceiling, max(rates)),
        counted_months=parameters.COUNTED_MONTHS_NEEDED.on(day).value,
        window_months=parameters.WINDOW_MONTHS.on(day).value,
        claim_months=parameters.CLAIM_PERIOD_MONTHS.on(day).value,
        payment_days=parameters.PAYMENT_WORKING_DAYS.on(day).value,
        applications=parameters.APPLICATIONS_NEEDED.on(day).value,
        interviews=parameters.INTERVIEWS_NEEDED.on(day).value,
        attendance=parameters.ATTENDANCE_NEEDED.on(day).value,
        reemployment_days=parameters.REEMPLOYMENT_REPORT_WORKING_DAYS.on(day).value,
    )
