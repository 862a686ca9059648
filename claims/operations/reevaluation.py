"""New data after a decision: offered to the person, done on the person's word, never downwards (POL-24)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import ClaimState, DecisionKind, MonthState
from claims.models import Claim, ClaimMonth, Decision, WageReview
from claims.operations.asking import ask_about_each, chunk_of, in_chunks
from claims.operations.assessments import record_assessment
from claims.operations.decisions import record_decision
from claims.operations.upholding import require_the_only_one
from claims.selectors.objections import claim_run
from claims.selectors.reevaluation import Offer, is_better, offer_of
from claims.who_pays import carried
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from integrations.bpjs import BpjsClient
from notices.letters import issue_letter
from notices.operations import notify
from participants.models import PhkEvent
from participants.operations.contributions import refresh_from_bpjs
from rules.deadlines import bpjs_decision_due

CHUNK = 100
JOB = "claims.look_for_news"
ASKED_FOR = timedelta(days=183)  # after a refusal BPJS is asked for as long as six months of benefit would have run
BEFORE_A_MONTH = timedelta(days=3)


def _asked_about(at: datetime) -> QuerySet[Claim]:
    """Claims refused lately, and running ones whose next month is about to open: that is when the wage matters."""
    today = clock.legal_date(at)
    soon = ClaimMonth.objects.filter(
        claim=OuterRef("pk"), state=MonthState.SCHEDULED, opens_on__range=(today, today + BEFORE_A_MONTH)
    )
    refused = Q(state=ClaimState.REFUSED, decided_at__gte=at - ASKED_FOR)
    return Claim.objects.filter(refused | Q(Exists(soon), state=ClaimState.ACTIVE)).order_by("pk")


def plan(*, at: datetime) -> int:
    """Make one job for each chunk of claims whose data may still change. Returns how many jobs."""
    return in_chunks(list(_asked_about(at).values_list("pk", flat=True)), job=JOB, size=CHUNK)


def look_for_news(first: UUID, last: UUID, *, only: str = "", bpjs: BpjsClient, at: datetime) -> None:
    """Ask BPJS about every such claim of a chunk; about those that it did not answer, again later.

    Raises PartnerUnavailable when it answered about none.
    """

    def ask(claim: Claim) -> None:
        refresh_from_bpjs(claim.person, bpjs=bpjs, at=at)
        offer_if_new(claim, at=at)

    claims = _asked_about(at).select_related("person__user", "phk")
    ask_about_each(chunk_of(claims, first, last, only), ask, job=JOB, at=at)


@transaction.atomic
def offer_if_new(claim: Claim, *, at: datetime) -> Offer | None:
    """Run the rules on what is stored now; a better answer than the decision is kept, and the person told once."""
    if not is_better(claim, claim_run(claim, clock.legal_date(at))):
        return None
    record_assessment(claim.phk, claim=claim, filed_at=claim.filed_at or at, at=at)
    offer = offer_of(claim)
    if offer is not None:
        notify(
            event="reevaluation_offered",
            user=claim.person.user,
            at=at,
            link=f"/klaim/{claim.pk}/evaluasi/",
            key=offer.key,
        )
    return offer


def offer_for_phk(phk: PhkEvent, *, at: datetime) -> None:
    """Data of a PHK were fetched again, perhaps at the person's wish: claims on it may profit."""
    claims = Claim.objects.filter(phk=phk, state__in=(ClaimState.REFUSED, ClaimState.ACTIVE))
    for claim in claims.select_related("person__user", "phk"):
        offer_if_new(claim, at=at)


@transaction.atomic
def reevaluate(claim: Claim, *, actor: User, at: datetime) -> Claim:
    """The person has the refused claim looked at again: back to the desk with a new clock and its first filing day.

    Twice is once. Raises Conflict("nothing_new") without better data, and Conflict("other_claim_live").
    """
    claim = _locked(claim)
    if claim.state == ClaimState.IN_REVIEW and claim.log.filter(move="reevaluate").exists():
        return claim
    if claim.state != ClaimState.REFUSED or offer_of(claim) is None:
        raise Conflict("nothing_new", _("Belum ada data baru yang mengubah hasil klaim ini."))
    require_the_only_one(claim)
    today = clock.legal_date(at)
    due = bpjs_decision_due(today, working_calendar())
    claim = Claim.workflow.move(
        claim, "reevaluate", actor=actor, at=at, clock_from=today, decision_due_on=due, decided_at=None
    )
    audit.record("claims.claim.reevaluated", actor=actor, at=at, subject=claim)
    return claim


@transaction.atomic
def ask_wage_review(claim: Claim, *, actor: User, at: datetime) -> WageReview:
    """The person has the higher wage looked at: three working days. Twice asks once. Raises Conflict("nothing_new")."""
    claim = _locked(claim)
    waiting = claim.wage_reviews.waiting().first()
    if waiting is not None:
        return waiting
    offer = offer_of(claim)
    if offer is None or offer.wage_found is None or offer.wage_before is None:
        raise Conflict("nothing_new", _("Belum ada upah yang lebih tinggi dari dasar upah klaim ini."))
    review = WageReview.objects.create(
        claim=claim,
        assessment=offer.run,
        wage_before=offer.wage_before,
        wage_found=offer.wage_found,
        asked_at=at,
        answer_due_on=bpjs_decision_due(clock.legal_date(at), working_calendar()),
    )
    audit.record("claims.wage_review.asked", actor=actor, at=at, subject=review)
    return review


@transaction.atomic
def settle_wage_review(review: WageReview, *, higher: bool, note: str, actor: User, at: datetime) -> Decision:
    """A verifier confirms the higher wage base for months not yet granted, or lets the old one stand, with a reason.

    Either is an approval of its own, which can be objected to. Raises Conflict("wrong_state"), Invalid("note_needed").
    """
    review = WageReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    claim = _locked(review.claim)
    if review.settled_at is not None or claim.state != ClaimState.ACTIVE:
        raise Conflict("wrong_state", _("Permintaan ini sudah dijawab."))
    if not note.strip():
        raise Invalid("note_needed", _("Tulis penjelasan untuk peserta."))
    decision = record_decision(
        claim,
        DecisionKind.APPROVAL,
        run=review.assessment,
        note=note,
        officer=actor,
        at=at,
        wage_base=review.wage_found if higher else review.wage_before,
        facts={**carried(claim), "wage_review": str(review.pk)},
    )
    review.settled_at, review.decision = at, decision
    review.save(update_fields=["settled_at", "decision"])
    audit.record("claims.wage_review.settled", actor=actor, at=at, subject=review, higher=higher)
    _tell(review, decision, higher, at)
    return decision


def _tell(review: WageReview, decision: Decision, higher: bool, at: datetime) -> None:
    user = review.claim.person.user
    issue_letter(
        kind="wage_review",
        user=user,
        subject=decision,
        at=at,
        claim_number=review.claim.number,
        decision_number=decision.number,
        wage_before=review.wage_before,
        wage_base=decision.wage_base,
        higher=higher,
        explanation=decision.note,
        articles=decision.articles,
        objection_until=decision.objection_until.isoformat(),
    )
    notify(
        event="wage_reviewed",
        user=user,
        at=at,
        link=f"/klaim/{review.claim_id}/evaluasi/",
        key=str(decision.pk),
        due=decision.objection_until,
    )


def _locked(claim: Claim) -> Claim:
    return Claim.objects.select_for_update(of=("self",)).select_related("person__user", "phk").get(pk=claim.pk)
