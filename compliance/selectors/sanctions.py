"""Sanctions: whose, what the rules say of one today, and who decides."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from compliance.enums import SANCTION_ENDED, ProposalState, RecommendationState, SanctionObjectionState, SanctionState
from compliance.models import (
    Recommendation,
    SanctionCase,
    SanctionCheck,
    SanctionObjection,
    SanctionProof,
    SanctionProposal,
    SanctionService,
)
from compliance.selectors.ties import tied_to
from core import clock
from core.calendar import working_calendar
from notices.models import Letter
from rules.deadlines import objection_due
from rules.sanctions import SanctionFacts, Stage, Step, next_step

P, S = ProposalState, SanctionState


def approved(case: SanctionCase, step: str) -> SanctionProposal | None:
    """The proposal by which the case came to a stage; None for the first stage."""
    return case.proposals.filter(step=step, state=P.APPROVED).first()


def office_imposed(case: SanctionCase) -> bool:
    """An office that was asked has answered that its service is denied."""
    recommended = Recommendation.objects.filter(proposal__case=case, proposal__state=P.APPROVED)
    return recommended.filter(state=RecommendationState.IMPOSED).exists()


def objections_of(case: SanctionCase) -> QuerySet[SanctionObjection]:
    return SanctionObjection.objects.filter(proposal__case=case)


def facts_of(case: SanctionCase, on: date) -> SanctionFacts:
    """What the rules need of a case on a day."""
    return SanctionFacts(on, Stage(case.state), case.served_on, obligations_met(case), _reply_until(case, on))


def obligations_met(case: SanctionCase) -> bool | None:
    """What an officer saw last in this stage; None: nobody has looked, or not since the employer sent a proof.

    That duties are not met counts only when it was seen after the employer's time was over.
    """
    check = case.checks.filter(at__gte=case.entered_at).order_by("-at", "-pk").first()
    if check is None or case.proofs.filter(at__gt=check.at).exists():
        return None
    if check.met:
        return True
    last = case.ends_on if case.state != S.FOUND else case.inspection.reply_until
    return None if last is not None and check.on <= last else False


def _reply_until(case: SanctionCase, on: date) -> date | None:
    """An objection that is open holds the case for as long as nobody has answered it."""
    days = [case.inspection.reply_until] if case.state == S.FOUND else []
    for objection in objections_of(case):
        if objection.answered_at is None:
            days.append(max(objection.due_on, on))
        elif objection.answered_at >= case.entered_at:
            days.append(clock.legal_date(objection.answered_at))
    return max((day for day in days if day is not None), default=None)


def step_of(case: SanctionCase, on: date) -> Step | None:
    """The stage that comes next, with reasons; None for a case that ended."""
    return step_after(facts_of(case, on))


def step_after(facts: SanctionFacts) -> Step | None:
    return next_step(facts, working_calendar())


def objection_until(service: SanctionService | None) -> date | None:
    """The last day to object to a step; None while its letter has not arrived."""
    return None if service is None else objection_due(service.on, working_calendar())


def letters_of(rows: list[Any]) -> dict[str, list[Letter]]:
    """Letters about rows of one model, by the row's key."""
    found: dict[str, list[Letter]] = {}
    if rows:
        about = {"subject_kind": rows[0]._meta.label_lower, "subject_id__in": [str(row.pk) for row in rows]}
        for letter in Letter.objects.filter(**about).order_by("issued_at", "number"):
            found.setdefault(letter.subject_id, []).append(letter)
    return found


def case_of_letter(letter: Letter) -> UUID | None:
    """The case that a letter belongs to."""
    key, kind = letter.subject_id, letter.subject_kind
    if kind == SanctionProposal._meta.label_lower:
        return SanctionProposal.objects.filter(pk=key).values_list("case", flat=True).first()
    if kind == SanctionObjection._meta.label_lower:
        return SanctionObjection.objects.filter(pk=key).values_list("proposal__case", flat=True).first()
    if kind == Recommendation._meta.label_lower:
        return Recommendation.objects.filter(pk=key).values_list("proposal__case", flat=True).first()
    return None


def papers_for_employer(letter: Letter) -> bool:
    """Letters to offices are the offices'."""
    return letter.subject_kind != Recommendation._meta.label_lower


# --- the desk ----------------------------------------------------------------------------------------------------


def cases_for_desk(user: User, today: date) -> QuerySet[SanctionCase]:
    """What waits for a decision first, then whose clock has run out, then by the last day; ended ones last."""
    waiting = SanctionProposal.objects.filter(case=OuterRef("pk"), state=P.OPEN)
    heard = SanctionObjection.objects.filter(proposal__case=OuterRef("pk"), state=SanctionObjectionState.FILED)
    seen = SanctionCheck.objects.filter(case=OuterRef("case"), at__gte=OuterRef("at"))
    proven = SanctionProof.objects.filter(~Exists(seen), case=OuterRef("pk"))
    rank = Case(
        When(state__in=SANCTION_ENDED, then=Value(9)),
        When(Exists(heard), then=Value(0)),
        When(Exists(waiting), then=Value(1)),
        When(Exists(proven) | Q(ends_on__lt=today), then=Value(2)),
        default=Value(3),
    )
    rows = SanctionCase.objects.visible_to(user, today).select_related("employer", "region__parent", "inspection")
    return rows.annotate(rank=rank, waits=Exists(waiting), objected=Exists(heard), proven=Exists(proven)).order_by(
        "rank", F("ends_on").asc(nulls_last=True), "opened_at", "pk"
    )


@dataclass(frozen=True, slots=True)
class SanctionNumbers:
    objected: int
    waits: int
    ran_out: int
    running: int


def sanction_numbers(rows: QuerySet[SanctionCase], today: date) -> SanctionNumbers:
    """How much waits, in one query."""
    open_ones = ~Q(state__in=SANCTION_ENDED)
    found = rows.order_by().aggregate(
        objected_=Count("pk", filter=Q(objected=True) & open_ones),
        waits_=Count("pk", filter=Q(waits=True)),
        ran_out_=Count("pk", filter=Q(ends_on__lt=today) & open_ones),
        running_=Count("pk", filter=Q(ends_on__gte=today) & open_ones),
    )
    return SanctionNumbers(**{name.rstrip("_"): count for name, count in found.items()})


def deciders_for(case: SanctionCase, today: date) -> list[User]:
    """Coordinators whose role reaches the workplace, without an interest in the employer."""
    region = case.region_id
    held = RoleAssignment.objects.in_force(today).filter(role=Role.INSPECTION_COORDINATOR)
    reach = held.filter(Q(region=None) | Q(region=region) | Q(region=region[:2])).values("user")
    people = User.objects.filter(pk__in=reach, is_active=True).order_by("pk")
    return [user for user in people if not tied_to(user, case.employer_id)]


def ran_out(today: date) -> QuerySet[SanctionCase]:
    """Cases whose stage's last day has passed, with no proposal that waits."""
    waiting = SanctionProposal.objects.filter(case=OuterRef("pk"), state=P.OPEN)
    rows = SanctionCase.objects.open().filter(ends_on__lt=today).exclude(Exists(waiting))
    return rows.select_related("opened_by", "region").order_by("pk")


def sanctions_of_staff(user: User, on: date) -> QuerySet[SanctionCase]:
    """The employer's own: running ones first."""
    rank = Case(When(state__in=SANCTION_ENDED, then=Value(1)), default=Value(0))
    rows = SanctionCase.objects.of_staff(user, on).select_related("employer", "region", "inspection")
    return rows.annotate(rank=rank).order_by("rank", F("ends_on").asc(nulls_last=True), "-opened_at", "pk")
