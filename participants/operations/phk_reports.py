"""Reporting a termination, by either side, and answering the other's report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.numbers import yearly_number
from core.workflow import signed_by
from notices.operations import notify
from participants.comparison import differences, same_facts
from participants.enums import VOID_PHK, PhkState, Side, Stance
from participants.models import Employer, EmployerStaff, Person, PhkEvent, PhkProof, PhkVersion
from participants.operations.people import find_or_create_person
from participants.operations.phk_letters import acknowledge_report
from participants.said import ProofGiven, Said, Worker, problems
from participants.wording import problem_text
from rules.deadlines import phk_proof_due, phk_reply_due


@transaction.atomic
def report_by_worker(
    *, person: Person, employer: Employer, said: Said, proofs: Sequence[ProofGiven], actor: User, at: datetime
) -> PhkEvent:
    """The worker says that the employment ended. Joins what the employer has reported; otherwise the employer is asked.

    Twice with the same words gives the same event. Raises Invalid for facts that cannot be right, Conflict
    ("already_reported", facts: event) when the worker has already reported otherwise.
    """
    _refuse_impossible(said, at)
    _lock(person)
    known = _event_to_join(person, employer, said)
    if known is not None:
        return _join(known, Side.WORKER, said, proofs, actor, at, acknowledge=True)
    due = phk_reply_due(clock.legal_date(at), working_calendar())
    asked = {"state": PhkState.AWAITING_OTHER, "other_side_due_on": due}
    event = _open(person, employer, said, Side.WORKER, actor, at, number=_number(at), **asked)
    version = _add_version(event, Side.WORKER, Stance.REPORTS, said, actor, at)
    attach_proofs(event, Side.WORKER, proofs, actor=actor, at=at)
    acknowledge_report(version, at=at)
    _tell_worker_of_own_report(event, actor, at)
    ask_employer(event, at=at)
    return event


@transaction.atomic
def report_by_employer(
    *,
    employer: Employer,
    worker: Worker,
    said: Said,
    proofs: Sequence[ProofGiven],
    actor: User,
    at: datetime,
    acknowledge: bool = True,
    number: str = "",
) -> PhkEvent:
    """The employer reports (Permenaker 2/2025 Pasal 9). The worker is asked to confirm, but nothing waits for that.

    Twice with the same words gives the same event. `acknowledge`: write the letter of receipt; an import of thousands
    has its page instead, and its `number` reserved. Raises Invalid, and Conflict("already_reported", facts: event).
    """
    _refuse_impossible(said, at)
    person = find_or_create_person(worker, at=at)
    _lock(person)
    known = _event_to_join(person, employer, said)
    if known is not None:
        return _join(known, Side.EMPLOYER, said, proofs, actor, at, acknowledge=acknowledge)
    number = number or _number(at)
    waiting = {"state": PhkState.AWAITING_MEDIATOR, **to_mediator(at)}
    event = _open(person, employer, said, Side.EMPLOYER, actor, at, number=number, **waiting)
    version = _add_version(event, Side.EMPLOYER, Stance.REPORTS, said, actor, at)
    attach_proofs(event, Side.EMPLOYER, proofs, actor=actor, at=at)
    if acknowledge:
        acknowledge_report(version, at=at)
    if person.user is not None:
        due = phk_reply_due(clock.legal_date(at), working_calendar())
        notify(
            event="phk_reported_by_employer",
            user=person.user,
            at=at,
            link=link_of(event),
            key=str(event.pk),
            due=due,
        )
    return event


@transaction.atomic
def answer_other_side(
    *,
    event: PhkEvent,
    side: Side,
    stance: Stance,
    actor: User,
    at: datetime,
    said: Said | None = None,
    statement: str = "",
    proofs: Sequence[ProofGiven] = (),
) -> PhkEvent:
    """Agree with the other side's report, or dispute it with a reason and one's own facts. Silence is no answer.

    Twice the same answer gives the same event. Raises Conflict("already_answered"), Conflict("wrong_state") once
    settled, Invalid("statement_missing") for a dispute without a reason.
    """
    event = PhkEvent.objects.select_for_update(of=("self",)).select_related("person__user", "employer").get(pk=event.pk)
    theirs = last_version(event, side.other)
    if theirs is None or side == event.opened_by:
        raise Conflict("nothing_to_answer", _("Tidak ada laporan pihak lain yang perlu ditanggapi."))
    mine = last_version(event, side)
    if mine is not None:
        if mine.stance == stance and mine.statement == statement.strip():
            return event
        raise Conflict("already_answered", _("Laporan ini sudah Anda tanggapi."), event=event.pk)
    if not event.is_pending:
        raise Conflict("wrong_state", _("Laporan PHK ini sudah selesai diperiksa."))
    said = said_of(theirs) if stance == Stance.AGREES or said is None else said
    _refuse_impossible(said, at)
    if stance == Stance.DISPUTES and not statement.strip():
        raise Invalid("statement_missing", _("Tulis alasan Anda tidak setuju."))
    _add_version(event, side, stance, said, actor, at, statement=statement.strip())
    attach_proofs(event, side, proofs, actor=actor, at=at)
    return _after_other_side(event, side, agrees=stance == Stance.AGREES, actor=actor, at=at)


@transaction.atomic
def add_proof(*, event: PhkEvent, side: Side, proofs: Sequence[ProofGiven], actor: User, at: datetime) -> PhkEvent:
    """One more document. What a mediator waited for goes back into the queue. Raises Conflict once settled."""
    event = PhkEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if not event.is_pending:
        raise Conflict("wrong_state", _("Laporan PHK ini sudah selesai diperiksa."))
    added = attach_proofs(event, side, proofs, actor=actor, at=at)
    if added and event.state == PhkState.NEEDS_PROOF:
        return PhkEvent.workflow.move(event, "add_proof", actor=actor, at=at, **to_mediator(at))
    return event


@transaction.atomic
def withdraw(*, event: PhkEvent, reason: str, actor: User, at: datetime) -> PhkEvent:
    """ "Laporan saya keliru": the opener takes the report back. Raises Conflict once settled or reported by both."""
    event = PhkEvent.workflow.move(event, "withdraw", actor=actor, at=at, note=reason)
    if event.versions.exclude(side=event.opened_by).exclude(stance=Stance.DISPUTES).exists():
        raise Conflict("other_side_reported", _("Pihak lain juga melaporkan PHK ini, jadi tidak dapat ditarik."))
    return event


def attach_proofs(
    event: PhkEvent, side: Side, proofs: Sequence[ProofGiven], *, actor: User, at: datetime
) -> list[PhkProof]:
    """Write the documents that the event does not have yet."""
    added = []
    for given in proofs:
        key = {"event": event, "kind": given.kind, "side": side, "file": given.file, "number": given.number}
        if not PhkProof.objects.filter(**key).exists():
            added.append(PhkProof.objects.create(**key, dated_on=given.dated_on, added_by=actor, added_at=at))
    return added


def ask_employer(event: PhkEvent, *, at: datetime) -> None:
    """Every member of the firm's staff; without any, the address that BPJS holds."""
    staff = EmployerStaff.objects.in_force(clock.legal_date(at)).filter(employer=event.employer).select_related("user")
    for member in staff.order_by("pk"):
        notify(
            event="phk_answer_asked",
            user=member.user,
            at=at,
            link=reverse("participants:employer_phk", args=[event.pk]),
            key=str(event.pk),
            number=event.number,
            due=event.other_side_due_on,
        )
    if not staff and event.employer.contact_email:
        enqueue("participants.write_to_employer", dedupe=f"write-to-employer:{event.pk}", event_id=event.pk)


