"""Complaints: whose, in which order, who has a tie, and what a caller may hear."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from compliance.enums import OPEN, OWED, AllegationState, ComplaintState
from compliance.models import Allegation, Complaint
from compliance.selectors.inspections import tied_to
from core.places import by_code
from participants.models import Employer
from rules.jobsearch import fold_company

SHOWN = 8


def has_tie(user: User, complaint: Complaint) -> bool:
    """The officer is the author, acts or acted for the employer, or lost a job there."""
    return complaint.author_id == user.pk or tied_to(user, complaint.employer_id)


def own_complaints(user: User) -> QuerySet[Complaint]:
    """The author's own, the latest first."""
    return Complaint.objects.of_author(user).select_related("employer", "region")


def complaints_for_desk(user: User, today: date) -> QuerySet[Complaint]:
    """What an office reads, least time left first; what waits for its author after what we owe, closed ones last."""
    waiting = Allegation.objects.filter(complaint=OuterRef("pk"), state=AllegationState.SERVED)
    rank = Case(
        When(state__in=OWED, then=Value(0)),
        When(state=ComplaintState.NEEDS_INFO, then=Value(1)),
        default=Value(2),
    )
    rows = Complaint.objects.visible_to(user, today).exclude(author=user)
    return (
        rows.select_related("employer", "region__parent", "taken_by")
        .annotate(rank=rank, at_employer=Exists(waiting))
        .order_by("rank", "due_on", "filed_at", "pk")
    )


def complaint_for_desk(user: User, complaint_id: UUID, today: date) -> Complaint | None:
    rows = complaints_for_desk(user, today).select_related(
        "author__person", "claim", "integrity", "filed_by", "employer", "region__parent", "taken_by"
    )
    return rows.filter(pk=complaint_id).first()


@dataclass(frozen=True, slots=True)
class DeskNumbers:
    late: int
    today: int
    untaken: int
    mine: int


def desk_numbers(rows: QuerySet[Complaint], user: User, today: date) -> DeskNumbers:
    """How much waits, in one query."""
    found = rows.order_by().aggregate(
        late=Count("pk", filter=Q(state__in=OWED, due_on__lt=today)),
        today=Count("pk", filter=Q(state__in=OWED, due_on=today)),
        untaken=Count("pk", filter=Q(state=ComplaintState.RECEIVED)),
        mine=Count("pk", filter=Q(state__in=OPEN, taken_by=user)),
    )
    return DeskNumbers(**found)


@dataclass(frozen=True, slots=True)
class RegionNumbers:
    code: str
    name: str
    open: int
    late: int


def numbers_by_region(rows: QuerySet[Complaint], today: date) -> list[RegionNumbers]:
    """Open and late ones by regency, the most late first. Regencies without an open one are left out."""
    found = (
        rows.order_by()
        .filter(state__in=OPEN)
        .values("region_id")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(state__in=OWED, due_on__lt=today)))
        .order_by(F("late").desc(), F("open").desc(), "region_id")
    )
    return [RegionNumbers(r["region_id"], by_code()[r["region_id"]].name, r["open"], r["late"]) for r in found]


def inspectors_for(complaint: Complaint, today: date) -> list[User]:
    """Inspectors whose role reaches the workplace and who have no tie to it, by name."""
    region = complaint.region_id
    held = RoleAssignment.objects.in_force(today).filter(role=Role.INSPECTOR)
    reach = held.filter(Q(region=None) | Q(region=region) | Q(region=region[:2])).values("user")
    people = User.objects.filter(pk__in=reach, is_active=True).order_by("full_name", "pk")
    return [user for user in people if not has_tie(user, complaint)]


def integrity_officers(today: date) -> list[User]:
    held = RoleAssignment.objects.in_force(today).filter(role=Role.INTEGRITY).values("user")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("full_name", "pk"))


def employers_like(text: str) -> list[Employer]:
    """Known employers by number or name, for an officer to choose from."""
    key = fold_company(text)
    condition = Q(npp__iexact=text.strip())
    if len(key) >= 3:
        condition |= Q(name_key__contains=key)
    return list(Employer.objects.filter(condition).order_by("name", "npp")[:SHOWN])


@dataclass(frozen=True, slots=True)
class CaseState:
    """All that the help desk may read to a caller."""

    number: str
    state: ComplaintState
    filed_at: datetime
    due_on: date
    late: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def state_of(number: str, today: date) -> CaseState | None:
    """By the complaint's number. Without author, employer and text."""
    row = Complaint.objects.filter(number__iexact=number).first()
    if row is None:
        return None
    return CaseState(row.number, ComplaintState(row.state), row.filed_at, row.due_on, row.is_late(today))


def complaint_data(user: User) -> list[dict[str, Any]]:
    """What the author takes along (UU 27/2022 Pasal 13): own words and the answers, not the officers' notes."""
    rows = own_complaints(user).prefetch_related("messages", "files__file")
    return [
        {
            "nomor": row.number,
            "jenis": row.kind,
            "perusahaan": row.employer_typed,
            "tempat_kerja": row.region.name,
            "sejak": row.since,
            "sampai": row.until,
            "isi": row.text,
            "keadaan": row.state,
            "dikirim": row.filed_at,
            "percakapan": [{"saat": m.at, "dari": m.side, "isi": m.text} for m in row.messages.all()],
            "berkas": [f.file.name for f in row.files.all()],
        }
        for row in rows
    ]
