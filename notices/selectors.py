"""Reading the inbox, the wishes about copies, and letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import User
from core.prepared import prepared
from notices.enums import Channel, NoticeState, Zone
from notices.models import Letter, LetterQuerySet, Notice, Preference


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which copies a person wants, and their time zone."""

    by_email: bool = True
    by_sms: bool = True
    zone: str = Zone.WIB.value

    def wants(self, channel: Channel) -> bool:
        return {Channel.INBOX: True, Channel.EMAIL: self.by_email, Channel.SMS: self.by_sms}[channel]


def wishes_of(user: User) -> Wishes:
    row = Preference.objects.filter(pk=user.pk).first()
    return Wishes(row.by_email, row.by_sms, row.zone) if row else Wishes()


@dataclass(frozen=True, slots=True)
class TopicCount:
    all: int
    unread: int


def counts_by_topic(user: User) -> dict[str, TopicCount]:
    """How many notices of each topic the inbox holds, and how many of them wait."""
    rows = (
        Notice.objects.visible_to(user)
        .values("topic")
        .annotate(all=models.Count("pk"), waiting=models.Count("pk", filter=models.Q(read_at=None)))
    )
    return {row["topic"]: TopicCount(row["all"], row["waiting"]) for row in rows}


def failed_copies(user: User, notices: Sequence[Notice]) -> dict[tuple[str, str], list[str]]:
    """The channels by which a copy did not arrive, by event and key. One query."""
    copies = Notice.objects.filter(
        user=user, state=NoticeState.FAILED, key__in={n.key for n in notices}, event__in={n.event for n in notices}
    )
    found: dict[tuple[str, str], list[str]] = {}
    for copy in copies.order_by("channel"):
        found.setdefault((copy.event, copy.key), []).append(copy.channel)
    return found


def told(event: str, *, key: Any, user: Any) -> models.Exists:
    """Whether an event was told with this key to this user, both given for each row of another query."""
    return models.Exists(Notice.objects.filter(event=event, channel=Channel.INBOX, key=key, user=user))


def unread_count(user: User) -> int:
    """How many notices wait in the person's inbox."""
    return sum(waiting for _user, waiting in _unread(user.pk))


@prepared
def _unread(user_id: UUID) -> models.QuerySet[Notice, tuple[UUID, int]]:
    inbox = Notice.objects.filter(user_id=user_id, channel=Channel.INBOX).unread()
    return inbox.values("user_id").annotate(waiting=models.Count("pk")).values_list("user_id", "waiting")


def letters_for(subject: models.Model) -> LetterQuerySet:
    """Letters about one thing, the newest first."""
    return Letter.objects.about(subject).newest_first()


def letters_about(subjects: Sequence[models.Model]) -> dict[str, Letter]:
    """The newest letter about each of several things of one kind, by their primary key as text. One query."""
    if not subjects:
        return {}
    kind = subjects[0]._meta.label_lower
    found = Letter.objects.filter(subject_kind=kind, subject_id__in=[str(s.pk) for s in subjects])
    return {letter.subject_id: letter for letter in found.order_by("issued_at")}


def letters_of(user: User) -> LetterQuerySet:
    """Every letter of a person, the newest first."""
    return Letter.objects.visible_to(user).newest_first()
