"""Leave of a counsellor: recorded, taken back, and what falls into it given to others."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.clock import legal_date
from core.errors import Conflict, Invalid
from counseling.enums import LeaveReason, RequestState
from counseling.models import Counsellor, Leave
from counseling.operations.booking import give_back, hand_over
from counseling.operations.requests import lock, reroute
from counseling.selectors.leave import touched_by
from counseling.selectors.slots import Roster

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Reassigned:
    """How many sessions somebody else took at the same time, and what waits for another time or counsellor."""

    kept: int = 0
    returned: int = 0
    routed: int = 0


@transaction.atomic
def record_leave(
    counsellor: Counsellor, *, first: date, last: date, reason: LeaveReason, actor: User, at: datetime
) -> Leave:
    """From the first to the last day, both included. The same leave twice is once.

    Raises Invalid("ends_before_it_begins" | "in_the_past" | "too_long"), Conflict("on_leave_already").
    """
    if last < first:
        raise Invalid("ends_before_it_begins", _("Hari terakhir harus sama atau sesudah hari pertama."))
    if last < legal_date(at):
        raise Invalid("in_the_past", _("Cuti ini sudah lewat."))
    if (last - first).days >= LONGEST_DAYS:
        raise Invalid("too_long", _("Cuti paling lama satu tahun."))
    Counsellor.objects.select_for_update(of=("self",)).get(pk=counsellor.pk)
    same = Leave.objects.filter(counsellor=counsellor, first=first, last=last).first()
    if same is not None:
        return same
    try:
        with transaction.atomic():
            leave = Leave.objects.create(
                counsellor=counsellor, first=first, last=last, reason=reason, recorded_by=actor, recorded_at=at
            )
    except IntegrityError as error:
        raise Conflict("on_leave_already", _("Cuti pada hari itu sudah tercatat.")) from error
    audit.record("counseling.leave.recorded", actor=actor, at=at, subject=leave)
    return leave


@transaction.atomic
def take_back_leave(leave: Leave, *, actor: User, at: datetime) -> None:
    """The counsellor is there after all. What was given away stays with who took it. Twice is once.

    Raises Conflict("leave_over").
    """
    fresh = Leave.objects.select_for_update(of=("self",)).filter(pk=leave.pk).first()
    if fresh is None:
        return
    if fresh.last < legal_date(at):
        raise Conflict("leave_over", _("Cuti ini sudah lewat."))
    audit.record("counseling.leave.taken_back", actor=actor, at=at, subject=fresh)
    fresh.delete()


@transaction.atomic
def reassign(leave: Leave, *, actor: User, at: datetime) -> Reassigned:
    """Give everything that falls into a leave to the nearest who are free; both sides are told.

    A session goes to somebody free at the same time; when nobody is, its request waits again and the office looks for
    another time. Waiting requests go to the next nearest. Twice finds nothing left.
    """
    touched = touched_by(leave, at)
    kept = returned = 0
    reason = str(_("Konselor tidak bertugas pada hari itu."))
    for session in touched.sessions:
        if hand_over(session, roster=Roster(at), reason=reason, actor=actor, at=at):
            kept += 1
        else:
            give_back(session, lock(session.request), reason=reason, actor=actor, at=at)
            returned += 1
    routed = 0
    for request in touched.requests:
        locked = lock(request)
        if locked.state == RequestState.WAITING and locked.counsellor_id == leave.counsellor_id:
            reroute(locked, without={leave.counsellor_id}, at=at)
            routed += 1
    audit.record("counseling.leave.reassigned", actor=actor, at=at, subject=leave)
    return Reassigned(kept, returned, routed)
