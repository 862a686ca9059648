"""Two accounts of one termination, side by side. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from participants.said import FACTS

# What decides about the benefit; the rest is shown when it differs but does not stop anything.
DECISIVE = frozenset({"phk_on", "reason", "contract", "contract_ends_on"})


class Account(Protocol):
    """Anything with the facts of a PHK: a version, or Said."""

    phk_on: Any
    reason: Any
    contract: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as each side tells it; None: this side did not say."""

    field: str
    employer: Any
    worker: Any

    @property
    def differs(self) -> bool:
        """Both said something, and not the same."""
        return self.employer is not None and self.worker is not None and self.employer != self.worker

    @property
    def decisive(self) -> bool:
        return self.differs and self.field in DECISIVE


def compare(employer: Account | None, worker: Account | None, fields: Sequence[str] = FACTS) -> tuple[Line, ...]:
    """Every fact that at least one side told, in the order of the form."""
    lines = (Line(name, getattr(employer, name, None), getattr(worker, name, None)) for name in fields)
    return tuple(line for line in lines if line.employer is not None or line.worker is not None)


def differences(employer: Account | None, worker: Account | None) -> tuple[Line, ...]:
    """The facts on which the two contradict each other."""
    return tuple(line for line in compare(employer, worker) if line.differs)


def same_facts(one: Account, other: Mapping[str, Any]) -> bool:
    """The account says exactly these facts: a report sent twice."""
    return all(getattr(one, name) == other[name] for name in FACTS)
