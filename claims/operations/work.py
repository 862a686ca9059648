"""Back at work: reported by the person, or asked about when BPJS knows a new employer; and the end by death."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import (
    MONTH_GRANTED,
    ClaimState,
    DecisionKind,
    EndReason,
    MonthState,
    OverpaymentCause,
    WorkReportState,
)
from claims.events import WorkFound
from claims.models import Claim, MembershipQuestion, WorkReport
from claims.operations.decisions import record_decision
from claims.operations.letters import addressee
from claims.operations.monthly_cycle import end_claim
from claims.operations.overpayments import find_overpayment
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.events import publish
from core.jobs import enqueue
from core.text import one_line
from integrations.bpjs import Membership
from notices.letters import issue_letter
from notices.operations import notify
from rules.calendar import add_working_days
from rules.deadlines import reemployment_report_due

UNDO = timedelta(hours=24)
FARTHEST_START = timedelta(days=90)
ANSWER_WORKING_DAYS = 5


@transaction.atomic
def report_work(
    claim: Claim,
    *,
    employer: str,
    accepted_on: date,
    started_on: date,
    wage: int | None = None,
    question: MembershipQuestion | None = None,
    actor: User,
    at: datetime,
) -> WorkReport:
    """The person says that they work again, or will. It takes effect after 24 hours, or on the first day of work.

    A late report is recorded, never refused for that (POL-18). Twice reports once. `question` is answered with yes by
    the same act: a yes that is never reported stays a question. Raises Conflict("not_running"),
    Invalid("employer_missing" | "accepted_in_the_future" | "starts_before_accepted" | "starts_too_far" |
    "before_the_phk").
    """
    claim = Claim.objects.select_for_update(of=("self",)).select_related("person__user", "phk").get(pk=claim.pk)
    known = claim.work_reports.exclude(state=WorkReportState.UNDONE).first()
    if known is not None:
        return known
    if claim.state != ClaimState.ACTIVE:
        raise Conflict("not_running", _("Tidak ada manfaat yang sedang berjalan."))
    refuse_impossible_days(claim, accepted_on=accepted_on, started_on=started_on, today=clock.legal_date(at))
    if not one_line(employer):
        raise Invalid("employer_missing", _("Tulis nama tempat kerja Anda."))
    report = WorkReport.objects.create(
        claim=claim,
        employer=one_line(employer),
        accepted_on=accepted_on,
        started_on=started_on,
        wage=wage,
        reported_at=at,
        report_due_on=reemployment_report_due(accepted_on, working_calendar()),
        effective_at=takes_effect_at(at, started_on),
    )
    if question is not None:
        answer_question(question, works=True, actor=actor, at=at)
    audit.record("claims.work.reported", actor=actor, at=at, subject=report, late=is_late(report))
    notify(
        event="work_reported",
        user=claim.person.user,
        at=at,
        link="/status-kerja/",
        key=str(report.pk),
        until=report.effective_at,
    )
    enqueue("claims.work_takes_effect", report_id=report.pk, due_at=report.effective_at)
    return report


def is_late(report: WorkReport) -> bool:
    """Reported after the seven working days."""
    return clock.legal_date(report.reported_at) > report.report_due_on


def takes_effect_at(at: datetime, started_on: date) -> datetime:
    """When a report of `at` stops the benefit; until then it can be taken back."""
    return max(at + UNDO, clock.start_of_day(started_on))


def refuse_impossible_days(claim: Claim, *, accepted_on: date, started_on: date, today: date) -> None:
    """Raises Invalid, as `report_work` does: for a page that asks once more before it reports."""
    if accepted_on > today:
        raise Invalid("accepted_in_the_future", _("Tanggal diterima belum tiba. Lapor setelah Anda diterima."))
    if started_on < accepted_on:
        raise Invalid("starts_before_accepted", _("Hari pertama kerja tidak bisa sebelum tanggal diterima."))
    if started_on <= claim.phk.phk_on:
        raise Invalid("before_the_phk", _("Hari pertama kerja harus sesudah tanggal PHK Anda."))
    if started_on > today + FARTHEST_START:
        raise Invalid("starts_too_far", _("Hari pertama kerja paling jauh 90 hari dari sekarang."))


@transaction.atomic
def undo_report(report: WorkReport, *, actor: User, at: datetime) -> WorkReport:
    """Take the report back while it has no effect. Twice is once. Raises Conflict("too_late").

    A question about a new membership that the report had answered is open again.
    """
    report = WorkReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state == WorkReportState.UNDONE:
        return report
    if report.state == WorkReportState.EFFECTIVE or at >= report.effective_at:
        raise Conflict("too_late", _("Batas membatalkan sudah lewat. Bila laporan ini keliru, ajukan keberatan."))
    report = WorkReport.workflow.move(report, "undo", actor=actor, at=at)
    MembershipQuestion.objects.filter(claim=report.claim_id, works=True).update(works=None, answered_at=None, note="")
    audit.record("claims.work.undone", actor=actor, at=at, subject=report)
    return report


@transaction.atomic
def take_effect(report: WorkReport, *, at: datetime) -> WorkReport:
    """The benefit stops: what lies ahead is not paid, what was granted stays. Twice stops once.

    Months that were granted for a time at work are found and given to an officer.
    """
    report = WorkReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state != WorkReportState.PENDING or at < report.effective_at:
        return report
    claim = Claim.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=report.claim_id)
    report = WorkReport.workflow.move(report, "take_effect", actor=None, at=at)
    if claim.state == ClaimState.ACTIVE:
        claim = end_claim(claim, reason=EndReason.WORKING, on=report.started_on, at=at)
        _announce_stop(claim, report, at)
    publish(WorkFound(str(claim.pk), str(claim.person_id), report.started_on.isoformat(), report.employer))
    find_overpayment(claim, cause=OverpaymentCause.WORK, since=report.started_on, at=at)
    return report


def _announce_stop(claim: Claim, report: WorkReport, at: datetime) -> None:
    facts = {"employer": report.employer, "started_on": report.started_on.isoformat(), "late": is_late(report)}
    decision = record_decision(claim, DecisionKind.STOP, codes=("R12",), facts=facts, officer=None, at=at)
    issue_letter(
        kind="stop",
        user=claim.person.user,
        subject=decision,
        at=at,
        claim_number=claim.number,
        decision_number=decision.number,
        reason_code="R12",
        employer=report.employer,
        ended_on=report.started_on.isoformat(),
        articles=decision.articles,
        objection_until=decision.objection_until.isoformat(),
        **addressee(claim),
    )
    notify(
        event="benefit_stopped",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/keputusan/{decision.pk}/",
        key=str(decision.pk),
        due=decision.objection_until,
    )


# --- what BPJS knows ---------------------------------------------------------------------------------------------


@transaction.atomic
def ask_about_memberships(claim: Claim, memberships: Sequence[Membership], *, at: datetime) -> list[MembershipQuestion]:
    """Ask the person about each employer that BPJS knows since the PHK, once; nothing stops by itself."""
    claim = Claim.objects.select_for_update(of=("self",)).select_related("person__user", "phk").get(pk=claim.pk)
    if claim.state != ClaimState.ACTIVE or claim.work_reports.exclude(state=WorkReportState.UNDONE).exists():
        return []
    asked = []
    for membership in memberships:
        if not membership.active or membership.since <= claim.phk.phk_on:
            continue
        question, is_new = MembershipQuestion.objects.get_or_create(
            claim=claim,
            npp=membership.npp,
            since=membership.since,
            defaults={
                "employer": membership.employer_name,
                "asked_at": at,
                "answer_by": add_working_days(clock.legal_date(at), ANSWER_WORKING_DAYS, working_calendar()),
            },
        )
        if is_new:
            _ask(question, claim, at)
            asked.append(question)
    return asked


def _ask(question: MembershipQuestion, claim: Claim, at: datetime) -> None:
    audit.record("claims.work.asked", actor=None, at=at, subject=question)
    notify(
        event="work_question",
        user=claim.person.user,
        at=at,
        link="/status-kerja/",
        key=str(question.pk),
        due=question.answer_by,
    )


@transaction.atomic
def answer_question(
    question: MembershipQuestion, *, works: bool, note: str = "", actor: User, at: datetime
) -> MembershipQuestion:
    """Yes leads to the report; no is looked at by an officer when the next month is sent. Twice answers once.

    Raises Conflict("answered_differently") when another answer was given before, and Invalid("note_needed") for a no
    without a word about it.
    """
    question = MembershipQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.answered_at is not None:
        if question.works == works:
            return question
        raise Conflict("answered_differently", _("Pertanyaan ini sudah Anda jawab."))
    if not works and not note.strip():
        raise Invalid("note_needed", _("Tulis mengapa data itu keliru, supaya petugas dapat memeriksanya."))
    question.answered_at, question.works, question.note = at, works, note.strip()
    question.save(update_fields=["answered_at", "works", "note"])
    audit.record("claims.work.answered", actor=actor, at=at, subject=question, works=works)
    for month in question.claim.months.filter(state=MonthState.SUBMITTED):
        enqueue("claims.assess_month", month_id=month.pk)
    return question


# --- death -------------------------------------------------------------------------------------------------------


@transaction.atomic
def end_by_death(claim: Claim, *, at: datetime) -> Claim:
    """The benefit ends; what the person sent and was granted is paid. A letter tells the heirs. Twice is once.

    Months that somebody sent after the death are found and given to an officer. Raises ValueError while no death is on
    record.
    """
    claim = Claim.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=claim.pk)
    died_on = claim.person.died_on
    if died_on is None:
        raise ValueError(f"{claim}: nobody recorded a death")
    if claim.state != ClaimState.ACTIVE:
        return claim
    claim = end_claim(claim, reason=EndReason.DIED, on=died_on, at=at)
    decision = record_decision(
        claim, DecisionKind.STOP, codes=("R18",), facts={"died_on": died_on.isoformat()}, officer=None, at=at
    )
    granted = claim.months.filter(state__in=MONTH_GRANTED).values_list("n", flat=True)
    issue_letter(
        kind="heirs",
        user=claim.person.user,
        subject=decision,
        at=at,
        claim_number=claim.number,
        participant=claim.person.full_name,
        died_on=died_on.isoformat(),
        granted=", ".join(str(n) for n in sorted(granted)),
        articles=decision.articles,
        **addressee(claim),
    )
    find_overpayment(claim, cause=OverpaymentCause.DEATH, since=died_on, at=at)
    return claim
