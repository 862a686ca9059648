"""What an employer tells BPJS of its workers, and BPJS's answer (Permenaker 7/2021; ENR-02 to ENR-06).

Nothing here enters eligibility: a decision rests on what BPJS itself says when it is asked (POL-20).
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.numbers import yearly_number
from core.workflow import signed_by
from notices.operations import notify
from participants.enums import EmploymentState, WorkerReportKind, WorkerReportState
from participants.models import Employer, Employment, Person, WorkerReport, Workplace
from participants.operations.membership_letters import issue_proof
from participants.operations.people import find_or_create_person
from participants.operations.workplaces import ensure_usable
from participants.said import Worker
from participants.worker_said import Changed, Enrolled, change_problems, enrolment_problems, is_participant_number
from participants.worker_wording import PROBLEMS, in_order
from rules.errors import CalendarNotLoaded
from rules.membership import data_change_due, enrolment_answer_due, enrolment_due

K = WorkerReportKind
PAGE = "/iuran-saya/"
SHORTEST = 10


@transaction.atomic
def enrol_worker(
    *,
    employer: Employer,
    worker: Worker,
    said: Enrolled,
    actor: User,
    at: datetime,
    workplace: Workplace | None = None,
    number: str = "",
) -> WorkerReport:
    """Report a worker to BPJS. The same again, while it waits, gives the report that waits.

    `number`: taken beforehand by who reports many. Raises Invalid with the field, Conflict("already_listed") for a
    worker who is in the list.
    """
    today = clock.legal_date(at)
    ensure_usable(workplace, employer)
    _refuse(enrolment_problems(said, today=today, born_on=worker.born_on))
    person = find_or_create_person(worker, at=at)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    listed = employer.employments.current().filter(person=person).first()
    if listed is not None:
        return _same_enrolment(listed, said, workplace)
    employment = Employment.objects.create(
        employer=employer,
        person=person,
        workplace=workplace,
        full_name=worker.full_name,
        kpj=said.kpj,
        started_on=said.started_on,
        wage=said.wage,
        programmes=in_order(said.programmes),
    )
    employment.log.create(move="report", from_state="", to_state=employment.state, at=at, **signed_by(actor))
    due = None if said.kpj else enrolment_due(said.started_on)
    facts = {"effective_on": said.started_on, "wage": said.wage, "programmes": employment.programmes}
    return _report(employment, K.ENROL, due, facts, actor=actor, at=at, number=number)


def _same_enrolment(listed: Employment, said: Enrolled, workplace: Workplace | None) -> WorkerReport:
    if repeats_what_waits(listed, said, workplace):
        return listed.reports.waiting().get(kind=K.ENROL)
    raise Conflict("already_listed", _("Pekerja dengan NIK ini sudah ada di daftar perusahaan Anda."))


def repeats_what_waits(listed: Employment, said: Enrolled, workplace: Workplace | None) -> bool:
    """Whether an enrolment says what waits for BPJS already. A number (KPJ) is no part of it."""
    waits = any(report.kind == K.ENROL and report.state == WorkerReportState.WAITING for report in listed.reports.all())
    held = (listed.started_on, listed.wage, listed.programmes, listed.workplace)
    return waits and held == (said.started_on, said.wage, in_order(said.programmes), workplace)


@transaction.atomic
def report_change(employment: Employment, said: Changed, *, actor: User, at: datetime) -> WorkerReport:
    """Report a new wage, other programmes or the last day of work. The same again gives the report that waits.

    Raises Invalid with the field, Conflict("wrong_state" | "waiting").
    """
    employment = Employment.objects.select_for_update(of=("self",)).get(pk=employment.pk)
    if employment.state != EmploymentState.ACTIVE:
        raise Conflict("wrong_state", _("Hanya pekerja yang sudah terdaftar yang dapat diubah datanya."))
    now = {"started_on": employment.started_on, "wage": employment.wage, "programmes": employment.programmes}
    _refuse(change_problems(said, today=clock.legal_date(at), **now))
    facts = _facts(said)
    waiting = employment.reports.waiting().first()
    if waiting is not None:
        if waiting.kind == said.kind and all(getattr(waiting, name) == value for name, value in facts.items()):
            return waiting
        raise Conflict("waiting", _("Masih ada laporan yang menunggu BPJS. Tarik dulu bila keliru."))
    return _report(employment, said.kind, change_due(said.effective_on), facts, actor=actor, at=at)


def _facts(said: Changed) -> dict[str, Any]:
    return {
        "effective_on": said.effective_on,
        "wage": said.wage if said.kind == K.WAGE else None,
        "programmes": in_order(said.programmes) if said.kind == K.PROGRAMMES else [],
    }


def change_due(day: date) -> date | None:
    """The last day to tell a change (ENR-05). None for a year whose working days nobody has stored."""
    try:
        return data_change_due(day, working_calendar())
    except CalendarNotLoaded:
        return None


def _report(
    employment: Employment,
    kind: WorkerReportKind,
    due: date | None,
    facts: dict[str, Any],
    *,
    actor: User,
    at: datetime,
    number: str = "",
) -> WorkerReport:
    today = clock.legal_date(at)
    report = WorkerReport.objects.create(
        number=number or yearly_number("KPS", today.year),
        employment=employment,
        kind=kind,
        reported_by=actor,
        reported_at=at,
        reported_on=today,
        due_on=due,
        answer_by=enrolment_answer_due(today, working_calendar()),
        **facts,
    )
    report.log.create(move="report", from_state="", to_state=report.state, at=at, **signed_by(actor))
    return report


@transaction.atomic
def withdraw_report(report: WorkerReport, *, actor: User, at: datetime) -> WorkerReport:
    """The employer takes back what BPJS has not answered; again changes nothing. Raises Conflict("wrong_state")."""
    report = _locked(report)
    if report.state == WorkerReportState.WITHDRAWN:
        return report
    report = WorkerReport.workflow.move(report, "withdraw", actor=actor, at=at)
    if report.kind == K.ENROL:
        Employment.workflow.move(report.employment, "drop", actor=actor, at=at, note=report.number)
    return report


@transaction.atomic
def confirm_report(report: WorkerReport, *, actor: User, at: datetime, kpj: str = "") -> WorkerReport:
    """BPJS has it in its register. The worker is told and gets the proof; BPJS is asked anew about who has an account.

    `kpj`: the number that BPJS gave somebody who had none (ENR-03). Raises Invalid("kpj_missing" | "kpj_malformed"),
    Conflict("wrong_state") when it was answered or taken back.
    """
    report = _locked(report)
    if report.state == WorkerReportState.WAITING and lacks_number(report):
        _number(report.employment, kpj)
    report = WorkerReport.workflow.move(report, "confirm", actor=actor, at=at, officer=actor, answered_at=at)
    employment = _carry_out(report, actor=actor, at=at)
    audit.record("participants.worker_report.confirmed", actor=actor, at=at, subject=report, kind=report.kind)
    user = employment.person.user
    if user is not None:
        if report.kind != K.LEAVE:
            issue_proof(report, employment, user, at=at)
        told = {"number": report.number, "employer": employment.employer.name, "what": report.kind}
        notify(event="membership_confirmed", user=user, at=at, link=PAGE, key=str(report.pk), **told)
        enqueue("participants.refresh_from_bpjs", dedupe=f"report:{report.pk}", person_id=employment.person_id)
    return report


def lacks_number(report: WorkerReport) -> bool:
    """Whether BPJS gives the worker a number with its answer."""
    return report.kind == K.ENROL and not report.employment.kpj


def _number(employment: Employment, kpj: str) -> None:
    if not kpj:
        raise Invalid("kpj_missing", _("Isi nomor peserta yang diterbitkan BPJS."), field="kpj")
    if not is_participant_number(kpj):
        raise Invalid("kpj_malformed", str(PROBLEMS["kpj_malformed"]), field="kpj")
    employment.kpj = kpj
    employment.save(update_fields=["kpj_sealed"])


def _carry_out(report: WorkerReport, *, actor: User, at: datetime) -> Employment:
    employment = Employment.objects.select_related("employer", "person__user").get(pk=report.employment_id)
    if report.kind == K.ENROL:
        moved = Employment.workflow.move(employment, "confirm", actor=actor, at=at, note=report.number)
    elif report.kind == K.LEAVE:
        more = {"ended_on": report.effective_on}
        moved = Employment.workflow.move(employment, "end", actor=actor, at=at, note=report.number, **more)
    else:
        field = "wage" if report.kind == K.WAGE else "programmes"
        setattr(employment, field, getattr(report, field))
        employment.save(update_fields=[field])
        return employment
    employment.state, employment.ended_on = moved.state, moved.ended_on
    return employment


@transaction.atomic
def return_report(report: WorkerReport, *, reply: str, actor: User, at: datetime) -> WorkerReport:
    """BPJS does not take it over, and says why. Raises Invalid("reply_short"), Conflict("wrong_state")."""
    if len(reply.strip()) < SHORTEST:
        raise Invalid("reply_short", _("Tulis apa yang perlu diperbaiki, paling sedikit 10 huruf."), field="reply")
    answer = {"officer": actor, "answered_at": at, "reply": reply.strip()}
    report = WorkerReport.workflow.move(_locked(report), "return", actor=actor, at=at, note=reply.strip(), **answer)
    if report.kind == K.ENROL:
        Employment.workflow.move(report.employment, "drop", actor=actor, at=at, note=report.number)
    audit.record("participants.worker_report.returned", actor=actor, at=at, subject=report, kind=report.kind)
    link = f"/perusahaan/pekerja/{report.employment_id}/"
    told = {"number": report.number, "reason": report.reply}
    notify(event="worker_report_returned", user=report.reported_by, at=at, link=link, key=str(report.pk), **told)
    return report


def _locked(report: WorkerReport) -> WorkerReport:
    return WorkerReport.objects.select_for_update(of=("self",)).select_related("employment").get(pk=report.pk)


def _refuse(problems: Any) -> None:
    for field, code in problems:
        raise Invalid(code, str(PROBLEMS[code]), field=field)
