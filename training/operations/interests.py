"""Officers' ties to institutes (benturan kepentingan): declared, and ended with a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, ensure
from core.text import composed_text
from training.models import LONGEST_REASON, Institute, Interest
from training.policies import can_declare_for, can_end_interest


@transaction.atomic
def declare_interest(
    institute: Institute, *, officer: User, reason: str, since: date, actor: User, at: datetime
) -> Interest:
    """From this day on the officer decides nothing about the institute. One that is open stays as it was declared.

    Raises NotAllowed, Invalid("reason_missing" | "since_later").
    """
    today = clock.legal_date(at)
    ensure(can_declare_for(actor, officer, today))
    said = composed_text(reason).strip()[:LONGEST_REASON]
    if not said:
        raise Invalid("reason_missing", _("Tulis hubungan Anda dengan lembaga itu."))
    if since > today:
        raise Invalid("since_later", _("Hubungan dicatat sejak hari ini atau sebelumnya."))
    Institute.objects.select_for_update(of=("self",)).get(pk=institute.pk)
    known = Interest.objects.filter(officer=officer, institute=institute, until=None).first()
    if known is not None:
        return known
    row = Interest.objects.create(
        officer=officer, institute=institute, reason=said, since=since, declared_by=actor, declared_at=at
    )
    audit.record("training.interest.declared", actor=actor, at=at, subject=row, institute=institute.pk)
    return row


@transaction.atomic
def end_interest(interest: Interest, *, until: date, actor: User, at: datetime) -> Interest:
    """`until` is the first day on which the officer may decide again: today or later. Ended before: nothing changes.

    Raises NotAllowed, Invalid("until_earlier") and Conflict("ends_elsewise") when it was ended with another day.
    """
    row = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    today = clock.legal_date(at)
    ensure(can_end_interest(actor, row, today))
    if row.until is not None:
        if row.until == until:
            return row
        raise Conflict("ends_elsewise", _("Hubungan ini sudah diakhiri dengan tanggal lain."))
    if until < max(today, row.since):
        raise Invalid("until_earlier", _("Hubungan berakhir hari ini atau sesudahnya."))
    row.until = until
    row.save(update_fields=["until"])
    audit.record("training.interest.ended", actor=actor, at=at, subject=row, until=until)
    return row
