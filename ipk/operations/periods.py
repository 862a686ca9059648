"""Where the months and the evidence meet: the period that is being filled, and what a month has used up."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import Conflict
from ipk.enums import ActivityState
from ipk.models import Activity, MissionPeriod
from participants.models import Person


def set_period(
    person: Person, *, n: int, first: date, last: date | None, claim_ref: UUID | None = None
) -> MissionPeriod:
    """Say for which month activities are collected, from `first` to `last`; an open end is None. Twice is once."""
    period, _is_new = MissionPeriod.objects.update_or_create(
        person=person, defaults={"n": n, "first": first, "last_day": last, "claim_ref": claim_ref}
    )
    return period


def clear_period(person: Person) -> None:
    """No month asks for activities any more: the benefit is over."""
    MissionPeriod.objects.filter(person=person).delete()


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