def link_of(event: PhkEvent) -> str:
    return reverse("participants:phk", args=[event.pk])


def last_version(event: PhkEvent, side: Side) -> PhkVersion | None:
    """What the side last said, or None."""
    return event.versions.filter(side=side).last()


def said_of(version: PhkVersion) -> Said:
    """A version as plain data, without what is another's secret (wage, kpj)."""
    return Said(
        phk_on=version.phk_on,
        reason=version.reason,
        contract=version.contract,
        contract_starts_on=version.contract_starts_on,
        contract_ends_on=version.contract_ends_on,
        work_started_on=version.work_started_on,
    )


def _refuse_impossible(said: Said, at: datetime) -> None:
    found = problems(said, today=clock.legal_date(at))
    if found:
        field, code = found[0]
        raise Invalid(code, problem_text(code), field=field)


def _lock(person: Person) -> None:
    """One report about a person at a time: two tabs, or worker and employer together, make one event."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _event_to_join(person: Person, employer: Employer, said: Said) -> PhkEvent | None:
    """The one that is still being settled, or else the one of the same day."""
    events = PhkEvent.objects.filter(person=person, employer=employer).exclude(state__in=VOID_PHK)
    alive = sorted(events.select_related("person__user", "employer"), key=lambda event: not event.is_pending)
    return next((event for event in alive if event.is_pending or event.phk_on == said.phk_on), None)


def _open(
    person: Person, employer: Employer, said: Said, side: Side, actor: User, at: datetime, **more: object
) -> PhkEvent:
    event = PhkEvent.objects.create(
        person=person,
        employer=employer,
        region_id=employer.region_id or person.region_id,
        opened_by=side,
        reported_at=at,
        **{"waiting_since": at, **said.facts(), **more},
    )
    event.log.create(move="report", from_state="", to_state=event.state, at=at, **signed_by(actor))
    return event


def to_mediator(at: datetime) -> dict[str, Any]:
    """What an event holds from the moment it waits for the mediator: since when, and until when."""
    return {"waiting_since": at, "mediate_by": phk_proof_due(clock.legal_date(at), working_calendar())}


def _number(at: datetime) -> str:
    return yearly_number("PHK", clock.legal_date(at).year)


def _join(
    event: PhkEvent,
    side: Side,
    said: Said,
    proofs: Sequence[ProofGiven],
    actor: User,
    at: datetime,
    *,
    acknowledge: bool,
) -> PhkEvent:
    """A report of what is already reported: the same words again change nothing, the other side's become a version."""
    mine = last_version(event, side)
    if mine is not None:
        if same_facts(mine, said.facts()):
            return event
        raise Conflict(
            "already_reported",
            _("PHK dari perusahaan ini sudah Anda laporkan dengan nomor %(number)s.") % {"number": event.number},
            event=event.pk,
        )
    version = _add_version(event, side, Stance.REPORTS, said, actor, at)
    attach_proofs(event, side, proofs, actor=actor, at=at)
    if acknowledge:
        acknowledge_report(version, at=at)
    agrees = not differences(*_ordered(last_version(event, side.other), said, side))
    return _after_other_side(event, side, agrees=agrees, actor=actor, at=at)


