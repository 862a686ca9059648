"""What is said in a room: stored first, told afterwards.

One statement takes the next number, looks whether it may, and stores: a message costs one round trip. The number stands
on the session's row and the row's lock gives it out, so numbers have no gaps whoever writes, from any process.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Conflict, DomainError, Invalid, NotAllowed
from core.limits import too_many
from core.statements import Statement
from core.text import composed_text
from counseling.enums import MessageKind
from counseling.models import Message, Session
from counseling.models.chat import LONGEST_MESSAGE
from counseling.operations import broadcast
from counseling.policies import ENTERABLE, is_enterable, side_of

MOST_A_MINUTE = 120
MINUTE = timedelta(minutes=1)
LOOK_BACK = 2 * MOST_A_MINUTE + 60  # among so many last messages of a room are those of the last minute

_SAY = Statement(
    "say",
    """
    WITH room AS (
        UPDATE counseling_session AS session SET messages = messages + 1
        WHERE session.id = $session AND session.state = ANY($enterable)
          AND NOT EXISTS (SELECT 1 FROM counseling_message WHERE session_id = session.id AND key = $key)
          AND (
              SELECT count(*) FROM counseling_message AS said
              WHERE said.session_id = session.id AND said.n > session.messages - $look_back
                AND said.sender_id = $sender AND said.at > $since
          ) < $most
        RETURNING messages
    )
    INSERT INTO counseling_message (id, session_id, n, key, sender_id, kind, body, ref, at)
    SELECT $id, $session, room.messages, $key, $sender, $kind, $body, $ref, $at FROM room
    RETURNING n
    """,
    session="uuid",
    enterable="text[]",
    key="uuid",
    look_back="int",
    sender="uuid",
    since="timestamptz",
    most="int",
    id="uuid",
    kind="text",
    body="text",
    ref="uuid",
    at="timestamptz",
)


def send_message(session: Session, *, sender: User, key: UUID, body: str, at: datetime) -> Message:
    """Store one text of one of the two, and tell both. The same `key` again is the same message.

    `session` with its person and counsellor, as `session_for` gives it; its state may be out of date. Raises
    Invalid("message_empty", "message_too_long"), TooMany above 120 in a minute, Conflict("room_closed") outside the
    hours, NotAllowed for anybody else.
    """
    text = composed_text(body)
    if not text:
        raise Invalid("message_empty", _("Tulis pesan lebih dulu."))
    if len(text) > LONGEST_MESSAGE:
        raise too_long(len(text))
    return _say(session, sender=sender, key=key, kind=MessageKind.TEXT, body=text, ref=None, at=at)


def send_card(
    session: Session, *, sender: User, kind: MessageKind, ref: UUID, body: str = "", key: UUID, at: datetime
) -> Message:
    """Push a vacancy or a recommended training into the room; `body` is why. Only the counsellor does.

    `ref` is the vacancy, or the recommendation of a TrainingAdvice. Raises what `send_message` raises.
    """
    if kind not in (MessageKind.VACANCY, MessageKind.TRAINING):
        raise Invalid("not_a_card")
    if session.counsellor.user_id != sender.pk:
        raise NotAllowed("not_the_counsellor", _("Hanya konselor yang mengirim lowongan dan pelatihan di sini."))
    text = composed_text(body)
    if len(text) > LONGEST_MESSAGE:
        raise too_long(len(text))
    return _say(session, sender=sender, key=key, kind=kind, body=text, ref=ref, at=at)


def send_note(
    session: Session,
    kind: MessageKind,
    *,
    by: User | None = None,
    body: str = "",
    key: UUID | None = None,
    at: datetime,
) -> Message:
    """What happened, as a line among the messages: somebody came in, asks to be phoned, ended the session.

    `by` is who did it; None is the portal itself. Without a `key` each kind is noted once for each of the two.
    """
    key = key or uuid5(session.pk, f"{kind}:{by.pk if by else ''}")
    return _say(session, sender=by, key=key, kind=kind, body=composed_text(body), ref=None, at=at)


def too_long(count: int) -> Invalid:
    message = _("Pesan paling panjang %(most)s karakter; pesan Anda %(count)s. Kirim dalam beberapa bagian.")
    return Invalid("message_too_long", message % {"most": LONGEST_MESSAGE, "count": count}, count=count)


def _say(
    session: Session,
    *,
    sender: User | None,
    key: UUID,
    kind: MessageKind,
    body: str,
    ref: UUID | None,
    at: datetime,
) -> Message:
    if sender is not None and side_of(session, sender) is None:
        raise NotAllowed("not_your_room")
    sender_id = sender.pk if sender else None
    message = Message(
        id=uuid4(), session_id=session.pk, key=key, sender_id=sender_id, kind=kind, body=body, ref=ref, at=at
    )
    if not is_enterable(session, at):
        return _said_before(session, key) or _refuse(room_closed())
    number = _stored(message)
    if number is None:
        return _said_before(session, key) or _refuse(_why_not(session, at))
    message.n = number
    transaction.on_commit(lambda: broadcast.tell_message(session, message))
    return message


def _stored(message: Message) -> int | None:
    """Its number in the session; None when nothing was stored."""
    facts = {
        "session": message.session_id,
        "sender": message.sender_id,
        "id": message.pk,
        "key": message.key,
        "kind": str(message.kind),
        "body": message.body,
        "ref": message.ref,
        "at": message.at,
        "enterable": [str(state) for state in ENTERABLE],
        "since": message.at - MINUTE,
        "most": MOST_A_MINUTE,
        "look_back": LOOK_BACK,
    }
    try:
        if connection.in_atomic_block:
            with transaction.atomic():  # a savepoint: the key that came twice must not undo the caller's work
                return _numbered(facts)
        return _numbered(facts)
    except IntegrityError as error:
        if "one_message_a_key" in str(error):  # the same message came in twice in the same instant
            return None
        raise


def _numbered(facts: dict[str, Any]) -> int | None:
    row = _SAY.row(**facts)
    return row[0] if row else None


def _said_before(session: Session, key: UUID) -> Message | None:
    return Message.objects.filter(session_id=session.pk, key=key).first()


def _why_not(session: Session, at: datetime) -> DomainError:
    """Nothing was stored: the session has ended meanwhile, or its sender writes too much."""
    state = Session.objects.values_list("state", flat=True).get(pk=session.pk)
    return too_many(MINUTE) if state in ENTERABLE else room_closed()


def room_closed() -> Conflict:
    return Conflict("room_closed", _("Ruang konseling ini sudah ditutup atau belum dibuka. Pesan tidak terkirim."))


def _refuse(error: DomainError) -> Message:
    raise error
