"""A row of the register with its partition and its summary, without carrying a whole file through."""

from datetime import date

from participants.contribution_law import bit_of
from participants.contribution_tables import REGISTER, SUMMARY, partition_of, run
from participants.models import ContributionFile, MonthlyContribution
from rules.calendar import Month, month_of
from tests.factories.contributions import ContributionFileFactory


def in_register(
    number: int,
    month: str,
    *,
    paid_on: date | None,
    npp: int,
    wage: int = 4_500_000,
    file: ContributionFile | None = None,
) -> ContributionFile:
    """The month of one number (KPJ) as the register holds it. `month` as 2026-08."""
    period = month_of(date.fromisoformat(f"{month}-01"))
    file = file or ContributionFileFactory()
    run(
        f"CREATE TABLE IF NOT EXISTS {partition_of(period)} "
        f"PARTITION OF {REGISTER} FOR VALUES FROM ({period}) TO ({Month(period + 1)})"
    )
    MonthlyContribution.objects.create(
        participant=number,
        period=period,
        wage=wage,
        paid_on=paid_on,
        employer=npp,
        jkk=0,
        jkm=0,
        government=0,
        file=file.pk,
    )
    run(
        f"INSERT INTO {SUMMARY} (participant, paid_bits, last_wage, last_period, born_on, registered_on) "  # noqa: S608
        "VALUES (%s, %s, %s, %s, '1990-07-01', '2019-05-01') ON CONFLICT (participant) DO UPDATE SET "
        f"paid_bits = {SUMMARY}.paid_bits | excluded.paid_bits, last_wage = excluded.last_wage, "
        "last_period = excluded.last_period",
        number,
        bit_of(period) if paid_on else 0,
        wage,
        period,
    )
    return file
