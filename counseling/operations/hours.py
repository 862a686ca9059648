"""The hours in which a counsellor takes sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from counseling.enums import TAKEN
from counseling.models import Counsellor, Session, WorkingHours
from counseling.times import Terms

WORKING_WEEK = range(5)


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a weekday (0 is Monday) by the counsellor's own clock."""

    weekday: int
    start: time
    end: time

    def covers(self, weekday: int, begins: time, ends: time) -> bool:
        return self.weekday == weekday and self.start <= begins and ends <= self.end


@transaction.atomic
def set_hours(
    counsellor: Counsellor, *, hours: Sequence[Hours], weekly_capacity: int, actor: User, at: datetime
) -> Counsellor:
    """Replace the hours of the week and how many sessions fill it. The same again changes nothing.

    Raises Invalid("outside_office_hours" | "not_on_the_half_hour" | "hours_overlap"), Conflict("sessions_in_the_way").
    """
    _refuse_what_cannot_be(hours, at)
    locked = Counsellor.objects.select_for_update(of=("self",)).get(pk=counsellor.pk)
    _ensure_sessions_fit(locked, hours, at)
    before = {(row.weekday, row.start, row.end) for row in locked.hours.all()}
    after = {(row.weekday, row.start, row.end) for row in hours}
    if before == after and locked.weekly_capacity == weekly_capacity:
        return locked
    locked.hours.all().delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(counsellor=locked, weekday=day, start=start, end=end) for day, start, end in sorted(after)
    )
    locked.weekly_capacity = weekly_capacity
    locked.save(update_fields=["weekly_capacity"])
    audit.record("counseling.hours.changed", actor=actor, at=at, subject=locked)
    return locked


def _refuse_what_cannot_be(hours: Sequence[Hours], at: datetime) -> None:
    terms = Terms.at(at)
    for one in hours:
        if one.weekday not in WORKING_WEEK or one.start < terms.first or one.end > terms.last or one.start >= one.end:
            message = _("Jam konseling antara %(first)s dan %(last)s, Senin sampai Jumat.")
            words = {"first": f"{terms.first:%H.%M}", "last": f"{terms.last:%H.%M}"}
            raise Invalid("outside_office_hours", message % words)
        if any(clock.minute % 30 or clock.second for clock in (one.start, one.end)):
            raise Invalid("not_on_the_half_hour", _("Pilih jam penuh atau setengah jam."))
    ordered = sorted(hours, key=lambda one: (one.weekday, one.start))
    for earlier, later in pairwise(ordered):
        if earlier.weekday == later.weekday and later.start < earlier.end:
            raise Invalid("hours_overlap", _("Jam pagi dan siang pada satu hari tidak boleh tumpang tindih."))


def _ensure_sessions_fit(counsellor: Counsellor, hours: Sequence[Hours], at: datetime) -> None:
    """What is agreed stays: hours that would leave a session outside are refused."""
    here = ZoneInfo(counsellor.zone)
    ahead = Session.objects.filter(counsellor=counsellor, state__in=TAKEN, starts_at__gt=at).order_by("starts_at")
    for begins, ends in ahead.values_list("starts_at", "ends_at"):
        begins, ends = begins.astimezone(here), ends.astimezone(here)
        if not any(one.covers(begins.weekday(), begins.time(), ends.time()) for one in hours):
            message = _("Masih ada sesi di luar jam baru. Pindahkan dulu sesi itu.")
            raise Conflict("sessions_in_the_way", message, first=begins)
