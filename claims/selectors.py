"""Reads that join apps: the facts of an assessment, the tasks of a draft, what a page needs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from participants.selectors import eligibility_source

from accounts.models import User
from claims.enums import ON_THE_CLOCK, AccountCheck, ClaimState
from claims.models import Assessment, Claim, ClaimMonth, CorrectionRequest, KapkVersion
from participants.models import Person, PhkEvent


@dataclass(frozen=True, slots=True)
class GatheredFacts:
    """`facts` is the eligibility question of the rules as JSON; `sources` names where each part came from and when."""

    facts: dict[str, Any]
    sources: dict[str, Any]
    as_of: datetime


def eligibility_facts(phk: PhkEvent, *, filed_on: date, decided_on: date) -> GatheredFacts:
    """Everything known about the PHK and its person. What nobody told us is absent, never False (POL-20)."""
    source = eligibility_source(phk.person, phk)
    facts = {
        "filed_on": filed_on.isoformat(),
        "decided_on": decided_on.isoformat(),
        "participant": source.participant,
        "phk": source.phk,
        "contributions": source.contributions,
        "previous_benefits": source.previous_benefits,
    }
    return GatheredFacts(facts=facts, sources=source.sources, as_of=source.as_of)


def latest_assessment(phk: PhkEvent) -> Assessment | None:
    return Assessment.objects.filter(phk=phk).order_by("-assessed_at").first()


def kapk_in_force(day: date) -> KapkVersion:
    """The wording to sign on a day. Raises DoesNotExist when none was set: a task for the administrator."""
    return KapkVersion.objects.filter(in_force_since__lte=day).latest("version")


@dataclass(frozen=True, slots=True)
class Tasks:
    """The four tasks of a claim and which are done."""

    data: bool
    account: bool
    kapk: bool

    @property
    def done(self) -> int:
        return sum((self.data, self.account, self.kapk))

    @property
    def left(self) -> int:
        """Tasks before the claim can be sent."""
        return 3 - self.done

    @property
    def can_send(self) -> bool:
        return self.left == 0


def tasks_of(claim: Claim) -> Tasks:
    return Tasks(
        data=claim.data_confirmed_at is not None,
        account=bool(claim.account_sealed),
        kapk=hasattr(claim, "kapk"),
    )


def account_needs_officer(claim: Claim) -> bool:
    """The bank knows the account under another name, or it was never asked: a person looks before money goes."""
    return claim.account_check != AccountCheck.MATCHES


def account_shared_with_another(claim: Claim) -> bool:
    """Another person's live claim names the same account: a review, not an accusation."""
    if not claim.account_index:
        return False
    return Claim.objects.live().filter(account_index=claim.account_index).exclude(person_id=claim.person_id).exists()


def current_claim(person: Person) -> Claim | None:
    """The claim that the dashboard speaks of: the live one, or else the last one."""
    claims = (
        Claim.objects.filter(person=person)
        .select_related("phk__employer", "kapk")
        .prefetch_related(
            Prefetch("months", ClaimMonth.objects.order_by("n")),
            Prefetch("corrections", CorrectionRequest.objects.order_by("-requested_at")),
            "decisions",
        )
    )
    return claims.live().first() or claims.exclude(state=ClaimState.EXPIRED).order_by("-created_at").first()


def queue(user: User, today: date) -> QuerySet[Claim]:
    """Claims that wait for the office or for an answer, least time left first, with the latest outcome of the rules."""
    latest = Assessment.objects.filter(claim=OuterRef("pk")).order_by("-assessed_at")
    return (
        Claim.objects.visible_to(user, today)
        .filter(state__in=(*ON_THE_CLOCK, ClaimState.NEEDS_FIX))
        .annotate(outcome=Subquery(latest.values("outcome")[:1]), answer=Subquery(latest.values("answer")[:1]))
        .select_related("person__region", "phk__employer")
        .order_by("decision_due_on", "filed_at")
    )
