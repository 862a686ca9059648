"""Inspections: in which order a desk reads them, who may belong to a team, and what an employer reads of a nota."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.selectors import RegionScope
from compliance.enums import JOINABLE, UNDER_WAY, FindingState, InspectionState, Membership
from compliance.models import Complaint, Finding, Inspection, InspectionMember, InspectionProgramme, InterestDeclared
from compliance.selectors.ties import any_row, ties
from participants.models import Employer, EmployerStaff, PhkEvent

S = InspectionState
# Which roles stand behind a membership. An investigator (PPNS) is an inspector who was appointed.
ROLES_OF = {
    Membership.INSPECTOR: (Role.INSPECTOR, Role.INSPECTION_COORDINATOR),
    Membership.INVESTIGATOR: (Role.INSPECTOR, Role.INSPECTION_COORDINATOR),
    Membership.LEAD: (Role.INSPECTOR, Role.INSPECTION_COORDINATOR),
    Membership.EXAMINER: (Role.BPJS_VERIFIER,),
    Membership.MEDIATOR: (Role.MEDIATOR,),
}


def has_interest(user: User, inspection: Inspection) -> bool:
    """Tied to the employer, wrote one of the complaints, or declared an interest."""
    return any_row(
        InterestDeclared.objects.filter(inspection=inspection, user=user).values("user"),
        inspection.complaints.filter(author=user).values("author"),
        *(ties(user, inspection.employer_id) if inspection.employer_id is not None else ()),
    )


def candidates_for(inspection: Inspection, membership: Membership, on: date) -> QuerySet[User]:
    """Officers of the place without an interest who may belong to the team as this, by name."""
    tied = (
        EmployerStaff.objects.filter(employer=inspection.employer_id).values("user"),
        PhkEvent.objects.filter(employer=inspection.employer_id).exclude(person__user=None).values("person__user"),
        InterestDeclared.objects.filter(inspection=inspection).values("user"),
        inspection.complaints.exclude(author=None).values("author"),
    )
    people = _officers(inspection.region_id, membership, on)
    for those in tied:
        people = people.exclude(pk__in=those)
    return people


def leads_for(region_id: str, on: date) -> QuerySet[User]:
    """Inspectors of a place, by name; who may lead before there is an inspection."""
    return _officers(region_id, Membership.LEAD, on)


def leads_within(scope: RegionScope, on: date) -> QuerySet[User]:
    """Inspectors of any place in a coordinator's reach, by name."""
    held = RoleAssignment.objects.in_force(on).filter(role__in=ROLES_OF[Membership.LEAD])
    held = held.filter(Q(region=None) | scope.q("region__code"))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("full_name", "pk")


def _officers(region_id: str, membership: Membership, on: date) -> QuerySet[User]:
    held = RoleAssignment.objects.in_force(on).filter(role__in=ROLES_OF[membership])
    held = held.filter(Q(region=None) | Q(region=region_id) | Q(region=region_id[:2]))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("full_name", "pk")


def inspections_for_desk(user: User, on: date) -> QuerySet[Inspection]:
    """What an office reads: under way by the day of the visit, then what ended, the latest first."""
    rank = Case(When(state__in=UNDER_WAY, then=Value(0)), default=Value(1))
    open_findings = Count("findings", filter=Q(findings__state=FindingState.OPEN), distinct=True)
    rows = Inspection.objects.visible_to(user, on).select_related("employer", "region", "lead")
    return rows.annotate(rank=rank, unmet=open_findings, found=Count("findings", distinct=True)).order_by(
        "rank", "planned_on", "number"
    )


def inspection_for_desk(user: User, inspection_id: UUID, on: date) -> Inspection | None:
    rows = inspections_for_desk(user, on).select_related("region__parent", "opened_by", "issued_by")
    members = InspectionMember.objects.select_related("user")
    findings = Finding.objects.select_related("met_by").prefetch_related("files__file", "log")
    return (
        rows.prefetch_related(Prefetch("members", members), Prefetch("findings", findings))
        .filter(pk=inspection_id)
        .first()
    )


@dataclass(frozen=True, slots=True)
class InspectionNumbers:
    to_visit: int
    unanswered: int
    unmet: int
    mine: int


def inspection_numbers(user: User, on: date) -> InspectionNumbers:
    """How much waits, in one query."""
    unmet = Exists(Finding.objects.filter(inspection=OuterRef("pk"), state=FindingState.OPEN))
    found = (
        Inspection.objects.visible_to(user, on)
        .annotate(has_unmet=unmet)
        .aggregate(
            to_visit=Count("pk", filter=Q(state__in=(S.PLANNED, S.ORDERED))),
            unanswered=Count("pk", filter=Q(state=S.ISSUED, reply=None, reply_until__lt=on)),
            unmet=Count("pk", filter=Q(state__in=(S.ISSUED, S.FOLLOWED), has_unmet=True)),
            mine=Count("pk", filter=Q(state__in=UNDER_WAY, lead=user)),
        )
    )
    return InspectionNumbers(**found)


def joinable_at(employer_id: UUID, region_id: str) -> Inspection | None:
    """The inspection of this employer in this province that another complaint may still join."""
    rows = Inspection.objects.filter(employer=employer_id, region__code__startswith=region_id[:2], state__in=JOINABLE)
    return rows.order_by("opened_at", "pk").first()


def inspection_of(complaint: Complaint) -> Inspection | None:
    return complaint.inspections.exclude(state=S.CANCELLED).order_by("opened_at").first()


def population_of(province_id: str) -> dict[str, Employer]:
    """By registration number, the employers of a province that a sample may draw: open ones, not under inspection."""
    under_way = Inspection.objects.filter(employer=OuterRef("pk"), state__in=UNDER_WAY)
    rows = Employer.objects.filter(region__code__startswith=province_id, bankrupt_or_closed_on=None)
    return {row.npp: row for row in rows.filter(~Exists(under_way)).select_related("region")}


@dataclass(frozen=True, slots=True)
class ProgrammeProgress:
    """A year's programme: how many were visited and are planned of the target."""

    programme: InspectionProgramme
    visited: int
    planned: int


def programmes_for(user: User, year: int, on: date) -> list[ProgrammeProgress]:
    """Programmes of a year that the user reads, each with what came of it. Outreach counts, cancelled ones do not."""
    rows = InspectionProgramme.objects.visible_to(user, on).filter(year=year).select_related("province")
    counted = (
        Inspection.objects.filter(planned_on__year=year)
        .exclude(state=S.CANCELLED)
        .values(province=F("region__code"))
        .annotate(visited=Count("pk", filter=~Q(state__in=(S.PLANNED, S.ORDERED))), planned=Count("pk"))
    )
    by_place = [(row["province"][:2], row["visited"], row["planned"]) for row in counted]
    return [
        ProgrammeProgress(
            row,
            sum(visited for code, visited, _all in by_place if code == row.province_id),
            sum(planned for code, _visited, planned in by_place if code == row.province_id),
        )
        for row in rows
    ]


def notas_of_staff(user: User, on: date) -> QuerySet[Inspection]:
    """Notas that reached an employer of the user: unanswered first, by their last day. Complaints are not read here."""
    rank = Case(When(state=S.ISSUED, reply=None, then=Value(0)), default=Value(1))
    rows = Inspection.objects.issued_to_staff(user, on).select_related("employer", "reply__actor")
    return rows.annotate(rank=rank).order_by("rank", "reply_until", "pk").defer("because", "kind")
