"""Reads: whose page is it, what is known for the law, who is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from accounts.models import User
from notices.models import Letter
from notices.selectors import letters_about, letters_of
from participants.enums import VOID_PHK, ImportState, PhkState, ProofKind, Side, WorkerReportState
from participants.models import (
    BpjsSnapshot,
    Employer,
    EmployerStaff,
    Employment,
    IdentityCheck,
    Person,
    PhkDraft,
    PhkEvent,
    PhkImport,
    PhkVersion,
    WorkerReport,
)


def person_of(user: User) -> Person | None:
    """The person that the user is, or None: an officer, HR, or somebody whose identity is still being checked."""
    return getattr(user, "person", None) if user.is_authenticated else None  # the user remembers it: menus ask too


def identity_check_of(user: User) -> IdentityCheck | None:
    """The last identity check of a user, for the page that says how it stands."""
    return (
        IdentityCheck.objects.filter(user=user)
        .select_related("person")
        .order_by(F("closed_at").desc(nulls_first=True), "-asked_at")
        .first()
    )


def employers_of(user: User, on: date) -> list[Employer]:
    """The employers that the user acts for, by name."""
    return list(Employer.objects.of_staff(user, on).order_by("name", "pk"))


def staff_of(employer_id: UUID, on: date) -> list[User]:
    """Everybody who acts for an employer on a day."""
    staff = EmployerStaff.objects.in_force(on).filter(employer=employer_id)
    return list(User.objects.filter(pk__in=staff.values("user")).order_by("pk"))


def phk_events_of(person: Person) -> list[PhkEvent]:
    """One's terminations, the latest first, without those taken back."""
    events = PhkEvent.objects.filter(person=person).exclude(state=PhkState.WITHDRAWN)
    return list(events.select_related("employer").order_by("-phk_on", "-reported_at"))


def current_phk(person: Person) -> PhkEvent | None:
    """The termination that the person's pages speak of: the last one that still stands."""
    alive = PhkEvent.objects.filter(person=person).exclude(state__in=VOID_PHK)
    return alive.select_related("employer").order_by("-phk_on", "-reported_at").first()


def live_draft(user: User, today: date) -> PhkDraft | None:
    return PhkDraft.objects.filter(user=user, keep_until__gte=today).first()


def latest_snapshot(person: Person) -> BpjsSnapshot | None:
    return person.bpjs_snapshots.first()


@dataclass(frozen=True, slots=True)
class BothSides:
    """The last word of each side about a PHK."""

    employer: PhkVersion | None
    worker: PhkVersion | None


def both_sides(event: PhkEvent) -> BothSides:
    last = {version.side: version for version in event.versions.all()}
    return BothSides(last.get(Side.EMPLOYER), last.get(Side.WORKER))


def letters_to(event: PhkEvent, user: User) -> list[Letter]:
    """The receipts about an event that were written to this user."""
    own = list(event.versions.filter(submitted_by=user).values_list("pk", flat=True))
    ids = [str(event.pk), *map(str, own)]
    return list(letters_of(user).filter(subject_id__in=ids))


def proofs_of(employments: Sequence[Employment]) -> dict[UUID, Letter]:
    """The newest proof of membership of each employment that has one. Two queries, none without employments."""
    if not employments:
        return {}
    confirmed = WorkerReport.objects.filter(employment__in=employments, state=WorkerReportState.CONFIRMED)
    reports = list(confirmed.order_by("answered_at", "number"))
    letters = letters_about(reports)
    return {report.employment_id: letters[str(report.pk)] for report in reports if str(report.pk) in letters}


@dataclass(frozen=True, slots=True)
class EmployerDesk:
    """What waits for a firm, the nearest date first, and how the rest stands."""

    questions: list[PhkEvent]
    proofs_asked: list[PhkEvent]
    at_mediator: int
    confirmed: int
    recent: list[PhkEvent]
    imports: list[PhkImport]


def open_files(files: Any) -> list[Any]:
    """Of an employer's CSV files those that wait or are worked on, the latest first."""
    waiting = files.filter(state__in=(ImportState.CHECKING, ImportState.CHECKED, ImportState.SAVING))
    return list(waiting.defer("report", "content_sealed").order_by("-uploaded_at")[:5])


