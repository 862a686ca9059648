"""What participants tell upwards."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, slots=True)
class DeletionGranted(Event):
    """The data protection officer granted the wish to delete one's own data (UU 27/2022 Pasal 8)."""

    request_id: str


@dataclass(frozen=True, slots=True)
class PhkConfirmed(Event):
    """A mediator accepted the proof: the benefit may be asked for."""

    event_id: str


@dataclass(frozen=True, slots=True)
class PhkReopened(Event):
    """A confirmed PHK is disputed at the PHI: what rests on it waits (POL-21)."""

    event_id: str


@dataclass(frozen=True, slots=True)
class PhkClosed(Event):
    """The PHI ruled that there was no PHK."""

    event_id: str
