"""What a drill answers, and how it waits."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from payments.management.drill.world import World

T = TypeVar("T")


@dataclass(slots=True)
class Verdict:
    """`counted`: what the table says. `wrong`: what should not be; nothing is good."""

    counted: dict[str, object] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect(self, truth: bool, otherwise: str) -> None:
        if not truth:
            self.wrong.append(otherwise)

    def equal(self, what: str, found: object, expected: object) -> None:
        """Counted and compared: the table says "3/3", or only what was found where nothing is expected."""
        self.counted[what] = f"{found}/{expected}" if expected else found
        self.expect(found == expected, f"{what}: {found}, not {expected}")


def wait_for(ready: Callable[[], T], world: World, *, seconds: float, every: float = 0.25) -> T:
    """Ask until the answer is true, at most so long; the last answer."""
    until = time.monotonic() + seconds
    while not (answer := ready()) and time.monotonic() < until:
        world.check()
        time.sleep(every)
    return answer
