"""Ask the law, and keep what it said."""

from datetime import datetime

from django.db import transaction
from participants.operations.contributions import refresh_from_bpjs

from claims.enums import ClaimState
from claims.models import Assessment, Claim
from claims.selectors import eligibility_facts
from core import clock
from core.calendar import working_calendar
from integrations.bpjs import BpjsClient
from notices.operations import notify
from participants.models import PhkEvent
from rules import VERSION
from rules.eligibility import decide
from rules.facts_json import eligibility_from_json
from rules.parameters import snapshot


def assess_phk(phk: PhkEvent, *, bpjs: BpjsClient, at: datetime) -> Assessment:
    """Fetch what BPJS knows, ask the rules as of today and tell the person. Raises PartnerUnavailable: try again later.

    Twice on one day with the same facts gives the same, first assessment.
    """
    refresh_from_bpjs(phk.person, bpjs=bpjs, at=at)
    assessment = record_assessment(phk, claim=None, filed_at=at, at=at)
    if phk.person.user is not None:
        notify(
            event="eligibility_ready",
            user=phk.person.user,
            at=at,
            link=f"/kelayakan/{phk.pk}/",
            key=str(phk.pk),
        )
    return assessment


def assess_claim(claim: Claim, *, bpjs: BpjsClient, at: datetime) -> Assessment:
    """Run the rules on a filed claim and put it into the verification queue. Raises PartnerUnavailable."""
    refresh_from_bpjs(claim.person, bpjs=bpjs, at=at)
    assessment = record_assessment(claim.phk, claim=claim, filed_at=claim.filed_at or at, at=at)
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        if locked.state == ClaimState.SUBMITTED:
            Claim.workflow.move(locked, "take_up", actor=None, at=at)
    return assessment


@transaction.atomic
def record_assessment(phk: PhkEvent, *, claim: Claim | None, filed_at: datetime, at: datetime) -> Assessment:
    """Gather, decide, store: facts, reasons, parameters and regime, never changed again."""
    today = clock.legal_date(at)
    gathered = eligibility_facts(phk, filed_on=clock.legal_date(filed_at), decided_on=today)
    last = Assessment.objects.filter(phk=phk, claim=claim).order_by("-assessed_at").first()
    if last is not None and last.facts == gathered.facts and last.rules_version == VERSION:
        return last
    decision = decide(eligibility_from_json(gathered.facts), working_calendar())
    answer = decision.to_json()
    return Assessment.objects.create(
        phk=phk,
        claim=claim,
        facts=gathered.facts,
        sources=gathered.sources,
        reasons=answer["reasons"],
        answer=answer,
        parameters=snapshot(today),
        outcome=decision.outcome.value,
        regime=answer["regime"] or "",
        rules_version=VERSION,
        decided_on=today,
        data_as_of=gathered.as_of,
        assessed_at=at,
    )
