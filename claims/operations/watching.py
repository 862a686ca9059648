"""The nightly look at running claims: does BPJS know a new employer, does the registry know of a death?"""

from datetime import datetime
from uuid import UUID

from claims.enums import ClaimState
from claims.models import Claim
from claims.operations.asking import ask_about_each, chunk_of, in_chunks
from claims.operations.work import ask_about_memberships, end_by_death
from integrations.bpjs import BpjsClient
from integrations.dukcapil import DukcapilClient
from participants.operations.people import record_death

CHUNK = 100


JOB = "claims.look_up"


def plan() -> int:
    """Make one job for each chunk of running claims. Returns how many jobs."""
    running = Claim.objects.filter(state=ClaimState.ACTIVE).order_by("pk").values_list("pk", flat=True)
    return in_chunks(list(running), job=JOB, size=CHUNK)


def look_up(
    first: UUID, last: UUID, *, only: str = "", bpjs: BpjsClient, dukcapil: DukcapilClient, at: datetime
) -> None:
    """Ask both partners about every running claim of a chunk; about those that they did not answer, again later.

    Raises PartnerUnavailable when they answered about none.
    """

    def ask(claim: Claim) -> None:
        vital = dukcapil.vital_status(claim.person.nik)
        if vital.known and vital.died_on is not None:
            record_death(claim.person, died_on=vital.died_on, at=at)
            end_by_death(claim, at=at)
            return
        ask_about_memberships(claim, bpjs.membership(claim.person.nik).memberships, at=at)

    running = Claim.objects.filter(state=ClaimState.ACTIVE).order_by("pk").select_related("person__user", "phk")
    ask_about_each(chunk_of(running, first, last, only), ask, job=JOB, at=at)
