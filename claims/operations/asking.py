"""Asking partners about many claims, one after the other: what fails keeps back no other."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError
from django.db.models import QuerySet

from claims.models import Claim
from core.chunks import refuse_if_most_failed
from core.jobs import enqueue, set_aside
from integrations.errors import PartnerUnavailable

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=1)


def in_chunks(pks: Sequence[UUID], *, job: str, size: int) -> int:
    """Make one job for each `size` claims, by their first and last. Returns how many jobs."""
    chunks = [pks[start : start + size] for start in range(0, len(pks), size)]
    for chunk in chunks:
        enqueue(job, first=chunk[0], last=chunk[-1])
    return len(chunks)


def chunk_of(claims: QuerySet[Claim], first: UUID, last: UUID, only: str) -> QuerySet[Claim]:
    """The claims of a job: from `first` to `last`, and of those `only` the ones that are named."""
    claims = claims.filter(pk__range=(first, last))
    return claims.filter(pk__in=only.split(",")) if only else claims


def ask_about_each(claims: QuerySet[Claim], ask: Callable[[Claim], object], *, job: str, at: datetime) -> None:
    """Ask about every claim. Those about which a partner did not answer become a job of their own, one for all.

    A claim that fails by itself is set aside. Raises PartnerUnavailable when no claim was answered, so that all come
    again, and MostFailed.
    """
    total, silent, failed, trouble = 0, [], {}, None
    for claim in claims:
        total += 1
        try:
            ask(claim)
        except PartnerUnavailable as away:
            silent.append(claim.pk)
            trouble = away
        except DatabaseError:
            raise
        except Exception as error:
            log.exception("asking about a claim failed", extra={"job": job, "claim": str(claim.pk)})
            failed[claim.pk] = error
    if trouble is not None and len(silent) == total:
        raise trouble
    refuse_if_most_failed(job, failed, total)
    for pk, reason in failed.items():
        set_aside(job, reason, first=pk, last=pk)
    if silent:
        only = ",".join(map(str, silent))
        enqueue(job, first=silent[0], last=silent[-1], only=only, due_at=at + AGAIN_AFTER)
