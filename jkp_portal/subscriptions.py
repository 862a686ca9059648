"""Every event and who listens: the one place where a lower floor moves a higher one."""

from core.events import Event, subscribe
from participants.events import PhkClosed, PhkConfirmed, PhkReopened
from payments.events import PayoutFailed, PayoutSettled

SUBSCRIPTIONS: dict[type[Event], tuple[str, ...]] = {
    PhkConfirmed: ("claims.follow_phk",),
    PhkReopened: ("claims.follow_phk",),
    PhkClosed: ("claims.follow_phk",),
    PayoutSettled: ("claims.payout_settled",),
    PayoutFailed: ("claims.payout_failed",),
}

subscribe(SUBSCRIPTIONS)
