"""What must always be true of reports of termination."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from core.invariants import Invariant
from files.enums import FileState
from participants.enums import PhkState
from participants.models import PhkEvent, PhkProof


def _open_without_deadline(at: datetime) -> Iterator[str]:
    for event in PhkEvent.objects.filter(state=PhkState.AWAITING_OTHER, other_side_due_on=None):
        yield f"PHK {event.number} asks the other side without a last day"
    for event in PhkEvent.objects.filter(state=PhkState.NEEDS_PROOF, asked_for=""):
        yield f"PHK {event.number} waits for proof without saying which"


def _confirmed_on_unsafe_files(at: datetime) -> Iterator[str]:
    """A ruling or an imported report may name a document by its number only; a file must have passed its check."""
    proofs = PhkProof.objects.filter(event=OuterRef("pk"), kind=OuterRef("proof_kind"))
    sound = proofs.filter(Q(file=None) & ~Q(number="") | Q(file__state=FileState.CLEAN))
    for event in PhkEvent.objects.filter(state=PhkState.CONFIRMED).exclude(Exists(sound)):
        yield f"PHK {event.number} is confirmed without a clean proof of its kind"


INVARIANTS = (
    Invariant("I17", "Every open question about a PHK has its deadline", _open_without_deadline),
    Invariant("I18", "A PHK is confirmed on a proof whose file is clean", _confirmed_on_unsafe_files),
)
