"""What must always be true of reports of termination."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from core.invariants import Invariant
from files.enums import FileState
from participants.contribution_history import unlike_their_rows
from participants.enums import JoinState, PhkState
from participants.models import DataRequest, EmployerJoin, IdentityCheck, PhkEvent, PhkProof


def _open_without_deadline(at: datetime) -> Iterator[str]:
    for event in PhkEvent.objects.filter(state=PhkState.AWAITING_OTHER, other_side_due_on=None):
        yield f"PHK {event.number} asks the other side without a last day"
    for event in PhkEvent.objects.filter(state=PhkState.NEEDS_PROOF, asked_for=""):
        yield f"PHK {event.number} waits for proof without saying which"
    for event in PhkEvent.objects.awaiting_mediator().filter(mediate_by=None):
        yield f"PHK {event.number} waits for a mediator without a last day"


def _identity_without_deadline(at: datetime) -> Iterator[str]:
    """Who somebody is, and for which firm somebody acts: each question has its day."""
    for check in IdentityCheck.objects.open().filter(due_on__lt=F("asked_at__date")):
        yield f"identity check {check.pk} is to be settled before the day on which it was asked"
    for join in EmployerJoin.objects.filter(state=JoinState.NEEDS_OFFICER, due_on=None):
        yield f"join {join.pk} waits for an officer without a last day"


def _wishes_without_deadline(at: datetime) -> Iterator[str]:
    for wish in DataRequest.objects.waiting().filter(due_at__lte=F("asked_at")):
        yield f"wish {wish.number} about somebody's own data has no time to be answered"


def _confirmed_on_unsafe_files(at: datetime) -> Iterator[str]:
    """A ruling or an imported report may name a document by its number only; a file must have passed its check."""
    proofs = PhkProof.objects.filter(event=OuterRef("pk"), kind=OuterRef("proof_kind"))
    sound = proofs.filter(Q(file=None) & ~Q(number="") | Q(file__state=FileState.CLEAN))
    for event in PhkEvent.objects.filter(state=PhkState.CONFIRMED).exclude(Exists(sound)):
        yield f"PHK {event.number} is confirmed without a clean proof of its kind"


def _months_unlike_their_rows(at: datetime) -> Iterator[str]:
    """Of a sample of participants, another each night: the bits and the last wage are those of their rows."""
    for number in unlike_their_rows(at.toordinal()):
        yield f"participant ···{number % 10_000:04d}: the months of the summary are not those of the register"


INVARIANTS = (
    Invariant("I17", "Every open question about a PHK has its deadline", _open_without_deadline),
    Invariant("I17", "Every open question of identity has its deadline", _identity_without_deadline),
    Invariant("I17", "Every wish about one's own data has its deadline", _wishes_without_deadline),
    Invariant("I18", "A PHK is confirmed on a proof whose file is clean", _confirmed_on_unsafe_files),
    Invariant("I27", "Paid months and last wage of a participant are those of the register", _months_unlike_their_rows),
)
