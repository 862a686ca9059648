"""The portal was away: whoever had a window open then gets the time back, and a day more (POL-16)."""

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import MonthState
from claims.models import ClaimMonth, ServiceOutage
from core import audit, clock
from core.errors import Invalid
from notices.letters import revoke_letter
from notices.operations import notify
from notices.selectors import letters_about
from rules.parameters import OUTAGE_EXTRA_DAYS

LONGEST = timedelta(days=60)


@transaction.atomic
def record_outage(*, starts_at: datetime, ends_at: datetime, reason: str, actor: User, at: datetime) -> ServiceOutage:
    """Write an outage down and lengthen every window that was open during it. The same outage twice is once.

    A month that was lost to it meanwhile is open again, and its letter withdrawn. Raises Invalid("reason_needed" |
    "ends_before_it_starts" | "not_over" | "too_long").
    """
    if not reason.strip():
        raise Invalid("reason_needed", _("Tulis sebab gangguan."))
    if ends_at <= starts_at:
        raise Invalid("ends_before_it_starts", _("Selesai harus sesudah mulai."))
    if ends_at > at:
        raise Invalid("not_over", _("Catat gangguan sesudah selesai."))
    if ends_at - starts_at > LONGEST:
        raise Invalid("too_long", _("Gangguan lebih lama dari 60 hari harus diputus lewat aturan, bukan di sini."))
    outage, is_new = ServiceOutage.objects.get_or_create(
        starts_at=starts_at,
        ends_at=ends_at,
        defaults={"reason": reason.strip(), "recorded_by": actor, "recorded_at": at},
    )
    if is_new:
        touched = _give_back(outage, at)
        audit.record("claims.outage.recorded", actor=actor, at=at, subject=outage, reason=outage.reason, months=touched)
    return outage


def days_lost(outage: ServiceOutage) -> int:
    """The length of an outage in days, a begun day counted as one."""
    return ceil((outage.ends_at - outage.starts_at) / timedelta(days=1))


def _give_back(outage: ServiceOutage, at: datetime) -> int:
    first, last = clock.legal_date(outage.starts_at), clock.legal_date(outage.ends_at)
    more = timedelta(days=days_lost(outage) + OUTAGE_EXTRA_DAYS.on(first).value)
    waiting = Q(state__in=(MonthState.SCHEDULED, MonthState.OPEN, MonthState.FORFEITED), filed_at=None)
    open_then = ClaimMonth.objects.of_running_claims().filter(waiting, opens_on__lte=last, closes_on__gte=first)
    months = list(open_then.select_for_update(of=("self",)).select_related("claim__person__user").order_by("pk"))
    for month in months:
        _lengthen(month, month.closes_on + more, at)
    return len(months)


def _lengthen(month: ClaimMonth, closes_on: object, at: datetime) -> None:
    if month.state == MonthState.FORFEITED:
        month = _open_again(month, at)
    month.closes_on = closes_on
    month.save(update_fields=["closes_on"])
    notify(
        event="window_extended",
        user=month.claim.person.user,
        at=at,
        link=f"/klaim/{month.claim_id}/bulan/{month.n}/",
        key=f"{month.pk}:{closes_on}",
        month=month.n,
        due=closes_on,
    )


def _open_again(month: ClaimMonth, at: datetime) -> ClaimMonth:
    decision = month.decisions.latest("at")
    letter = letters_about([decision]).get(str(decision.pk))
    if letter is not None:
        revoke_letter(letter, reason="Layanan terganggu; batas waktu diperpanjang.", actor=None, at=at)
    return ClaimMonth.workflow.move(month, "reopen", actor=None, at=at, note="outage", decided_at=None)
