"""The nightly look at running claims: does BPJS know a new employer, does the registry know of a death?"""

from datetime import datetime
from uuid import UUID

from claims.enums import ClaimState
from claims.models import Claim
from claims.operations.work import ask_about_memberships, end_by_death
from core.jobs import enqueue
from integrations.bpjs import BpjsClient
from integrations.dukcapil import DukcapilClient
from participants.operations.people import record_death

CHUNK = 100


def plan() -> int:
    """Make one job for each chunk of running claims. Returns how many jobs."""
    running = list(Claim.objects.filter(state=ClaimState.ACTIVE).order_by("pk").values_list("pk", flat=True))
    chunks = [running[start : start + CHUNK] for start in range(0, len(running), CHUNK)]
    for chunk in chunks:
        enqueue("claims.look_up", first=chunk[0], last=chunk[-1])
    return len(chunks)


def look_up(first: UUID, last: UUID, *, bpjs: BpjsClient, dukcapil: DukcapilClient, at: datetime) -> None:
    """Ask both partners about every running claim from `first` to `last`. Raises PartnerUnavailable: the rest later."""
    running = Claim.objects.filter(state=ClaimState.ACTIVE, pk__range=(first, last)).order_by("pk")
    for claim in running.select_related("person__user", "phk"):
        vital = dukcapil.vital_status(claim.person.nik)
        if vital.known and vital.died_on is not None:
            record_death(claim.person, died_on=vital.died_on, at=at)
            end_by_death(claim, at=at)
            continue
        ask_about_memberships(claim, bpjs.membership(claim.person.nik).memberships, at=at)
