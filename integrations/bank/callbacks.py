"""The bank calls us back: believe it only when signed with our shared secret, and recently."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from integrations.errors import CallbackRejected
from integrations.wire import Fields, Garbage

SIGNATURE_HEADER = "X-Bank-Signature"
TIMESTAMP_HEADER = "X-Bank-Timestamp"
FRESH = timedelta(minutes=5)
BODY_LIMIT = 10_000


class CallbackKind(StrEnum):
    SETTLED = "settled"
    REJECTED = "rejected"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class CallbackEvent:
    """What became of the transfer under `key`. `event_id` is the same on every repetition.

    `amount` is for comparison with our own order, never the amount to book.
    """

    event_id: str
    kind: CallbackKind
    key: str
    bank_reference: str
    amount: int
    code: str
    occurred_at: datetime


def signature(timestamp: str, body: bytes, secret: str) -> str:
    """Return `sha256=` and the hexadecimal HMAC over timestamp, dot, body."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def verify_callback(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> CallbackEvent:
    """Return the event of a genuine message. Raises CallbackRejected.

    Reasons: `no_secret`, `too_long`, `unsigned`, `bad_timestamp`, `stale`, `bad_signature`, `garbage`.
    """
    if not secret:
        raise CallbackRejected("no_secret")
    if len(body) > BODY_LIMIT:
        raise CallbackRejected("too_long")
    given = {name.lower(): value for name, value in headers.items()}
    timestamp = given.get(TIMESTAMP_HEADER.lower(), "")
    claimed = given.get(SIGNATURE_HEADER.lower(), "")
    if not claimed or not timestamp:
        raise CallbackRejected("unsigned")
    if not hmac.compare_digest(claimed.encode(), signature(timestamp, body, secret).encode()):
        raise CallbackRejected("bad_signature")
    _check_fresh(timestamp, now)
    return _read_event(body)


def _check_fresh(timestamp: str, now: datetime) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise CallbackRejected("bad_timestamp")
    if abs(now.timestamp() - int(timestamp)) > FRESH.total_seconds():
        raise CallbackRejected("stale")


def _read_event(body: bytes) -> CallbackEvent:
    try:
        fields = Fields(json.loads(body))
        return CallbackEvent(
            event_id=fields.filled("event_id"),
            kind=fields.choice("kind", CallbackKind),
            key=fields.filled("key"),
            bank_reference=fields.text("bank_reference"),
            amount=fields.whole("amount", minimum=1),
            code=fields.text("code"),
            occurred_at=fields.moment("occurred_at"),
        )
    except (Garbage, ValueError, RecursionError):
        raise CallbackRejected("garbage") from None
