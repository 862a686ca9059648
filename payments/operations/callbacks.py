"""The bank's messages: kept once, believed only as far as our own order says the same."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Conflict
from integrations.bank import CallbackEvent
from payments.enums import NewsSource, ReceiptOutcome
from payments.models import CallbackReceipt
from payments.operations.news import News, hear


def receive_callback(event: CallbackEvent, *, body: bytes, at: datetime) -> tuple[CallbackReceipt, bool]:
    """Book a genuine message once. Returns its receipt, and whether it is new.

    Raises Conflict("event_reused") when the same event id comes with another content.
    """
    sha256 = hashlib.sha256(body).hexdigest()
    earlier = CallbackReceipt.objects.filter(event_id=event.event_id).first()
    if earlier is None:
        try:
            return _first_time(event, sha256=sha256, at=at), True
        except IntegrityError:  # a copy came at the same moment and was first
            earlier = CallbackReceipt.objects.get(event_id=event.event_id)
    if earlier.sha256 != sha256:
        raise Conflict("event_reused", event_id=event.event_id)
    return earlier, False


@transaction.atomic
def _first_time(event: CallbackEvent, *, sha256: str, at: datetime) -> CallbackReceipt:
    heard = hear(
        News(
            kind=event.kind.value,
            key=event.key,
            bank_reference=event.bank_reference,
            amount=event.amount,
            code=event.code,
            day=clock.legal_date(event.occurred_at),
            source=NewsSource.CALLBACK,
        ),
        at=at,
    )
    return CallbackReceipt.objects.create(
        event_id=event.event_id,
        sha256=sha256,
        kind=event.kind.value,
        key=event.key,
        payout=heard.payout,
        bank_reference=event.bank_reference,
        amount=event.amount,
        code=event.code,
        occurred_at=event.occurred_at,
        received_at=at,
        outcome=ReceiptOutcome(heard.outcome),
    )
