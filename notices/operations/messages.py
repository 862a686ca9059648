"""Telling people: written with the change it is about, once for each event, person and channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from core.bulk import insert_rows
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

    One statement a channel writes the messages and one job sends the copies, however many there are. Who was told with
    this key is left out. Raises UnknownEvent for an event or facts that the catalogue does not know.
    """
    message = message_for(event)
    for telling in tellings:
        message.check(telling.facts)
    fresh = _untold(event, tellings)
    phrasing, round_id = Phrasing(message, at=at), uuid4()
    copies = 0
    for channel in Channel:
        told = [copy for telling in fresh for copy in _copies(message, channel, telling)]
        _write(message, channel, told, phrasing, at=at, round_id=round_id)
        copies += len(told) if channel is not Channel.INBOX else 0
    if copies:
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


def _copies(message: Message, channel: Channel, telling: Telling) -> list[tuple[Telling, str]]:
    """What is written to one person by this channel: to the present address, and to a former one that must hear too."""
    former = {Channel.SMS: telling.old_phone, Channel.EMAIL: telling.old_email}.get(channel, "")
    copies = [(telling, "")] if channel in message.channels else []
    return [*copies, (telling, former)] if former else copies


def _write(
    message: Message,
    channel: Channel,
    told: Sequence[tuple[Telling, str]],
    phrasing: Phrasing,
    *,
    at: datetime,
    round_id: UUID,
) -> None:
    inbox = channel is Channel.INBOX
    pks = [uuid4() for _copy in told]
    said = [phrasing.words(channel, user=telling.user, facts=telling.facts) for telling, _former in told]
    insert_rows(
        Notice,
        len(told),
        each={
            "id": pks,
            "user_id": [telling.user.pk for telling, _former in told],
            "key": [f"{telling.key}:old" if former else telling.key for telling, former in told],
            "language": [telling.user.language for telling, _former in told],
            "subject": [words.subject for words in said],
            "body": [words.body for words in said],
            "link": [_without_language(telling.link) for telling, _former in told],
            "address_sealed": [_sealed(pk, former) for pk, (_telling, former) in zip(pks, told, strict=True)],
        },
        same={
            "event": message.event,
            "channel": channel,
            "topic": message.topic,
            "state": NoticeState.SENT if inbox else NoticeState.QUEUED,
            "urgent": message.urgent,
            "round": None if inbox else round_id,
            "created_at": at,
            "sent_at": at if inbox else None,
        },
        skip_those_there=True,
    )


def _sealed(pk: UUID, address: str) -> bytes:
    if not address:
        return b""
    row = Notice(pk=pk)
    row.address = address
    return row.address_sealed
