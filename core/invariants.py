"""What must always be true of the rows, whoever wrote them. Each floor lists its own, jkp_portal/invariants.py all.

Constraints and triggers refuse most of what would break an invariant; this finds what came past them: a hand in the
database, a wrong migration, a restore that went half-way.

    INVARIANTS = (Invariant("I1", "Every ledger entry sums to zero", _unbalanced_entries),)
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Lag

from core import seals
from core.models import Job
from core.workflow import TransitionLog

LONGEST_QUERY = "5min"
PATIENCE = timedelta(hours=24)
NIGHTS = 28  # in so many nights every file is read once; new ones at once


@dataclass(frozen=True, slots=True)
class Invariant:
    """`code`: the number in the catalogue. `broken`: what breaks it as of a moment, by identity; nothing is good."""

    code: str
    says: str
    broken: Callable[[datetime], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant and what breaks it."""

    invariant: Invariant
    offenders: tuple[str, ...]


def look(invariants: Iterable[Invariant], *, at: datetime) -> Iterator[Finding]:
    """Check each in turn. Reads whole tables: for the night, for drills and after a restore."""
    with _one_moment():
        for invariant in invariants:
            yield Finding(invariant, tuple(invariant.broken(at)))


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything is read as it stood at one moment, so that work under way breaks nothing."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST_QUERY}'")
        yield


def to_be_read(rows: models.QuerySet[Any], moment: str, *, at: datetime) -> models.QuerySet[Any]:
    """Rows whose file is read tonight: those of the last two days, and every 28th of the others."""
    tonight = at.toordinal() % NIGHTS
    turn = f"mod(abs(hashtext({rows.model._meta.db_table}.id::text)::bigint), {NIGHTS}) = %s"
    others = rows.extra(where=[turn], params=[tonight]).values("pk")  # noqa: S610 - no text from outside
    return rows.filter(Q(**{f"{moment}__gte": at - timedelta(days=2)}) | Q(pk__in=others)).order_by("pk")


def fingerprint_of(location: str) -> str:
    """SHA-256 of what is stored there; empty when nothing is."""
    try:
        with default_storage.open(location) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def faults_of_logs(*logs: Any) -> Iterator[str]:
    """Given models of logs: a state that the log does not say, a log with a gap, a move that nobody signed."""
    for log in logs:
        yield from _unlogged(log)
        rows: Any = log._default_manager.order_by()
        gaps = rows.annotate(before=Window(Lag("to_state"), partition_by="subject_id", order_by="pk"))
        for row in gaps.filter(before__isnull=False).exclude(from_state=F("before")):
            yield f"{log._meta.label_lower} {row.pk}: from {row.from_state}, but it was {row.before}"
        for pk in rows.filter(actor_name="").values_list("pk", flat=True):
            yield f"{log._meta.label_lower} {pk}: nobody signed it"


def _unlogged(log: Any) -> Iterator[str]:
    subject: Any = log._meta.get_field("subject").related_model
    last = log._default_manager.filter(subject=OuterRef("pk")).order_by("-pk").values("to_state")[:1]
    born = {subject._meta.get_field("state").get_default(), *subject.workflow.born}
    just_born = Q(said=None, state__in=sorted(map(str, born)))
    said = subject._base_manager.annotate(said=Subquery(last)).exclude(just_born)
    for row in said.filter(Q(said=None) | ~Q(state=F("said"))).values("pk", "state", "said"):
        yield f"{subject._meta.label_lower} {row['pk']}: is {row['state']}, its log says {row['said'] or 'nothing'}"


def _work_left_lying(at: datetime) -> Iterator[str]:
    """Due for a day and never done, or failed for a day and nobody looked."""
    long_ago = at - PATIENCE
    lying = Q(state="open", due_at__lt=long_ago) | Q(state="dead", created_at__lt=long_ago)
    for job in Job.objects.filter(lying).exclude(name=NIGHTLY).order_by("due_at"):
        yield f"{job.pk} {job.name}: {job.state}, due since {job.due_at:%Y-%m-%d %H:%M} UTC"


NIGHTLY = "jkp_portal.check_invariants"  # its own failure of last night is no further finding

INVARIANTS = (
    Invariant(
        "I9",
        "Every state is the last move of its log, signed, without a gap",
        lambda at: faults_of_logs(*TransitionLog.__subclasses__()),
    ),
    Invariant("I10", "The sealed audit trail is as it was sealed", lambda at: seals.broken_seals()),
    Invariant("I11", "No work is due for more than a day", _work_left_lying),
)
