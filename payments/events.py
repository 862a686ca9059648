"""What payments tells the floors above."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, slots=True)
class PayoutSettled(Event):
    """The money reached the account."""

    payout_id: str
    source_kind: str
    source_id: str


@dataclass(frozen=True, slots=True)
class MoneyCameIn(Event):
    """Somebody paid into the fund's account; the statement line says what they wrote."""

    line_id: str


@dataclass(frozen=True, slots=True)
class PayoutFailed(Event):
    """The bank refused it, or sent it back: `code` is the bank's reason. It may be ordered again."""

    payout_id: str
    source_kind: str
    source_id: str
    code: str
