"""Ask the law, and keep what it said."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from claims.enums import ON_THE_CLOCK, ClaimState
from claims.models import Assessment, Claim
from claims.selectors import gather_facts
from core import audit, clock
from core.calendar import working_calendar
from core.jobs import enqueue, is_waiting
from core.limits import Limit, take
from integrations.bpjs import BpjsClient
from notices.operations import notify
from participants.enums import PhkState
from participants.models import PhkEvent
from participants.operations.contributions import refresh_from_bpjs
from rules import VERSION
from rules.deadlines import bpjs_decision_due
from rules.eligibility import decide
from rules.facts_json import eligibility_facts
from rules.parameters import snapshot

LOOKS_AN_HOUR = Limit("claims.look", most=5, within=timedelta(hours=1))


def assess_phk(phk: PhkEvent, *, bpjs: BpjsClient, at: datetime) -> Assessment:
    """Fetch what BPJS knows, ask the rules as of today, and tell the person when the outcome is new.

    Raises PartnerUnavailable: try again later. Twice on one day with the same facts gives the same, first assessment.
    """
    refresh_from_bpjs(phk.person, bpjs=bpjs, at=at)
    assessment = record_assessment(phk, claim=None, filed_at=at, at=at)
    if phk.person.user is not None:
        notify(
            event="eligibility_ready",
            user=phk.person.user,
            at=at,
            link=f"/kelayakan/{phk.pk}/",
            key=f"{phk.pk}:{assessment.outcome}",
        )
    return assessment


def assess_claim(claim: Claim, *, bpjs: BpjsClient, at: datetime) -> Assessment:
    """Run the rules on a filed claim and put it into the verification queue. Raises PartnerUnavailable."""
    refresh_from_bpjs(claim.person, bpjs=bpjs, at=at)
    return run_again(claim, actor=None, at=at)


def run_again(claim: Claim, *, actor: User | None, at: datetime) -> Assessment:
    """Run the rules on a filed claim with the facts as they are stored, also while BPJS does not answer."""
    with transaction.atomic():
        assessment = record_assessment(claim.phk, claim=claim, filed_at=claim.filed_at or at, at=at)
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        if locked.state == ClaimState.SUBMITTED:
            Claim.workflow.move(locked, "take_up", actor=actor, at=at)
    return assessment


def look_again(phk: PhkEvent, *, actor: User, at: datetime) -> None:
    """The person asks to have the data fetched once more (POL-24). Raises TooMany: five an hour."""
    if is_waiting("claims.assess_phk", event_id=phk.pk):
        return
    take(LOOKS_AN_HOUR, str(actor.pk), at=at)
    enqueue("claims.assess_phk", event_id=phk.pk)


@transaction.atomic
def follow_phk(phk: PhkEvent, *, at: datetime) -> None:
    """The PHK was confirmed, disputed or closed: what rests on it is looked at again.

    A claim that waited for the PHK is complete only now, so the office's working days count from now.
    """
    enqueue("claims.assess_phk", event_id=phk.pk)
    for claim in Claim.objects.select_for_update(of=("self",)).filter(phk=phk, state__in=ON_THE_CLOCK):
        if phk.state == PhkState.CONFIRMED:
            today = clock.legal_date(at)
            claim.clock_from = today
            claim.decision_due_on = bpjs_decision_due(today, working_calendar())
            claim.save(update_fields=["clock_from", "decision_due_on"])
            audit.record("claims.claim.clock_started", actor=None, at=at, subject=claim)
        enqueue("claims.assess_claim", claim_id=claim.pk)


@transaction.atomic
def record_assessment(phk: PhkEvent, *, claim: Claim | None, filed_at: datetime, at: datetime) -> Assessment:
    """Gather, decide, store: facts, answer, parameters and regime, never changed again. The PHK is held meanwhile."""
    phk = PhkEvent.objects.select_for_update(of=("self",)).select_related("person", "employer").get(pk=phk.pk)
    today = clock.legal_date(at)
    gathered = gather_facts(phk, claim, filed_on=clock.legal_date(filed_at), decided_on=today)
    last = Assessment.objects.filter(phk=phk, claim=claim).newest_first().first()
    if last is not None and last.facts == gathered.facts and last.rules_version == VERSION:
        return last
    decision = decide(eligibility_facts(gathered.facts), working_calendar())
    answer = decision.to_json()
    return Assessment.objects.create(
        phk=phk,
        claim=claim,
        facts=gathered.facts,
        sources=gathered.sources,
        answer=answer,
        parameters=snapshot(today),
        outcome=decision.outcome.value,
        regime=answer["regime"],
        rules_version=VERSION,
        decided_on=today,
        data_as_of=gathered.as_of,
        assessed_at=at,
    )
