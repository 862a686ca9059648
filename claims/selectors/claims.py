"""What a claim stands on: the facts of an assessment, the tasks of a draft, what a page needs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import ACCOUNT_IN_DOUBT, HAS_PAID, ON_THE_CLOCK, SET_ASIDE, AccountCheck, ClaimState, MonthState
from claims.models import Assessment, Claim, ClaimMonth, CorrectionFile, Decision, KapkVersion
from claims.models.claims import ClaimQuerySet
from claims.selectors.extras import returned_extras
from core.errors import Conflict
from core.prepared import keep_related, prepared
from notices.models import Letter
from participants.enums import PhkState
from participants.models import Person, PhkEvent
from participants.selectors import current_phk, eligibility_source
from payments.enums import FAILED
from payments.models import Payout
from payments.selectors import payouts_for

PAYOUT_SOURCE = "claim_month"


@dataclass(frozen=True, slots=True)
class GatheredFacts:
    """`facts` is the eligibility question of the rules as JSON; `sources` names where each part came from and when."""

    facts: dict[str, Any]
    sources: dict[str, Any]
    as_of: datetime


# Which part of the sources stands behind each condition.
SOURCE_OF = {
    "ELG-01": "identity",
    "ELG-02": "phk",
    "ELG-03": "phk",
    "ELG-04": "kapk",
    "ELG-05": "contributions",
    "ELG-06": "contributions",
    "ELG-07": "participant",
    "ELG-08": "phk",
    "ELG-09": "phk",
    "ELG-10": "previous_benefits",
    "ELG-11": "phk",
    "ELG-12": "participant",
    "ELG-13": "identity",
}


def gather_facts(phk: PhkEvent, claim: Claim | None, *, filed_on: date, decided_on: date) -> GatheredFacts:
    """Everything known about the PHK and its person. What nobody told us is absent, never False (POL-20).

    Before a claim, willingness to work is taken as given: nobody can file without signing it in the KAPK. A PHK that
    the court did not uphold has no proof, whatever was handed in.
    """
    source = eligibility_source(phk.person, phk)
    signed = claim is None or hasattr(claim, "kapk")
    facts = {
        "filed_on": filed_on.isoformat(),
        "decided_on": decided_on.isoformat(),
        "participant": source.participant | ({"willing_to_work": True} if signed else {}),
        "phk": source.phk | ({"proof": "none"} if phk.state == PhkState.CLOSED else {}),
        "contributions": source.contributions,
        "previous_benefits": source.previous_benefits,
    }
    parts = source.sources | {"kapk": {"source": "kapk", "as_of": None}}
    sources = {code: parts.get(part, {}) for code, part in SOURCE_OF.items()}
    return GatheredFacts(facts=facts, sources=sources, as_of=source.as_of)


def latest_assessment(phk: PhkEvent) -> Assessment | None:
    return Assessment.objects.filter(phk=phk).newest_first().first()


def assessment_of(claim: Claim) -> Assessment | None:
    """The last run of the rules on a filed claim: what an officer decides on."""
    return Assessment.objects.filter(claim=claim).newest_first().first()


def kapk_in_force(day: date) -> KapkVersion:
    """The wording to sign on a day; before the first day of the first one, that one.

    Raises Conflict("kapk_missing") when none was ever set: a task for the administrator.
    """
    newest = KapkVersion.objects.order_by("-version")
    found = newest.filter(in_force_since__lte=day).first() or newest.last()
    if found is None:
        raise Conflict("kapk_missing", _("Naskah KAPK belum tersedia. Hubungi Halo JKP."))
    return found


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
    """The bank did not confirm the name, was never asked, or another person uses the account: somebody must look."""
    return claim.account_check != AccountCheck.MATCHES or account_shared_with_another(claim)


def account_shared_with_another(claim: Claim) -> bool:
    """Another person's live claim names the same account: a review, not an accusation."""
    if not claim.account_index:
        return False
    return Claim.objects.live().filter(account_index=claim.account_index).exclude(person_id=claim.person_id).exists()


def account_unproven(claim: Claim) -> bool:
    """The account is not known to be the person's own, and no month was paid to it yet."""
    if claim.account_check == AccountCheck.MATCHES:
        return False
    since = claim.account_set_at
    return not claim.months.filter(state=MonthState.PAID, decided_at__gte=since).exists()


def money_came_back(claim: Claim) -> bool:
    """The bank sent money of this claim back and it was not ordered again; also after the benefit is over."""
    if claim.state not in HAS_PAID:
        return False
    return claim.months.filter(state=MonthState.BANK_PROBLEM).exists() or returned_extras(claim).exists()


def account_failed(claim: Claim) -> bool:
    """The account in the claim is still the one that the bank sent money back from."""
    if claim.months.filter(state=MonthState.BANK_PROBLEM, returned_at__gte=claim.account_set_at).exists():
        return True
    return returned_extras(claim).filter(came_back_at__gte=claim.account_set_at).exists()


