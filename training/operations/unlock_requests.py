"""The institute asks for a locked roster; the officer who does not open it says why. Granting is `unlock_meeting`."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.clock import legal_date
from core.errors import Conflict, NotAllowed
from core.workflow import signed_by
from training.enums import ClassState, MeetingState, UnlockRequestState
from training.models import Meeting, UnlockRequest
from training.operations import attendance_news as news
from training.operations.meetings import refuse_billed, why
from training.policies import can_ask_unlock, can_unlock


@transaction.atomic
def ask_unlock(meeting: Meeting, *, reason: str, actor: User, at: datetime) -> UnlockRequest:
    """One request a meeting waits; the same again is the same one.

    Raises NotAllowed("not_staff"), Invalid("reason_missing") and Conflict("wrong_state" | "not_locked" | "billed" |
    "asked_already").
    """
    said = why(reason)
    fresh = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not can_ask_unlock(actor, fresh, legal_date(at)):
        raise NotAllowed("not_staff", _("Anda tidak bekerja untuk lembaga ini."))
    known = UnlockRequest.objects.waiting().filter(meeting=fresh).first()
    if known is not None:
        if (known.reason, known.asked_by_id) == (said, actor.pk):
            return known
        raise Conflict("asked_already", _("Pertemuan ini sudah diminta dibuka. Tunggu jawabannya."))
    if fresh.state == MeetingState.CANCELLED or fresh.training_class.state == ClassState.CANCELLED:
        raise Conflict("wrong_state", _("Pertemuan ini dibatalkan."))
    if at <= fresh.locks_at:
        raise Conflict("not_locked", _("Presensi pertemuan ini masih terbuka."), until=fresh.locks_at)
    refuse_billed(fresh)
    row = UnlockRequest.objects.create(meeting=fresh, reason=said, asked_by=actor, asked_at=at)
    row.log.create(move="ask", from_state="", to_state=row.state, at=at, note=said, **signed_by(actor))
    audit.record("training.attendance.unlock_asked", actor=actor, at=at, subject=fresh, reason=said)
    return row


@transaction.atomic
def refuse_unlock(request: UnlockRequest, *, answer: str, actor: User, at: datetime) -> UnlockRequest:
    """It stays locked, with a reason that the institute reads. The same again is once.

    Raises NotAllowed("not_allowed"), Invalid("reason_missing") and Conflict("wrong_state") when it was answered.
    """
    said = why(answer)
    fresh = UnlockRequest.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=request.pk)
    if fresh.asked_by_id == actor.pk or not can_unlock(actor, fresh.meeting, legal_date(at)):
        raise NotAllowed("not_allowed", _("Anda tidak dapat memutus tentang presensi lembaga ini."))
    if (fresh.state, fresh.decided_by_id, fresh.answer) == (UnlockRequestState.REFUSED, actor.pk, said):
        return fresh
    decided = {"decided_by": actor, "decided_at": at, "answer": said}
    moved = UnlockRequest.workflow.move(fresh, "refuse", actor=actor, at=at, note=said, **decided)
    audit.record("training.attendance.unlock_refused", actor=actor, at=at, subject=moved.meeting, reason=said)
    news.unlock_refused(moved, at=at)
    return moved
