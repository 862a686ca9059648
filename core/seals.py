"""Seals on the audit trail: a row that is changed, added or taken away afterwards no longer fits its seal.

Each night a seal is put on what was written since the last one. A seal covers the one before it, so that all of them
hang together; whoever keeps the newest one elsewhere (the log has it) can prove the whole trail.
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from core.models import AuditEvent, AuditSeal

log = logging.getLogger(__name__)
SETTLED_AFTER = timedelta(hours=1)  # by then every transaction that writes has ended
_FIELDS = ("pk", "at", "actor_id", "actor_name", "action", "object_kind", "object_id", "reason", "facts", "request_id")


@transaction.atomic
def seal_audit(*, at: datetime) -> AuditSeal | None:
    """Seal what is at least an hour old and has no seal yet. None when there is nothing; two at once make one."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {AuditSeal._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    last = AuditSeal.objects.order_by("-last_id").first()
    first_id = last.last_id + 1 if last else 1
    until = AuditEvent.objects.filter(pk__gte=first_id, at__lte=at - SETTLED_AFTER).aggregate(pk=Max("pk"))["pk"]
    if until is None:
        return None
    count, sha256 = _fingerprint(first_id, until, last.sha256 if last else "")
    seal = AuditSeal.objects.create(first_id=first_id, last_id=until, count=count, sha256=sha256, sealed_at=at)
    log.info("audit trail sealed", extra={"last_id": until, "sha256": sha256})
    return seal


def broken_seals() -> Iterator[str]:
    """Each seal that no longer fits its rows, and each gap between two."""
    before, next_id = "", 1
    for seal in AuditSeal.objects.order_by("last_id"):
        if seal.first_id != next_id:
            yield f"seal {seal.pk}: begins at {seal.first_id}, the one before ended at {next_id - 1}"
        count, sha256 = _fingerprint(seal.first_id, seal.last_id, before)
        if (count, sha256) != (seal.count, seal.sha256):
            yield f"seal {seal.pk}: audit rows {seal.first_id} to {seal.last_id} are not those that were sealed"
        before, next_id = seal.sha256, seal.last_id + 1


def _fingerprint(first_id: int, last_id: int, before: str) -> tuple[int, str]:
    """How many rows, and SHA-256 over the seal before and one line of JSON a row, in the order of their numbers."""
    digest, count = hashlib.sha256(before.encode()), 0
    rows = AuditEvent.objects.filter(pk__range=(first_id, last_id)).order_by("pk").values_list(*_FIELDS)
    for row in rows.iterator(chunk_size=5_000):
        digest.update(json.dumps(row, default=_as_text, sort_keys=True).encode() + b"\n")
        count += 1
    return count, digest.hexdigest()


def _as_text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
