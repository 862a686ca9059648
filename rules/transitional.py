"""Which regime speaks: the clauses that carry people from PP 37/2021 over to PP 6/2025 on 7 February 2025."""

from datetime import date
from functools import lru_cache

from rules.calendar import Month, add_months, last_day
from rules.law import Parameter, Regime
from rules.parameters import CLAIM_PERIOD_MONTHS, REGIME


@lru_cache(maxsize=1024)
def eligibility_regime(decided_on: date) -> Regime:
    """The regime in force on the day the claim is declared eligible (Permenaker 2/2025 Pasal II angka 2 and 4, POL-04).

    Raises ParameterNotInForce before 2 February 2021, like all functions here.
    """
    return REGIME.on(decided_on).value


def payment_regime(granted_on: date) -> Regime:
    """The regime in force on the day a month is granted; paid months are never topped up (Pasal II angka 3, POL-05)."""
    return eligibility_regime(granted_on)


def contribution_day(month: Month) -> date:
    """The day on which the numbers of a contribution month are read: its last. 2025-02 is R25, 2025-01 R21 (POL-08)."""
    return last_day(month)


@lru_cache(maxsize=4096)
def last_filing_day(phk_on: date, decided_on: date) -> date:
    """The last day to file the first claim, inclusive (Pasal 40, POL-06)."""
    return last_day_under(CLAIM_PERIOD_MONTHS, phk_on, decided_on)


def last_day_under(claim_period: Parameter[int], phk_on: date, decided_on: date) -> date:
    """The period of the regime of `decided_on` counts, unless the right had lapsed under an older one before the newer
    one came into force: a lapsed right does not revive.
    """
    periods = [value for value in claim_period.values if value.since <= decided_on]
    last = add_months(phk_on, claim_period.values[0].value)
    for period in periods[1:]:
        if last < period.since:
            break
        last = add_months(phk_on, period.value)
    return last
