"""Where the months and the evidence meet: the period that is being filled, and what a month has used up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import Conflict
from ipk.enums.activities import ActivityState
from ipk.models import Activity, MissionPeriod
from participants.models import Person


@dataclass(frozen=True, slots=True)
class Period:
    """For which month of a person activities are collected, from `first` to `last`; an open end is None."""

    person_id: UUID
    n: int
    first: date
    last: date | None
    claim_ref: UUID | None = None


def set_period(person: Person, *, n: int, first: date, last: date | None, claim_ref: UUID | None = None) -> None:
    """Say for which month one person's activities are collected: `set_periods` of one."""
    set_periods([Period(person.pk, n, first, last, claim_ref)])


def set_periods(periods: Sequence[Period]) -> None:
    """Say it of many in one statement. Twice is once; of two periods of one person the latter month stands."""
    latest = {period.person_id: period for period in sorted(periods, key=lambda period: period.n)}
    MissionPeriod.objects.bulk_create(
        [
            MissionPeriod(
                person_id=period.person_id,
                n=period.n,
                first=period.first,
                last_day=period.last,
                claim_ref=period.claim_ref,
            )
            for _person, period in sorted(latest.items())  # one order: two chunks never wait for each other
        ],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["n", "first", "last_day", "claim_ref"],
    )


def clear_period(person: Person) -> None:
    """No month of this person asks for activities any more: `clear_periods` of one."""
    clear_periods([person.pk])


def clear_periods(person_ids: Iterable[UUID]) -> None:
    """The benefit of these people is over."""
    MissionPeriod.objects.filter(person__in=list(person_ids)).delete()


@transaction.atomic
def use_activities(ids: Iterable[UUID], *, month_id: UUID, at: datetime) -> list[Activity]:
    """Count accepted activities for a month, once and for this month only (POL-17). Again for the same month is once.

    Raises Conflict("activity_not_accepted" | "activity_used"); then none is used.
    """
    wanted = set(ids)
    rows = list(Activity.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if len(rows) != len(wanted) or any(row.state != ActivityState.ACCEPTED for row in rows):
        raise Conflict("activity_not_accepted", _("Ada bukti yang belum diterima petugas."))
    if any(row.used_for not in (None, month_id) for row in rows):
        raise Conflict("activity_used", _("Ada bukti yang sudah dihitung untuk bulan lain."))
    fresh = [row for row in rows if row.used_for is None]
    for row in fresh:
        row.used_for, row.used_at = month_id, at
        row.save(update_fields=["used_for", "used_at"])
        audit.record("ipk.activity.used", actor=None, at=at, subject=row, month=month_id)
    return rows
