"""Every invariant of every floor, by its number in the catalogue: the one place where all are listed."""

from claims.invariants import INVARIANTS as OF_CLAIMS
from compliance.invariants import INVARIANTS as OF_COMPLIANCE
from core.invariants import INVARIANTS as OF_CORE
from core.invariants import Invariant
from counseling.invariants import INVARIANTS as OF_COUNSELLING
from files.invariants import INVARIANTS as OF_FILES
from ipk.invariants import INVARIANTS as OF_IPK
from notices.invariants import INVARIANTS as OF_NOTICES
from participants.invariants import INVARIANTS as OF_PARTICIPANTS
from payments.invariants import INVARIANTS as OF_PAYMENTS
from training.invariants import INVARIANTS as OF_TRAINING

_FLOORS = (
    OF_COMPLIANCE,
    OF_CLAIMS,
    OF_COUNSELLING,
    OF_IPK,
    OF_TRAINING,
    OF_PARTICIPANTS,
    OF_PAYMENTS,
    OF_NOTICES,
    OF_FILES,
    OF_CORE,
)

INVARIANTS: tuple[Invariant, ...] = tuple(
    sorted((one for floor in _FLOORS for one in floor), key=lambda one: int(one.code.removeprefix("I")))
)