def _ordered(theirs: PhkVersion | None, mine: Said, side: Side) -> tuple[object, object]:
    return (mine, theirs) if side == Side.EMPLOYER else (theirs, mine)


def _after_other_side(event: PhkEvent, side: Side, *, agrees: bool, actor: User, at: datetime) -> PhkEvent:
    """The mediator may look now; who reported first hears what the other said."""
    if event.state == PhkState.AWAITING_OTHER:
        event = PhkEvent.workflow.move(event, "other_side_answers", actor=actor, at=at, **to_mediator(at))
    elif event.state == PhkState.NEEDS_PROOF and event.proofs.filter(side=side).exists():
        event = PhkEvent.workflow.move(event, "add_proof", actor=actor, at=at, **to_mediator(at))
    if event.is_pending:
        tell_side(event, side.other, "phk_answered", at=at, number=event.number, agrees=agrees)
    return event


def tell_side(event: PhkEvent, side: Side, notice: str, *, at: datetime, key: str = "", **facts: object) -> None:
    """Notify the worker, or everybody who acts for the employer."""
    if side == Side.WORKER:
        people = [event.person.user] if event.person.user is not None else []
        link = link_of(event)
    else:
        on = clock.legal_date(at)
        staff = EmployerStaff.objects.in_force(on).filter(employer=event.employer).select_related("user")
        people = [member.user for member in staff.order_by("pk")]
        link = reverse("participants:employer_phk", args=[event.pk])
    for user in people:
        notify(event=notice, user=user, at=at, link=link, key=f"{event.pk}{key}", **facts)


def _tell_worker_of_own_report(event: PhkEvent, actor: User, at: datetime) -> None:
    notify(
        event="phk_reported_by_worker",
        user=actor,
        at=at,
        link=link_of(event),
        key=str(event.pk),
        number=event.number,
        due=event.other_side_due_on,
    )


def _add_version(
    event: PhkEvent, side: Side, stance: Stance, said: Said, actor: User, at: datetime, statement: str = ""
) -> PhkVersion:
    version = PhkVersion(
        event=event, side=side, stance=stance, statement=statement, submitted_by=actor, at=at, **said.facts()
    )
    for name, value in said.particulars().items():
        setattr(version, name, value)
    version.save(force_insert=True)
    return version
