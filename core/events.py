"""What happened, told upwards. A lower floor publishes; jkp_portal/subscriptions.py lists who listens.

    @dataclass(frozen=True, slots=True)
    class PayoutSettled(Event):
        payout_id: str

    publish(PayoutSettled(payout_id=str(payout.pk)))      # in the operation's transaction

Each listener is a job that gets the event's fields; it runs once for the event, however often it is published.
"""

from dataclasses import asdict, dataclass

from core.jobs import enqueue

_subscriptions: dict[type["Event"], tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events: ids only, nothing personal."""


def subscribe(table: dict[type[Event], tuple[str, ...]]) -> None:
    _subscriptions.update(table)


def subscribed() -> dict[type[Event], tuple[str, ...]]:
    return dict(_subscriptions)


def publish(event: Event, *, key: str = "") -> None:
    """Enqueue every listener in this transaction. With `key` a repeated event reaches each listener once."""
    fields = asdict(event)
    for name in _subscriptions.get(type(event), ()):
        dedupe = f"{type(event).__name__}:{key}:{name}" if key else None
        enqueue(name, dedupe=dedupe, **fields)
