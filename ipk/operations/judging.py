"""An officer's word on evidence: accept, ask again, not accept. The person is told why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid, NotAllowed
from core.events import publish
from core.text import one_line
from files.enums import FileState
from ipk.enums.activities import ActivityState
from ipk.events import ActivityJudged
from ipk.models import Activity
from ipk.reasons import ASKING, REASONS, REJECTING
from notices.operations import notify


@transaction.atomic
def accept_activity(activity: Activity, *, seen: datetime, actor: User, at: datetime) -> Activity:
    """The evidence shows the activity. `seen` is the moment of the submission that the officer looked at.

    Raises NotAllowed("own_activity"), Conflict("wrong_state" | "changed" | "file_not_clean").
    """
    locked = _locked(activity, seen, actor)
    if locked.file is not None and locked.file.state != FileState.CLEAN:
        raise Conflict("file_not_clean", _("Berkas ini belum dapat dibuka, jadi belum dapat diterima."))
    return _judge(locked, "accept", reason="", note="", actor=actor, at=at)


@transaction.atomic
def ask_activity(activity: Activity, *, seen: datetime, reason: str, note: str, actor: User, at: datetime) -> Activity:
    """Say what the evidence does not show yet; the person answers. Raises Invalid("reason_missing" | "note_missing")
    and what accept_activity raises."""
    _refuse_reason(reason, note, ASKING)
    locked = _judge(_locked(activity, seen, actor), "ask", reason=reason, note=note, actor=actor, at=at)
    _tell(locked, "activity_asked", at)
    return locked


@transaction.atomic
def reject_activity(
    activity: Activity, *, seen: datetime, reason: str, note: str, actor: User, at: datetime
) -> Activity:
    """The activity does not count, and why. Raises as ask_activity does."""
    _refuse_reason(reason, note, REJECTING)
    locked = _judge(_locked(activity, seen, actor), "reject", reason=reason, note=note, actor=actor, at=at)
    _tell(locked, "activity_rejected", at)
    return locked


def _locked(activity: Activity, seen: datetime, actor: User) -> Activity:
    locked = Activity.objects.select_for_update(of=("self",)).select_related("person__user", "file").get(pk=activity.pk)
    if locked.person.user_id == actor.pk:
        raise NotAllowed("own_activity", _("Bukti milik sendiri diperiksa petugas lain."))
    if locked.state == ActivityState.SUBMITTED and locked.submitted_at != seen:
        raise Conflict("changed", _("Peserta sudah mengirim bukti baru. Muat ulang untuk melihatnya."))
    return locked


def _refuse_reason(reason: str, note: str, allowed: tuple[str, ...]) -> None:
    if reason not in allowed:
        raise Invalid("reason_missing", _("Pilih alasannya."))
    if REASONS[reason].wants_note and not note.strip():
        raise Invalid("note_missing", _("Tulis penjelasan untuk peserta."))


def _judge(activity: Activity, move: str, *, reason: str, note: str, actor: User, at: datetime) -> Activity:
    note = one_line(note)
    said = f"{reason}: {note}" if note else reason
    judged = Activity.workflow.move(
        activity, move, actor=actor, at=at, note=said, judged_at=at, reason=reason, officer_note=note
    )
    audit.record(f"ipk.activity.{judged.state}", actor=actor, at=at, subject=judged, reason=reason)
    publish(ActivityJudged(person_id=str(judged.person_id)))
    return judged


def _tell(activity: Activity, event: str, at: datetime) -> None:
    """The reason in the words of the catalogue, in the person's language; the officer's own words stand on the page."""
    user = activity.person.user
    if user is None:  # the account is gone; nobody reads
        return
    with override(user.language):
        reason = str(REASONS[activity.reason].sentence)
    notify(
        event=event,
        user=user,
        at=at,
        link=f"/ipk/misi/{activity.pk}/",
        key=f"{activity.pk}:{activity.log.count()}",
        company=activity.company,
        reason=reason,
    )
