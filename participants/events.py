"""What participants tell upwards."""

from dataclasses import dataclass

from core.events import Event


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
