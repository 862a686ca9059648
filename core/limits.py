"""Limits that fail closed: counted in rows, because a cache may vanish and an attacker must not profit from it.

    SENDS = Limit("code.send", most=3, within=timedelta(minutes=10))
    take(SENDS, phone, at=at)                       # counts one, or raises TooMany with the minutes to wait

    FAILS = Limit("sign-in.fail", most=5, within=timedelta(minutes=15), lock=timedelta(minutes=10))
    refuse_locked(FAILS, key, at=at)                # before trying
    strike(FAILS, key, at=at)                       # after a failure: the fifth one locks

What is counted is kept as a blind index only: no address, number or name stands in these tables.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import ngettext

from core.crypto import blind_index
from core.errors import TooMany
from core.models import LimitHit, Lockout


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in any stretch of `within`; with `lock`, reaching it closes the door for that long."""

    name: str
    most: int
    within: timedelta
    lock: timedelta = timedelta()


def take(limit: Limit, subject: str, *, at: datetime, amount: int = 1) -> None:
    """Count `amount` for `subject`. Raises TooMany, and counts nothing, when that would pass the limit."""
    key = _key(limit, subject)
    with transaction.atomic():
        _hold(key)
        recent = list(_recent(limit, key, at).order_by("at").values_list("at", "amount"))
        excess = sum(size for _, size in recent) + amount - limit.most
        if excess > 0:
            raise too_many(_free_again(recent, excess, limit, at) - at)
        LimitHit.objects.create(kind=limit.name, key=key, at=at, amount=amount)


def is_free(limit: Limit, subject: str, *, at: datetime) -> bool:
    """Whether one more would be allowed; counts nothing."""
    return sum(_recent(limit, _key(limit, subject), at).values_list("amount", flat=True)) < limit.most


def strike(limit: Limit, subject: str, *, at: datetime) -> None:
    """Count one failure; the last allowed one locks `subject` out for `limit.lock` and starts the count anew.

    Commits by itself: call it outside a transaction, or the caller's rollback forgets the failure.
    """
    key = _key(limit, subject)
    with transaction.atomic():
        _hold(key)
        if _recent(limit, key, at).count() + 1 < limit.most:
            LimitHit.objects.create(kind=limit.name, key=key, at=at)
            return
        LimitHit.objects.filter(kind=limit.name, key=key).delete()
        Lockout.objects.update_or_create(kind=limit.name, key=key, defaults={"until": at + limit.lock})


def refuse_locked(limit: Limit, subject: str, *, at: datetime) -> None:
    """Raise TooMany while `subject` is locked out."""
    until = locked_until(limit, subject, at=at)
    if until is not None:
        raise too_many(until - at)


def locked_until(limit: Limit, subject: str, *, at: datetime) -> datetime | None:
    locks = Lockout.objects.filter(kind=limit.name, key=_key(limit, subject), until__gt=at)
    return locks.values_list("until", flat=True).first()


def forget(limit: Limit, subject: str) -> None:
    """Start the count anew, as after a success."""
    LimitHit.objects.filter(kind=limit.name, key=_key(limit, subject)).delete()


def clear_old(at: datetime) -> int:
    """Delete what no limit looks at any more. Returns how many rows."""
    hits = LimitHit.objects.filter(at__lt=at - timedelta(days=2)).delete()[0]
    return hits + Lockout.objects.filter(until__lt=at - timedelta(days=2)).delete()[0]


def too_many(wait: timedelta) -> TooMany:
    """The error that says how many minutes to wait: rounded up, at least one."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    message = ngettext(
        "Terlalu sering dicoba. Coba lagi dalam %(minutes)s menit.",
        "Terlalu sering dicoba. Coba lagi dalam %(minutes)s menit.",
        minutes,
    )
    return TooMany("too_many", message % {"minutes": minutes}, minutes=minutes)


def _key(limit: Limit, subject: str) -> bytes:
    return blind_index(f"limit:{limit.name}", subject)


def _hold(key: bytes) -> None:
    """One at a time for one key, so that two tries in the same instant both count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key[:8], signed=True)])


def _recent(limit: Limit, key: bytes, at: datetime):  # type: ignore[no-untyped-def]
    return LimitHit.objects.filter(kind=limit.name, key=key, at__gt=at - limit.within)


def _free_again(recent: list[tuple[datetime, int]], excess: int, limit: Limit, at: datetime) -> datetime:
    """When enough of what was counted has grown old."""
    for moment, size in recent:
        excess -= size
        if excess <= 0:
            return moment + limit.within
    return at + limit.within
