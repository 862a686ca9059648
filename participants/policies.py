"""Who may do what. `visible_to` has already decided what may be seen."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from participants.enums import PhkState, Side
from participants.models import (
    DataRequest,
    Employer,
    EmployerJoin,
    EmployerReport,
    EmployerStaff,
    Person,
    PhkEvent,
    WorkerReport,
)

_CACHE = "_employers_acted_for"
ANSWERABLE = (PhkState.AWAITING_OTHER, PhkState.AWAITING_MEDIATOR, PhkState.NEEDS_PROOF, PhkState.DISPUTED)


def is_staff(user: User, employer: Employer, on: date) -> bool:
    """The user acts for the employer on that day."""
    return str(employer.pk) in _employers_of(user, on)


def is_firm_admin(user: User, employer: Employer, on: date) -> bool:
    return bool(_employers_of(user, on).get(str(employer.pk)))


def _employers_of(user: User, on: date) -> dict[str, bool]:
    """The employers one acts for, and whether as their admin: read once for each user object and day."""
    cached: dict[date, dict[str, bool]] = user.__dict__.setdefault(_CACHE, {})
    if on not in cached:
        rows = EmployerStaff.objects.in_force(on).filter(user=user).values_list("employer_id", "is_admin")
        cached[on] = {str(employer): admin for employer, admin in rows}
    return cached[on]


def side_of(user: User, event: PhkEvent, on: date) -> Side | None:
    """For whom the user speaks in this PHK. The worker first: nobody speaks for their employer about themselves."""
    if event.person.user_id == user.pk:
        return Side.WORKER
    return Side.EMPLOYER if is_staff(user, event.employer, on) else None


def can_report_own_phk(user: User, person: Person | None) -> bool:
    return person is not None and person.user_id == user.pk


def can_answer(user: User, event: PhkEvent, on: date) -> bool:
    """The side that did not open it, while it is pending, and only once."""
    side = side_of(user, event, on)
    return (
        side is not None
        and side != event.opened_by
        and event.state in ANSWERABLE
        and not event.versions.filter(side=side).exists()
    )


def can_add_proof(user: User, event: PhkEvent, on: date) -> bool:
    return event.is_pending and side_of(user, event, on) is not None


def can_withdraw(user: User, event: PhkEvent, on: date) -> bool:
    """Who opened it says it was a mistake, as long as the other side has not reported it as well."""
    side = side_of(user, event, on)
    return (
        side == event.opened_by
        and PhkEvent.workflow.can(event, "withdraw")
        and not event.versions.exclude(side=side).exclude(stance="disputes").exists()
    )


def can_mediate(user: User, event: PhkEvent, on: date) -> bool:
    """A mediator of the workplace's region who is no party to it."""
    return (
        has_role(user, Role.MEDIATOR, on=on)
        and regions_of(user, Role.MEDIATOR, on=on).covers(event.region_id or "")
        and side_of(user, event, on) is None
    )


def can_open_proof(user: User, event: PhkEvent, on: date) -> bool:
    """Both sides, the mediator, BPJS verification. Inspectors and auditors see that there is one."""
    return (
        side_of(user, event, on) is not None
        or can_mediate(user, event, on)
        or has_role(user, Role.BPJS_VERIFIER, on=on)
    )


def can_review_identity(user: User, person: Person, on: date) -> bool:
    return has_role(user, Role.BPJS_VERIFIER, on=on) and person.user_id != user.pk


def can_decide_join(user: User, join: EmployerJoin, on: date) -> bool:
    return has_role(user, Role.BPJS_VERIFIER, on=on) and join.user_id != user.pk


def can_answer_wish(actor: User, asked: DataRequest, on: date) -> bool:
    """The data protection officer, never on their own wish."""
    return has_role(actor, Role.DATA_PROTECTION, on=on) and asked.user_id != actor.pk


def can_keep_register(user: User, on: date) -> bool:
    """Receive, load and drop contribution files. Auditors read them."""
    return has_role(user, Role.BPJS_VERIFIER, on=on)


def can_answer_worker_report(user: User, report: WorkerReport, on: date) -> bool:
    """BPJS, and nobody about themselves, their own report, or a firm they act for."""
    employment = report.employment
    return (
        has_role(user, Role.BPJS_VERIFIER, on=on)
        and user.pk not in (report.reported_by_id, employment.person.user_id)
        and not is_staff(user, employment.employer, on)
    )


def can_answer_employer_report(user: User, report: EmployerReport, on: date) -> bool:
    """BPJS, and nobody about their own report or a firm they act for."""
    return (
        has_role(user, Role.BPJS_VERIFIER, on=on)
        and user.pk != report.reported_by_id
        and not is_staff(user, report.employer, on)
    )
