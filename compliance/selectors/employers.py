"""What an employer reads of what it is asked. Complaints are never read here: no row of theirs leaves this module."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When

from accounts.models import User
from compliance.enums import AllegationState
from compliance.models import Allegation, AllegationFile


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Served:
    """One thing that an employer is asked. Nothing in it leads to a complaint or its author."""

    pk: UUID
    number: str
    employer: str
    text: str
    served_at: datetime
    due_on: date
    reply: Reply | None

    @property
    def waits(self) -> bool:
        return self.reply is None


_FIELDS = ("pk", "number", "employer__name", "text", "served_at", "due_on",
           "reply__text", "reply__actor__full_name", "reply__at")  # fmt: skip


def served_to(user: User, on: date) -> QuerySet[Any, dict[str, Any]]:
    """What waits first, by its last day; then what was answered, the latest first."""
    rank = Case(When(state=AllegationState.SERVED, then=Value(0)), default=Value(1))
    rows = Allegation.objects.of_staff(user, on)
    return rows.annotate(rank=rank).order_by("rank", "due_on", "pk").values(*_FIELDS)


def read(row: dict[str, Any]) -> Served:
    reply = None
    if row["reply__at"] is not None:
        reply = Reply(row["reply__text"], row["reply__actor__full_name"], row["reply__at"])
    return Served(row["pk"], row["number"], row["employer__name"], row["text"], row["served_at"], row["due_on"], reply)


def one_served(user: User, allegation_id: UUID, on: date) -> Served | None:
    row = served_to(user, on).filter(pk=allegation_id).first()
    return read(row) if row is not None else None


def files_of(served: Served) -> list[AllegationFile]:
    """What the employer added itself."""
    return list(AllegationFile.objects.filter(allegation=served.pk).select_related("file"))
