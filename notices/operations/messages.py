"""Telling people: written with the change it is about, once for each event, person and channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from core.jobs import enqueue
from notices.catalogue import Message, message_for
from notices.enums import Channel, NoticeState
from notices.models import Notice
from notices.operations.delivery import JOB
from notices.words import Phrasing


@dataclass(frozen=True, slots=True)
class Telling:
    """One person to tell. `link` is a path of the portal; a repeated `key` is said once.

    `old_phone`, `old_email`: a former address that must hear of its change as well.
    """

    user: User
    link: str = ""
    key: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    old_phone: str = ""
    old_email: str = ""


def notify(
    *,
    event: str,
    user: User,
    at: datetime,
    link: str = "",
    key: str = "",
    old_phone: str = "",
    old_email: str = "",
    **facts: object,
) -> None:
    """Tell one person: `notify_many` of one."""
    notify_many(event, [Telling(user, link, key, facts, old_phone, old_email)], at=at)


@transaction.atomic
def notify_many(event: str, tellings: Sequence[Telling], *, at: datetime) -> int:
    """Tell everybody about `event`: the inbox now, copies by e-mail and SMS soon. Returns how many were told now.

    One statement writes the messages and one job sends the copies, however many there are. Who was told with this key
    is left out. Raises UnknownEvent for an event or facts that the catalogue does not know.
    """
    message = message_for(event)
    for telling in tellings:
        message.check(telling.facts)
    fresh = _untold(event, tellings)
    phrasing, round_id = Phrasing(message, at=at), uuid4()
    rows = [row for telling in fresh for row in _rows(message, phrasing, telling, at, round_id)]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.channel != Channel.INBOX for row in rows):
        enqueue(JOB, round_id=round_id)
    return len(fresh)


def _untold(event: str, tellings: Sequence[Telling]) -> list[Telling]:
    """One a key and person, without those who have it in the inbox."""
    asked = {(telling.key, telling.user.pk): telling for telling in reversed(tellings)}
    told = Notice.objects.filter(
        event=event,
        channel=Channel.INBOX,
        key__in={key for key, _user in asked},
        user__in={user for _key, user in asked},
    )
    known = set(told.values_list("key", "user_id"))
    return [telling for pair, telling in reversed(asked.items()) if pair not in known]


def _without_language(link: str) -> str:
    """The path as Indonesian pages have it: the reader's language is put in when it is opened. Raises ValueError."""
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError(f"{link}: a notice links to a path of the portal")
    return link[3:] if link.startswith("/en/") else link


def _rows(message: Message, phrasing: Phrasing, telling: Telling, at: datetime, round_id: UUID) -> list[Notice]:
    rows = [_row(message, phrasing, channel, telling, at, round_id) for channel in message.channels]
    for channel, address in ((Channel.SMS, telling.old_phone), (Channel.EMAIL, telling.old_email)):
        if address:
            row = _row(message, phrasing, channel, telling, at, round_id)
            row.key, row.address = f"{telling.key}:old", address
            rows.append(row)
    return rows


def _row(
    message: Message, phrasing: Phrasing, channel: Channel, telling: Telling, at: datetime, round_id: UUID
) -> Notice:
    said = phrasing.words(channel, user=telling.user, facts=telling.facts)
    inbox = channel is Channel.INBOX
    return Notice(
        user=telling.user,
        event=message.event,
        key=telling.key,
        channel=channel,
        topic=message.topic,
        state=NoticeState.SENT if inbox else NoticeState.QUEUED,
        language=telling.user.language,
        subject=said.subject,
        body=said.body,
        link=_without_language(telling.link),
        urgent=message.urgent,
        round=None if inbox else round_id,
        created_at=at,
        sent_at=at if inbox else None,
    )
