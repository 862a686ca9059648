"""Writing down who was at a session."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Invalid
from core.text import one_line
from participants.models import Person
from training.models import Presence


@transaction.atomic
def record_presence(
    person: Person, *, programme: str, institute: str, on: date, present: bool, actor: User | None, at: datetime
) -> Presence:
    """Whether `person` was at the session of that day. Recorded again it is corrected, and the correction is audited.

    Raises Invalid("session_in_the_future").
    """
    if on > clock.legal_date(at):
        raise Invalid("session_in_the_future", _("Presensi hanya dapat dicatat untuk hari yang sudah ada."))
    session = {"programme": one_line(programme), "institute": one_line(institute), "on": on}
    row, is_new = Presence.objects.select_for_update(of=("self",)).get_or_create(
        person=person, **session, defaults={"present": present, "recorded_by": actor, "recorded_at": at}
    )
    if is_new or row.present == present:
        return row
    audit.record("training.presence.corrected", actor=actor, at=at, subject=row, was=row.present, now=present)
    row.present, row.recorded_by, row.recorded_at = present, actor, at
    row.save(update_fields=["present", "recorded_by", "recorded_at"])
    return row