def employer_desk(employer: Employer) -> EmployerDesk:
    events = PhkEvent.objects.filter(employer=employer).select_related("person")
    questions = events.filter(state=PhkState.AWAITING_OTHER, opened_by=Side.WORKER)
    counts = events.aggregate(
        at_mediator=Count("pk", filter=Q(state=PhkState.AWAITING_MEDIATOR)),
        confirmed=Count("pk", filter=Q(state=PhkState.CONFIRMED)),
    )
    return EmployerDesk(
        questions=list(questions.order_by("other_side_due_on", "pk")[:20]),
        proofs_asked=list(events.filter(state=PhkState.NEEDS_PROOF).order_by("waiting_since", "pk")[:20]),
        recent=list(events.order_by("-reported_at", "pk")[:5]),
        imports=open_files(employer.phk_imports),
        **counts,
    )


# --- for the law -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EligibilitySource:
    """What participants know for an eligibility question, in the JSON of the decision contract; unknown is absent.

    `sources` names for each group where it came from and when. `as_of`: the oldest of what was used.
    """

    participant: dict[str, Any]
    phk: dict[str, Any]
    contributions: list[dict[str, Any]] | None
    previous_benefits: list[dict[str, Any]] | None
    as_of: datetime
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)


def eligibility_source(person: Person, phk: PhkEvent) -> EligibilitySource:
    """Everything known. What nobody told us is absent, never False (POL-20)."""
    snapshot = latest_snapshot(person)
    payload = snapshot.payload if snapshot else {}
    known = bool(payload.get("membership", {}).get("known"))
    bpjs = {"source": "bpjs", "as_of": snapshot.as_of.isoformat()} if snapshot else {"source": "none", "as_of": None}
    return EligibilitySource(
        participant=_without_unknown(_participant(person, phk, payload.get("membership", {}) if known else {})),
        phk=_without_unknown(_phk(phk)),
        contributions=[_contribution(row) for row in payload["contributions"]] if known else None,
        previous_benefits=_benefits(payload) if known else None,
        as_of=min(snapshot.as_of, phk.waiting_since) if snapshot else phk.waiting_since,
        sources={
            "participant": bpjs,
            "identity": _identity_source(person),
            "phk": _phk_source(phk),
            "contributions": bpjs,
            "previous_benefits": bpjs,
        },
    )


def _participant(person: Person, phk: PhkEvent, membership: dict[str, Any]) -> dict[str, Any]:
    here = [row for row in membership.get("memberships", []) if row["npp"] == phk.employer.npp]
    latest = max(here, key=lambda row: row["since"], default=None)
    born_on = person.born_on.isoformat() if person.is_verified else membership.get("born_on")
    return {
        "citizen": membership.get("citizen"),
        "born_on": born_on,
        "registered_on": membership.get("registered_on"),
        "scale": latest["scale"] if latest else (phk.employer.scale or None),
        "programmes": latest["programmes"] if latest else None,
        "jkn": membership.get("jkn"),
        "employed_elsewhere": _employed_elsewhere(membership, phk) if membership else None,
        "died_on": person.died_on.isoformat() if person.died_on else None,
    }


def _employed_elsewhere(membership: dict[str, Any], phk: PhkEvent) -> bool:
    """A membership with another employer that is still active (POL-25)."""
    return any(row["until"] is None and row["npp"] != phk.employer.npp for row in membership["memberships"])


def _phk(phk: PhkEvent) -> dict[str, Any]:
    return {
        "on": phk.phk_on.isoformat(),
        "reason": phk.reason,
        "contract": phk.contract,
        "contract_ends_on": phk.contract_ends_on.isoformat() if phk.contract_ends_on else None,
        "proof": phk.proof_kind if phk.proof_kind != ProofKind.NONE else None,
        "disputed": phk.disputed,
    }


def _contribution(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "month": row["month"],
        "employer": row["npp"],
        "wage": row["wage"],
        "paid_on": row["paid_on"],
        "reported_on": row["reported_on"],
    }


def _benefits(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """A benefit of one paid month uses one of the three; one that never paid does not (POL-09)."""
    return [{"phk_on": row["phk_on"]} for row in payload["previous_benefits"] if row["months_paid"] > 0]


def _identity_source(person: Person) -> dict[str, Any]:
    verified = person.verified_at.isoformat() if person.verified_at else None
    return {"source": "dukcapil" if person.is_verified else "unverified", "as_of": verified}


def _phk_source(phk: PhkEvent) -> dict[str, Any]:
    source = "mediator" if phk.confirmed_at else phk.opened_by
    return {"source": source, "as_of": (phk.confirmed_at or phk.reported_at).isoformat()}


def _without_unknown(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
