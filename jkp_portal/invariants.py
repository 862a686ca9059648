"""Every invariant of every floor, by its number in the catalogue: the one place where all are listed."""

from claims.invariants import INVARIANTS as OF_CLAIMS
from core.invariants import INVARIANTS as OF_CORE
from core.invariants import Invariant
from files.invariants import INVARIANTS as OF_FILES
from ipk.invariants import INVARIANTS as OF_IPK
from notices.invariants import INVARIANTS as OF_NOTICES
from participants.invariants import INVARIANTS as OF_PARTICIPANTS
from payments.invariants import INVARIANTS as OF_PAYMENTS

_FLOORS = (OF_CLAIMS, OF_IPK, OF_PARTICIPANTS, OF_PAYMENTS, OF_NOTICES, OF_FILES, OF_CORE)

INVARIANTS: tuple[Invariant, ...] = tuple(
    sorted((one for floor in _FLOORS for one in floor), key=lambda one: int(one.code.removeprefix("I")))
)
