"""What the register holds of one participant: by bits in four buffers, by rows in about four a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from participants.contribution_law import EPOCH, months_of
from participants.contribution_tables import REGISTER, SUMMARY, rows
from participants.models import MonthlyContribution, ParticipantNumber, ParticipantSummary
from rules.calendar import Month, first_day

NIGHTS = 1_000  # one participant in so many is looked at each night


@dataclass(frozen=True, slots=True)
class PaidMonths:
    """Of one number (KPJ): the months paid from January 2022 on, oldest first; the last wage and its month."""

    number: int
    months: tuple[date, ...]
    last_wage: int | None
    last_month: date | None


def paid_months(number: int) -> PaidMonths | None:
    """None for a number that BPJS has not named as insured."""
    return paid_months_of([number]).get(number)


def paid_months_of(numbers: Sequence[int]) -> dict[int, PaidMonths]:
    """The same of several numbers of one person, in one look; a number that is not insured is absent."""
    return {
        summary.pk: PaidMonths(
            number=summary.pk,
            months=tuple(first_day(month) for month in months_of(summary.paid_bits)),
            last_wage=summary.last_wage,
            last_month=None if summary.last_period is None else first_day(Month(summary.last_period)),
        )
        for summary in ParticipantSummary.objects.filter(pk__in=numbers)
    }


def rows_of(number: int, *, since: Month, until: Month) -> list[MonthlyContribution]:
    """The months on record of one number, newest first; both ends belong to it, and no other partition is read."""
    return rows_between([number], since=since, until=until)


def rows_between(numbers: Sequence[int], *, since: Month, until: Month) -> list[MonthlyContribution]:
    """The same of several numbers of one person."""
    found = MonthlyContribution.objects.filter(participant__in=numbers, period__gte=since, period__lte=until)
    return list(found.order_by("-period", "participant"))


def numbers_of(person_id: UUID) -> list[int]:
    """Every number (KPJ) of a person that BPJS has told us."""
    numbers = ParticipantNumber.objects.filter(person_id=person_id).order_by("number")
    return list(numbers.values_list("number", flat=True))


def unlike_their_rows(night: int, every: int = NIGHTS) -> list[int]:
    """Numbers in this night's sample whose bits, last wage or last month are not those of their rows."""
    found = rows(
        f"SELECT s.participant FROM {SUMMARY} s LEFT JOIN LATERAL ("  # noqa: S608 - names and numbers of ours
        f"SELECT bit_or(CASE WHEN r.paid_on IS NULL THEN 0 ELSE 1::int8 << (r.period - {int(EPOCH)}) END) AS bits, "
        "max(r.period) AS last_period, (array_agg(r.wage ORDER BY r.period DESC))[1] AS last_wage "
        f"FROM {REGISTER} r WHERE r.participant = s.participant) r ON true WHERE mod(s.participant, %s) = %s AND "
        "(s.paid_bits, s.last_period, s.last_wage) IS DISTINCT FROM (coalesce(r.bits, 0), r.last_period, r.last_wage) "
        "ORDER BY 1",
        every,
        night % every,
    )
    return [int(number) for (number,) in found]
