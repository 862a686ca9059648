"""What must always be true of sanctions."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from compliance.enums import ProposalState, SanctionState
from compliance.models import SanctionCase, SanctionProposal, SanctionService
from core.invariants import Invariant


def _stages_without_two_officers(at: datetime) -> Iterator[str]:
    approved = SanctionProposal.objects.filter(
        case=OuterRef("pk"), step=OuterRef("state"), state=ProposalState.APPROVED, decided_by__isnull=False
    ).exclude(decided_by=F("proposed_by"))
    for case in SanctionCase.objects.exclude(state=SanctionState.FOUND).exclude(Exists(approved)):
        yield f"sanction {case.number} stands at {case.state} without a proposal that another officer approved"


def _clocks_without_service(at: datetime) -> Iterator[str]:
    """What a case says of its letter's arrival is what was recorded with its proof."""
    service = SanctionService.objects.filter(
        proposal__case=OuterRef("pk"), proposal__step=OuterRef("state"), proposal__state=ProposalState.APPROVED
    )
    same = service.filter(Q(on=OuterRef("served_on")))
    late = SanctionCase.objects.exclude(state=SanctionState.FOUND).exclude(served_on=None)
    for case in late.exclude(Exists(same)):
        yield f"sanction {case.number} has a day of arrival that nobody recorded"
    for case in SanctionCase.objects.filter(Exists(service), served_on=None):
        yield f"sanction {case.number} does not know that its letter arrived"


INVARIANTS = (
    Invariant(
        "I8", "No sanction stands without a proposal that another officer approved", _stages_without_two_officers
    ),
    Invariant("I17", "Every clock of a sanction runs from a recorded arrival", _clocks_without_service),
)