def last_failed_transfer(claim: Claim) -> Payout | None:
    """The newest transfer that the bank refused or sent back and that was not ordered again."""
    waiting = claim.months.filter(state=MonthState.BANK_PROBLEM).order_by().values("pk")
    months = Payout.objects.filter(source_kind=PAYOUT_SOURCE, source_id__in=waiting, state__in=FAILED)
    return max((*months, *returned_extras(claim)), key=lambda payout: payout.ordered_at, default=None)


def current_claim(person: Person) -> tuple[PhkEvent | None, Claim | None]:
    """What the person's pages speak of: the live claim with its PHK, or else the last PHK with the last claim on it."""
    live = next(iter(_live_claims(person.pk)), None)
    if live is not None:
        return live.phk, with_history(live)
    phk = current_phk(person)
    over = (ClaimState.EXPIRED, ClaimState.WITHDRAWN)
    last = _told_of_claims().filter(phk=phk).exclude(state__in=over).order_by("-created_at").first() if phk else None
    return phk, with_history(last) if last is not None else None


def _told_of_claims() -> ClaimQuerySet:
    return Claim.objects.select_related("phk__employer", "kapk")


@prepared
def _live_claims(person_id: UUID) -> QuerySet[Claim]:
    return _told_of_claims().live().filter(person_id=person_id)[:1]


@prepared
def _months(claim_id: UUID) -> QuerySet[ClaimMonth]:
    return ClaimMonth.objects.filter(claim_id=claim_id).order_by("n")


@prepared
def _decisions(claim_id: UUID) -> QuerySet[Decision]:
    return Decision.objects.filter(claim_id=claim_id)


def with_history(claim: Claim) -> Claim:
    """The claim with its months in order and its decisions, the newest first, already read."""
    keep_related(claim, months=_months(claim.pk), decisions=_decisions(claim.pk))
    return claim


def claim_for(phk: PhkEvent) -> Claim | None:
    """The claim that stands for a PHK; one that was refused, withdrawn or expired leaves room for another."""
    return Claim.objects.filter(phk=phk).exclude(state__in=SET_ASIDE).first()


def payments_of(months: list[ClaimMonth]) -> dict[Any, list[Payout]]:
    """Every transfer of each month, oldest first."""
    return payouts_for(PAYOUT_SOURCE, [m.pk for m in months]) if months else {}


def proofs_of_payment(months: list[ClaimMonth]) -> dict[Any, Any]:
    """The primary key of the newest letter about the latest transfer of each paid month, by the month's. One query."""
    paid = [m.pk for m in months if m.state == MonthState.PAID]
    if not paid:
        return {}
    of_paid = set(paid)
    transfers = {month: letter for month, letter in _letters_of_transfers(months[0].claim_id) if month in of_paid}
    return {month: letter for month, letter in transfers.items() if letter is not None}


@prepared
def _letters_of_transfers(claim_id: UUID) -> QuerySet[Payout, tuple[UUID, UUID | None]]:
    """The newest letter of every transfer of a claim's months, the first attempt first."""
    about = Letter.objects.filter(
        subject_kind=Payout._meta.label_lower, subject_id=Cast(OuterRef("pk"), Letter._meta.get_field("subject_id"))
    )
    newest = Subquery(about.newest_first().values("pk")[:1])
    months = ClaimMonth.objects.filter(claim_id=claim_id).values("pk")
    transfers = Payout.objects.filter(source_kind=PAYOUT_SOURCE, source_id__in=months)
    return transfers.order_by("attempt").values_list("source_id", newest)


def correction_files(claim: Claim) -> list[CorrectionFile]:
    """What the person sent in answer to requests, oldest first."""
    files = CorrectionFile.objects.filter(request__claim=claim)
    return list(files.select_related("request", "file").order_by("added_at"))


def queue(user: User, today: date) -> QuerySet[Claim]:
    """Claims that wait for the office or for an answer, least time left first, with the latest outcome of the rules.

    Also those, running or over, whose returned money waits for an officer's word on the new account.
    """
    latest = Assessment.objects.filter(claim=OuterRef("pk")).newest_first()
    months = ClaimMonth.objects.filter(claim=OuterRef("pk"), state=MonthState.BANK_PROBLEM)
    returned = Exists(months) | Exists(returned_extras(OuterRef(OuterRef("pk"))))
    return (
        Claim.objects.visible_to(user, today)
        .filter(
            Q(state__in=(*ON_THE_CLOCK, ClaimState.NEEDS_FIX))
            | (Q(state__in=HAS_PAID, account_check__in=ACCOUNT_IN_DOUBT) & returned)
        )
        .annotate(outcome=Subquery(latest.values("outcome")[:1]), answer=Subquery(latest.values("answer")[:1]))
        .select_related("person__region", "phk__employer")
        .order_by("decision_due_on", "filed_at", "pk")
    )
