"""An employer asks BPJS to change its scale or its risk class (JKK); BPJS confirms or returns (ENR-03, ENR-05)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.numbers import yearly_number
from core.workflow import signed_by
from notices.operations import notify
from participants.enums import EMPLOYER_FACTS, EmployerFact, WorkerReportState
from participants.models import Employer, EmployerReport
from participants.operations.membership import change_due
from participants.worker_wording import PROBLEMS
from rules.membership import enrolment_answer_due

PAGE = "/perusahaan/data/"
SHORTEST = 10


@transaction.atomic
def ask_for_change(
    employer: Employer,
    *,
    fact: EmployerFact,
    wanted: str,
    effective_on: date,
    reason: str,
    actor: User,
    at: datetime,
) -> EmployerReport:
    """Tell BPJS of another scale or class. The same again, while it waits, gives the report that waits.

    Raises Invalid("not_a_value" | "fact_same" | "change_in_future" | "reason_short"), Conflict("waiting").
    """
    today, reason = clock.legal_date(at), reason.strip()
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    was = getattr(employer, fact)
    _refuse(fact, was, wanted, effective_on, reason, today)
    waiting = employer.reports.waiting().filter(fact=fact).first()
    if waiting is not None:
        if (waiting.wanted, waiting.effective_on, waiting.reason) == (wanted, effective_on, reason):
            return waiting
        raise Conflict("waiting", _("Masih ada laporan yang menunggu BPJS. Tarik dulu bila keliru."))
    report = EmployerReport.objects.create(
        number=yearly_number("PDP", today.year),
        employer=employer,
        fact=fact,
        was=was,
        wanted=wanted,
        effective_on=effective_on,
        reason=reason,
        reported_by=actor,
        reported_at=at,
        reported_on=today,
        due_on=change_due(effective_on),
        answer_by=enrolment_answer_due(today, working_calendar()),
    )
    report.log.create(move="report", from_state="", to_state=report.state, at=at, **signed_by(actor))
    return report


def _refuse(fact: EmployerFact, was: str, wanted: str, effective_on: date, reason: str, today: date) -> None:
    if wanted not in EMPLOYER_FACTS[fact].values:
        raise Invalid("not_a_value", _("Pilih salah satu."), field="wanted")
    if wanted == was:
        raise Invalid("fact_same", _("Ini sama dengan yang sudah tercatat."), field="wanted")
    if effective_on > today:
        raise Invalid("change_in_future", str(PROBLEMS["change_in_future"]), field="effective_on")
    if len(reason) < SHORTEST:
        raise Invalid("reason_short", _("Tulis alasannya, paling sedikit 10 huruf."), field="reason")


@transaction.atomic
def withdraw_employer_report(report: EmployerReport, *, actor: User, at: datetime) -> EmployerReport:
    """The employer takes back what BPJS has not answered; again changes nothing. Raises Conflict("wrong_state")."""
    report = EmployerReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state == WorkerReportState.WITHDRAWN:
        return report
    return EmployerReport.workflow.move(report, "withdraw", actor=actor, at=at)


@transaction.atomic
def confirm_employer_report(report: EmployerReport, *, actor: User, at: datetime) -> EmployerReport:
    """BPJS has it in its register: the employer's row says so from now on. Raises Conflict("wrong_state")."""
    answer = {"officer": actor, "answered_at": at}
    report = EmployerReport.workflow.move(report, "confirm", actor=actor, at=at, **answer)
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=report.employer_id)
    setattr(employer, report.fact, report.wanted)
    employer.save(update_fields=[report.fact])
    audit.record("participants.employer_report.confirmed", actor=actor, at=at, subject=report, fact=report.fact)
    _tell("employer_report_confirmed", report, at)
    return report


@transaction.atomic
def return_employer_report(report: EmployerReport, *, reply: str, actor: User, at: datetime) -> EmployerReport:
    """BPJS does not take it over, and says why. Raises Invalid("reply_short"), Conflict("wrong_state")."""
    reply = reply.strip()
    if len(reply) < SHORTEST:
        raise Invalid("reply_short", _("Tulis apa yang perlu diperbaiki, paling sedikit 10 huruf."), field="reply")
    answer = {"officer": actor, "answered_at": at, "reply": reply}
    report = EmployerReport.workflow.move(report, "return", actor=actor, at=at, note=reply, **answer)
    audit.record("participants.employer_report.returned", actor=actor, at=at, subject=report, fact=report.fact)
    _tell("employer_report_returned", report, at, reason=reply)
    return report


def _tell(event: str, report: EmployerReport, at: datetime, **more: str) -> None:
    notify(event=event, user=report.reported_by, at=at, link=PAGE, key=str(report.pk), number=report.number, **more)
